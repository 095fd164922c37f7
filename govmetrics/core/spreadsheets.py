"""Workbooks as people leave them: blank rows around the table, percentages, formulas, error cells, several sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.cells import Cells, place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.excel_97 import xls_cells, xls_sheets
from govmetrics.core.excel_2007 import xlsx_cells, xlsx_sheets
from govmetrics.core.numbers import number
from govmetrics.core.open_document import ods_cells, ods_sheets
from govmetrics.core.options import is_file
from govmetrics.core.words import Text

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
"""Suffixes of files that have sheets."""


class Covered(str):
    """A cell of a column that a merged number covers: its text is the merged cell's place, such as C2:C4."""

    value: Any

    @classmethod
    def of(cls, place: str, value: Any) -> Covered:
        """Return the cell, with the number that covers it."""
        made = cls(place)
        made.value = value
        return made


def headed(grid: pd.DataFrame, name: str, before: int = 0, repeats: bool = False) -> pd.DataFrame:
    """Return a grid of cells, labelled by their places from 0, as a table whose header is the first row that is not blank.

    Blank rows do not belong to it, nor do empty columns. The index plus 2 is the row in the file,
    of which `before` rows stand before the grid. Headings may only repeat where the place of a column tells its
    meaning (`repeats`).

    Raises
    ------
    FaultyInput
        Headings that occur twice, each with its columns.
    """
    filled = grid.notna().to_numpy()
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if not rows.size:
        return pd.DataFrame()
    labels = grid.index.to_numpy()[rows[1:]] + before - 1
    whole = len(rows) == len(grid) and len(columns) == grid.shape[1]
    table = grid.iloc[1:] if whole else grid.iloc[rows[1:], columns]
    gapless = len(labels) and labels[-1] - labels[0] + 1 == len(labels)
    table = table.set_axis(
        pd.RangeIndex(labels[0], labels[-1] + 1) if gapless else pd.Index(labels), axis="index"
    )
    heads = [cell.strip() if isinstance(cell, str) else cell for cell in grid.iloc[rows[0], columns]]
    places = grid.columns.to_numpy()[columns].tolist()
    heads = [f"Unnamed: {c}" if pd.isna(h) else h for h, c in zip(heads, places, strict=True)]
    seen: dict[Any, int] = {}
    faults = []
    for head, column in zip(heads, places, strict=True):
        if head in seen and not repeats:
            place = Text("{file}, column {column}", file=name, column=column + 1)
            problem = "the heading {head!r} stands in column {first} already"
            faults.append(Fault(place, problem, "give every column its own heading", head=str(head)[:60],
                                first=seen[head] + 1))  # fmt: skip
        seen.setdefault(head, column)
    Faults(faults).raise_all()
    return table.set_axis(pd.Index(heads, dtype=object), axis="columns")


def sheets_of(path: Path) -> dict[str, bool]:
    """Return the names of a workbook's sheets, and whether each is hidden; none where it is no readable workbook."""
    suffix = path.suffix.lower()
    if suffix not in WORKBOOKS or not is_file(path):
        return {}
    try:
        return _listed(path)
    except FaultyInput:
        return {}  # reading it says why


def _listed(path: Path) -> dict[str, bool]:
    suffix = path.suffix.lower()
    return {".xls": xls_sheets, ".ods": ods_sheets}.get(suffix, xlsx_sheets)(path)


def cells_of(path: Path, sheet: str | int = 0, raw: bool = False) -> Cells:
    """Return the filled cells of a sheet of a workbook, as they are shown; of .xlsx also as they are stored (`raw`).

    Raises
    ------
    FaultyInput
        Not readable, larger than `core.bounds` allow, no such sheet; .xls without the library that reads it.
    """
    suffix, title = path.suffix.lower(), _title(path, sheet, list(_listed(path)))
    if suffix in (".xls", ".ods"):
        return (xls_cells if suffix == ".xls" else ods_cells)(path, title)
    return xlsx_cells(path, title, raw)


class Uncomputed(FaultyInput):
    """Formulas of a sheet have no value: a library wrote them, and no spreadsheet program computed them."""

    typed: list[list[Any]]
    """The sheet's filled rows, these formulas as they were typed."""


def read_workbook(
    path: Path, sheet: str | int = 0, covered: bool = False, repeats: bool = False
) -> pd.DataFrame:
    """Return the cells of a sheet of an Excel or OpenDocument workbook as a table: as they are shown, not as they are stored.

    A number shown as a percentage is the text "85%", whether its format multiplies 0.85 by 100 or puts a sign behind
    85 (`0"%"`); an error such as #REF! stays text, so that it is named where a number belongs.
    Where `covered` is true, cells that a merged number covers downwards are `Covered`, else missing.

    Raises
    ------
    FaultyInput
        As `cells_of`; formulas whose value was never computed.
    """
    cells = cells_of(path, sheet)
    if cells.typed:
        _refuse_uncomputed(cells)
    grid = cells.grid()
    return headed(_covered(grid, cells) if covered else grid, path.name, repeats=repeats)


def _title(path: Path, sheet: str | int, titles: list[str]) -> str:
    if sheet in titles:
        return str(sheet)
    if not isinstance(sheet, int) or sheet >= len(titles):
        problem, way_out = "has no sheet {sheet!r}", "there are: {labels}"
        raise FaultyInput(path.name, problem, way_out, sheet=sheet, labels=titles)
    return titles[sheet]


def _covered(grid: pd.DataFrame, cells: Cells) -> pd.DataFrame:
    """Return a grid in which the cells below a merged number are `Covered`."""
    found: dict[int, dict[int, Covered]] = {}
    count = 0
    for top, left, bottom, right in cells.merged:
        value, below = cells.at(top, left), range(top + 1, min(bottom, cells.last) + 1)
        if below and value is not None and number(value) is not None and not isinstance(value, bool):
            count += len(below)
            cells.room(count, 0)
            cover = Covered.of(f"{place_of(top, left)}:{place_of(bottom, right)}", value)
            found.setdefault(left, {}).update(dict.fromkeys(below, cover))
    if not found:
        return grid
    rows = sorted({row - 1 for below in found.values() for row in below} | set(grid.index))
    grid = grid.reindex(rows, fill_value=None) if len(rows) > len(grid) else grid
    places = {label: place for place, label in enumerate(grid.index)}
    for column, covers in found.items():
        marked = grid[column - 1].to_numpy(dtype=object, copy=True)
        for row, mark in covers.items():
            marked[places[row - 1]] = mark
        grid[column - 1] = pd.Series(marked, grid.index, dtype=object)
    return grid


def _refuse_uncomputed(cells: Cells) -> None:
    places = [Text("{file}, cell {cell}", file=cells.name, cell=place_of(*place)) for place in cells.typed]
    way_out = "open the file in Excel or WPS, which compute it, and save it again"
    error = Uncomputed(each(places, lambda cell: Fault(cell, "its formula has no computed value", way_out)))
    rows = {row: dict(zip(columns, values, strict=True)) for row, (columns, values) in cells.rows.items()}
    for (row, column), formula in cells.typed.items():
        rows.setdefault(row, {})[column] = formula
    columns = sorted({column for row in rows.values() for column in row})
    error.typed = [[rows[row].get(column) for column in columns] for row in sorted(rows)]
    raise error
