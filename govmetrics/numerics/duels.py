"""Duels of every unit with every other: whom the heavier columns favour, by sorting where that is enough, else in blocks."""

from __future__ import annotations

from itertools import product

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

ROWS, COLUMNS = 64, 4_096
"""Pairs compared at once: what is in between stays in the processor's cache."""
MOST = (50, 16_000, 500_000_000)
"""Sums of whole weights that are tried: bytes, short and usual whole numbers hold twice as much."""
DRAW = 1e-12
"""Sums of the same weights in another order may differ by rounding: that is a draw."""


def duels(x: Array, w: Array) -> Ints:
    """Return duels won less duels lost of every row of x (units, columns), NaN where missing, with weights w (columns,).

    Row a wins its duel with b when the columns in which a is greater weigh more than those in which b is. Columns that
    either lacks have no say.

    Examples
    --------
    >>> duels(np.array([[3.0, 1], [2, 2], [np.nan, 3]]), np.array([0.6, 0.4])).tolist()
    [0, -2, 2]
    """
    x, w = x[:, w > 0], w[w > 0]
    if x.shape[1] == 0:
        return np.zeros(len(x), dtype=int)
    if x.shape[1] == 1:
        return _over(x[:, 0]) - _over(-x[:, 0])
    return _of_two(x, w) if x.shape[1] == 2 else _in_blocks(x, w)


def _over(x: Array) -> Ints:
    """Return how many known values lie below each x; 0 where it is missing."""
    known = np.sort(x[~np.isnan(x)])
    return np.where(np.isnan(x), 0, np.searchsorted(known, x, side="left"))


def _of_two(x: Array, w: Array) -> Ints:
    """Return duels by two columns from counts of the rows below and above in both."""
    both = ~np.isnan(x).any(axis=1)
    over = {(sign, j): _over(sign * x[:, j]) for sign in (1, -1) for j in (0, 1)}
    corner = {signs: np.zeros(len(x), dtype=int) for signs in product((1, -1), repeat=2)}
    for signs, count in corner.items():
        if signs != (1, 1) and both.all() and _strict(x).all():
            i, j = signs  # whoever is not below in both columns is below in one, or in none
            rest = over[i, 0] if i == 1 else over[j, 1] if j == 1 else over[-1, 0] - corner[-1, 1]
            count[:] = rest - (corner[1, 1] if 1 in signs else 0)
            continue
        count[both] = _below_both(*(x[both] * signs).T)
    total = np.zeros(len(x), dtype=int)
    for (one, two), count in corner.items():
        total += _sign(one * w[0] + two * w[1]) * count
    for sign in (1, -1):  # only one of the columns differs: it decides
        total += sign * (over[sign, 0] - corner[sign, 1] - corner[sign, -1])
        total += sign * (over[sign, 1] - corner[1, sign] - corner[-1, sign])
    return total


def _strict(x: Array) -> Bools:
    """Return which columns have neither ties nor gaps."""
    return np.array([len(np.unique(column)) == len(x) and not np.isnan(column).any() for column in x.T])


def _sign(margin: float) -> int:
    return int(margin > DRAW) - int(margin < -DRAW)


def _below_both(x: Array, y: Array) -> Ints:
    """Return how many other points lie below each in x and in y."""
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    counts, before = np.empty(len(x), dtype=int), np.empty(0)
    for start in range(0, len(x), ROWS * 4):
        own = slice(start, start + ROWS * 4)
        inside = (x[own, None] > x[own]) & (y[own, None] > y[own])
        # Earlier points with the same x are not below: of these only the ones in y that are there are taken off.
        first = int(np.searchsorted(x, x[start], side="left"))
        same = (
            (x[own, None] == x[start]) & (y[own, None] > y[first:start])
            if first < start
            else np.zeros((1, 1))
        )
        counts[own] = np.searchsorted(before, y[own], side="left") + inside.sum(axis=1) - same.sum(axis=1)
        before = np.sort(np.concatenate([before, y[own]]), kind="stable")
    found = np.empty(len(x), dtype=int)
    found[order] = counts
    return found


def _in_blocks(x: Array, w: Array) -> Ints:
    """Return duels by comparing every pair once: sums are small whole numbers where these give the same winners."""
    n, weights = len(x), whole_weights(w)
    low, high = _codes(x)
    strict = _strict(x)
    total = np.zeros(n, dtype=int)
    draw = DRAW if weights.dtype.kind == "f" else 0
    for start in range(0, n, ROWS):
        rows = slice(start, start + ROWS)
        for first in range(start, n, COLUMNS):
            columns = slice(first, first + COLUMNS)
            margin = _margin(low, high, (rows, columns), weights, strict)
            if first == start:
                np.fill_diagonal(margin, 0)
            won = (margin > draw).view(np.int8) - (margin < -draw).view(np.int8)
            here = len(won)
            total[rows] += np.add.reduce(won, axis=1, dtype=np.int16)
            if first == start:  # pairs of these rows were seen from both sides
                won = won[:, here:]
                columns = slice(first + here, first + COLUMNS)
            total[columns] -= np.add.reduce(won, axis=0, dtype=np.int16)
    return total


def _codes(x: Array) -> tuple[Ints, Ints]:
    """Return ranks of x's columns, (columns, units): missing ones lowest, and missing ones highest."""
    low: Ints = np.empty(x.T.shape, np.int32)
    high: Ints = np.empty(x.T.shape, np.int32)
    for j, column in enumerate(x.T):
        gone = np.isnan(column)
        places = np.unique(column, return_inverse=True)[1]
        low[j], high[j] = np.where(gone, -1, places), np.where(gone, len(x), places)
    return low, high


def _margin(low: Ints, high: Ints, block: tuple[slice, slice], weights: Array, strict: Bools) -> Array:
    """Return what favours the rows less what favours the columns, (rows, columns)."""
    rows, columns = block
    shape = low[0, rows].size, low[0, columns].size
    margin = np.full(shape, -weights[strict].sum(), weights.dtype)
    over = np.empty(shape, bool)
    kind = weights.dtype.type
    for j, weight in enumerate(weights):
        # Without ties or gaps, what is not above is below.
        np.greater(low[j, rows, None], high[j, columns], out=over)
        margin += over.view(np.int8) * kind(2 * weight if strict[j] else weight)
        if not strict[j]:
            np.less(high[j, rows, None], low[j, columns], out=over)
            margin -= over.view(np.int8) * kind(weight)
    return margin


def whole_weights(w: Array) -> Array:
    """Return small whole numbers by which every duel ends as by the weights; the weights where none are found.

    Examples
    --------
    >>> whole_weights(np.array([0.25, 0.25, 0.5])).tolist(), whole_weights(np.array([1 / 3, 2 / 3, 0.5])).tolist()
    ([1, 1, 2], [2, 4, 3])
    """
    for times in range(1, 13):
        unit = w.min() / times
        many = np.round(w / unit)
        if np.abs(w - many * unit).sum() <= DRAW / 2 < unit / 4 and many.sum() <= MOST[1]:
            return _smallest(many)
    if len(w) <= 10:
        signs = np.array(list(product((-1, 0, 1), repeat=len(w))))
        margin = signs @ w
        ends = np.where(np.abs(margin) > DRAW, np.sign(margin), 0)
        for most in MOST:
            many = np.round(w / w.sum() * most)
            if (np.sign(signs @ many) == ends).all():
                return _smallest(many)
    return w


def _smallest(many: Array) -> Array:
    """Return whole numbers in the smallest type that holds twice their sum."""
    total = many.sum()
    return many.astype(np.int8 if total <= 63 else np.int16 if total <= 16_383 else np.int32)
