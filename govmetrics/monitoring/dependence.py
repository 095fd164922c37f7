"""Neighbouring periods that resemble each other: by how much, and how far limits must be widened for it."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

_GRID = np.linspace(0, 0.95, 96)
_LEAST = 4
"""In a baseline of fewer periods no autocorrelation is looked for."""


def autocorrelation(e: Array) -> float:
    """Return the first-order autocorrelation that series share: residuals (periods, series) in standard deviations.

    A short series looks less dependent than it is, as its mean follows it; the estimate is the autocorrelation under
    which the ratio of sums that is found would be expected. Within two standard errors of none it is taken as 0, and so is
    a negative one, under which limits are wide enough.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> noise = rng.normal(size=(12, 4000))
    >>> autocorrelation(noise - noise.mean(axis=0))
    0.0
    """
    m = len(e)
    pairs = e[1:] * e[:-1]
    known = int((~np.isnan(pairs)).sum())
    total = float(np.nansum(e**2))
    if m < _LEAST or not known or not total:
        return 0.0
    found = float(np.nansum(pairs)) / total
    expected = np.array([_expected(m, rho) for rho in _GRID])
    if found - expected[0] <= 2 / np.sqrt(known):
        return 0.0
    return float(np.interp(found, expected, _GRID))


def _expected(m: int, rho: float) -> float:
    """Return the ratio of the expected sums of products of neighbours and of squares, about the mean of m values."""
    r = correlation(m, rho)
    with_mean, mean = r.mean(axis=1), r.mean()
    products = (m - 1) * rho - with_mean[1:].sum() - with_mean[:-1].sum() + (m - 1) * mean
    return float(products / (m - m * mean))


def correlation(m: int, rho: float) -> Array:
    """Return the correlations (m, m) of an autoregression of first order."""
    at = np.arange(m)
    return np.asarray(float(rho) ** np.abs(at[:, None] - at[None, :]))


def widening(m: int, rho: float, weights: Array) -> Array:
    """Return by how much a variance is above what independent values would have it, for sums of m + steps values.

    Parameters
    ----------
    m : int
        Length of the baseline, whose variance is taken.
    rho : float
        Autocorrelation.
    weights : ndarray, shape (sums, m + steps)
        What each sum is made of.

    Examples
    --------
    >>> weights = np.array([[-0.5, -0.5, 1.0]])
    >>> widening(2, 0.0, weights).tolist(), widening(2, 0.5, weights).round(3).tolist()
    ([1.0], [1.333])
    """
    whole = correlation(weights.shape[1], rho)
    variance = np.einsum("si,ij,sj->s", weights, whole, weights)
    taken = (m - m * whole[:m, :m].mean()) / (m - 1)  # what the baseline's own variance is expected to be
    return np.asarray(variance / (weights**2).sum(axis=1) / taken)
