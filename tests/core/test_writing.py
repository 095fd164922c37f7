"""What is promised of written tables: text stays text, nothing is cut, the same content gives the same bytes."""

import datetime
import gc
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import FaultyInput, tables, workbooks
from govmetrics.core.tables import read_table, write_csv, write_xlsx

TEXTS = [
    "=1+1",
    "+A",
    "-B",
    "@C",
    "#N/A",
    "<b>&amp;",
    " blanks ",
    "two\nlines",
    "tab\there",
    "南山区",
    '"quoted"',
    "",
]


@pytest.fixture
def mixed():
    return pd.DataFrame({
        "text": TEXTS,
        "float": [0.1, -0.0, 1e300, 1e-300, np.nan, np.inf, -np.inf, 1 / 3, 2, 3, 4, 5],
        "int": range(12),
        "Int": pd.array([1, None] * 6, dtype="Int64"),
        "bool": [True, False] * 6,
        "kinds": [1, 2.5, "x", None, True, pd.NA, pd.NaT, np.float64(7), np.int64(8), np.bool_(False), float("nan"),
                  datetime.date(2026, 1, 2)],
    })  # fmt: skip


def cells(path, sheet="s"):
    return [[cell.value for cell in row] for row in load_workbook(path)[sheet].iter_rows()]


def test_every_kind_of_cell_comes_back(mixed, tmp_path):
    write_xlsx({"s": mixed}, tmp_path / "t.xlsx", index=False)
    head, *rows = cells(tmp_path / "t.xlsx")
    text, number, whole, holed, truth, kinds = zip(*rows, strict=True)
    assert head == list(mixed.columns)
    assert [cell or "" for cell in text] == TEXTS
    assert number == (0.1, 0, 1e300, 1e-300, None, None, None, 1 / 3, 2, 3, 4, 5)
    assert whole == tuple(range(12))
    assert holed == (1, None) * 6
    assert truth == (True, False) * 6
    assert kinds == (1, 2.5, "x", None, True, None, None, 7, 8, False, None, "2026-01-02")
    kept = {cell.data_type for row in load_workbook(tmp_path / "t.xlsx")["s"].iter_rows() for cell in row}
    assert kept <= {"s", "inlineStr", "n", "b"}  # no formula, no error value
    assert read_table(tmp_path / "t.xlsx")["text"][9] == "南山区"


def test_header_panes_and_widths(tmp_path):
    frame = pd.DataFrame({"=risky": ["x"], "指标名称很长的一列": [1.5], "narrow": ["南" * 40]})
    write_xlsx({"a/b": frame, "c": frame}, tmp_path / "t.xlsx", index=False)
    book = load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["a b", "c"]
    sheet = book["c"]
    assert (sheet.freeze_panes, sheet.dimensions) == ("B2", "A1:C2")
    assert [(cell.value, cell.data_type, cell.font.bold) for cell in sheet[1]] == [
        (c, "s", True) for c in frame
    ]
    # A Chinese character takes the room of two Western ones.
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [10, 20, 48]


