"""Merged cells of workbooks, whose content stands in the first of their rows: one rule for records and surveys."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import by_cell, clean
from govmetrics.core.spreadsheets import Covered
from govmetrics.core.words import Note


def filled_down(frame: pd.DataFrame, columns: Iterable[Any]) -> tuple[pd.DataFrame, list[Note]]:
    """Return a table in which cells under a merged name have it, and a note for every column that was filled.

    Empty cells lie under a merged one where the first row is filled and no two rows, one after the other, have one name: who
    writes names row by row writes them again, and leaves a cell empty because nothing is known. So does who lists respondents
    as they came: of names that come again more are filled than empty.

    Examples
    --------
    >>> table = pd.DataFrame({"street": ["East", None, None, "West"], "ward": ["A", "A", None, "B"]})
    >>> filled_down(table, ["street", "ward"])[0].to_dict("list")
    {'street': ['East', 'East', 'East', 'West'], 'ward': ['A', 'A', nan, 'B']}
    """
    notes = list[Note]()
    for column in columns:
        cells = frame[column]
        if not (len(cells) and pd.notna(cells.iloc[0]) and cells.isna().any()):
            continue
        names = by_cell(cells, clean)
        again = names.dropna().duplicated().any() and 2 * cells.isna().sum() < len(cells)
        if not again and not (names == names.shift()).any():
            frame = frame.assign(**{column: cells.ffill()})
            notes.append(Note("{column}: {count:# empty cell|# empty cells} filled from above, as merged cells are",
                              column=str(column), count=int(cells.isna().sum())))  # fmt: skip
    return frame, notes


def without_covered(
    frame: pd.DataFrame,
    names: pd.Series | None,
    code_of: Callable[[Any], str | None],
    down: Callable[[Any], bool],
) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table with the cells that merged numbers cover: some go down, other columns have them in the first row.

    Parameters
    ----------
    frame : DataFrame
        As read, with `Covered` cells.
    names : Series, optional
        What the rows are called; by default by their number.
    code_of : function of a heading
        The indicator or item that it names, None where it names none.
    down : function of a heading
        Whether its numbers say the same of all rows: a period, a group.

    Raises
    ------
    FaultyInput
        A merged number of an indicator over several rows: whose it is cannot be known.
    """
    notes, faults = list[Note](), Faults()
    for place, column in enumerate(frame.columns):
        cells = frame.iloc[:, place]
        if cells.dtype != object:  # of a text file
            continue
        covered = cells.map(lambda cell: isinstance(cell, Covered)).to_numpy(dtype=bool)
        if not covered.any():
            continue
        code = code_of(column)
        if code is not None:
            called = pd.Series(frame.index + 2, frame.index) if names is None else names
            problem = "lies under the merged cell {cell}: whose number it is cannot be known"
            way_out = (
                "undo the merging, give every row its own number, and leave a cell empty where there is none"
            )
            faults += [
                Fault(place_of(name, code), problem, way_out, cell=str(cell))
                for name, cell in zip(called[covered], cells[covered], strict=True)
            ]
        elif down(column):
            found = [cell.value if isinstance(cell, Covered) else cell for cell in cells]
            frame = frame.assign(**{str(column): pd.Series(found, frame.index, dtype=object)})
        else:
            frame = frame.assign(**{str(column): cells.mask(covered)})
            told = "{column}: merged numbers count for the first of their rows only: {cells:10}"
            notes.append(Note(told, column=str(column), cells=list(dict.fromkeys(map(str, cells[covered])))))
    faults.raise_all()
    return frame, notes
