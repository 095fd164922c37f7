"""Polychoric correlations of coded answers: cross tables, likelihood, and their sampling covariances."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri

from govmetrics.numerics import bivariate_normal
from govmetrics.numerics.arrays import Array, Bools, Ints

EDGE = 0.9999  # correlations stay inside, where the likelihood is finite


def cross_tables(codes: Ints, sizes: list[int], weights: Array | None) -> tuple[Array, Array]:
    """Return the cross tables of all pairs (k, k, c, c) and each item's shares of answers (k, c)."""
    n, k = codes.shape
    c = max(sizes)
    total, single = np.zeros((k * c, k * c)), np.zeros(k * c)
    for first in range(0, n, 32_768):
        block = codes[first : first + 32_768]
        chosen = (block[:, :, None] == np.arange(c)).reshape(len(block), k * c).astype(float)
        weighted = chosen if weights is None else chosen * weights[first : first + len(block), None]
        total += weighted.T @ chosen
        single += weighted.sum(axis=0)
    shares = single.reshape(k, c)
    return total.reshape(k, c, k, c).transpose(0, 2, 1, 3), shares / shares.sum(axis=1, keepdims=True)


def below_thresholds(shares: Array) -> Array:
    """Return the shares below each threshold (k, c - 1), exactly 1 beyond the categories in use."""
    below, above = np.cumsum(shares, axis=1)[:, :-1], np.cumsum(shares[:, ::-1], axis=1)[:, -2::-1]
    return np.where(above > 0, below, 1.0)


def correlations(tables: Array, thresholds: Array) -> Array:
    """Return the correlations (k, k) that maximise each pair's likelihood, thresholds given.

    Parameters
    ----------
    tables : array (k, k, c, c)
        Answers of each pair of items; unused categories are empty and come last.
    thresholds : array (k, c - 1)
        +inf beyond the categories in use.
    """
    k = len(tables)
    first, second = np.triu_indices(k, 1)
    counts = tables[first, second]
    counts = counts / counts.sum(axis=(1, 2), keepdims=True)
    h, v = _pairs(thresholds, first, second)
    rho, low, high = np.zeros(len(first)), np.full(len(first), -EDGE), np.full(len(first), EDGE)
    for _ in range(100):
        shares, moves = cells(h, v, rho[:, None, None])
        slope = (counts * moves / shares).sum(axis=(1, 2))
        information = np.maximum((moves**2 / shares).sum(axis=(1, 2)), 1e-12)
        # The score falls through zero at the maximum: keep a bracket, and bisect where scoring leaves it.
        low, high = np.where(slope > 0, rho, low), np.where(slope > 0, high, rho)
        aim = rho + slope / information
        new = np.where((aim > low) & (aim < high), aim, (low + high) / 2)
        moved = np.abs(new - rho).max(initial=0.0)
        rho = new
        if moved < 1e-10:
            break
    # Toward an edge the likelihood may flatten until rounding hides that it still grows, and the search ends early.
    for edge in (EDGE, -EDGE):
        high = _log_likelihood(counts, h, v, np.full(len(first), edge))
        rho = np.where(high >= _log_likelihood(counts, h, v, rho) - 1e-12, edge, rho)
    r = np.eye(k)
    r[first, second] = r[second, first] = rho
    return r


def empty_cells(tables: Array, sizes: list[int]) -> Bools:
    """Return which cells of the cross tables (k, k, c, c) nobody is in though both categories are used."""
    used = np.arange(tables.shape[2]) < np.array(sizes)[:, None]
    return np.asarray((tables <= 0) & used[:, None, :, None] & used[None, :, None, :])


def _log_likelihood(counts: Array, h: Array, v: Array, rho: Array) -> Array:
    """Return the log likelihood of each pair (pairs,), of shares of answers (pairs, c, c)."""
    return np.asarray((counts * np.log(cells(h, v, rho[:, None, None])[0])).sum(axis=(1, 2)))


def cells(h: Array, v: Array, rho: Array) -> tuple[Array, Array]:
    """Return the probabilities of the cells of each pair, and their derivatives by rho, both (pairs, c, c).

    `h` (pairs, c - 1, 1) and `v` (pairs, 1, c - 1) are the thresholds, `rho` (pairs, 1, 1).
    """
    pairs, c = len(h), h.shape[1] + 1
    below, slopes = np.zeros((pairs, c + 1, c + 1)), np.zeros((pairs, c + 1, c + 1))
    below[:, 1:c, 1:c] = bivariate_normal.distribution(h, v, rho)
    below[:, 1:c, c], below[:, c, 1:c], below[:, c, c] = ndtr(h[:, :, 0]), ndtr(v[:, 0, :]), 1.0
    slopes[:, 1:c, 1:c] = bivariate_normal.density(h, v, rho)
    shares = np.maximum(np.diff(np.diff(below, axis=1), axis=2), 1e-16)
    return shares, np.diff(np.diff(slopes, axis=1), axis=2)


