"""Arithmetic of rings (m, 2), closed: area, centre, whether one crosses itself."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array


def area_of(ring: Array) -> float:
    """Return the signed area: positive where the ring goes anticlockwise.

    Examples
    --------
    >>> area_of(np.array([[0.0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]))
    2.0
    """
    x, y = (ring - ring[0]).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)


def centre_of(polygons: list[list[Array]]) -> Array:
    """Return the centre of gravity (2,) of polygons, whose rings after the first are holes.

    Examples
    --------
    >>> square = np.array([[0.0, 0], [2, 0], [2, 2], [0, 2], [0, 0]])
    >>> centre_of([[square], [square + 4]]).tolist()
    [3.0, 3.0]
    """
    total, weighted = 0.0, np.zeros(2)
    for polygon in polygons:
        for place, ring in enumerate(polygon):
            area = abs(area_of(ring)) * (1 if place == 0 else -1)
            total += area
            weighted += area * _centroid(ring)
    return weighted / total


def _centroid(ring: Array) -> Array:
    shifted = ring - ring[0]
    x, y = shifted.T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    found: Array = ring[0] + ((shifted[:-1] + shifted[1:]) * cross[:, None]).sum(axis=0) / (3 * cross.sum())
    return found


def inner_point(polygon: list[Array]) -> Array:
    """Return a point (2,) within a polygon: its centre, or where it is widest, if that lies in a hole or beyond.

    Examples
    --------
    >>> ring, hole = (np.array([[-a, -a], [a, -a], [a, a], [-a, a], [-a, -a]]) for a in (3.0, 1.0))
    >>> inner_point([ring]).tolist(), inner_point([ring, hole]).tolist()
    ([0.0, 0.0], [0.0, -2.0])
    """
    centre = centre_of([polygon])
    low, high = polygon[0].min(axis=0), polygon[0].max(axis=0)
    spans = _spans(polygon, float(centre[1]))
    if len(spans) and ((spans[:, 0] < centre[0]) & (centre[0] < spans[:, 1])).any():
        return centre
    lines = low[1] + (high[1] - low[1]) * (np.arange(6) + 0.5) / 6
    widest = [max(_spans(polygon, float(y)).tolist(), key=lambda span: span[1] - span[0]) for y in lines]
    widths = np.array([right - left for left, right in widest])
    first = int(np.argmax(widths > widths.max() * (1 - 1e-9)))
    last = first  # of several lines alike the middle
    while last + 1 < len(lines) and widest[last + 1] == widest[first]:
        last += 1
    return np.array([sum(widest[first]) / 2, (lines[first] + lines[last]) / 2])


def _spans(polygon: list[Array], y: float) -> Array:
    """Return where a horizontal line is within a polygon: (spans, 2)."""
    crossings = []
    for ring in polygon:
        start, end = ring[:-1], ring[1:]
        over = (start[:, 1] <= y) != (end[:, 1] <= y)
        a, b = start[over], end[over]
        crossings.append(a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0]))
    return np.sort(np.concatenate(crossings)).reshape(-1, 2)


def crosses_itself(ring: Array) -> bool:
    """Tell whether two sides that are not neighbours cross within both.

    Examples
    --------
    >>> crosses_itself(np.array([[0.0, 0], [2, 2], [2, 0], [0, 3], [0, 0]]))
    True
    """
    a, b = ring[:-1], ring[1:]
    m = len(a)
    order = np.argsort(np.minimum(a[:, 0], b[:, 0]), kind="stable")
    left, right = np.minimum(a[:, 0], b[:, 0])[order], np.maximum(a[:, 0], b[:, 0])[order]
    ends = np.searchsorted(left, right, side="right")
    counts = np.maximum(ends - np.arange(m) - 1, 0)
    first = np.repeat(np.arange(m), counts)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(counts) - counts, counts)
    i, j = order[first], order[second]

    def side(p: Array, q: Array, r: Array) -> Array:
        return np.sign((q[:, 0] - p[:, 0]) * (r[:, 1] - p[:, 1]) - (q[:, 1] - p[:, 1]) * (r[:, 0] - p[:, 0]))

    apart = side(a[i], b[i], a[j]) * side(a[i], b[i], b[j]) < 0
    return bool((apart & (side(a[j], b[j], a[i]) * side(a[j], b[j], b[i]) < 0)).any())
