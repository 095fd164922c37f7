"""Membership functions (隶属函数) on arrays: degrees of every grade, the lowest grade first.

All take values of shape (n,) and rising break points, and return degrees of shape (n, grades).
NaN stays NaN. The first and the last grade are half open: beyond the last break points they stay at one.
"""

from __future__ import annotations

import numpy as np


def _trapezoidal(x: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Plateaus with linear slopes between; ``2 (grades - 1)`` points, the ends of each slope."""
    starts, ends = points[0::2], points[1::2]
    # How far x has climbed each slope; the degree is what was climbed less what was passed on.
    climbed = np.clip((x[:, None] - starts) / (ends - starts), 0.0, 1.0)
    return _differences(climbed)


def _triangular(x: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Peaks at the break points, one per grade, and half-trapezoids (半梯形) at the ends."""
    climbed = np.clip((x[:, None] - points[:-1]) / np.diff(points), 0.0, 1.0)
    return _differences(climbed)


def _sigmoid(x: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Logistic steps half-way between the grades' centres; 95 % of each step is climbed at a centre."""
    from scipy.special import expit

    half = np.diff(points) / 2
    climbed: np.ndarray = expit(np.log(19.0) * (x[:, None] - (points[:-1] + half)) / half)
    # With unequal steps a later, wider step may start below an earlier one; a grade cannot be negative.
    return _differences(np.minimum.accumulate(climbed, axis=1))


def _gaussian(x: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Bell curves around the centres; neighbours cross at one half."""
    distance, gap = _from_centres(x, points)
    return np.asarray(np.exp(-np.log(2.0) * np.square(2.0 * distance / gap)))


def _cloud(x: np.ndarray, points: np.ndarray, hyper_entropy: float = 0.1) -> np.ndarray:
    """Normal cloud (正态云): the expected certainty degree when the entropy itself is uncertain.

    The entropy En of each side is gap / 2.355, so that neighbours cross at about one half, and
    En' ~ N(En, (hyper_entropy En)^2). The expectation is taken by Gauss-Hermite quadrature, not by draws.
    """
    distance, gap = _from_centres(x, points)
    nodes, shares = np.polynomial.hermite_e.hermegauss(16)
    ratio = np.square(distance / (gap / (2.0 * np.sqrt(2.0 * np.log(2.0)))))
    degrees: np.ndarray = np.zeros_like(ratio)
    for node, share in zip(nodes, shares / shares.sum(), strict=True):
        degrees += share * np.exp(-0.5 * ratio / np.square(1.0 + hyper_entropy * node))
    return np.asarray(degrees)


def _from_centres(x: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distance of each value from each centre, and the gap to the neighbour on that side."""
    gaps = np.diff(points)
    below = np.concatenate([[np.inf], gaps])  # nothing lies beyond the ends: the distance counts as zero
    above = np.concatenate([gaps, [np.inf]])
    offset = x[:, None] - points
    gap = np.where(offset < 0, below, above)
    return np.where(np.isinf(gap), 0.0 * offset, np.abs(offset)), gap


def _differences(climbed: np.ndarray) -> np.ndarray:
    """Turn the heights of successive steps (n, grades - 1) into degrees (n, grades) that sum to one."""
    degrees = np.empty((len(climbed), climbed.shape[1] + 1))
    degrees[:, 0] = 1.0 - climbed[:, 0]
    degrees[:, 1:-1] = climbed[:, :-1] - climbed[:, 1:]
    degrees[:, -1] = climbed[:, -1]
    return degrees


SHAPES = {
    "triangular": _triangular,
    "trapezoidal": _trapezoidal,
    "gaussian": _gaussian,
    "sigmoid": _sigmoid,
    "cloud": _cloud,
}
