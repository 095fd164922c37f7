"""Indices of fit from chi-square values."""

from __future__ import annotations

import numpy as np
import scipy
from scipy.special import chdtr, chndtr


def noncentrality(chi_square: float, df: int, level: float = 0.90) -> tuple[float, float]:
    """Return the interval of the noncentrality of `chi_square` on `df` degrees of freedom (Steiger 1990)."""
    tail = (1 - level) / 2
    return _root(chi_square, df, 1 - tail), _root(chi_square, df, tail)


def close_fit(chi_square: float, df: int, scale: float, bound: float = 0.05) -> float:
    """Return the p value of RMSEA <= `bound`, where RMSEA^2 = noncentrality / `scale`."""
    return float(1 - chndtr(chi_square, df, bound**2 * scale))


def _root(chi_square: float, df: int, share: float) -> float:
    """Return the noncentrality at which the distribution function at `chi_square` is `share`, at least 0."""
    chi_square = max(chi_square, 0.0)  # a perfect fit may come out below zero by rounding
    if df <= 0 or chdtr(df, chi_square) < share:
        return 0.0
    high = max(chi_square, 1.0)
    while chndtr(chi_square, df, high) > share:
        high *= 2
    return float(
        scipy.optimize.brentq(
            lambda value: chndtr(chi_square, df, value) - share, 0.0, high, xtol=1e-12, rtol=1e-14
        )
    )


def tucker_lewis(chi_square: float, df: int, null: float, null_df: int) -> float:
    """Return the Tucker-Lewis index."""
    if df <= 0 or null_df <= 0 or null / null_df == 1:
        return float("nan")
    return (null / null_df - chi_square / df) / (null / null_df - 1)


def comparative(chi_square: float, df: int, null: float, null_df: int) -> float:
    """Return Bentler's comparative fit index."""
    worst = max(null - null_df, chi_square - df, 0.0)
    return 1.0 if worst == 0 else 1 - max(chi_square - df, 0.0) / worst


def rmsea(chi_square: float, df: int, scale: float) -> float:
    """Return the root mean square error of approximation, `scale` being df times respondents."""
    return float(np.sqrt(max(chi_square - df, 0.0) / scale)) if df > 0 else 0.0
