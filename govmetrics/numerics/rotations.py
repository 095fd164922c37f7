"""Rotations of factor loadings: varimax, promax, oblimin."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from govmetrics.numerics.arrays import Array

_FEW, _ROUNDS = 30, 100
UNSETTLED = (
    "the varimax rotation did not come to rest: its loadings, and weights that rest on them, are approximate; fewer columns "
    "help"
)
"""What who rotates warns of."""


def varimax(
    loadings: Array, normalise: bool = True, tolerance: float = 1e-5, steps: int = 1000
) -> tuple[Array, Array, bool]:
    """Return rotated loadings (k, m), the orthogonal rotation (m, m) that maximises Kaiser's criterion, and whether it is there.

    Parameters
    ----------
    loadings : array (k, m)
    normalise : bool
        Kaiser's normalisation: rows to unit length while rotating.
    tolerance : float
        Stop when the sum of singular values grows by less than this share (1e-5 as in R's varimax).
    steps : int
        At most so many.
    """
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if normalise else np.ones((len(loadings), 1))
    size = np.where(size > 0, size, 1.0)
    x, k = loadings / size, len(loadings)
    rotation, before, settled = np.eye(loadings.shape[1]), 0.0, False
    for _ in range(steps):
        z = x @ rotation
        left, values, right = np.linalg.svd(x.T @ (z**3 - z * (z**2).sum(axis=0) / k))
        if (
            values.sum() <= 1e-12 * k and before == 0
        ):  # no way up from a start such as two clusters that mirror
            rotation, before = _planar(x), 1e-300
            continue
        rotation = left @ right
        if values.sum() < before * (1 + tolerance):
            settled = True
            break
        before = values.sum()
    return x @ rotation * size, rotation, settled


def exact_varimax(loadings: Array) -> tuple[Array, bool]:
    """Return varimax loadings (k, m) to the last digits, and whether they are at rest.

    The steps of `varimax` may swing about their end for thousands of rounds: few factors are turned on pair by pair
    (Kaiser 1958) until no angle moves. Of many, each round of which takes long, the steps are all.
    """
    if loadings.shape[1] > _FEW:
        found, _, settled = varimax(loadings, tolerance=1e-10)
        return found, settled
    found, _, _ = varimax(loadings, tolerance=1e-7)
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    size = np.where(size > 0, size, 1.0)
    for _ in range(_ROUNDS):
        turn = _planar(found / size)
        found = found @ turn
        if np.abs(turn - np.diag(np.diag(turn))).max() < 1e-10:
            return found, True
    return found, False


def promax(loadings: Array, power: int = 4, normalise: bool = True) -> tuple[Array, Array]:
    """Return oblique pattern loadings (k, m) and factor correlations (m, m) (Hendrickson and White 1964)."""
    size = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if normalise else np.ones((len(loadings), 1))
    size = np.where(size > 0, size, 1.0)
    x, rotation, _ = varimax(loadings / size)
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
    a, m = loadings / size, loadings.shape[1]
    value, pattern, turn, moved = _descended(a, np.eye(m), gamma, tolerance)
    if not moved and m > 1:  # the start may be a saddle, as of two clusters that mirror each other
        other = _descended(a, _planar(a), gamma, tolerance)
        if other[0] < value - tolerance:
            _, pattern, turn, _ = other
    return pattern * size, turn.T @ turn


def simplest(loadings: Array, oblique: bool, turns: Array) -> tuple[Array, bool]:
    """Return loadings (k, m) turned to where rotation starts that ends best, and whether not from where they were.

    `turns` (s, m, m) are orthogonal. The best has the largest criterion of Kaiser after varimax, or where
    `oblique` the smallest of oblimin; another start must better the first by one in 1,000, as searches end
    before they are exact.
    """

    def missed(start: Array) -> float:
        if oblique:
            return _oblimin(oblimin(start)[0], 0.0)[0]
        return -kaiser(varimax(start)[0])

    best, least, other = loadings, missed(loadings), False
    for turn in turns:
        value = missed(loadings @ turn)
        if value < least - 1e-3 * abs(least) - 1e-9:
            best, least, other = loadings @ turn, value, True
    return best, other


def kaiser(loadings: Array) -> float:
    """Return Kaiser's criterion (1958): the variances of squared loadings (k, m) in rows of unit length, in sum."""
    size = (loadings**2).sum(axis=1, keepdims=True)
    squares = loadings**2 / np.where(size > 0, size, 1.0)
    return float(squares.var(axis=0).sum())


def _planar(x: Array) -> Array:
    """Return the rotation (m, m) after one round of Kaiser's rotations (1958) of every pair of factors."""
    k, m = x.shape
    turn = np.eye(m)
    for first, second in combinations(range(m), 2):
        one, two = (x @ turn[:, [first, second]]).T
        u, v = one**2 - two**2, 2 * one * two
        up, along = 2 * (u @ v - u.sum() * v.sum() / k), u @ u - v @ v - (u.sum() ** 2 - v.sum() ** 2) / k
        angle = np.arctan2(up, along) / 4
        cos, sin = np.cos(angle), np.sin(angle)
        turn[:, [first, second]] = turn[:, [first, second]] @ np.array([[cos, -sin], [sin, cos]])
    return turn


def _descended(a: Array, turn: Array, gamma: float, tolerance: float) -> tuple[float, Array, Array, bool]:
    """Return the least criterion from a start, with pattern and factors, and whether it lies elsewhere."""
    step, moved = 1.0, False
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
            trial_pattern = a @ np.linalg.inv(trial).T
            new_value, new_slope = _oblimin(trial_pattern, gamma)
            if new_value < value - 0.5 * length**2 * step:
                break
            step /= 2
        turn, pattern, value, slope, moved = trial, trial_pattern, new_value, new_slope, True
    return value, pattern, turn, moved


def _oblimin(pattern: Array, gamma: float) -> tuple[float, Array]:
    """Return the oblimin criterion of a pattern (k, m), and its gradient (k, m)."""
    squares = pattern**2
    cross = squares @ (1 - np.eye(pattern.shape[1]))
    if gamma:
        cross = cross - gamma * cross.mean(axis=0)
    return float((squares * cross).sum() / 4), pattern * cross
