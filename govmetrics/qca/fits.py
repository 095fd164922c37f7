"""Consistency, PRI, coverage and relevance of sets; arrays only."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def quotient(above: Array, below: Array) -> Array:
    """Return a ratio, NaN where there is nothing below."""
    out = np.full(np.broadcast_shapes(np.shape(above), np.shape(below)), np.nan)
    found: Array = np.divide(above, below, out=out, where=np.asarray(below) > 0)
    return found


def inclusion(x: Array, y: Array) -> Array:
    """Return sum min(x, y) / sum x: how far x, (n, ...), is a subset of y, (n,), for every further axis of x."""
    both = np.minimum(x, _along(y, x))
    return quotient(both.sum(axis=0), x.sum(axis=0))


def pri(x: Array, y: Array) -> Array:
    """Return the proportional reduction in inconsistency: inclusion without what x shares with y and not-y alike.

    With a = sum min(x, y), b = sum min(x, y, 1 - y): (a - b) / (sum x - b).
    """
    y = _along(y, x)
    a = np.minimum(x, y).sum(axis=0)
    b = np.minimum(x, np.minimum(y, 1 - y)).sum(axis=0)
    below = x.sum(axis=0) - b
    # rounding alone must not make a ratio of nothing
    return np.asarray(np.clip(quotient(a - b, np.where(below > 1e-12, below, 0.0)), 0.0, 1.0))


def coverage(x: Array, y: Array) -> Array:
    """Return sum min(x, y) / sum y: how much of y lies in x."""
    y = _along(y, x)
    return quotient(np.minimum(x, y).sum(axis=0), np.broadcast_to(y, x.shape).sum(axis=0))


def relevance(x: Array, y: Array) -> Array:
    """Return the relevance of necessity, sum (1 - x) / sum (1 - min(x, y)): low where x is nearly always there.

    NaN where x and y are both 1 in every case.
    """
    y = _along(y, x)
    return quotient((1 - x).sum(axis=0), (1 - np.minimum(x, y)).sum(axis=0))


def _along(y: Array, x: Array) -> Array:
    return y.reshape(y.shape + (1,) * (x.ndim - y.ndim))
