"""Cells that are made once for a column and filled row by row: openpyxl writes a row as soon as it is given one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import compress, count
from pathlib import Path
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

import numpy as np
from openpyxl import LXML
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, xmlfile

from govmetrics.core.digits import digits
from govmetrics.numerics.arrays import Array

_ROW = b"\0"
"""Stands for the row's number where cells are put down all at once: no text of a cell holds it."""
_LONGEST = 5_000_000
"""Of a row as text: parsers refuse what is longer than twice that, and cells of the longest texts may be many."""


class Refilled(Cell):
    """A cell that holds one value after the other; its style is looked up among those of the workbook once.

    Parameters
    ----------
    sheet : WriteOnlyWorksheet
    data_type : {"n", "s", "f"}
        Whether it holds numbers, texts, which are no formulas then, or formulas.
    style : StyleArray, optional
        As another cell of the workbook has it.
    """

    __slots__ = ("_found", "_looks", "_styled")

    def __init__(self, sheet: Any, data_type: str, style: Any = None) -> None:
        super().__init__(sheet, row=1, column=1)
        self.data_type, self._style = data_type, style
        self._styled, self._found = style is not None and any(style), -1
        self._looks: str | None = None

    def holding(self, value: Any) -> Refilled:
        """Return the cell with another value, of which nothing needs to be told."""
        self._value = value
        return self

    @property
    def has_style(self) -> bool:
        """Whether it looks otherwise than a plain cell."""
        return self._styled

    @property
    def style_id(self) -> int:
        """Which of the workbook's styles it has."""
        if self._found < 0:
            self._found = super().style_id
        return self._found


class Numbers:
    """Neighbouring numbers of a row, put down all at once; what is missing or infinite is no cell.

    Parameters
    ----------
    looks : list of Refilled
        A cell of numbers for each, of the same list in every row.
    values : ndarray of float
    """

    __slots__ = ("looks", "values")

    def __init__(self, looks: list[Refilled], values: Array) -> None:
        self.looks, self.values = looks, values


def of_cells_only(sheet: Any) -> None:
    """Let a sheet that is only given rows of cells (and None) take them as they are.

    It would look at each as at a value first, make a new cell behind it and build it piece by piece, which takes longer
    than all else: a row of refilled cells is put down as one text instead, with the same bytes. With lxml, which writes
    through a file of ours, not even that text is read again.
    """
    sheet._write_rows = lambda: _written(sheet)
    if LXML:
        sheet._get_writer = lambda: _begin(sheet)


def _begin(sheet: Any) -> None:
    """Make what writes a sheet, where there is none yet, as openpyxl's method does."""
    if sheet._writer is None:
        sheet._writer = _Beside(sheet)
        sheet._writer.write_top()


class _Beside(WorksheetWriter):
    """Writes a sheet into a file that is open to others between its own elements."""

    raw: BinaryIO

    def get_stream(self) -> Generator[Any, Any, None]:
        """Write what is sent; True asks for the stream itself."""
        with (
            Path(str(self.out)).open("wb") as self.raw,
            xmlfile(self.raw, buffered=False) as stream,
            stream.element("worksheet", xmlns=SHEET_MAIN_NS),
            suppress(GeneratorExit),
        ):
            while True:
                sent = yield
                if sent is True:
                    yield stream
                elif sent is not None:
                    stream.write(sent)


def _written(sheet: Any) -> Generator[None, Sequence[Any], None]:
    """Write row after row: what openpyxl's method of this name does, and how it begins and ends."""
    stream = sheet._writer.xf.send(True)
    rows, raw = _Rows(), getattr(sheet._writer, "raw", None)
    with stream.element("sheetData"):
        try:
            for number in count(1):
                row = yield
                looks = "".join(f' {key}="{value}"' for key, value in sheet.row_dimensions.get(number, ()))
                text = rows.text(row, number, looks)
                if text is None:
                    sheet._writer.write_row(stream, _placed(row, number), number)
                elif raw is None:
                    stream.write(fromstring(text))
                else:
                    raw.write(text)
        except GeneratorExit:
            pass
    sheet._writer.xf.send(None)


