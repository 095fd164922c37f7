"""Entropy of columns of zero or positive values: what entropy weights rest on."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def column_entropies(x: Array) -> Array:
    """Return each column's entropy over its total, as a share of the greatest possible, (k,).

    Parameters
    ----------
    x : ndarray, shape (n, k)
        Zero or positive, NaN where missing; at least two known values a column. 0 ln 0 counts as 0, and a
        constant (all zeros among them) has entropy 1.

    Examples
    --------
    >>> column_entropies(np.array([[1.0, 1.0, 5.0], [1.0, 0.0, 5.0]])).tolist()
    [1.0, 0.0, 1.0]
    """
    total = np.nansum(x, axis=0)
    n = (~np.isnan(x)).sum(axis=0)
    p = x / np.where(total > 0, total, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * np.log(p), 0.0)
    e = -terms.sum(axis=0) / np.log(n)
    constant = np.nanmax(x, axis=0) == np.nanmin(x, axis=0)
    return np.asarray(np.where(constant, 1.0, np.clip(e, 0.0, 1.0) + 0.0))  # never -0.0
