"""What the room reads: a table of units in periods, from a frame with these columns, from scores, or from a dataset."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics import weighting
from govmetrics.core import Dataset, Fault, FaultyInput, Scores, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import finite_faults, floats, value_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.labels import alike_note, clean
from govmetrics.core.memory import memory_faults
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, asked, instance, is_number
from govmetrics.core.panel_rows import FEWER_PERIODS, refuse_crossed
from govmetrics.core.periods import ordered, times
from govmetrics.core.weights import Weights
from govmetrics.core.words import Label, Note, Text, method_name
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.recipe import Assessment

Source = pd.DataFrame | Scores | Dataset | Assessment
"""A frame with columns (or levels of its index) for unit and period, or what holds values by period and unit."""
SOURCE = instance(Source, Text("give a DataFrame, Scores, a Dataset or an Assessment"))
_FOUND_IN_DATA = frozenset(name for name, method in weighting.METHODS.items() if method.takes == "scaled")
"""Weightings that look at the values."""


@dataclass(frozen=True)
class PanelFrame:
    """Rows of units in periods, sorted by the units' labels and then by time.

    Parameters
    ----------
    values : DataFrame
        The columns asked for, indexed 0, 1, ...: numbers as floats, others as they are.
    unit, period : ndarray of int, shape (n,)
        Codes of the rows: places in `units` and `periods`.
    units : Index
    periods : list
        In the order of time.
    names : mapping
        Names of codes, where there is a tree.
    notes : tuple of Note
        Rows left out, weights estimated from the same data.
    """

    values: pd.DataFrame
    unit: Ints
    period: Ints
    units: pd.Index
    periods: list[Any]
    names: Mapping[str, Label] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    @property
    def n(self) -> int:
        """How many rows."""
        return len(self.values)

    def column(self, name: Hashable) -> Array:
        """Return a column of numbers, (n,)."""
        return self.values[name].to_numpy(dtype=float)

    def wide(self, name: Hashable) -> Array:
        """Return a column as (units, periods), NaN where there is no row."""
        table = np.full((len(self.units), len(self.periods)), np.nan)
        table[self.unit, self.period] = self.column(name)
        return table

    def constant(self, name: Hashable, way_out: str) -> pd.Series:
        """Return what a column holds of every unit, indexed by unit; a fault where it changes over time."""
        column = self.values[name].set_axis(self.units[self.unit])
        grouped = column.groupby(level=0, sort=False)
        changing = grouped.nunique(dropna=False)
        wrong = list(changing.index[changing > 1])
        problem = "{name} changes over time"
        Faults(each(wrong, lambda one: Fault(str(one), problem, way_out, name=str(name)))).raise_all()
        return grouped.first().reindex(self.units)

    def steps(self) -> Ints:
        """Return each row's time in steps, as far apart as two periods are at least; gaps count."""
        return step_of(self.periods)[self.period]

    def rows(self, keep: Bools) -> PanelFrame:
        """Return some of the rows, with the units and periods that are left."""
        unit, period = self.unit[keep], self.period[keep]
        units, unit = np.unique(unit, return_inverse=True)
        periods, period = np.unique(period, return_inverse=True)
        return replace(self, values=self.values[keep].reset_index(drop=True), unit=unit, period=period,
                       units=self.units[units], periods=[self.periods[at] for at in periods])  # fmt: skip

    def noted(self, *notes: Note) -> PanelFrame:
        """Return it with more notes."""
        return replace(self, notes=(*self.notes, *notes))


