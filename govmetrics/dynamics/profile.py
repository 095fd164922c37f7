"""Profile likelihoods: how far each parameter can go, all others fitted anew, before the fit becomes too poor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govmetrics.dynamics.descent import descend, slopes_of
from govmetrics.numerics.arrays import Array, Bools

_REACH = np.array([0.3, 0.7, 1.0, 1.4, 2.0, 3.0, 5.0, 10.0, 30.0])
_ROUNDS = 4


def profile_ends(
    residuals: Callable[[Array], Array], best: Array, least: float, count: int, limit: float
) -> tuple[Array, Bools]:
    """Return the ends of each parameter's interval, shape (parameters, 2), and which of them are only bounds.

    All points of all profiles are fitted together: first around the ends that the curvature suggests, then ever nearer.
    """
    floor = max(least, 1e-18 * count)
    width = _curvature(residuals, best, floor, count, limit)
    size = len(best)
    signs = np.array([-1.0, 1.0])
    points = np.clip(best[:, None, None] + signs[:, None] * width[:, None, None] * _REACH, 0, 1)
    bounds = np.broadcast_to(np.array([0.0, 1.0])[None, :, None], (size, 2, 1))
    points = np.concatenate([points, bounds], axis=2)
    rises = _rises(residuals, best, points, floor, count)
    inner, outer = np.repeat(best[:, None], 2, axis=1), np.zeros((size, 2))
    below, above = np.zeros((size, 2)), np.full((size, 2), np.nan)
    is_open = np.zeros((size, 2), dtype=bool)
    for j in range(size):
        for side in (0, 1):
            beyond = np.flatnonzero(rises[j, side] > limit)
            if not len(beyond):
                is_open[j, side], outer[j, side] = True, float(side)
                continue
            place = beyond[0]
            outer[j, side], above[j, side] = points[j, side, place], rises[j, side, place]
            if place:
                inner[j, side], below[j, side] = points[j, side, place - 1], rises[j, side, place - 1]
    for _ in range(_ROUNDS):  # the root of the rise is nearly straight
        a, b, c = np.sqrt(np.maximum(below, 0)), np.sqrt(above), np.sqrt(limit)
        share = np.clip(np.where(is_open | (b <= a), 0.5, (c - a) / np.where(b > a, b - a, 1.0)), 0.02, 0.98)
        middle = inner + share * (outer - inner)
        found = _rises(residuals, best, middle[:, :, None], floor, count)[:, :, 0]
        within = (found <= limit) & ~is_open
        inner, below = np.where(within, middle, inner), np.where(within, found, below)
        out = ~within & ~is_open
        outer, above = np.where(out, middle, outer), np.where(out, found, above)
    a, b, c = np.sqrt(np.maximum(below, 0)), np.sqrt(above), np.sqrt(limit)
    share = np.where(is_open | (b <= a), 1.0, (c - a) / np.where(b > a, b - a, 1.0))
    return inner + np.clip(share, 0, 1) * (outer - inner), is_open


def _curvature(
    residuals: Callable[[Array], Array], best: Array, floor: float, count: int, limit: float
) -> Array:
    """Return how far each parameter goes if the sum of squares were a parabola."""
    slopes = slopes_of(residuals, best[None], residuals(best[None]))[0]
    square = slopes @ slopes.T
    inverse = np.linalg.pinv(square, hermitian=True)
    width = np.sqrt(np.maximum(np.diag(inverse), 0) * floor * np.expm1(limit / count))
    return np.clip(np.where(width > 0, width, 0.1), 1e-7, 0.5)


def _rises(
    residuals: Callable[[Array], Array], best: Array, points: Array, floor: float, count: int
) -> Array:
    """Return by how much the fit is poorer, in n log of the sum of squares, with one parameter at each of some points."""
    size, sides, many = points.shape
    u = np.broadcast_to(best, (size, sides, many, size)).copy()
    free = np.ones(u.shape, dtype=bool)
    for j in range(size):
        u[j, :, :, j] = points[j]
        free[j, :, :, j] = False
    _, sums, _ = descend(residuals, u.reshape(-1, size), free.reshape(-1, size))
    return np.asarray(count * np.log(np.maximum(sums, floor) / floor)).reshape(size, sides, many)
