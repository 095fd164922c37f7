"""Survey, experts, index and how sure it is: the evidence handed from one room to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import pandas as pd

from govmetrics.core import Dataset, FaultyInput, Result, Survey
from govmetrics.core.methods import Step, read_step
from govmetrics.core.tree import IndicatorTree
from govmetrics.evaluation.keys import Answers, Experts
from govmetrics.evaluation.parts import Work
from govmetrics.intake import join
from govmetrics.recipe import Recipe, follow, methods_of
from govmetrics.survey import Raked, SurveyScores, rake, reliability, score, screen

Found = Mapping[str, Result | None]
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
        survey = screening.drop(survey)
    raked: Raked | None = None
    if work.nouns.margins is not None:
        bounds = None if asked.rake_bounds is None else tuple(asked.rake_bounds)
        raked = rake(survey.by, work.nouns.margins, survey.weight, bounds)  # type: ignore[arg-type]
    scores = score(survey, weights=raked, min_answered=asked.min_answered)
    work.screened = survey
    work.answers = survey if raked is None else replace(survey, weight=raked.weights)
    return {"survey": scores, "raked": raked, "screening": screening}


def experts(work: Work) -> Found:
    """Return the experts' weights, with all that is known of their judgements."""
    assert work.nouns.judgements is not None
    method = methods_of("weighting")["ahp"]
    return {"experts": method(work.nouns.judgements, **expert_options(work), rng=work.evaluation.seed)}


def expert_options(work: Work) -> dict[str, Any]:
    """Return how judgements become weights: what the index says of `ahp`, else what stands beside the judgements."""
    asked = work.evaluation.evidence.judgements or Experts()
    said = {name: getattr(asked, name) for name in EXPERT_OPTIONS}
    plain = {one.name: one.default for one in fields(Experts)}
    name, options = read_step(work.evaluation.index.weighting)
    return {k: v for k, v in said.items() if v != plain[k]} | (options if name == "ahp" else {})


def assessment(work: Work) -> Found:
    """Follow the recipe on records, survey scores and measured values together."""
    work.data = joined(work)
    return {"assessment": follow(recipe_of(work), work.data, judgements=work.nouns.judgements)}


def joined(work: Work) -> Dataset:
    """Return the records, each other source filling its own leaves, with the errors of what has some."""
    sources = [*([work.done["survey"]] if work.done.get("survey") is not None else []), *work.nouns.measured]
    data = work.nouns.records
    if data is None:
        rows = sources[0].values.index
        data = Dataset(work.nouns.tree, pd.DataFrame(float("nan"), rows, work.nouns.tree.codes))
    for source in sources:
        data = join(data, source)
    return data


def recipe_of(work: Work) -> Recipe:
    """Return the recipe with the weights that the evidence gives where the file says none."""
    recipe, nouns = work.evaluation.index, work.nouns
    step: Step = recipe.weighting
    name, _ = read_step(step)
    if name == "assigned" and nouns.judgements is not None and nouns.weights is None:
        name, step = "ahp", "ahp"
    if name == "ahp":
        options = expert_options(work)
        step = {"ahp": options} if options else "ahp"
    if name == "assigned" and nouns.weights is not None:
        step = {"assigned": {"weights": _of_scored(nouns.tree, recipe, nouns.weights)}}
    return replace(recipe, weighting=step)


def _of_scored(tree: IndicatorTree, recipe: Recipe, weights: Mapping[str, float]) -> dict[str, float]:
    scored = tree.scored(tuple(recipe.roles))
    return {code: weight for code, weight in weights.items() if code in scored}


def scales(work: Work) -> Found:
    """Return how reliable the survey's scales are."""
    asked = work.evaluation.reliability
    assert asked is not None
    if not isinstance(work.nouns.survey, Survey):
        raise FaultyInput("survey", "there are scores only, no answers", "give the answers")
    return {"reliability": reliability(work.screened or work.nouns.survey, asked.level, asked.missing)}
