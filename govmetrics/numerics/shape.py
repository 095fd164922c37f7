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
    n = np.count_nonzero(~np.isnan(x), axis=0).astype(float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        centred = x - np.nansum(x, axis=0) / n
        scale = np.fmax.reduce(np.abs(centred), axis=0)
        centred = centred / scale  # in own units, so that tiny and huge numbers keep their moments
        m2, m3, m4 = (np.nansum(centred**power, axis=0) / n for power in (2, 3, 4))
        skew = m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        kurt = ((n + 1) * (m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    short = n < 4
    return np.where(short, np.nan, skew), np.where(short, np.nan, kurt)
