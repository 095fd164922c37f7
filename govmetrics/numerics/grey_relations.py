"""Deng's grey relational coefficients."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def grey_coefficients(delta: Array, rho: float) -> Array:
    """Return (min + rho max) / (delta + rho max) of distances, with the extremes over all cells that are there.

    Examples
    --------
    >>> grey_coefficients(np.array([0.0, 1.0, 2.0]), 0.5).tolist()
    [1.0, 0.5, 0.3333333333333333]
    """
    least, most = np.nanmin(delta), np.nanmax(delta)
    return np.asarray((least + rho * most) / (delta + rho * most))
