"""Whose row it is: the labels of units and periods, from columns or from a frame's index."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import options
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, FaultyInput, GovmetricsError, each
from govmetrics.core.foot import Totals
from govmetrics.core.labels import (
    PERIODS,
    TOGETHER,
    alike_note,
    all_clean,
    clean,
    clean_index,
    cleaned,
    joined_note,
    telling_apart,
)
from govmetrics.core.options import Kind, is_count
from govmetrics.core.periods import in_one_spelling, in_order_given, of_different_length, ordered, serial_date
from govmetrics.core.tables import plain_text
from govmetrics.core.totals import named_totals
from govmetrics.core.united import Unit, columns_of, named_together
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.intake.columns import key

LABEL = Kind(
    lambda label: isinstance(label, str | int | float | dt.date | pd.Period),
    Text("give the name of a period"),
)
NUMBERS = (np.dtype(np.int64), np.dtype(np.float64))
YEARS = frozenset(
    {"年份", "年度", "年", "统计年度", "统计年份", "考核年度", "year", "fiscal year", "calendar year"}
)
"""Headings of the column that says of which year a part is."""
LONGEST_NUMBER = 15
"""A longer row of digits is a name, not a number."""
COLUMN = Kind(options.LABEL.fits, Text("give the name of a column"))


def labelled(
    frame: pd.DataFrame, unit: Unit, period: str | None, is_frame: bool
) -> tuple[pd.DataFrame, list[str], list[Fault]]:
    """Return the frame with columns `unit` (and `period`), whatever they were called, these names, and what is wrong.

    Where such a column is missing the rows are called by their numbers, so that their cells can still be judged.
    """
    for place, given in (("unit", unit), ("period", period)):
        refuse_within(place, given)
    if is_frame:
        frame = frame.set_axis(clean_index(frame.index)) if frame.index.nlevels == 1 else frame
    if frame.columns.nlevels > 1:
        raise FaultyInput("columns", "have headings of several levels", "give every column one heading")
    twice = sorted({str(c) for c in frame.columns[frame.columns.duplicated()]})
    faults = [Fault(_column(c), "occurs more than once", "keep one of them") for c in twice]
    frame = frame.loc[:, ~frame.columns.duplicated()] if twice else frame
    columns = columns_of(unit)
    frame = _from_index(frame, columns, period) if is_frame else _renamed(frame, *columns, period)
    frame = frame.reset_index(drop=True) if is_frame else frame
    if len(columns) > 1 and set(columns) <= set(frame.columns):
        if "unit" in frame and "unit" not in columns:
            problem = "has the name that the column {column!r} gets here"
            faults.append(Fault(_column("unit"), problem, "rename it", column=TOGETHER.join(columns)))
        frame, unit = frame.assign(unit=named_together(frame, columns)), "unit"
    wanted = dict.fromkeys(columns_of(unit), "unit") | ({} if period is None else {period: "period"})
    lost = [
        Fault(_column(c), "is missing", "name it with `unit=` or `period=`") for c in wanted if c not in frame
    ]
    if lost:
        lost.append(columns_found(frame))
    if period in columns:
        lost.append(
            Fault("period", "is {value!r}, as the unit is", "name two different columns", value=period)
        )
    lost += [
        Fault(_column(own), "has the name that the column {column!r} gets here", "rename it", column=c)
        for c, own in wanted.items()
        if own in frame and own not in wanted
    ]
    if lost:
        rows = [row_of(row).say() for row in frame.index]
        return frame.assign(unit=rows), ["unit"], faults + lost
    if any(own != column for column, own in wanted.items()):
        frame = frame.rename(columns=wanted)
    return frame, ["unit"] if period is None else ["period", "unit"], faults


def _from_index(frame: pd.DataFrame, units: list[str], period: str | None) -> pd.DataFrame:
    """Return the frame with the labels in its index as columns; an index without names has the units."""
    unit = units[-1]
    named = [name for name in (*units, period) if name in frame.index.names and name not in frame.columns]
    if named and None not in named:
        return frame.reset_index(level=named)
    if unit not in frame.columns and frame.index.nlevels == 1:
        return frame.rename_axis(unit).reset_index()
    return frame


def _renamed(frame: pd.DataFrame, *wanted: str | None) -> pd.DataFrame:
    """Return a file's columns with those `wanted` spelled so, where only case or blanks around differ."""
    names = {}
    for name in wanted:
        alike = [c for c in frame.columns if name is not None and key(c) == key(name)]
        if len(alike) == 1 and name not in frame.columns:
            names[alike[0]] = name
    frame = frame.rename(columns=names)
    unit = wanted[0]
    if len(wanted) > 2:
        return frame
    # The index of a frame that was saved has no heading.
    return frame if unit in frame else frame.rename(columns={"Unnamed: 0": unit})


