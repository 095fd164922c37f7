"""Mean, spread, skewness and excess kurtosis of columns, as spreadsheets and SPSS print them."""

from __future__ import annotations

import numpy as np


def spread(x: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the answers, means and standard deviations (divisor n - 1) of columns of `x` (n, k), NaN left out."""
    given = ~np.isnan(x)
    n, own = given.sum(axis=0), given * (1.0 if weights is None else weights[:, None])
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (own * np.where(given, x, 0.0)).sum(axis=0) / own.sum(axis=0)
        square = (own * np.where(given, x - mean, 0.0) ** 2).sum(axis=0) / own.sum(axis=0)
        sd = np.where(n > 1, np.sqrt(square * n / (n - 1)), np.nan)
    return n, mean, np.where(np.fmin.reduce(x) == np.fmax.reduce(x), sd * 0, sd)


def skewness_kurtosis(x: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return the adjusted sample skewness G1 and excess kurtosis G2 of every column, NaN left out.

    Parameters
    ----------
    x : ndarray, shape (units, columns)
        Values; columns with fewer than four values or without spread give NaN.
    weights : ndarray, shape (units,), optional
        Of the units: the moments are weighted, and the adjustment is that of so many units.

    References
    ----------
    Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis. The Statistician 47.
    """
    missing = np.isnan(x)
    n = len(x) - np.count_nonzero(missing, axis=0).astype(float)
    own = ~missing * (1.0 if weights is None else weights[:, None] / weights.max())
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        mass = own.sum(axis=0)
        centred = np.where(missing, 0.0, x - (own * np.where(missing, 0.0, x)).sum(axis=0) / mass)
        # in own units, so that tiny and huge numbers keep their moments
        centred = centred / np.abs(centred).max(axis=0, initial=0.0)
        square = centred * centred
        m2, m3, m4 = (
            (own * total).sum(axis=0) / mass for total in (square, square * centred, square * square)
        )
        skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        kurt = ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    short = n < 4
    return np.where(short, np.nan, skew), np.where(short, np.nan, kurt)


def standardised(x: np.ndarray, w: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return columns with weighted mean 0 and standard deviation 1, and both."""
    share = w / w.sum()
    size = np.maximum(np.abs(x).max(axis=0), 1e-300)
    scaled = x / size  # so that no square leaves the range of floats
    mean = share @ scaled
    deviation = np.sqrt(share @ (scaled - mean) ** 2)
    flat = deviation < 1e-14  # what rounding leaves of a constant
    deviation = np.where(flat, 1.0, deviation)
    z: np.ndarray = np.where(flat, 0.0, (scaled - mean) / deviation)
    return z, mean * size, deviation * size
