"""How sure each rank is: what may vary is what the evidence says, and what the file adds."""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics import ahp
from govmetrics.ahp import GroupWeights
from govmetrics.evaluation.index import Found, recipe_of, uses_experts
from govmetrics.evaluation.keys import Varied
from govmetrics.evaluation.parts import Work
from govmetrics.recipe import Assessment, needs_judgements, weights_of_draws
from govmetrics.robustness import (
    Choice,
    DrawnWeights,
    DroppedLeaf,
    MissingData,
    PerturbedWeights,
    StandardErrors,
    sensitivity,
    uncertainty,
)

SPREAD = 0.25
"""Weights that nobody judged vary by so much where the file says nothing."""


def sureness(work: Work) -> Found:
    """Follow the recipe many times; of several periods the latest one is ranked."""
    asked = work.evaluation.sureness
    assert asked is not None
    found, draws = work.done["assessment"], work.draws(asked.draws)
    recipe, data = recipe_of(work.evaluation, work.nouns), found.dataset
    factors = _factors(work, asked.factors, draws)
    seed = work.evaluation.seed
    judgements = work.nouns.judgements
    sure: dict[str, Any] = {
        "uncertainty": uncertainty(
            recipe, data, factors, draws, seed, level=asked.level, judgements=judgements
        )
    }
    if asked.sensitivity is not None:  # many more draws: only where the file asks for it
        base = work.draws(asked.sensitivity)
        sure["sensitivity"] = sensitivity(recipe, data, factors, base, seed, judgements=judgements)
    return sure


def factors_of_change(work: Work, side: Assessment, experts: GroupWeights | None) -> list[Any]:
    """Return what varies of one side of a change: all but the choices of method.

    Weights that were the same then vary as they do now, and so alike; others as their own experts differ.
    """
    asked, now = work.evaluation.sureness, work.done["assessment"]
    assert asked is not None
    draws = work.draws(asked.draws)
    mine = [one for one in _factors(work, asked.factors, draws) if not isinstance(one, Choice | DroppedLeaf)]
    if side is now:
        return mine
    errors = side.dataset.standard_errors is not None and (asked.factors or Varied()).survey is not False
    found: list[Any] = [StandardErrors()] if errors else []
    for factor in mine:
        if isinstance(factor, DrawnWeights) and not _same_weights(side, now):
            judged = experts is not None and needs_judgements(side.recipe)
            found += [_judged_again(side, experts, draws, work.evaluation.seed)] if judged else []
        elif not isinstance(factor, StandardErrors):
            found.append(factor)
    return found


def _same_weights(one: Assessment, two: Assessment) -> bool:
    return bool(np.allclose(one.weights.local.to_numpy(), two.weights.local.to_numpy(), rtol=1e-9, atol=0))


def _judged_again(side: Assessment, experts: GroupWeights | None, draws: int, seed: int) -> DrawnWeights:
    assert experts is not None
    return DrawnWeights(weights_of_draws(side.recipe, side.scaled, ahp.draws(experts, draws=draws, rng=seed)))


def _factors(work: Work, said: Varied | None, draws: int) -> list[Any]:
    """Return what varies: what the file says, else all that the evidence allows."""
    told = said or Varied()
    judged = work.done.get("experts") is not None and uses_experts(work)
    errors = work.data is not None and work.data.standard_errors is not None
    experts = judged if told.experts is None else told.experts
    spread = told.weights if said is not None or judged else SPREAD
    factors: list[Any] = []
    if experts:
        factors.append(
            _judged_again(work.done["assessment"], work.done["experts"], draws, work.evaluation.seed)
        )
    if spread:
        factors.append(PerturbedWeights(spread, draws=draws))
    if errors if told.survey is None else told.survey:
        factors.append(StandardErrors())
    if told.missing:
        factors.append(MissingData())
    if told.leave_out:
        scored = work.done["assessment"].weights.tree.codes
        factors.append(DroppedLeaf(scored if isinstance(told.leave_out, bool) else list(told.leave_out)))
    factors += [Choice(stage, options) for stage, options in told.choices.items()]  # type: ignore[arg-type]
    return factors
