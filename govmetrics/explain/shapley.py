"""Shapley values of leaves within a tree: by all coalitions, or by drawn orders.

While the leaves of a group come in an order, only this group's value changes and those above it: the other groups are wholly
there or wholly not. Where each group is aggregated for itself, a step needs one value of each of these groups, and no
coalition of all leaves is looked up.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from govmetrics.core.nodes import Group
from govmetrics.core.progress import advance
from govmetrics.explain import coalitions
from govmetrics.explain.worth import BLOCK, Game, group_alone, worths
from govmetrics.numerics.arrays import Array, Bools, Ints


def shapley(
    game: Game, rows: Ints, base: Array, draws: int | None, rng: np.random.Generator
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
    tree, node = game.scaled.tree, game.node
    if draws is None:
        states, coefficients = coalitions.enumerated(tree, node)
        held = len(states)
    else:
        order = coalitions.orders(tree, node, draws, rng)
        held = order.size
    step = max(1, BLOCK // held)
    parts: list[tuple[Array, Array, Array | None]] = []
    for start in range(0, max(1, len(rows)), step):
        some = slice(start, start + step)
        if draws is None:
            worth = worths(game, rows[some], base[some], states)
            parts.append((worth[0], (coefficients @ worth).T, None))  # the first state is empty
        else:
            parts.append(_sampled(game, rows[some], base[some], order))
        advance(len(rows[some]))
    empty, values, errors = zip(*parts, strict=True)
    spread = [error for error in errors if error is not None]
    return np.concatenate(empty), np.vstack(values), np.vstack(spread) if spread else None


def _sampled(game: Game, rows: Ints, base: Array, order: Ints) -> tuple[Array, Array, Array]:
    """Return what is worth without any leaf, what each adds when it comes, averaged over orders, and its standard error."""
    method, columns = game.aggregation.method, game.columns
    own = game.scaled.values.to_numpy()[rows]
    whole = ~(np.isnan(own[:, columns]) | np.isnan(base[:, columns])).any(axis=1)
    whole &= method.by_group and not method.compares_units
    empty, values = np.empty(len(rows)), np.empty((len(rows), order.shape[1]))
    errors = np.empty_like(values)
    for some in filter(np.any, (whole, ~whole)):
        if whole[some].all():
            walks = Walks(game, own[some], base[some])
            empty[some], gains = walks.ends[game.node][0], _paired(walks.gains(order))
        else:
            empty[some], gains = _by_states(game, rows[some], base[some], order)
        values[some] = gains.mean(axis=0).T
        errors[some] = (gains.std(axis=0, ddof=1) / np.sqrt(len(gains))).T
    return empty, values, errors


def _paired(gains: Array) -> Array:
    """Return the means of each order and its reverse, (pairs, leaves, n)."""
    return np.asarray(gains.reshape(len(gains) // 2, 2, *gains.shape[1:]).mean(axis=1))


def _by_states(game: Game, rows: Ints, base: Array, order: Ints) -> tuple[Array, Array]:
    """Return what is worth without any leaf, and the gains of each pair of orders, from the worth of whole coalitions."""
    k = order.shape[1]
    # Of a few orders at a time: the values of all orders would fill the memory.
    few = 2 * max(1, 2 * BLOCK // (2 * (k + 1) * k * max(1, len(rows))))
    pairs = []
    for start in range(0, len(order), few):
        some = order[start : start + few]
        walks = coalitions.walked(some)
        states, met = coalitions.distinct(walks.reshape(-1, k))
        worth = worths(game, rows, base, states)
        gains = np.empty((len(some), k, len(rows)))
        np.put_along_axis(
            gains, some[:, :, None], np.diff(worth[met].reshape(len(some), k + 1, -1), axis=1), axis=1
        )
        pairs.append(_paired(gains))
    return worth[0], np.concatenate(pairs)


class Walks:
    """The gains of complete values, along orders in which groups stay together.

    Parameters
    ----------
    game : Game
        Whose score; its aggregation is one by group.
    own, base : ndarray, shape (n, leaves of the tree)
        Values of the units, and those that they replace.
    """

    def __init__(self, game: Game, own: Array, base: Array) -> None:
        tree = game.scaled.tree
        leaves = tree.leaves(game.node)
        self.node, self.count = game.node, len(leaves)
        self.groups = {group.code: group for group in coalitions.groups_below(tree, game.node)}
        self.games = {code: group_alone(game, group) for code, group in self.groups.items()}
        self.above = {part.code: group.code for group in self.groups.values() for part in group.parts}
        self.first = {
            code: [leaves.index(leaf) for leaf in tree.leaves(code)] for code in [game.node, *self.above]
        }
        self.ends = {
            code: (base[:, column], own[:, column]) for code, column in zip(leaves, game.columns, strict=True)
        }
        for code in reversed(self.groups):  # parts stand after their group
            low, high = (np.stack([self.ends[part.code][side] for part in self.groups[code].parts], axis=-1)
                         for side in (0, 1))  # fmt: skip
            self.ends[code] = self._value(code, low), self._value(code, high)

    def _value(self, code: str, parts: Array) -> Array:
        """Return a group's value for those of its parts, along the last axis."""
        return self.games[code].scores(parts.reshape(-1, parts.shape[-1])).reshape(parts.shape[:-1])

    def gains(self, order: Ints) -> Array:
        """Return what each leaf adds in each order, (orders, leaves, n)."""
        place = np.argsort(order, axis=1)
        n = len(self.ends[self.node][0])
        found = np.empty((len(order), self.count, n))
        if not self.groups:
            found[:, 0] = self.ends[self.node][1] - self.ends[self.node][0]
        for code, group in self.groups.items():
            cells = (
                n * (len(group.parts) + 1) * max(len(self.groups[one].parts) for one in self._upwards(code))
            )
            step = max(1, BLOCK // max(1, cells))
            for start in range(0, len(order), step):
                some = slice(start, start + step)
                self._walk(group, place[some], found[some])
        return found

    def _upwards(self, code: str) -> list[str]:
        """Return a group and those above it, up to the node."""
        path = [code]
        while path[-1] != self.node:
            path.append(self.above[path[-1]])
        return path

    def _walk(self, group: Group, place: Ints, found: Array) -> None:
        """Write down what a group's own leaves add to the node as the group's parts come one by one."""
        came = self._comes(group, place)
        there = came[:, None, :] < np.arange(len(group.parts) + 1)[None, :, None]
        value = self._value(group.code, self._filled(group.code, there))
        path = self._upwards(group.code)
        for below, code in pairwise(path):
            parts = self.groups[code].parts
            at = [part.code for part in parts].index(below)
            before = self._comes(self.groups[code], place)
            cells = self._filled(code, before < before[:, at, None])[:, None]
            cells = np.repeat(cells, value.shape[1], axis=1)
            cells[..., at] = value
            value = self._value(code, cells)
        added = np.diff(value, axis=1)
        rows = np.arange(len(place))
        for k, part in enumerate(group.parts):
            if not isinstance(part, Group):
                found[:, self.first[part.code][0]] = added[rows, came[:, k]]

    def _comes(self, group: Group, place: Ints) -> Ints:
        """Return the place of each part among a group's parts, (orders, parts)."""
        first = np.stack([place[:, self.first[part.code]].min(axis=1) for part in group.parts], axis=1)
        return np.argsort(np.argsort(first, axis=1), axis=1)

    def _filled(self, code: str, there: Bools) -> Array:
        """Return a group's parts, their own values where they are there, else the base's: (..., n, parts)."""
        low, high = (
            np.stack([self.ends[part.code][side] for part in self.groups[code].parts], axis=-1)
            for side in (0, 1)
        )
        return np.where(there[..., None, :], high, low)
