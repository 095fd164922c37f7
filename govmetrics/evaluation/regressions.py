"""Regressions, mediation and moderation of respondents or of units: the columns that they name, handed to their room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Label, Note, Result, Survey, Text, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.groups import factorised
from govmetrics.core.near import codes, meant
from govmetrics.core.numbers import number
from govmetrics.core.tree import IndicatorTree
from govmetrics.evaluation.efficiency import LEAST_DRAWS
from govmetrics.evaluation.index import Found, answered
from govmetrics.evaluation.keys import Regression
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.referee import of_models
from govmetrics.evaluation.several import Regressions
from govmetrics.evaluation.statistics import alike, columns_of
from govmetrics.psychometrics import Regression as Model
from govmetrics.psychometrics import SideBySide, mediate, moderate, regress, side_by_side, threshold
from govmetrics.survey.scale_scores import items_of

MODELS = {
    "regression": Text("regression"), "threshold": Text("threshold regression"), "mediation": Text("mediation"),
    "moderation": Text("moderation"),
}  # fmt: skip
MADE_OF = (
    "{name} is a part of {whole}: they go together by construction, and no referee takes that for a finding"
)


PLAIN = ("kind", "errors", "cluster", "blocks", "categories", "limits")
TAKES = {
    "regression": PLAIN,
    "threshold": ("errors", "categories", "threshold", "draws"),
    "mediation": ("cluster", "mediators", "serial", "moderator", "stage", "draws"),
    "moderation": ("errors", "cluster", "moderator"),
}
"""What each kind of model takes beside outcome, predictors, covariates, name and level."""
SHARED = ("outcome", "predictors", "covariates", "name", "of", "level")


def regressions(work: Work) -> Found:
    """Return every regression that is asked for; all that is wrong with them comes in one error."""
    asked = work.evaluation.regression or ()
    faults, found, notes = Faults(), dict[str, Result](), list[Note]()
    names, labels = titles_of([(one.name, one.outcome) for one in asked], work.nouns.tree)
    for at, one in enumerate(asked):
        with placed(faults, f"regression.{at}", keys_of(Regression)):
            chosen = within(work, one)
            frame, weights = table_of(work, chosen, notes)
            found[name_of(names[at], at, names)] = _regressed(work, chosen, frame, weights, notes)
    faults.raise_all()
    if any(one.of == "survey" for one in asked):
        notes += of_models(found, work.evaluation)
    return {"regressions": Regressions(found, _beside(asked, found), tuple(dict.fromkeys(notes)), labels)}


def model_of(one: Regression) -> str:
    """Return what kind of model an entry asks for."""
    if one.threshold is not None:
        return "threshold"
    if one.mediators:
        return "mediation"
    return "regression" if one.moderator is None else "moderation"


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
    names, labels = [], dict[str, Label](tree.names())
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
        return regress(frame, outcome, None if blocks else list(one.predictors), one.kind, one.errors, blocks=blocks,
                       categories=_categories(one, frame), limits=limits, **shared)  # fmt: skip
    frame, rest = _dummies(frame, rest)
    frame = _of_two(frame, [*one.predictors, one.moderator], notes)
    if model == "mediation":
        return mediate(frame, outcome, one.predictors[0], list(one.mediators), rest, one.serial, one.moderator,
                       one.stage, **drawn, **shared)  # fmt: skip
    return moderate(
        frame, outcome, one.predictors[0], str(one.moderator), rest, robust=one.errors == "hc3", **shared
    )


def _categories(one: Regression, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the columns that are categories: those that are said to be, and predictors that hold words."""
    said = one.categories if isinstance(one.categories, Mapping) else dict.fromkeys(one.categories)
    used = [*one.predictors, *one.covariates, *(name for block in one.blocks for name in block)]
    words = {
        part: None
        for name in used
        for part in _factors(name, list(map(str, frame.columns)))
        if _of_words(frame[part])
    }
    return {**words, **said}


def _factors(name: str, known: Iterable[str]) -> list[str]:
    """Return the columns that a predictor is the product of; a column of that very name is itself."""
    return [name] if name in known else [part.strip() for part in name.split(":")]


