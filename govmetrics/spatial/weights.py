"""Spatial weights from a map, a table of neighbours, or points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import FLAG, LABEL, POSITIVE, Kind, asked, choice, count, number, optional
from govmetrics.core.words import Note, Text
from govmetrics.spatial.boundaries import Boundaries, boundaries_of
from govmetrics.spatial.contiguity import NEAR, touching
from govmetrics.spatial.edges import read_edges
from govmetrics.spatial.nearness import by_distance, by_inverse, nearest
from govmetrics.spatial.places import COORDINATES, Places, is_of_points, places_of, read_points
from govmetrics.spatial.rings import area_of
from govmetrics.spatial.spatial_weights import SpatialWeights, linked, with_notes

Weighting = Literal["queen", "rook", "nearest", "distance", "inverse"]
_KIND = optional(choice("queen", "rook", "nearest", "distance", "inverse"))
UNIT = Kind(
    lambda value: value is None or isinstance(value, str)
    or (isinstance(value, list | tuple) and len(value) > 0 and all(map(LABEL.fits, value))),
    Text('give the name of what names the units, or several that do so together, such as ["district", "name"]'),
)  # fmt: skip


def weights(
    source: Any,
    kind: Weighting | None = None,
    k: int = 5,
    within: float | None = None,
    power: float = 1.0,
    standardised: bool = True,
    islands: bool = False,
    unit: str | Sequence[str] | None = None,
    coordinates: Literal["projected", "wgs84", "gcj02", "bd09"] | None = None,
    snap: float | None = None,
) -> SpatialWeights:
    r"""Return who is whose neighbour: from outlines, points, or a table of pairs.

    Parameters
    ----------
    source : path or mapping of GeoJSON, or DataFrame
        Outlines of units; a table of points (one row a unit, columns lon and lat or x and y); a table of pairs (from, to, and
        weight if you like: an empty `to` is a unit without neighbours); or a square table of units by units.
    kind : {"queen", "rook", "nearest", "distance", "inverse"}, optional
        Outlines that touch (by default) or share a line; the `k` nearest; all `within` a distance; all, by the inverse of their
        distance. Of outlines distances are those of their centres. Points need it said; pairs have none.
    k : int
        How many are nearest.
    within : float, optional
        In kilometres on great circles for longitude and latitude, else in the unit of the coordinates. By default, for
        "distance", the least at which every unit has a neighbour; for "inverse" there is no limit.
    power : float
        Of the inverse distance: :math:`w_{ij} = d_{ij}^{-power}`.
    standardised : bool
        Whether the weights of every unit sum to one; else they are 1, or the inverse distance, or as given.
    islands : bool
        Allow units without neighbours; else each of them is a fault.
    unit : str or list of str, optional
        Property or column that names the units; several together name one. By default unit, 社区, name and the like, or the
        index of a table.
    coordinates : {"projected", "wgs84", "gcj02", "bd09"}, optional
        What the coordinates are. By default as the file says (a `crs`, AMap's DataV, headings such as 百度经度), else as their
        range tells; x and y that may be degrees are asked about.
    snap : float, optional
        Points of outlines so close are one, in the unit of the coordinates; by default a hundred-millionth of the map.

    Returns
    -------
    SpatialWeights

    Raises
    ------
    FaultyInput
        No map, points or pairs; outlines that are not closed; names that lack or occur twice; islands; coordinates that may be
        degrees or not; points on one spot whose inverse distance is infinite.
    UnsuitableMethod
        More nearest neighbours than there are units.

    References
    ----------
    Anselin, L. (1988). Spatial Econometrics: Methods and Models. Kluwer.

    Examples
    --------
    >>> square = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    >>> def feature(name, x, y):
    ...     ring = [[x + a, y + b] for a, b in square]
    ...     return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    >>> four = [feature(name, x, y) for name, x, y in [("a", 0, 0), ("b", 1, 0), ("c", 0, 1), ("d", 1, 1)]]
    >>> found = weights({"type": "FeatureCollection", "features": four}, "rook")
    >>> found.neighbours["neighbours"].tolist()
    [2, 2, 2, 2]
    """
    asked(
        kind=(kind, _KIND), k=(k, count()), within=(within, optional(POSITIVE)), power=(power, number(0, 10, open_low=True)),
        standardised=(standardised, FLAG), islands=(islands, FLAG), unit=(unit, UNIT), coordinates=(coordinates, COORDINATES),
        snap=(snap, optional(POSITIVE)),
    )  # fmt: skip
    if (
        isinstance(source, pd.DataFrame)
        and not hasattr(source, "__geo_interface__")
        and not is_of_points(source)
    ):
        if kind is not None:
            where = "is a table of pairs, which has no kind"
            raise UnsuitableMethod("source", where, "leave kind out, or give outlines or points")
        found, notes = read_edges(source, standardised)
        return with_notes(found, islands, "source", notes)
    made = _made(source, kind, unit, coordinates, snap, k, within, power)
    units, links, name, notes = made
    found = SpatialWeights(tuple(units), links, name, bool(standardised))
    return with_notes(found, islands, "source", notes)


def _made(
    source: Any, kind: str | None, unit: Any, coordinates: Any, snap: float | None, k: int, within: float | None, power: float
) -> tuple[pd.Index, pd.DataFrame, str, tuple[Note, ...]]:  # fmt: skip
    """Return units, links, kind and notes."""
    if isinstance(source, pd.DataFrame) and not hasattr(source, "__geo_interface__"):
        places = read_points(source, unit, coordinates)
        if kind in (None, "queen", "rook"):
            problem = "points have no outlines to touch"
            raise UnsuitableMethod("kind", problem, 'choose "nearest", "distance" or "inverse"')
        outlines_notes: tuple[Note, ...] = ()
    else:
        outlines = boundaries_of(source, unit)
        if kind in (None, "queen", "rook"):
            links, notes = _contiguous(outlines, kind == "rook", snap)
            return outlines.units, links, kind or "queen", (*outlines.notes, *notes)
        places, outlines_notes = places_of(outlines, coordinates), outlines.notes
    links, notes = _near(places, str(kind), k, within, power)
    return places.units, links, str(kind), (*outlines_notes, *places.notes, *notes)


def _contiguous(
    outlines: Boundaries, rook: bool, snap: float | None
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the links of units that touch, and a note of pairs that nearly do."""
    rings = [outlines.rings(place) for place in range(len(outlines.units))]
    points = outlines.points()
    snap = 1e-8 * float(np.ptp(points, axis=0).max()) if snap is None else snap
    typical = np.sqrt(np.median([max(abs(area_of(ring)) for ring in own) for own in rings]))
    pairs, along, close = touching(rings, snap, max(NEAR * typical, snap))
    if rook:
        pairs = pairs[along]
    rows, columns = np.concatenate([pairs, pairs[:, ::-1]]).T
    names = [f"{outlines.units[i]} / {outlines.units[j]}" for i, j in close.tolist()]
    told = "outlines that come close without touching, so that the units are not neighbours: {names:10} (if they are, raise snap)"
    notes = (Note(told, names=names),) if names else ()
    return linked(outlines.units, rows, columns, np.ones(len(rows))), notes


def _near(
    places: Places, kind: str, k: int, within: float | None, power: float
) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return the links of units that are near."""
    if len(places.units) < 2:
        raise UnsuitableMethod("source", "holds one unit only", "give several: one has no neighbours")
    if kind == "nearest":
        return nearest(places, k)
    return by_distance(places, within) if kind == "distance" else by_inverse(places, within, power)
