"""Sheets of .xls workbooks (Excel 97 to 2003), as they are shown; read by xlrd."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from govmetrics.core.errors import FaultyInput
from govmetrics.core.number_formats import as_shown

_RENAMED = {b"PK\x03\x04": ".xlsx", b"<htm": ".html", b"<HTM": ".html", b"<!DO": ".html", b"<tab": ".html"}
"""What begins so is of another kind than its name says: systems export web pages under the name .xls."""


def open_xls(path: Path) -> Any:
    """Return the workbook.

    Raises
    ------
    FaultyInput
        Without xlrd; a file that is none of Excel 97 to 2003.
    """
    try:
        import xlrd
    except ImportError:
        raise FaultyInput(path.name, "needs xlrd", 'pip install "govmetrics[excel]"') from None
    head = path.read_bytes()[:4]
    if head in _RENAMED:
        problem = "is a {kind} file under the name .xls"
        raise FaultyInput(path.name, problem, "open it in a spreadsheet program and save it as .xlsx",
                                kind=_RENAMED[head])  # fmt: skip
    try:
        return xlrd.open_workbook(path, formatting_info=True)
    except Exception as error:  # damaged files raise errors of many kinds
        problem = "is not a readable .xls file ({reason})"
        way_out = "save it again as .xlsx"
        raise FaultyInput(path.name, problem, way_out, reason=str(error)[:80]) from None


def xls_sheets(path: Path) -> dict[str, bool]:
    """Return the names of the sheets, and whether each is hidden."""
    return {sheet.name: sheet.visibility != 0 for sheet in open_xls(path).sheets()}


def xls_rows(path: Path, title: str) -> list[list[Any]]:
    """Return the cells of a sheet row by row, missing ones as None."""
    book = open_xls(path)
    sheet = book.sheet_by_name(title)
    return [[_shown(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows)]


def xls_merged(path: Path, title: str) -> list[str]:
    """Return the merged cells of a sheet, such as A2:A4."""
    from openpyxl.utils import get_column_letter

    return [
        f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right)}{bottom}"
        for top, bottom, left, right in open_xls(path).sheet_by_name(title).merged_cells
    ]


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
