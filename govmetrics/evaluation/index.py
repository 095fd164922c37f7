"""Survey, experts, index and how sure it is: the evidence handed from one room to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from govmetrics.core import Dataset, FaultyInput, Result, Survey
from govmetrics.core.fingerprint import fingerprint
from govmetrics.core.methods import OF, Step, read_step
from govmetrics.core.tree import IndicatorTree
from govmetrics.evaluation.designed import unused_by_scales
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.importance import Importance
from govmetrics.evaluation.joining import beside, first_of
from govmetrics.evaluation.keys import Answers, Experts
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.spec import Evaluation
from govmetrics.intake.join import MissingUnits
from govmetrics.recipe import Recipe, follow, methods_of, needs_judgements
from govmetrics.survey import Raked, SurveyScores, rake, reliability, score, screen, validity
from govmetrics.survey.replicated import raked_survey

Found = Mapping[str, Result | None]
At = Callable[[str], AbstractContextManager[Any]]
EXPERT_OPTIONS = (
    "priorities",
    "combine",
    "inconsistent",
    "max_consistency_ratio",
    "expert_weights",
    "unjudged",
)


def survey_scores(work: Work) -> Found:
    """Screen, weight and score the answers; the weighted answers go on to all that reads them."""
    asked, survey = work.evaluation.evidence.survey or Answers(), work.nouns.survey
    if isinstance(survey, SurveyScores):
        return {"survey": survey}
    assert survey is not None
    screening = None
    if asked.screening:
        limits = asked.screening if isinstance(asked.screening, Mapping) else None
        screening = screen(survey, {k: tuple(v) for k, v in limits.items()} if limits else None)  # type: ignore[misc]
        everybody, survey = survey.n, screening.drop(survey)
        screening = replace(screening, left_out=everybody - survey.n)
    raked: Raked | None = None
    if work.nouns.margins is not None:
        bounds = None if asked.rake_bounds is None else tuple(asked.rake_bounds)
        raked = rake(survey.by, work.nouns.margins, survey.weight, bounds)  # type: ignore[arg-type]
    fpc = asked.fpc if isinstance(asked.fpc, Mapping) else None  # else the survey has it
    scores = score(
        survey,
        weights=raked,
        min_answered=asked.min_answered,
        cluster=asked.cluster,
        strata=asked.strata,
        fpc=fpc,
    )
    work.screened = survey
    work.answers = survey if raked is None else raked_survey(survey, raked)
    return {"survey": scores, "raked": raked, "screening": screening}


def experts(work: Work) -> Found:
    """Return the experts' weights, with all that is known of their judgements."""
    assert work.nouns.judgements is not None
    method = methods_of("weighting")["ahp"]
    return {
        "experts": method(work.nouns.judgements, **expert_options(work.evaluation), rng=work.evaluation.seed)
    }


def expert_options(evaluation: Evaluation) -> dict[str, Any]:
    """Return how judgements become weights: what the index says of `ahp`, else what stands beside the judgements."""
    asked = evaluation.evidence.judgements or Experts()
    said = {name: getattr(asked, name) for name in EXPERT_OPTIONS}
    plain = {one.name: one.default for one in fields(Experts)}
    name, options = read_step(evaluation.index.weighting)
    return {k: v for k, v in said.items() if v != plain[k]} | (options if name == "ahp" else {})


def assessment(work: Work) -> Found:
    """Follow the recipe on records, survey scores and measured values together."""
    work.data = joined(work)
    recipe = recipe_of(work.evaluation, work.nouns)
    found = follow(recipe, work.data, judgements=work.nouns.judgements)
    stated = work.nouns.importance
    if stated is not None and recipe.weighting == _as_given(_shares(stated)):  # it says how they were found
        weights = replace(found.weights, method=stated.weights.method, procedure=stated.weights.procedure)
        inputs = {
            **found.provenance["inputs"],
            "importance": fingerprint(stated),
        }  # the recipe alone does not say that
        found = replace(found, weights=weights, scores=replace(found.scores, weights=weights),
                        provenance={**found.provenance, "inputs": inputs})  # fmt: skip
    return {"assessment": found}


def importance(work: Work) -> Found:
    """Return the weights that experts' orders, preferences or networks give, which were found as they were read."""
    return {"importance": work.nouns.importance}


def networks(work: Work) -> Found:
    """Return the measures of communities' networks, which were found as they were read."""
    return {"networks": None if work.nouns.networks is None else work.nouns.networks.found}


def documents(work: Work) -> Found:
    """Return the words counted in documents."""
    return {"documents": None if work.nouns.documents is None else work.nouns.documents.found}


def coding(work: Work) -> Found:
    """Return what coders found."""
    return {"coding": None if work.nouns.coding is None else work.nouns.coding.found}


def proposals(work: Work) -> Found:
    """Return what became of proposals."""
    return {"proposals": None if work.nouns.proposals is None else work.nouns.proposals.found}


def _shares(stated: Importance) -> dict[str, float]:
    return {str(code): float(share) for code, share in stated.weights.local.items()}


def _as_given(weights: Mapping[str, float]) -> Step:
    return {"assigned": {"weights": dict(weights)}}


def joined(work: Work) -> Dataset:
    """Return the records, each other source filling its own leaves, with the errors of what has some."""
    survey = work.done.get("survey")
    sources = {} if survey is None else {"survey": survey}
    sources |= others_of(work.nouns)
    return side_by_side(work.nouns.tree, work.nouns.records, sources, work.evaluation)


