"""The log t regression of Phillips and Sul, of many sets of units at once; arrays only."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools

ALIKE = 1e-24
"""A variance of relative values below this is rounding: the units are alike."""


def spreads(x: Array, sets: Array) -> Array:
    """Return H (sets, periods): the mean squared distance of units' values from their mean, as shares of it.

    Parameters
    ----------
    x : array (units, periods)
    sets : bool array (sets, units)
    """
    centre = x.mean(axis=0)
    d = x - centre  # about the mean of all, so that squares do not cancel
    n = sets.sum(axis=1, keepdims=True)
    mean = sets @ d / n
    return (sets @ d**2 / n - mean**2) / (centre + mean) ** 2  # type: ignore[no-any-return]


def prefixes(count: int, first: int) -> Bools:
    """Return the sets of units first, first + 1, ..., k for all k of at least first + 1, (sets, count)."""
    places = np.arange(count)
    return (places >= first) & (places <= np.arange(first + 1, count)[:, None])


def log_t(h: Array, start: int) -> tuple[Array, Array, Array]:
    """Regress log(H_1 / H_t) - 2 log log t on log t for t = start, ..., T; return b, its error and t, each (sets,).

    Phillips and Sul (2007), with the long-run variance of the residuals by the quadratic spectral kernel and the
    bandwidth that Andrews (1991) fixes from an autoregression of the residuals. Of sets whose members are alike
    throughout t is infinite.
    """
    t = np.arange(start, h.shape[1] + 1)
    alike = (h[:, t - 1] <= ALIKE).any(axis=1) | (h[:, 0] <= ALIKE)
    safe = np.where(alike[:, None], 1.0, h)
    x = np.log(t)
    y = np.log(safe[:, :1] / safe[:, t - 1]) - 2 * np.log(x)
    d = x - x.mean()
    b = y @ d / (d @ d)
    e = y - y.mean(axis=1, keepdims=True) - b[:, None] * d
    e[np.abs(e) < 1e-13 * np.abs(y).max(axis=1, keepdims=True)] = 0
    se = np.sqrt(np.maximum(long_run_variance(e), 0) / (d @ d))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(se > 0, b / se, np.sign(b) * np.inf)
    b, se, ratio = (np.where(alike, odd, one) for odd, one in ((np.nan, b), (np.nan, se), (np.inf, ratio)))
    return b, se, np.where(np.isnan(ratio), np.inf, ratio)


def long_run_variance(e: Array, bandwidth: Array | None = None) -> Array:
    """Return the long-run variance of residuals (sets, n): their autocovariances by the quadratic spectral kernel."""
    n = e.shape[1]
    if bandwidth is None:
        bandwidth = andrews_bandwidth(e)
    total = (e**2).sum(axis=1) / n
    for lag in range(1, n):
        z = np.divide(lag, bandwidth, out=np.full(len(e), np.inf), where=bandwidth > 0)
        total = total + 2 * quadratic_spectral(z) * (e[:, lag:] * e[:, :-lag]).sum(axis=1) / n
    return total  # type: ignore[no-any-return]


def andrews_bandwidth(e: Array) -> Array:
    """Return 1.3221 (alpha(2) n)^(1/5) of every row, alpha(2) from an autoregression of first order (Andrews 1991, 6.2, 6.4)."""
    squares = (e[:, :-1] ** 2).sum(axis=1)
    rho = np.divide((e[:, 1:] * e[:, :-1]).sum(axis=1), squares, out=np.zeros(len(e)), where=squares > 0)
    rho = np.where(np.abs(1 - rho) < 1e-6, 1 - 1e-6, rho)
    return 1.3221 * (4 * rho**2 / (1 - rho) ** 4 * e.shape[1]) ** 0.2  # type: ignore[no-any-return]


def quadratic_spectral(z: Array) -> Array:
    """Return the kernel 25 / (12 pi^2 z^2) (sin(6 pi z / 5) / (6 pi z / 5) - cos(6 pi z / 5)); 0 at infinity."""
    known = np.isfinite(z)
    a = 1.2 * np.pi * np.where(known, z, 1.0)
    small = a < 1e-3  # 1 - a^2 / 10, where the difference would be rounding
    safe = np.where(small, 1.0, a)
    found = np.where(small, 1 - a**2 / 10, 3 / safe**2 * (np.sin(safe) / safe - np.cos(safe)))
    return np.where(known, found, 0.0)
