"""Least squares from many starts at once: Levenberg and Marquardt's steps, kept within the unit cube."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govmetrics.numerics.arrays import Array, Bools

SMALL, MOST = 1e-5, 80


def descend(residuals: Callable[[Array], Array], starts: Array, free: Bools) -> tuple[Array, Array, Array]:
    """Return the ends of descents, shape (starts, parameters), their sums of squares, and their residuals.

    Parameters
    ----------
    residuals : function
        Of points, shape (points, parameters), to residuals, shape (points, values).
    starts : ndarray, shape (starts, parameters)
        Within the unit cube.
    free : ndarray of bool, shape (starts, parameters)
        What may move.
    """
    u, count = starts.copy(), starts.shape[1]
    r = residuals(u)
    sums = (r**2).sum(axis=1)
    damping, going = np.full(len(u), 1e-2), np.ones(len(u), dtype=bool)
    for _ in range(MOST):
        at = np.flatnonzero(going)
        if not len(at):
            break
        slopes = slopes_of(residuals, u[at], r[at])
        gradient = np.einsum("spn,sn->sp", slopes, r[at])
        held = ~free[at] | ((u[at] <= 0) & (gradient > 0)) | ((u[at] >= 1) & (gradient < 0))
        slopes[held], gradient[held] = 0.0, 0.0
        square = np.einsum("spn,sqn->spq", slopes, slopes)
        diagonal = np.einsum("spp->sp", square)
        extra = damping[at, None] * np.maximum(diagonal, 1e-12) + held
        square[:, np.arange(count), np.arange(count)] += extra
        moved = np.clip(u[at] - np.linalg.solve(square, gradient[:, :, None])[:, :, 0], 0, 1)
        tried = residuals(moved)
        reached = (tried**2).sum(axis=1)
        better = reached < sums[at]
        done = better & (sums[at] - reached <= 1e-10 * sums[at])
        u[at[better]], r[at[better]], sums[at[better]] = moved[better], tried[better], reached[better]
        damping[at] = np.where(better, damping[at] / 5, damping[at] * 4)
        going[at] = ~done & (damping[at] < 1e8) & (sums[at] > 1e-24)
    return u, sums, r


def slopes_of(residuals: Callable[[Array], Array], u: Array, r: Array) -> Array:
    """Return the derivatives of residuals, shape (points, parameters, values), by differences within the cube."""
    points, count = u.shape
    steps = np.where(u + SMALL > 1, -SMALL, SMALL)
    moved = np.repeat(u[:, None, :], count, axis=1)
    moved[:, np.arange(count), np.arange(count)] += steps
    found = residuals(moved.reshape(-1, count)).reshape(points, count, -1)
    return np.asarray((found - r[:, None, :]) / steps[:, :, None])
