"""Means, covariances and correlations of respondents by items: weighted, pairwise, resampled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.resampling import resampled_counts

_BLOCK = 32_768  # rows centred at a time, so that a million rows need no second copy of the data
_IN_CACHE = 4_096  # rows at a time of what is gone over several times
_COUNTS = 128_000_000  # counts, of a byte each, that are held at a time

PairSums = tuple[Array, Array, Array, Array, Array]


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
    sums = _pair_sums(x, weights)
    return (cov := _covariance_of(sums)), _of_pairs(sums[0], cov)


def pairwise_correlation(x: Array, weights: Array | None = None) -> tuple[Array, Array]:
    """Return the correlation of each pair over the rows where both are answered, and the rows per pair.

    Both are (k, k). Means and standard deviations are those of the pair's own rows; NaN where one of the two
    does not vary there.
    """
    sums = _pair_sums(x, weights)
    return (r := _correlation_of(sums)), _of_pairs(sums[0], r)


def pairwise_moments(x: Array) -> tuple[Array, Array, Array]:
    """Return `pairwise_correlation`, `pairwise_covariance`, and the rows per pair, (k, k) each, from the same sums."""
    sums = _pair_sums(x, None)
    return (r := _correlation_of(sums)), _covariance_of(sums), _of_pairs(sums[0], r)


def _of_pairs(n: Array, found: Array) -> Array:
    """Return the rows of every pair, also where all pairs have the same."""
    return n if n.shape == found.shape else np.full(found.shape, n[0, 0])


def _covariance_of(pair_sums: PairSums) -> Array:
    n, mass, sums, products, _ = pair_sums
    with np.errstate(divide="ignore", invalid="ignore"):
        cov = (products - sums * sums.T / mass) / mass * n / (n - 1)
    return np.where(n > 1, cov, np.nan)


def _correlation_of(pair_sums: PairSums) -> Array:
    n, mass, sums, products, squares = pair_sums
    with np.errstate(divide="ignore", invalid="ignore"):
        within = squares - sums**2 / mass  # [i, j]: of item i over the rows that answer j too
        varies = (n > 1) & (within > 1e-12 * squares)
        spread = np.sqrt(np.where(varies & varies.T, within * within.T, np.nan))
        r = np.clip((products - sums * sums.T / mass) / spread, -1.0, 1.0)
    np.fill_diagonal(r, np.where(np.diagonal(np.broadcast_to(varies, r.shape)), 1.0, np.nan))
    return r


def cross_correlation(x: Array, y: Array) -> tuple[Array, Array]:
    """Return the correlation of each column of `x` (n, k) with each of `y` (n, g), and the rows per pair, (k, g) both.

    As `pairwise_correlation` has them, without the pairs that are not asked for.
    """
    centres = mean_of_answered(x), mean_of_answered(y)
    n, of_x, of_y, products, x2, y2 = np.zeros((6, x.shape[1], y.shape[1]))
    for rows in _blocks(len(x), _IN_CACHE):
        (here, dx), (there, dy) = _filled(x[rows], centres[0]), _filled(y[rows], centres[1])
        n += here.T @ there
        of_x += dx.T @ there
        of_y += here.T @ dy
        products += dx.T @ dy
        x2 += (dx * dx).T @ there
        y2 += here.T @ (dy * dy)
    with np.errstate(divide="ignore", invalid="ignore"):
        within_x, within_y = x2 - of_x**2 / n, y2 - of_y**2 / n
        varies = (n > 1) & (within_x > 1e-12 * x2) & (within_y > 1e-12 * y2)
        spread = np.sqrt(np.where(varies, within_x * within_y, np.nan))
        return np.clip((products - of_x * of_y / n) / spread, -1.0, 1.0), n


def _pair_sums(x: Array, weights: Array | None) -> PairSums:
    """Return, of each pair over the rows where both are answered: rows, weights, and sums of deviations.

    These are of item i, of the product of i and j, and of the square of i, at [i, j] of arrays (k, k). Without gaps and
    weights only products differ from pair to pair: the others are (1, 1) and (k, 1).
    """
    k = x.shape[1]
    if weights is None and not any(np.isnan(x[rows]).any() for rows in _blocks(len(x))):
        return _complete_sums(x)
    # Centring first keeps sums of products accurate; the column's own mean is near every pair's mean.
    centre = mean_of_answered(x)
    n, squares, both = np.zeros((k, k)), np.zeros((k, k)), np.zeros((2 * k, 2 * k))
    for rows in _blocks(len(x), _IN_CACHE):
        here, deviation = _filled(x[rows], centre)
        beside = np.concatenate([here, deviation], axis=1)
        if weights is not None:
            n += here.T @ here
            both += beside.T @ (beside * weights[rows, None])
            here = here * weights[rows, None]
        else:
            both += beside.T @ beside
        squares += (deviation * deviation).T @ here
    mass, sums, products = both[:k, :k], both[k:, :k], both[k:, k:]
    return mass if weights is None else n, mass, sums, products, squares


def _complete_sums(x: Array) -> PairSums:
    """Return the same of answers without gaps: a fifth of the work."""
    centre, n = mean_of_answered(x), np.full((1, 1), float(len(x)))
    sums, products = np.zeros(x.shape[1]), np.zeros((x.shape[1], x.shape[1]))
    for rows in _blocks(len(x), _IN_CACHE):
        deviation = x[rows] - centre
        sums += deviation.sum(axis=0)
        products += deviation.T @ deviation
    return n, n, sums[:, None], products, np.diagonal(products)[:, None]


def mean_of_answered(x: Array, weights: Array | None = None) -> Array:
    """Return the column means of `x` (n, k) over the answers given; 0 for a column without any."""
    total, mass, origin = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for rows in _blocks(len(x), _IN_CACHE):
        here, filled = _filled(x[rows], origin)
        own = np.ones(len(here)) if weights is None else weights[rows]
        total += own @ filled
        mass += own @ here
    return np.asarray(total / np.where(mass > 0, mass, 1.0))


def with_mean_of_answered(x: Array, weights: Array | None = None) -> Array:
    """Return each column's correlation (k,) with the mean of what each row answered, `x` (n, k) with NaN.

    Every row has an answer.
    """
    centre = mean_of_answered(x, weights)
    off, ones = centre - centre.mean(), np.ones(x.shape[1])
    # Over the item's rows: of weights, mean, mean^2; of item, item * mean; of item^2.
    of_mean, of_item, item2 = np.zeros((x.shape[1], 3)), np.zeros((x.shape[1], 2)), np.zeros(x.shape[1])
    for rows in _blocks(len(x), _IN_CACHE):
        here, item = _filled(x[rows], centre)
        score = (item @ ones + here @ off) / (here @ ones)
        own = np.ones(len(here)) if weights is None else weights[rows]
        powers = np.stack([own, own * score, own * score * score], axis=1)
        of_mean += here.T @ powers
        of_item += item.T @ powers[:, :2]
        item2 += own @ (item * item)
    mass = np.where(of_mean[:, 0] > 0, of_mean[:, 0], np.nan)
    score, score2, item, both, item2 = (
        part / mass for part in (of_mean[:, 1], of_mean[:, 2], of_item[:, 0], of_item[:, 1], item2)
    )
    spread = (item2 - item**2) * (score2 - score**2)
    return np.asarray(
        (both - item * score) / np.sqrt(np.where(spread > 1e-20 * item2 * score2, spread, np.nan))
    )


def _filled(x: Array, centre: Array) -> tuple[Array, Array]:
    """Return 1 where answered, and deviations from `centre` with 0 where not."""
    answered = x == x  # noqa: PLR0124 - NaN is not itself
    deviation = x - centre
    np.copyto(deviation, 0.0, where=~answered)
    return answered.astype(float), deviation


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


def resampled_totals(
    x: Array, draws: int, rng: np.random.Generator, weights: Array | None = None
) -> tuple[Array, Array]:
    """Return bootstrap variances (draws, k), and covariances with the total (draws, k), of complete answers `x` (n, k).

    A draw of respondents is a vector of counts. All draws' sums are matrix products of their counts with what the
    respondents have: deviations, their squares, and their products with the respondent's total, (n, 3 k).
    """
    n, k = x.shape
    centre, kind = _centre_of_products(x, weights)
    variance, with_total = np.empty((draws, k)), np.empty((draws, k))
    step = min(draws, max(1, _COUNTS // n))
    drawn, many = np.empty((step, n), dtype=np.uint8), np.empty((step, min(n, _IN_CACHE)), dtype=kind)
    for first in range(0, draws, step):
        counts = resampled_counts(n, (size := min(step, draws - first)), rng, drawn[: draws - first])
        mass = np.full((size, 1), float(n) if weights is None else 0.0)
        sums = np.zeros((size, 3 * k))
        for rows in _blocks(n, _IN_CACHE):
            parts = _products(x[rows] - centre, kind)
            here = many[:size, : len(parts)]
            here[:] = counts[:, rows]
            if weights is not None:
                here *= weights[rows]
                mass += here.sum(axis=1, keepdims=True)
            sums += here @ parts
        shift, square, product = np.split(sums / mass, 3, axis=1)
        block = slice(first, first + size)
        variance[block] = (square - shift**2) * (n / (n - 1))
        with_total[block] = (product - shift * shift.sum(axis=1, keepdims=True)) * (n / (n - 1))
    return variance, with_total


def _products(deviation: Array, kind: type[np.floating[Any]]) -> Array:
    """Return deviations (n, k), their squares and their products with the total of each row, (n, 3 k)."""
    n, k = deviation.shape
    parts = np.empty((n, 3, k), dtype=kind)
    parts[:, 0] = deviation
    np.multiply(parts[:, 0], parts[:, 0], out=parts[:, 1])
    np.multiply(parts[:, 0], parts[:, 0].sum(axis=1, keepdims=True), out=parts[:, 2])
    return parts.reshape(n, 3 * k)


def _centre_of_products(x: Array, weights: Array | None) -> tuple[Array, type[np.floating[Any]]]:
    """Return what to centre `x` (n, k) by, and the floats of products: short ones where they hold every sum of a block.

    So they do of whole numbers on a scale of answers: their deviations from a whole number are whole, and small.
    """
    centre = mean(x, weights)
    near = np.round(centre)
    widest = np.maximum(x.max(axis=0) - near, near - x.min(axis=0)).max()
    if (
        weights is None
        and 2 * _IN_CACHE * x.shape[1] * widest**2 < 2**24
        and all((x[rows] == np.round(x[rows])).all() for rows in _blocks(len(x), _IN_CACHE))
    ):
        return near, np.float32
    return centre, np.float64


def _blocks(n: int, size: int = _BLOCK) -> Iterator[slice]:
    return (slice(first, min(first + size, n)) for first in range(0, n, size))
