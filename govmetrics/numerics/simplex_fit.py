"""Least squares with weights that are not negative and sum to one, exactly."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def simplex_fit(x: Array, y: Array) -> Array:
    """Return the weights w >= 0, sum w = 1, that minimise ||y - x w||^2.

    With Z = x - y 1' the task is the point of least norm in the convex hull of Z's columns. Non-negative least squares
    of (0, 1) on (Z, 1') has the value ||Z w||^2 / (1 + ||Z w||^2) along every direction w, so that its solution over
    its sum is exactly w (Lawson and Hanson 1974, chapter 23): no penalty has to be chosen.

    Parameters
    ----------
    x : ndarray
        Rows (periods or predictors) x columns (donors).
    y : ndarray
        One per row.
    """
    from scipy.optimize import nnls

    z = x - y[:, None]
    size = np.sqrt((z**2).sum(axis=0)).min()  # at the best vertex: makes ||Z w|| of the order of one
    if size == 0:
        exact = (z == 0).all(axis=0)
        return np.asarray(exact / exact.sum(), float)
    u, _ = nnls(
        np.vstack([z / size, np.ones(z.shape[1])]), np.r_[np.zeros(len(z)), 1.0], maxiter=50 * z.shape[1]
    )
    w = u / u.sum()
    return _polished(z, np.where(w < 1e-12, 0.0, w))


def _polished(z: Array, w: Array) -> Array:
    """Return the weights solved again on their support, without the loss of digits, where that keeps them positive."""
    on = np.flatnonzero(w)
    if len(on) < 2 or np.linalg.matrix_rank(np.vstack([z[:, on], np.ones(len(on))])) < len(on):
        return np.asarray(w / w.sum(), float)
    last = z[:, on[-1]]
    part = np.linalg.lstsq(z[:, on[:-1]] - last[:, None], -last, rcond=None)[0]
    exact = np.r_[part, 1 - part.sum()]
    if (exact < 0).any():
        return np.asarray(w / w.sum(), float)
    whole = np.zeros_like(w)
    whole[on] = exact
    return whole
