"""What summation leaves where a difference is nothing."""

from __future__ import annotations

import numpy as np

TOLERANCE = 1e-12
"""Relative to what was subtracted: as wide as a tie of ranks."""


def without_dust(difference: np.ndarray, *sizes: np.ndarray) -> np.ndarray:
    """Return differences, those that only the order of summation makes as zero.

    Parameters
    ----------
    difference : ndarray
        Any shape.
    *sizes : ndarray
        What was subtracted from what: a difference counts from 1e-12 times the largest number among them.

    Examples
    --------
    >>> import numpy as np
    >>> without_dust(np.array([0.1 + 0.2 - 0.3, 1e-9]), np.array([0.3])).tolist()
    [0.0, 1e-09]
    """
    largest = max(
        (float(np.abs(size[np.isfinite(size)]).max()) for size in sizes if np.isfinite(size).any()),
        default=0.0,
    )
    return np.where(np.abs(difference) <= TOLERANCE * largest, 0.0, difference)
