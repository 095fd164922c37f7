"""Rates with their intervals, the ranks that they may have, and where they lie in a funnel."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.monitoring.dispersion import WARNING
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.ranks import competition
from govmetrics.numerics.shares import wilson


def poisson_interval(x: Array, n: Array, z: float) -> tuple[Array, Array]:
    """Return the score interval of a Poisson rate, the analogue of Wilson's: the limits solve |x / n - r| = z sqrt(r / n)."""
    half = z * np.sqrt(x + z**2 / 4)
    lower = np.where(x == 0, 0.0, np.maximum(x + z**2 / 2 - half, 0))
    return lower / n, (x + z**2 / 2 + half) / n


def rank_region(lower: Array, upper: Array) -> tuple[Array, Array]:
    """Return the best and the worst rank of every unit by disjoint intervals, highest first: n log n.

    A unit whose whole interval lies above another's is ahead of it (Klein, Wright and Wieczorek 2020).
    """
    ahead = len(lower) - np.searchsorted(np.sort(lower), upper, side="right")
    behind = np.searchsorted(np.sort(upper), lower, side="left")
    return 1.0 + ahead.astype(float), len(lower) - behind.astype(float)


def verdicts(rates: Array, limits: dict[str, Array]) -> NDArray[np.object_]:
    """Return where every rate lies: beyond the outer limits, between them and the inner ones, or within."""
    dust = 1e-12 * np.maximum(np.abs(rates), 1e-300)
    conditions = [rates > limits["upper"] + dust, rates < limits["lower"] - dust,
                  rates > limits["warning_upper"] + dust, rates < limits["warning_lower"] - dust]  # fmt: skip
    words = ["above limits", "below limits", "rather high", "rather low"]
    found: NDArray[np.object_] = np.select(conditions, words, "within limits").astype(object)
    return found


def _interval(x: Array, n: Array, proportion: bool, level: float) -> tuple[Array, Array]:
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    return wilson(x / n, n, z) if proportion else poisson_interval(x, n, z)


def standard_errors(x: Array, n: Array, proportion: bool) -> Array:
    """Return half of the 95 % score interval over its quantile."""
    lower, upper = wilson(x / n, n, WARNING) if proportion else poisson_interval(x, n, WARNING)
    return (upper - lower) / (2 * WARNING)


def ranked(x: Array, n: Array, proportion: bool, level: float, better: str) -> pd.DataFrame:
    """Return rates with their intervals, and ranks with the best and the worst that they may be."""
    lower, upper = _interval(x, n, proportion, level)
    low, high = _interval(x, n, proportion, level ** (1 / len(x)))  # for all units at once (independent)
    sign = 1 if better == "more" else -1
    best, worst = rank_region(low, high) if sign == 1 else rank_region(-high, -low)
    return pd.DataFrame({"events": x, "out_of": n, "rate": x / n, "lower": lower, "upper": upper,
                         "rank": competition(sign * x / n)[0], "rank_lower": best, "rank_upper": worst})  # fmt: skip
