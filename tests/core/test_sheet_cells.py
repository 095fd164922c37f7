"""Rows that are put down as text say what openpyxl's own writer says of the same cells."""

from copy import copy

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from govmetrics.core import sheet_cells as cells
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


def numbers_written(path, rows, *, together):
    book = Workbook(write_only=True)
    sheet, styles = book.create_sheet("one"), Styles()
    cells.of_cells_only(sheet)
    looks = [
        cells.Refilled(sheet, "n", styles.of_numbers(sheet, shown)) for shown in ("0.00", "General", "0")
    ]
    word = cells.Refilled(sheet, "s")
    for row in rows:
        one_by_one = [
            look.holding(value) if np.isfinite(value) else None
            for look, value in zip(looks, row.tolist(), strict=True)
        ]
        middle = [cells.Numbers(looks, row)] if together else one_by_one
        # a cell is put down as soon as the row is: the same list may stand twice, at two places
        sheet.append(
            [
                word.holding("甲"),
                *middle,
                None,
                *([cells.Numbers(looks, row)] if together else map(copy, one_by_one)),
            ]
        )
    book.save(path)
    return load_workbook(path)["one"]


@pytest.mark.parametrize(("longest", "lxml"), [(5_000_000, True), (5_000_000, False), (0, True)])
def test_neighbouring_numbers_are_the_cells_that_they_would_be_one_by_one(
    tmp_path, monkeypatch, longest, lxml
):
    monkeypatch.setattr(cells, "LXML", lxml and cells.LXML)
    monkeypatch.setattr(cells, "_LONGEST", longest)
    rows = np.array([[1.5, -1e-300, 123456789.125], [np.nan, 2, np.inf], [np.nan] * 3, [0.1, -0.0, 1e22]])
    together = numbers_written(tmp_path / "together.xlsx", rows, together=True)
    assert told(together) == told(numbers_written(tmp_path / "single.xlsx", rows, together=False))
    assert [cell.value for cell in together[2]] == ["甲", None, 2, None, None, None, 2, None]
    assert together["B4"].value == 0.1


@pytest.mark.parametrize(("longest", "lxml"), [(5_000_000, True), (5_000_000, False), (0, True)])
def test_rows_put_down_as_text_are_those_of_the_library(tmp_path, monkeypatch, longest, lxml):
    monkeypatch.setattr(cells, "LXML", lxml and cells.LXML)
    monkeypatch.setattr(cells, "_LONGEST", longest)
    quick = written(tmp_path / "quick.xlsx", refilled=True)
    assert told(quick) == told(written(tmp_path / "plain.xlsx", refilled=False))
    assert quick["B1"].value == ROWS[0][1]
    assert quick["F1"].value == ROWS[0][5]
    assert quick.row_dimensions[2].height == 30
