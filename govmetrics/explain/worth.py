"""What a node's score would be if some leaves had other values: the game that Shapley values share out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics import aggregation
from govmetrics.core import Scaled, Weights
from govmetrics.explain import coalitions
from govmetrics.recipe import Assessment

Array = NDArray[np.float64]

ALONE = ("arithmetic", "geometric", "harmonic", "power", "penalised", "mean_min", "owa")
"""Aggregations in which a unit's score depends on its own values only. Any other is worked out unit by unit."""
BLOCK = 4_000_000
"""Numbers held at once."""


@dataclass(frozen=True, eq=False)
class Game:
    """The aggregation of one assessment, ready to be asked for other values and weights.

    Parameters
    ----------
    method : str
        The aggregation.
    options : dict
        Its options in the recipe.
    scaled : Scaled
        The values of all units.
    weights : Weights
        What was used, or others.
    node : str
        Whose score is asked for.
    """

    method: str
    options: dict[str, Any]
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
        scores = aggregation.METHODS[self.method](asked, self.weights, **self.options)  # type: ignore[operator]
        return np.asarray(scores.values[self.node], dtype=float)


def game_of(assessment: Assessment, node: str) -> Game:
    """Return the game of an assessment at a node."""
    step = assessment.recipe.aggregation
    name, options = (step, {}) if isinstance(step, str) else next(iter(step.items()))
    return Game(name, dict(options or {}), assessment.scaled, assessment.weights, node)


def worths(game: Game, rows: NDArray[np.intp], base: Array, states: NDArray[np.bool_]) -> Array:
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
    full = np.ones((len(states), x.shape[1]), bool)
    full[:, game.columns] = states
    if game.method not in ALONE:
        pairs = list(zip(rows, base, strict=True))
        return np.array([[_among_others(game, x, r, np.where(s, x[r], b)) for r, b in pairs] for s in full])
    own = x[rows]
    step = max(1, BLOCK // own.size)
    parts = []
    for start in range(0, len(full), step):
        block = np.where(full[start : start + step, None], own, base)
        parts.append(game.scores(block.reshape(-1, x.shape[1])).reshape(-1, len(rows)))
    return np.vstack(parts)


def _among_others(game: Game, x: Array, row: int, values: Array) -> float:
    changed = x.copy()
    changed[row] = values
    return float(game.scores(changed)[row])


def shapley(
    game: Game, rows: NDArray[np.intp], base: Array, draws: int | None, rng: np.random.Generator
) -> tuple[Array, Array, Array | None]:
    """Return what is worth without any leaf, the Shapley values within the tree, and their standard errors.

    Parameters
    ----------
    game, rows, base
        As in `worths`.
    draws : int, optional
        Orders to sample; None enumerates.
    rng : Generator
        For sampling.

    Returns
    -------
    empty : ndarray, shape (n,)
        The node's score where every leaf has the base's value.
    values, errors : ndarray, shape (n, leaves below the node)
        No errors when enumerated.
    """
    if draws is None:
        states, coefficients = coalitions.enumerated(game.scaled.tree, game.node)
        worth = worths(game, rows, base, states)
        return worth[0], (coefficients @ worth).T, None  # the first state is empty
    order = coalitions.orders(game.scaled.tree, game.node, draws, rng)
    k = order.shape[1]
    states, where = np.unique(coalitions.walked(order).reshape(-1, k), axis=0, return_inverse=True)
    worth = worths(game, rows, base, states)[where.reshape(len(order), k + 1)]  # (orders, k + 1, n)
    gains = np.empty((len(order), k, len(rows)))
    np.put_along_axis(gains, order[:, :, None], np.diff(worth, axis=1), axis=1)
    pairs = gains.reshape(draws, 2, k, len(rows)).mean(axis=1)  # an order and its reverse
    errors = pairs.std(axis=0, ddof=1) / np.sqrt(draws)
    return worth[0, 0], pairs.mean(axis=0).T, errors.T
