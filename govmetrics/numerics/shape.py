"""Skewness and excess kurtosis of columns, as spreadsheets and SPSS print them."""

from __future__ import annotations

import numpy as np


def skewness_kurtosis(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the adjusted sample skewness G1 and excess kurtosis G2 of every column, NaN left out.

    Parameters
    ----------
    x : ndarray, shape (units, columns)
        Values; columns with fewer than four values or without spread give NaN.

    References
    ----------
    Joanes and Gill (1998), Comparing measures of sample skewness and kurtosis. The Statistician 47.
    """
    missing = np.isnan(x)
    n = len(x) - np.count_nonzero(missing, axis=0).astype(float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        centred = np.where(missing, 0.0, x - np.where(missing, 0.0, x).sum(axis=0) / n)
        # in own units, so that tiny and huge numbers keep their moments
        centred = centred / np.abs(centred).max(axis=0, initial=0.0)
        square = centred * centred
        m2, m3, m4 = (total.sum(axis=0) / n for total in (square, square * centred, square * square))
        skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        kurt = ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    short = n < 4
    return np.where(short, np.nan, skew), np.where(short, np.nan, kurt)
