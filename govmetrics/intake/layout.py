"""Tables as offices lay them out: titles above the header, headers of several rows, numbered rows, merged streets."""

from __future__ import annotations

from functools import partial

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import PERIODS, STREETS, UNITS
from govmetrics.core.merged import filled_down, without_covered
from govmetrics.core.numbers import number
from govmetrics.core.sheets import header_rows, under_header
from govmetrics.core.totals import is_total
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note
from govmetrics.intake.columns import aliases, code_of, key
from govmetrics.intake.heading_units import units_below, with_units_said
from govmetrics.intake.long import long_columns
from govmetrics.intake.period_headings import under_periods
from govmetrics.intake.printed_rows import with_streets, without_headers, without_remarks

_NUMBERED = {"序号", "序 号", "no.", "no", "nr.", "nr", "#", "s/n", "n°"}


def laid_out(
    frame: pd.DataFrame, tree: IndicatorTree, unit: str, period: str | None = None
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a file's table under the header that names the indicators, and notes on what was done to it.

    Parameters
    ----------
    frame : DataFrame
        As read: the first filled row is the header.
    tree : IndicatorTree
        Whose leaves a header names.
    unit : str
        The column of the units; where "unit" is not there, a single column called 社区, 单位 and the like is.
    period : str, optional
        The column of the periods; where "period" is not there, a single column called 时期, 年份 and the like is.
    """
    known = aliases(tree)
    frame, notes = under_periods(frame, tree) or _under_its_header(frame, tree)
    frame, again = without_headers(frame, known)
    notes += again
    frame, told = with_units(frame, unit)
    notes += told
    dated = [column for column in frame.columns if key(column) in PERIODS]
    if period == "period" and "period" not in map(key, frame.columns) and len(dated) == 1:
        frame = frame.rename(columns={dated[0]: period})
        notes.append(Note("the column {column!r} names the periods", column=str(dated[0])))
    frame = _totals_named(frame, unit)
    for step in (without_remarks, partial(with_streets, unit=unit)):
        frame, told = step(frame, known=known)
        notes += told
    frame = _without_blank(frame)
    names = frame[unit] if unit in frame.columns else None
    frame, told = without_covered(
        frame,
        names,
        lambda head: code_of(head, known),
        lambda head: head == period or key(head) in PERIODS | STREETS,
    )
    notes += told
    numbered = [column for column in frame.columns if key(column) in _NUMBERED]
    if numbered:
        frame = frame.drop(columns=numbered)
        notes.append(Note("columns that only number the rows are not used: {columns}", columns=numbered))
    frame, told = filled_down(frame, [c for c in frame.columns if key(c) in STREETS and c != unit])
    return frame, [*notes, *told]


def headings_repeat(frame: pd.DataFrame, tree: IndicatorTree) -> bool:
    """Tell whether the headings of a table repeat, and neither name periods nor stand above those of the indicators."""
    if not frame.columns.has_duplicates or under_periods(frame, tree) is not None:
        return False
    known = aliases(tree)
    return header_rows(frame, lambda cell: code_of(cell, known))[1] == 0


def with_units(frame: pd.DataFrame, unit: str) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table with its one column headed 单位, 社区, community and the like called unit, where none is."""
    named = [column for column in frame.columns if key(column) in UNITS]
    if unit != "unit" or any(key(column) == "unit" for column in frame.columns) or len(named) != 1:
        return frame, []
    note = Note("the column {column!r} names the units", column=str(named[0]))
    return frame.rename(columns={named[0]: unit}), [note]


def of_a_frame(frame: pd.DataFrame, tree: IndicatorTree, unit: str) -> tuple[pd.DataFrame, list[Note]]:
    """Return a frame whose rows nobody named with its column of units found as in a file.

    Raises
    ------
    FaultyInput
        Rows that are only numbered beside columns of names.
    """
    plain = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    if unit != "unit" or unit in frame.columns or not plain or len(frame) < 2 or frame.columns.nlevels > 1:
        return frame, []
    frame, notes = with_units(frame, unit)
    known = aliases(tree)
    texts = [
        column for column in frame.columns[~frame.columns.duplicated()] if code_of(column, known) is None
    ]
    names = [column for column in texts if _names_rows(frame[column])]
    if notes or not names or long_columns(frame):
        return frame, notes
    problem = "no column is called so, and the rows are only numbered; the rows differ in: {columns:5}"
    way_out = 'say which column names the units, such as unit={name!r}, or call the index by it: rename_axis("unit")'
    raise FaultyInput("unit", problem, way_out, columns=list(map(str, names)), name=str(names[0]))


def _names_rows(column: pd.Series) -> bool:
    """Tell whether every row has a text of its own that is no number."""
    if pd.api.types.is_numeric_dtype(column) or not column.is_unique:
        return False
    cells = column.tolist()
    texts = all(isinstance(cell, str) and cell.strip() for cell in cells)
    return texts and all(number(cell) is None for cell in cells[:100])


def _without_blank(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table without columns that had nothing but a cell of a remark, and no heading."""
    unnamed = [str(column).startswith("Unnamed: ") for column in frame.columns]
    return frame.loc[:, [not (bare and frame.iloc[:, at].isna().all()) for at, bare in enumerate(unnamed)]]


def _totals_named(frame: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Name rows of totals: their word often stands under 序号 or the street, in front of an empty unit."""
    if unit not in frame.columns:
        return frame
    for column in frame.columns:
        if column != unit and (key(column) in _NUMBERED or key(column) in STREETS):
            total = frame[unit].isna() & frame[column].map(is_total).astype(bool)
            frame = frame.assign(**{unit: frame[unit].where(~total, frame[column])})
    return frame


def _under_its_header(frame: pd.DataFrame, tree: IndicatorTree) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table under the row that names most indicators."""
    known = aliases(tree)
    found, notes = under_header(frame, lambda cell: code_of(cell, known), repeats=True)
    if long_columns(frame):
        return frame, []
    above = len(frame) - len(found)  # rows, of which the last is the header
    titles = [*frame.columns, *frame.head(max(above - 1, 0)).to_numpy(dtype=object).ravel()] if above else []
    found, more = units_below(with_units_said(found, titles, tree), tree)
    return found, [*notes, *more]
