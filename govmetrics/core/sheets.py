"""Which sheet of a workbook is read, and below which row its table begins: one rule for records, surveys and trees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.forms import unread_sheets
from govmetrics.core.numbers import number
from govmetrics.core.spreadsheets import WORKBOOKS, sheets_of
from govmetrics.core.tables import NO_ROWS
from govmetrics.core.words import Note, Text

Sheet = tuple[pd.DataFrame, list[Note]]
DEEPEST = 12
"""Headers are looked for in so many rows."""
BELOW = Text("the header was found in row {row}, below: {title}", row=0, title="").template
"""The template of the note on a header below a title."""
BELOW_SEVERAL = Text("the header was found in row {row}, below: {titles:5}", row=0, titles=[]).template
"""The template of the note on a header below several lines of titles."""
ONE_SHEET = Text('name the one to read: sheets="{name}"', name="").template


class FaultyTable(FaultyInput):
    """What is looked for stands in a sheet, and is faulty: another sheet does not stand in for it."""


def one_sheet(
    path: Path,
    wanted: str | None,
    read: Callable[[str | int], Sheet],
    holds: Callable[[pd.DataFrame], bool],
    several: str,
    way_out: str = ONE_SHEET,
) -> Sheet:
    """Return the table of a file, of a workbook that of the sheet that is wanted, or the only visible one that holds data.

    Parameters
    ----------
    path : Path
        Any file that `read_table` reads.
    wanted : str, optional
        The sheet's name.
    read : function of a sheet's name, or 0, to a table and notes
        How one is read.
    holds : function of the table to bool
        Whether it has what is looked for.
    several, way_out : str
        What is wrong where several sheets hold it (`names`), and what to do (`name`).

    Raises
    ------
    FaultyInput
        Several sheets that hold data; a sheet wanted of a file that has none.
    """
    hidden = sheets_of(path)
    if not hidden:
        if wanted is not None and path.suffix.lower() not in WORKBOOKS:
            raise FaultyInput("sheets", "only a workbook has sheets", "leave it out")
        return read(0 if wanted is None else wanted)  # a broken workbook: what is wrong with it is told
    if wanted is not None:
        frame, notes = read(wanted)
        return frame, [*notes, *unread_sheets([title for title in hidden if title != wanted], hidden)]
    visible = [title for title, unseen in hidden.items() if not unseen] or list(hidden)
    faulty: dict[str, FaultyInput] = {}
    found = filled_sheets(visible, read, holds, faulty=faulty) if len(visible) > 1 else {}
    tables = {title: error for title, error in faulty.items() if isinstance(error, FaultyTable)}
    if len(found) + len(tables) > 1:
        names = [title for title in visible if title in found or title in tables]
        chosen = Fault(path.name, several, way_out, names=names, name=names[0])
        raise FaultyInput([chosen, *(fault for error in tables.values() for fault in error.faults)])
    for error in tables.values() if tables else () if found else faulty.values():
        raise FaultyInput(error.faults)
    title = next(iter(found), visible[0])
    frame, notes = found.get(title) or read(title)
    told = [
        Note("a sheet cannot be read, and is left out: {reason}", reason=error.faults[0].text)
        for error in faulty.values()
    ]
    left = [other for other in hidden if other != title and other not in faulty]
    return frame, [*notes, *told, *unread_sheets(left, hidden)]


def filled_sheets(
    titles: Iterable[str],
    read: Callable[[str | int], Sheet],
    holds: Callable[[pd.DataFrame], bool],
    excused: Callable[[FaultyInput], bool] | None = None,
    faulty: dict[str, FaultyInput] | None = None,
) -> dict[str, Sheet]:
    """Return the sheets that hold data; one that cannot be read holds none, where its error is excused.

    Errors of sheets that have rows go to `faulty`, where it is given.
    """
    found: dict[str, Sheet] = {}
    for title in titles:
        try:
            frame, notes = read(title)
        except FaultyInput as error:
            if excused is not None and not excused(error):
                raise
            if faulty is not None and any(fault.problem.template != NO_ROWS for fault in error.faults):
                where = "sheet {sheet}, {where}"
                named = [fault.at(Text(where, sheet=title, where=fault.place)) for fault in error.faults]
                faulty[title] = type(error)(named)
            continue
        if holds(frame):
            found[title] = frame, notes
    return found


def under_header(frame: pd.DataFrame, named: Callable[[Any], object], *, repeats: bool = False) -> Sheet:
    """Return a table below the row that names most; a heading that it lacks stands in a merged cell above.

    Parameters
    ----------
    frame : DataFrame
        As read: the first filled row is the header.
    named : function of a cell
        What the cell names as a heading, None where it is nothing that is looked for.
    repeats : bool
        Whether the caller looks after headings that occur twice.

    Raises
    ------
    FaultyInput
        Headings that occur more than once: all at once.
    """
    rows, best = header_rows(frame, named)
    if best == 0:
        return frame, []
    found: list[Any] = []
    for place, cell in enumerate(rows[best]):
        above = next((row[place] for row in reversed(rows[:best]) if filled(row[place])), None)
        found.append(cell if filled(cell) else above)
    table = frame.iloc[best:]
    heads = [f"Unnamed: {place}" if not filled(head) else _one_line(head) for place, head in enumerate(found)]
    table = table.set_axis(pd.Index(heads, dtype=object), axis="columns")
    # A column without a cell of its own lies below a title, not below a heading.
    empty = [not filled(head) and bool(table.iloc[:, i].isna().all()) for i, head in enumerate(rows[best])]
    cells = [{str(cell) for cell in row if filled(cell)} for row in rows[:best]]
    lines = [
        row for at, row in enumerate(rows[:best]) if not at or len(cells[at]) * 2 <= len(row)
    ]  # no headings
    note = below_titles(int(frame.index[best - 1]) + 2, lines)
    table = table.loc[:, ~np.array(empty)]
    if not repeats:
        way = "give every column its own heading"
        twice = table.columns[table.columns.duplicated()].unique()
        Faults(Fault(Text("column {c!r}", c=str(c)), "occurs more than once", way) for c in twice).raise_all()
    return table, [note]


def below_titles(row: int, above: Iterable[Iterable[Any]]) -> Note:
    """Return the note on a header in a row below lines, each named by its first filled cell."""
    firsts = (next((str(cell) for cell in line if filled(cell)), None) for line in above)
    titles = list(dict.fromkeys(first for first in firsts if first is not None))
    if len(titles) > 1:
        return Note(BELOW_SEVERAL, row=row, titles=titles)
    return Note(BELOW, row=row, title=next(iter(titles), ""))


def titles_told(notes: Iterable[Note]) -> list[str]:
    """Return the titles above a table, as notes of `below_titles` tell them.

    Examples
    --------
    >>> titles_told([below_titles(4, [["某区社区治理数据", None], ["2025年第三季度"]]), Note("others")])
    ['某区社区治理数据', '2025年第三季度']
    """
    said = {BELOW: lambda values: [values["title"]], BELOW_SEVERAL: lambda values: list(values["titles"])}
    return [
        str(title) for note in notes if note.template in said for title in said[note.template](note.values)
    ]


def header_rows(frame: pd.DataFrame, named: Callable[[Any], object]) -> tuple[list[list[Any]], int]:
    """Return the first rows of a table, that of its columns' names among them, and which of them names most."""
    heads = [None if str(head).startswith("Unnamed: ") else head for head in frame.columns]
    rows = [heads, *frame.head(DEEPEST).to_numpy(dtype=object).tolist()]
    return rows, int(np.argmax([named_in(row, named) for row in rows]))


def named_in(row: list[Any], named: Callable[[Any], object]) -> int:
    """Return how many things a row names; none where it holds numbers, which a header does not."""
    cells = [cell for cell in row if filled(cell)]
    if any(named(cell) is None and number(cell) is not None for cell in cells):
        return 0
    return len({named(cell) for cell in cells} - {None})


def filled(cell: Any) -> bool:
    """Tell whether a cell has anything in it."""
    return (isinstance(cell, str) and bool(cell.strip())) or (not isinstance(cell, str) and pd.notna(cell))


def _one_line(head: Any) -> Any:
    return re.sub(r"\s*\n\s*", "", head).strip() if isinstance(head, str) else head
