"""Standard deviational ellipses: where the centre of something is, how it spreads and which way, and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.options import asked, choice
from govmetrics.core.panel_rows import crossed
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.spatial.boundaries import boundaries_of
from govmetrics.spatial.places import COORDINATES, RADIUS, Places, places_of, read_points
from govmetrics.spatial.values import Source, table_of
from govmetrics.spatial.weights import UNIT

_FACTOR = {"lefever": 1.0, "arcgis": np.sqrt(2)}


@dataclass(frozen=True, eq=False)
class Ellipse(Result):
    """A standard deviational ellipse, one for every period where there are any (标准差椭圆).

    Attributes
    ----------
    table : DataFrame
        One row, or one a period: x and y of the mean centre (longitude and latitude, or as given), major and minor (semi-axes,
        in kilometres or as given), rotation (of the major axis, in degrees clockwise from north, 0 to 180), area,
        flattening (1 - minor / major), units; with periods moved (how far the centre went since the last one) and bearing (in
        degrees clockwise from north).
    convention : {"lefever", "arcgis"}
        Semi-axes of one standard deviation, or the root of two times as much.
    coordinates : {"wgs84", "projected"}
    notes : tuple of Note

    See Also
    --------
    ellipse
    """

    table: pd.DataFrame
    convention: str
    coordinates: str
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Standard deviational ellipse"}
    _cites: ClassVar = ("lefever1926", "wangshimiao2015")

    def _method(self) -> tuple[Text, ...]:
        plain = Text("Semi-axes of the ellipse are standard deviations along its axes (divisor n).")
        root = Text(
            "Semi-axes of the ellipse are standard deviations along its axes (divisor n) times the root of two (ArcGIS)."
        )
        return (plain if self.convention == "lefever" else root,)

    def _finding(self) -> tuple[Text, ...]:
        row = self.table.iloc[-1]
        told = (
            "The mean centre is at {x:.4f}, {y:.4f}; the major axis lies {angle:.0f}° clockwise from north, "
            "flattening {flat:.2f}."
        )
        x, y, angle, flat = (float(row[name]) for name in ("x", "y", "rotation", "flattening"))
        found = [Text(told, x=x, y=y, angle=angle, flat=flat)]
        if "moved" in self.table:
            found.append(
                Text(
                    "Over all periods the centre moved {length:.4g}.", length=float(self.table["moved"].sum())
                )
            )
        return tuple(found)


def ellipse(
    points: Any,
    weights: Source | None = None,
    node: str | None = None,
    convention: Literal["lefever", "arcgis"] = "lefever",
    unit: str | Sequence[str] | None = None,
    coordinates: Literal["projected", "wgs84", "gcj02", "bd09"] | None = None,
) -> Ellipse:
    """Return the standard deviational ellipse of units, weighted by what they have, for every period.

    Parameters
    ----------
    points : DataFrame, or path or mapping of GeoJSON
        Columns lon and lat or x and y, one row a unit; or outlines, whose centres count.
    weights : Assessment, Scores, Dataset, DataFrame or Series, optional
        A value from zero for every unit, or period and unit; all count one by default.
    node : str, optional
        Column of the weights; of scores the index itself by default.
    convention : {"lefever", "arcgis"}
        Semi-axes of one standard deviation (about 39% of a normal distribution lie within), or the root of two times as much
        (about 63%), as ArcGIS draws "one standard deviation".
    unit : str or list of str, optional
        Column or property that names the units.
    coordinates : {"projected", "wgs84", "gcj02", "bd09"}, optional
        As in `weights`. Longitude and latitude are laid flat around their centre, so that distances from it are right.

    Returns
    -------
    Ellipse

    Raises
    ------
    FaultyInput
        No points, units without a point or a weight, negative weights, coordinates that may be degrees or not.
    UnsuitableMethod
        Fewer than three units with weight, or all of them on one spot.

    References
    ----------
    Lefever, D. W. (1926). Measuring geographic concentration by means of the standard deviational ellipse. American Journal of
    Sociology 32, 88-94. Wang, B., Shi, W. and Miao, Z. (2015). Confidence analysis of standard deviational ellipse and its
    extension into higher dimensional Euclidean space. PLoS ONE 10, e0118537.

    Examples
    --------
    >>> spots = pd.DataFrame({"x": [0.0, 4, 2, 2], "y": [0.0, 0, 1, -1]}, list("abcd"))
    >>> found = ellipse(spots, coordinates="projected")
    >>> found.table.loc[0, ["x", "y", "major", "minor", "rotation"]].round(3).tolist()
    [2.0, 0.0, 1.414, 0.707, 90.0]
    """
    asked(
        convention=(convention, choice("lefever", "arcgis")),
        unit=(unit, UNIT),
        coordinates=(coordinates, COORDINATES),
    )
    outlines = not isinstance(points, pd.DataFrame) or hasattr(points, "__geo_interface__")
    if outlines:
        places = places_of(boundaries_of(points, unit, "points"), coordinates)
    else:
        places = read_points(points, unit, coordinates, "points")
    amounts = _amounts(weights, node, places)
    on_globe = places.coordinates == "wgs84"
    rows = {}
    for period, amount in amounts.items():
        if (amount > 0).sum() < 3:
            where = "weights" if period is None else str(period)
            raise UnsuitableMethod(where, "fewer than three units have a weight", "give more units")
        rows[period] = _one(places.points, amount, _FACTOR[convention], on_globe)
    table = pd.DataFrame(list(rows.values()))
    if list(rows) != [None]:
        table.index = pd.Index(list(rows), name="period")
        table = table.join(_moves(table, on_globe))
    return Ellipse(table, convention, places.coordinates, places.notes)


def _amounts(weights: Source | None, node: str | None, places: Places) -> dict[Any, Array]:
    """Return the weights of the units, by period or under None."""
    if weights is None:
        return {None: np.ones(len(places.units))}
    values, _ = table_of(weights, node)
    if values.shape[1] > 1:
        known = list(map(str, values.columns))
        raise FaultyInput("node", "there are several columns: {known:10}", "name one: node=...", known=known)
    series = values.iloc[:, 0]
    bad = series[~(series >= 0)]
    problem, zero = "the weight is {value}", "give zero or a number above it"
    faults = Faults(each(bad.items(), lambda at: Fault(place_of(at[0]), problem, zero, value=at[1])))
    units = series.index if series.index.nlevels == 1 else series.index.get_level_values("unit").unique()
    unknown = [unit for unit, row in zip(units, positions_of(places.units, units), strict=True) if row < 0]
    way = "add its point, or leave it out"
    faults += each(unknown, lambda unit: Fault(place_of(unit), "has a weight and no point", way))
    less = [
        unit for unit, row in zip(places.units, positions_of(units, places.units), strict=True) if row < 0
    ]
    faults += each(
        less, lambda unit: Fault(place_of(unit), "has a point and no weight", "give its weight, 0 for none")
    )
    faults.raise_all()
    if series.index.nlevels == 1:
        return {None: series.reindex(places.units).to_numpy()}
    from govmetrics.core.periods import ordered

    table = crossed(series, "period").reindex(places.units)
    lacking = [(period, unit) for unit, period in table.isna().stack()[lambda one: one].index]
    Faults(
        each(lacking, lambda row: Fault(place_of(row), "has no row", "give its weight, 0 for none"))
    ).raise_all()
    return {period: table[period].to_numpy() for period in ordered(series.index.get_level_values("period"))}


def _one(points: Array, amount: Array, factor: float, on_globe: bool) -> dict[str, float]:
    """Return the ellipse of weighted points (n, 2): centre, axes from the weighted covariance, rotation."""
    share = amount / amount.sum()
    centre = share @ points
    flat = points
    if on_globe:
        start = _mean_direction(points, share)
        flat = _flat(points, start)
        centre = share @ flat
    off = flat - centre
    values, vectors = np.linalg.eigh((share[:, None] * off).T @ off)
    values = np.maximum(values, 0.0)
    if values[1] <= 1e-24 * max(float((flat**2).max()), 1e-300):
        raise UnsuitableMethod(
            "points", "all units with a weight are on one spot", "give units in several places"
        )
    minor, major = factor * np.sqrt(values)
    rotation = float(np.degrees(np.arctan2(vectors[0, 1], vectors[1, 1])) % 180)
    x, y = _round(centre[None], start)[0] if on_globe else centre
    return {"x": float(x), "y": float(y), "major": float(major), "minor": float(minor), "rotation": rotation % 180,
            "area": float(np.pi * major * minor), "flattening": float(1 - minor / major),
            "units": int((amount > 0).sum())}  # fmt: skip


def _mean_direction(points: Array, share: Array) -> Array:
    """Return the longitude and latitude (2,) of the mean of points on the sphere."""
    lon, lat = np.radians(points).T
    x, y, z = (share @ one for one in (np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    found: Array = np.degrees([np.arctan2(y, x), np.arctan2(z, np.hypot(x, y))])
    return found


def _flat(points: Array, centre: Array) -> Array:
    """Return points (n, 2) in kilometres around a centre: the azimuthal equidistant projection."""
    lon, lat = np.radians(points).T
    lon0, lat0 = np.radians(centre)
    east = np.cos(lat) * np.sin(lon - lon0)
    north = np.cos(lat0) * np.sin(lat) - np.sin(lat0) * np.cos(lat) * np.cos(lon - lon0)
    up = np.sin(lat0) * np.sin(lat) + np.cos(lat0) * np.cos(lat) * np.cos(lon - lon0)
    sine = np.hypot(east, north)
    scale = np.divide(np.arctan2(sine, up), sine, out=np.ones_like(sine), where=sine > 0)
    return RADIUS * np.column_stack([scale * east, scale * north])


def _round(flat: Array, centre: Array) -> Array:
    """Return longitudes and latitudes (n, 2) of points in kilometres around a centre."""
    lon0, lat0 = np.radians(centre)
    x, y = flat.T / RADIUS
    angle = np.hypot(x, y)
    ratio = np.divide(np.sin(angle), angle, out=np.ones_like(angle), where=angle > 0)
    lat = np.arcsin(np.cos(angle) * np.sin(lat0) + y * ratio * np.cos(lat0))
    lon = lon0 + np.arctan2(x * ratio, np.cos(lat0) * np.cos(angle) - y * ratio * np.sin(lat0))
    found: Array = np.degrees(np.column_stack([lon, lat]))
    return found


def _moves(table: pd.DataFrame, on_globe: bool) -> pd.DataFrame:
    """Return how far and which way the centre went from one period to the next."""
    centres = table[["x", "y"]].to_numpy()
    found = np.full((len(table), 2), np.nan)
    for k in range(1, len(table)):
        way = _flat(centres[k : k + 1], centres[k - 1])[0] if on_globe else centres[k] - centres[k - 1]
        found[k] = np.hypot(*way), np.degrees(np.arctan2(way[0], way[1])) % 360
    return pd.DataFrame(found, table.index, ["moved", "bearing"])
