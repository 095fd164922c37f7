"""Variances of many series with few values each, shrunk to what they have in common."""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, polygamma

from govmetrics.numerics.arrays import Array


def moderated(variances: Array, df: Array) -> Array:
    """Return variances shrunk to a common one, as far as their spread is that of chance (Smyth 2004, section 6.2).

    Parameters
    ----------
    variances : ndarray, shape (series,)
        Estimates; zeros and series without degrees of freedom take what the others say.
    df : ndarray, shape (series,)
        Their degrees of freedom.

    Returns
    -------
    ndarray, shape (series,)
        All zero where every variance is.

    Examples
    --------
    Two that differ no more than chance would have it become alike:

    >>> moderated(np.array([1.0, 2.0, 1.5, 1.2]), np.array([5.0, 5, 5, 5])).round(3).tolist()
    [1.425, 1.425, 1.425, 1.425]
    """
    lent, common = prior(variances, df)
    if np.isinf(lent):  # of one variance for all the pooled estimate is the best
        return np.full(len(variances), common)
    shrunk: Array = (lent * common + df * np.where(df > 0, np.nan_to_num(variances), 0.0)) / (lent + df)
    return shrunk


def prior(variances: Array, df: Array) -> tuple[float, float]:
    """Return how many degrees of freedom the series lend each other, infinite where they are alike, and their common variance.

    Examples
    --------
    >>> lent, common = prior(np.array([1.0, 2.0, 1.5, 1.2]), np.array([5.0, 5, 5, 5]))
    >>> lent, round(common, 3)
    (inf, 1.425)
    """
    sure = (df > 0) & (variances > 0) & np.isfinite(variances)
    if not sure.any():
        return np.inf, 0.0
    half = df[sure] / 2
    logs = np.log(variances[sure]) - digamma(half) + np.log(half)
    more = 0.0 if len(logs) < 2 else logs.var(ddof=1) - polygamma(1, half).mean()
    if more <= 0:
        return np.inf, float((df * np.where(df > 0, np.nan_to_num(variances), 0.0)).sum() / df[df > 0].sum())
    lent = 2 * _trigamma_inverse(more)
    return lent, float(np.exp(logs.mean() + digamma(lent / 2) - np.log(lent / 2)))


def _trigamma_inverse(value: float) -> float:
    """Return x with trigamma(x) = value, by Newton's steps on the reciprocal, which is nearly a line."""
    x = 0.5 + 1 / value
    for _ in range(50):
        now = float(polygamma(1, x))
        step = now * (1 - now / value) / float(polygamma(2, x))
        x += step
        if abs(step) < 1e-10 * x:
            break
    return x
