"""From the leaves to the root: compositions group by group, on arrays, in blocks of units."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights
from govmetrics.fuzzy.operators import Operator, _compose, _normalise

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
    tree = weights.tree
    grades = leaves.shape[2]
    inner = np.array([tree.positions[group.code] for group in tree.groups], dtype=np.intp)
    outer = np.array([tree.positions[code] for code in tree.codes])
    result = np.empty((len(leaves), len(inner), grades))
    coverage = np.ones((len(leaves), len(inner)))
    for start in range(0, len(leaves), BLOCK):
        block = slice(start, start + BLOCK)
        nodes = np.empty((len(leaves[block]), len(tree.nodes), grades))
        nodes[:, outer] = leaves[block]
        rests = ~np.isnan(nodes[:, outer, 0])
        if rests.all():
            _complete(nodes, weights, rule)
        else:
            share = np.zeros(nodes.shape[:2])
            share[:, outer] = rests
            _partial(nodes, share, weights, rule)
            coverage[block] = share[:, inner]
        result[block] = nodes[:, inner]
    return result, coverage


def _complete(nodes: np.ndarray, weights: Weights, rule: Rule) -> None:
    tree = weights.tree
    for group in reversed(tree.groups):
        degrees = nodes[:, _places(tree, group.code)]
        composed = _compose(weights.of(group).to_numpy(), degrees, rule.operator)
        nodes[:, tree.positions[group.code]] = _normalise(composed) if rule.normalise else composed


def _partial(nodes: np.ndarray, share: np.ndarray, weights: Weights, rule: Rule) -> None:
    tree = weights.tree
    for group in reversed(tree.groups):
        parts, place = _places(tree, group.code), tree.positions[group.code]
        degrees = nodes[:, parts]
        there = ~np.isnan(degrees[..., 0])
        w = weights.of(group).to_numpy() * there
        total = w.sum(axis=1, keepdims=True)
        w = np.divide(w, total, out=np.zeros_like(w), where=total > 0)
        composed = _compose(w, np.where(there[..., None], degrees, 0.0), rule.operator)
        # What has no verdict is no evidence further up.
        covered = (share[:, parts] * there) @ weights.of(group).to_numpy()
        least = rule.min_coverage if group.min_coverage is None else group.min_coverage
        thin = (covered < least - 1e-9) | (total[:, 0] <= 0)
        composed[thin] = np.nan
        nodes[:, place] = _normalise(composed) if rule.normalise else composed
        share[:, place] = covered


def _places(tree: IndicatorTree, group: str) -> slice | list[int]:
    """Return where a group's parts stand among the nodes: a slice where they stand side by side."""
    places = [tree.positions[part] for part in tree.parts(group)]
    if places == list(range(places[0], places[-1] + 1)):
        return slice(places[0], places[-1] + 1)
    return places