def plain_labels(
    frame: pd.DataFrame, keys: list[str], is_frame: bool, periods: list[Any] | None = None
) -> tuple[pd.DataFrame, list[Fault], list[Note]]:
    """Return the frame with clean labels (years of a file as numbers), those that name nothing, and what was joined."""
    labels = {}
    faults: list[Fault] = []
    notes: list[Note] = []
    for name in keys:
        column = frame[name] if is_frame else frame[name].map(plain_text)
        if name == "unit" and (names := _plain_names(column)):
            notes += alike_note(names, Text(name))
            labels[name] = column
            continue
        if column.dtype in NUMBERS:
            text, empty = column, column.isna()  # numbers have one spelling
        else:  # as objects: a categorical index knows categories that no row has
            text, told = _without_blanks(column.astype(object), name)
            notes += told
            empty = text.isna() | (text == "").to_numpy(dtype=bool)
        blank = np.flatnonzero(empty).tolist()
        if name == "period" and not blank:
            text, told = _periods(text, is_frame)
            notes += told
        if blank:  # a place for its other faults
            text = text.astype(object)
            text.iloc[blank] = [row_of(row).say() for row in frame.index[blank]]
        faults += each(frame.index[blank], partial(_nameless, name=name))
        labels[name] = text.infer_objects()
        if name == "period" and not blank:
            labels[name], wrong = _in_order(labels[name], column, periods)
            faults += wrong
    return frame.assign(**labels), faults, notes


def _plain_names(column: pd.Series) -> list[str]:
    """Return the names of a column to which nothing has to be done, looking at all at once; nothing of another column."""
    if column.dtype != pd.StringDtype(na_value=np.nan):
        return []
    names = column.tolist()
    return names if set(map(type, names)) == {str} and "" not in names and all_clean(names) else []


def _without_blanks(column: pd.Series, name: str) -> tuple[pd.Series, list[Note]]:
    """Return labels by the rule of `clean`, and a note of what was joined."""
    names = column.tolist()
    if set(map(type, names)) == {str} and all_clean(names):  # fast, as labels mostly are
        return column, alike_note(column.unique(), Text(name))
    return cleaned(column), joined_note(column.unique(), Text(name))


def _periods(column: pd.Series, is_frame: bool) -> tuple[pd.Series, list[Note]]:
    """Return periods in one spelling each; those of a file as they are named: numbers and dates as a spreadsheet keeps them."""
    notes = []
    if not is_frame:
        known = {cell: _period_of_a_file(cell) for cell in column.unique()}
        days = {cell: day for cell, read in known.items() if (day := _day_of_a_number(read))}
        if days and all(cell in days or _is_day(read) for cell, read in known.items()):
            known |= days
            told = "numbers that are dates of a spreadsheet are read as such: {names:5}"
            named = [Text("{code} ({day})", code=str(cell), day=day) for cell, day in days.items()]
            notes.append(Note(told, names=named))
        if len({isinstance(read, str) for read in known.values()}) > 1:  # years beside 2025H1 stay text
            known = {cell: str(read) for cell, read in known.items()}
        column = column.map(known)
    column, joined = in_one_spelling(column)
    if joined:
        notes.append(
            Note("spellings of one period are read as the one that comes first: {names:10}", names=joined)
        )
    if of_different_length(column):
        told = "the periods are of different length ({names:5}): amounts that add up over time do not compare, shares do"
        notes.append(Note(told, names=list(map(str, column.unique()))))
    return column, notes


def _day_of_a_number(cell: Any) -> str:
    day = serial_date(cell) if isinstance(cell, int) else None
    return "" if day is None else str(day)


def _is_day(cell: Any) -> bool:
    return isinstance(cell, str) and re.match(r"\d{4}-\d\d-\d\d", cell) is not None


def _period_of_a_file(cell: Any) -> Any:
    """Return a year as a whole number and a date cell as its text; all other cells as they are."""
    if isinstance(cell, dt.date | np.datetime64):
        return str(pd.Timestamp(cell)).removesuffix(" 00:00:00")
    text = str(cell).removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else cell


