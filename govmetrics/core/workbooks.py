"""Frames as sheets of an xlsx file: bounded in memory, the same bytes for the same content."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import pandas as pd

from govmetrics.core.bounds import COLUMNS, ROWS
from govmetrics.core.errors import Fault, FaultyInput, each
from govmetrics.core.sheet_names import sheet_names
from govmetrics.core.words import Text
from govmetrics.core.words.visible import visible
from govmetrics.core.written import whole

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = ROWS, COLUMNS, 32_767
"""What a sheet holds (Microsoft, Excel specifications and limits); the header is one of the rows."""
_DATE = (2000, 1, 1, 0, 0, 0)
_QUICK = 1
"""How hard rows are pressed: a third of the time of the usual, for a file that is a twentieth larger."""
_PIECE = 1 << 20
"""So many bytes are pressed at a time."""
_ABOUT = "docProps/core.xml"
_SAVED = re.compile(rb"<dcterms:(created|modified)\b[^>]*>[^<]*</dcterms:\1>")


def write_xlsx(sheets: Mapping[str, pd.DataFrame], path: str | Path, index: bool = True) -> None:
    """Write frames as sheets of an xlsx file; text stays text, headers are bold and frozen.

    Raises
    ------
    FaultyInput
        No table, a table that is larger than a sheet, text that is longer than a cell, characters that no file holds;
        nothing is written then.
    """
    from openpyxl import Workbook

    flat = {title: frame.reset_index() if index else frame for title, frame in sheets.items()}
    faults = [fault for title, frame in flat.items() for fault in _faults(title, frame)]
    if not flat:
        faults.append(Fault("sheets", "there are none", "give at least one"))
    if faults:
        raise FaultyInput(faults)
    book = Workbook(write_only=True)
    with saved(book, path) as done:
        for title, frame in zip(sheet_names(flat), flat.values(), strict=True):
            sheet = book.create_sheet(title)
            _add_rows(sheet, frame)
            done(sheet)


def save_office(book: Any, path: str | Path, day: str | None = None) -> None:
    """Save a workbook of openpyxl, or a document of python-docx, so that the same content gives the same bytes.

    Parameters
    ----------
    book : Workbook or Document
    path : path
    day : str, optional
        When it was made and changed, as 2026-11-29; without it the file says no day rather than a wrong one.
    """
    from openpyxl import Workbook

    if isinstance(book, Workbook):
        with saved(book, path, day):
            return
    with tempfile.TemporaryFile() as buffer:
        book.save(buffer)
        with (
            whole(path) as place,
            zipfile.ZipFile(buffer) as source,
            zipfile.ZipFile(place, "w") as target,
        ):
            for entry in source.infolist():
                fixed = zipfile.ZipInfo(entry.filename, _DATE)
                fixed.compress_type = zipfile.ZIP_DEFLATED
                with source.open(entry) as given, target.open(fixed, "w", force_zip64=True) as stream:
                    if entry.filename == _ABOUT:
                        stream.write(_dated(_SAVED.sub(b"", given.read()), day))
                    else:
                        shutil.copyfileobj(given, stream)


@contextmanager
def saved(book: Any, path: str | Path, day: str | None = None) -> Iterator[Callable[[Any], None]]:
    """Save a workbook of openpyxl at the end of a block, as `save_office` does; called with a sheet, press it meanwhile.

    No more can be written into a sheet that is pressed.
    """
    from openpyxl.writer.excel import ExcelWriter

    with whole(path) as place, ThreadPoolExecutor(1) as thread, _Undated(place, day, thread) as archive:

        def done(sheet: Any) -> None:
            sheet.close()
            sheet._id = book.worksheets.index(sheet) + 1  # as openpyxl counts them at the end
            archive.begin(sheet._writer.out, sheet.path[1:])

        try:
            yield done
            ExcelWriter(book, archive).save()
        except BaseException:
            _give_up(book)
            raise


def _give_up(book: Any) -> None:
    """End the sheets of a workbook that is not saved, rows first: openpyxl keeps their files until Python ends."""
    for sheet in book.worksheets:
        if (writer := getattr(sheet, "_writer", None)) is None:
            continue
        with suppress(Exception):  # of a full disk, too: what is told is what went wrong first
            if sheet._rows is not None:
                sheet._rows.close()
            writer.close()
        with suppress(OSError):  # it is gone, or is read still
            writer.cleanup()


class _Undated(zipfile.ZipFile):
    """An archive whose entries have one date, each pressed once: openpyxl gives it files of rows, and texts.

    Parameters
    ----------
    place : Path
    day : str, optional
        See `save_office`.
    thread : ThreadPoolExecutor
        Of one thread, which presses files of rows while others are written: zlib does so without Python's lock.
    """

    def __init__(self, place: Path, day: str | None, thread: ThreadPoolExecutor) -> None:
        self._day, self._thread = day, thread
        # Before the file is opened: where it cannot be, `close` is called all the same.
        self._begun: dict[str, Future[None]] = {}
        super().__init__(place, "w")

    def begin(self, filename: Any, arcname: str) -> None:
        """Begin to add a file of rows."""
        self._begun[arcname] = self._thread.submit(self._add, filename, arcname)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file of rows, unless it is begun already."""
        if arcname not in self._begun:
            self.begin(filename, arcname)
        self._begun[arcname].result()

    def close(self) -> None:
        """End the archive once all is in it."""
        wait(self._begun.values())
        super().close()

    def _add(self, filename: Any, arcname: str) -> None:
        with Path(filename).open("rb") as given, self._entry(arcname, _QUICK) as stream:
            shutil.copyfileobj(given, stream, _PIECE)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Add a text."""
        wait(self._begun.values())
        raw = data.encode() if isinstance(data, str) else data
        with self._entry(zinfo_or_arcname) as stream:
            stream.write(_dated(_SAVED.sub(b"", raw), self._day) if zinfo_or_arcname == _ABOUT else raw)

    def _entry(self, name: str, level: int | None = None) -> Any:
        fixed = zipfile.ZipInfo(name, _DATE)
        fixed.compress_type = zipfile.ZIP_DEFLATED
        fixed._compresslevel = level  # type: ignore[attr-defined]  # `writestr` alone takes it by name, of what is in memory
        return self.open(fixed, "w", force_zip64=True)


def _dated(about: bytes, day: str | None) -> bytes:
    """Return the properties of a file, which name no day, with the day that is given."""
    if day is None:
        return about
    spaces = 'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    told = "".join(
        f'<dcterms:{what} {spaces} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{what}>'
        for what in ("created", "modified")
    )
    head, end, tail = about.rpartition(b"</")
    return head + told.encode() + end + tail


def fits(frame: pd.DataFrame) -> bool:
    """Tell whether a sheet holds a frame, without its index, and a header."""
    return len(frame) < MOST_ROWS and frame.shape[1] <= MOST_COLUMNS


def _faults(title: str, frame: pd.DataFrame) -> Iterator[Fault]:
    """Return what keeps a frame out of a sheet: its size, and the texts that no cell holds."""
    if not fits(frame):
        problem = "has {rows:# row|# rows} and {columns:# column|# columns}; a sheet holds {most_rows:,} and {most_columns:,}"
        yield Fault(Text("sheet {sheet}", sheet=title), problem, "write CSV", rows=len(frame), columns=frame.shape[1],
                    most_rows=MOST_ROWS - 1, most_columns=MOST_COLUMNS)  # fmt: skip
        return
    texts: dict[Text, Iterable[Any]] = {Text("row {row}", row=1): frame.columns}
    for place, dtype in enumerate(frame.dtypes):
        if not pd.api.types.is_numeric_dtype(dtype):
            texts[Text("column {column}", column=str(frame.columns[place])[:40])] = frame.iloc[
                :, place
            ].to_numpy()
    for where, cells in texts.items():
        yield from text_faults(title, where, cells)


def text_faults(title: str, where: Text, cells: Iterable[Any]) -> list[Fault]:
    """Return a fault for every text that no cell of a sheet holds."""
    bad = [text for text in dict.fromkeys(map(str, cells)) if len(text) > LONGEST_TEXT]
    return each(bad, partial(_text_fault, title, where), most=20)


def _text_fault(sheet: str, where: Text, text: str) -> Fault:
    place = Text("sheet {sheet}, {where}, {text!r}", sheet=sheet, where=where, text=text[:40])
    problem = "has {length:,} characters, and a sheet's cell holds {most:,}"
    return Fault(place, problem, "shorten it, or write CSV", length=len(text), most=LONGEST_TEXT)


def _add_rows(sheet: Any, frame: pd.DataFrame) -> None:
    """Write a frame below a bold and frozen header, with columns as wide as what they show."""
    from openpyxl.styles import Font

    from govmetrics.core.sheet_cells import of_cells_only

    sheet.freeze_panes = "B2"
    floats = [dtype == np.float64 for dtype in frame.dtypes.array]
    set_widths(
        sheet, [min(max(10, _widest(column.head(200), name) + 2), 48) for name, column in frame.items()]
    )
    of_cells_only(sheet)
    header = [_text(sheet, str(name)) for name in frame.columns]
    for cell in header:
        cell.font = Font(name="Calibri", size=11, bold=True)  # else it is another one than that of the rows
    sheet.append(header)
    parts: list[Iterable[Any]] = []
    for is_run, run in groupby(range(len(floats)), floats.__getitem__):
        places = list(run)
        cells = frame.iloc[:, places[0] : places[-1] + 1]
        parts += [_runs(sheet, cells)] if is_run else [_column(sheet, values) for _, values in cells.items()]
    for row in zip(*parts, strict=True):
        sheet.append(row)


def _widest(column: pd.Series, name: Any) -> int:
    # Numbers need no more than their heading: a spreadsheet shows as many digits as there is room for.
    shown = () if pd.api.types.is_numeric_dtype(column) else column
    return max([shown_width(name), *map(shown_width, shown)])


def _runs(sheet: Any, cells: pd.DataFrame) -> Iterator[Any]:
    """Return neighbouring columns of numbers, of which there may be thousands, row by row."""
    from govmetrics.core.sheet_cells import Numbers, Refilled

    looks = [Refilled(sheet, "n")] * cells.shape[1]
    return (Numbers(looks, row) for row in cells.to_numpy())


def _column(sheet: Any, values: pd.Series) -> Iterator[Any]:
    """Return a column's cells: numbers and truth values as such, all else as text, missing as no cell.

    One cell of numbers and one of text hold all that the column has, row by row.
    """
    from openpyxl.cell import WriteOnlyCell

    from govmetrics.core.sheet_cells import Refilled

    numbers, words = Refilled(sheet, "n"), Refilled(sheet, "s")
    for given in values.tolist():
        value = given.item() if isinstance(given, np.generic) else given
        if value is None or value is pd.NA or value is pd.NaT:
            yield None
        elif isinstance(value, bool):
            yield WriteOnlyCell(sheet, value)
        elif isinstance(value, int | float):
            yield numbers.holding(value) if np.isfinite(float(value)) else None
        else:
            yield words.holding(visible(str(value)))


def set_widths(sheet: Any, widths: Sequence[float]) -> None:
    """Set how wide columns are; neighbours of one width, of which there may be thousands, are one entry of the file."""
    from openpyxl.utils import get_column_letter

    first = 1
    for width, run in groupby(widths):
        last = first + sum(1 for _ in run) - 1
        shape = sheet.column_dimensions[get_column_letter(first)]
        shape.width, shape.min, shape.max = width, first, last
        first = last + 1


def shown_width(cell: Any) -> int:
    """Return how many Western characters a cell is wide; a Chinese one counts twice."""
    text = str(cell)
    return len(text) if text.isascii() else sum(1 + (east_asian_width(c) in "WF") for c in text)


def _text(sheet: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, visible(text))
    cell.data_type = "s"  # text that begins with "=" is text, not a formula
    return cell
