"""Effects of several groups drawn towards their mean, the more the less sure they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array


class Shrunk(NamedTuple):
    """Effects after shrinkage.

    Parameters
    ----------
    mean, error : ndarray
        Of every group, after shrinkage.
    centre, tau : float
        The mean of all, and the standard deviation between groups.
    q, df : float
        Cochran's statistic of alike effects, and its degrees of freedom.
    """

    mean: Array
    error: Array
    centre: float
    tau: float
    q: float
    df: int


def shrunk_effects(effect: Array, error: Array) -> Shrunk:
    """Return empirical Bayes means under effect_i ~ N(theta_i, error_i^2), theta_i ~ N(mu, tau^2).

    tau^2 = max(0, (Q - (k - 1)) / (sum w - sum w^2 / sum w)), w = 1 / error^2 (DerSimonian and Laird 1986). The mean of a
    group is mu + B (effect - mu) with B = tau^2 / (tau^2 + error^2); its variance B error^2 + (1 - B)^2 var(mu) counts that mu
    is estimated.
    """
    w = 1 / error**2
    fixed = float(w @ effect / w.sum())
    q, k = float(w @ (effect - fixed) ** 2), len(effect)
    spare = float(w.sum() - (w**2).sum() / w.sum())
    tau2 = max(0.0, (q - (k - 1)) / spare) if k > 1 and spare > 0 else 0.0
    v = 1 / (tau2 + error**2)
    centre, variance = float(v @ effect / v.sum()), float(1 / v.sum())
    b = tau2 / (tau2 + error**2) if k > 1 else np.ones(k)
    return Shrunk(centre + b * (effect - centre), np.sqrt(b * error**2 + (1 - b) ** 2 * variance), centre,
                  float(np.sqrt(tau2)), q, k - 1)  # fmt: skip
