"""Sums over all pairs of a function of their difference, in blocks: what outranking methods count."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govmetrics.numerics.arrays import Array

BLOCK = 256
"""Rows worked on at once, so that what is in between stays in the processor's cache."""


def pair_sums(x: Array, f: Callable[[Array], Array]) -> tuple[Array, Array]:
    """Return for each x (n,) the sum of f over how far it lies above each other value, and over how far below.

    Equal values add nothing. `f` takes differences above zero, and makes an array of the same shape.

    Examples
    --------
    >>> above, below = pair_sums(np.array([1.0, 4.0, 1.0]), np.sqrt)
    >>> above.round(3).tolist(), below.round(3).tolist()
    ([0.0, 3.464, 0.0], [1.732, 0.0, 1.732])
    """
    levels, place, counts = np.unique(x, return_inverse=True, return_counts=True)
    above, below = np.zeros(len(levels)), np.zeros(len(levels))
    for start in range(0, len(levels), BLOCK):
        stop = min(start + BLOCK, len(levels))
        rows = levels[start:stop, None]
        for first in range(0, stop, BLOCK):
            last = min(first + BLOCK, stop)
            gap = rows - levels[first:last]
            # On the diagonal only the lower half are differences above zero.
            values = f(gap) if first < start else np.tril(f(np.where(gap > 0, gap, 1.0)), -1)
            above[start:stop] += values @ counts[first:last]
            below[first:last] += counts[start:stop] @ values
    return above[place], below[place]
