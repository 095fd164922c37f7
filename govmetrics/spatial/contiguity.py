"""Which outlines touch: in a point (queen), along a line (rook)."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

NEAR = 0.001
"""Outlines that come so close without touching, in shares of the root of a typical area, are named."""


def touching(rings: list[list[Array]], snap: float, near: float) -> tuple[Ints, Bools, Ints]:
    """Return pairs of units (p, 2) that touch, which of them along a line, and pairs that nearly touch.

    Parameters
    ----------
    rings : list of lists of array (m, 2)
        Of every unit, closed.
    snap : float
        Points so close are one.
    near : float
        Pairs that come so close are told.
    """
    lines = [(np.concatenate([r[:-1] for r in own]), np.concatenate([r[1:] for r in own])) for own in rings]
    boxes = np.array([[*np.minimum(a, b).min(axis=0), *np.maximum(a, b).max(axis=0)] for a, b in lines])
    found, along, close = [], [], []
    for i, j in _overlapping(boxes, near).tolist():
        gap, line = _pair(lines[i], lines[j], _common(boxes[i], boxes[j], near), snap)
        if gap <= snap:
            found.append((i, j))
            along.append(line)
        elif gap <= near:
            close.append((i, j))
    pairs = np.array(found, dtype=np.intp).reshape(-1, 2)
    return pairs, np.array(along, dtype=bool), np.array(close, dtype=np.intp).reshape(-1, 2)


def _overlapping(boxes: Array, slack: float) -> Ints:
    """Return the pairs (p, 2) of boxes (n, 4) that overlap or come within the slack of each other."""
    order = np.argsort(boxes[:, 0], kind="stable")
    sorted_ = boxes[order]
    ends = np.searchsorted(sorted_[:, 0], sorted_[:, 2] + slack, side="right")
    counts = np.maximum(ends - np.arange(len(boxes)) - 1, 0)
    first = np.repeat(np.arange(len(boxes)), counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    meet = (sorted_[first, 1] <= sorted_[second, 3] + slack) & (
        sorted_[second, 1] <= sorted_[first, 3] + slack
    )
    return np.sort(np.column_stack([order[first[meet]], order[second[meet]]]), axis=1)


def _common(one: Array, other: Array, slack: float) -> Array:
    return np.concatenate([np.maximum(one[:2], other[:2]) - slack, np.minimum(one[2:], other[2:]) + slack])


def _pair(
    one: tuple[Array, Array], other: tuple[Array, Array], box: Array, snap: float
) -> tuple[float, bool]:
    """Return how close two outlines come, and whether they share a line."""
    a, b = (_within(side, box) for side in (one, other))
    if not (len(a[0]) and len(b[0])):
        return np.inf, False
    gaps_a, at_a = _distances(b[0], *a)  # points of b, sides of a
    gaps_b, _ = _distances(a[0], *b)
    gap = float(min(gaps_a.min(), gaps_b.min()))
    return gap, gap <= snap and _shared_line(a, b, gaps_a, at_a, gaps_b, snap)


def _within(side: tuple[Array, Array], box: Array) -> tuple[Array, Array]:
    """Return the sides that may lie in a box."""
    start, end = side
    low, high = np.minimum(start, end), np.maximum(start, end)
    there = (high >= box[:2]).all(axis=1) & (low <= box[2:]).all(axis=1)
    return start[there], end[there]


def _distances(points: Array, start: Array, end: Array) -> tuple[Array, Array]:
    """Return the distance (points, sides) of points from sides, and where along the side, from 0 to 1, they are nearest."""
    way = end - start
    length = np.maximum((way**2).sum(axis=1), np.finfo(float).tiny)
    off = points[:, None] - start[None]
    at = np.clip((off * way[None]).sum(axis=2) / length, 0, 1)
    return np.sqrt(((off - at[:, :, None] * way[None]) ** 2).sum(axis=2)), at


def _shared_line(
    a: tuple[Array, Array], b: tuple[Array, Array], gaps_a: Array, at_a: Array, gaps_b: Array, snap: float
) -> bool:
    """Tell whether two outlines share a line: between two points of contact on one side of `a` lies another one.

    The ends of a shared line are corners of one of the two; those on a side of `a` are its own ends that touch `b`,
    and corners of `b`.
    """
    start, end = a
    touches = gaps_b.min(axis=1) <= snap  # corners of a; its side k ends where another side begins
    ends_touch = _distances(end, *b)[0].min(axis=1) <= snap
    corner, side = np.nonzero(gaps_a <= snap)
    own = np.arange(len(start))
    sides = np.concatenate([side, own[touches], own[ends_touch]])
    at = np.concatenate([at_a[corner, side], np.zeros(touches.sum()), np.ones(ends_touch.sum())])
    order = np.lexsort((at, sides))
    sides, at = sides[order], at[order]
    middle = (at[1:] + at[:-1]) / 2
    length = np.sqrt(((end - start)[sides[1:]] ** 2).sum(axis=1)) * (at[1:] - at[:-1])
    between = (sides[1:] == sides[:-1]) & (length > 4 * snap)
    if not between.any():
        return False
    s = sides[1:][between]
    points = start[s] + middle[between, None] * (end - start)[s]
    return bool((_distances(points, *b)[0].min(axis=1) <= snap).any())
