"""Sheets as people leave them: blank rows around the table, percentages, formulas, error cells."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text

_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
"""What a number format shows as it stands: quoted text, an escaped sign, a blank as wide as a sign, a condition."""
_UNSEEN = re.compile(r"[_*].|\[[^\]]*\]", re.DOTALL)
_SECTION = re.compile(rf"((?:{_LITERAL.pattern}|[^;])+)", re.DOTALL)
_PERCENT_SIGN = {"%", "％"}


def headed(grid: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a grid of cells as a table whose header is the first row that is not blank.

    Blank rows above the header and after the last row do not belong to it, nor do empty columns.

    Raises
    ------
    FaultyInput
        Headings that occur twice, each with its columns.
    """
    filled = grid.notna().to_numpy()
    rows, columns = np.flatnonzero(filled.any(axis=1)), np.flatnonzero(filled.any(axis=0))
    if not rows.size:
        return pd.DataFrame()
    table = grid.iloc[rows[0] + 1 : rows[-1] + 1, columns].reset_index(drop=True)
    heads = [cell.strip() if isinstance(cell, str) else cell for cell in grid.iloc[rows[0], columns]]
    heads = [f"Unnamed: {c}" if pd.isna(h) else h for h, c in zip(heads, columns.tolist(), strict=True)]
    first: dict[Any, int] = {}
    faults = []
    for head, column in zip(heads, columns.tolist(), strict=True):
        if head in first:
            place = Text("{file}, column {column}", file=name, column=column + 1)
            problem = "the heading {head!r} stands in column {first} already"
            faults.append(Fault(place, problem, "give every column its own heading", head=str(head)[:60],
                                first=first[head] + 1))  # fmt: skip
        first.setdefault(head, column)
    Faults(faults).raise_all()
    return table.set_axis(pd.Index(heads, dtype=object), axis="columns")


def sheet_titles(path: Path) -> list[str]:
    """Return the names of a workbook's sheets; none where it is no workbook, which reading it says."""
    try:
        with zipfile.ZipFile(path) as book:
            listed = ElementTree.fromstring(book.read("xl/workbook.xml"))
    except (zipfile.BadZipFile, KeyError, OSError, ElementTree.ParseError):
        return []
    return [sheet.attrib["name"] for sheet in listed.iter() if sheet.tag.endswith("}sheet")]


def read_xlsx(path: Path, sheet: str | int = 0) -> pd.DataFrame:
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
        if _has_formulas(path):
            _refuse_uncomputed(path, sheet, rows)
    except (zipfile.BadZipFile, KeyError, OSError, ParseError, ValueError, TypeError) as error:
        if isinstance(error, FaultyInput):
            raise
        problem = "is not a readable xlsx file ({reason})"
        raise FaultyInput(path.name, problem, "save it again as .xlsx", reason=reason_of(error)) from None
    return headed(pd.DataFrame(rows, dtype=object), path.name)


def _rows(path: Path, sheet: str | int, computed: bool) -> list[list[Any]]:
    """Return the cells row by row, missing ones as None; formulas as text, or as their computed value."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=computed)
    try:
        titles = [each.title for each in book.worksheets]
        place = titles.index(sheet) if sheet in titles else sheet
        if not isinstance(place, int) or place >= len(titles):
            raise FaultyInput(path.name, "has no sheet {sheet!r}", "there are: {labels}", sheet=sheet,
                                    labels=titles)  # fmt: skip
        found = book.worksheets[place]
        found.reset_dimensions()  # some programs write wrong ones
        rows = [[_shown(cell) for cell in cells] for cells in found.rows]
    finally:
        book.close()
    width = max(map(len, rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def _shown(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float | int) and not isinstance(value, bool):
        percent = _percent(cell.number_format or "", value)
        if percent:
            return f"{value * percent:.15g}%"
        return int(value) if value == int(value) else value
    return value


def _percent(number_format: str, value: float) -> int:
    """Return by what a format multiplies a value that it shows as a percentage: 100, 1 for a literal sign, else 0."""
    sections = _SECTION.findall(number_format)
    place = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else min(2, len(sections) - 1)
    section = sections[0 if value == 0 and len(sections) < 3 else place]
    if "%" in _LITERAL.sub("", section):
        return 100
    return 1 if _PERCENT_SIGN & set(_UNSEEN.sub("", section)) else 0


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
    way_out = "open the file in a spreadsheet program and save it again"
    Faults(each(cells, lambda cell: Fault(cell, "its formula has no computed value", way_out))).raise_all()
