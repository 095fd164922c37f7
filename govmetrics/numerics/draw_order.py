"""The order in which random numbers are given out, so that it does not matter in which order the rows come. Arrays only.

Of rows that have names the order is that of the names (`govmetrics.core.draw_order.name_order`); of respondents, whose
numbers change when a file is sorted, it is that of what they answered.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from govmetrics.numerics.arrays import Ints

_NEAR = 1_000_000
"""Whole numbers that differ by more than this are keys of their own."""


def content_order(*columns: Any) -> Ints:
    """Return the order of rows by what they hold, the first column first; rows that are equal may change places.

    Examples
    --------
    >>> content_order(np.array([2.0, 1, 1]), np.array([0.0, 5, 4])).tolist()
    [2, 1, 0]
    """
    given = [np.atleast_2d(np.asarray(one).T) for one in columns if one is not None and np.size(one)]
    return np.asarray(np.lexsort(_packed(np.vstack(given))[::-1]), dtype=np.intp)


def _packed(rows: NDArray[Any]) -> list[NDArray[Any]]:
    """Return fewer keys, the first the most important, that sort alike: answers share the bits of one as far as they go."""
    keys: list[NDArray[Any]] = []
    free = 0
    for row in rows:
        bits = _bits(row)
        if bits is None:
            keys.append(row)
            free = 0
            continue
        if bits > free:
            keys.append(np.zeros(len(row), dtype=np.uint64))
            free = 64
        keys[-1] <<= np.uint64(bits)
        keys[-1] |= (row - row.min()).astype(np.uint64)
        free -= bits
    return keys


def _bits(row: NDArray[Any]) -> int | None:
    """Return how many bits, one at least, tell these numbers apart; None unless they are whole and lie near each other."""
    if row.dtype.kind not in "iuf" or not len(row):
        return None
    low, high = row.min(), row.max()
    if not (np.isfinite(low) and np.isfinite(high)) or int(high) - int(low) > _NEAR:
        return None
    return max(1, (int(high) - int(low)).bit_length()) if (row == np.floor(row)).all() else None


def in_place(order: Ints, drawn: Any) -> Any:
    """Return draws whose last axis is in an order, put where the rows stand.

    Examples
    --------
    >>> in_place(np.array([2, 0, 1]), np.array([[10, 20, 30]])).tolist()
    [[20, 30, 10]]
    """
    found = np.empty_like(drawn)
    found[..., order] = drawn
    return found


def dealt(order: Ints, permutations: Ints) -> Ints:
    """Return permutations of rows in an order, as permutations of the rows where they stand.

    Examples
    --------
    >>> dealt(np.array([1, 0, 2]), np.array([0, 2, 1])).tolist()  # the second and the third in the order change places
    [2, 1, 0]
    """
    return np.asarray(in_place(order, order[permutations]), dtype=np.intp)
