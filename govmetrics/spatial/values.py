"""Values of the units of a map: one column for each measure and period, in the order of the weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Scores
from govmetrics.core.checks import place_of, positions_of
from govmetrics.core.dataset import as_floats, finite_faults, row_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.labels import clean_index
from govmetrics.core.near import meant
from govmetrics.core.options import among, asked, instance
from govmetrics.core.periods import ordered
from govmetrics.core.words import Label, Text
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.recipe import Assessment
from govmetrics.spatial.spatial_weights import SpatialWeights

Source = Assessment | Scores | Dataset | pd.DataFrame | pd.Series
SOURCE = instance(Source, Text("give an Assessment, Scores, a Dataset, a DataFrame or a Series"))
WEIGHTS = instance(SpatialWeights, Text("make them with spatial.weights"))


@dataclass(frozen=True, eq=False)
class Columns:
    """Values by unit.

    Attributes
    ----------
    y : array (n, columns)
        In the order of the units of the weights.
    labels : Index
        Of the columns: node, or (period, node).
    names : dict
        Of nodes.
    """

    y: Array
    labels: pd.Index
    names: dict[str, Label]

    @property
    def places(self) -> list[str]:
        """What errors call the columns."""
        return [place_of(label) for label in self.labels]


def table_of(source: Source, node: Any = None) -> tuple[pd.DataFrame, dict[str, Label]]:
    """Return the values by unit, or period and unit, and the names of nodes; of scores the root's, unless nodes are named.

    Raises
    ------
    FaultyInput
        Something else, rows without a unit or twice, cells that are no numbers, infinite or too large to be
        squared, unknown nodes.
    """
    asked(source=(source, SOURCE))
    held = source.scores if isinstance(source, Assessment) else source
    names: dict[str, Label] = {}
    if isinstance(held, Scores):
        values, names = held.values, held.weights.tree.names()
        node = held.weights.tree.root.code if node is None else node
    elif isinstance(held, Dataset):
        values, names = held.values, held.tree.names()
    elif isinstance(held, pd.Series):
        values = held.to_frame("value" if held.name is None else held.name)
    else:
        values = held
    values = values.set_axis(clean_index(values.index))
    faults = Faults(row_faults(values.index))
    if values.columns.nlevels > 1 or not values.columns.is_unique or not len(values.columns):
        faults.append(
            Fault(
                "columns", "are none, of several levels, or occur twice", "give one heading for every column"
            )
        )
    faults.raise_all()
    if node is not None:
        nodes = list(node) if isinstance(node, list) else [node]
        known = among(values.columns)
        faults += [fault for one in nodes for fault in known.faults("node", one)]
        if not faults and (len(set(nodes)) < len(nodes) or not nodes):
            faults.append(Fault("node", "is empty, or names a column twice", "name every column once"))
        faults.raise_all()
        values = values[nodes]
    Faults(finite_faults(values)).raise_all()
    return as_floats(values), names


def columns_of(
    source: Source, w: SpatialWeights, node: Any = None, least: int = 4, gaps: bool = False
) -> Columns:
    """Return values in the order of the weights' units.

    Raises
    ------
    FaultyInput
        Other units than those of the weights, missing values (unless they may be), each named.
    UnsuitableMethod
        Fewer units than `least`.
    """
    asked(w=(w, WEIGHTS))
    values, names = table_of(source, node)
    units = values.index if values.index.nlevels == 1 else values.index.get_level_values("unit").unique()
    Faults(unit_faults(units, w)).raise_all()
    if values.index.nlevels == 1:
        array, labels = values.to_numpy()[positions_of(values.index, w.units)], values.columns.rename("node")
        rows: list[Any] = list(w.units)
    else:
        array, labels, faults = _by_period(values, w, gaps)
        faults.raise_all()
        rows = list(w.units)
    if not gaps:
        missing = [(rows[i], labels[j]) for i, j in np.argwhere(np.isnan(array)).tolist()]
        way = "fill it in, or leave the unit out of both: w.only([...])"
        Faults(
            each(missing, lambda at: Fault(place_of(*_parts(at)), "the value is missing", way))
        ).raise_all()
    if len(rows) < least:
        problem = "{count:# unit is|# units are} too few"
        raise UnsuitableMethod("source", problem, "give at least {least}", count=len(rows), least=least)
    return Columns(array, labels, names)


def _parts(at: tuple[Any, Any]) -> tuple[Any, Any]:
    unit, label = at
    return ((label[0], unit), label[1]) if isinstance(label, tuple) else (unit, label)


def unit_faults(units: pd.Index, w: SpatialWeights) -> list[Fault]:
    """Return a fault for every unit that is in the values or the weights alone."""
    known, there = set(w.units), set(units)
    way = Text("the units of the weights are: {known:10}", known=[str(unit) for unit in w.units])
    more = [unit for unit in units if unit not in known]
    found = each(
        more,
        lambda unit: Fault(
            place_of(unit), "is not among the units of the weights", meant(unit, w.units, way)
        ),
    )
    less = [unit for unit in w.units if unit not in there]
    out = "give its value, or leave it out of the weights: w.only([...])"
    return found + each(less, lambda unit: Fault(place_of(unit), "is in the weights and has no value", out))


def _by_period(values: pd.DataFrame, w: SpatialWeights, gaps: bool) -> tuple[Array, pd.Index, Faults]:
    """Return values (units, periods x nodes), the labels of the columns, and rows that lack."""
    periods = ordered(values.index.get_level_values("period"))
    rows = pd.MultiIndex.from_product([periods, list(w.units)], names=["period", "unit"])
    faults = Faults()
    if not gaps:
        lacking = rows[~rows.isin(values.index)]
        way = "give a row for every unit in every period, or choose periods in which all have one"
        faults += each(lacking, lambda row: Fault(place_of(row), "has no row", way))
    cube = values.reindex(rows).to_numpy().reshape(len(periods), len(w.units), values.shape[1])
    labels = pd.MultiIndex.from_product([periods, values.columns], names=["period", "node"])
    return cube.transpose(1, 0, 2).reshape(len(w.units), -1), labels, faults


def refuse_constant(found: Columns) -> None:
    """Refuse columns whose values are all alike, each named."""
    spread = np.ptp(found.y, axis=0)
    size = np.abs(found.y).max(axis=0)
    alike: Bools = spread <= 1e-12 * size
    faults = [
        Fault(place, "all values are alike", "leave it out")
        for place, one in zip(found.places, alike, strict=True)
        if one
    ]
    Faults(faults).raise_all(UnsuitableMethod)


def needs_links(w: SpatialWeights) -> None:
    """Refuse weights in which nobody is a neighbour."""
    if not len(w.links):
        raise UnsuitableMethod("w", "nobody has a neighbour", "choose another kind of weights")


def labelled(columns: Columns, **found: Any) -> pd.DataFrame:
    """Return statistics, one row a column of values."""
    return pd.DataFrame(found, index=columns.labels)


def one_node(found: Columns, periods: bool) -> None:
    """Refuse several measures where one is wanted, and values without periods where these are wanted."""
    if periods and found.labels.nlevels == 1:
        raise FaultyInput("rows", "have no period", "read the data with `period=`")
    nodes = found.labels.get_level_values("node").unique()
    if len(nodes) > 1:
        raise FaultyInput(
            "node", "there are several columns: {known:10}", "name one: node=...", known=list(map(str, nodes))
        )
