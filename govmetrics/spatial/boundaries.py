"""Outlines of units from GeoJSON: read, checked, each fault with its feature."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.encodings import decoded
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import TOGETHER, UNITS, clean
from govmetrics.core.near import meant
from govmetrics.core.options import is_file, shown
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.spatial.rings import area_of, crosses_itself

FARTHEST = 1e10
"""Of a coordinate: a hundred times around the earth in metres. Beyond it squares of distances would lose themselves."""
MAP = Text("give GeoJSON: a path, a mapping, or an object with __geo_interface__ (a GeoDataFrame has one)")
_NAMES = ("unit", *sorted(UNITS), "name", "名称", "NAME", "Name", "name_zh", "NAME_CHN")
Polygon = list[Array]
"""Rings (m, 2), the outer one first, then its holes; closed: the last point is the first."""


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Outlines of units.

    Attributes
    ----------
    units : Index
    polygons : list of lists of Polygon
        Of every unit.
    properties : DataFrame
        What the features say beside their outlines.
    notes : tuple of Note
    declared : str
        What the file says of its coordinates; empty where it says nothing.
    """

    units: pd.Index
    polygons: list[list[Polygon]]
    properties: pd.DataFrame
    notes: tuple[Note, ...] = ()
    declared: str = ""

    def rings(self, place: int) -> list[Array]:
        """Return all rings of a unit."""
        return [ring for polygon in self.polygons[place] for ring in polygon]

    def points(self) -> Array:
        """Return all points of all rings (m, 2)."""
        return np.concatenate([ring for place in range(len(self.units)) for ring in self.rings(place)])


def boundaries_of(source: Any, unit: str | Sequence[str] | None = None, place: str = "source") -> Boundaries:
    """Return the outlines in GeoJSON.

    Raises
    ------
    FaultyInput
        No GeoJSON, features without a name or an outline, names that occur twice, rings that are not closed, have too few
        points, no area, or no finite coordinates: all of them at once.
    """
    refuse_within(place, source)
    features, whole = _features(source, place)
    faults = Faults()
    properties = pd.DataFrame([dict(one.get("properties") or {}) for one in features]).rename(columns=str)
    names = _names(properties, features, unit, place, faults)
    polygons = []
    for number, feature in enumerate(features):
        label = names[number] if names is not None and names[number] else number + 1
        polygons.append(
            _polygons(feature, Text("{place}, feature {label}", place=place, label=label), faults)
        )
    faults.raise_all()
    units = pd.Index(names or [], dtype=object, name="unit").infer_objects()
    crossed = [str(name) for name, own in zip(units, polygons, strict=True)
               if any(crosses_itself(ring) for polygon in own for ring in polygon)]  # fmt: skip
    told = "outlines that cross themselves, so that their centre and area may be off: {names:5}"
    notes: tuple[Note, ...] = (Note(told, names=crossed),) if crossed else ()
    alike = _alike(units, polygons)
    if alike:
        notes += (
            Note("units with the same outline, of which one may be there twice: {names:10}", names=alike),
        )
    return Boundaries(units, polygons, properties.set_axis(units), notes, _declared(whole, properties))


def _alike(units: pd.Index, polygons: list[list[Polygon]]) -> list[str]:
    """Return units that have the same points, wherever their rings begin."""
    held: dict[Any, list[str]] = {}
    for name, own in zip(units, polygons, strict=True):
        points = frozenset(map(tuple, np.concatenate([ring for polygon in own for ring in polygon]).tolist()))
        held.setdefault(points, []).append(str(name))
    return [" = ".join(names) for names in held.values() if len(names) > 1]


def _features(source: Any, place: str) -> tuple[list[Mapping[str, Any]], Mapping[str, Any]]:
    """Return the features and what holds them."""
    if hasattr(source, "__geo_interface__"):
        source = source.__geo_interface__
    if isinstance(source, str | os.PathLike):
        source = _read(Path(source))
    if not isinstance(source, Mapping):
        raise FaultyInput(place, "is {given}", MAP, given=shown(source))
    if source.get("type") != "FeatureCollection" or not isinstance(source.get("features"), list | tuple):
        raise FaultyInput(place, "is no FeatureCollection with features", MAP)
    features = list(source["features"])
    wrong = [k + 1 for k, one in enumerate(features) if not (isinstance(one, Mapping) and _sound(one))]
    if not features or wrong:
        problem = (
            Text("some features are no features: {wrong:10}", wrong=wrong)
            if wrong
            else Text("has no features")
        )
        raise FaultyInput(place, problem, MAP)
    return features, source


def _sound(feature: Mapping[str, Any]) -> bool:
    parts = (feature.get("properties"), feature.get("geometry"))
    return all(part is None or isinstance(part, Mapping) for part in parts)


def _read(path: Path) -> Any:
    if path.suffix.lower() not in (".json", ".geojson"):
        problem, way = "{value!r} is no GeoJSON", "save the map as GeoJSON, as QGIS and ogr2ogr do"
        raise FaultyInput("source", problem, way, value=str(path))
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path")
    try:
        content = json.loads(decoded(path.read_bytes(), path.name)[0])
    except (json.JSONDecodeError, RecursionError):
        raise FaultyInput(path.name, "is not readable JSON", MAP) from None
    refuse_within(path.name, content)
    return content


