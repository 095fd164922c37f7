"""Regressions, mediation and moderation of respondents or of units: the columns that they name, handed to their room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import FaultyInput, GovmetricsError, Label, Note, Result, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.groups import ROLES
from govmetrics.core.tree import IndicatorTree
from govmetrics.evaluation.efficiency import LEAST_DRAWS
from govmetrics.evaluation.index import Found, answered
from govmetrics.evaluation.keys import Regression
from govmetrics.evaluation.model_columns import (
    columns_named,
    dummies,
    factors,
    known_to_respondents,
    least_category,
    of_two,
    of_words,
    refuse_spoilt_numbers,
    used_by,
)
from govmetrics.evaluation.model_names import model_of
from govmetrics.evaluation.models_found import Regressions
from govmetrics.evaluation.orders import in_order
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.referee import of_models
from govmetrics.evaluation.statistics import alike, columns_of
from govmetrics.psychometrics import Regression as Model
from govmetrics.psychometrics import SideBySide, mediate, moderate, regress, side_by_side, threshold
from govmetrics.survey.scale_scores import items_of

MADE_OF = (
    "{name} is a part of {whole}: they go together by construction, and no referee takes that for a finding"
)


def regressions(work: Work) -> Found:
    """Return every regression that is asked for; all that is wrong with them comes in one error."""
    asked = work.evaluation.regression or ()
    faults, found, notes, least = Faults(), dict[str, Result](), list[Note](), dict[str, int]()
    names, labels = titles_of([(one.name, one.outcome) for one in asked], work.nouns.tree)
    for at, one in enumerate(asked):
        with placed(faults, f"regression.{at}", keys_of(Regression)):
            chosen = within(work, one)
            frame, weights = table_of(work, chosen, notes)
            name = name_of(names[at], at, names)
            found[name] = _regressed(work, chosen, frame, weights, notes)
            if one.of == "survey" and (few := least_category(chosen, frame)) is not None:
                least[name] = few
    faults.raise_all()
    if any(one.of == "survey" for one in asked):
        notes += of_models(found, labels, work.evaluation)
    return {
        "regressions": Regressions(found, _beside(asked, found), tuple(dict.fromkeys(notes)), labels, least)
    }


def within(work: Work, one: Regression) -> Regression:
    """Return a regression of respondents with the clusters of the survey's design, unless it says its own errors."""
    said = work.evaluation.evidence.survey
    own = one.cluster is not None or one.errors not in (None, "cluster")
    if one.of == "units" or said is None or said.cluster is None or own:
        return one
    return replace(one, cluster=said.cluster)


def unneeded(asked: Iterable[Any]) -> list[str]:
    """Return which of survey and index no model is of."""
    of = {one.of for one in asked}
    return [part for part, rows in (("survey", "survey"), ("assessment", "units")) if rows not in of]


def titles_of(said: Sequence[tuple[Any, str]], tree: IndicatorTree) -> tuple[list[str], dict[str, Label]]:
    """Return what models are called, by their names or else their outcomes, and the tree's names with theirs."""
    names, labels = [], dict[str, Label](tree.names() | ROLES)
    for given, outcome in said:
        name = given
        if isinstance(given, Mapping):
            both = {"en": given.get("en", given.get("zh")), "zh": given.get("zh", given.get("en"))}
            name = both["en"]
            labels[str(name)] = Label(str(both["en"]), str(both["zh"]))
        names.append(str(name or outcome))
    return names, labels


def name_of(name: str, at: int, same: Sequence[str]) -> str:
    """Return what a model is called: as the file says, else by its outcome, numbered where several are called so."""
    return name if same.count(name) == 1 else f"{name} ({same[: at + 1].count(name)})"


def _regressed(
    work: Work, one: Regression, frame: pd.DataFrame, weights: pd.Series | None, notes: list[Note]
) -> Result:
    """Return the result of one regression."""
    shared: dict[str, Any] = {"level": one.level}
    draws = min(one.draws, LEAST_DRAWS) if work.trial else one.draws
    drawn: dict[str, Any] = {"draws": draws, "rng": work.evaluation.seed}
    outcome, rest, model = one.outcome, list(one.covariates), model_of(one)
    if model == "threshold":
        if weights is not None or one.cluster is not None:
            problem, way_out = (
                "knows neither design weights nor clusters",
                "take the products of a moderation instead",
            )
            raise UnsuitableMethod("threshold", problem, way_out)
        errors: Any = {} if one.errors is None else {"errors": one.errors}
        return threshold(frame, outcome, [*one.predictors, *rest], str(one.threshold), **errors, **shared, **drawn,
                         categories=_categories(one, frame))  # fmt: skip
    shared |= {"weights": weights, "cluster": one.cluster}
    if model == "regression":
        blocks = [list(block) for block in one.blocks] or None
        if rest:
            blocks = [rest, *(blocks or [list(one.predictors)])]
        limits: Any = None if one.limits is None else tuple(one.limits)
        try:
            return regress(frame, outcome, None if blocks else list(one.predictors), one.kind, one.errors, blocks=blocks,
                           categories=_categories(one, frame), limits=limits, **shared)  # fmt: skip
        except GovmetricsError as error:
            if not one.blocks:
                raise
            faults = [fault.at("blocks") if fault.place == "predictors" else fault for fault in error.faults]
            Faults(faults).raise_all(type(error))
            raise
    refuse_spoilt_numbers(frame[[name for name in rest if name in frame]], declared=False)
    frame, rest = dummies(frame, rest)
    frame = of_two(frame, [*one.predictors, one.moderator], notes)
    if model == "mediation":
        return mediate(frame, outcome, one.predictors[0], list(one.mediators), rest, one.serial, one.moderator,
                       one.stage, **drawn, **shared)  # fmt: skip
    _errors_of_moderation(one, weights is not None)
    return moderate(
        frame, outcome, one.predictors[0], str(one.moderator), rest, robust=one.errors == "hc3", **shared
    )


