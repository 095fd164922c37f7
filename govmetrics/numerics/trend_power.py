"""How large a drift before treatment is found by a joint test, and what such a drift does afterwards."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def joint_test(b: Array, v: Array) -> tuple[float, int, float]:
    """Return the Wald statistic of b = 0 with covariance v, its degrees of freedom (the rank of v) and p."""
    from scipy.stats import chi2

    rank = int(np.linalg.matrix_rank(v, hermitian=True))
    wald = float(b @ np.linalg.pinv(v, hermitian=True) @ b)
    return wald, rank, float(chi2.sf(wald, rank)) if rank else np.nan


def slope_found(pattern: Array, v: Array, power: float, size: float = 0.05) -> float:
    """Return the slope of a linear drift that the joint test at `size` finds with a power (Roth 2022).

    The drift moves the coefficients by slope x pattern, which makes the statistic non-central chi-square with
    non-centrality slope^2 pattern' v^-1 pattern.
    """
    from scipy.optimize import brentq
    from scipy.stats import chi2, ncx2

    rank = int(np.linalg.matrix_rank(v, hermitian=True))
    unit = float(pattern @ np.linalg.pinv(v, hermitian=True) @ pattern)
    if not rank or unit <= 0:
        return np.nan
    critical = chi2.isf(size, rank)
    shift = brentq(lambda away: ncx2.sf(critical, rank, away) - power, 1e-9, 1e4)
    return float(np.sqrt(shift / unit))
