"""Sheets of .xlsx workbooks (Excel 2007 and later), as they are shown.

Read here and not by openpyxl, whose readers build what they meet: a sheet that nobody asks for, a million blank rows, the
settings of a chart. Here one pass over the sheet that is asked for keeps its filled cells, within `core.bounds`.
"""

from __future__ import annotations

import math
import re
from contextlib import AbstractContextManager
from functools import lru_cache
from operator import ge
from pathlib import Path
from typing import Any

from govmetrics.core.bounds import CELLS, COLUMNS, ROWS, Elements, Package, only_ours
from govmetrics.core.cells import Cells, place_of
from govmetrics.core.errors import FaultyInput
from govmetrics.core.excel_parts import TAGS, Strings, Style, book_of, filled_text, styles_of
from govmetrics.core.number_formats import as_shown
from govmetrics.core.words import Text

_CELL = re.compile("([A-Z]{1,3})([0-9]{1,8})", re.IGNORECASE)
_MOST_TYPED = 10_000
"""Formulas without a value that are told."""
_MOST_CELLS = 4 * CELLS
"""Cells of a sheet, blank ones that have a colour or a border among them."""


def xlsx_sheets(path: Path) -> dict[str, bool]:
    """Return the names of the sheets, and whether each is hidden."""
    with _readable(path), Package(path, path.name) as package:
        return {name: part.hidden for name, part in book_of(package).sheets.items()}


def xlsx_cells(path: Path, title: str, raw: bool = False) -> Cells:
    """Return the cells of a sheet; numbers as they are shown, or as they are stored (`raw`)."""
    with _readable(path), Package(path, path.name) as package:
        book = book_of(package)
        strings = Strings()
        if (shared := f"{book.folder}/sharedStrings.xml") in package.NameToInfo:
            with package.open(shared) as source:
                strings.read(source, path.name)
        sheet = _Sheet(path.name, strings.texts, styles_of(package, book, raw))
        with package.open(book.sheets[title].path) as source:
            sheet.read(source, path.name)
        return sheet.cells


def _readable(path: Path) -> AbstractContextManager[None]:
    return only_ours(path.name, "is not a readable xlsx file ({reason})", "save it again as .xlsx")


class _Sheet(Elements):
    """The cells of a sheet."""

    def __init__(self, name: str, strings: list[str | None], styles: list[Style]) -> None:
        super().__init__()
        self.cells = Cells(name)
        self.strings, self.styles = strings, styles
        self.row = self.column = self.spoken = self.met = 0
        self.kind, self.style = "n", 0
        self.value: str | None = None
        self.formula: str | None = None
        self.said: list[str] = []
        self.columns: list[int] = []
        self.values: list[Any] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = TAGS.get(tag)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            told = attributes.get("r")
            self.row = int(float(told)) if told else self.row + 1
            self.column = 0
            self.columns, self.values = [], []
        elif name == "rPh":
            self.spoken += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self.met += 1
        if self.met > _MOST_CELLS:
            problem = "has more than {most:,} cells, blank ones among them"
            raise FaultyInput(self.called, problem, "save the sheet as .csv, or split it", most=_MOST_CELLS)
        told = attributes.get("r")
        self.column = _letters(told.rstrip("0123456789")) if told else self.column + 1
        self.kind = attributes.get("t", "n")
        self.style = int(attributes.get("s", 0))
        self.value = self.formula = None
        self.said.clear()

    def end(self, tag: str) -> None:
        name = TAGS.get(tag)
        if name == "v":
            self.value = "".join(self.text)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "f":
            self.formula = "".join(self.text)
        elif name == "t" and not self.spoken:
            self.said += self.text
        elif name == "rPh":
            self.spoken -= 1

    def _end_cell(self) -> None:
        if self.kind == "inlineStr":
            self.value = "".join(self.said)
        if self.value:
            value = self._read(self.value)
        elif self.formula is not None and not (self.kind == "str" and self.value is not None):
            value = None
            if len(self.cells.typed) < _MOST_TYPED:
                self.cells.typed[self.row, self.column] = f"={self.formula}"
        else:
            return
        if value is not None:
            self.columns.append(self.column)
            self.values.append(value)

    def _end_row(self) -> None:
        columns, values = self.columns, self.values
        if any(map(ge, columns, columns[1:])):
            cells = dict(zip(columns, values, strict=True))  # the last of those in one place counts
            columns = sorted(cells)
            values = [cells[column] for column in columns]
        self.cells.add(self.row, columns, values)

    def _read(self, text: str) -> Any:
        kind = self.kind
        if kind == "s":
            place = int(text)
            if place < 0:
                raise IndexError("a text that is not there")
            return self.strings[place]
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return bool(int(text))
        if kind == "d":
            from openpyxl.utils import datetime

            return datetime.from_ISO8601(text)  # type: ignore[no-untyped-call]
        return filled_text(text)

    def _number(self, text: str) -> Any:
        number = float(text)
        if not math.isfinite(number):
            return text  # named where a number belongs
        whole: float = int(text) if len(text) > 15 and text.lstrip("+-").isdigit() else number
        if not 0 <= self.style < len(self.styles):
            cell = Text("{file}, cell {cell}", file=self.called, cell=place_of(self.row, self.column))
            raise FaultyInput(cell, "has a style that is not in the file", "save it again as .xlsx")
        style = self.styles[self.style]
        if style.day is not None:
            try:
                return style.day(whole)
            except (OverflowError, ValueError):
                return "#VALUE!"  # as Excel shows it
        if style.format:
            return as_shown(whole, style.format)
        return int(whole) if whole == int(whole) else whole

    def _merge(self, told: str) -> None:
        first, _, last = told.partition(":")
        ends = [_CELL.fullmatch(first), _CELL.fullmatch(last or first)]
        if len(self.cells.merged) < ROWS and ends[0] and ends[1]:
            (left, top), (right, bottom) = ((_letters(end[1]), int(end[2])) for end in ends if end)
            self.cells.merged.append((top, left, bottom, right))


@lru_cache(COLUMNS)
def _letters(letters: str) -> int:
    """Return the column of letters such as AB."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError("a cell without a column")
        number = number * 26 + ord(letter) - 64
    return number
