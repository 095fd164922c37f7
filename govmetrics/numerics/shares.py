"""Weighted shares of coded answers by group, with their standard errors and Wilson intervals."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints


def weighted_shares(
    codes: Ints, weights: Array | None, groups: Ints | None, n_groups: int, n_categories: int
) -> tuple[Array, Array, Array]:
    """Return the share of every category in every group, its standard error, and the effective n.

    A share is ``p = sum(w z) / sum(w)`` over those of the group who answered. Its error is linearised:
    ``m / (m - 1) * sum(w^2 (z - p)^2) / sum(w)^2`` with m answers of the group, so that equal weights give
    the textbook ``p (1 - p) / (m - 1)``. Nobody answered: all NaN; one answer: the error is NaN.

    Parameters
    ----------
    codes : (n, k) array of int
        Category 0, 1, ... of every respondent's answer to k items; -1 where there is none.
    weights : (n,) array or None
        At least zero; None counts every respondent once.
    groups : (n,) array of int or None
        Group 0, 1, ... of every respondent, -1 for none; None puts all into one group.
    n_groups, n_categories : int
        How many there are, including those that nobody is in.

    Returns
    -------
    shares, errors : (n_groups, k, n_categories) arrays
    effective_n : (n_groups, k) array
        Kish's ``sum(w)^2 / sum(w^2)`` of the answers behind the shares.

    Examples
    --------
    Three of four agree (category 1):

    >>> codes = np.array([[1], [1], [0], [1]])
    >>> shares, errors, effective_n = weighted_shares(codes, None, None, 1, 2)
    >>> shares[0, 0].tolist(), errors[0, 0].tolist(), effective_n.tolist()
    ([0.25, 0.75], [0.25, 0.25], [[4.0]])
    """
    n, k = codes.shape
    w = np.ones(n) if weights is None else weights
    g = np.zeros(n, dtype=np.intp) if groups is None else groups
    mass, squares, counts = (np.zeros((n_groups, k, n_categories)) for _ in range(3))
    for item in range(k):
        used = (codes[:, item] >= 0) & (g >= 0) & (w > 0)
        cell = g[used] * n_categories + codes[used, item]
        for table, each in ((mass, w[used]), (squares, w[used] ** 2), (counts, None)):
            summed = np.bincount(cell, each, minlength=n_groups * n_categories)
            table[:, item] = summed.reshape(n_groups, n_categories)
    return shares_of_sums(mass, squares, counts)


def shares_of_sums(mass: Array, squares: Array, counts: Array) -> tuple[Array, Array, Array]:
    """Return the same of the sums of weights, of their squares and of answers, each (n_groups, k, n_categories)."""
    total, total_squares, m = (table.sum(axis=2, keepdims=True) for table in (mass, squares, counts))
    with np.errstate(divide="ignore", invalid="ignore"):
        p = mass / total
        # sum over answers of w^2 (z - p)^2, with z^2 = z
        spread = squares * (1 - 2 * p) + p**2 * total_squares
        variance = np.where(m > 1, m / (m - 1), np.nan) * np.maximum(spread, 0.0) / total**2
        effective_n = np.where(total_squares > 0, total**2 / total_squares, 0.0)
    return p, np.sqrt(variance), effective_n[:, :, 0]


def wilson(shares: Array, effective_n: Array, z: float) -> tuple[Array, Array]:
    """Return Wilson's interval of shares that rest on `effective_n` answers; it never leaves [0, 1].

    Parameters
    ----------
    shares, effective_n : arrays that broadcast
    z : float
        Normal quantile, 1.96 for 95 %.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA, 22,
    209-212.

    Examples
    --------
    >>> lower, upper = wilson(np.array([0.0]), np.array([10.0]), 1.959964)
    >>> lower.tolist(), upper.round(4).tolist()
    ([0.0], [0.2775])
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        n = np.where(effective_n > 0, effective_n, np.nan)
        centre = (shares + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(shares * (1 - shares) / n + z**2 / (4 * n**2))
    lower, upper = np.clip(centre - half, 0.0, 1.0), np.clip(centre + half, 0.0, 1.0)
    # exact at the ends, where rounding would leave 1e-17
    return np.where(shares <= 0, np.minimum(lower, 0.0), lower), np.where(
        shares >= 1, np.maximum(upper, 1.0), upper
    )
