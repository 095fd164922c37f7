"""Tables of counts and amounts as offices have them: one row a unit, one column a category, every fault with its place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of, place_of
from govmetrics.core.dataset import row_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.foot import frame_faults
from govmetrics.core.labels import clean, clean_index, cleaned
from govmetrics.core.near import meant
from govmetrics.core.numbers import no_number
from govmetrics.core.options import LABEL, LIST, Kind, choice, optional
from govmetrics.core.tables import read_table
from govmetrics.core.totals import is_total
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Label, Note, Text
from govmetrics.core.words.terms import term
from govmetrics.numerics.arrays import Array

Blanks = Literal["refuse", "zero"]
BLANKS = choice("refuse", "zero")
Table = pd.DataFrame | str | os.PathLike[str]
TABLE = Kind(
    lambda value: isinstance(value, pd.DataFrame | str | os.PathLike) and str(value) != "",
    Text("give a DataFrame, or the path of a table"),
)
COLUMN = optional(LABEL)
NAMES = Kind(
    lambda value: (
        LIST.fits(value) and len(value) > 0 and all(map(LABEL.fits, value)) and len({clean(v) for v in value}) == len(value)
    ),
    Text("give a list of different names"),
)  # fmt: skip
MOST = 1e15
_WHOLE_ENOUGH = 1e-9


def opened(source: Table, what: str) -> pd.DataFrame:
    """Return a table as a frame, its headings by the one rule of names; headings that are there twice are faults."""
    refuse_within(what, source)
    frame = source if isinstance(source, pd.DataFrame) else read_table(Path(source))
    if frame.columns.nlevels > 1:
        raise FaultyInput(what, "the columns have several levels", "give one heading a column")
    frame = frame.set_axis([clean(column) for column in frame.columns], axis=1)
    twice = frame.columns[frame.columns.duplicated()].unique()
    Faults(
        each(twice, lambda name: Fault(place_of(what, name), "occurs more than once", "keep one of them"))
    ).raise_all()
    return frame


def column_of(frame: pd.DataFrame, name: Any, what: str) -> Any:
    """Return a column's heading as the table has it; one that is not there is a fault."""
    wanted = clean(name)
    if wanted not in set(frame.columns):
        there = Text("the columns are: {labels:10}", labels=[str(column) for column in frame.columns])
        raise FaultyInput(
            what, "there is no column {name!r}", meant(str(wanted), list(map(str, frame.columns)), there), name=str(wanted)
        )  # fmt: skip
    return wanted


def by_unit(source: Table, by: Any, what: str) -> pd.DataFrame:
    """Return a table with its units as rows: of the column `by`, of a frame's index, else a file's first column."""
    frame = opened(source, what)
    if by is None and not isinstance(source, pd.DataFrame):
        by = frame.columns[0]
    if by is not None:
        by = column_of(frame, by, "by")
        units = cleaned(frame[by])
        empty = units.isna() | (units.astype(str).str.strip() == "")
        rows = (np.flatnonzero(empty.to_numpy()) + 2).tolist()
        Faults(
            each(rows, lambda row: Fault(Text("row {row}, {key}", row=row, key=str(by)), "the cell is empty", "name the unit"))
        ).raise_all()  # fmt: skip
        frame = frame.drop(columns=by).set_axis(pd.Index(units, name="unit"))
    return frame.set_axis(_index(frame.index))


def _index(index: pd.Index) -> pd.Index:
    cleaned_rows = clean_index(index)
    return cleaned_rows if cleaned_rows.nlevels > 1 else cleaned_rows.rename("unit")


