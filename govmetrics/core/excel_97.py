"""Sheets of .xls workbooks (Excel 97 to 2003), as they are shown; read by xlrd."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from govmetrics.core.bounds import only_ours
from govmetrics.core.cells import Cells
from govmetrics.core.errors import FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.number_formats import as_shown

_RENAMED = {b"PK\x03\x04": ".xlsx", b"<htm": ".html", b"<HTM": ".html", b"<!DO": ".html", b"<tab": ".html"}
"""What begins so is of another kind than its name says: systems export web pages under the name .xls."""


LARGEST = 500_000_000
"""Bytes of a file; a full sheet has some two hundred million."""


def open_xls(path: Path) -> Any:
    """Return the workbook.

    Raises
    ------
    FaultyInput
        Without xlrd; a file that is none of Excel 97 to 2003.
    """
    require("excel", path.name, xlrd="xlrd")
    import xlrd

    head = path.read_bytes()[:4]
    if head in _RENAMED:
        problem = "is a {kind} file under the name .xls"
        raise FaultyInput(path.name, problem, "open it in a spreadsheet program and save it as .xlsx",
                                kind=_RENAMED[head])  # fmt: skip
    if path.stat().st_size > LARGEST:
        problem = "has {size:,.0f} MB, more than {most:,.0f}"
        raise FaultyInput(path.name, problem, "save the sheet as .csv, or split it",
                          size=path.stat().st_size / 1e6, most=LARGEST / 1e6)  # fmt: skip
    # Only the sheet that is asked for is built, and no row is filled up to the longest.
    return xlrd.open_workbook(
        path, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    )


def _readable(path: Path) -> AbstractContextManager[None]:
    return only_ours(path.name, "is not a readable .xls file ({reason})", "save it again as .xlsx")


def xls_sheets(path: Path) -> dict[str, bool]:
    """Return the names of the sheets, and whether each is hidden."""
    with _readable(path):
        book = open_xls(path)
        return dict(zip(book.sheet_names(), [state != 0 for state in book._sheet_visibility], strict=True))


def xls_cells(path: Path, title: str) -> Cells:
    """Return the cells of a sheet."""
    with _readable(path):
        book, cells = open_xls(path), Cells(path.name)
        sheet = book.sheet_by_name(title)
        for row in range(sheet.nrows):
            shown = {
                place: value
                for place, cell in enumerate(sheet.row(row), 1)
                if (value := _shown(book, cell)) is not None
            }
            cells.add(row + 1, list(shown), list(shown.values()))
        cells.merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
        return cells


def _shown(book: Any, cell: Any) -> Any:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_NUMBER:
        known = book.format_map.get(book.xf_list[cell.xf_index].format_key)
        return as_shown(cell.value, known.format_str if known else "")
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return cell.value if isinstance(cell.value, str) and cell.value.strip() else None
