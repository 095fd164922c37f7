"""The least files that offices send, written for tests."""

import zipfile

from openpyxl import Workbook
from openpyxl.utils import range_boundaries


def write_xlsx(path, sheets, merged=(), hidden=()):
    """Write rows of cells, or several sheets of them by their titles; `merged` such as A2:A4, of every sheet."""
    made = Workbook()
    if isinstance(sheets, dict):
        made.remove(made.active)
    for title, rows in sheets.items() if isinstance(sheets, dict) else [("", sheets)]:
        sheet = made.create_sheet(title) if title else made.active
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    made.save(path)
    return path


def write_ods(path, rows, merged=()):
    """Write the least OpenDocument sheet there is; `merged` cells as in Excel, A2:A4."""
    spans = {}
    for left, top, right, bottom in map(range_boundaries, merged):
        spans[top, left] = bottom - top + 1, right - left + 1

    def cell(row, column, value):
        down, right = spans.get((row, column), (1, 1))
        span = (
            f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"'
            if down * right > 1
            else ""
        )
        if isinstance(value, int | float):
            return f'<table:table-cell{span} office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell{span} office:value-type="string"><text:p>{value or ""}</text:p></table:table-cell>'

    body = "".join(
        f"<table:table-row>{''.join(cell(r, c, value) for c, value in enumerate(row, 1))}</table:table-row>"
        for r, row in enumerate(rows, 1)
    )
    spaces = " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{k}:1.0"' for k in ("office", "table", "text")
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table '
                                     f'table:name="a">{body}</table:table></office:spreadsheet></office:body>'
                                     "</office:document-content>")  # fmt: skip
    return path
