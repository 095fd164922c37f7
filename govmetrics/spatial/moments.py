"""Moments of spatial statistics: sums over weights and their expectations under randomisation or normality; arrays only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array


@dataclass(frozen=True)
class Sums:
    """S0, S1 and S2 of Cliff and Ord (1981) of weights (n, n)."""

    n: int
    s0: float
    s1: float
    s2: float


def sums_of(w: Any) -> Sums:
    """Return the sums of sparse weights without a diagonal."""
    both = w + w.T
    ends = w.sum(axis=0) + w.sum(axis=1)
    return Sums(w.shape[0], float(w.sum()), float((both.multiply(both)).sum()) / 2, float((ends**2).sum()))


def kurtosis(z: Array) -> Array:
    """Return the fourth moment over the squared second one of deviations (n, columns)."""
    return (z**4).mean(axis=0) / (z**2).mean(axis=0) ** 2  # type: ignore[no-any-return]


def moran_variance(s: Sums, b2: Array, randomisation: bool) -> Array:
    """Return the variance of Moran's I (Cliff and Ord 1981, 1.37 and 2.27)."""
    n, expected = s.n, -1 / (s.n - 1)
    if not randomisation:
        second = (n**2 * s.s1 - n * s.s2 + 3 * s.s0**2) / ((n**2 - 1) * s.s0**2)
        return np.full(b2.shape, second - expected**2)
    first = n * ((n**2 - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2)
    other = b2 * ((n**2 - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    return (first - other) / ((n - 1) * (n - 2) * (n - 3) * s.s0**2) - expected**2


def geary_variance(s: Sums, b2: Array, randomisation: bool) -> Array:
    """Return the variance of Geary's c (Cliff and Ord 1981, 1.39 and 2.29)."""
    n = s.n
    if not randomisation:
        return np.full(b2.shape, ((2 * s.s1 + s.s2) * (n - 1) - 4 * s.s0**2) / (2 * (n + 1) * s.s0**2))
    first = (n - 1) * s.s1 * (n**2 - 3 * n + 3 - (n - 1) * b2)
    second = (n - 1) * s.s2 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * b2) / 4
    third = s.s0**2 * (n**2 - 3 - (n - 1) ** 2 * b2)
    return (first - second + third) / (n * (n - 2) * (n - 3) * s.s0**2)


def general_g(s: Sums, x: Array) -> tuple[float, Array]:
    """Return the expectation and the variance of the general G of values (n, columns) (Getis and Ord 1992, 13 to 15)."""
    n = s.n
    m1, m2, m3, m4 = ((x**power).sum(axis=0) for power in (1, 2, 3, 4))
    b0 = (n**2 - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s.s0**2
    b1 = -((n**2 - n) * s.s1 - 2 * n * s.s2 + 6 * s.s0**2)
    b2 = -(2 * n * s.s1 - (n + 3) * s.s2 + 6 * s.s0**2)
    b3 = 4 * (n - 1) * s.s1 - 2 * (n + 1) * s.s2 + 8 * s.s0**2
    b4 = s.s1 - s.s2 + s.s0**2
    top = b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4
    expected = s.s0 / (n * (n - 1))
    return expected, top / ((m1**2 - m2) ** 2 * n * (n - 1) * (n - 2) * (n - 3)) - expected**2
