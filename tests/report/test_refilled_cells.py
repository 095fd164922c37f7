"""Rows that are put down as text say what openpyxl's own writer says of the same cells."""

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from govmetrics.report.writers import cells
from govmetrics.report.writers.xlsx import Styles

ROWS = [
    [1.5, " <b> & 'two'\n\tlines ", "=A1+1", None, "", 123456789.125],
    [-1e-300, "甲社区", '=IF(A2<0,"<&>",1)', None, None, 7],
    [None] * 6,
    [None, "]]>", None, 2.5, None, None],
]
KINDS = ["n", "s", "f", "n", "s", "n"]


def written(path, *, refilled):
    book = Workbook(write_only=True)
    sheet, styles = book.create_sheet("one"), Styles()
    sheet.row_dimensions[2].height = 30
    looks = [styles.of_numbers(sheet, shown) for shown in ("0.00", "General", "0", "0", "0", "General")]
    if refilled:
        cells.of_cells_only(sheet)
    held = [cells.Refilled(sheet, kind, look) for kind, look in zip(KINDS, looks, strict=True)]

    def cell(place, value):
        if value is None:
            return None
        if refilled:
            return held[place].holding(value)
        one = WriteOnlyCell(sheet, value)
        one.data_type, one._style = KINDS[place], looks[place]
        return one

    for row in ROWS:
        sheet.append([cell(place, value) for place, value in enumerate(row)])
    link = styles.text(sheet, "=there")
    link.hyperlink = "https://example.org"
    link.hyperlink.ref = "A5"
    sheet.append([link, styles.heading(sheet, "head")])
    book.save(path)
    return load_workbook(path)["one"]


def told(sheet):
    return [
        (cell.coordinate, cell.value, cell.data_type, cell.number_format, cell.quotePrefix, cell.font.b,
         cell.hyperlink and cell.hyperlink.target)
        for row in sheet.iter_rows() for cell in row
    ]  # fmt: skip


@pytest.mark.parametrize(("longest", "lxml"), [(5_000_000, True), (5_000_000, False), (0, True)])
def test_rows_put_down_as_text_are_those_of_the_library(tmp_path, monkeypatch, longest, lxml):
    monkeypatch.setattr(cells, "LXML", lxml and cells.LXML)
    monkeypatch.setattr(cells, "_LONGEST", longest)
    quick = written(tmp_path / "quick.xlsx", refilled=True)
    assert told(quick) == told(written(tmp_path / "plain.xlsx", refilled=False))
    assert quick["B1"].value == ROWS[0][1]
    assert quick["F1"].value == ROWS[0][5]
    assert quick.row_dimensions[2].height == 30