def read_panel(
    frame: Source, numbers: Sequence[Hashable], unit: Hashable = "unit", period: Hashable = "period",
    labels: Iterable[Hashable] = (), missing: Literal["leave out", "refuse", "keep"] = "leave out", squared: bool = True,
) -> PanelFrame:  # fmt: skip
    """Return the columns of a source that are asked for, checked.

    Parameters
    ----------
    frame : DataFrame, Scores, Dataset or Assessment
        Nodes or leaves are columns, attributes beside them.
    numbers : list of str
        Columns that must be numbers; yes and no are 1 and 0.
    unit, period : str
        Columns or levels of the index; of scores and datasets their own.
    labels : iterable of str
        Columns taken as they are (clusters, when treatment began).
    missing : {"leave out", "refuse", "keep"}
        What happens to rows in which a number is missing.
    squared : bool
        Numbers whose squares have no room are faults; not where the method brings them to a unit of its own.

    Raises
    ------
    FaultyInput
        Columns that are not there or hold words or infinite values, rows without unit or period, the same unit and period
        twice, periods without order, no rows.
    """
    asked(frame=(frame, SOURCE), unit=(unit, LABEL), period=(period, LABEL))
    table, names = _table(frame, unit, period)
    wanted = list(dict.fromkeys([*numbers, *labels]))
    _columns(table, [unit, period, *wanted])
    table = table[[unit, period, *(one for one in wanted if one not in (unit, period))]]
    faults = Faults(_row_faults(table, unit, period))
    numeric = table[list(dict.fromkeys(numbers))]
    numeric = numeric.apply(lambda one: one.astype(float) if pd.api.types.is_bool_dtype(one) else one)
    if not faults:
        at = pd.MultiIndex.from_arrays([table[period], table[unit]])
        faults += (finite_faults if squared else value_faults)(numeric.set_axis(at))
    faults.raise_all()
    table = _with_floats(table, numeric)
    found = _sorted(table, unit, period, wanted, names)
    found = found.noted(*weights_from_data(frame, wanted), *alike_note(found.units, "unit"))
    return _without_missing(found, list(numeric), missing)


def _with_floats(table: pd.DataFrame, numeric: pd.DataFrame) -> pd.DataFrame:
    made = table.copy()
    for one in numeric:
        made[one] = floats(numeric[one])
    return made


def weights_from_data(frame: Source, columns: Iterable[Hashable]) -> list[Note]:
    """Return a note where the weights behind scores were estimated from these very values."""
    scores = frame.scores if isinstance(frame, Assessment) else frame
    if not isinstance(scores, Scores):
        return []
    tree, used = scores.weights.tree, sorted(_estimated(scores.weights))
    nodes = [str(one) for one in columns if one in tree.node_codes and one not in tree.codes]
    if not (used and nodes):
        return []
    said = ("CAUTION: the weights of {nodes:5} were estimated from the same data ({methods}): they move with what is "
            "tested here, and the errors below know nothing of it. Repeat it with weights that were fixed beforehand, or "
            "with leaves")  # fmt: skip
    return [Note(said, nodes=nodes, methods=[method_name(one) for one in used])]


def _estimated(weights: Weights) -> set[str]:
    """Return the methods behind weights that look at the values."""
    sources = weights.details.get("sources", ()) if isinstance(weights.details, Mapping) else ()
    listed = sources if isinstance(sources, list | tuple) else ()
    return {one for one in (weights.method, *listed) if isinstance(one, str) and one in _FOUND_IN_DATA}


def _table(frame: Source, unit: Hashable, period: Hashable) -> tuple[pd.DataFrame, Mapping[str, Label]]:
    """Return a frame with columns for unit and period, and names of codes."""
    held = frame.scores if isinstance(frame, Assessment) else frame
    if isinstance(held, pd.DataFrame):
        twice = held.columns[held.columns.duplicated()].unique()
        Faults(
            each(twice, lambda one: Fault(str(one), "occurs more than once", "keep one of them"))
        ).raise_all()
        levels = [one for one in (unit, period) if one in held.index.names and one not in held.columns]
        return (held.reset_index(levels) if levels else held), {}
    if held.values.index.nlevels == 1:
        raise FaultyInput("frame", "its rows have no period", "read the data with `period=`")
    tree = held.tree if isinstance(held, Dataset) else held.weights.tree
    both = [held.values, held.attributes[[one for one in held.attributes if one not in held.values]]]
    table = pd.concat([one for one in both if one.shape[1]], axis=1).reset_index()
    return table.rename(columns={"unit": unit, "period": period}), tree.names()


def _columns(table: pd.DataFrame, wanted: Iterable[Hashable]) -> None:
    """Refuse names that no column has."""
    there = set(table.columns)
    known = Text("the columns are: {names:20}", names=list(map(str, table.columns)))
    lost = [one for one in dict.fromkeys(wanted) if one not in there]
    Faults(
        Fault(str(one), "there is no such column", meant(one, table.columns, known)) for one in lost
    ).raise_all()


