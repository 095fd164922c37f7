"""What is rounding alone: differences of numbers that would be alike if they were written with all their digits."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

_ULPS = 16 * np.finfo(float).eps


def without_rounding(differences: Array, size: float | Array) -> Array:
    """Return differences of numbers of a size, with zero where they are no more than the rounding of some sums.

    Examples
    --------
    >>> without_rounding(np.array([0.1 + 0.2 - 0.3, 0.01]), 0.3).tolist()
    [0.0, 0.01]
    """
    return np.where(np.abs(differences) > _ULPS * size, differences, 0.0)


def dense_ranks(x: Array) -> Array:
    """Return ranks from 0 without gaps of columns of data (n, k), those alike that rounding alone tells apart; NaN stays.

    Two neighbours are compared with each other, as data may reach over many sizes; `ranks.competition`, which ranks scores
    of one scale, compares them with the largest of all.

    Examples
    --------
    >>> dense_ranks(np.array([[0.3], [0.1 + 0.2], [0.1]])).ravel().tolist()
    [1.0, 1.0, 0.0]
    """
    order = np.argsort(x, axis=0, kind="stable")
    ordered = np.take_along_axis(x, order, axis=0)
    below, above = ordered[:-1], ordered[1:]
    steps = np.zeros(x.shape)
    with np.errstate(over="ignore", invalid="ignore"):
        steps[1:] = above - below > _ULPS * np.maximum(np.abs(below), np.abs(above))
    found = np.empty(x.shape)
    np.put_along_axis(found, order, np.cumsum(steps, axis=0), axis=0)
    found[np.isnan(x)] = np.nan
    return found
