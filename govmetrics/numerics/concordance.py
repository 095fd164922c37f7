"""Kendall's coefficient of concordance on ranks."""

from __future__ import annotations

from govmetrics.numerics.arrays import Array


def concordance(ranks: Array) -> tuple[float, float]:
    """Return Kendall's W of ranks (raters, n) with the correction for ties, and without it.

    W is the variance of the rank sums over the most it could be: m^2 times that of one rater's ranks, which
    ties make smaller (Kendall and Gibbons 1990, ch. 6). NaN where every rater ties everything.

    Examples
    --------
    >>> import numpy as np
    >>> concordance(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 3.0, 2.0]]))[0].__round__(4)
    0.7778
    """
    m, n = ranks.shape
    spread = float(((ranks.sum(axis=0) - m * (n + 1) / 2) ** 2).sum())
    possible = float(m * ((ranks - (n + 1) / 2) ** 2).sum())
    untied = m**2 * (n**3 - n) / 12
    return (spread / possible if possible > 0 else float("nan"),
            spread / untied if untied > 0 else float("nan"))  # fmt: skip
