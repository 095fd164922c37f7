"""Coalitions of leaves that respect the tree: for exact and for sampled Shapley values.

The parts of a group come and go among themselves while other groups are wholly there or wholly not (Owen 1977;
Winter 1989), so the leaves of a group share out exactly what the group gets among its siblings.
"""

from __future__ import annotations

from math import comb

import numpy as np

from govmetrics.core.nodes import Group
from govmetrics.core.tree import IndicatorTree
from govmetrics.numerics.arrays import Array, Bools, Ints

Flags = Bools

MOST_PARTS = 12
"""Coalitions of a larger group are not enumerated."""
MOST_ROWS = 200_000
"""Nor are more coalitions than this."""
LEAST_DRAWN, MOST_DRAWN = 20, 200
"""Pairs of orders that are drawn where coalitions are too many to enumerate."""
DRAWN_CELLS = 20_000_000
"""Values that are aggregated for one unit: of very many leaves fewer orders are drawn."""


def feasible(tree: IndicatorTree, node: str) -> bool:
    """Tell whether the coalitions below `node` are few enough to enumerate."""
    contexts, rows = {node: 1}, 0
    for group in groups_below(tree, node):
        m = len(group.parts)
        if m > MOST_PARTS:
            return False
        below = contexts[group.code] * 2 ** (m - 1)
        contexts |= {part.code: below for part in group.parts}
        rows += sum(2 * below for part in group.parts if not isinstance(part, Group))
    return rows <= MOST_ROWS


def default_draws(tree: IndicatorTree, node: str) -> int | None:
    """Return how many pairs of orders are drawn where nothing else is asked; None where coalitions are enumerated."""
    if feasible(tree, node):
        return None
    widest = max(len(group.parts) for group in groups_below(tree, node))
    draws = DRAWN_CELLS // (2 * len(tree.leaves(node)) * widest)
    return min(max(draws, LEAST_DRAWN), MOST_DRAWN)


def enumerated(tree: IndicatorTree, node: str) -> tuple[Flags, Array]:
    """Return all coalitions that matter, and what each counts for every leaf.

    Returns
    -------
    states : ndarray of bool, shape (states, leaves below the node)
        Which leaves are there.
    coefficients : ndarray, shape (leaves, states)
        The values of the leaves are ``coefficients @ worth of the states``.
    """
    codes = tree.leaves(node)
    contexts: dict[str, tuple[Flags, Array]] = {node: (np.zeros((1, len(codes)), bool), np.ones(1))}
    states, leaf_of, counts = [], [], []
    for group in groups_below(tree, node):
        context, weight = contexts.pop(group.code)
        members, chances = _subsets(len(group.parts))
        below = np.array([[code in set(tree.leaves(part.code)) for code in codes] for part in group.parts])
        for k, part in enumerate(group.parts):
            without = ~members[:, k]
            present = (members[without].astype(np.intp) @ below.astype(np.intp)) > 0
            before = (context[:, None] | present[None]).reshape(-1, len(codes))
            count = (weight[:, None] * chances[without]).ravel()
            if isinstance(part, Group):
                contexts[part.code] = _merged(before, count)
            else:
                states += [before, before | below[k]]
                counts += [-count, count]
                leaf_of += [np.full(2 * len(count), codes.index(part.code))]
    if not states:  # the node is a leaf
        return np.array([[False], [True]]), np.array([[-1.0, 1.0]])
    unique, where = distinct(np.vstack(states))
    coefficients = np.zeros((len(codes), len(unique)))
    np.add.at(coefficients, (np.concatenate(leaf_of), where), np.concatenate(counts))
    return unique, coefficients


def orders(tree: IndicatorTree, node: str, draws: int, rng: np.random.Generator) -> Ints:
    """Return random orders of the leaves in which every group stays together, each followed by its reverse.

    Returns
    -------
    ndarray, shape (2 * draws, leaves below the node)
        The leaves' places in the order in which they come.
    """
    codes = tree.leaves(node)
    paths = [_path(tree, node, code) for code in codes]
    depth = max(map(len, paths))
    if not depth:  # the node is a leaf
        return np.zeros((2 * draws, 1), dtype=np.intp)
    keys = rng.random((draws, len(tree.nodes)))
    levels = np.zeros((depth, draws, len(codes)))
    for j, path in enumerate(paths):
        for level, place in enumerate(path):
            levels[level, :, j] = keys[:, place]
    forward = np.lexsort(levels[::-1], axis=-1)  # the uppermost level decides first
    return np.stack([forward, forward[:, ::-1]], axis=1).reshape(-1, len(codes))


def walked(order: Ints) -> Flags:
    """Return the coalitions met as leaves come in an order: shape (orders, leaves + 1, leaves)."""
    n, k = order.shape
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(k), (n, k)), axis=1)
    return np.asarray(place[:, None, :] < np.arange(k + 1)[None, :, None])


def groups_below(tree: IndicatorTree, node: str) -> list[Group]:
    """Return the groups at and below a node, each before its parts."""
    inside = {node}
    found = []
    for group in tree.groups:
        if group.code in inside:
            found.append(group)
            inside |= {part.code for part in group.parts}
    return found


def _subsets(m: int) -> tuple[Flags, Array]:
    """Return all subsets of m parts, and the chance that exactly they come before a given other part."""
    members = ((np.arange(2**m)[:, None] >> np.arange(m)) & 1).astype(bool)
    by_size = np.array([1 / (m * comb(m - 1, size)) if size < m else 0.0 for size in range(m + 1)])
    return members, by_size[members.sum(axis=1)]


def _merged(states: Flags, counts: Array) -> tuple[Flags, Array]:
    unique, where = distinct(states)
    return unique, np.bincount(where, weights=counts).astype(float)


def distinct(states: Flags) -> tuple[Flags, Ints]:
    """Return each coalition once, the empty one first, and where each of the given ones is among them."""
    packed = np.packbits(states, axis=1)  # shorter rows sort faster
    _, first, where = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return states[first], where.reshape(-1)


def _path(tree: IndicatorTree, node: str, code: str) -> list[int]:
    """Return the places of the nodes from below `node` down to `code`."""
    path = []
    while code != node:
        path.append(tree.positions[code])
        code = tree.parent(code) or node
    return path[::-1]
