"""Panels: values of units at several periods, read once for all methods, checked, and put in the order of time."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Scores, UnsuitableMethod
from govmetrics.core.checks import same_numbers
from govmetrics.core.dataset import as_floats, finite_faults, row_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import Kind, asked, instance
from govmetrics.core.periods import ordered
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.series import future_notes
from govmetrics.numerics.arrays import Array
from govmetrics.recipe import Assessment

Panel = (
    Dataset
    | Scores
    | Assessment
    | pd.DataFrame
    | pd.Series
    | Mapping[Hashable, Scores]
    | Mapping[Hashable, Assessment]
)
"""A value per period and unit: raw values, scores at every node, any table by (period, unit), or a period's scores each."""
PANEL = Kind(
    lambda value: isinstance(value, Dataset | Scores | Assessment | pd.DataFrame | pd.Series | Mapping),
    Text("give a Dataset, Scores, an Assessment or a DataFrame of several periods, or {{period: Scores}}"),
)
_EACH = instance(Scores | Assessment, Text("give Scores, or an Assessment"))


@dataclass(frozen=True)
class Watched:
    """A panel as arrays: what is watched, when, of whom.

    Parameters
    ----------
    values : ndarray, shape (periods, units, nodes)
        NaN where missing; periods in the order of time, units in the order of their first rows.
    periods, units, nodes : list or Index
        What the axes are.
    labels : Index
        The periods as they are given, an ordered categorical where their order is the user's own.
    attributes : DataFrame
        By (period, unit).
    tree : IndicatorTree or None
        What the nodes mean.
    scored : bool
        Values are scores: more is better at every node.
    scale : (low, high) or None
        Between which scores lie.
    notes : tuple of Note
        What a reader must know of the panel.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product([["2024Q2", "2024Q1"], ["East"]], names=["period", "unit"])
    >>> found = panel_of(pd.Series([3.0, 2.0], rows))
    >>> found.values[:, 0, 0].tolist(), found.periods
    ([2.0, 3.0], ['2024Q1', '2024Q2'])
    """

    values: Array
    periods: list[Any]
    labels: pd.Index
    units: pd.Index
    nodes: list[Any]
    attributes: pd.DataFrame
    tree: IndicatorTree | None
    scored: bool
    scale: tuple[float, float] | None
    notes: tuple[Note, ...]

    @property
    def names(self) -> dict[str, Label]:
        """The nodes' names in both languages."""
        return {} if self.tree is None else self.tree.names()

    def of(self, rows: pd.Series) -> Array:
        """Return a value for every (period, unit) as (periods, units), NaN where there is none."""
        return cube(rows.to_frame(), self.periods, self.units)[:, :, 0]


def panel_of(data: Panel) -> Watched:
    """Return a panel, checked: rows (period, unit), columns the nodes.

    Raises
    ------
    FaultyInput
        Rows without periods, or twice; text, values that are infinite or too large to compute with; columns twice.
    UnsuitableMethod
        Scores that depend on who else was there in the period, or whose weights or bounds differ between periods, so that
        they have no yardstick over time.
    """
    asked(data=(data, PANEL))
    notes = [] if isinstance(data, Mapping) else yardstick_notes(data)
    read = _joined(data) if isinstance(data, Mapping) else data
    held = read.scores if isinstance(read, Assessment) else read
    tree, attributes, scale = None, pd.DataFrame(), None
    if isinstance(held, Scores | Dataset):
        tree = held.weights.tree if isinstance(held, Scores) else held.tree
        scale = held.scale if isinstance(held, Scores) else None
        values, attributes = held.values, held.attributes
    else:
        name = getattr(held, "name", None)
        values = held if isinstance(held, pd.DataFrame) else held.to_frame("value" if name is None else name)
    faults = Faults(row_faults(values.index))
    if values.index.nlevels == 1 and not faults:
        faults.append(Fault("rows", "have no period", "read the data with `period=`"))
    if not len(values.columns):
        faults.append(Fault("columns", "there are none", "give at least one column of values"))
    twice = values.columns[values.columns.duplicated()].unique()
    faults += each(twice, lambda code: Fault(str(code), "occurs more than once", "keep one of them"))
    if not faults:
        faults += finite_faults(values)
        with faults:
            ordered(values.index.get_level_values("period"))
    faults.raise_all()
    labels = values.index.get_level_values("period")
    periods, units = ordered(labels), values.index.get_level_values("unit").unique()
    return Watched(
        cube(as_floats(values), periods, units), periods, labels.unique(), units, list(values.columns), attributes, tree,
        isinstance(held, Scores), scale, (*future_notes(labels), *notes),
    )  # fmt: skip


