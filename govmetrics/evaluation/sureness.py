"""How sure each rank is: what may vary is what the evidence says, and what the file adds."""

from __future__ import annotations

from typing import Any

from govmetrics import ahp
from govmetrics.core import FaultyInput
from govmetrics.core.methods import read_step
from govmetrics.evaluation.index import Found, recipe_of
from govmetrics.evaluation.keys import Varied
from govmetrics.evaluation.parts import Work
from govmetrics.robustness import (
    Choice,
    DrawnWeights,
    MissingData,
    PerturbedWeights,
    StandardErrors,
    uncertainty,
)

SPREAD = 0.25
"""Weights that nobody judged vary by so much where the file says nothing."""


def sureness(work: Work) -> Found:
    """Follow the recipe many times; of several periods the latest one is ranked."""
    asked = work.evaluation.sureness
    assert asked is not None
    found = work.done["assessment"]
    recipe, data = recipe_of(work), found.dataset
    factors = _factors(work, asked.factors, asked.draws)
    seed = work.evaluation.seed
    judgements = work.nouns.judgements
    return {
        "uncertainty": uncertainty(
            recipe, data, factors, asked.draws, seed, level=asked.level, judgements=judgements
        )
    }


def _factors(work: Work, said: Varied | None, draws: int) -> list[Any]:
    """Return what varies: what the file says, else all that the evidence allows."""
    told = said or Varied()
    judged = work.done.get("experts") is not None and read_step(recipe_of(work).weighting)[0] == "ahp"
    errors = work.data is not None and work.data.standard_errors is not None
    experts = judged if told.experts is None else told.experts
    spread = told.weights if said is not None or judged else SPREAD
    factors: list[Any] = []
    if experts:
        if work.done.get("experts") is None:
            raise FaultyInput("factors.experts", "there are no judgements", "give them, or say false")
        if not judged:
            problem, way_out = "the weights are not those of the experts alone", "say `weights: 0.25` instead"
            raise FaultyInput("factors.experts", problem, way_out)
        factors.append(DrawnWeights(ahp.draws(work.done["experts"], draws=draws, rng=work.evaluation.seed)))
    if spread:
        factors.append(PerturbedWeights(spread, draws=draws))
    if errors if told.survey is None else told.survey:
        factors.append(StandardErrors())
    if told.missing:
        factors.append(MissingData())
    factors += [Choice(stage, options) for stage, options in told.choices.items()]  # type: ignore[arg-type]
    return factors
