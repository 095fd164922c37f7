"""Rotations of factor loadings: varimax, promax, oblimin."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def varimax(loadings: Array, normalise: bool = True, tolerance: float = 1e-5) -> tuple[Array, Array]:
    """Return rotated loadings (k, m) and the orthogonal rotation (m, m) that maximises Kaiser's criterion.

    Parameters
    ----------
    loadings : array (k, m)
    normalise : bool
        Kaiser's normalisation: rows to unit length while rotating.
    tolerance : float
        Stop when the sum of singular values grows by less than this share (1e-5 as in R's varimax).
    """
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if normalise else np.ones((len(loadings), 1))
    size = np.where(size > 0, size, 1.0)
    x, k = loadings / size, len(loadings)
    rotation, before = np.eye(loadings.shape[1]), 0.0
    for _ in range(1000):
        z = x @ rotation
        left, values, right = np.linalg.svd(x.T @ (z**3 - z * (z**2).sum(axis=0) / k))
        rotation = left @ right
        if values.sum() < before * (1 + tolerance):
            break
        before = values.sum()
    return x @ rotation * size, rotation


def promax(loadings: Array, power: int = 4, normalise: bool = True) -> tuple[Array, Array]:
    """Return oblique pattern loadings (k, m) and factor correlations (m, m) (Hendrickson and White 1964)."""
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if normalise else np.ones((len(loadings), 1))
    size = np.where(size > 0, size, 1.0)
    x, rotation = varimax(loadings / size)
    target = x * np.abs(x) ** (power - 1)
    move = np.linalg.lstsq(x, target, rcond=None)[0]
    move = move * np.sqrt(np.diag(np.linalg.inv(move.T @ move)))
    inverse = np.linalg.inv(rotation @ move)
    return x @ move * size, inverse @ inverse.T


def oblimin(
    loadings: Array, gamma: float = 0.0, normalise: bool = False, tolerance: float = 1e-5
) -> tuple[Array, Array]:
    """Return oblique pattern loadings (k, m) and factor correlations (m, m) by gradient projection.

    Parameters
    ----------
    loadings : array (k, m)
    gamma : float
        0 is direct quartimin, the usual choice.
    normalise : bool
        Kaiser's normalisation.
    tolerance : float
        Stop when the projected gradient is shorter (1e-5 as in GPArotation).

    References
    ----------
    Jennrich, R. I. (2002). A simple general method for oblique rotation. Psychometrika, 67.
    """
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if normalise else np.ones((len(loadings), 1))
    size = np.where(size > 0, size, 1.0)
    a, m, turn, step = loadings / size, loadings.shape[1], np.eye(loadings.shape[1]), 1.0
    pattern = a @ np.linalg.inv(turn).T
    value, slope = _oblimin(pattern, gamma)
    for _ in range(2000):
        gradient = -(pattern.T @ slope @ np.linalg.inv(turn)).T
        projected = gradient - turn * (turn * gradient).sum(axis=0)
        length = float(np.sqrt((projected**2).sum()))
        if length < tolerance:
            break
        step *= 2
        for _ in range(20):
            trial = turn - step * projected
            trial = trial / np.sqrt((trial**2).sum(axis=0))
            moved = a @ np.linalg.inv(trial).T
            new_value, new_slope = _oblimin(moved, gamma)
            if new_value < value - 0.5 * length**2 * step:
                break
            step /= 2
        turn, pattern, value, slope = trial, moved, new_value, new_slope
    return pattern * size, turn.T @ turn if m > 1 else np.eye(1)


def _oblimin(pattern: Array, gamma: float) -> tuple[float, Array]:
    """Return the oblimin criterion of a pattern (k, m), and its gradient (k, m)."""
    squares = pattern**2
    cross = squares @ (1 - np.eye(pattern.shape[1]))
    if gamma:
        cross = cross - gamma * cross.mean(axis=0)
    return float((squares * cross).sum() / 4), pattern * cross
