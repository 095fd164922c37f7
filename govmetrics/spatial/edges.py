"""Spatial weights from a table of pairs, or a square table of units by units."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean, clean_index, cleaned
from govmetrics.core.words import Note
from govmetrics.spatial.places import refuse_twice
from govmetrics.spatial.spatial_weights import SpatialWeights, linked

_FROM = ("from", "unit", "focal", "起点", "单元", "社区", "单位")
_TO = ("to", "neighbour", "neighbor", "终点", "邻居", "相邻单元", "相邻社区", "邻接单元")
_WEIGHT = ("weight", "权重", "w")
WAY = "give GeoJSON, a table of points (lon and lat), a table of pairs (from, to), or a square table of units by units"


def is_of_edges(frame: pd.DataFrame) -> bool:
    """Tell whether a table has columns of pairs."""
    return None not in (_column(frame, _FROM), _column(frame, _TO))


def _column(frame: pd.DataFrame, known: tuple[str, ...]) -> Any:
    heads = {str(clean(column)).casefold(): column for column in reversed(list(frame.columns))}
    return next((heads[name] for name in known if name in heads), None)


def read_edges(frame: pd.DataFrame, standardised: bool) -> tuple[SpatialWeights, tuple[Note, ...]]:
    """Return weights from a table of pairs or a square table; what is wrong with it, all at once.

    Raises
    ------
    FaultyInput
        Other tables; pairs twice, of a unit with itself, without a first unit; weights that are not above zero; pairs of which
        some, but not all, are listed both ways.
    """
    if not is_of_edges(frame):
        return _from_matrix(frame, standardised), ()
    refuse_twice(frame, "source")
    names = [_column(frame, _FROM), _column(frame, _TO)]
    first, second = (cleaned(frame[name].reset_index(drop=True)).replace("", None) for name in names)
    column = _column(frame, _WEIGHT)
    table = (
        frame[[column]].reset_index(drop=True)
        if column is not None
        else pd.DataFrame({"weight": np.ones(len(first))})
    )
    alone = second.isna()
    weight, faults = _weights(table.set_axis(range(1, len(first) + 1)), alone)
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    row = [
        Fault(f"source, {k + 1}", "the row names no unit", "fill it in, or delete the row")
        for k in np.flatnonzero(first.isna())
    ]
    faults += each(row, lambda fault: fault)
    own = [one for one, other in pairs if one == other]
    faults += each(
        own, lambda unit: Fault("source", "{unit!r} is its own neighbour", "delete the row", unit=str(unit))
    )
    known = pd.Index([pair for pair, one in zip(pairs, alone, strict=True) if not one], tupleize_cols=False)
    twice = known[known.duplicated()].unique()
    faults += each(twice, lambda pair: Fault("source", "the pair {first!r}, {second!r} occurs more than once", "keep one row",
                                             first=str(pair[0]), second=str(pair[1])))  # fmt: skip
    faults.raise_all()
    units = pd.Index(pd.unique(pd.concat([first, second[~alone]]).astype(object)), dtype=object)
    if not len(units):
        raise FaultyInput("source", "there are no units", WAY)
    kept = ~alone.to_numpy()
    links, notes = _both_ways(
        pd.DataFrame({"unit": first[kept], "neighbour": second[kept], "weight": weight[kept]})
    )
    rows, columns = (units.get_indexer(pd.Index(links[name])) for name in ("unit", "neighbour"))
    found = linked(units, rows, columns, links["weight"].to_numpy(dtype=float))
    return SpatialWeights(tuple(units), found, "edges", bool(standardised)), notes


def _weights(table: pd.DataFrame, alone: pd.Series) -> tuple[np.ndarray, Faults]:
    array, wrong = floats_of(table)
    faults = Faults(cell_faults(table, wrong, "{value} is not a number", "correct the cell"))
    weight = array[:, 0]
    bad = ~wrong[:, 0] & ~(np.isfinite(weight) & (weight > 0)) & ~alone.to_numpy()
    faults += cell_faults(
        table,
        bad[:, None],
        "the weight is {value}",
        "give a number above zero; leave out pairs that are no neighbours",
    )
    return weight, faults


def _both_ways(links: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Note, ...]]:
    """Return links both ways: all pairs are listed so, or all once; else somebody must say what is meant."""
    there = set(zip(links["unit"], links["neighbour"], strict=True))
    back = [(other, one) in there for one, other in zip(links["unit"], links["neighbour"], strict=True)]
    if all(back):
        return links, ()
    if any(back):
        once = [f"{one} / {other}" for (one, other), both in
                zip(zip(links["unit"], links["neighbour"], strict=True), back, strict=True) if not both]  # fmt: skip
        way = "list every pair both ways, or every pair once; neighbours one way only come as a square table"
        raise FaultyInput(
            "source", "some pairs are listed both ways, these are not: {names:10}", way, names=once
        )
    turned = links.rename(columns={"unit": "neighbour", "neighbour": "unit"})
    both = pd.concat([links, turned[links.columns]], ignore_index=True)
    return both, (Note("every pair is listed once: neighbours are taken both ways"),)


def _from_matrix(frame: pd.DataFrame, standardised: bool) -> SpatialWeights:
    """Return weights from a square table."""
    rows, columns = clean_index(frame.index), clean_index(frame.columns)
    if frame.index.nlevels > 1 or frame.columns.nlevels > 1 or not len(frame) or set(rows) != set(columns):
        raise FaultyInput("source", "is no table of points, pairs, or units by units", WAY)
    faults = Faults()
    for index in (rows, columns):
        twice = index[index.duplicated()].unique()
        faults += each(
            twice, lambda unit: Fault("source", "{unit!r} occurs more than once", "keep one", unit=str(unit))
        )
    faults.raise_all()
    table = frame.set_axis(rows).set_axis(columns, axis=1)[rows]
    array, wrong = floats_of(table)
    faults += cell_faults(table, wrong, "{value} is not a number", "correct the cell")
    bad = ~wrong & ~(np.isfinite(array) & (array >= 0))
    faults += cell_faults(table, bad, "the weight is {value}", "give zero or a number above it")
    own = np.diag(np.diagonal(array) > 0)
    faults += cell_faults(table, own & ~wrong, "the unit is its own neighbour", "give zero")
    faults.raise_all()
    i, j = np.nonzero(array)
    return SpatialWeights(tuple(rows), linked(rows, i, j, array[i, j]), "edges", bool(standardised))
