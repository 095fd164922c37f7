"""The arithmetic of funnels: scales on which errors are alike, how much more units differ than chance allows, limits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools

Scale = Literal["arcsine", "square_root", "log", "identity"]
Outliers = Literal["winsorise", "truncate", "keep"]
WARNING, ACTION = 1.959963984540054, 3.090232306167813
"""Normal quantiles of the limits, 95% and 99.8%, as Spiegelhalter (2005) has them."""


class Transform(NamedTuple):
    """A scale: there, back, and the standard error of a rate on it, given the target and what events are out of."""

    there: Callable[[Array], Array]
    back: Callable[[Array], Array]
    error: Callable[[float, Array], Array]


def _identity_error(proportion: bool) -> Callable[[float, Array], Array]:
    return lambda target, n: np.sqrt(target * (1 - target) / n if proportion else target / n)


def transform(scale: Scale, proportion: bool) -> Transform:
    """Return a scale (Spiegelhalter 2005, appendix A), with the errors of binomial or Poisson counts."""
    if scale == "arcsine":
        return Transform(
            lambda p: np.arcsin(np.sqrt(p)),
            lambda y: np.sin(np.clip(y, 0, np.pi / 2)) ** 2,
            lambda _, n: 0.5 / np.sqrt(n),
        )
    if scale == "square_root":
        return Transform(np.sqrt, lambda y: np.maximum(y, 0) ** 2, lambda _, n: 0.5 / np.sqrt(n))
    if scale == "log":
        return Transform(np.log, np.exp, lambda target, n: 1 / np.sqrt(target * n))
    top = 1.0 if proportion else np.inf
    return Transform(lambda r: r, lambda y: np.clip(y, 0, top), _identity_error(proportion))


def without_tails(z: Array, outliers: Outliers, tail: float) -> tuple[Array, Bools]:
    """Return z-scores from which extremes have no pull, and which of them count.

    Winsorised, scores beyond the quantiles `tail` and 1 - `tail` are moved to these and count; truncated, the `tail`
    lowest and highest of the units do not count.
    """
    counts = np.ones(len(z), dtype=bool)
    if outliers == "winsorise":
        low, high = np.quantile(z, [tail, 1 - tail])
        return np.clip(z, low, high), counts
    if outliers == "truncate":
        cut = int(tail * len(z) + 1e-9)
        order = np.argsort(z, kind="stable")
        counts[order[:cut]] = counts[order[len(z) - cut :]] = False
    return z, counts


def overdispersion(z: Array, error: Array) -> tuple[float, float]:
    """Return phi, the mean squared z-score, and tau squared, the variance between units by moments.

    Spiegelhalter (2005), equations for phi and tau; with weights w = 1 / s^2 (DerSimonian and Laird), never below 0.
    """
    n = len(z)
    phi = float(z @ z / n)
    w = 1 / error**2
    spread = w.sum() - (w @ w) / w.sum()
    return phi, max(0.0, float((n * phi - (n - 1)) / spread)) if n > 1 and spread > 0 else 0.0


def funnel_limits(
    way: Transform, target: float, n: Array, adjustment: str | None, phi: float, tau2: float
) -> dict[str, Array]:
    """Return the limits of units that are out of `n`, warning and action."""
    error = way.error(target, n)
    if adjustment == "multiplicative":
        error = error * np.sqrt(max(phi, 1.0))
    elif adjustment == "additive":
        error = np.sqrt(error**2 + tau2)
    middle = float(way.there(np.array(target)))
    return {
        name: way.back(middle + quantile * error)
        for name, quantile in (("lower", -ACTION), ("warning_lower", -WARNING), ("warning_upper", WARNING), ("upper", ACTION))
    }  # fmt: skip


def adjusted_z(z: Array, error: Array, adjustment: str | None, phi: float, tau2: float) -> Array:
    """Return z-scores by the errors that the limits have."""
    if adjustment == "multiplicative":
        factor: Array = np.sqrt([max(phi, 1.0)])
        return z / factor
    widened: Array = np.sqrt(error**2 + (tau2 if adjustment == "additive" else 0.0))
    return z * error / widened