def _row_faults(table: pd.DataFrame, unit: Hashable, period: Hashable) -> list[Fault]:
    """Return rows without unit or period, and rows twice."""
    if table.empty:
        return [Fault("frame", "there are no rows", "give at least one row")]
    faults = []
    for one in (unit, period):
        blank = int(table[one].isna().sum())
        if blank:
            problem = "{count:# row has|# rows have} no value"
            faults.append(
                Fault(str(one), problem, "say of every row which unit and period it is", count=blank)
            )
    if faults:
        return faults
    with (kept := Faults()):
        ordered(table[period])
    kept += _spelling_faults(table[unit].unique())
    twice = table.loc[table.duplicated([unit, period]), [period, unit]].drop_duplicates()
    rows = list(twice.itertuples(index=False, name=None))
    problem, way_out = "there are two or more rows for it", "keep one row for each unit and period"
    return [*kept, *each(rows, lambda row: Fault(place_of(row), problem, way_out))]


def _spelling_faults(units: Iterable[Any]) -> list[Fault]:
    """Return units that are written in two ways, which differ in blanks or the width of signs only."""
    first = dict[Any, Any]()
    pairs = [(one, first[clean(one)]) for one in units if first.setdefault(clean(one), one) is not one]
    problem = "is the same name as {other!r} but for blanks or the width of signs"
    return each(pairs, lambda pair: Fault(repr(pair[0]), problem, "write both alike", other=str(pair[1])))


def sorted_labels(labels: Iterable[Any]) -> list[Any]:
    """Return different labels in an order of their own, numbers before text, whatever the order of rows."""

    def place(label: Any) -> tuple[bool, float, str]:
        return (False, float(label), "") if is_number(label) else (True, 0.0, str(label))

    return sorted(labels, key=place)


def _sorted(
    table: pd.DataFrame, unit: Hashable, period: Hashable, wanted: list[Hashable], names: Mapping[str, Label]
) -> PanelFrame:
    """Return the rows by unit and time: results, drawn ones too, do not depend on the order of rows."""
    units = sorted_labels(table[unit].unique())
    codes = pd.Index(units).get_indexer(pd.Index(table[unit]))
    periods = ordered(table[period])
    refuse_crossed(len(units), len(periods), len(table))
    place = {label: at for at, label in enumerate(periods)}
    when = table[period].map(place).to_numpy(dtype=np.intp)
    order = np.lexsort([when, codes])
    values = table[wanted].iloc[order].reset_index(drop=True)
    return PanelFrame(
        values, codes[order].astype(np.intp), when[order], pd.Index(units, name="unit"), periods, names
    )


def indicators(period: Ints, periods: int) -> Array:
    """Return a column for each period, 1 in its rows, (n, periods)."""
    Faults(memory_faults("period", 16.0 * len(period) * periods, FEWER_PERIODS)).raise_all()
    columns = np.zeros((len(period), periods))
    columns[np.arange(len(period)), period] = 1.0
    return columns


def _without_missing(panel: PanelFrame, numbers: list[Hashable], missing: str) -> PanelFrame:
    """Return it without rows that lack a number, and say so; or refuse them."""
    lacking = panel.values[numbers].isna()
    rows = lacking.any(axis=1).to_numpy()
    if missing == "keep" or not rows.any():
        return panel
    columns = [str(one) for one in numbers if lacking[one].any()]
    if missing == "refuse":
        at = np.flatnonzero(rows)
        problem, way_out = "a value is missing", "complete it, or leave the unit or the period out"
        places = [place_of((panel.periods[panel.period[i]], panel.units[panel.unit[i]])) for i in at]
        Faults(each(places, lambda place: Fault(place, problem, way_out))).raise_all()
    if rows.all():
        raise UnsuitableMethod("frame", "no row has all of: {columns:10}", "complete them", columns=columns)
    said = "{count:# row is|# rows are} left out, without a value of {columns:10}"
    return panel.rows(~rows).noted(Note(said, count=int(rows.sum()), columns=columns))


def step_of(periods: Sequence[Any]) -> Ints:
    """Return the time of periods in steps from the first, a step being the least distance between two.

    Where distances are not known, or no whole multiples of the least, each period is one step after the one before.
    """
    plain = np.arange(len(periods))
    try:
        found = times(periods)
    except UnsuitableMethod:
        return plain
    at = np.array([found[label] for label in periods], dtype=float)
    if len(at) < 2:
        return plain
    scaled = (at - at[0]) / np.diff(at).min()
    whole = np.rint(scaled)
    return whole.astype(np.intp) if np.abs(scaled - whole).max() < 0.05 else plain