def _in_order(
    labels: pd.Series, column: pd.Series, periods: list[Any] | None
) -> tuple[pd.Series, list[Fault]]:
    """Return the periods in the order that was given, in `periods` or as an ordered categorical; else as they are."""
    dtype = column.dtype
    if periods is None and isinstance(dtype, pd.CategoricalDtype) and dtype.ordered:
        periods = [clean(label) for label in dtype.categories]
    if periods is None:
        return labels, []
    return in_order_given(labels, [clean(label) for label in periods])


def _nameless(row: Any, name: str) -> Fault:
    problem = "the period is empty" if name == "period" else "the unit is empty"
    return Fault(row_of(row), problem, "name it, or remove the row")


def row_of(label: Any) -> Text:
    """Return a row of a table as the place of a fault: its label plus 2 is the row in the file, with its sheet if several."""
    if isinstance(label, tuple):
        return Text("sheet {sheet}, {where}", sheet=label[0], where=row_of(label[1]))
    return Text("row {row}", row=int(label) + 2)


def _column(name: object) -> Text:
    return Text("column {column}", column=str(name))


def columns_found(frame: pd.DataFrame, way_out: str = "") -> Fault:
    """Return what the columns are, for the reader of faults about missing ones."""
    names = list(map(str, frame.columns))
    return Fault(Text("the columns are"), Text("{parts}", parts=names), way_out)


def row_index(
    frame: pd.DataFrame,
    keys: list[str],
    unit: Unit = "unit",
    others: Iterable[Any] = (),
    totals: Totals = "keep",
) -> tuple[pd.Index, list[Fault]]:
    """Return the labels as an index, and those that several rows have; one of the `others` may tell these apart.

    Rows that are called totals, of which there may be several of a name, are told of once, as such, where `totals` are refused.
    """
    columns = [frame[name] for name in keys]
    index = (
        pd.Index(columns[0], name="unit")
        if len(keys) == 1
        else pd.MultiIndex.from_arrays(columns, names=keys)
    )
    if index.is_unique:
        return index, []
    numbers = [row_of(row) if isinstance(row, tuple) else row + 2 for row in frame.index]
    units = ~named_totals(frame["unit"]) if totals == "refuse" else np.ones(len(frame), dtype=bool)
    places = pd.Series(numbers, dtype=object)[units].groupby(index.to_numpy()[units], sort=False)
    twice = [(label, rows) for label, rows in places if len(rows) > 1]
    problem, way_out = "there are {count} rows for it: {rows}", _way_out(frame, index, unit, others)
    return index, each(twice, lambda at: Fault(place_of(at[0]), Text(problem, count=len(at[1]), rows=list(at[1])),
                                               way_out))  # fmt: skip


def _way_out(frame: pd.DataFrame, index: pd.Index, unit: Unit, others: Iterable[Any]) -> Text:
    """Return what to do about labels that several rows have: a panel's rows are not to be removed."""
    columns = list(others)
    labels = pd.Series(index.to_numpy(), index=frame.index)
    years = [column for column in columns if key(column) in YEARS]
    for column in columns:
        part = key(column) in PERIODS and key(column) not in YEARS
        # With several periods the years are known already: a column of the parts of a year is what lacks.
        fits = is_period(column, frame[column]) if index.nlevels == 1 else part
        if fits and not frame[[*(years if part else []), column]].assign(label=labels).duplicated().any():
            return Text("name the column of the periods: period={column!r}", column=str(column))
    apart = telling_apart(frame, pd.Series(index.to_numpy()), columns)
    if apart is not None:
        both = [str(apart), *map(str, columns_of(unit))]
        return Text("name different ones by both columns: unit={both}", both=str(both))
    if index.nlevels > 1:
        return Text("give every unit one row for each period")
    return Text("give every unit one row, or name the column of the periods with `period=`")


def is_period(column: Any, cells: pd.Series) -> bool:
    """Tell whether a column holds periods: by its heading, or because its labels are years or texts in an order of time."""
    if key(column) in PERIODS:
        return True
    labels = cells.dropna().unique()
    if len(labels) < 2 or not all(
        isinstance(one, str) or 1900 <= is_count(one) * one <= 2200 for one in labels
    ):
        return False
    try:
        ordered(labels)
    except GovmetricsError:
        return False
    return True
