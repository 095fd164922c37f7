"""How far two rankings agree."""

from __future__ import annotations

import numpy as np
from scipy import stats

from govmetrics.numerics.arrays import Array


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
    n = len(a)
    if n < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan"), float("nan"), float("nan")
    a, b = stats.rankdata(a), stats.rankdata(b)
    tau = float(stats.kendalltau(a, b).statistic)
    rho = float(np.corrcoef(a, b)[0, 1])
    apart = np.sum((a - b) ** 2 * (2 * n + 2 - a - b))
    return tau, rho, float(1 - 6 * apart / (n**4 + n**3 - n**2 - n))
