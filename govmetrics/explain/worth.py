"""What a node's score would be if some leaves had other values: the game that Shapley values share out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

import numpy as np
import pandas as pd

from govmetrics.core import Group, Indicator, IndicatorTree, Scaled, Weights
from govmetrics.core.methods import Chosen
from govmetrics.explain import coalitions
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.recipe import Assessment

BLOCK = 4_000_000
"""Numbers held at once."""


@dataclass(frozen=True, eq=False)
class Game:
    """The aggregation of one assessment, ready to be asked for other values and weights.

    Parameters
    ----------
    aggregation : Chosen
        The method, with the recipe's options.
    scaled : Scaled
        The values of all units.
    weights : Weights
        What was used, or others.
    node : str
        Whose score is asked for.
    """

    aggregation: Chosen
    scaled: Scaled
    weights: Weights
    node: str

    @property
    def columns(self) -> list[int]:
        """The places of the leaves below the node."""
        places = {code: place for place, code in enumerate(self.scaled.tree.codes)}
        return [places[code] for code in self.scaled.tree.leaves(self.node)]

    def scores(self, rows: Array, names: pd.Index | None = None) -> Array:
        """Return the node's score of rows of leaf values, (rows, leaves of the tree)."""
        frame = pd.DataFrame(rows, index=names, columns=self.scaled.tree.codes)
        asked = Scaled(self.scaled.tree, frame, self.scaled.bounds, self.scaled.method, self.scaled.scale)
        scores = self.aggregation(asked, self.weights)
        return np.asarray(scores.values[self.node], dtype=float)


def game_of(assessment: Assessment, node: str) -> Game:
    """Return the game of an assessment at a node."""
    return Game(assessment.recipe.chosen("aggregation"), assessment.scaled, assessment.weights, node)


def worths(game: Game, rows: Ints, base: Array, states: Bools) -> Array:
    """Return the node's score in every state: leaves that are there have their own value, others the base's.

    Parameters
    ----------
    game : Game
        Whose score.
    rows : ndarray of int, shape (n,)
        The units asked for, as rows of the game's values.
    base : ndarray, shape (n, leaves of the tree)
        The other values.
    states : ndarray of bool, shape (states, leaves below the node)

    Returns
    -------
    ndarray, shape (states, n)
    """
    x = game.scaled.values.to_numpy()
    if game.aggregation.method.compares_units:
        return _among_others(game, rows, base, states)
    gaps = np.isnan(x[rows][:, game.columns]).any(axis=1) | np.isnan(base[:, game.columns]).any(axis=1)
    if not game.aggregation.method.by_group:
        gaps[:] = True
    worth = np.empty((len(states), len(rows)))
    worth[:, ~gaps] = _by_groups(game, x[rows[~gaps]], base[~gaps], states)
    if gaps.any():  # what is missing decides about coverage, for which the whole tree has to be seen
        own, other = x[rows[gaps]], base[gaps]
        step = max(1, BLOCK // own.size)
        for start in range(0, len(states), step):
            block = np.where(_whole(game, states[start : start + step])[:, None], own, other)
            found = game.scores(block.reshape(-1, x.shape[1])).reshape(-1, len(own))
            worth[start : start + step, gaps] = found
    return worth


def _by_groups(game: Game, own: Array, base: Array, states: Bools) -> Array:
    """Return `worths` of complete values: each group is aggregated once for what its parts can be."""
    tree = game.scaled.tree
    if not len(own):
        return np.empty((len(states), 0))
    # For each node: the values it takes, (values, n), and which of them in each state.
    found: dict[str, tuple[Array, Ints]] = {}
    for code, column, there in zip(tree.leaves(game.node), game.columns, states.T, strict=True):
        found[code] = np.stack([base[:, column], own[:, column]]), there.astype(np.intp)
    for group in reversed(coalitions.groups_below(tree, game.node)):
        parts = [found.pop(part.code) for part in group.parts]
        which = np.stack([place for _, place in parts], axis=1)
        combined, where = _distinct_rows(which, [len(value) for value, _ in parts])
        values = np.stack([part[places] for (part, _), places in zip(parts, combined.T, strict=True)], axis=2)
        alone = group_alone(game, group).scores(values.reshape(-1, len(parts)))
        found[group.code] = alone.reshape(len(combined), -1), where.reshape(-1)
    values, where = found[game.node]
    return values[where]


def _distinct_rows(which: Ints, sizes: list[int]) -> tuple[Ints, Ints]:
    """Return each row once, and where each is; its numbers lie below `sizes`."""
    if prod(sizes) >= 2**62:
        rows, where = np.unique(which, axis=0, return_inverse=True)
        return rows, where.reshape(-1)
    # One number per row, which sorts much faster.
    keys = np.ravel_multi_index(tuple(which.T), tuple(sizes))
    _, first, where = np.unique(keys, return_index=True, return_inverse=True)
    return which[first], where


def group_alone(game: Game, group: Group) -> Game:
    """Return the game of one group whose parts are leaves."""
    leaves = tuple(Indicator(part.code, weight=part.weight) for part in group.parts)
    tree = IndicatorTree(replace(group, parts=leaves))
    none = pd.DataFrame(columns=tree.codes, dtype=float)
    scaled = Scaled(tree, none, pd.DataFrame(), game.scaled.method, game.scaled.scale)
    return Game(game.aggregation, scaled, Weights(tree, game.weights.of(group)), group.code)


def _whole(game: Game, states: Bools) -> Bools:
    """Return states over all leaves of the tree: those that are not below the node stay."""
    whole = np.ones((len(states), len(game.scaled.tree.codes)), bool)
    whole[:, game.columns] = states
    return whole


def _among_others(game: Game, rows: Ints, base: Array, states: Bools) -> Array:
    """Return `worths` where scores depend on all units: a run for each state of each unit."""
    x = game.scaled.values.to_numpy()

    def run(row: int, values: Array) -> float:
        changed = x.copy()
        changed[row] = values
        return float(game.scores(changed)[row])

    pairs = list(zip(rows.tolist(), base, strict=True))
    return np.array([[run(r, np.where(s, x[r], b)) for r, b in pairs] for s in _whole(game, states)])
