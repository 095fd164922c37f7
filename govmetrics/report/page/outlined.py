"""Maps of the page: outlines as SVG, one colour a unit, names where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.plots.labels import LABELLED, fitted
from govmetrics.spatial.boundaries import Boundaries
from govmetrics.spatial.rings import inner_point

WIDTH, MOST_HIGH = 720.0, 620.0
"""Of the picture, in its own units: it is as wide as the screen."""


def drawn_map(outlines: Boundaries, colours: Sequence[str], told: Sequence[str]) -> str:
    """Return the map as SVG.

    Parameters
    ----------
    outlines : Boundaries
    colours : sequence of str
        Of every unit; empty for one without a value, which is hatched.
    told : sequence of str
        What every unit says under the mouse.
    """
    scale, shift, size = _placing(outlines)
    paths, names = [], []
    for place, (unit, polygons) in enumerate(zip(outlines.units, outlines.polygons, strict=True)):
        line = "".join(_path((ring - shift) * scale, size) for polygon in polygons for ring in polygon)
        fill = colours[place] or "url(#none)"
        paths.append(f'<path d="{line}" fill="{fill}"><title>{escape(told[place])}</title></path>')
        if len(outlines.units) <= LABELLED:
            largest = max(polygons, key=lambda one: float(np.ptp(one[0], axis=0).prod()))
            x, y = (inner_point(largest) - shift) * scale
            dark = bool(colours[place]) and _dark(colours[place])
            look = ' class="light"' if dark else ""
            name = escape(fitted(str(unit), 12, lines=1))
            names.append(f'<text x="{x:.0f}" y="{size[1] - y:.0f}"{look}>{name}</text>')
    hatch = ('<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 6L6 0" '
             'stroke="#999"/></pattern></defs>')  # fmt: skip
    return (f'<svg viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" preserveAspectRatio="xMidYMid meet" aria-hidden="true">'
            f'{hatch}<g class="units">{"".join(paths)}</g><g class="names">{"".join(names)}</g></svg>')  # fmt: skip


def _placing(outlines: Boundaries) -> tuple[Array, Array, Array]:
    """Return scale (2,), shift (2,) and size (2,): longitudes and latitudes keep their shape."""
    points = outlines.points()
    low, high = points.min(axis=0), points.max(axis=0)
    degrees = outlines.declared != "projected" and bool((np.abs(points) <= [180, 90]).all())
    narrow = np.cos(np.radians(np.clip((low[1] + high[1]) / 2, -85, 85))) if degrees else 1.0
    wide, tall = (high - low) * [narrow, 1.0]
    one = min(WIDTH / wide, MOST_HIGH / tall)
    return np.array([narrow * one, one]), low, np.array([wide * one, tall * one])


def _path(ring: Array, size: Array) -> str:
    """Return a ring without points that fall on the one before: half a unit of the picture is seen by nobody."""
    points = np.round(np.column_stack([ring[:, 0], size[1] - ring[:, 1]]) * 2) / 2
    moved = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points[moved][:-1].tolist() or points[:1].tolist()) + "Z"


def _dark(colour: str) -> bool:
    rgb = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return float(np.dot(rgb, (0.299, 0.587, 0.114))) < 128
