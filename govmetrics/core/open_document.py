"""Sheets of OpenDocument workbooks (.ods), as they are shown.

Read here and not by a library: the libraries of today (python-calamine 0.9, odfpy by way of pandas) give the number of a cell
without telling that it is shown as a percentage, so that 85 % would arrive as 0.85. The file itself says it.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from govmetrics.core.errors import FaultyInput
from govmetrics.core.reasons import reason_of

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MOST_CELLS = 16_384
MOST_ROWS = 1_048_576


def ods_sheets(path: Path) -> dict[str, bool]:
    """Return the names of the sheets, and whether each is hidden."""
    root = _content(path)
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(inner.get(f"{_TABLE}display") == "false" for inner in style)
    }
    return {_name(table): table.get(f"{_TABLE}style-name") in hidden for table in root.iter(f"{_TABLE}table")}


def ods_rows(path: Path, title: str) -> list[list[Any]]:
    """Return the cells of a sheet row by row, missing ones as None."""
    table = next(table for table in _content(path).iter(f"{_TABLE}table") if _name(table) == title)
    rows: list[list[Any]] = []
    blank = 0
    for row in table.iter(f"{_TABLE}table-row"):
        cells, times = list(_cells(row)), int(row.get(f"{_TABLE}number-rows-repeated", 1))
        if not cells:  # the blank rest of a sheet stands as one row, a million times repeated
            blank += times
            continue
        rows += [[] for _ in range(blank)]
        rows += [list(cells) for _ in range(min(times, MOST_ROWS - len(rows)))]
        blank = 0
    return rows


def ods_merged(path: Path, title: str) -> list[str]:
    """Return the merged cells of a sheet, such as A2:A4."""
    from openpyxl.utils import get_column_letter

    table = next(table for table in _content(path).iter(f"{_TABLE}table") if _name(table) == title)
    found, top = list[str](), 1
    for row in table.iter(f"{_TABLE}table-row"):
        left = 1
        for cell in row:
            down, right = (int(cell.get(f"{_TABLE}number-{what}-spanned", 1)) for what in ("rows", "columns"))
            if down > 1 or right > 1:
                first, last = get_column_letter(left), get_column_letter(left + right - 1)
                found.append(f"{first}{top}:{last}{top + down - 1}")
            left += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        top += int(row.get(f"{_TABLE}number-rows-repeated", 1))
    return found


def _content(path: Path) -> ElementTree.Element:
    try:
        with zipfile.ZipFile(path) as book:
            return ElementTree.fromstring(book.read("content.xml"))
    except (zipfile.BadZipFile, KeyError, OSError, ElementTree.ParseError) as error:
        problem = "is not a readable .ods file ({reason})"
        way_out = "save it again as .xlsx"
        raise FaultyInput(path.name, problem, way_out, reason=reason_of(error)) from None


def _name(table: ElementTree.Element) -> str:
    return table.get(f"{_TABLE}name", "")


def _cells(row: ElementTree.Element) -> Iterator[Any]:
    """Yield the cells of a row; those behind the last one that is filled are left out."""
    blank = 0
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times, value = int(cell.get(f"{_TABLE}number-columns-repeated", 1)), _value(cell)
        if value is None:
            blank += times
            continue
        yield from [None] * min(blank, MOST_CELLS)
        blank = 0
        yield from [value] * min(times, MOST_CELLS)


def _value(cell: ElementTree.Element) -> Any:
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    text = "\n".join("".join(_said(part)) for part in cell.findall(f"{_TEXT}p"))
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


def _said(part: ElementTree.Element) -> Iterator[str]:
    """Yield the text of a paragraph: `text:s` stands for blanks."""
    yield part.text or ""
    for inner in part:
        if inner.tag == f"{_TEXT}s":
            yield " " * int(inner.get(f"{_TEXT}c", 1))
        else:
            yield from _said(inner)
        yield inner.tail or ""
