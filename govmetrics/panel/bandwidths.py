"""Bandwidths of kernel densities; arrays only."""

from __future__ import annotations

import numpy as np

from govmetrics.core.options import is_number
from govmetrics.numerics.arrays import Array


def width(y: Array, bandwidth: str | float) -> float:
    """Return the bandwidth of values (n,)."""
    if is_number(bandwidth):
        return float(bandwidth)
    unit = float(np.abs(y).max())  # squares of large values are none
    y = y / unit
    return unit * (silverman(y) if bandwidth == "silverman" else sheather_jones(y))


def silverman(y: Array) -> float:
    """Return 0.9 min(sd, IQR / 1.34) n^(-1/5) (Silverman 1986, 3.31), by the sd where the quartiles coincide."""
    sd, spread = float(y.std(ddof=1)), float(np.subtract(*np.quantile(y, [0.75, 0.25]))) / 1.34
    return float(0.9 * (min(sd, spread) or sd) * len(y) ** -0.2)


def sheather_jones(y: Array) -> float:
    """Return the bandwidth that solves the equation of Sheather and Jones (1991, section 2); Silverman's where none does."""
    from scipy.optimize import brentq

    n = len(y)
    sd, spread = float(y.std(ddof=1)), float(np.subtract(*np.quantile(y, [0.75, 0.25])))
    scale = min(sd, spread / 1.349) or sd
    apart, weight = _distances(y)

    def functional(h: float, order: int) -> float:
        """Estimate the integral of f f^(order) with pilot bandwidth h from pairs' distances."""
        z = (apart / h) ** 2
        terms = z**2 - 6 * z + 3 if order == 4 else z**3 - 15 * z**2 + 45 * z - 15
        at_zero = 3 if order == 4 else -15
        total = 2 * float((weight * np.exp(-z / 2) * terms).sum()) + n * at_zero
        return float(total / (n * (n - 1) * h ** (order + 1) * np.sqrt(2 * np.pi)))

    a, b = 1.24 * scale * n ** (-1 / 7), 1.23 * scale * n ** (-1 / 9)
    fourth, sixth = functional(a, 4), -functional(b, 6)
    if sixth <= 0 or fourth <= 0:
        return silverman(y)
    pilot = 1.357 * (fourth / sixth) ** (1 / 7)

    def gap(h: float) -> float:
        found = functional(pilot * h ** (5 / 7), 4)
        return float(h - (1 / (2 * np.sqrt(np.pi) * n * found)) ** 0.2) if found > 0 else -np.inf

    grid = scale * n**-0.2 * np.geomspace(0.02, 3, 40)
    gaps = np.array([gap(float(h)) for h in grid])
    turns = np.flatnonzero((gaps[:-1] < 0) & (gaps[1:] >= 0) & np.isfinite(gaps[:-1]))
    if not len(turns):
        return silverman(y)
    return float(brentq(gap, grid[turns[-1]], grid[turns[-1] + 1], xtol=1e-12))


def _distances(y: Array) -> tuple[Array, Array]:
    """Return the distances of all pairs and how often each occurs; of many values they are counted on a fine grid."""
    if len(y) <= 1000:
        apart = np.abs(y[:, None] - y)[np.triu_indices(len(y), 1)]
        return apart, np.ones(len(apart))
    bins = 4096
    low, width = y.min(), np.ptp(y) / (bins - 1)
    counts = np.bincount(np.rint((y - low) / width).astype(np.intp), minlength=bins).astype(float)
    power = np.abs(np.fft.rfft(counts, 2 * bins)) ** 2
    pairs = np.rint(np.fft.irfft(power)[:bins])
    pairs[0] = (pairs[0] - len(y)) / 2
    return np.arange(bins) * width, pairs