def _of_words(column: pd.Series) -> bool:
    known = column.dropna()
    return (
        bool(len(known)) and not pd.api.types.is_numeric_dtype(known) and bool(known.map(number).isna().any())
    )


def _dummies(frame: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return covariates in words as columns of 0 and 1, one for each category but the first, with the frame that has them."""
    every: list[str] = []
    for name in names:
        if name not in frame or not _of_words(frame[name]):
            every.append(name)
            continue
        column = frame[name]
        made = pd.get_dummies(column, dtype=float).mask(column.isna())
        made = made.loc[:, made.sum() > 0].iloc[:, 1:]
        made.columns = [f"{name} = {category}" for category in made.columns]
        frame, every = frame.join(made), [*every, *made.columns]
    return frame, every


def _of_two(frame: pd.DataFrame, names: Iterable[str | None], notes: list[Note]) -> pd.DataFrame:
    """Return the frame with columns of two words as 0 and 1; which is 1 is told."""
    for name in names:
        if name is None or not _of_words(frame[name]):
            continue
        codes, labels = factorised(frame[name])
        there = np.unique(codes[codes >= 0])
        if len(there) == 2:
            numbers = pd.Series(np.where(codes < 0, np.nan, codes == there[1]), frame.index)
            frame = frame.assign(**{name: numbers})
            notes.append(
                Note("{column}: {category} counts as 1", column=name, category=str(labels[there[1]]))
            )
    return frame


def used_by(one: Regression) -> dict[str, list[str]]:
    """Return the columns that a regression names, by the key that names them."""
    said: dict[str, list[str]] = {
        "outcome": [one.outcome], "predictors": list(one.predictors), "covariates": list(one.covariates),
        "blocks": [name for block in one.blocks for name in block], "mediators": list(one.mediators),
        "moderator": [one.moderator] if one.moderator else [], "cluster": [one.cluster] if one.cluster else [],
        "threshold": [one.threshold] if one.threshold else [],
    }  # fmt: skip
    return said


def table_of(work: Work, one: Regression, notes: list[Note]) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return the rows of a regression, respondents or units of the latest period, with design weights."""
    if one.of == "survey":
        survey = answered(work)
        known = known_to_respondents(survey)
        inside = {item: [item] for item in survey.items} | {
            node: items for node in survey.tree.node_codes if (items := items_of(survey, node))
        }
        notes += [*alike(survey, one.cluster), *made_of(survey.tree, one, inside)]
        return columns_of(survey, _names(one, known)), survey.weight
    index = work.done["assessment"]
    data, scores = work.at_latest(index.dataset), work.rows(index.scores.values)
    frame = pd.concat(
        [data.values, data.attributes, scores.drop(columns=data.values.columns, errors="ignore")], axis=1
    )
    names = _names(one, frame.columns)
    tree = index.scores.weights.tree
    notes += made_of(tree, one, {node: list(tree.leaves(node)) for node in tree.node_codes})
    if work.latest is not None:
        notes.append(
            Note("the regression of {outcome} is about {period}", outcome=one.outcome, period=work.latest)
        )
    return frame[names], None


def _names(one: Regression, known: Iterable[str]) -> list[str]:
    every = [part for names in used_by(one).values() for name in names for part in _factors(name, known)]
    return list(dict.fromkeys(every))


def known_to_respondents(survey: Survey) -> list[str]:
    """Return what a regression of respondents may name: nodes with items, items, group columns."""
    nodes = [code for code in survey.tree.node_codes if items_of(survey, code)]
    return list(dict.fromkeys([*nodes, *survey.items, *map(str, survey.by.columns)]))


def known_to_units(data: Dataset, scored: IndicatorTree) -> list[str]:
    """Return what a regression of units may name: indicators, attributes, nodes."""
    return list(dict.fromkeys([*data.values.columns, *map(str, data.attributes.columns), *scored.node_codes]))


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
    for name in dict.fromkeys(part for names in named for part in _factors(names, list(inside))):
        own = set(inside.get(name, ()))
        if name != one.outcome and own and whole and (own <= whole or whole <= own):
            part, of = (name, one.outcome) if own <= whole else (one.outcome, name)
            found.append(Note(MADE_OF, name=labels.get(part, part), whole=labels.get(of, of)))
    return found


@dataclass(frozen=True)
class Look:
    """What models may name.

    Parameters
    ----------
    survey : Survey, optional
    data : Dataset, optional
        All units; None where the records could not be read.
    scored : IndicatorTree
    """

    survey: Survey | None
    data: Dataset | None
    scored: IndicatorTree

    def unknown(self, place: str, of: str, names: Mapping[str, Sequence[str]]) -> list[Fault]:
        """Return the names that there are not, by the keys at which they stand."""
        twice: list[Fault] = []
        if of == "survey" and self.survey is not None:
            known, tree = known_to_respondents(self.survey), self.survey.tree
            both = [name for name in self.survey.by if name in self.survey.items or name in tree.node_codes]
            problem, way_out = (
                "is a group column and something else",
                "call the column otherwise in evidence.survey.by",
            )
            twice = [
                Fault(f"{place}.{key}.{name}", problem, way_out)
                for key, said in names.items() for name in said if name in both
            ]  # fmt: skip
        elif of == "units" and self.data is not None:
            known, tree = known_to_units(self.data, self.scored), self.scored
        else:
            return []
        unknown = [
            fault for key, said in names.items() for fault in _unknown(f"{place}.{key}", said, known, tree)
        ]
        return [*twice, *unknown]


def regression_faults(look: Look, asked: Sequence[Regression]) -> list[Fault]:
    """Return the names that there are not, each at its key, and keys that do not go together."""
    faults = []
    for at, one in enumerate(asked):
        place = f"regression.{at}"
        faults += _together(place, one)
        faults += look.unknown(place, one.of, used_by(one))
    return faults


def _together(place: str, one: Regression) -> list[Fault]:
    """Return what an entry says that its kind of model has no use for, and what it lacks."""
    model = model_of(one)
    plain = Regression(outcome=one.outcome)
    spare = [
        key for key in keys_of(Regression)
        if key not in (*SHARED, *TAKES[model]) and getattr(one, key) != getattr(plain, key)
    ]  # fmt: skip
    problem, way_out = "has no place in a {model}", "leave it out"
    faults = [Fault(f"{place}.{key}", problem, way_out, model=MODELS[model]) for key in spare]
    if model in ("mediation", "moderation") and len(one.predictors) != 1:
        problem = "names {count:# predictor|# predictors}, where a mediation or moderation has one"
        way_out = "name one here, and the others in `covariates`"
        faults.append(Fault(f"{place}.predictors", problem, way_out, count=len(one.predictors)))
    elif not (one.predictors or one.blocks):
        faults.append(Fault(f"{place}.predictors", "is missing", "name at least one column"))
    if model == "moderation" and one.errors not in (None, "classical", "hc3", "cluster"):
        way_out = "say classical or hc3, or name a `cluster`"
        faults.append(Fault(f"{place}.errors", "is {value}", way_out, value=one.errors))
    return faults


def _unknown(place: str, names: Sequence[str], known: Sequence[str], tree: IndicatorTree) -> list[Fault]:
    there = Text("columns are: {columns:30}", columns=known)
    meaning = {name: name for name in known} | {
        label: code for label, code in codes(tree).items() if code in known
    }
    return [
        Fault(f"{place}.{part}", "is not known", meant(part, meaning, there))
        for name in names for part in _factors(name, known) if part not in known
    ]  # fmt: skip


def _beside(asked: Sequence[Regression], found: Mapping[str, Result]) -> SideBySide | None:
    """Return plain regressions of the same rows and kind side by side, as journals print them; None where there are not two."""
    plain = {
        name: (result, one.of) for (name, result), one in zip(found.items(), asked, strict=True)
        if isinstance(result, Model)
    }  # fmt: skip
    if len(plain) < 2 or len({(result.kind, of) for result, of in plain.values()}) > 1:
        return None
    return side_by_side([result for result, _ in plain.values()])
