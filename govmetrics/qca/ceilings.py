"""Ceilings of necessary condition analysis; arrays only, many orders of y at once.

The upper left corner is looked at: x on the right is needed for y above. Ties of x count by their highest y. Several cases at
one corner count each in the regression, as in the R package NCA.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints


@dataclass(frozen=True)
class Peers:
    """The corners of the ceiling: the highest y seen so far, at the x where it is first reached.

    Parameters
    ----------
    x : ndarray, shape (u,)
        The different values of x, ascending.
    top : ndarray, shape (draws, u)
        The highest y up to each.
    rises : ndarray of bool, shape (draws, u)
        Where it is reached.
    cases : ndarray of int, shape (draws, u)
        How many cases are at each corner; 0 where there is none.
    """

    x: Array
    top: Array
    rises: Bools
    cases: Ints


def peers(x: Array, y: Array) -> Peers:
    """Return the corners of x, (n,), with each row of y, (draws, n)."""
    order = np.argsort(x, kind="stable")
    distinct, starts, sizes = np.unique(x[order], return_index=True, return_counts=True)
    sorted_y = y[:, order]
    top = np.maximum.accumulate(np.maximum.reduceat(sorted_y, starts, axis=1), axis=1)
    rises = np.ones(top.shape, dtype=bool)
    rises[:, 1:] = top[:, 1:] > top[:, :-1]
    there = np.add.reduceat((sorted_y == np.repeat(top, sizes, axis=1)).astype(np.int64), starts, axis=1)
    return Peers(distinct, top, rises, np.where(rises, there, 0))


def step_effect(found: Peers, high: float, low: float) -> Array:
    """Return the share of the scope above the steps of the free disposal hull (CE-FDH), one a draw.

    Parameters
    ----------
    found : Peers
    high, low : float
        Of y.
    """
    zone = ((high - found.top[:, :-1]) * np.diff(found.x)).sum(axis=1)
    scope = (high - low) * (found.x[-1] - found.x[0])
    return np.asarray(zone / scope)


def line(found: Peers) -> tuple[Array, Array]:
    """Return intercept and slope of the regression through the corners (CR-FDH), one a draw; NaN with a single corner."""
    w = found.cases.astype(float)
    n = w.sum(axis=1)
    mx, my = (w * found.x).sum(axis=1) / n, (w * found.top).sum(axis=1) / n
    dx = w * (found.x - mx[:, None])
    below = (dx * (found.x - mx[:, None])).sum(axis=1)
    above = (dx * (found.top - my[:, None])).sum(axis=1)
    slope = np.divide(
        above, below, out=np.full(len(n), np.nan), where=(found.rises.sum(axis=1) > 1) & (below > 0)
    )
    return my - slope * mx, slope


def line_effect(found: Peers, high: float, low: float) -> Array:
    """Return the share of the scope above the line through the corners, one a draw; 0 with a single corner.

    The area between the line, cut off at the highest and lowest y, and the highest y.
    """
    intercept, slope = line(found)
    x0, x1 = found.x[0], found.x[-1]
    flat = np.isnan(slope) | (slope <= 0)
    slope_, intercept_ = np.where(flat, 1.0, slope), np.where(flat, high - x0, intercept)
    # where the line meets the lowest and the highest y, within the scope
    a = np.clip((low - intercept_) / slope_, x0, x1)
    b = np.clip((high - intercept_) / slope_, x0, x1)
    left = (a - x0) * (high - low)
    slanted = (b - a) * (high - (intercept_ + slope_ * (a + b) / 2))
    effect = (left + slanted) / ((high - low) * (x1 - x0))
    return np.where(flat, 0.0, np.clip(effect, 0.0, 1.0))


def needed_step(found: Peers, levels: Array) -> Array:
    """Return the x at which the steps first reach levels of y, (levels,), of the first draw; NaN where never."""
    at = np.searchsorted(found.top[0], levels, side="left")
    return np.where(at < len(found.x), found.x[np.minimum(at, len(found.x) - 1)], np.nan)


def needed_line(found: Peers, levels: Array) -> Array:
    """Return the x at which the line reaches levels of y; NaN beyond the highest x; the lowest x where no line rises."""
    intercept, slope = (one[0] for one in line(found))
    if np.isnan(slope) or slope <= 0:
        return np.full(len(levels), found.x[0])
    x = (levels - intercept) / slope
    return np.where(x > found.x[-1] + 1e-12 * np.ptp(found.x), np.nan, np.maximum(x, found.x[0]))
