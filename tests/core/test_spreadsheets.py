"""Sheets as people leave them."""

from __future__ import annotations

import re
import zipfile

import pandas as pd
import pytest
from openpyxl import Workbook

from govmetrics.core import FaultyInput
from govmetrics.core.tables import read_table


def sheet(path, *rows, percent=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell in percent:
        book.active[cell].number_format = "0%"
    book.save(path)
    return path


def test_blank_rows_and_columns_around_a_table_are_no_part_of_it(tmp_path):
    table = pd.DataFrame({"unit": ["A"], "t": ["1"]})
    text = tmp_path / "t.csv"
    for content in ("\n\nunit;t\nA;1\n;\n", ",,\nunit,t,\nA,1,\n,,\n", "sep=;\nunit;t\nA;1\n"):
        text.write_text(content, encoding="utf-8")
        read = read_table(text)
        assert read.reset_index(drop=True).equals(table.astype("str")), content
        assert content.split("\n")[read.index[0] + 1].startswith(
            ("A", ",A")
        )  # the index tells the row in the file
    read = read_table(sheet(tmp_path / "t.xlsx", [], ["unit", "t", None], ["A", 1, None], [None, " ", ""]))
    assert read.to_dict("list") == {"unit": ["A"], "t": [1]}


def test_a_heading_that_occurs_twice_is_named_and_never_renamed(tmp_path):
    (tmp_path / "t.csv").write_text("unit,t,t\nA,1,2\n", encoding="utf-8")
    for path in (tmp_path / "t.csv", sheet(tmp_path / "t.xlsx", ["unit", "t", "t"], ["A", 1, 2])):
        with pytest.raises(FaultyInput, match=r"column 3: the heading 't' stands in column 2"):
            read_table(path)


def test_rows_longer_than_the_header_do_not_shift_the_columns(tmp_path):
    (tmp_path / "t.csv").write_text("unit,t,c\nA,1,2,\nB,3,4,\n", encoding="utf-8")
    with pytest.raises(FaultyInput, match="line 2 has 4 cells, the header has 3"):
        read_table(tmp_path / "t.csv")


def test_cells_are_read_as_they_are_shown(tmp_path):
    path = sheet(
        tmp_path / "t.xlsx", ["unit", "t"], ["A", 0.29], ["B", "#DIV/0!"], ["C", 7.0], percent=["B2"]
    )
    assert read_table(path)["t"].tolist() == ["29%", "#DIV/0!", 7]


def test_formulas_that_nobody_computed_are_no_missing_values(tmp_path):
    with pytest.raises(FaultyInput, match="cell B2: its formula has no computed value; open the file"):
        read_table(sheet(tmp_path / "t.xlsx", ["unit", "t"], ["A", "=1+1"]))


def test_broken_sheets_and_absent_sheets_are_named(tmp_path):
    path = sheet(tmp_path / "t.xlsx", ["unit", "t"], ["A", 1])
    with pytest.raises(FaultyInput, match="has no sheet 'x'; there are: Sheet"):
        read_table(path, "x")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as broken:
        for entry in whole.namelist():
            content = whole.read(entry)
            broken.writestr(entry, content[:-20] if "sheet1" in entry else content)
    with pytest.raises(FaultyInput, match="is not a readable xlsx file"):
        read_table(tmp_path / "b.xlsx")


def test_dates_in_the_formats_that_chinese_excel_has_built_in_are_dates(tmp_path):
    """ECMA-376-1, 18.8.30: numbers 27 to 36 and 50 to 58 stand in no list of the file's own formats."""
    book = Workbook()
    book.active.append(["unit", "day", "hour", "count"])
    book.active.append(["A", 45352, 0.5, 45352])
    for column, form in (("B", '"day"0'), ("C", '"hour"0')):
        book.active[f"{column}2"].number_format = form
    book.save(tmp_path / "own.xlsx")
    for day, hour in ((57, 32), (27, 55), (31, 35), (58, 34)):
        path = tmp_path / f"{day}.xlsx"
        with zipfile.ZipFile(tmp_path / "own.xlsx") as given, zipfile.ZipFile(path, "w") as made:
            for name in given.namelist():
                text = given.read(name)
                if name == "xl/styles.xml":
                    text = re.sub(b"<numFmts.*?</numFmts>", b"", text)
                    text = text.replace(b'numFmtId="164"', b'numFmtId="%d"' % day)
                    text = text.replace(b'numFmtId="165"', b'numFmtId="%d"' % hour)
                made.writestr(name, text)
        row = read_table(path).iloc[0]
        assert pd.Timestamp(row["day"]) == pd.Timestamp("2024-03-01")
        assert str(row["hour"]).endswith("12:00:00")
        assert row["count"] == 45352