def _names(
    properties: pd.DataFrame, features: list[Any], unit: Any, place: str, faults: Faults
) -> list[Any] | None:
    """Return the name of every feature, clean; what is wrong with them goes to the faults."""
    columns = [unit] if isinstance(unit, str) else list(unit) if unit is not None else None
    there = list(properties.columns)
    if columns is None:
        found = next((name for name in _NAMES if name in there), None)
        if found is None and not all("id" in one for one in features):
            way = Text(
                'name the property that names the units: unit="..."; there are: {there:20}', there=there
            )
            faults.append(Fault(place, "no property is called name or unit", way))
            return None
        columns = [found] if found else []
    unknown = [name for name in columns if name not in there]
    if unknown:
        way = Text("properties are: {there:20}", there=there)
        faults += [
            Fault("unit", "{name!r} is not a property", meant(name, there, way), name=name)
            for name in unknown
        ]
        return None
    refuse_within(place, properties[columns])
    parts = [properties[name].tolist() for name in columns] or [[one["id"] for one in features]]
    names = [None if any(_blank(part) for part in row) else _joined(row) for row in zip(*parts, strict=True)]
    lacking = [number + 1 for number, name in enumerate(names) if name is None]
    add = "name every feature, or delete it"
    faults += each(
        lacking,
        lambda number: Fault(
            Text("{place}, feature {label}", place=place, label=number), "the feature has no name", add
        ),
    )
    known = pd.Index([name for name in names if name is not None], dtype=object)
    way_out = 'join what is one unit into one MultiPolygon, or name units by several properties: unit=["district", "name"]'
    twice = known[known.duplicated()].unique()
    faults += each(twice, lambda name: Fault(place, "{name!r} names several features", way_out, name=name))
    return names


def _blank(name: Any) -> bool:
    return name is None or isinstance(name, list | dict) or pd.isna(name) or clean(name) == ""


def _joined(row: Sequence[Any]) -> Any:
    clear = [int(part) if isinstance(part, float) and part.is_integer() else clean(part) for part in row]
    return clear[0] if len(clear) == 1 else TOGETHER.join(map(str, clear))


def _polygons(feature: Mapping[str, Any], place: Text, faults: Faults) -> list[Polygon]:
    """Return the polygons of a feature; what is wrong with them goes to the faults."""
    geometry = feature.get("geometry")
    if not geometry:
        faults.append(Fault(place, "has no outline", "draw it, or delete the feature"))
        return []
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(given, list | tuple) or not len(given):
        faults.append(
            Fault(
                place,
                "is {kind}, no area",
                "give Polygon or MultiPolygon, or a table of points",
                kind=shown(kind),
            )
        )
        return []
    found = []
    for polygon in [given] if kind == "Polygon" else given:
        rings: Polygon = []
        for ring in polygon if isinstance(polygon, list | tuple) else [None]:
            array, problem = _ring(ring)
            if array is None:
                faults.append(Fault(place, problem, "correct the outline"))
            else:
                rings.append(array)
        if rings and abs(area_of(rings[0])) <= sum(abs(area_of(hole)) for hole in rings[1:]):
            faults.append(Fault(place, "has holes as large as its outline", "correct the outline"))
        if rings:
            found.append(rings)
    return found


def _ring(given: Any) -> tuple[Array | None, Text]:
    """Return a ring (m, 2), or None and what is wrong with it."""
    try:
        array = np.array([[float(one) for one in point[:2]] for point in given], dtype=float)
    except (TypeError, ValueError, KeyError, IndexError, OverflowError):
        return None, Text("a ring is no list of points")
    if array.ndim != 2 or array.shape[1:] != (2,) or len(array) < 4:
        return None, Text("a ring has fewer than four points")
    if not np.isfinite(array).all():
        return None, Text("a ring has coordinates that are not finite")
    if (np.abs(array) > FARTHEST).any():
        return None, Text("a ring has coordinates that lie nowhere on earth")
    if (array[0] != array[-1]).any():
        return None, Text("a ring is not closed: its last point is not its first")
    extent = float(np.ptp(array, axis=0).max())
    if abs(area_of(array)) <= 1e-12 * extent**2:
        return None, Text("a ring has no area")
    return array, Text("")


def _datum(name: str) -> str:
    """Return which coordinates the name of a reference system stands for."""
    for datum, marks in (("bd09", ("bd09", "bd-09", "baidu")), ("gcj02", ("gcj", "amap", "gaode"))):
        if any(mark in name for mark in marks):
            return datum
    degrees = ("crs84", ":4326", ":4490", "wgs84", "wgs 84", "wgs_1984", "cgcs2000", "cgcs 2000", "cgcs_2000")
    projected = any(mark in name for mark in ("/", "utm", "zone", "gk", "gauss", "kruger", "mercator"))
    return "wgs84" if any(one in name for one in degrees[:3]) or (any(one in name for one in degrees) and not projected) else (
        "projected")  # fmt: skip


def _declared(whole: Mapping[str, Any], properties: pd.DataFrame) -> str:
    """Return what the file tells of its coordinates: a datum, a projection (of older GeoJSON), or nothing."""
    crs = whole.get("crs")
    name = str((crs.get("properties") or {}).get("name", "")) if isinstance(crs, Mapping) else ""
    if name:
        return _datum(name.casefold())
    marks = {"adcode", "childrenNum", "acroutes"}  # as AMap's DataV.GeoAtlas writes its boundaries
    return "gcj02" if len(marks & set(properties.columns)) >= 2 else ""
