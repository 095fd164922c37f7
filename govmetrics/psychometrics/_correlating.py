"""Correlations of every pair of columns by several methods, each with what its test and its interval rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import permutations

import numpy as np
from scipy.special import ndtr, ndtri, stdtr, stdtrit

from govmetrics.numerics import linearisation
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.correlations import covariance, pairwise_correlation, to_correlation
from govmetrics.numerics.ranks import mean_ranks

_EXACT = 50  # answers below which Kendall's p is exact where nothing is tied, as in R
_SAME = 1e-10  # of a column's variance: less is left of it once the controls are held


ORDERS = 8
"""Rows up to which Spearman's p is of all orders: Student's calls a perfect order of three rows certain."""


@dataclass(frozen=True)
class Pairs:
    """Correlations of pairs (k, k): r, rows n, effective n, and p and the error of Fisher's z where already known."""

    r: Array
    n: Array
    effective: Array
    p: Array | None = None
    error: Array | None = None
    df: Array | None = None


Compute = Callable[[Ints, Ints], tuple[Array, ...]]
"""From rows and columns: arrays (k, k) of the columns."""


def by_rows(x: Array, compute: Compute, parts: int) -> tuple[Array, ...]:
    """Return `parts` arrays (k, k) and the rows (k, k), each pair over the rows where both of `x` (n, k) are answered."""
    given = ~np.isnan(x)
    k, every = x.shape[1], np.arange(x.shape[1])
    n = given.astype(float).T @ given
    if given.all():
        return (*compute(np.arange(len(x)), every), n)
    found = [np.full((k, k), np.nan) for _ in range(parts)]
    for rows, pairs in _alike(given):
        if len(rows) < 2:
            continue
        columns = np.unique(pairs)
        place = np.searchsorted(columns, pairs)
        for whole, part in zip(found, compute(rows, columns), strict=True):
            whole[pairs[:, 0], pairs[:, 1]] = whole[pairs[:, 1], pairs[:, 0]] = part[place[:, 0], place[:, 1]]
    return (*found, n)


def _alike(given: Bools) -> list[tuple[Ints, Ints]]:
    """Return the pairs of columns (p, 2), a column with itself too, that rest on the same rows, with these."""
    sets: dict[bytes, tuple[Ints, list[tuple[int, int]]]] = {}
    for i in range(given.shape[1]):
        for j in range(i, given.shape[1]):
            both = given[:, i] & given[:, j]
            key = hashlib.blake2b(both.tobytes(), digest_size=16).digest()
            sets.setdefault(key, (np.flatnonzero(both), []))[1].append((i, j))
    return [(rows, np.array(pairs)) for rows, pairs in sets.values()]


def pearson(x: Array, w: Array | None, cluster: Ints | None) -> Pairs:
    """Return product-moment correlations; with clusters also the linearised errors of their Fisher's z."""
    if cluster is not None:
        return _clustered(x, w, cluster, lambda rows, columns: x[np.ix_(rows, columns)])
    if np.isnan(x.sum()):
        r, n = pairwise_correlation(x, w)
        return Pairs(r, n, _effective(x, w, n))
    n = np.full((x.shape[1],) * 2, float(len(x)))
    return Pairs(_correlation(x, w), n, _effective(x, w, n))


def spearman(x: Array, w: Array | None) -> Pairs:
    """Return rank correlations, the ranks (mean ones of ties, weighted where there are weights) within a pair's rows."""

    def compute(rows: Ints, columns: Ints) -> tuple[Array]:
        own = None if w is None else w[rows]
        return (_correlation(mean_ranks(x[np.ix_(rows, columns)], own), own),)

    r, n = by_rows(x, compute, 1)
    return Pairs(r, n, _effective(x, w, n))


def partial(x: Array, controls: Array, w: Array | None, cluster: Ints | None) -> Pairs:
    """Return correlations of what the controls (n, g), all answered, leave of columns of `x` (n, k)."""

    def residuals(rows: Ints, columns: Ints) -> Array:
        y, z = x[np.ix_(rows, columns)], np.column_stack([np.ones(len(rows)), controls[rows]])
        root = np.ones(len(rows)) if w is None else np.sqrt(w[rows])
        slopes = np.linalg.lstsq(z * root[:, None], y * root[:, None], rcond=1e-10)[0]
        left = y - z @ slopes
        gone = (left**2).sum(axis=0) <= _SAME * ((y - y.mean(axis=0)) ** 2).sum(axis=0)
        return np.where(gone, 0.0, left)

    if cluster is not None:
        return _clustered(x, w, cluster, residuals)
    r, n = by_rows(
        x, lambda rows, columns: (_correlation(residuals(rows, columns), None if w is None else w[rows]),), 1
    )
    return Pairs(r, n, _effective(x, w, n))


def kendall(x: Array) -> Pairs:
    """Return tau-b with its p: exact for few rows without ties, else normal with the variance corrected for ties."""
    from scipy.stats import kendalltau

    k = x.shape[1]
    given = ~np.isnan(x)
    n = given.astype(float).T @ given
    r, p = np.full((k, k), np.nan), np.full((k, k), np.nan)
    for i in range(k):
        own = x[given[:, i], i]
        r[i, i] = 1.0 if len(own) > 1 and np.ptp(own) > 0 else np.nan
        for j in range(i):
            both = given[:, i] & given[:, j]
            a, b = x[both, i], x[both, j]
            if len(a) < 2 or not (np.ptp(a) > 0 and np.ptp(b) > 0):
                continue
            untied = len(a) < _EXACT and len(np.unique(a)) == len(np.unique(b)) == len(a)
            found = kendalltau(a, b, method="exact" if untied else "asymptotic")
            r[i, j] = r[j, i] = found.statistic
            p[i, j] = p[j, i] = found.pvalue
    return Pairs(r, n, n, p=p)