def amounts(
    source: Table, by: Any, what: str, blanks: Blanks = "refuse", whole: bool = True
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table of numbers from zero, units x categories, and notes; every fault of it at once.

    Parameters
    ----------
    source : DataFrame or path
    by : label, optional
        The column of units.
    what : str
        What the argument is called.
    blanks : {"refuse", "zero"}
        An empty cell is a fault, or says that there are none.
    whole : bool
        Things are counted: fractions and percentages are faults. Else amounts.
    """
    return numbers_of(by_unit(source, by, what), source, what, blanks, whole)


def numbers_of(
    frame: pd.DataFrame, source: Any, what: str, blanks: Blanks, whole: bool
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the numbers of a table whose rows are units, and notes."""
    faults = Faults(row_faults(frame.index))
    if not len(frame.columns):
        faults.append(Fault(what, "there are no columns of numbers", "give one column a category"))
    faults += [
        Fault(place_of(what, name), "is a column of totals, not a category", "leave the column out")
        for name in frame.columns
        if is_total(name)
    ]
    faults.raise_all()
    array, odd = floats_of(frame)
    names = np.asarray(odd.all(axis=0) & (len(frame) > 1))
    faults += [
        Fault(place_of(what, name), "holds names, not numbers", "say by={name!r} if it names the units, or leave it out",
              name=str(name))
        for name in frame.columns[names]
    ]  # fmt: skip
    odd[:, names] = False
    array[:, names] = 0.0
    faults += each(
        np.argwhere(odd).tolist(),
        lambda at: no_number(place_of(frame.index[at[0]], frame.columns[at[1]]), frame.iloc[at[0], at[1]]),
    )
    values = pd.DataFrame(array, frame.index, frame.columns)
    percent = _percentages(frame) & ~odd
    faults += cell_faults(frame, percent, "is {value}, a percentage", "give the number itself")
    blank = np.isnan(array) & ~odd
    notes = []
    if blanks == "refuse":
        faults += cell_faults(values, blank, "the cell is empty, and a blank is not a zero", _BLANK)
    elif blank.any():
        notes.append(Note("{count:# empty cell was|# empty cells were} read as 0, as blanks=\"zero\" says",
                          count=int(blank.sum())))  # fmt: skip
    array[blank] = 0.0
    values = pd.DataFrame(array, frame.index, frame.columns)
    sound = ~odd & ~percent
    faults += cell_faults(
        values, sound & (array < 0), "is {value:g}, below zero", "numbers begin at 0: correct it"
    )
    faults += cell_faults(
        values, sound & (array > MOST), "is {value:g}", "give a number up to 1e15, in a larger unit"
    )
    if whole:
        finite = np.where(np.isfinite(array), array, 0.0)
        part = sound & (array >= 0) & (array <= MOST) & (np.abs(finite - np.round(finite)) > _WHOLE_ENOUGH)
        faults += cell_faults(
            values, part, "is {value:g}, and things are counted", "give how many, not a share"
        )
        values = pd.DataFrame(np.round(array), frame.index, frame.columns)  # what is next to none is none
    if not faults:
        faults += frame_faults(values, source, what)
        faults += _summed(values, source, what)
    faults.raise_all()
    return values, notes


_BLANK = 'give the number, 0 where there is none, or say blanks="zero" if every blank means none'


def _percentages(frame: pd.DataFrame) -> np.ndarray:
    """Return which cells are text with a percent sign."""
    found = np.zeros(frame.shape, dtype=bool)
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        if not pd.api.types.is_numeric_dtype(column.dtype):
            found[:, place] = [
                isinstance(cell, str) and cell.strip().endswith(("%", "％")) for cell in column.tolist()
            ]
    return found


def _summed(values: pd.DataFrame, source: Any, what: str) -> list[Fault]:
    """Return a fault for a column that is the sum of all others in every row, where chance does not make it so."""
    array = values.to_numpy()
    keep = getattr(source, "attrs", {}).get("totals") == "keep"
    if keep or array.shape[0] < 4 or array.shape[1] < 3:
        return []
    total = array.sum(axis=1, keepdims=True)
    same = (np.abs(2 * array - total) <= 1e-9 * total).all(axis=0) & (array > 0).any(axis=0)
    way_out = (
        'leave the column out if it is the total, or say {table}.attrs["totals"] = "keep" if it is a category'
    )
    return [
        Fault(place_of(what, name), "equals the sum of all other columns in every row", way_out, table=what)
        for name in values.columns[same]
    ]


def listed(
    values: pd.DataFrame, names: Any, what: str, place: str = "categories"
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table with the categories of a list, in its order; those without a column are 0, and a note says so."""
    wanted = [clean(name) for name in names]
    faults = each(
        [name for name in values.columns if name not in set(wanted)],
        lambda name: Fault(place_of(what, name), "is not in the list of {place}",
                           meant(str(name), wanted, Text("the list has: {labels:10}", labels=list(map(str, wanted)))),
                           place=place),
    )  # fmt: skip
    Faults(faults).raise_all()
    absent = [str(name) for name in wanted if name not in set(values.columns)]
    told = "categories of the list without a column, counted as 0 everywhere: {names:10}"
    notes = [Note(told, names=absent)] if absent else []
    return values.reindex(columns=wanted, fill_value=0.0), notes


def met(
    first: pd.DataFrame, second: pd.DataFrame, one: str, other: str
) -> pd.DataFrame:  # fmt: skip
    """Return the second table in the rows and columns of the first; what only one has is a fault on either side."""
    if first.index.nlevels != second.index.nlevels:
        raise FaultyInput(other, "one table has periods, the other has none", "give both alike")
    faults = Faults()
    for mine, theirs, column in ((first.index, second.index, False), (first.columns, second.columns, True)):
        faults += _lacking(mine, theirs, other, column) + _lacking(theirs, mine, one, column)
    faults.raise_all()
    return second.reindex(index=first.index, columns=first.columns)


def _lacking(there: pd.Index, lacks: pd.Index, what: str, column: bool) -> list[Fault]:
    """Return a fault for every label of one table that the other lacks."""
    known = set(lacks)
    problem = "the category is not there" if column else "the unit is not there"
    return each(
        [label for label in there if label not in known],
        lambda label: Fault(f"{what}, {place_of(label)}", problem, "give it in both tables, spelled alike"),
    )


def heading(key: object) -> Label:
    """Return what a column of this room is called, in both languages."""
    found = term(str(key), "collaboration")
    return Label(str(key), str(key)) if found is None else found.heading


def quotient(above: Array, below: Array) -> Array:
    """Return a ratio, NaN where it is of nothing."""
    ratio: Array = np.divide(above, below, out=np.full(np.broadcast_shapes(np.shape(above), np.shape(below)), np.nan),
                     where=np.asarray(below) != 0)  # fmt: skip
    return ratio
