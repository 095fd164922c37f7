"""How many units are significantly better and worse than each, tested step by step (Mogstad et al. 2024).

A family has two hypotheses for every pair: that its first unit is no better, and that its second one is not. A rejected one
leaves the family, the opposite one stays. The critical value of a step is a quantile of the largest simulated difference, over
its standard error, among the hypotheses that are left; it is never negative, so no pair is rejected in both directions.

Where that largest difference is does not take all pairs. A unit with a smaller error and a greater simulated value leads
every pair by more: only units that no other passes in both count for the whole family. Once some have left, only draws
that may reach the critical value are looked at, the likeliest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

CELLS = 262_144
"""Numbers worked on at once: they stay in the processor's cache."""
SOME = 32
"""Draws looked at before it is asked again whether others can still matter."""


class Front(NamedTuple):
    """Of each draw the units that no other passes: values, squared errors and places, each (units, draws), padded."""

    e: Array
    squares: Array
    place: Ints


def front(noise: Array, s: Array) -> Front:
    """Return of each draw (draws, units) the units to which no other has both a greater value and a smaller error.

    Examples
    --------
    >>> front(np.array([[1.0, 3.0, 2.0]]), np.array([1.0, 2.0, 3.0])).place.tolist()
    [[0], [1]]
    """
    order = np.argsort(s, kind="stable")
    step, found = max(1, CELLS * 16 // len(s)), []
    for start in range(0, len(noise), step):
        e = noise[start : start + step, order]
        best = np.maximum.accumulate(e, axis=1)
        on = np.ones(e.shape, bool)
        on[:, 1:] = e[:, 1:] > best[:, :-1]
        found += [order[row] for row in on]
    place = np.zeros((max(map(len, found)), len(noise)), dtype=int)
    for draw, units in enumerate(found):
        place[:, draw] = units[-1]  # padded with what is there already
        place[: len(units), draw] = units
    return Front(noise[np.arange(len(noise)), place], s[place] ** 2, place)


def each_unit(
    x: Array, s: Array, noise: Array, level: float, fronts: tuple[Front, Front], units: Iterable[int]
) -> tuple[Ints, Ints]:
    """Return how many are significantly better and worse than each of some units, whose pairs are tested by themselves.

    Parameters
    ----------
    x, s : ndarray, shape (units,)
        Estimates and their errors.
    noise : ndarray, shape (draws, units)
        Simulated errors of the estimates.
    level : float
        Of confidence.
    fronts : tuple of Front
        Of the noise, and of its negative.
    units : iterable of int
        Whose they are.
    """
    counts = [_rejected_of(j, x, s, noise, fronts, level).sum(axis=1) for j in units]
    better, worse = np.array(counts, dtype=int).T
    return better, worse


def _rejected_of(
    j: int, x: Array, s: Array, noise: Array, fronts: tuple[Front, Front], level: float
) -> Bools:
    """Return which units are significantly better, and which worse, than one, (2, units)."""
    width = np.sqrt(s**2 + s[j] ** 2)
    statistic = (x - x[j]) / width
    gone = np.zeros((2, len(width)), dtype=bool)
    largest, who = np.empty((2, len(noise))), np.empty((2, len(noise)), dtype=int)
    draws = np.arange(len(noise))
    for way, sign in ((0, 1.0), (1, -1.0)):
        e, squares, place = fronts[way]
        gaps = (e - sign * noise[:, j]) / np.sqrt(squares + s[j] ** 2)
        at = gaps.argmax(axis=0)
        largest[way], who[way] = gaps[at, draws], place[at, draws]
    known = np.ones((2, len(noise)), dtype=bool)

    def look(some: Ints) -> None:
        """Find the largest difference that is left in some draws, where it is not known."""
        for way, sign in ((0, 1.0), (1, -1.0)):
            rows = some[~known[way, some]]
            over = np.where(gone[way], np.inf, width)
            step = max(1, CELLS // len(width))
            for start in range(0, len(rows), step):
                part = rows[start : start + step]
                gaps = noise[part] - noise[part, j, None]
                gaps /= over * sign
                at = gaps.argmax(axis=1)
                largest[way, part], who[way, part] = gaps[np.arange(len(part)), at], at
            known[way, rows] = True

    while True:
        cut = critical(largest, known, look, level)
        new = np.stack([statistic > cut, statistic < -cut]) & ~gone
        if not new.any():
            return gone
        gone |= new
        known &= ~np.stack([gone[way][who[way]] for way in (0, 1)])


def jointly(x: Array, s: Array, noise: Array, level: float) -> tuple[Ints, Ints]:
    """Return how many are significantly better and worse than each unit, where the pairs of all are tested together.

    As for `each_unit`. Of a pair only the better unit's lead can become significant, so the critical value says who left.
    """
    up, down = front(noise, s), front(-noise, s)
    known, largest = np.ones((1, len(noise)), dtype=bool), np.empty((1, len(noise)))
    pair = np.empty((2, len(noise)), dtype=int)
    for draw in range(len(noise)):
        gaps = up.e[:, draw, None] + down.e[:, draw]
        gaps /= np.sqrt(up.squares[:, draw, None] + down.squares[:, draw])
        i, j = np.unravel_index(gaps.argmax(), gaps.shape)
        largest[0, draw], pair[:, draw] = gaps[i, j], (up.place[i, draw], down.place[j, draw])
    cut = np.inf

    def look(some: Ints) -> None:
        for draw in some:
            lows = zip(down.e[:, draw].tolist(), down.squares[:, draw].tolist(), strict=True)
            largest[0, draw], pair[:, draw] = _widest(x, s, noise[draw], dict.fromkeys(lows), cut)
        known[0, some] = True

    while (lower := critical(largest, known, look, level)) < cut:
        cut = lower
        lead = (x[pair[0]] - x[pair[1]]) / np.sqrt(s[pair[0]] ** 2 + s[pair[1]] ** 2)
        known[0] &= ~(lead > cut)
    better, worse = np.zeros(len(x), dtype=int), np.zeros(len(x), dtype=int)
    step = max(1, CELLS // len(x))
    for start in range(0, len(x), step):
        rows = slice(start, start + step)
        leads = (x - x[rows, None]) / np.sqrt(s**2 + s[rows, None] ** 2)
        better[rows], worse[rows] = (leads > cut).sum(axis=1), (leads < -cut).sum(axis=1)
    return better, worse


def _widest(
    x: Array, s: Array, e: Array, lows: Iterable[tuple[float, float]], cut: float
) -> tuple[float, tuple[int, int]]:
    """Return the largest difference of one draw among the pairs whose lead is not significant, and whose it is."""
    bound = np.zeros(len(x))
    for low, square in lows:
        np.maximum(bound, (e + low) / np.sqrt(s**2 + square), out=bound)
    order = np.argsort(-bound, kind="stable")
    best, pair = -1.0, (0, 0)
    for start in range(0, len(x), SOME):
        rows = order[start : start + SOME]
        if bound[rows[0]] <= best:
            break
        width = np.sqrt(s[rows, None] ** 2 + s**2)
        gaps = (e[rows, None] - e) / width
        gaps[(x[rows, None] - x) / width > cut] = -np.inf
        at, over = np.unravel_index(gaps.argmax(), gaps.shape)
        if gaps[at, over] > best:
            best, pair = float(gaps[at, over]), (int(rows[at]), int(over))
    return best, pair


def critical(largest: Array, known: Bools, look: Callable[[Ints], None], level: float) -> float:
    """Return the quantile of the larger of the rows (ways, draws); unknown cells are bounds from above until looked at."""
    draws = largest.shape[1]
    rank = draws - int(np.ceil(level * (draws - 1)))  # as np.quantile(..., method="higher")
    while True:
        bound = largest.max(axis=0)
        sure = known.all(axis=0) | (np.where(known, largest, -np.inf).max(axis=0) == bound)
        top = np.argsort(-bound, kind="stable")[:rank]
        unsure = top[~sure[top]]
        if not len(unsure):
            return max(0.0, float(bound[top[-1]]))
        look(unsure[:SOME])
