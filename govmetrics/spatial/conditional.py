"""Conditional permutations: the lag of every unit, its neighbours drawn anew from all others; arrays only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array, Ints

_CELLS = 4_000_000
_ROWS = 256


def tail_counts(
    z: Array, w: Any, lag: Array, order: Ints, draws: int, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    """Return how many drawn lags are at least as high, and at least as low, as the observed ones: (n, columns) each.

    Every draw is one order of all units. The neighbours of a unit are the first in this order, as many as it has; where the
    unit itself is among them, the next one stands in for it: so they are drawn from all others without replacement. The
    orders are the same for all units and columns.

    Parameters
    ----------
    z, lag : array (n, columns)
        Deviations, and their observed lags.
    w : sparse array (n, n)
    order : int array (n,)
        That in which units are drawn.
    """
    high, low = (np.zeros(z.shape, dtype=np.intp) for _ in range(2))
    counts = np.diff(w.indptr)
    near = 1e-12 * np.abs(z).max(axis=0)
    alike = np.argsort(counts, kind="stable").astype(np.intp)  # units of equally many neighbours together
    most = int(counts.max())
    for step in _parts(draws, max((most + 1) * z.shape[1] + len(z), 1)):
        orders = order[rng.permuted(np.broadcast_to(np.arange(len(z)), (step, len(z))), axis=1)]
        places = np.empty_like(orders)
        np.put_along_axis(places, orders, np.arange(len(z))[None], axis=1)
        drawn = z[orders[:, : most + 1]]  # (draws, most + 1, columns); the last draws of all have no next one
        for rows in _alike(alike, counts):
            _count(rows, int(counts[rows[0]]), w, drawn, places, z, lag, near, high, low)
    return high, low


def _parts(draws: int, cells: int) -> Iterator[int]:
    step = max(1, min(draws, _CELLS * 4 // cells))
    for start in range(0, draws, step):
        yield min(step, draws - start)


def _alike(order: Ints, counts: Ints) -> Iterator[Ints]:
    """Yield the units by how many neighbours they have."""
    sorted_ = counts[order]
    for one in np.split(order, np.flatnonzero(np.diff(sorted_)) + 1):
        if len(one):
            yield one


def _count(
    rows: Ints,
    k: int,
    w: Any,
    drawn: Array,
    places: Ints,
    z: Array,
    lag: Array,
    near: Array,
    high: Ints,
    low: Ints,
) -> None:
    """Add the counts of units with k neighbours each."""
    if not k:  # the lag of a unit without neighbours is zero whatever is drawn
        high[rows] += len(drawn)
        low[rows] += len(drawn)
        return
    weights = np.array([w.data[w.indptr[i] : w.indptr[i + 1]] for i in rows]).reshape(len(rows), k)
    even = (np.abs(weights - weights[:, :1]) <= 1e-14 * weights[:, :1]).all()
    for column in range(z.shape[1]):
        bars = lag[rows, column] - near[column], lag[rows, column] + near[column]
        counted = _even if even else _uneven
        more, less = counted(weights, drawn[:, :, column], places[:, rows], z[rows, column], *bars)
        high[rows, column] += more
        low[rows, column] += less


def _even(
    weights: Array, drawn: Array, places: Ints, z: Array, at_least: Array, at_most: Array
) -> tuple[Ints, Ints]:
    """Return how many lags are as high and as low, where all neighbours of a unit weigh the same: the sums are sorted once."""
    k, scale = weights.shape[1], weights[:, 0]
    sums = drawn[:, :k].sum(axis=1)
    ordered = np.sort(sums)
    at_least, at_most = at_least / scale, at_most / scale
    high = len(sums) - np.searchsorted(ordered, at_least, side="left")
    low = np.searchsorted(ordered, at_most, side="right")
    draw, unit = np.nonzero(places < k)  # where a unit is among its own neighbours
    wrong = sums[draw]
    right = wrong + drawn[draw, k] - z[unit]
    np.add.at(high, unit, (right >= at_least[unit]).astype(int) - (wrong >= at_least[unit]))
    np.add.at(low, unit, (right <= at_most[unit]).astype(int) - (wrong <= at_most[unit]))
    return high, low


def _uneven(
    weights: Array, drawn: Array, places: Ints, z: Array, at_least: Array, at_most: Array
) -> tuple[Ints, Ints]:
    """Return how many lags are as high and as low, whatever the weights."""
    k = weights.shape[1]
    high, low = np.empty(len(z), dtype=np.intp), np.empty(len(z), dtype=np.intp)
    for start in range(0, len(z), _ROWS):
        part = slice(start, start + _ROWS)
        lags = weights[part] @ drawn[:, :k].T  # (units, draws)
        at = places[:, part].T
        own = np.take_along_axis(weights[part], np.minimum(at, k - 1), axis=1)
        lags += np.where(at < k, own * (drawn[:, k] - z[part, None]), 0.0)
        high[part] = (lags >= at_least[part, None]).sum(axis=1)
        low[part] = (lags <= at_most[part, None]).sum(axis=1)
    return high, low