def cube(values: pd.DataFrame, periods: list[Any], units: pd.Index) -> Array:
    """Return a table by (period, unit) as (periods, units, columns), NaN where there is no row."""
    array = np.full((len(periods), len(units), values.shape[1]), np.nan)
    rows = pd.Index(periods).get_indexer(values.index.get_level_values("period"))
    columns = units.get_indexer(values.index.get_level_values("unit"))
    there = (rows >= 0) & (columns >= 0)
    array[rows[there], columns[there]] = values.to_numpy()[there]
    return array


def yardstick_notes(data: Any) -> list[Note]:
    """Return what is known of the yardstick of scores: bounds and weights must be those of one time.

    Raises
    ------
    UnsuitableMethod
        A normalisation that ranks units among each other and takes no earlier bounds.
    """
    if isinstance(data, Scores):
        return [Note("scores do not tell whether bounds and weights were the same in all periods: if they were not, moves are "
                     "those of the yardstick, too")]  # fmt: skip
    if not isinstance(data, Assessment):
        return []
    recipe, notes = data.recipe, []
    method = recipe.chosen("normalisation").method
    if method.compares_units and not method.takes_bounds:
        problem = "depends on who else is in the data, so that periods cannot be compared"
        way_out = "score by a method with fixed bounds, such as min_max with `base_period`, or goalposts"
        raise UnsuitableMethod(f"normalisation.{method.name}", problem, way_out)
    if method.compares_units and recipe.base_period is None:
        notes.append(Note("the bounds are those of all periods together, and move when a period is added: freeze them with "
                          "`base_period`, or `panel.follow_periods`"))  # fmt: skip
    if recipe.chosen("weighting").method.takes not in ("tree", "judgements"):
        notes.append(Note("the weights come from the data of all periods together, and move when a period is added: give them "
                          "as assigned weights"))  # fmt: skip
    return notes


def _joined(given: Mapping[Any, Any]) -> pd.DataFrame | Scores:
    """Return the scores of several periods as one; refuse them where weights or bounds are not the same."""
    faults = Faults()
    for period, one in given.items():
        faults += _EACH.faults(str(period), one)
    if not given:
        faults.append(Fault("data", "there are no periods", "give {{period: Scores}}"))
    faults.raise_all()
    first = next(iter(given.values()))
    parts = {}
    for period, one in given.items():
        scores = one.scores if isinstance(one, Assessment) else one
        if scores.values.index.nlevels > 1:
            faults.append(Fault(str(period), "the scores have periods themselves", "give them as they are"))
        elif not same_numbers(scores.weights.local, first.weights.local, rtol=1e-5):
            faults.append(Fault(str(period), "its weights differ from those of the first period, and the changes would be theirs",
                                "score all periods by the same weights"))  # fmt: skip
        elif (
            isinstance(one, Assessment)
            and isinstance(first, Assessment)
            and not same_numbers(one.scaled.bounds, first.scaled.bounds, rtol=1e-5)
        ):
            faults.append(Fault(str(period), "its bounds differ from those of the first period, and the changes would be theirs",
                                "score all periods together by `panel.follow_periods`"))  # fmt: skip
        parts[period] = scores.values
    faults.raise_all(UnsuitableMethod)
    table = pd.concat(parts, names=["period", "unit"])
    scores = first.scores if isinstance(first, Assessment) else first
    coverage = pd.DataFrame(1.0, table.index, table.columns)
    return Scores(table, coverage, scores.weights, scores.method, scale=scores.scale)
