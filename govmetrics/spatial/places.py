"""Where units are: points from a table or the centres of outlines, in kilometres or in a map's own units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean, clean_index, together
from govmetrics.core.options import choice, optional
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.spatial.boundaries import FARTHEST, Boundaries
from govmetrics.spatial.datums import in_china, to_wgs84
from govmetrics.spatial.rings import centre_of

COORDINATES = optional(choice("projected", "wgs84", "gcj02", "bd09"))
RADIUS = 6371.0088
"""Mean radius of the earth in kilometres (IUGG)."""
_LON = {"lon", "lng", "long", "longitude", "经度", "x", "横坐标", "x坐标", "东经"}
_LAT = {"lat", "latitude", "纬度", "y", "纵坐标", "y坐标", "北纬"}
_DEGREES = {"lon", "lng", "long", "longitude", "经度", "东经"}
_MARKS = {"bd09": ("bd09", "bd-09", "bd_", "baidu", "百度"), "gcj02": ("gcj", "amap", "gaode", "高德", "腾讯", "tencent", "火星"),
          "wgs84": ("wgs", "gps", "cgcs2000", "cgcs")}  # fmt: skip
_SHIFTED = Text(
    "longitudes and latitudes in China are taken as WGS-84; those of AMap and Tencent are GCJ-02, those of Baidu BD-09: if they "
    'are, say coordinates="gcj02" or "bd09" (places shift by up to 1 km, distances between them by less than 1.5%)'
)


@dataclass(frozen=True, eq=False)
class Places:
    """Points of units.

    Attributes
    ----------
    units : Index
    points : array (n, 2)
        Longitude and latitude in WGS-84, or x and y.
    coordinates : str
        "wgs84" (whatever came in) or "projected".
    notes : tuple of Note
    """

    units: pd.Index
    points: Array
    coordinates: str
    notes: tuple[Note, ...] = ()

    @property
    def space(self) -> Array:
        """The points (n, 2), or (n, 3) on a sphere: what lies near is near in both."""
        return self.points if self.coordinates == "projected" else on_sphere(self.points)

    def length(self, straight: Array | float) -> Array:
        """Return distances from those in `space`: great circles in kilometres, or as they are."""
        if self.coordinates == "projected":
            return np.asarray(straight, dtype=float)
        return 2 * RADIUS * np.arcsin(np.clip(np.asarray(straight) / 2, 0, 1))

    def straight(self, length: float) -> float:
        """Return the distance in `space` from one along the ground."""
        return length if self.coordinates == "projected" else 2 * np.sin(min(length / RADIUS, np.pi) / 2)


def on_sphere(points: Array) -> Array:
    """Return longitudes and latitudes (n, 2) as points (n, 3) of the unit sphere."""
    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def places_of(found: Boundaries, coordinates: str | None) -> Places:
    """Return the centres of outlines; what the coordinates are is told by the file, or given."""
    with np.errstate(invalid="ignore"):
        points = np.array([centre_of(polygons) for polygons in found.polygons])
    way_out = "draw its outline again: a hole is as large as what it lies in"
    empty = found.units[~np.isfinite(points).all(axis=1)]
    Faults(Fault("source", "{unit!r} has no area", way_out, unit=str(unit)) for unit in empty).raise_all()
    known, notes = _known(found.points(), coordinates, found.declared, degrees=True, place="source")
    return Places(
        found.units, to_wgs84(points, known), "projected" if known == "projected" else "wgs84", notes
    )


def _known(
    points: Array, given: str | None, declared: str, degrees: bool, place: str
) -> tuple[str, tuple[Note, ...]]:
    """Return what coordinates are: as given, as declared, or as their range tells; where it does not tell, ask."""
    within = bool((np.abs(points) <= [180, 90]).all())
    chosen = given or declared
    if chosen and chosen != "projected" and not within:
        problem, way = "holds coordinates beyond 180 and 90 degrees", 'say coordinates="projected"'
        raise FaultyInput(place, problem, way)
    if given:
        return given, ()
    if not within and (np.abs(points) <= 180).all() and in_china(points[:, ::-1]):
        way = "put the longitude first, as GeoJSON and x, y have it"
        raise FaultyInput(place, "holds latitude before longitude", way)
    if declared == "projected" and in_china(points):
        problem = "names a projection, while its coordinates look like degrees"
        raise FaultyInput(
            place, problem, 'say coordinates="wgs84", "gcj02" (AMap, Tencent) or "bd09" (Baidu)'
        )
    if declared == "gcj02":
        return declared, (Note("the coordinates were recognised as GCJ-02 and turned into WGS-84"),)
    if declared == "bd09":
        return declared, (Note("the coordinates were recognised as BD-09 and turned into WGS-84"),)
    if declared:
        return declared, ()
    if not within:
        return "projected", (
            Note("coordinates beyond 180 and 90 degrees are taken as projected: distances are in their unit"),
        )
    if degrees:
        return "wgs84", (Note(_SHIFTED.template),) if in_china(points) else ()
    problem = "x and y may be degrees or a map's own units"
    way = 'say coordinates="projected", or for longitude and latitude "wgs84", "gcj02" (AMap, Tencent) or "bd09" (Baidu)'
    raise FaultyInput(place, problem, way)


def refuse_twice(frame: pd.DataFrame, place: str) -> None:
    """Refuse headings of several levels, or that occur twice; and what no table may hold."""
    refuse_within(place, frame)
    twice = frame.columns[frame.columns.duplicated()].unique()
    if frame.columns.nlevels > 1 or len(twice):
        problem = "has headings of several levels, or one that occurs twice"
        raise FaultyInput(place, problem, "give one heading for every column")


def is_of_points(frame: pd.DataFrame) -> bool:
    """Tell whether a table has columns of coordinates."""
    return _column(frame, _LON) is not None and _column(frame, _LAT) is not None


def read_points(frame: pd.DataFrame, unit: Any, coordinates: str | None, place: str = "source") -> Places:
    """Return the points in a table: one row a unit, columns of longitude and latitude or x and y.

    Raises
    ------
    FaultyInput
        No such columns, cells that are no numbers or missing, units without a name or named twice, coordinates that may be
        degrees or not.
    """
    refuse_twice(frame, place)
    columns = [_column(frame, _LON), _column(frame, _LAT)]
    if None in columns:
        way = "name them lon and lat (经度, 纬度), or x and y; there are: {there:20}"
        raise FaultyInput(place, "has no columns of coordinates", way, there=list(map(str, frame.columns)))
    units = units_of(frame, unit, place)
    table = frame[columns].set_axis(units)
    array, wrong = floats_of(table)
    faults = Faults(cell_faults(table, wrong, "{value} is not a number", "correct the cell"))
    bad = ~np.isfinite(array) & ~wrong
    faults += cell_faults(
        table, bad, "the coordinate is missing or infinite", "fill it in, or leave the unit out"
    )
    far = np.abs(array) > FARTHEST
    faults += cell_faults(table, far & ~bad & ~wrong, "{value} lies nowhere on earth", "correct the cell")
    faults.raise_all()
    heads = [str(clean(column)).casefold() for column in columns]
    declared = next(
        (datum for datum, marks in _MARKS.items() if any(mark in head for mark in marks for head in heads)),
        "",
    )
    degrees = any(head in _DEGREES or any(word in head for word in _DEGREES) for head in heads)
    known, notes = _known(array, coordinates, declared, degrees, place)
    return Places(units, to_wgs84(array, known), "projected" if known == "projected" else "wgs84", notes)


def units_of(frame: pd.DataFrame, unit: Any, place: str) -> pd.Index:
    """Return the units of the rows of a table: its index, a column called unit, or the columns that are named."""
    columns = [unit] if isinstance(unit, str) else list(unit) if unit is not None else None
    if columns is None:
        columns = [name for name in ("unit", "单元", "社区", "社区名称", "单位") if name in frame.columns][:1]
    unknown = [name for name in columns if name not in frame.columns]
    if unknown:
        there = list(map(str, frame.columns))
        raise FaultyInput(
            "unit", "is no column: {names}", "columns are: {there:20}", names=unknown, there=there
        )
    found = frame.index
    if columns:
        parts = [frame[name].reset_index(drop=True) for name in columns]
        found = pd.Index(parts[0] if len(parts) == 1 else together(parts))
    found = clean_index(found)
    faults = Faults()
    if found.nlevels > 1:
        raise FaultyInput(place, "its rows are not units", "give one row for every unit")
    if found.hasnans:
        faults.append(
            Fault(
                place,
                "{count:# row has|# rows have} no unit",
                "name every row",
                count=int(np.count_nonzero(found.isna())),
            )
        )
    twice = found[found.duplicated()].dropna().unique()
    faults += each(
        twice,
        lambda name: Fault(place, "{name!r} occurs more than once", "keep one row for every unit", name=name),
    )
    if not len(found):
        faults.append(Fault(place, "there are no units", "give at least one row"))
    faults.raise_all()
    return found.rename("unit")


def _column(frame: pd.DataFrame, known: set[str]) -> Any:
    """Return the column that is headed by one of these words, alone or with what tells the datum."""
    for column in frame.columns:
        head = str(clean(column)).casefold()
        if head in known:
            return column
    for column in frame.columns:
        head = str(clean(column)).casefold()
        long = [word for word in known if len(word) > 1]
        if any(word in head for word in long) and any(
            mark in head for marks in _MARKS.values() for mark in marks
        ):
            return column
    return None
