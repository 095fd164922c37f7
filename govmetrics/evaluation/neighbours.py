"""Neighbours by map, pairs or points, and whether they are alike: what `spatial` asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics import spatial
from govmetrics.core import Dataset, Fault, IndicatorTree, Note, Text
from govmetrics.core.errors import Faults
from govmetrics.core.near import codes, meant
from govmetrics.evaluation.evidence import Nouns
from govmetrics.evaluation.index import Found
from govmetrics.evaluation.keys import Spatial
from govmetrics.evaluation.parts import Work
from govmetrics.evaluation.spatial_found import SpatialPattern
from govmetrics.spatial import SpatialWeights

ELSEWHERE = "on the map, but not evaluated, and so nobody's neighbours: {units:10}"


def pattern(work: Work) -> Found:
    """Return whether neighbours are alike in the latest period, where they cluster, and how they move."""
    asked, index = work.evaluation.spatial, work.done["assessment"]
    assert asked is not None
    tree, values = index.weights.tree, index.scores.values
    every, drawn = nodes_of(asked, tree)
    now = work.rows(values)[every]
    without = now.index[now.isna().any(axis=1)]
    now, notes = now.drop(without), list[Note]()
    if len(without):
        notes.append(
            Note("without a score, and so nobody's neighbours: {units:10}", units=list(map(str, without)))
        )
    w, more = weights_of(asked, work.nouns, index.dataset, list(now.index))
    names = {code: label for code, label in tree.names().items() if code in every}
    found = spatial.moran(now, w)
    local = {
        code: replace(spatial.local(now[code], w, draws=work.draws(asked.draws), rng=work.evaluation.seed,
                                    level_of_q=asked.level), names=names)
        for code in drawn
    }  # fmt: skip
    pattern = SpatialPattern(replace(found, names=names), local, _moves(asked, values[drawn[0]], w), w, (*notes, *more), names,
                             work.nouns.outlines)  # fmt: skip
    return {"spatial": pattern}


def _moves(asked: Spatial, values: pd.Series, w: SpatialWeights) -> spatial.SpatialMarkov | None:
    """Return moves beside neighbours of the units that have some now; None without periods."""
    if not asked.markov or values.index.nlevels == 1 or values.index.get_level_values("period").nunique() < 2:
        return None
    of_map = values[values.index.get_level_values("unit").isin(list(w.units))]
    return spatial.markov(of_map, w.standardise(), classes=asked.moves)


def nodes_of(asked: Spatial, tree: IndicatorTree) -> tuple[list[str], list[str]]:
    """Return the nodes of Moran's I, and those of local statistics: the index with its dimensions, and the index alone."""
    if asked.nodes is not None:
        return list(asked.nodes), list(asked.nodes)
    root = tree.root.code
    return [root, *tree.parts(root)], [root]


def weights_of(
    asked: Spatial, nouns: Nouns, data: Dataset, units: Sequence[Any]
) -> tuple[SpatialWeights, tuple[Note, ...]]:
    """Return the weights among units, and notes on what else is on the map.

    Raises
    ------
    FaultyInput
        Units that are not on the map, each named; islands that are not allowed.
    """
    key = "edges" if asked.edges is not None else "points" if asked.points is not None else "map"
    faults, found = Faults(), list[tuple[SpatialWeights, tuple[Note, ...]]]()
    with faults:
        found.append(_weights_of(asked, nouns, data, units))
    told = Faults(fault.at(key) if str(fault.place) in ("source", "units") else fault for fault in faults)
    told._raised = list(faults._raised)
    told.raise_all()
    return found[0]


def _weights_of(
    asked: Spatial, nouns: Nouns, data: Dataset, units: Sequence[Any]
) -> tuple[SpatialWeights, tuple[Note, ...]]:
    if asked.edges is not None:
        assert nouns.neighbours is not None
        whole = spatial.weights(nouns.neighbours, islands=True)
        _refuse_unknown(pd.Index(whole.units), units, "edges")
        return whole.only(units, asked.islands), _others(whole.units, units)
    options: dict[str, Any] = {
        "k": asked.k, "within": asked.within, "coordinates": asked.coordinates, "islands": asked.islands,
    }  # fmt: skip
    if asked.points is not None:
        return spatial.weights(_points(asked, data, units), asked.kind or "nearest", **options), ()
    assert nouns.outlines is not None
    known = [feature["properties"]["unit"] for feature in nouns.outlines["features"]]
    _refuse_unknown(pd.Index(known), units, "map")
    inside = [one for one in nouns.outlines["features"] if one["properties"]["unit"] in set(units)]
    shown = {**nouns.outlines, "features": inside}
    return spatial.weights(shown, asked.kind, unit="unit", **options), _others(known, units)


def _points(asked: Spatial, data: Dataset, units: Sequence[Any]) -> pd.DataFrame:
    """Return the places of units, by the columns of the records of the latest period."""
    assert asked.points is not None
    now = data.at(data.periods[-1]) if data.periods else data
    columns = now.attributes.loc[list(units), [asked.points.longitude, asked.points.latitude]]
    heads = ["lon", "lat"] if asked.coordinates != "projected" else ["x", "y"]
    found: pd.DataFrame = columns.apply(pd.to_numeric, errors="coerce").set_axis(heads, axis=1)
    return found


def _refuse_unknown(known: pd.Index, units: Sequence[Any], key: str) -> None:
    way = Text("name it there as in the records; there are: {known:10}", known=[str(one) for one in known])
    Faults(
        Fault(key, "has no unit {unit!r}", meant(unit, known, way), unit=str(unit)) for unit in units if unit not in known
    ).raise_all()  # fmt: skip


def _others(known: Sequence[Any], units: Sequence[Any]) -> tuple[Note, ...]:
    others = [str(one) for one in known if one not in set(units)]
    return (Note(ELSEWHERE, units=others),) if others else ()


def spatial_faults(asked: Spatial, nouns: Nouns, data: Dataset | None, scored: IndicatorTree) -> list[Fault]:
    """Return the nodes and columns that there are not, and units without a place."""
    faults = Faults()
    there = Text("there are: {labels}", labels=scored.node_codes)
    faults += [
        Fault(f"spatial.nodes.{name}", "is not a node that is scored", meant(name, codes(scored), there))
        for name in asked.nodes or () if name not in scored.node_codes
    ]  # fmt: skip
    if data is None:
        return faults
    columns = list(map(str, data.attributes.columns))
    if asked.points is not None:
        for key, name in (("longitude", asked.points.longitude), ("latitude", asked.points.latitude)):
            if name not in columns:
                way = meant(name, columns, Text("there are: {labels}", labels=columns))
                faults.append(Fault(f"spatial.points.{key}", "{column!r} is not a column", way, column=name))
    unread = nouns.unread & {"outlines", "neighbours"}
    if not faults and not unread:
        now = data.at(data.periods[-1]) if data.periods else data
        with faults:
            weights_of(asked, nouns, data, list(now.values.index))
    return faults
