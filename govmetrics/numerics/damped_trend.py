"""Damped trends of many short series at once: exponential smoothing with shared parameters.

Time runs along the first axis and series along the last. A missing value leaves level and trend to themselves.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.seasons import mean_known

ALPHAS = (0.1, 0.2, 0.35, 0.55, 0.8)
TRENDS = ((0.0, 0.0), (0.1, 0.8), (0.1, 0.9), (0.1, 0.98), (0.3, 0.8), (0.3, 0.9))
"""Pairs of (beta, phi); without both there is no trend."""
CHOICES = np.array([(alpha, beta, phi) for alpha, (beta, phi) in product(ALPHAS, TRENDS)])
"""What is tried: alpha, beta and phi, shape (30, 3); with and without seasons they are sixty."""
START = 4
"""Level and trend begin with what the first so many values say (a year of them, where that is more)."""


class Smoothed(NamedTuple):
    """Where series have come to: level and trend, shape (choices, series), and the errors of one step on the way.

    `squares` are summed over `steps` of them.
    """

    level: Array
    trend: Array
    squares: Array
    steps: Array


def smoothed(y: Array, choices: Array, start: int = START) -> Smoothed:
    """Follow series with every choice of parameters.

    Parameters
    ----------
    y : ndarray, shape (times, series)
        Without their seasons.
    choices : ndarray, shape (choices, 3)
        alpha, beta, phi.
    start : int
        How many values level and trend begin with.

    Examples
    --------
    Simple smoothing by hand, from a level of 2: 0.5 of each error is kept.

    >>> found = smoothed(np.array([[1.0], [3.0], [4.0]]), np.array([[0.5, 0, 0]]), start=2)
    >>> found.level.tolist()
    [[3.125]]
    """
    alpha, beta, phi = choices.T[:, :, None]
    head = y[:start]
    steps = mean_known(np.diff(head, axis=0))
    slope = (
        mean_known(steps) if len(head) > 1 else np.array(np.nan)
    )  # of all series: one of a few values is all noise
    first = mean_known(head)
    first = np.where(np.isnan(first), mean_known(y), first)
    trend = np.where(phi > 0, np.nan_to_num(slope), 0.0) * np.ones((1, y.shape[1]))
    places = np.where(np.isnan(head), np.nan, np.arange(1.0, len(head) + 1)[:, None])
    level = first - trend * np.nan_to_num(mean_known(places))
    squares, count = np.zeros(level.shape), np.zeros(y.shape[1])
    rate = alpha * beta
    for step, now in enumerate(y):
        damped = phi * trend
        level = level + damped
        error = now - level
        if np.isnan(now).any():
            error = np.where(np.isnan(error), 0.0, error)
        level = level + alpha * error
        trend = damped + rate * error
        if step >= 2:
            squares += error * error
            count += ~np.isnan(now)
    return Smoothed(level, trend, squares, count)


def ahead(found: Smoothed, choices: Array, horizon: int) -> Array:
    """Return the levels of the next steps, shape (choices, horizon, series)."""
    growth = np.cumsum(choices[:, 2, None] ** np.arange(1, horizon + 1), axis=1)
    path: Array = found.level[:, None] + growth[:, :, None] * found.trend[:, None]
    return path
