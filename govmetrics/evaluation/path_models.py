"""Path analysis, structural equation models, and the measurement model of a survey's scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govmetrics.core import Fault, Note, Survey
from govmetrics.core.errors import Faults
from govmetrics.evaluation.designed import unused_by_scales
from govmetrics.evaluation.index import Found, answered
from govmetrics.evaluation.keys import Measurement as Asked
from govmetrics.evaluation.keys import PathModel, Regression
from govmetrics.evaluation.model_columns import least_category
from govmetrics.evaluation.model_names import Look
from govmetrics.evaluation.models_found import Measurement, PathModels
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.places import keys_of, placed
from govmetrics.evaluation.referee import of_models
from govmetrics.evaluation.regressions import name_of, table_of, titles_of, within
from govmetrics.psychometrics import Paths, confirm, method_bias
from govmetrics.psychometrics import paths as fitted
from govmetrics.survey.scale_scores import items_of


def paths(work: Work) -> Found:
    """Return every model of paths; all that is wrong with them comes in one error."""
    asked = work.evaluation.paths or ()
    faults, found, notes, least = Faults(), dict[str, Paths](), list[Note](), dict[str, int]()
    names, labels = titles_of([(one.name, first_of(one)) for one in asked], work.nouns.tree)
    for at, one in enumerate(asked):
        with placed(faults, f"paths.{at}", keys_of(PathModel)):
            name = name_of(names[at], at, names)
            found[name], few = _fitted(work, one, notes)
            if one.of == "survey" and few is not None:
                least[name] = few
    faults.raise_all()
    if any(one.of == "survey" for one in asked):
        notes += of_models(found, labels, work.evaluation, paths=True)
    return {"paths": PathModels(found, tuple(dict.fromkeys(notes)), labels, least)}


def first_of(one: PathModel) -> str:
    """Return the first outcome of a model, by which it is called where it has no name."""
    return next(iter(one.model), "")


def _fitted(work: Work, one: PathModel, notes: list[Note]) -> tuple[Paths, int | None]:
    """Return a model, and how many respondents its smallest category has."""
    survey = answered(work) if one.of == "survey" else None
    factors = factors_of(one, survey)
    rows = within(work, as_regression(one, factors))
    frame, weights = table_of(work, rows, notes)
    covariances: Any = [tuple(pair) for pair in one.covariances]
    model = fitted(frame, {outcome: list(names) for outcome, names in one.model.items()}, factors or None, covariances,
                  one.centre, one.robust, one.level, weights=weights, cluster=rows.cluster)  # fmt: skip
    return model, least_category(rows, frame)


def factors_of(one: PathModel, survey: Survey | None) -> dict[str, list[str]]:
    """Return the nodes of a model that are factors, with their items; none unless it is of latent variables."""
    if not one.latent or survey is None:
        return {}
    named = [name for outcome, names in one.model.items() for name in (outcome, *names)]
    nodes = dict.fromkeys(name for name in named if name in survey.tree.node_codes)
    return {node: items for node in nodes if len(items := items_of(survey, node)) > 1}


def as_regression(one: PathModel, factors: Mapping[str, Sequence[str]]) -> Regression:
    """Return a regression that names the columns of a model, items in the place of factors."""
    first, *others = one.model
    named = [name for names in one.model.values() for name in names] + others
    paired = [name for pair in one.covariances for name in pair]
    items = [item for names in factors.values() for item in names]
    columns = dict.fromkeys(name for name in (*named, *paired, *items) if name not in factors)
    outcome = items[0] if first in factors else first
    return Regression(outcome=outcome, predictors=list(columns), of=one.of, cluster=one.cluster)


def path_faults(look: Look, asked: Sequence[PathModel]) -> list[Fault]:
    """Return the names that there are not, each at its key."""
    faults = []
    for at, one in enumerate(asked):
        place = f"paths.{at}"
        if not one.model:
            faults.append(Fault(f"{place}.model", "is empty", "name the predictors of each outcome"))
            continue
        if one.latent and one.of == "units":
            faults.append(Fault(f"{place}.latent", "units have no items", "leave it out"))
        names = {
            "model": [name for outcome, predictors in one.model.items() for name in (outcome, *predictors)],
            "covariances": [name for pair in one.covariances for name in pair],
            "cluster": [one.cluster] if one.cluster else [],
        }
        faults += look.unknown(place, one.of, names)
    return faults


def measurement(work: Work) -> Found:
    """Return the measurement model of the scales, and common-method bias where validity does not tell it."""
    asked, survey = work.evaluation.reliability, answered(work)
    assert asked is not None
    model = Asked() if asked.model is True else asked.model
    bias = asked.method_bias
    factors = {node: items for node, items in survey.subscales.items() if len(items) > 1}
    answers, faults, found = survey.favourable(), Faults(), dict[str, Any]()
    if isinstance(model, Asked):
        with placed(faults, "reliability.model", keys_of(Asked)):
            above: Any = (
                {model.second_order: list(factors)}
                if isinstance(model.second_order, str)
                else model.second_order
            )
            found["model"] = confirm(answers, factors, robust=model.robust, missing=model.missing, second_order=above,
                                     general=model.general)  # fmt: skip
    if bias is not False and not (bias is True and asked.validity):
        with placed(faults, "reliability.method_bias"):
            found["method_bias"] = method_bias(answers, factors, **({} if bias is True else {"bound": bias}))
    faults.raise_all()
    notes = tuple(unused_by_scales(work, survey, weighted=False))
    return {"measurement": Measurement(**found, notes=notes, labels=survey.tree.names())} if found else {}


def wants_measurement(work: Work) -> bool:
    """Tell whether more than reliability and validity is asked of the scales."""
    asked = work.evaluation.reliability
    return asked is not None and (asked.model not in (None, False) or asked.method_bias is not False)