def _clustered(x: Array, w: Array | None, cluster: Ints, values: Callable[[Ints, Ints], Array]) -> Pairs:
    """Return correlations of `values` with linearised errors over clusters, and clusters less one as df."""
    weights = np.ones(len(x)) if w is None else w

    def compute(rows: Ints, columns: Ints) -> tuple[Array, ...]:
        y, own = values(rows, columns), weights[rows]
        r = _correlation(y, own)
        centred = y - own @ y / own.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            z = centred / np.sqrt(own @ centred**2 / own.sum())
        plan = linearisation.design(None, np.unique(cluster[rows], return_inverse=True)[1], len(rows))
        error = np.full(r.shape, np.nan)
        for j in range(len(columns)):  # what each row adds to r of each column with column j
            u = own[:, None] * (z * z[:, [j]] - r[:, j] * (z**2 + z[:, [j]] ** 2) / 2) / own.sum()
            error[:, j] = np.sqrt(linearisation.variance(u, slice(None), plan))
        with np.errstate(divide="ignore", invalid="ignore"):
            error = error / (1 - r**2)
        return r, error, np.full(r.shape, float(plan.sizes[0] - 1))

    r, error, df, n = by_rows(x, compute, 3)
    return Pairs(r, n, _effective(x, w, n), error=error, df=df)


def _correlation(x: Array, w: Array | None) -> Array:
    """Return correlations (k, k) of complete columns; NaN where one does not vary."""
    r = to_correlation(covariance(x, w))
    same = x.max(axis=0) == x.min(axis=0)
    r[same], r[:, same] = np.nan, np.nan
    return np.clip(r, -1.0, 1.0)


def scaled(x: Array) -> Array:
    """Return columns (n, k), NaN left alone, in units of their range where their squares would vanish."""
    span = np.fmax.reduce(x) - np.fmin.reduce(x)
    tiny = (span > 0) & (span < 1e-100)
    return np.where(tiny, x / np.where(tiny, span, 1.0), x) if tiny.any() else x


def _effective(x: Array, w: Array | None, n: Array) -> Array:
    """Return Kish's effective number of rows of each pair."""
    if w is None:
        return n
    given = (~np.isnan(x)).astype(float)
    own = w / w.mean()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((given.T @ (given * own[:, None])) ** 2 / (given.T @ (given * (own**2)[:, None])))


def fisher_error(method: str, r: Array, n: Array, controls: int) -> Array:
    """Return the standard error of Fisher's z of correlations that rest on `n` rows (NaN for too few)."""
    scale, less = {"spearman": (1 + r**2 / 2, 3), "kendall": (np.full(r.shape, 0.437), 4)}.get(
        method, (np.ones(r.shape), 3 + controls)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(n > less, np.sqrt(scale / (n - less)), np.nan))


def t_test(r: Array, df: Array) -> Array:
    """Return two-sided p values of correlations by Student's t."""
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(r) * np.sqrt(df / ((1 - r) * (1 + r)))
        return np.asarray(np.where((df > 0) & ~np.isnan(r), 2 * stdtr(df, -t), np.nan))


def exact_spearman(x: Array, r: Array, p: Array) -> Array:
    """Return p with those of Spearman's `r` over few rows put in: the share of all orders, ties kept, as far from none."""
    given = ~np.isnan(x)
    few = given.astype(float).T @ given <= ORDERS
    p = p.copy()
    for i, j in zip(*np.nonzero(np.tril(few & ~np.isnan(r), -1)), strict=True):
        both = given[:, i] & given[:, j]
        a, b = mean_ranks(x[both][:, [i, j]]).T
        products = (a - a.mean())[_orders(len(a))] @ (b - b.mean())
        here = abs(float((a - a.mean()) @ b))
        p[i, j] = p[j, i] = float((np.abs(products) >= here * (1 - 1e-9)).mean())
    return p


@cache
def _orders(n: int) -> Ints:
    return np.array(list(permutations(range(n))), dtype=np.intp)


def bounds(r: Array, error: Array, level: float, df: Array | None) -> tuple[Array, Array]:
    """Return the interval of correlations by Fisher's z with its error, normal or Student's."""
    tail = (1 - level) / 2
    half = -(ndtri(tail) if df is None else stdtrit(df, tail)) * error
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.arctanh(r)
        low, high = np.tanh(z - half), np.tanh(z + half)
    ends = np.abs(r) == 1
    known = ~np.isnan(error)
    return np.where(ends & known, r, low), np.where(ends & known, r, high)


def wald(r: Array, error: Array, df: Array | None) -> Array:
    """Return two-sided p values of Fisher's z over its error, normal or by Student's t."""
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.abs(np.arctanh(r) / error)
    return np.asarray(2 * (ndtr(-z) if df is None else stdtr(df, -z)))