def side_by_side(
    tree: IndicatorTree, records: Dataset | None, sources: Mapping[str, Any], evaluation: Evaluation,
    at: At = lambda _: nullcontext(),
) -> Dataset:  # fmt: skip
    """Return records with the leaves that sources fill, in the order of their keys.

    Parameters
    ----------
    tree : IndicatorTree
    records : Dataset or None
    sources : mapping of key to Measured
    evaluation : Evaluation
        Says what is done with units that a source has nothing of.
    at : callable
        Gives, for a source's key, where the faults of joining it are kept.
    """
    data = records or without_values(tree, next(iter(sources.values())).values.index)
    for name, source in sources.items():
        with at(name):
            first = first_of(records, next(iter(sources)))
            data = beside(data, source, name, first, missing_units(evaluation, name))
    return data


def others_of(nouns: Nouns) -> dict[str, Any]:
    """Return what was measured, and what tickets, networks and texts say of leaves, by the keys of their places."""
    found = {f"measured[{place}]": one for place, one in enumerate(nouns.measured)}
    more = {
        name: getattr(nouns, name) for name in ("tickets", "networks", "documents", "coding", "proposals")
    }
    joining = {name: None if one is None else one.joining for name, one in more.items()}
    return {**found, **{name: one for name, one in joining.items() if one is not None}}


def missing_units(evaluation: Evaluation, source: str) -> MissingUnits:
    """Return what is done with units that a source has nothing of; what is given by call has no key that says it."""
    evidence = evaluation.evidence
    if source == "survey":
        return "refuse" if evidence.survey is None else evidence.survey.missing_units
    if source == "tickets":
        return "refuse" if evidence.tickets is None else evidence.tickets.missing_units
    if source == "networks":
        return "refuse" if evidence.networks is None else evidence.networks.missing_units
    if source in ("documents", "coding", "proposals"):
        said = getattr(evidence, source)
        return "refuse" if said is None else said.missing_units
    place = int(source[len("measured[") : -1])
    return evidence.measured[place].missing_units if place < len(evidence.measured) else "refuse"


def without_values(tree: IndicatorTree, rows: pd.Index) -> Dataset:
    """Return records without any value, for other sources to fill."""
    return Dataset(tree, pd.DataFrame(float("nan"), rows, tree.codes))


def has_values(work: Work) -> bool:
    """Tell whether there is anything that an index can be of."""
    nouns = work.nouns
    return nouns.records is not None or nouns.survey is not None or bool(others_of(nouns))


def uses_experts(work: Work) -> bool:
    """Tell whether the index's weights rest on the experts' judgements."""
    return needs_judgements(recipe_of(work.evaluation, work.nouns))


def recipe_of(evaluation: Evaluation, nouns: Nouns) -> Recipe:
    """Return the recipe with the weights that the evidence gives where the file says none."""
    recipe = evaluation.index
    step = _judged(recipe.weighting, expert_options(evaluation))
    name, _ = read_step(step)
    judged = nouns.judgements is not None or "judgements" in nouns.unread
    if name == "assigned" and judged and nouns.weights is None:
        step = _judged("ahp", expert_options(evaluation))
    elif nouns.weights is not None and name == "assigned":
        step = _as_given(_of_scored(nouns.tree, recipe, nouns.weights))
    elif nouns.importance is not None:
        step = _with_given(step, _shares(nouns.importance))
    return replace(recipe, weighting=step)


def _with_given(step: Step, weights: Mapping[str, float]) -> Step:
    """Return a step of weighting in which assigned weights, also those of a combination, are those given."""
    name, own = read_step(step)
    if OF in own:
        return {name: {**own, OF: [_with_given(one, weights) for one in own[OF]]}}
    return _as_given(weights) if name == "assigned" and not own else step


def _judged(step: Step, options: dict[str, Any]) -> Step:
    """Return a step of weighting whose experts' part, also of a combination, has these options beside its own."""
    name, own = read_step(step)
    if OF in own:
        return {name: {**own, OF: [_judged(one, options) for one in own[OF]]}}
    more = options | own
    return {name: more} if name == "ahp" and more else step


def _of_scored(tree: IndicatorTree, recipe: Recipe, weights: Mapping[str, float]) -> dict[str, float]:
    scored = tree.scored(tuple(recipe.roles))
    return {code: weight for code, weight in weights.items() if code in scored}


def wants_scales(work: Work) -> bool:
    """Tell whether scales are asked for: of an evaluation without answers, raters alone may be."""
    asked = work.evaluation.reliability
    if asked is None:
        return False
    answers = work.nouns.survey is not None or "survey" in work.nouns.unread
    return answers or asked.raters is None


def scales(work: Work) -> Found:
    """Return how reliable the survey's scales are."""
    asked = work.evaluation.reliability
    assert asked is not None
    survey = answered(work)
    return {"reliability": _with_unused(reliability(survey, asked.level, asked.missing), work, survey)}


def factors(work: Work) -> Found:
    """Return whether the survey's items measure what the tree says."""
    survey = answered(work)
    return {"validity": _with_unused(validity(survey), work, survey)}


def _with_unused(found: Any, work: Work, survey: Survey) -> Any:
    """Return a result whose notes also name the parts of the survey's design that it does not know."""
    return replace(found, notes=tuple(dict.fromkeys([*found.notes, *unused_by_scales(work, survey)])))


def answered(work: Work) -> Survey:
    """Return the screened answers, by which a questionnaire is judged; the sample is not weighted for it."""
    if not isinstance(work.nouns.survey, Survey):
        raise FaultyInput("survey", "there are scores only, no answers", "give the answers")
    return work.screened or work.nouns.survey
