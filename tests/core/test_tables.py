import csv
import io
import math
import zipfile
from decimal import Decimal, InvalidOperation

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from govmetrics.core import FaultyInput
from govmetrics.core.tables import number, numbers, plain_text, read_table, safe_text, write_csv, write_xlsx
from govmetrics.core.words.visible import visible

RISKY = ["=1+1", "+A", "-B", "@C", "=cmd|' /C calc'!A0", "normal", "南山"]


@pytest.mark.parametrize(("cell", "value"), [
    ("1,234", 1234), ("1,234,567.5", 1234567.5), ("85%", 85), ("85 ％", 85), (" 7 ", 7), ("１２．５", 12.5), ("-3", -3),
    ("−3", -3), ("1e3", 1000), (".5", 0.5), (5, 5), (np.float64(2.5), 2.5),
])  # fmt: skip
def test_numbers_as_people_type_them(cell, value):
    assert number(cell) == value


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "  ",
        "—",
        "-",
        "N/A",
        "n/a",
        "缺失",
        "无数据",
        None,
        np.nan,
        pd.NA,
        "NULL",
        "…",
        "..",
        ".",
        "n.a.",
        "N.A.",
        "#DIV/0!",
        "\u200b",
    ],
)
def test_no_value(cell):
    assert math.isnan(number(cell))


@pytest.mark.parametrize(
    "cell",
    [
        "12 km",
        "1,23",
        "1.2.3",
        "many",
        "1 23",
        "0 234",
        "1 234,567",
        "%",
        True,
        [1],
        "+",
        "0,815",
        "1234,567",
        "012,345",
    ],
)
def test_not_a_number(cell):
    assert number(cell) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_survive_their_text(value):
    assert number(repr(value)) == value


def test_numbers_names_the_cells():
    values, wrong = numbers(pd.Series(["1", "x", None, "x"], index=list("abcd")))
    assert values.isna().tolist() == [False, True, True, True]
    assert wrong == [("b", "x"), ("d", "x")]


def test_text_never_becomes_a_formula(tmp_path):
    frame = pd.DataFrame({"score": np.arange(len(RISKY)) - 1.5}, index=pd.Index(RISKY, name="unit"))
    write_csv(frame, tmp_path / "t.csv")
    raw = (tmp_path / "t.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    back = read_table(tmp_path / "t.csv")
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in back["unit"])
    assert [plain_text(cell) for cell in back["unit"]] == RISKY
    assert [number(cell) for cell in back["score"]] == frame["score"].tolist()
    write_xlsx({"s": frame}, tmp_path / "t.xlsx")
    cells = [row[0] for row in load_workbook(tmp_path / "t.xlsx")["s"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == RISKY
    assert {cell.data_type for cell in cells} == {"s"}


@given(st.text(max_size=20))
def test_safe_text_can_be_undone(text):
    if not text.startswith("'"):
        assert plain_text(safe_text(text)) == visible(text)


def test_xlsx_bytes_are_the_same_each_time(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        write_xlsx({"s": pd.DataFrame({"x": [1.0]})}, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(tmp_path, encoding):
    (tmp_path / "t.csv").write_text("unit,x\n南山区,1\n", encoding=encoding)
    assert read_table(tmp_path / "t.csv")["unit"].tolist() == ["南山区"]


@pytest.mark.parametrize(("name", "raw", "message"), [
    ("t.csv", b"", "the file is empty"),
    ("t.csv", "unit,x\nA,1\n".encode("utf-16-le"), "is not text"),
    ("t.csv", b"unit,x\nA,\xff\xff\xff\n", "neither UTF-8 nor GB18030"),
    ("t.csv", b"unit,x\n", "the table has no rows"),
    ("t.xlsx", b"not a zip", "is not a readable xlsx"),
    ("t.parquet", b"not parquet", "is not a readable parquet"),
    ("t.doc", b"x", "choose one of"),
])  # fmt: skip
def test_unreadable_files(tmp_path, name, raw, message):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(FaultyInput, match=message):
        read_table(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FaultyInput, match="there is no such file"):
        read_table(tmp_path / "none.csv")


def test_a_huge_cell_is_named(tmp_path):
    (tmp_path / "t.csv").write_text("unit,x\nA,1\nB," + "9" * 2_000_000 + "\n")
    with pytest.raises(FaultyInput, match="row 3, column x: the cell has 2,000,000 characters"):
        read_table(tmp_path / "t.csv")


def test_a_sheet_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as file:
        file.writestr("x", "y")
    with pytest.raises(FaultyInput, match="is not a readable xlsx"):
        read_table(tmp_path / "t.xlsx")


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "-E5", "＝1", "\n=1", "@a", "'plain", "-3.5", "-"])
def test_text_comes_back_and_only_numbers_keep_a_sign_in_front(text):
    assert plain_text(safe_text(text)) == visible(text)
    assert safe_text(text).startswith("'") == (text != "-3.5")


def test_one_and_true_are_not_taken_for_each_other():
    column = pd.Series([1, True, "1", np.nan, Decimal("1.5"), 10**400, [1]], dtype=object)
    values, bad = numbers(column)
    assert values.tolist()[0::2][:3] == [1.0, 1.0, 1.5]
    assert [label for label, _ in bad] == [1, 5, 6]


def told(raw):
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def digits_or_text(cell):
    """The digits of a number, however its point is moved: 1e-05 and 0.00001 are one."""
    try:
        return Decimal(cell).normalize().as_tuple()
    except InvalidOperation:
        return cell


def test_cells_are_written_as_pandas_writes_them(tmp_path):
    rng = np.random.default_rng(1)
    x = 10.0 ** rng.uniform(-320, 300, (200, 4)) * rng.choice([-1, 1], (200, 4))
    x[rng.random(x.shape) < 0.1] = np.nan
    x[:9, 0] = [np.inf, -np.inf, 0.0, -0.0, 1e16, 1e22, 123456789012345680.0, 3, 1e-5]
    frame = pd.DataFrame(x, columns=list("abcd"))
    frame["text"] = rng.choice(np.array(["a,b", 'q"x', "line\nx", "甲", "", None], dtype=object), 200)
    frame["odd"] = rng.choice(
        np.array([1, 2.5, None, "x", np.nan, True, np.float64(0.1), (1, 2)], dtype=object), 200
    )
    frame["whole"] = range(200)
    dated = frame.assign(day=pd.Timestamp("2024-01-01"), maybe=pd.array([1, None] * 100, dtype="Int64"))
    for table in (frame, frame[["text"]], frame[["a"]], frame.head(0), dated):
        write_csv(table, tmp_path / "ours.csv", index=False)
        table.to_csv(tmp_path / "pandas.csv", index=False, encoding="utf-8-sig", lineterminator="\n")
        theirs = (tmp_path / "pandas.csv").read_bytes()
        for cells, others in zip(told((tmp_path / "ours.csv").read_bytes()), told(theirs), strict=True):
            assert cells == others or [*map(digits_or_text, cells)] == [*map(digits_or_text, others)]
