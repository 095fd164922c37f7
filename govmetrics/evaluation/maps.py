"""Maps that an evaluation names, and whether `spatial` says who is whose neighbour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.tables import read_table
from govmetrics.evaluation.keys import Spatial
from govmetrics.spatial.boundaries import boundaries_of
from govmetrics.spatial.edges import is_of_edges

_CRS = {"wgs84": "urn:ogc:def:crs:OGC:1.3:CRS84", "projected": "projected"}
_OF_DATAV = ("adcode", "childrenNum", "acroutes")
"""Properties by which maps of AMap's DataV are known, whose coordinates are GCJ-02."""


def as_map(source: Any, unit: Any) -> Mapping[str, Any]:
    """Return the outlines of a file as GeoJSON without anything but the units' names.

    Raises
    ------
    FaultyInput
        As `spatial.weights` says.
    """
    found = boundaries_of(source, unit, "map")
    marks = {name: None for name in _OF_DATAV if name in found.properties}
    features = [
        {"type": "Feature", "properties": {"unit": name, **marks},
         "geometry": {"type": "MultiPolygon", "coordinates": [[ring.tolist() for ring in polygon] for polygon in polygons]}}
        for name, polygons in zip(found.units.tolist(), found.polygons, strict=True)
    ]  # fmt: skip
    crs = (
        {"crs": {"type": "name", "properties": {"name": _CRS[found.declared]}}}
        if found.declared in _CRS
        else {}
    )
    return {"type": "FeatureCollection", **crs, "features": features}


def pairs_in(path: Any) -> pd.DataFrame:
    """Return a table of pairs of neighbours; a square one by the units in its first column."""
    table = read_table(path)
    return table if is_of_edges(table) or table.shape[1] < 2 else table.set_index(table.columns[0])


def source_faults(asked: Spatial) -> list[Fault]:
    """Return what `spatial` says twice, or not at all."""
    faults = []
    if asked.map is None and asked.edges is None and asked.points is None:
        faults.append(Fault("spatial", "does not say who is whose neighbour",
                            "name a `map` (GeoJSON), a table of `edges`, or the columns of `points`"))  # fmt: skip
    if asked.edges is not None and asked.points is not None:
        faults.append(Fault("spatial", "names pairs of neighbours, and points", "keep one of them"))
    if asked.edges is not None and asked.kind is not None:
        faults.append(Fault("spatial.kind", "is not for a table of pairs", "leave it out"))
    if asked.points is not None and asked.kind in ("queen", "rook"):
        faults.append(
            Fault("spatial.kind", "points have no outlines to touch", "say nearest, distance or inverse")
        )
    if (asked.classes == "grades") != (asked.cuts is not None):
        faults.append(Fault("spatial.cuts", "and `classes: grades` belong together", "say both, or neither"))
    if asked.nodes is not None and (not asked.nodes or len(set(asked.nodes)) < len(asked.nodes)):
        faults.append(Fault("spatial.nodes", "is empty, or names a node twice", "name every node once"))
    return faults
