"""What is rounding alone: differences of numbers that would be alike if they were written with all their digits."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

_ULPS = 16 * np.finfo(float).eps


def without_rounding(differences: Array, size: float) -> Array:
    """Return differences of numbers of a size, with zero where they are no more than the rounding of some sums.

    Examples
    --------
    >>> without_rounding(np.array([0.1 + 0.2 - 0.3, 0.01]), 0.3).tolist()
    [0.0, 0.01]
    """
    return np.where(np.abs(differences) > _ULPS * size, differences, 0.0)
