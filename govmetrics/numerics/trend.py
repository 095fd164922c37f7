"""Monotone trends of many series at once: Theil-Sen slopes with intervals, and the Mann-Kendall test."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Ints

EXACT = 10
"""Up to so many values p is exact; above, normal with continuity correction."""
BLOCK = 4_000_000
"""Numbers held at once."""


class Trend(NamedTuple):
    """One number per series; see `trend`."""

    n: Array
    slope: Array
    lower: Array
    upper: Array
    s: Array
    tau: Array
    z: Array
    p: Array


def trend(y: Array, t: Array, level: float) -> Trend:
    """Return slope, interval and test of every column.

    Parameters
    ----------
    y : ndarray, shape (times, series)
        NaN where missing.
    t : ndarray, shape (times,)
        Ascending and distinct; distances count.
    level : float
        Of the interval.

    Returns
    -------
    Trend
        Arrays of shape (series,). A series with one value has no slope; where too few values are there for the
        level, the interval has no end.

    Examples
    --------
    >>> y, t = np.array([[1.0], [3.0], [7.0], [9.0]]), np.array([0.0, 1, 3, 4])
    >>> found = trend(y, t, 0.9)
    >>> found.slope, found.s, found.p.round(4)
    (array([2.]), array([6.]), array([0.0833]))
    """
    step = max(1, BLOCK // max(1, len(t) * (len(t) - 1) // 2))
    blocks = [_block(y[:, start : start + step], t, level) for start in range(0, y.shape[1], step)]
    if not blocks:
        return Trend(*(np.empty(0) for _ in Trend._fields))
    return Trend(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def _block(y: Array, t: Array, level: float) -> Trend:
    from scipy.stats import norm

    i, j = np.triu_indices(len(t), 1)
    gaps = y[j] - y[i]
    # What differs by rounding only is a tie: scores of equal values may differ in the last bits.
    size = np.fmax.reduce(np.abs(y), axis=0, initial=0.0)
    gaps[np.abs(gaps) <= 1e-12 * size] = 0.0
    n = (~np.isnan(y)).sum(axis=0).astype(float)
    s = np.where(np.isnan(gaps), 0.0, np.sign(gaps)).sum(axis=0)
    alike = np.ones_like(y)  # how many values equal each value, itself included
    np.add.at(alike, i, gaps == 0)
    np.add.at(alike, j, gaps == 0)
    alike[np.isnan(y)] = 1.0
    variance = (n * (n - 1) * (2 * n + 5) - ((alike - 1) * (2 * alike + 5)).sum(axis=0)) / 18
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(s == 0, 0.0, (s - np.sign(s)) / np.sqrt(variance))
        pairs = n * (n - 1) / 2
        tau = s / np.sqrt(pairs * (pairs - (gaps == 0).sum(axis=0)))
    p = np.minimum(1.0, 2 * norm.sf(np.abs(z)))
    _exact(p, s, y, alike)
    none = n < 2
    for array in (z, p):
        array[none] = np.nan
    half = norm.ppf((1 + level) / 2) * np.sqrt(variance)
    return Trend(n, *_slopes(gaps / (t[j] - t[i])[:, None], half), s, tau, z, p)


def _slopes(slopes: Array, half: Array) -> tuple[Array, Array, Array]:
    """Return the median slope and Sen's interval: the order statistics at (pairs -+ half) / 2."""
    slopes = np.sort(slopes, axis=0)  # missing ones come last
    m = (~np.isnan(slopes)).sum(axis=0)
    columns = np.arange(slopes.shape[1])
    if not len(slopes):
        nothing = np.full(slopes.shape[1], np.nan)
        return nothing, nothing.copy(), nothing.copy()

    def at(place: Ints) -> Array:
        return np.asarray(slopes[np.clip(place, 0, len(slopes) - 1), columns])

    median = (at((m - 1) // 2) + at(m // 2)) / 2
    below = np.rint((m - half) / 2).astype(np.intp) - 1
    above = np.rint((m + half) / 2).astype(np.intp)
    lower = np.where(below < 0, -np.inf, at(below))
    upper = np.where(above > m - 1, np.inf, at(above))
    empty = m == 0
    return median, np.where(empty, np.nan, lower), np.where(empty, np.nan, upper)


def _exact(p: Array, s: Array, y: Array, alike: Array) -> None:
    """Replace p of short series by the exact one, given their ties."""
    known = ~np.isnan(y)
    n = known.sum(axis=0)
    short = np.flatnonzero((n >= 2) & (n <= EXACT))
    sizes = np.arange(1, EXACT + 1)
    # How many values of each series have so many equals, as the digits of one number: the pattern of its ties.
    told = [((alike[:, short] == size) & known[:, short]).sum(axis=0) for size in sizes]
    keys = np.sum([count * (EXACT + 1) ** place for place, count in enumerate(told)], axis=0, dtype=np.int64)
    for key in np.unique(keys):
        columns = short[keys == key]
        pattern = key // (EXACT + 1) ** np.arange(EXACT) % (EXACT + 1)
        support, chance = null_distribution(tuple(np.repeat(sizes, pattern // sizes).tolist()))
        p[columns] = np.minimum(1.0, (np.abs(support) >= np.abs(s[columns])[:, None]) @ chance)


def null_distribution(ties: tuple[int, ...]) -> tuple[Array, Array]:
    """Return the values that S can take when all orders are equally likely, and their chances.

    The number of inversions of a multiset has the Gaussian multinomial coefficient as its generating function
    (MacMahon 1916), and S is the number of untied pairs minus twice the inversions.

    Parameters
    ----------
    ties : tuple of int
        How often each distinct value occurs.

    Examples
    --------
    >>> support, chance = null_distribution((1, 1, 1))
    >>> dict(zip(support.tolist(), (chance * 6).tolist()))
    {3.0: 1.0, 1.0: 2.0, -1.0: 2.0, -3.0: 1.0}
    """
    counts, so_far = np.ones(1), 0
    for size in ties:
        counts = np.convolve(counts, _gaussian_binomial(so_far + size, size))
        so_far += size
    untied = len(counts) - 1
    return np.asarray(untied - 2.0 * np.arange(len(counts))), np.asarray(counts / counts.sum())


def _gaussian_binomial(n: int, k: int) -> Array:
    """Return the coefficients of the Gaussian binomial, by (n, k) = (n - 1, k - 1) + q^k (n - 1, k)."""
    row = [np.ones(1)]  # of n = 0
    for m in range(1, n + 1):
        new = [np.ones(1)]
        for j in range(1, min(m, k) + 1):
            long = np.zeros(j * (m - j) + 1)
            long[: len(row[j - 1])] += row[j - 1]
            if j < len(row):
                long[j : j + len(row[j])] += row[j]
            new.append(long)
        row = new
    return row[k]
