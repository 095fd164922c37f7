"""From the leaves to the root: compositions group by group, on arrays, in blocks of units."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np

from govmetrics.core.weights import Weights
from govmetrics.fuzzy.operators import Operator, _compose, _normalise
from govmetrics.numerics.climb import climb

BLOCK = 2**13
"""Units worked on at once, so that what is in between stays small."""


class Rule(NamedTuple):
    """How an evaluation composes: kept together, as it is followed again for every operator and draw."""

    operator: Operator
    normalise: bool
    min_coverage: float


def _climb(leaves: np.ndarray, weights: Weights, rule: Rule) -> tuple[np.ndarray, np.ndarray]:
    """Return the memberships (units, groups, grades) and coverage (units, groups) of a tree's groups.

    `leaves` has shape (units, leaves, grades), NaN where a leaf was not evaluated. A group is evaluated
    when the share of its weight that rests on evidence, counted down to the leaves, reaches its own
    `min_coverage` or else the rule's; the weights of the parts that are there keep their proportions.
    """
    branches, least = weights.tree.branches, weights.tree.least_coverage(rule.min_coverage)
    result = np.empty((len(leaves), len(branches.groups), leaves.shape[2]))
    coverage = np.empty(result.shape[:2])
    for start in range(0, len(leaves), BLOCK):
        block = slice(start, start + BLOCK)
        compose = partial(_composed, rule=rule, gaps=bool(np.isnan(leaves[block, :, 0]).any()))
        found = climb(branches, leaves[block].swapaxes(0, 1), weights.shares, compose, least)
        result[block] = found.values[branches.groups].swapaxes(0, 1)
        coverage[block] = found.coverage[branches.groups].T
    return result, coverage


def _composed(place: int, x: np.ndarray, w: np.ndarray, rule: Rule, gaps: bool) -> np.ndarray:  # noqa: ARG001 - all groups alike
    """Compose the parts that are there, (parts, units, grades) to (units, grades)."""
    degrees = x.swapaxes(0, 1)
    if gaps:
        there = ~np.isnan(degrees[..., 0])
        w = w * there
        total = w.sum(axis=1, keepdims=True)
        w = np.divide(w, total, out=np.zeros_like(w), where=total > 0)
        degrees = np.where(there[..., None], degrees, 0.0)
    composed = _compose(w, degrees, rule.operator)
    return _normalise(composed) if rule.normalise else composed
