"""Outlines of units as matplotlib draws them: holes stay open, longitudes and latitudes keep their shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.plots.style import QUIET
from govmetrics.spatial.boundaries import Boundaries, Polygon
from govmetrics.spatial.rings import area_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path

HATCHED: dict[str, Any] = {"facecolor": "white", "hatch": "////", "edgecolor": QUIET, "linewidth": 0.4}
"""How units without a value look."""


def path_of(polygons: Sequence[Polygon]) -> Path:
    """Return the path of a unit: outer rings go one way and holes the other, so that holes are not filled."""
    from matplotlib.path import Path

    points: list[Array] = []
    codes: list[Any] = []
    for polygon in polygons:
        for place, ring in enumerate(polygon):
            turned = ring if (area_of(ring) > 0) == (place == 0) else ring[::-1]
            points.append(turned)
            codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY]
    return Path(np.concatenate(points), codes)


def draw(ax: Axes, outlines: Boundaries, places: Sequence[int], look: dict[str, Any]) -> None:
    """Draw some units in one look."""
    from matplotlib.collections import PathCollection

    if len(places):
        ax.add_collection(PathCollection([path_of(outlines.polygons[place]) for place in places], **look))


def fit(ax: Axes, outlines: Boundaries) -> None:
    """Show the whole map without axes, in its shape."""
    points = outlines.points()
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.02 * float((high - low).max())
    ax.set_xlim(low[0] - margin, high[0] + margin)
    ax.set_ylim(low[1] - margin, high[1] + margin)
    degrees = outlines.declared != "projected" and bool((np.abs(points) <= [180, 90]).all())
    latitude = float(np.clip((low[1] + high[1]) / 2, -85, 85))
    ax.set_aspect(1 / np.cos(np.radians(latitude)) if degrees else 1.0)
    ax.set_axis_off()
