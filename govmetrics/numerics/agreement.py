"""How far two rankings agree."""

from __future__ import annotations

import numpy as np
import scipy

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.ranks import mean_ranks


def rank_agreement(a: Array, b: Array) -> tuple[float, float, float]:
    """Return Kendall's tau-b, Spearman's rho and the weighted rank correlation of two rankings.

    The weighted one counts disagreements at the top more (Pinto da Costa and Soares 2005):
    ``1 - 6 sum (a - b)^2 ((n - a + 1) + (n - b + 1)) / (n^4 + n^3 - n^2 - n)``, on mean ranks of ties.

    Parameters
    ----------
    a, b : ndarray, shape (n,)
        Ranks, 1 the best; no missing values. NaN is returned where either is constant.

    Examples
    --------
    >>> [round(r, 3) for r in rank_agreement(np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 4, 3]))]
    [0.667, 0.8, 0.88]
    """
    n, rho = len(a), spearman(a, b)
    if np.isnan(rho):
        return float("nan"), float("nan"), float("nan")
    a, b = mean_ranks(np.column_stack([a, b])).T
    tau = float(scipy.stats.kendalltau(a, b).statistic)
    apart = np.sum((a - b) ** 2 * (2 * n + 2 - a - b))
    return tau, rho, float(1 - 6 * apart / (n**4 + n**3 - n**2 - n))


def turned_pairs(a: Array, b: Array) -> int:
    """Return how many pairs two rankings (n,) without missing values put in opposite orders; ties turn nothing.

    Kendall's tau-b, which is found by sorting, tells it: of the pairs without a tie, concordant less discordant pairs are
    ``tau sqrt((pairs - ties of a) (pairs - ties of b))``.

    Examples
    --------
    >>> turned_pairs(np.array([1.0, 2, 3, 4]), np.array([2.0, 1, 4, 3]))
    2
    """
    pairs = len(a) * (len(a) - 1) // 2
    ties_a, ties_b, ties_both = (_tied(ranks) for ranks in (a, b, np.column_stack([a, b])))
    if pairs in (ties_a, ties_b):
        return 0
    ahead = (
        scipy.stats.kendalltau(a, b).statistic
        * np.sqrt(float(pairs - ties_a))
        * np.sqrt(float(pairs - ties_b))
    )
    return round((pairs - ties_a - ties_b + ties_both - float(ahead)) / 2)


def _tied(ranks: Array) -> int:
    counts = np.unique(ranks, axis=0, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def spearman(a: Array, b: Array) -> float:
    """Return Spearman's rho of two rankings (n,) without missing values; NaN where either is constant.

    Examples
    --------
    >>> round(spearman(np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 4, 3])), 3)
    0.8
    """
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(*mean_ranks(np.column_stack([a, b])).T)[0, 1])
