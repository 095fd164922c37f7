"""Names and cells of inputs and outputs: what is wrong with them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.numbers import no_number
from govmetrics.core.words import Text
from govmetrics.dea.engine.arrays import Floats

SIZES = (1e-100, 1e100)
"""Amounts outside these cannot be multiplied and divided in double numbers."""


class Sort(NamedTuple):
    """What a table holds: its argument's name, and what is said when it holds none, or nothing but zeros."""

    argument: str
    plural: Text
    nothing: Text
    unit_of_zeros: Text
    column_of_zeros: Text


INPUT = Sort(
    "inputs", Text("inputs"), Text("there are no inputs"), Text("all inputs are zero"),
    Text("this input is zero for every unit"),
)  # fmt: skip
OUTPUT = Sort(
    "outputs", Text("outputs"), Text("there are no outputs"), Text("all outputs are zero"),
    Text("this output is zero for every unit"),
)  # fmt: skip
UNDESIRABLE = Sort(
    "undesirable", Text("undesirable outputs"), Text("there are no undesirable outputs"),
    Text("all undesirable outputs are zero"), Text("this undesirable output is zero for every unit"),
)  # fmt: skip
LINK = Sort(
    "links", Text("links"), Text("there are no links"), Text("all links are zero"), Text("this link is zero for every unit"),
)  # fmt: skip
GOOD = Sort(
    "good", Text("good carry-overs"), Text("there are no good carry-overs"), Text("all good carry-overs are zero"),
    Text("this carry-over is zero for every unit"),
)  # fmt: skip
BAD = Sort(
    "bad", Text("bad carry-overs"), Text("there are no bad carry-overs"), Text("all bad carry-overs are zero"),
    Text("this carry-over is zero for every unit"),
)  # fmt: skip
FREE = Sort(
    "free", Text("free carry-overs"), Text("there are no free carry-overs"), Text("all free carry-overs are zero"),
    Text("this carry-over is zero for every unit"),
)  # fmt: skip
FIXED = Sort(
    "fixed", Text("fixed carry-overs"), Text("there are no fixed carry-overs"), Text("all fixed carry-overs are zero"),
    Text("this carry-over is zero for every unit"),
)  # fmt: skip


def label_faults(left: pd.DataFrame, right: pd.DataFrame) -> list[Fault]:
    """Return what is wrong with the names of the inputs' and the outputs' rows and columns."""
    faults = table_faults(left, INPUT) + table_faults(right, OUTPUT)
    faults += [
        Fault(str(c), "is both an input and an output", "rename one of them or leave it out")
        for c in left.columns.intersection(right.columns)
    ]
    apart = level_faults(left, right, OUTPUT)
    return faults + (
        apart or lost_faults(left.index, right.index, OUTPUT) + lost_faults(right.index, left.index, INPUT)
    )


def level_faults(left: pd.DataFrame, right: pd.DataFrame, sort: Sort) -> list[Fault]:
    """Return a fault where two tables' rows have different numbers of labels."""
    levels = left.index.nlevels, right.index.nlevels
    if levels[0] == levels[1]:
        return []
    problem = "each row has {count:# label|# labels}, each row of the inputs {other}"
    way_out = "index all tables alike: by unit, or by period and unit"
    return [Fault(sort.argument, problem, way_out, count=levels[1], other=levels[0])]


def lost_faults(units: pd.Index, others: pd.Index, lacking: Sort) -> list[Fault]:
    """Return a fault for each of the units that is not among the others."""
    lost, way_out = units.difference(others, sort=False), "give the same units in all tables"
    return each(lost, lambda u: Fault(place_of(u), "has no {what}", way_out, what=lacking.plural))


def repeated_faults(units: pd.Index, sort: Sort) -> list[Fault]:
    """Return a fault for each unit that occurs more than once."""
    twice, problem = units[units.duplicated()].unique(), "occurs more than once in the {what}"
    way_out = "name each unit once"
    if units.nlevels == 1:
        way_out = "name each unit once, or index all tables by period and unit"
    return each(twice, lambda u: Fault(place_of(u), problem, way_out, what=sort.plural))


def column_faults(frame: pd.DataFrame, sort: Sort) -> list[Fault]:
    """Return a fault where a table has no columns."""
    return [] if frame.shape[1] else [Fault(sort.argument, sort.nothing, "give at least one column")]


