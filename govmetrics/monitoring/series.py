"""What is watched: one series, several of the same periods, or a panel; read, checked, and put in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, FaultyInput, Scores, UnsuitableMethod
from govmetrics.core.dataset import as_floats, row_faults, value_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import LIST, asked, instance
from govmetrics.core.periods import Period, ordered, times
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.recipe import Assessment

Series = pd.Series | Sequence[float] | np.ndarray
"""One value a period: a Series by period, or a list in the order of time."""
Panel = Assessment | Scores | Dataset | pd.DataFrame | pd.Series
"""A value per period and unit: scores at every node, raw values, or any table."""
PANEL = instance(Panel, Text("give an Assessment, Scores, a Dataset, a DataFrame or a Series"))
_UNEQUAL = 1.5
"""Steps whose longest is more than so many times the shortest are not equal; months are, whatever their days."""


def series_of(**given: Any) -> tuple[pd.DataFrame, list[Note]]:
    """Return series of the same periods side by side, in the order of time, and what is odd about their periods.

    Raises
    ------
    FaultyInput
        What is no series, or of other periods than the first one; periods that are there twice or have no order; text
        and infinite values.

    Examples
    --------
    >>> frame, notes = series_of(events=pd.Series([3, 4], ["2024Q2", "2024Q1"]), out_of=pd.Series([9, 8], ["2024Q1", "2024Q2"]))
    >>> frame.to_dict("index")
    {'2024Q1': {'events': 4.0, 'out_of': 9.0}, '2024Q2': {'events': 3.0, 'out_of': 8.0}}
    """
    asked(**{name: (one, LIST) for name, one in given.items()})
    faults, columns, first = Faults(), dict[str, pd.Series](), pd.Index([])
    for name, one in given.items():
        column = one if isinstance(one, pd.Series) else pd.Series(list(one), dtype=object)
        if not isinstance(one, pd.Series):
            column.index = pd.RangeIndex(1, len(column) + 1)
        index = column.index
        if not len(column):
            faults.append(Fault(name, "is empty", "give a value for every period"))
        elif index.nlevels > 1:
            faults.append(
                Fault(name, "its rows have several names", "give the series of one unit, by period")
            )
        else:
            repeated = index[index.duplicated()].unique()
            places = [Text("{name}, {period}", name=name, period=str(row)) for row in repeated]
            faults += each(places, lambda place: Fault(place, "occurs more than once", "keep one of them"))
            if not columns:
                with faults:
                    ordered(index)
                first = index
            elif not len(repeated) and (len(index) != len(first) or not index.isin(first).all()):
                way = "give a value for every period of {other}"
                faults.append(
                    Fault(
                        name, "its periods are others than those of {other}", way, other=next(iter(columns))
                    )
                )
        columns[name] = column
    faults.raise_all()
    frame = pd.DataFrame({name: column.reindex(first) for name, column in columns.items()})
    frame = frame.loc[ordered(first)].rename_axis("period")
    Faults(value_faults(frame)).raise_all()
    return as_floats(frame), period_notes(frame.index)


def period_notes(labels: pd.Index) -> list[Note]:
    """Return notes on periods that are not equally far apart, and on those that have not begun."""
    notes = []
    try:
        at = np.sort(list(times(labels).values()))
    except UnsuitableMethod:  # there is an order, but no distance
        at = np.array([0.0])
    steps = np.diff(at)
    if len(steps) > 1 and steps.max() > _UNEQUAL * steps.min():
        notes.append(
            Note("periods are not equally far apart: they are taken one after the other, as if they were")
        )
    if late := [str(label) for label in labels.unique() if _not_begun(label)]:
        notes.append(Note("periods that have not begun are among them: {periods:5}", periods=late))
    return notes


def _not_begun(label: Any) -> bool:
    """Tell whether a period lies in the future; years may be plain numbers."""
    period, today = Period.read(label), dt.datetime.now()
    if period is None:
        return False
    if period.kind == "number":
        return bool(today.year < period.start <= 2100 and float(period.start).is_integer())
    return period.kind == "date" and isinstance(period.start, dt.datetime) and period.start > today


@dataclass(frozen=True)
class Watched:
    """A panel as arrays: what is watched, when, of whom.

    Parameters
    ----------
    values : ndarray, shape (periods, units, nodes)
        NaN where missing; periods in the order of time, units in the order of their first rows.
    periods, units, nodes : list or Index
        What the axes are.
    attributes : DataFrame
        By (period, unit).
    tree : IndicatorTree or None
        What the nodes mean.
    scored : bool
        Values are scores: more is better at every node.
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
    units: pd.Index
    nodes: list[Any]
    attributes: pd.DataFrame
    tree: IndicatorTree | None
    scored: bool
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
        Rows without periods, or twice; text and infinite values; columns twice.
    UnsuitableMethod
        Scores that depend on who else was there in the period, so that they have no yardstick over time.
    """
    asked(data=(data, PANEL))
    held = data.scores if isinstance(data, Assessment) else data
    tree, attributes = None, pd.DataFrame()
    if isinstance(held, Scores | Dataset):
        tree = held.weights.tree if isinstance(held, Scores) else held.tree
        values, attributes = held.values, held.attributes
    else:
        name = getattr(held, "name", None)
        values = held if isinstance(held, pd.DataFrame) else held.to_frame("value" if name is None else name)
    faults = Faults(row_faults(values.index))
    if values.index.nlevels == 1 and not faults:
        faults.append(Fault("rows", "have no period", "read the data with `period=`"))
    if not (len(values.columns) and len(values)):
        faults.append(Fault("data", "is empty", "give a value for every period"))
    twice = values.columns[values.columns.duplicated()].unique()
    faults += each(twice, lambda code: Fault(str(code), "occurs more than once", "keep one of them"))
    if not faults:
        faults += value_faults(values)
        with faults:
            ordered(values.index.get_level_values("period"))
    faults.raise_all()
    labels = values.index.get_level_values("period")
    periods, units = ordered(labels), values.index.get_level_values("unit").unique()
    notes = [*period_notes(labels), *yardstick_notes(data)]
    return Watched(cube(as_floats(values), periods, units), periods, units, list(values.columns), attributes, tree,
                   isinstance(held, Scores), tuple(notes))  # fmt: skip


def cube(values: pd.DataFrame, periods: list[Any], units: pd.Index) -> Array:
    """Return a table by (period, unit) as (periods, units, columns), NaN where there is no row."""
    array = np.full((len(periods), len(units), values.shape[1]), np.nan)
    rows = pd.Index(periods).get_indexer(values.index.get_level_values("period"))
    columns = units.get_indexer(values.index.get_level_values("unit"))
    there = (rows >= 0) & (columns >= 0)
    array[rows[there], columns[there]] = values.to_numpy()[there]
    return array


def yardstick_notes(data: Panel) -> list[Note]:
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
                          "panel.follow_periods"))  # fmt: skip
    if recipe.chosen("weighting").method.takes not in ("tree", "judgements"):
        notes.append(Note("the weights come from the data of all periods together, and move when a period is added: give them "
                          "as assigned weights"))  # fmt: skip
    return notes


def refuse_short(count: int, least: int, place: str = "series") -> None:
    """Refuse a series with fewer values than a method needs."""
    if count < least:
        problem, way_out = "{count:# value is|# values are} known", "at least {least} are needed"
        raise UnsuitableMethod(place, problem, way_out, count=count, least=least)


def baseline_of(count: int, baseline: int | None) -> int:
    """Return how many of the first periods the limits rest on: all of them by default."""
    if baseline is not None and not 2 <= baseline <= count:
        problem, way_out = (
            "is {baseline}, and there are {count:# period|# periods}",
            "give a number from 2 to {count}, or leave it out",
        )
        raise FaultyInput("baseline", problem, way_out, baseline=baseline, count=count)
    return count if baseline is None else baseline
