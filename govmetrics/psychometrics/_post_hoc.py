"""Which groups differ: comparisons of all pairs of means, on arrays."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.studentized_range import quantile, upper_tail
from govmetrics.psychometrics._group_means import Moments


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of groups (m, 2), and of every pair and measure (m, p): difference, its error, t, df, p and interval."""

    groups: Ints
    difference: Array
    error: Array
    df: Array
    p: Array
    lower: Array
    upper: Array


def pairs(m: Moments, post_hoc: str, significance: float) -> Pairs:
    """Return all pairs of groups by Tukey-Kramer, Games-Howell, least significant difference or Bonferroni."""
    groups = pairs_of(len(m.n))
    first, second = groups.T
    difference = m.mean[first] - m.mean[second]
    with np.errstate(invalid="ignore", divide="ignore"):
        if post_hoc == "games_howell":
            own = np.where(m.n > 1, m.variance / m.n, np.nan)
            square = own[first] + own[second]
            df = square**2 / (own[first] ** 2 / (m.n[first] - 1) + own[second] ** 2 / (m.n[second] - 1))
        else:
            square = m.pooled * (1 / m.n[first] + 1 / m.n[second])
            df = np.broadcast_to(m.total - len(m.n), square.shape).astype(float)
        error = np.sqrt(np.where(square > 0, square, np.nan))
    return told(groups, difference, error, df, post_hoc, significance, len(m.n))


def told(
    groups: Ints, difference: Array, error: Array, df: Array, post_hoc: str, significance: float, count: int
) -> Pairs:
    """Return pairs with p and simultaneous intervals from differences, errors and degrees of freedom, each (m, p)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        t = np.abs(difference / error)
    known = np.isfinite(t) & (df > 0)
    p, reach = np.full((2, *t.shape), np.nan)
    if post_hoc in ("tukey", "games_howell"):
        p[known] = upper_tail(t[known] * np.sqrt(2), count, df[known])
        once, back = np.unique(df[known], return_inverse=True)
        reach[known] = quantile(significance, count, once)[back] / np.sqrt(2)
    else:
        times = len(groups) if post_hoc == "bonferroni" else 1
        p[known] = np.minimum(2 * scipy.stats.t.sf(t[known], df[known]) * times, 1.0)
        reach[known] = scipy.stats.t.isf(significance / 2 / times, df[known])
    half = reach * error
    return Pairs(groups, difference, error, df, p, difference - half, difference + half)


def pairs_of(count: int) -> Ints:
    """Return all pairs of groups, (m, 2).

    Examples
    --------
    >>> pairs_of(3).tolist()
    [[0, 1], [0, 2], [1, 2]]
    """
    return np.array(list(combinations(range(count), 2)), dtype=np.intp).reshape(-1, 2)