def _errors_of_moderation(one: Regression, weighted: bool) -> None:
    """Refuse errors that a moderation with design weights or clusters would not have."""
    if one.errors == "cluster" and one.cluster is None:
        raise FaultyInput("cluster", "is missing", "name the column of clusters")
    if one.errors in ("classical", "hc3") and (weighted or one.cluster is not None):
        problem = "{errors} knows neither design weights nor clusters"
        way_out = "leave it out: with weights or clusters the errors are those of the sandwich already"
        raise FaultyInput("errors", problem, way_out, errors=one.errors)


def _categories(one: Regression, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns that are categories: those that are said to be, and predictors that hold words."""
    said = one.categories if isinstance(one.categories, Mapping) else dict.fromkeys(one.categories)
    used = [*one.predictors, *one.covariates, *(name for block in one.blocks for name in block)]
    parts = dict.fromkeys(part for name in used for part in factors(name, list(map(str, frame.columns))))
    words = {part: None for part in parts if part not in said and of_words(frame[part])}
    refuse_spoilt_numbers(frame[list(words)])
    return {**words, **said}


def table_of(work: Work, one: Regression, notes: list[Note]) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return the rows of a regression, respondents or units of the latest period, with design weights."""
    if one.of == "survey":
        survey = answered(work)
        known = known_to_respondents(survey)
        inside = {item: [item] for item in survey.items} | {
            node: items for node in survey.tree.node_codes if (items := items_of(survey, node))
        }
        notes += [*alike(work, survey, one.cluster), *made_of(survey.tree, one, inside)]
        return columns_of(survey, columns_named(one, known)), survey.weight
    index = work.done["assessment"]
    data, scores = work.at_latest(index.dataset), work.rows(index.scores.values)
    frame = pd.concat(
        [data.values, data.attributes, scores.drop(columns=data.values.columns, errors="ignore")], axis=1
    )
    names = columns_named(one, frame.columns)
    tree = index.scores.weights.tree
    notes += made_of(tree, one, {node: list(tree.leaves(node)) for node in tree.node_codes})
    if work.latest is not None:
        notes.append(
            Note("the regression of {outcome} is about {period}", outcome=one.outcome, period=work.latest)
        )
    said = work.evaluation.evidence.records
    return in_order(
        frame[names], {} if said is None else {k: v for k, v in said.orders.items() if k in names}
    ), None


def made_of(tree: IndicatorTree, one: Regression, inside: Mapping[str, Sequence[str]]) -> list[Note]:
    """Return a note for every predictor that the outcome is made of, or that is made of it.

    Parameters
    ----------
    tree : IndicatorTree
    one : Regression
    inside : mapping of name to sequence of str
        The leaves, or items, that nodes and items are made of.
    """
    labels, said = tree.names(), used_by(one)
    named = [name for key in ("predictors", "covariates", "blocks", "mediators") for name in said[key]]
    found, whole = [], set(inside.get(one.outcome, ()))
    for name in dict.fromkeys(part for names in named for part in factors(names, list(inside))):
        own = set(inside.get(name, ()))
        if name != one.outcome and own and whole and (own <= whole or whole <= own):
            part, of = (name, one.outcome) if own <= whole else (one.outcome, name)
            found.append(Note(MADE_OF, name=labels.get(part, part), whole=labels.get(of, of)))
    return found


def _beside(asked: Sequence[Regression], found: Mapping[str, Result]) -> SideBySide | None:
    """Return plain regressions of the same rows and kind, or the steps of one, as journals print them; else None."""
    plain = {
        name: (result, one.of) for (name, result), one in zip(found.items(), asked, strict=True)
        if isinstance(result, Model)
    }  # fmt: skip
    stepwise = any(result.blocks is not None for result, _ in plain.values())
    if (len(plain) < 2 and not stepwise) or len({(result.kind, of) for result, of in plain.values()}) > 1:
        return None
    return side_by_side([result for result, _ in plain.values()])
