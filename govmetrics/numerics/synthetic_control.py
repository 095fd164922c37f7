"""Synthetic controls: weights of donors by outcomes before treatment, or by predictors whose own weights are sought."""

from __future__ import annotations

from typing import Literal

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.simplex_fit import simplex_fit


def donor_weights(
    y: Array, donors: Array, x: Array | None, donors_x: Array | None, starts: int, rng: np.random.Generator
) -> tuple[Array, Array | None]:
    """Return the donors' weights, and the predictors' (None without predictors).

    Parameters
    ----------
    y, donors : ndarray
        Outcome before treatment: (periods,) and (periods, donors).
    x, donors_x : ndarray or None
        Predictors, in comparable units: (predictors,) and (predictors, donors).
    starts : int
        From how many points the predictors' weights are sought: equal ones, each alone, and random ones.
    """
    if x is None or donors_x is None:
        return simplex_fit(donors, y), None
    from scipy.optimize import minimize

    def weights(log_v: Array) -> Array:
        root = np.sqrt(_shares(log_v))
        return simplex_fit(donors_x * root[:, None], x * root)

    def loss(log_v: Array) -> float:
        return float(((y - donors @ weights(log_v)) ** 2).mean())

    count = len(x)
    tries = [np.zeros(count), *(np.where(np.arange(count) == k, 3.0, 0.0) for k in range(count))][
        : max(1, starts)
    ]
    tries += [rng.normal(0, 2, count) for _ in range(starts - len(tries))]
    if count == 1:
        return weights(np.zeros(1)), np.ones(1)
    found = [
        minimize(
            loss, one, method="Nelder-Mead", options={"maxfev": 150 * count, "xatol": 1e-3, "fatol": 1e-12}
        )
        for one in tries
    ]
    best = min(found, key=lambda one: one.fun).x
    return weights(best), _shares(best)


def _shares(log_v: Array) -> Array:
    v = np.exp(np.clip(log_v - log_v.max(), -30, 0))
    return np.asarray(v / v.sum(), float)


def rmspe(gap: Array) -> float:
    """Return the root of the mean squared gap."""
    return float(np.sqrt((gap**2).mean()))


def contains(whole: Array, others: Array) -> tuple[Literal["sum", "mean", ""], Array]:
    """Tell whether a series is the sum of several others, or their weighted mean, far beyond what chance allows.

    Parameters
    ----------
    whole, others : ndarray
        (periods,) and (periods, units).

    Returns
    -------
    tuple of {"sum", "mean", ""} and ndarray
        What it is, and the weights of the others.
    """
    from scipy.optimize import nnls

    size = np.abs(whole).max()
    if not size > 0 or np.ptp(whole) == 0:
        return "", np.zeros(others.shape[1])
    sums, left = nnls(others / size, whole / size)
    parts = np.abs(sums - np.round(sums)) < 1e-4
    if (
        parts.all()
        and np.round(sums).max() == 1
        and np.round(sums).sum() > 1
        and left < 1e-4 * np.sqrt(len(whole))
    ):
        return "sum", np.round(sums)
    w = simplex_fit(others, whole)
    close = rmspe(whole - others @ w) < 0.05 * whole.std()
    return "mean" if close and (w > 0.01).sum() > 2 and len(whole) > 2 * (w > 0).sum() else "", w
