"""Relative importance of regressors: the share of R squared that each one brings (Shapley, LMG)."""

from __future__ import annotations

from itertools import combinations, islice
from math import comb

import numpy as np

from govmetrics.numerics.arrays import Array

MOST_EXACT = 16
"""Up to this many regressors all subsets are computed; beyond, orders are sampled."""


def shapley_exact(r: Array, ry: Array) -> Array:
    """Return the LMG shares of R squared, (k,), over all subsets of k regressors.

    Each regressor's share is its rise of R squared, averaged over all orders of entry (Lindeman, Merenda
    and Gold 1980); the shares sum to the full model's R squared.

    Parameters
    ----------
    r : ndarray, shape (k, k)
        Correlations of the regressors, positive definite.
    ry : ndarray, shape (k,)
        Their correlations with the outcome.

    Examples
    --------
    >>> shapley_exact(np.eye(2), np.array([0.6, 0.3])).round(12).tolist()
    [0.36, 0.09]
    """
    k = len(ry)
    explained = np.zeros(2**k)
    bits = 1 << np.arange(k)
    shares = np.zeros(k)
    for size in range(1, k + 1):
        every = combinations(range(k), size)
        while chunk := list(islice(every, 20_000)):
            members = np.array(chunk)
            inner = r[members[:, :, None], members[:, None, :]]
            right = ry[members]
            codes = bits[members].sum(axis=1)
            explained[codes] = np.einsum(
                "ij,ij->i", right, np.linalg.solve(inner, right[:, :, None])[:, :, 0]
            )
            # A subset of this size without member j came at the size before: weight 1 / (k C(k-1, size-1)).
            rise = explained[codes][:, None] - explained[codes[:, None] - bits[members]]
            shares += np.bincount(members.ravel(), rise.ravel(), minlength=k) / (k * comb(k - 1, size - 1))
    return shares


def shapley_sampled(r: Array, ry: Array, orders: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return LMG shares (k,) and their standard errors over sampled orders of entry.

    Every order and its reverse are used. In a Cholesky factor of the correlations with the outcome last,
    the squares of the last row are the rises of R squared in that order, so that each order's shares sum
    to R squared exactly.
    """
    k = len(ry)
    shares = np.empty((orders, k))
    half = rng.permuted(np.tile(np.arange(k), (orders, 1)), axis=1)
    for side in (half, half[:, ::-1]):
        full = np.empty((orders, k + 1, k + 1))
        full[:, :k, :k] = r[side[:, :, None], side[:, None, :]]
        full[:, k, :k] = full[:, :k, k] = ry[side]
        full[:, k, k] = 2.0  # any number above R squared: only the first k entries of the row are used
        rises = np.linalg.cholesky(full)[:, k, :k] ** 2
        placed = np.empty((orders, k))
        np.put_along_axis(placed, side, rises, axis=1)
        shares = placed if side is half else (shares + placed) / 2
    return shares.mean(axis=0), shares.std(axis=0, ddof=1) / np.sqrt(orders)
