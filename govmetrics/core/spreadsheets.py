"""Workbooks as people leave them: blank rows around the table, percentages, formulas, error cells, several sheets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.excel_97 import xls_merged, xls_rows, xls_sheets
from govmetrics.core.number_formats import as_shown
from govmetrics.core.numbers import number
from govmetrics.core.open_document import ods_merged, ods_rows, ods_sheets
from govmetrics.core.reasons import reason_of
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
    """Return a grid of cells as a table whose header is the first row that is not blank.

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
    first, last = int(rows[0]) + 1, int(rows[-1]) + 1
    table = grid.iloc[first:last, columns].set_axis(
        pd.RangeIndex(before + first - 1, before + last - 1), axis="index"
    )
    if len(rows) < last - first + 1:
        table = table.iloc[np.flatnonzero(filled[first:last].any(axis=1))]
    heads = [cell.strip() if isinstance(cell, str) else cell for cell in grid.iloc[rows[0], columns]]
    heads = [f"Unnamed: {c}" if pd.isna(h) else h for h, c in zip(heads, columns.tolist(), strict=True)]
    seen: dict[Any, int] = {}
    faults = []
    for head, column in zip(heads, columns.tolist(), strict=True):
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
    if suffix not in WORKBOOKS or not path.is_file():
        return {}
    try:
        if suffix in (".xls", ".ods"):
            return (xls_sheets if suffix == ".xls" else ods_sheets)(path)
        with zipfile.ZipFile(path) as book:
            listed = ElementTree.fromstring(book.read("xl/workbook.xml"))
    except (FaultyInput, zipfile.BadZipFile, KeyError, OSError, ElementTree.ParseError):
        return {}  # reading it says why
    sheets = [sheet for sheet in listed.iter() if sheet.tag.endswith("}sheet")]
    return {sheet.attrib["name"]: sheet.get("state", "visible") != "visible" for sheet in sheets}


class Uncomputed(FaultyInput):
    """Formulas of a sheet have no value: a library wrote them, and no spreadsheet program computed them."""

    typed: list[list[Any]]
    """The sheet's cells, formulas as they were typed."""


def read_workbook(
    path: Path, sheet: str | int = 0, covered: bool = False, repeats: bool = False
) -> pd.DataFrame:
    """Return the cells of a sheet of an Excel or OpenDocument workbook as a table, as they are shown.

    Where `covered` is true, cells that a merged number covers downwards are `Covered`, else missing.

    Raises
    ------
    FaultyInput
        Not readable, no such sheet, formulas whose value was never computed; .xls without the library that reads it.
    """
    suffix = path.suffix.lower()
    if suffix not in (".xls", ".ods"):
        return read_xlsx(path, sheet, covered, repeats)
    titles = list((xls_sheets if suffix == ".xls" else ods_sheets)(path))
    title = _title(path, sheet, titles)
    rows = _even((xls_rows if suffix == ".xls" else ods_rows)(path, title))
    if covered:
        rows = _covered(rows, (xls_merged if suffix == ".xls" else ods_merged)(path, title))
    return headed(pd.DataFrame(rows, dtype=object), path.name, repeats=repeats)


def _title(path: Path, sheet: str | int, titles: list[str]) -> str:
    if sheet in titles:
        return str(sheet)
    if not isinstance(sheet, int) or sheet >= len(titles):
        problem, way_out = "has no sheet {sheet!r}", "there are: {labels}"
        raise FaultyInput(path.name, problem, way_out, sheet=sheet, labels=titles)
    return titles[sheet]


def _even(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows of one length."""
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def read_xlsx(path: Path, sheet: str | int = 0, covered: bool = False, repeats: bool = False) -> pd.DataFrame:
    """Return the cells of a sheet as a table: as they are shown, not as they are stored.

    A number shown as a percentage is the text "85%", whether its format multiplies 0.85 by 100 or puts a sign behind
    85 (`0"%"`); an error such as #REF! stays text, so that it is named where a number belongs.

    Raises
    ------
    FaultyInput
        Not readable, no such sheet, formulas whose value was never computed.
    """
    from xml.etree.ElementTree import ParseError

    try:
        rows = _rows(path, sheet, computed=True)
        rows = _covered(rows, _merged(path, sheet)) if covered else rows
        if _has_formulas(path):
            _refuse_uncomputed(path, sheet, rows)
    except (zipfile.BadZipFile, KeyError, OSError, ParseError, ValueError, TypeError) as error:
        if isinstance(error, FaultyInput):
            raise
        problem = "is not a readable xlsx file ({reason})"
        raise FaultyInput(path.name, problem, "save it again as .xlsx", reason=reason_of(error)) from None
    return headed(pd.DataFrame(rows, dtype=object), path.name, repeats=repeats)


def _rows(path: Path, sheet: str | int, computed: bool) -> list[list[Any]]:
    """Return the cells row by row, missing ones as None; formulas as text, or as their computed value."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=computed)
    try:
        found = book[_title(path, sheet, [each.title for each in book.worksheets])]
        found.reset_dimensions()  # some programs write wrong ones
        rows = [[_shown(cell) for cell in cells] for cells in found.rows]
    finally:
        book.close()
    return _even(rows)


def _merged(path: Path, sheet: str | int) -> list[str]:
    """Return the merged cells of a sheet, such as A2:A4; openpyxl does not tell them when it reads large files."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        found: Any = book[_title(path, sheet, [each.title for each in book.worksheets])]
        part = found._worksheet_path
    finally:
        book.close()
    with zipfile.ZipFile(path) as archive:
        found = re.findall(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"', archive.read(part))
    return [place.decode() for place in found]


def _covered(rows: list[list[Any]], merged: Iterable[str]) -> list[list[Any]]:
    """Return rows in which the cells below a merged number are `Covered`."""
    from openpyxl.utils import range_boundaries

    for place in merged:
        left, top, _, bottom = (int(edge or 0) for edge in range_boundaries(place))
        value = rows[top - 1][left - 1] if top <= len(rows) and left <= len(rows[top - 1]) else None
        if bottom > top and number(value) is not None and not isinstance(value, bool):
            for row in rows[top : min(bottom, len(rows))]:
                row[left - 1] = Covered.of(place, value)
    return rows


def _shown(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float | int) and not isinstance(value, bool):
        return as_shown(value, cell.number_format or "")
    return value


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as book:
        sheets = [entry for entry in book.namelist() if entry.startswith("xl/worksheets/sheet")]
        return any(b"<f>" in content or b"<f " in content for content in map(book.read, sheets))


def _refuse_uncomputed(path: Path, sheet: str | int, rows: list[list[Any]]) -> None:
    from openpyxl.utils import get_column_letter

    typed = _rows(path, sheet, computed=False)
    cells = [
        Text("{file}, cell {cell}", file=path.name, cell=f"{get_column_letter(c)}{r}")
        for r, (values, formulas) in enumerate(zip(rows, typed, strict=False), start=1)
        for c, (value, formula) in enumerate(zip(values, formulas, strict=False), start=1)
        if value is None and formula is not None
    ]
    way_out = "open the file in Excel or WPS, which compute it, and save it again"
    if cells:
        error = Uncomputed(
            each(cells, lambda cell: Fault(cell, "its formula has no computed value", way_out))
        )
        error.typed = typed
        raise error
