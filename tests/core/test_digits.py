"""Digits in files are the shortest that give the same number back; columns of one width are one entry."""

import zipfile

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from govmetrics.core.csv_lines import csv_lines
from govmetrics.core.digits import digits, lines_of
from govmetrics.core.workbooks import write_xlsx

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FINITE))
def test_digits_are_those_of_python_and_give_the_number_back(numbers):
    told = digits(np.array(numbers, dtype=float))
    assert [float(text) for text in told] == numbers
    assert all(len(text.strip(b"-0.").split(b"e")[0]) <= 18 for text in told)  # 17 digits and the point
    assert [np.signbit(float(text)) for text in told] == [np.signbit(number) for number in numbers]


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=5))
def test_lines_hold_what_is_missing_as_nothing(rows):
    array = np.array(rows, dtype=float).reshape(-1, 2)
    back = [[float(cell) if cell else np.nan for cell in line.split(",")] for line in lines_of(array)]
    np.testing.assert_array_equal(np.array(back).reshape(-1, 2), array)


def test_lines_of_text_and_numbers_in_any_order_are_read_back():
    frame = pd.DataFrame(
        {"a": [0.1 + 0.2, np.nan], "b": [1e-5, np.inf], "t": ["x,y", ""], "c": [2.0, -0.0], "n": [1, 2]}
    )
    assert list(csv_lines(frame)) == ['0.30000000000000004,0.00001,"x,y",2.0,1\n', ",inf,,-0.0,2\n"]
    assert list(csv_lines(frame[["a"]])) == ["0.30000000000000004\n", '""\n']


def test_a_sheet_gives_every_number_back_and_keeps_widths_short(tmp_path):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        10.0 ** rng.uniform(-300, 300, (5, 40)), columns=[f"x{place}" for place in range(40)]
    )
    frame.iloc[1, 3], frame.iloc[2, 4] = np.nan, np.inf
    frame.insert(0, "unit", ["=1+1", "甲社区", "a", "b", "c"])
    frame["many signs in a heading"] = 1
    write_xlsx({"one": frame}, tmp_path / "t.xlsx", index=False)
    sheet = load_workbook(tmp_path / "t.xlsx")["one"]
    rows = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[0] for row in rows] == frame["unit"].tolist()
    assert sheet["A2"].data_type == "s"
    expected = frame.drop(columns="unit").to_numpy()
    expected[~np.isfinite(expected)] = np.nan
    np.testing.assert_array_equal(np.array([row[1:] for row in rows], dtype=float), expected)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<col ") == 2