class _Rows:
    """Rows as they stand in the file; the columns' letters and the cells' styles are looked up once."""

    def __init__(self) -> None:
        self._letters: list[str] = []
        self._styles: dict[int, tuple[Any, str]] = {}
        self._shapes: dict[tuple[int, int], tuple[Any, list[bytes]]] = {}

    def text(self, row: Sequence[Any], number: int, looks: str = "") -> bytes | None:
        """Return a row in ASCII; None if there is more to its cells than a value and a style, or if it is very long."""
        width = sum(len(part.values) if type(part) is Numbers else 1 for part in row)
        letters = self._letters
        letters += map(get_column_letter, range(len(letters) + 1, width + 1))
        parts, place = [_ascii(f'<row r="{number}"{looks}>')], 0
        for cell in row:
            if type(cell) is Numbers:
                parts.append(self._numbers(cell, place).replace(_ROW, b"%d" % number))
                place += len(cell.values)
                continue
            letter = letters[place]
            place += 1
            if cell is None:
                continue
            if type(cell) is Refilled and cell.data_type == "n" and cell._value is not None:  # most are
                if cell._looks is None:
                    cell._looks = f' s="{cell.style_id}"' if cell.has_style else ""
                parts.append(_ascii(f'<c r="{letter}{number}"{cell._looks}><v>{cell._value}</v></c>'))
                continue
            said = _SAID.get(cell.data_type)
            if said is None or cell._hyperlink or cell._comment:
                return None
            style = cell._style
            known = self._styles.get(
                id(style)
            )  # they are shared, and held here so that no other takes the number
            if known is None:
                shape = f' s="{cell.style_id}"' if cell.has_style else ""
                known = self._styles[id(style)] = (style, shape)
            parts.append(_ascii(f'<c r="{letter}{number}"{known[1]}{said(cell._value)}'))
        text = b"".join([*parts, b"</row>"]) if any(parts[1:]) else _ascii(f'<row r="{number}"{looks}/>')
        return text if len(text) < _LONGEST else None

    def _numbers(self, run: Numbers, place: int) -> bytes:
        """Return the cells of numbers from a place on; a sign stands for the row's number."""
        kept = self._shapes.get((id(run.looks), place))
        if kept is None:  # the list is held, so that no other takes the number
            letters = self._letters[place : place + len(run.looks)]
            looks = [f' s="{one.style_id}"' if one.has_style else "" for one in run.looks]
            begun = [
                b"".join((_ascii(f'<c r="{letter}'), _ROW, _ascii(f'"{look}><v>')))
                for letter, look in zip(letters, looks, strict=True)
            ]
            kept = self._shapes[id(run.looks), place] = (run.looks, begun)
        known = np.isfinite(run.values)
        if not known.any():
            return b""
        begun = kept[1] if known.all() else list(compress(kept[1], known.tolist()))
        parts = [b"</v></c>"] * (3 * len(begun))
        parts[0::3], parts[1::3] = begun, digits(run.values[known])
        return b"".join(parts)


def _ascii(text: str) -> bytes:
    return text.encode("ascii", "xmlcharrefreplace")  # as lxml does


def _text(value: str) -> str:
    if not value:
        return ' t="inlineStr"/>'
    space = "" if value == value.strip() else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{escape(value)}</t></is></c>'


_SAID: dict[str, Callable[[Any], str]] = {
    "n": lambda value: "/>" if value is None else f"><v>{value}</v></c>",
    "s": _text,
    "f": lambda value: f"><f>{escape(value[1:])}</f><v/></c>",
}
"""What stands behind a cell's place and style, by its type."""


def _placed(row: Iterable[Any], number: int) -> Iterator[Any]:
    for place, cell in enumerate(_each(row), 1):
        if cell is not None:
            cell.column, cell.row = place, number
            yield cell


def _each(row: Iterable[Any]) -> Iterator[Any]:
    """Return the cells of a row, of neighbouring numbers one after the other."""
    for part in row:
        if type(part) is Numbers:
            for look, value in zip(part.looks, part.values.tolist(), strict=True):
                yield look.holding(value) if np.isfinite(value) else None
        else:
            yield part
