"""The six preference functions of PROMETHEE as sums over all units: sorting where a function is made of steps and lines."""

from __future__ import annotations

from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.pair_sums import pair_sums

Shape = Literal["usual", "u_shape", "v_shape", "level", "linear", "gaussian"]
NEEDS = {
    "usual": (),
    "u_shape": ("indifference",),
    "v_shape": ("preference",),
    "level": ("indifference", "preference"),
    "linear": ("indifference", "preference"),
    "gaussian": ("inflection",),
}
"""Which thresholds a function has (Brans and Vincke 1985, types I to VI)."""
_NEAR = 1e-12
"""Differences closer than this share of the largest value are equal: 0.8 - 0.6 is not above 0.2."""
_FAR = 1e6
"""Where values lie further apart than so many preference thresholds, running sums would lose their digits."""


class Criterion(NamedTuple):
    """A leaf's preference function with its thresholds q, p and s, in the unit of the values."""

    shape: str
    indifference: float = 0.0
    preference: float = 0.0
    inflection: float = 0.0


def flows(x: Array, criterion: Criterion) -> tuple[Array, Array]:
    """Return how far each x (n,) is preferred to all others together, and how far they are preferred to it.

    Examples
    --------
    >>> plus, minus = flows(np.array([1.0, 2, 4]), Criterion("linear", 1, 3))
    >>> plus.tolist(), minus.tolist()
    ([0.0, 0.0, 1.5], [1.0, 0.5, 0.0])
    """
    near = _NEAR * float(np.abs(x).max())
    q, p = criterion.indifference, criterion.preference
    if criterion.shape == "gaussian":
        with np.errstate(over="ignore"):  # far beyond the threshold preference is full
            return pair_sums(x, partial(_bell, s=criterion.inflection))
    if criterion.shape in ("v_shape", "linear"):
        q = 0.0 if criterion.shape == "v_shape" else q
        if np.ptp(x) > _FAR * (p - q):
            return pair_sums(x, partial(_line, q=q, p=p))
        return _sorted_line(x, q, p, near), _sorted_line(-x, q, p, near)
    if criterion.shape == "level":
        return tuple((_beyond(y, q, near) + _beyond(y, p, near)) / 2 for y in (x, -x))  # type: ignore[return-value]
    q = q if criterion.shape == "u_shape" else 0.0
    return _beyond(x, q, near), _beyond(-x, q, near)


def _beyond(x: Array, threshold: float, near: float) -> Array:
    """Return how many values lie further than the threshold below each x."""
    return np.asarray(np.searchsorted(np.sort(x), x - threshold - near, side="left"), dtype=float)


def _sorted_line(x: Array, q: float, p: float, near: float) -> Array:
    """Return the sum of (x_i - x_j - q) / (p - q), held between 0 and 1, over all j."""
    y = np.sort(x)
    y, x = y - y[0], x - y[0]
    running = np.concatenate([[0.0], np.cumsum(y)])
    far = np.searchsorted(y, x - p, side="left")  # further below than p: 1 each
    some = np.maximum(np.searchsorted(y, x - q - near, side="left"), far)
    partly = (some - far) * (x - q) - (running[some] - running[far])
    return np.asarray(far + np.maximum(partly, 0.0) / (p - q))


def _line(gap: Array, q: float, p: float) -> Array:
    return np.asarray(np.clip((gap - q) / (p - q), 0.0, 1.0))


def _bell(gap: Array, s: float) -> Array:
    z = gap * (np.sqrt(0.5) / s)
    return np.asarray(-np.expm1(-z * z))
