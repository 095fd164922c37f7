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
    sure = (df > 0) & (variances > 0) & np.isfinite(variances)
    if not sure.any():
        return np.zeros(len(variances))
    half = df[sure] / 2
    logs = np.log(variances[sure]) - digamma(half) + np.log(half)
    centre = logs.mean()
    more = 0.0 if len(logs) < 2 else logs.var(ddof=1) - polygamma(1, half).mean()
    own = np.where(df > 0, np.nan_to_num(variances), 0.0)
    if more <= 0:  # of one variance for all the pooled estimate is the best
        return np.full(len(variances), (df * own).sum() / df[df > 0].sum())
    prior = 2 * _trigamma_inverse(more)
    common = np.exp(centre + digamma(prior / 2) - np.log(prior / 2))
    shrunk: Array = (prior * common + df * own) / (prior + df)
    return shrunk


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