def table_faults(frame: pd.DataFrame, sort: Sort) -> list[Fault]:
    """Return what is wrong with the rows and the columns of a table: their number and their names."""
    faults = nameless(frame, sort) + column_faults(frame, sort) + _turned_faults(frame.index, sort)
    if len(frame) == 0:
        faults.append(Fault(sort.argument, "the table has no rows", "give at least one row"))
    again = frame.columns[frame.columns.duplicated()].unique()
    problem = "is more than one column of the {what}"
    return (
        faults
        + repeated_faults(frame.index, sort)
        + [Fault(str(c), problem, "name each column once", what=sort.plural) for c in again]
    )


def _turned_faults(index: pd.Index, sort: Sort) -> list[Fault]:
    """Return a fault where the levels of an index say themselves that the units come before the periods."""
    names = [str(name) for name in index.names]
    if index.nlevels != 2 or (names[0] != "unit" and names[1] != "period"):
        return []
    problem, way_out = (
        "the levels of the index are: {levels}",
        "index the rows by `unit`, or by `period` and `unit`",
    )
    return [Fault(sort.argument, problem, way_out, levels=names)]


def nameless(frame: pd.DataFrame, sort: Sort) -> list[Fault]:
    """Return a fault for each row or column whose name is missing."""
    index = frame.index
    blank = index.to_frame(index=False).isna().any(axis=1) if index.nlevels > 1 else index.isna()
    rows = np.flatnonzero(blank).tolist()
    columns = np.flatnonzero(frame.columns.isna()).tolist()

    def row(i: int) -> Fault:
        place = Text("{table}, row {row}", table=sort.argument, row=i + 1)
        return Fault(place, "the unit has no name", "give it a name")

    def column(j: int) -> Fault:
        place = Text("{table}, column {column}", table=sort.argument, column=j + 1)
        return Fault(place, "the column has no name", "give it a name")

    return each(rows, row) + each(columns, column)


def numbers(frame: pd.DataFrame, faults: list[Fault]) -> Floats:
    """Return the cells as floats; cells that are not finite numbers are added to `faults`, column by column."""
    array, wrong = floats_of(frame)

    def fault(at: list[int]) -> Fault:
        column, row = at
        place = place_of(frame.index[row], frame.columns[column])
        if wrong[row, column]:
            return no_number(place, frame.iloc[row, column], "give a number")
        if np.isinf(array[row, column]):
            return Fault(place, "is infinite", "give a finite number")
        return Fault(place, "is missing", "fill it in, or leave the unit or the column out")

    for cells in (wrong, ~np.isfinite(array) & ~wrong):
        faults += each(np.argwhere(cells.T).tolist(), fault)
    return array


def cell_faults(frame: pd.DataFrame, sort: Sort, idle: bool | Text = False) -> list[Fault]:
    """Return what is wrong with the cells of one table; rows of zeros may be where they are `idle`, as in `size_faults`."""
    faults: list[Fault] = []
    if frame.shape[1]:
        faults += size_faults(frame, numbers(frame, faults), sort, negative=False, evaluated=False, idle=idle)
    return faults


def size_faults(
    frame: pd.DataFrame, a: Floats, sort: Sort, negative: bool, evaluated: bool, idle: bool | Text = False
) -> list[Fault]:
    """Return what is wrong with the sizes of cells: extreme, negative or (rows, columns) all zero.

    Rows of zeros may be where they are `idle`; a text says why they may not.
    """

    def cell(problem: str, way_out: str) -> Any:
        return lambda c: Fault(
            place_of(frame.index[c[0]], frame.columns[c[1]]), problem, way_out, value=a[c[0], c[1]]
        )

    with np.errstate(invalid="ignore"):
        size = np.abs(a)
        extreme = np.isfinite(a) & (a != 0) & ((size < SIZES[0]) | (size > SIZES[1]))
        below = np.argwhere(a < 0).tolist()
    faults = each(
        np.argwhere(extreme).tolist(), cell("{value:g} is too large or too small", "record it in other units")
    )
    if negative:
        return faults
    way_out = "use directional(..., direction='range'), which takes negative data; to add a constant would change the scores"
    faults += each(below, cell("is negative ({value:g})", way_out))
    why = idle if isinstance(idle, Text) else Text("leave the unit out: it cannot be compared")
    faults += each(
        [] if idle is True else np.flatnonzero((a == 0).all(axis=1)).tolist(),
        lambda i: Fault(place_of(frame.index[i]), sort.unit_of_zeros, why),
    )
    zeros = np.flatnonzero((a == 0).all(axis=0)).tolist() if not evaluated else []
    return faults + [
        Fault(str(frame.columns[j]), sort.column_of_zeros, "leave the column out") for j in zeros
    ]