def sampling_covariance(codes: Ints, shares: Array, r: Array, observed: Array | None = None) -> Array:
    """Return n times the sampling covariance (pairs, pairs) of polychoric correlations of two steps.

    Each respondent's influence on a correlation is the score of the cell they are in, with what the
    thresholds' own sampling adds (Olsson 1979; Muthen 1984), over the information.

    Parameters
    ----------
    codes : array (n, k)
        Complete answers as categories 0, 1, ...
    shares : array (k, c)
        Shares of the categories of each item.
    r : array (k, k)
        The correlations; pairs come in the order of the upper triangle.
    observed : array (k, k, c, c), optional
        Cross tables of the answers. Where given, the information is the sum of products of the respondents'
        scores (Muthen 1984); otherwise what the model expects of it.
    """
    first, second = np.triu_indices(len(r), 1)
    influence, _ = _influences(shares, r, None if observed is None else observed[first, second] / len(codes))
    total, pairs = np.zeros((len(first), len(first))), np.arange(len(first))
    for start in range(0, len(codes), 4_096):
        block = codes[start : start + 4_096]
        own = influence[pairs, block[:, first], block[:, second]]
        total += own.T @ own
    return total / len(codes)


def joint_covariance(codes: Ints, shares: Array, r: Array, observed: Array) -> Array:
    """Return n times the sampling covariance of the thresholds in use, item by item, and then the correlations."""
    first, second = np.triu_indices(len(r), 1)
    influence, item = _influences(shares, r, observed[first, second] / len(codes))
    used = np.isfinite(ndtri(below_thresholds(shares)))
    size = int(used.sum()) + len(first)
    total, pairs, items = np.zeros((size, size)), np.arange(len(first)), np.arange(len(r))
    for start in range(0, len(codes), 4_096):
        block = codes[start : start + 4_096]
        own = np.hstack([item[items, block][:, used], influence[pairs, block[:, first], block[:, second]]])
        total += own.T @ own
    return total / len(codes)


def _influences(shares: Array, r: Array, observed: Array | None) -> tuple[Array, Array]:
    """Return the influence of an answer to a pair on its correlation (pairs, c, c), and to an item on its thresholds.

    `observed` (pairs, c, c) are the shares of the cells, where the information is to be that of the answers.
    """
    first, second = np.triu_indices(len(r), 1)
    thresholds = ndtri(below_thresholds(shares))
    h, v = _pairs(thresholds, first, second)
    rho = r[first, second][:, None, None]
    probability, moves = cells(h, v, rho)
    score = moves / probability
    # each cell's score times how many are in it, over how many the model expects
    weighed = score if observed is None else score * observed / probability
    item = _threshold_influence(shares, thresholds)
    left = _cross_information(h[:, :, 0], v[:, 0, :], rho[:, :, 0], weighed)
    right = _cross_information(v[:, 0, :], h[:, :, 0], rho[:, :, 0], weighed.transpose(0, 2, 1))
    moved = (
        np.einsum("pa,pua->pu", left, item[first])[:, :, None]
        + np.einsum("pa,pva->pv", right, item[second])[:, None, :]
    )
    return (score + moved) / (moves * weighed).sum(axis=(1, 2))[:, None, None], item


def _pairs(thresholds: Array, first: Ints, second: Ints) -> tuple[Array, Array]:
    """Return the thresholds of the pairs, (pairs, c - 1, 1) and (pairs, 1, c - 1), finite."""
    finite = np.minimum(thresholds, 38.0)  # the distribution function is 1 there in double precision
    return finite[first][:, :, None], finite[second][:, None, :]


def _threshold_influence(shares: Array, thresholds: Array) -> Array:
    """Return the influence (k, c, c - 1) of an answer in each category on an item's thresholds."""
    c = shares.shape[1]
    reached = (np.arange(c)[:, None] <= np.arange(c - 1)).astype(float)
    height = np.exp(-(np.minimum(thresholds, 38.0) ** 2) / 2) / np.sqrt(2 * np.pi)
    used = np.isfinite(thresholds)[:, None, :]
    moved = (reached - below_thresholds(shares)[:, None, :]) / np.where(used, height[:, None, :], 1.0)
    return np.where(used, moved, 0.0)


def _cross_information(h: Array, v: Array, rho: Array, score: Array) -> Array:
    """Return minus the mean product of the scores by rho and by each threshold `h`, (pairs, c - 1).

    `v` (pairs, c - 1) are the other item's thresholds, `score` (pairs, c, c) by rho with `h`'s item first.
    """
    root = np.sqrt((1 - rho) * (1 + rho))
    given = ndtr((v[:, None, :] - rho[:, :, None] * h[:, :, None]) / root[:, :, None])
    ends = np.zeros((*given.shape[:2], 1))
    inside = np.diff(np.concatenate([ends, given, ends + 1], axis=2), axis=2)
    height = np.exp(-(h**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(-height * (inside * (score[:, :-1] - score[:, 1:])).sum(axis=2))
