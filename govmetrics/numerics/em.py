"""Mean and covariance of a multivariate normal with missing cells: expectation and maximisation by pattern of missing cells."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints


class Moments(NamedTuple):
    """What `moments` found.

    Parameters
    ----------
    mean : array (k,)
    covariance : array (k, k)
        Of maximum likelihood: its divisor is n.
    steps : int
        Steps that were taken.
    converged : bool
        Whether the last one moved nothing by more than `least_change`.
    """

    mean: Array
    covariance: Array
    steps: int
    converged: bool


def patterns(x: Array) -> list[tuple[Bools, Ints]]:
    """Return each pattern of known cells (k,) of `x` (n, k) with its rows; rows without any are left out.

    Examples
    --------
    >>> found = patterns(np.array([[1.0, 2], [np.nan, 4], [5, 6], [np.nan, np.nan]]))
    >>> [(known.tolist(), rows.tolist()) for known, rows in found]
    [([False, True], [1]), ([True, True], [0, 2])]
    """
    known = ~np.isnan(x)
    kinds, of = np.unique(known, axis=0, return_inverse=True)
    of = np.ravel(of)
    order, counts = np.argsort(of, kind="stable"), np.bincount(of, minlength=len(kinds))
    ends = np.cumsum(counts)
    return [
        (kind, order[end - n : end]) for kind, end, n in zip(kinds, ends, counts, strict=True) if kind.any()
    ]


def moments(x: Array, most: int = 5000, least_change: float = 1e-9) -> Moments:
    """Return the maximum-likelihood moments of rows `x` (n, k) with NaN, if cells are missing at random.

    Beside `incomplete.unrestricted`, which a model's likelihood is compared with: that one wants definite covariances and goes on
    by Newton's steps; this one takes constants, copies and many columns. Both find the same, as a test shows.
    Rows without a known cell tell nothing and do not count.

    Columns are put on their own scale first, so that large and small units of measurement converge alike; every column
    has a known cell.

    References
    ----------
    Dempster, Laird and Rubin (1977). Maximum likelihood from incomplete data via the EM algorithm. Journal of the Royal
    Statistical Society B, 39, 1-38. Little and Rubin (2019). Statistical analysis with missing data, section 11.2.

    Examples
    --------
    >>> found = moments(np.array([[1.0, 2], [2, 4], [3, 7], [4, np.nan]]))
    >>> found.mean.round(4).tolist(), found.converged
    ([2.5, 5.5833], True)
    """
    x = x[~np.isnan(x).all(axis=1)]
    unit = np.nanmax(np.abs(x), axis=0)  # so that squares neither overflow nor vanish
    unit[unit == 0] = 1.0
    start, spread = np.nanmean(x / unit, axis=0), np.nanstd(x / unit, axis=0)
    spread[spread <= 1e-12] = 1.0
    z = (x / unit - start) / spread
    kinds = patterns(z)
    mean, cov = np.zeros(x.shape[1]), np.diag(np.nanvar(z, axis=0))
    n = len(z)
    change, step = np.inf, 0
    while change > least_change and step < most:
        step += 1
        filled, extra = _expected(z, kinds, mean, cov)
        new_mean = filled.sum(axis=0) / n
        centred = filled - new_mean
        new = (centred.T @ centred + extra) / n
        change = max(np.abs(new_mean - mean).max(), np.abs(new - cov).max())
        mean, cov = new_mean, new
    scale = unit * spread
    return Moments(
        (start + mean * spread) * unit, cov * np.outer(scale, scale), step, bool(change <= least_change)
    )


def conditional_means(x: Array, mean: Array, covariance: Array) -> Array:
    """Return `x` (n, k) with every missing cell at its mean given the row's known cells; rows without any stay empty."""
    root = np.sqrt(np.diag(covariance))
    scale = np.where(root > 0, root, 1.0)
    z = (x - mean) / scale
    filled, _ = _expected(z, patterns(z), np.zeros(len(mean)), covariance / scale[:, None] / scale)
    bare = np.isnan(x).all(axis=1, keepdims=True)
    return np.where(np.isnan(x) & ~bare, mean + filled * scale, x)


def _expected(x: Array, kinds: list[tuple[Bools, Ints]], mean: Array, cov: Array) -> tuple[Array, Array]:
    """Return rows with missing cells at their conditional means (0 in rows without any), and the sum of their covariances."""
    filled, extra = np.where(np.isnan(x), 0.0, x), np.zeros_like(cov)
    for known, rows in kinds:
        if known.all():
            continue
        gap = np.logical_not(known)
        # the inverse of what varies: constants and copies of another column tell nothing more
        slope = cov[np.ix_(gap, known)] @ np.linalg.pinv(
            cov[np.ix_(known, known)], rcond=1e-10, hermitian=True
        )
        filled[np.ix_(rows, gap)] = mean[gap] + (x[np.ix_(rows, known)] - mean[known]) @ slope.T
        extra[np.ix_(gap, gap)] += len(rows) * (cov[np.ix_(gap, gap)] - slope @ cov[np.ix_(known, gap)])
    return filled, extra
