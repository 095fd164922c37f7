"""Least squares with several kinds of errors, and many resampled regressions at once from their cross-products."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.few_rows import rests_on_few

_CELLS = 2_000_000
"""Counts that are drawn at a time: a block of draws x units."""
SINGULAR = 1e-10
"""Smallest eigenvalue of correlations (or of scaled cross-products) below which columns depend on each other."""


@dataclass(frozen=True, eq=False)
class Equation:
    """A fitted equation: coefficients (p,), their covariances (p, p), degrees of freedom, R squared, residuals (n,).

    `few` tells which coefficients rest on too few rows for a sandwich, (p,).
    """

    b: Array
    spread: Array
    df: float
    r_squared: float
    residuals: Array
    few: Bools

    @property
    def variances(self) -> Array:
        """Of the coefficients (p,); none where too few rows decide."""
        return np.where(self.few, np.nan, np.diagonal(self.spread))


def regression(
    x: Array, y: Array, weights: Array | None = None, clusters: Ints | None = None, *, robust: bool = False
) -> Equation:
    """Return the least squares of y (n,) on x (n, p), whose first column is constant.

    Errors are the textbook's; with `robust` HC3 (MacKinnon and White 1985); with weights n / (n - p) times the sandwich;
    with clusters (n,), numbered from 0, the sandwich of their sums times G / (G - 1) (n - 1) / (n - p) on G - 1 degrees.
    """
    w = np.ones(len(x)) if weights is None else weights
    units, unit = (
        np.abs(x).max(axis=0),
        float(np.abs(y).max()),
    )  # squares of large numbers, or of small ones, are none
    x, y = x / units, y / unit
    q, r = np.linalg.qr(x * np.sqrt(w)[:, None])
    back = np.linalg.inv(r)
    b, bread = back @ (q.T @ (np.sqrt(w) * y)), back @ back.T
    e = y - x @ b
    centred = y - (w @ y) / w.sum()
    meat, df = _meat(x, e, bread, weights, clusters, robust=robust)
    by = unit / units
    r_squared = 1 - float(w @ e**2) / float(w @ centred**2)
    few = np.zeros(len(b), dtype=bool)
    if robust or weights is not None or clusters is not None:
        few = rests_on_few(back @ q.T, (q**2).sum(axis=1), clusters)
    return Equation(b * by, bread @ meat @ bread * np.outer(by, by), df, r_squared, e * unit, few)


def _meat(
    x: Array, e: Array, bread: Array, weights: Array | None, clusters: Ints | None, *, robust: bool
) -> tuple[Array, float]:
    """Return the middle of the sandwich (p, p) and the degrees of freedom."""
    n, p = x.shape
    if clusters is not None:
        groups = int(clusters.max()) + 1
        sums = np.zeros((groups, p))
        np.add.at(sums, clusters, x * (e if weights is None else weights * e)[:, None])
        return groups / (groups - 1) * (n - 1) / (n - p) * (sums.T @ sums), groups - 1.0
    if weights is not None:
        score = x * (weights * e)[:, None]
        return n / (n - p) * (score.T @ score), float(n - p)
    if robust:
        lever = np.einsum("ij,jk,ik->i", x, bread, x)
        score = x * (e / np.maximum(1 - lever, 1e-12))[:, None]
        return score.T @ score, float(n - p)
    return float(e @ e) / (n - p) * (x.T @ x), float(n - p)


def dependent(x: Array, weights: Array | None = None) -> Bools:
    """Return which columns of `x` (n, k), none constant, take part in a linear dependence, (k,)."""
    w = np.ones(len(x)) if weights is None else weights
    x = x / np.abs(x).max(axis=0)
    centred = x - (w @ x) / w.sum()
    sd = np.sqrt(w @ centred**2)
    values, vectors = np.linalg.eigh((centred * w[:, None]).T @ centred / np.outer(sd, sd))
    null = vectors[:, values < SINGULAR * 100]
    return np.asarray((np.abs(null) > 1e-4).any(axis=1))


def moments(z: Array, weights: Array | None = None) -> Array:
    """Return the cross-products (1, q, q) of the columns of `z` (n, q)."""
    return ((z if weights is None else z * weights[:, None]).T @ z)[None]


def resampled_moments(
    z: Array, weights: Array | None, clusters: Ints | None, draws: int, rng: np.random.Generator
) -> Iterator[Array]:
    """Give the cross-products (block, q, q) of respondents drawn with replacement, or of clusters drawn whole.

    A draw's cross-products are the counts times every unit's: one product of matrices for a block of draws.
    """
    q = z.shape[1]
    i, j = np.triu_indices(q)
    own = z[:, i] * z[:, j]
    own = own if weights is None else own * weights[:, None]
    if clusters is not None:
        sums = np.zeros((int(clusters.max()) + 1, len(i)))
        np.add.at(sums, clusters, own)
        own = sums
    units = len(own)
    block = max(1, _CELLS // units)
    for first in range(0, draws, block):
        b = min(block, draws - first)
        drawn = rng.integers(0, units, size=(b, units)) + np.arange(b)[:, None] * units
        counts = np.bincount(drawn.ravel(), minlength=b * units).reshape(b, units).astype(float)
        flat = counts @ own
        out = np.empty((b, q, q))
        out[:, i, j] = out[:, j, i] = flat
        yield out


def solved(products: Array, predictors: list[int], outcome: int) -> Array:
    """Return the coefficients (draws, p) of one equation in every draw; NaN where its predictors depend on each other."""
    left = products[:, predictors][:, :, predictors]
    size = np.sqrt(np.maximum(np.diagonal(left, axis1=1, axis2=2), 1e-300))
    scaled = left / (size[:, :, None] * size[:, None, :])
    whole = np.linalg.eigvalsh(scaled)[:, 0] > SINGULAR
    right = products[:, predictors, outcome] / size
    found = np.full(right.shape, np.nan)
    found[whole] = np.linalg.solve(scaled[whole], right[whole][:, :, None])[:, :, 0] / size[whole]
    return found


def deviations(products: Array, column: int, constant: int = 0) -> Array:
    """Return the standard deviation (draws,) of a column in every draw, with the draw's mass as the divisor."""
    mass = products[:, constant, constant]
    variance = products[:, column, column] / mass - (products[:, column, constant] / mass) ** 2
    return np.asarray(np.sqrt(np.maximum(variance, 0.0)))


def bounds(draws: Array, estimate: Array, level: float, *, corrected: bool) -> tuple[Array, Array]:
    """Return the ends of intervals (k,) from draws (d, k): percentiles, or corrected for bias (Efron 1987, without acceleration).

    The corrected ends are the percentiles at Phi(2 z0 -+ z), z0 from the share of draws below the estimate (k,).
    """
    from scipy.special import ndtr, ndtri

    tail = (1 - level) / 2
    ends = np.broadcast_to(np.array([[tail], [1 - tail]]), (2, draws.shape[1]))
    if corrected:
        below = np.clip((draws < estimate).mean(axis=0), 1 / (2 * len(draws)), 1 - 1 / (2 * len(draws)))
        ends = ndtr(2 * ndtri(below) + np.array([[ndtri(tail)], [ndtri(1 - tail)]]))
    places = np.array(
        [[np.quantile(draws[:, k], ends[side, k]) for k in range(draws.shape[1])] for side in (0, 1)]
    )
    return places[0], places[1]
