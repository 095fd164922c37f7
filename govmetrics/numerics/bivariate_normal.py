"""The standard bivariate normal distribution, vectorised."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, owens_t

from govmetrics.numerics.arrays import Array


def distribution(h: Array, k: Array, rho: Array) -> Array:
    """Return P(X <= h, Y <= k) for correlation `rho` inside (-1, 1); arguments broadcast, h and k finite.

    Owen (1956): Phi2 = (Phi(h) + Phi(k)) / 2 - T(h, a_h) - T(k, a_k) - (1 / 2 if h and k differ in sign).
    """
    # A zero threshold is moved by less than any rounding, so that every ratio below is defined.
    h = np.where(h == 0, 1e-300, h)
    k = np.where(k == 0, 1e-300, k)
    root = np.sqrt((1 - rho) * (1 + rho))
    with np.errstate(over="ignore"):
        toward_k = (k / h - rho) / root
        toward_h = (h / k - rho) / root
    apart = np.where(h * np.sign(k) < 0, 0.5, 0.0)
    return np.asarray((ndtr(h) + ndtr(k)) / 2 - owens_t(h, toward_k) - owens_t(k, toward_h) - apart)


def density(h: Array, k: Array, rho: Array) -> Array:
    """Return the density at (h, k), which is also the derivative of `distribution` by `rho`."""
    rest = (1 - rho) * (1 + rho)
    return np.asarray(np.exp(-(h * h - 2 * rho * h * k + k * k) / (2 * rest)) / (2 * np.pi * np.sqrt(rest)))