def test_the_same_frames_give_the_same_bytes_and_every_entry_one_date(mixed, tmp_path):
    for name in "ab":
        write_xlsx({"s": mixed, "empty": pd.DataFrame()}, tmp_path / f"{name}.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert file.testzip() is None
        assert {entry.date_time for entry in file.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_no_rows_and_no_columns(tmp_path):
    write_xlsx(
        {"none": pd.DataFrame(), "head": pd.DataFrame(columns=["x"])}, tmp_path / "t.xlsx", index=False
    )
    assert cells(tmp_path / "t.xlsx", "head") == [["x"]]


@pytest.mark.parametrize(("frame", "message"), [
    (pd.DataFrame(np.zeros((1, 16_385))), "sheet s: has 1 row and 16,385 columns; a sheet holds 1,048,575 and 16,384"),
    (pd.DataFrame({"x": np.zeros(1_048_576)}), "1,048,576 rows"),
    (pd.DataFrame({"x": ["y" * 32_768]}), "has 32,768 characters, and a sheet's cell holds 32,767"),
    (pd.DataFrame({"x" * 32_768: [1]}), "row 1, .* has 32,768 characters"),
])  # fmt: skip
def test_what_a_sheet_cannot_hold_is_named_and_nothing_is_written(frame, message, tmp_path):
    with pytest.raises(FaultyInput, match=message):
        write_xlsx({"fine": pd.DataFrame({"x": [1]}), "s": frame}, tmp_path / "t.xlsx", index=False)
    assert not (tmp_path / "t.xlsx").exists()


def test_what_a_sheet_cannot_hold_is_visible(tmp_path):
    frame = pd.DataFrame([["bell\a"]], columns=pd.Index(["half\ud800"], dtype=object))
    write_xlsx({"s": frame}, tmp_path / "t.xlsx", index=False)
    assert cells(tmp_path / "t.xlsx") == [[r"half\ud800"], [r"bell\u0007"]]


def test_the_faults_of_all_sheets_come_at_once(tmp_path):
    bad = pd.DataFrame({"x": ["y" * (32_768 + i) for i in range(30)]})
    with pytest.raises(FaultyInput) as caught:
        write_xlsx({"one": bad, "two": bad}, tmp_path / "t.xlsx")
    places = [fault.place for fault in caught.value.faults]
    assert len(places) == 2 * 21
    assert places[20] == "and 10 more like the last"


@pytest.mark.slow
def test_the_largest_sheet_is_written(tmp_path):
    widest = pd.DataFrame(np.arange(16_384.0)[None])
    write_xlsx({"s": widest}, tmp_path / "t.xlsx", index=False)
    assert cells(tmp_path / "t.xlsx")[1] == widest.loc[0].tolist()


def test_csv_escapes_every_column_of_text_whatever_its_name(tmp_path):
    frame = pd.DataFrame([["=a", "=b", "=c"]], columns=[5, "x", "x"])
    write_csv(frame, tmp_path / "t.csv", index=False)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig") == "5,x,x\n'=a,'=b,'=c\n"


def test_an_archive_that_cannot_be_opened_tells_only_that(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    with pytest.raises(FileNotFoundError):
        workbooks._Undated(tmp_path / "nowhere" / "t.xlsx", None, None)
    gc.collect()
    assert told == []


def test_the_names_stay_where_they_were():
    assert tables.write_xlsx is workbooks.write_xlsx
    assert tables.save_office is workbooks.save_office


def test_numbers_come_back_to_sixteen_digits_and_texts_to_the_last_character(tmp_path):
    numbers, texts = [0.1 + 0.2, 1 / 3, 1e-300, 2.0**53 + 2], ["ab", "]]>", "&amp;", " "]
    write_xlsx({"s": pd.DataFrame({"number": numbers, "text": texts})}, tmp_path / "t.xlsx", index=False)
    rows = list(load_workbook(tmp_path / "t.xlsx")["s"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == pytest.approx(numbers, rel=1e-15, abs=0)
    assert [row[1] for row in rows] == texts


@pytest.mark.parametrize("name", ["aux.csv", "NUL.csv", "Com1.csv", "con .csv", "lpt9.x.csv"])
def test_names_that_windows_keeps_for_devices_are_refused(tmp_path, name):
    table = gm.Table.of("Scores", pd.DataFrame({"score": [1.0]}, ["East"]))
    told = f"{name}: is a name that Windows keeps for a device; give it another name"
    with pytest.raises(FaultyInput) as error:
        gm.report.csv(table, tmp_path / name)
    assert str(error.value) == told
    assert not list(tmp_path.iterdir())
    assert gm.report.csv(table, tmp_path / f"x{name}")  # no other name is meant
    with pytest.raises(FaultyInput, match="Windows"):
        gm.report.csv([table], tmp_path / name.partition(".")[0])


def test_tables_whose_captions_differ_by_case_have_files_of_their_own(tmp_path):
    frame = pd.DataFrame({"score": [1.0]}, ["East"])
    files = gm.report.csv([gm.Table.of(caption, frame) for caption in ("CON", "con", "Con.")], tmp_path)
    assert len({path.name.lower() for path in files}) == 3
    assert not {path.name.partition(".")[0].lower() for path in files} & {"con", "aux", "nul"}
