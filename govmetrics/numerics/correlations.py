"""Means, covariances and correlations of respondents by items: weighted, pairwise, resampled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from govmetrics.numerics.arrays import Array

_BLOCK = 32_768  # rows centred at a time, so that a million rows need no second copy of the data


def mean(x: Array, weights: Array | None = None) -> Array:
    """Return the column means of `x` (n, k), weighted by `weights` (n,) where given."""
    if weights is None:
        return np.asarray(np.einsum("ij->j", x) / len(x), dtype=float)
    return np.asarray(weights @ x / weights.sum(), dtype=float)


def covariance(x: Array, weights: Array | None = None) -> Array:
    """Return the sample covariance (k, k) of complete answers `x` (n, k).

    Weights count relative to their mean, and the divisor is n - 1 over n, so equal weights change nothing.
    """
    n, k = x.shape
    centre = mean(x, weights)
    total = np.zeros((k, k))
    # A product this small stays on one thread; waking others on a busy machine costs a hundred times more.
    for rows in _blocks(n, max(1, 200_000 // k**2) if n * k**2 < 4_000_000 else _BLOCK):
        deviation = x[rows] - centre
        total += deviation.T @ (deviation if weights is None else deviation * weights[rows, None])
    mass = n if weights is None else weights.sum()
    return np.asarray(total * (n / (n - 1) / mass))


def pairwise_covariance(x: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """Return the covariance of each pair over the rows where both are answered, and the rows per pair.

    Both are (k, k). A pair with fewer than two common rows has covariance NaN.
    """
    n, mass, sums, products, _ = _pair_sums(x, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        cov = (products - sums * sums.T / mass) / mass * n / (n - 1)
    return np.where(n > 1, cov, np.nan), n


def pairwise_correlation(x: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """Return the correlation of each pair over the rows where both are answered, and the rows per pair.

    Both are (k, k). Means and standard deviations are those of the pair's own rows; NaN where one of the two
    does not vary there.
    """
    n, mass, sums, products, squares = _pair_sums(x, weights)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = squares - sums**2 / mass  # [i, j]: of item i over the rows that answer j too
        varies = (n > 1) & (within > 1e-12 * squares)
        spread = np.sqrt(np.where(varies & varies.T, within * within.T, np.nan))
        r = np.clip((products - sums * sums.T / mass) / spread, -1.0, 1.0)
    np.fill_diagonal(r, np.where(np.diagonal(varies), 1.0, np.nan))
    return r, n


def _pair_sums(x: Array, weights: Array | None) -> tuple[Array, Array, Array, Array, Array]:
    """Return, of each pair over the rows where both are answered: rows, weights, and sums of deviations.

    These are of item i, of the product of i and j, and of the square of i, at [i, j] of arrays (k, k).
    """
    k = x.shape[1]
    # Centring first keeps sums of products accurate; the column's own mean is near every pair's mean.
    centre = mean_of_answered(x)
    n, mass, sums, products, squares = (np.zeros((k, k)) for _ in range(5))
    for rows in _blocks(len(x)):
        here, deviation = _filled(x[rows], centre)
        n += here.T @ here
        own = here if weights is None else here * weights[rows, None]
        if weights is not None:
            mass += here.T @ own
        sums += deviation.T @ own
        products += deviation.T @ (deviation if weights is None else deviation * weights[rows, None])
        squares += (deviation**2).T @ own
    return n, n if weights is None else mass, sums, products, squares


def mean_of_answered(x: Array, weights: Array | None = None) -> Array:
    """Return the column means of `x` (n, k) over the answers given; 0 for a column without any."""
    total, mass = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for rows in _blocks(len(x)):
        here, filled = _filled(x[rows], np.zeros(x.shape[1]))
        own = np.ones(len(here)) if weights is None else weights[rows]
        total += own @ filled
        mass += own @ here
    return np.asarray(total / np.where(mass > 0, mass, 1.0))


def with_mean_of_answered(x: Array, weights: Array | None = None) -> Array:
    """Return each column's correlation (k,) with the mean of what each row answered, `x` (n, k) with NaN.

    Every row has an answer.
    """
    centre = mean_of_answered(x, weights)
    middle = float(centre.mean())
    sums = np.zeros(
        (6, x.shape[1])
    )  # of weights, item, mean, item^2, mean^2, item * mean, over the item's rows
    for rows in _blocks(len(x)):
        here, item = _filled(x[rows], centre)
        score = ((item + centre * here).sum(axis=1) / here.sum(axis=1) - middle)[:, None]
        own = np.ones(len(here)) if weights is None else weights[rows]
        for i, part in enumerate((here, item, score * here, item**2, score**2 * here, item * score)):
            sums[i] += own @ part
    _, item, score, item2, score2, both = sums / np.where(sums[0] > 0, sums[0], np.nan)
    spread = (item2 - item**2) * (score2 - score**2)
    return np.asarray(
        (both - item * score) / np.sqrt(np.where(spread > 1e-20 * item2 * score2, spread, np.nan))
    )


def _filled(x: Array, centre: Array) -> tuple[Array, Array]:
    """Return 1 where answered, and deviations from `centre` with 0 where not."""
    answered = ~np.isnan(x)
    return answered.astype(float), np.where(answered, x - centre, 0.0)


def to_correlation(cov: Array) -> Array:
    """Return correlations (..., k, k) of covariances; NaN in the rows and columns of a constant item."""
    variance = np.diagonal(cov, axis1=-2, axis2=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(variance > 0, 1 / np.sqrt(np.where(variance > 0, variance, 1.0)), np.nan)
    r = cov * scale[..., :, None] * scale[..., None, :]
    k = np.arange(cov.shape[-1])
    r[..., k, k] = np.where(variance > 0, 1.0, np.nan)
    return r


def squared_multiple(r: Array) -> Array:
    """Return each variable's squared multiple correlation with the others, (..., k), from `r` (..., k, k)."""
    inverse = np.linalg.inv(r)
    return np.asarray(1 - 1 / np.diagonal(inverse, axis1=-2, axis2=-1))


