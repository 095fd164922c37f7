"""Whether neighbours are alike, where scores cluster, and how they move beside their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from govmetrics.evaluation.keys.kinds import KEYS, Count, File, Flag, Name, Names, Number, Share

Distance = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]


@dataclass(frozen=True)
class Points:
    """Where units are: columns of the records."""

    __pydantic_config__ = KEYS
    longitude: Name = "longitude"
    latitude: Name = "latitude"


@dataclass(frozen=True)
class Spatial:
    """Whether neighbours are alike (`spatial.moran`, `local`, `markov`), and maps of it.

    Parameters
    ----------
    map : str, optional
        GeoJSON with the outlines of the units: neighbours are those that touch, and maps are drawn on it.
    edges : str, optional
        A table of pairs of neighbours, or of units by units; with a map beside it that is for drawing only.
    points : mapping, optional
        The columns of the records with longitude and latitude; with a map beside it that is for drawing only.
    unit : str or sequence of str, optional
        Property of the map that names the units.
    kind, k, within, coordinates, islands
        As in `spatial.weights`; points have "nearest" by default.
    nodes : sequence of str, optional
        What is looked at: by default the index, and Moran's I also of the dimensions below it.
    draws : int
        Permutations of the local statistics.
    level : float
        False discovery rate of the local statistics.
    classes, number, cuts
        Of the maps of scores, as in `plots.map`.
    markov : bool
        Whether moves beside neighbours are counted where there are several periods.
    moves : int
        Classes of these.
    """

    __pydantic_config__ = KEYS
    map: File | None = None
    edges: File | None = None
    points: Points | None = None
    unit: Name | Names | None = None
    kind: Literal["queen", "rook", "nearest", "distance", "inverse"] | None = None
    k: Count = 5
    within: Distance | None = None
    coordinates: Literal["projected", "wgs84", "gcj02", "bd09"] | None = None
    islands: Flag = False
    nodes: Names | None = None
    draws: Annotated[int, Field(strict=True, ge=99)] = 9999
    level: Share = 0.05
    classes: Literal["quantiles", "jenks", "grades"] = "quantiles"
    number: Annotated[int, Field(strict=True, ge=2, le=9)] = 5
    cuts: Sequence[Number] | None = None
    markov: Flag = True
    moves: Annotated[int, Field(strict=True, ge=2)] = 4
