"""Sheets of OpenDocument workbooks (.ods), as they are shown.

Read here and not by a library: the libraries of today (python-calamine 0.9, odfpy by way of pandas) give the number of a cell
without telling that it is shown as a percentage, so that 85 % would arrive as 0.85. The file itself says it.
One pass over the content keeps the filled cells of the sheet that is asked for, within `core.bounds`.
"""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

from govmetrics.core.bounds import LONGEST_CELL, ROWS, Elements, Package, only_ours
from govmetrics.core.cells import Cells

Reader = TypeVar("Reader", bound=Elements)
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0 "
_TABLE, _OFFICE, _TEXT, _STYLE = (_SPACE.format(name) for name in ("table", "office", "text", "style"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_MOST_SHEETS = 10_000
_BESIDE = (f"{_OFFICE}annotation", f"{_TABLE}shapes")
"""What is in a sheet, and no part of its cells: remarks, drawings."""


def ods_sheets(path: Path) -> dict[str, bool]:
    """Return the names of the sheets, and whether each is hidden."""
    found = _read(path, _Sheets())
    return {name: style in found.hidden for name, style in found.sheets.items()}


def ods_cells(path: Path, title: str) -> Cells:
    """Return the cells of a sheet."""
    return _read(path, _Sheet(path.name, title)).cells


def _read(path: Path, reader: Reader) -> Reader:
    with _readable(path), Package(path, path.name) as book, book.open("content.xml") as source:
        reader.read(source, path.name)
    return reader


def _readable(path: Path) -> AbstractContextManager[None]:
    return only_ours(path.name, "is not a readable .ods file ({reason})", "save it again as .xlsx")


class _Sheets(Elements):
    """The names of the sheets with their styles, and the styles that hide one."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: dict[str, str] = {}
        self.hidden: set[str] = set()
        self.style = ""

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_STYLE}style":
            self.style = attributes.get(f"{_STYLE}name", "")
        elif attributes.get(f"{_TABLE}display") == "false" and tag == f"{_STYLE}table-properties":
            self.hidden.add(self.style)
        elif tag == f"{_TABLE}table":
            self.sheets[attributes.get(f"{_TABLE}name", "")] = attributes.get(f"{_TABLE}style-name", "")
            if len(self.sheets) > _MOST_SHEETS:
                raise ValueError("more sheets than any workbook has")


class _Sheet(Elements):
    """The cells of a sheet."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.cells = Cells(name)
        self.title = title
        self.depth = self.beside = 0  # of tables within tables, and in what is no part of the cells
        self.chosen = False
        self.row = self.column = self.times = 1
        self.paragraphs = 0
        self.cell: dict[str, str] = {}
        self.said: list[str] = []
        self.length = 0  # of all that is said in the sheet
        self.columns: list[int] = []
        self.values: list[Any] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.depth += 1
            if self.depth == 1:
                self.chosen = attributes.get(f"{_TABLE}name", "") == self.title
        elif not self.chosen or self.depth != 1:
            return
        elif tag in _BESIDE or self.beside:
            self.beside += tag in _BESIDE
        elif tag == f"{_TABLE}table-row":
            self.times, self.column = int(attributes.get(f"{_TABLE}number-rows-repeated", 1)), 1
            self.columns, self.values = [], []
        elif tag in _CELLS:
            self.cell = attributes
            self.said.clear()
            self.paragraphs = 0
        elif tag.startswith(_TEXT):
            self._begin_text(tag, attributes)

    def _begin_text(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == f"{_TEXT}p":
            self._say("\n" if self.paragraphs else "")
            self.paragraphs += 1
            return
        self._say("".join(self.text))
        if tag == f"{_TEXT}s":  # stands for blanks
            self._say(" " * min(int(attributes.get(f"{_TEXT}c", 1)), LONGEST_CELL + 1))

    def _say(self, text: str) -> None:
        self.length += len(text)
        self.cells.room(0, self.length)
        self.said.append(text)

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE}table":
            self.chosen &= self.depth != 1
            self.depth -= 1
        elif not self.chosen or self.depth != 1:
            return
        elif self.beside:
            self.beside -= tag in _BESIDE
        elif tag.startswith(_TEXT):
            self._say("".join(self.text))
        elif tag in _CELLS:
            self._end_cell()
        elif tag == f"{_TABLE}table-row":
            self._end_row()

    def _end_cell(self) -> None:
        times = int(self.cell.get(f"{_TABLE}number-columns-repeated", 1))
        down, right = (
            int(self.cell.get(f"{_TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns")
        )
        if (down > 1 or right > 1) and len(self.cells.merged) < ROWS:
            self.cells.merged.append((self.row, self.column, self.row + down - 1, self.column + right - 1))
        value = _value(self.cell, "".join(self.said))
        if value is not None and times > 0:
            self.cells.inside(self.row, self.column + times - 1)
            self.columns += range(self.column, self.column + times)
            self.values += [value] * times
        self.column += times

    def _end_row(self) -> None:
        # The blank rest of a sheet stands as one row, a million times repeated.
        if self.values and self.times > 0:
            self.cells.add(self.row, self.columns, self.values, self.times)
        self.row += self.times


def _value(cell: dict[str, str], text: str) -> Any:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    if kind == "percentage":
        return f"{float(value) * 100:.15g}%"
    if kind in ("float", "currency"):
        # A sign that is no part of the number, as in the format 0"%", stands in what is shown.
        read = float(value)
        if text.rstrip().endswith(("%", "％")):
            return f"{read:.15g}%"
        return int(read) if read.is_integer() else read
    if kind == "date":
        return dt.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return text if text.strip() else None