def resampled_covariance(
    x: Array, draws: int, rng: np.random.Generator, weights: Array | None = None
) -> tuple[Array, Array]:
    """Return bootstrap means (draws, k) and covariances (draws, k, k) of complete answers `x` (n, k).

    A draw of respondents is a vector of counts. All draws' sums of products are one matrix product of
    the counts (draws, n) with the products of each pair of items (n, k (k + 1) / 2).
    """
    n, k = x.shape
    centre = mean(x, weights)
    upper = np.triu_indices(k)
    means, covs = np.empty((draws, k)), np.empty((draws, k, k))
    step = max(1, 4_000_000 // n)
    for first in range(0, draws, step):
        size = min(step, draws - first)
        counts = _counts(n, size, rng)
        if weights is not None:
            counts *= weights
        mass = counts.sum(axis=1, keepdims=True)
        sums, products = np.zeros((size, k)), np.zeros((size, len(upper[0])))
        for rows in _blocks(n, 8_192):
            deviation = x[rows] - centre
            sums += counts[:, rows] @ deviation
            products += counts[:, rows] @ (deviation[:, upper[0]] * deviation[:, upper[1]])
        shift = sums / mass
        flat = (products / mass - shift[:, upper[0]] * shift[:, upper[1]]) * (n / (n - 1))
        block = slice(first, first + size)
        means[block] = centre + shift
        covs[block, upper[0], upper[1]] = covs[block, upper[1], upper[0]] = flat
    return means, covs


def _counts(n: int, draws: int, rng: np.random.Generator) -> Array:
    """Return how often each of n respondents is drawn, (draws, n)."""
    drawn = rng.integers(0, n, size=(draws, n)) + np.arange(draws)[:, None] * n
    return np.bincount(drawn.ravel(), minlength=draws * n).reshape(draws, n).astype(float)


def _blocks(n: int, size: int = _BLOCK) -> Iterator[slice]:
    return (slice(first, min(first + size, n)) for first in range(0, n, size))
