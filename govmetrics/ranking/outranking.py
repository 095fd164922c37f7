"""CODAS and ELECTRE II without matrices of all pairs of units, or with no more than their relations.

Both give what scikit-criteria gives, whose arrays of floats of all pairs do not fit into memory from some ten thousand units.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics.core.errors import Fault
from govmetrics.core.memory import memory_faults
from govmetrics.numerics.arrays import Array, Bools, Ints

BLOCK = 512
"""Units compared with all others at once."""
ROUNDING = 1e-12
"""A concordance that equals its limit reaches it, in whatever order the weights are summed."""


def codas_scores(x: Array, weights: Array, tau: float) -> dict[str, Any]:
    """Return CODAS's scores of x (units, leaves) from 0 to 1, where more is better, by sorting the Euclidean distances."""
    apart = x * weights
    apart = apart - apart.min(axis=0)
    euclidean, taxicab = np.sqrt((apart**2).sum(axis=1)), apart.sum(axis=1)
    order = np.argsort(euclidean, kind="stable")
    levels, running = euclidean[order], np.concatenate([[0.0], np.cumsum(taxicab[order])])
    n = len(x)
    below = _how_many(lambda place: euclidean - levels[place] >= tau, n)
    above = n - _how_many(lambda place: ~(levels[place] - euclidean >= tau), n)
    far = (below + above) * taxicab - running[below] - (running[n] - running[n - above])
    if tau == 0:  # whatever is as far is compared, too
        far = n * taxicab - running[n]
    return {"score": n * euclidean - euclidean.sum() + far}


def _how_many(reached: Any, n: int) -> Ints:
    """Return for each unit how many of n sorted places, from the first on, are reached."""
    low, high = np.zeros(n, dtype=int), np.full(n, n)
    while (low < high).any():
        middle = (low + high) // 2
        holds = (low < high) & reached(np.minimum(middle, n - 1))
        low, high = np.where(holds, middle + 1, low), np.where(holds, high, np.minimum(middle, high))
    return low


def outranking_faults(units: int) -> list[Fault]:
    """Return a fault where the two relations of ELECTRE II between so many units would not fit."""
    way_out = "rank the units of each district by themselves, or rank by promethee, which needs no relations"
    return memory_faults("rows", 2.0 * units**2, way_out)


def electre2_ranks(x: Array, weights: Array) -> dict[str, Any]:
    """Return the ranks of ELECTRE II of x (units, leaves), where more is better, from above, from below, and their mean."""
    strong, weak = _relations(x, weights)
    direct, inverted = _peeled(strong, weak, 0), _peeled(strong, weak, 1)
    inverted = inverted.max() + 1 - inverted
    return {"ranking_direct": direct, "ranking_inverted": inverted, "score": (direct + inverted) / 2}


def _relations(x: Array, weights: Array) -> tuple[Bools, Bools]:
    """Return which units outrank which strongly, and which weakly (units, units).

    At least as good in leaves of .65 of the weight and nowhere worse by more than .65 of the widest range, or in .5 and
    nowhere by more than .35: strongly. In .35 and nowhere by more than .65: weakly. Always in more than the other way round.
    """
    n, widest = len(x), np.ptp(x, axis=0).max()
    strong, weak = np.zeros((n, n), bool), np.zeros((n, n), bool)
    for start in range(0, n, BLOCK):
        rows = slice(start, start + BLOCK)
        for first in range(0, n, BLOCK):
            columns = slice(first, first + BLOCK)
            shape = len(x[rows]), len(x[columns])
            good, back, worse = np.zeros(shape), np.zeros(shape), np.zeros(shape)
            for own, other, weight in zip(x[rows].T, x[columns].T, weights, strict=True):
                gap = other - own[:, None]
                good += weight * (gap <= 0)
                back += weight * (gap >= 0)
                np.maximum(worse, gap, out=worse)
            worse /= widest
            more, even = good > back + ROUNDING, good + ROUNDING
            some = more & (worse <= 0.65)
            strong[rows, columns] = (some & (even >= 0.65)) | (more & (worse <= 0.35) & (even >= 0.5))
            weak[rows, columns] = some & (even >= 0.35) & ~strong[rows, columns]
    return strong, weak


def _peeled(strong: Bools, weak: Bools, axis: int) -> Ints:
    """Return ranks: first those whom nobody outranks (or, along the other axis, who outrank nobody), then of what is left."""
    n = len(strong)
    against = np.stack([relation.sum(axis=axis) for relation in (strong, weak)])
    ranks, left, rank = np.zeros(n, dtype=int), np.ones(n, dtype=bool), 1
    while left.any():
        kernel = np.flatnonzero(left & (against == 0).all(axis=0))
        if not len(kernel):  # all that are left are on equal footing
            ranks[left] = rank
            break
        ranks[kernel], left[kernel] = rank, False
        for row, relation in enumerate((strong, weak)):
            for start in range(0, len(kernel), BLOCK):
                some = kernel[start : start + BLOCK]
                against[row] -= (relation[some] if axis == 0 else relation[:, some].T).sum(axis=0)
        rank += 1
    return ranks
