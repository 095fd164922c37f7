"""Prime implicants of a truth table, all of them: a dense array of three values a condition.

A term is a place in an array of shape (3, ..., 3): 0 absent, 1 present, 2 does not matter. Whether a term holds only rows that
may be in it follows from its halves, so that one pass an axis answers for all 3^k terms at once.
"""

from __future__ import annotations

import numpy as np

from govmetrics.core.progress import advance
from govmetrics.numerics.arrays import Bools, Ints

MOST_CONDITIONS = 14
"""3^14 terms are 4.8 million: some seconds and 100 MB. Each condition more takes three times as much."""


def rows_of(k: int) -> Ints:
    """Return all combinations of k conditions, (2^k, k); the first condition changes last.

    Examples
    --------
    >>> rows_of(2).tolist()
    [[0, 0], [0, 1], [1, 0], [1, 1]]
    """
    return (np.arange(2**k)[:, None] >> np.arange(k - 1, -1, -1)) & 1


def _spread(corners: Bools, k: int, both: np.ufunc) -> Bools:
    """Return for each of the 3^k terms what holds of its rows, given for 2^k rows; `both` joins two halves."""
    cube = corners.reshape((2,) * k)
    for axis in range(k):
        cube = np.concatenate([cube, both.reduce(cube, axis=axis, keepdims=True)], axis=axis)
    return cube


def prime_implicants(on: Bools, off: Bools, k: int) -> Ints:
    """Return the terms that hold a row of `on` and none of `off`, and that no shorter such term contains.

    Parameters
    ----------
    on, off : ndarray of bool, shape (2^k,)
        Rows that must, and must not, be held; the others may be.
    k : int
        Conditions.

    Returns
    -------
    ndarray of int, shape (terms, k)
        0, 1, or 2 for what does not matter.
    """
    allowed = _spread(~off, k, np.logical_and)
    prime = allowed & _spread(on, k, np.logical_or)
    for axis in range(k):
        # not prime: the same term without this condition holds no row of `off` either
        longer = np.take(allowed, [2], axis=axis)
        head = [slice(None)] * k
        head[axis] = slice(0, 2)
        prime[tuple(head)] &= ~longer
        advance()
    return np.argwhere(prime).astype(np.intp).reshape(-1, k)


def covers(terms: Ints, rows: Ints) -> Bools:
    """Return which rows, (n, k), which terms, (t, k), hold: (t, n)."""
    held = np.ones((len(terms), len(rows)), dtype=bool)
    for place in range(terms.shape[1]):
        kind = terms[:, place, None]
        held &= (kind == 2) | (kind == rows[None, :, place])
    return held
