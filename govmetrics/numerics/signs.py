"""The sign of what has none of its own: eigenvectors and components, the same on every machine and in every order of rows."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

_ALIKE = 1e-9
"""Entries that differ by less than this share of the largest are equally large: else rounding would choose."""


def turned(vectors: Array) -> Array:
    """Return vectors (k, n), each row turned so that the first of its largest entries is positive.

    Examples
    --------
    >>> turned(np.array([[0.1, -0.7, 0.7], [0.0, 0.0, 0.0]])).tolist()
    [[-0.1, 0.7, -0.7], [0.0, 0.0, 0.0]]
    """
    size = np.abs(vectors)
    first = (size >= (1 - _ALIKE) * size.max(axis=1, keepdims=True)).argmax(axis=1)
    return np.where(vectors[np.arange(len(vectors)), first] < 0, -1.0, 1.0)[:, None] * vectors + 0.0
