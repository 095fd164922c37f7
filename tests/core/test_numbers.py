"""What people type for a number is read by one rule, in every room."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.core.checks import floats_of
from govmetrics.core.numbers import MISSING, number, numbers, plain_numbers
from govmetrics.core.tables import read_table

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})


def read(tmp_path, text, **options):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    return gm.read_records(tmp_path / "t.csv", TREE, **options).values


# Decimal commas: cases of a German, a Brazilian, a French and a Chinese table


@pytest.mark.parametrize(("text", "a", "b"), [
    ("unit;a;b\nNord;0,815;12\nOst;0,912;14\nWest;1;9\n", [0.815, 0.912, 1], [12, 14, 9]),
    ("unit;a;b\nSão Paulo;1.234,5;12,25\nRecife;987;—\n", [1234.5, 987], [12.25, math.nan]),
    ("unit;a;b\nLyon;85,5%;1,234\nLille;90 %;n.a.\n", [85.5, 90], [1.234, math.nan]),
    ("unit;a;b\n东社区;1,234.5;3\n西社区;0.5;4\n", [1234.5, 0.5], [3, 4]),
    ("unit;a;b\nRiga;1.5;0,25\nOgre;2.75;0,5\n", [1.5, 2.75], [0.25, 0.5]),
])  # fmt: skip
def test_the_comma_is_the_decimal_sign_where_a_file_says_so(tmp_path, text, a, b):
    values = read(tmp_path, text)
    np.testing.assert_array_equal(values["a"], a)
    np.testing.assert_array_equal(values["b"], b)


# A comma and a point before three digits in one column, in a file of any kind


@pytest.mark.parametrize(("cells", "read"), [
    (["1,520", "1.48", "12"], [1520, 1.48, 12]),
    (["1,520", "2.5"], [1520, 2.5]),
    (["1,520", "1480"], [1520, 1480]),
    (["1,520", "0.480"], [1520, 0.48]),
    (["1,520", "1.480", "1,234.5"], [1520, 1.48, 1234.5]),
    (["1,520", "1.480", "1,234,567"], [1520, 1.48, 1234567]),
    (["1,520", "2,480", "—"], [1520, 2480, math.nan]),
    (["1.520", "2.480"], [1.52, 2.48]),
    (["1,520", 1.48], [1520, 1.48]),
    (["1,520", "..", "1480.125"], [1520, math.nan, 1480.125]),
])  # fmt: skip
def test_one_cell_tells_the_signs_of_a_column_apart(cells, read):
    values, bad = numbers(pd.Series(cells))
    assert bad == []
    np.testing.assert_array_equal(values, read)


@pytest.mark.parametrize("cells", [["1,520", "1.480"], ["1,520", "1.480", "12", "—"], ["-1,520", "１.480"],
                                   ["12,520%", "1.480 %"], ["1.480", "100", "999,125"]])  # fmt: skip
@pytest.mark.parametrize("dtype", [object, "string"])
def test_where_none_does_all_of_them_are_shown_both_ways(cells, dtype):
    column = pd.Series(cells, dtype=dtype)
    values, bad = numbers(column)
    doubtful = [place for place, cell in enumerate(cells) if set(cell) & {",", "."}]
    assert [place for place, _ in bad] == doubtful
    assert values.iloc[doubtful].isna().all()
    assert numbers(column, ".")[1] == numbers(column, ",")[1] == []


def test_both_readings_are_told_by_every_room_and_the_ways_out_work(tmp_path):
    text = 'unit,a,b\nNord,"1,520",1\nOst,1.480,2\n'
    with pytest.raises(FaultyInput) as error:
        read(tmp_path, text)
    both = "'1,520' is 1.52 with a decimal comma and 1520 with a decimal point; write 1520 or 1.52"
    assert f"Nord, a: {both}, or read with decimal=',' or decimal='.'" in str(error.value)
    assert "Ost, a: '1.480' is 1480 with" in str(error.value)
    assert read(tmp_path, text, decimal=".")["a"].tolist() == [1520, 1.48]
    assert read(tmp_path, text, decimal=",")["a"].tolist() == [1.52, 1480]
    assert read(tmp_path, text.replace("1,520", "1520"))["a"].tolist() == [1520, 1.48]
    assert read(tmp_path, text.replace("1,520", "1.52"))["a"].tolist() == [1.52, 1.48]
    frame = pd.DataFrame({"a": ["1,520", "1.480"], "b": [1, 2]}, ["Nord", "Ost"])
    book = {"items": [{"code": "a", "by": "linear", "points": 10, "worst": 0, "best": 3000}]}
    for room in (lambda: gm.Dataset(TREE, frame), lambda: gm.dea.radial(frame[["a"]], frame[["b"]]),
                 lambda: gm.appraisal.appraise(book, frame)):  # fmt: skip
        with pytest.raises(FaultyInput) as error:
            room()
        assert both in str(error.value)
    found = gm.appraisal.appraise(book, frame, decimal=",")
    assert found.values["a"].tolist() == [1.52, 1480]


@pytest.mark.parametrize(("text", "readings"), [
    ("unit;a;b\nNord;0,815;1\nOst;0.912;2\n", ["0.815 with a decimal comma", "0.912 with a decimal point"]),
    ("unit;a;b\nNord;1,234;0.5\nOst;2,345;0.7\n", ["1.234 with a decimal comma and 1234 with a decimal point"]),
    ("unit;a;b\nNord;12,5;1.234\nOst;13,5;2.345\n", ["1234 with a decimal comma and 1.234 with a decimal point"]),
    ("unit;a;b\nNord;1,234;1\nOst;1.234;2\n", ["'1,234' is 1.234 with a decimal comma and 1234", "'1.234' is 1234 with"]),
    ("unit;a;b\nNord;1,234;1\nOst;2,345;2\n", ["1.234 with a decimal comma and 1234 with a decimal point", "1,2340"]),
    ("unit;a;b\nKöln;1.234;1\nBonn;2.345;2\n", ["1234 with a decimal comma and 1.234 with a decimal point", "1.2340"]),
    ("单位;a;unit\n;6,635 %;东\n;7,250 %;西\n", ["6.635 with a decimal comma and 6635 with a decimal point", "6,6350 %"]),
])  # fmt: skip
def test_what_could_be_read_both_ways_is_shown_both_ways(tmp_path, text, readings):
    with pytest.raises(FaultyInput) as error:
        read(tmp_path, text)
    for reading in readings:
        assert reading in str(error.value)
    assert "decimal=','" in str(error.value)


@pytest.mark.parametrize(("text", "a"), [
    ("unit;a;b\nNord;1,2340;1\nOst;2,345;2\n", [1.234, 2.345]),
    ("unit;a;b\nNord;1234;1\nOst;2345;2\n", [1234, 2345]),
    ("unit;a;b\nNord;1.2340;1\nOst;2.345;2\n", [1.234, 2.345]),
])  # fmt: skip
def test_what_the_fault_says_is_a_way_out(tmp_path, text, a):
    assert read(tmp_path, text)["a"].tolist() == a


@pytest.mark.parametrize(("text", "decimal", "a"), [
    ("unit;a;b\nNord;1,234;0\nOst;2,345;0\n", ".", [1234, 2345]),
    ("unit;a;b\nNord;1,234;0\nOst;2,345;0\n", ",", [1.234, 2.345]),
    ('unit,a,b\nNord,"0,815",1\nOst,"1.000,5",2\n', ",", [0.815, 1000.5]),
    ("unit\ta\tb\nNord\t1.234\t1\nOst\t0,5\t2\n", ",", [1234, 0.5]),
])  # fmt: skip
def test_the_user_may_say_which_sign_it_is(tmp_path, text, decimal, a):
    assert read(tmp_path, text, decimal=decimal)["a"].tolist() == a
    assert (
        gm.read_records(read_table(tmp_path / "t.csv", decimal=decimal), TREE, decimal=decimal)
        .values["a"]
        .tolist()
        == a
    )


def test_a_sign_that_was_not_declared_is_refused(tmp_path):
    with pytest.raises(FaultyInput, match=r"Nord, a: '0\.5' is not a number"):
        read(tmp_path, "unit;a;b\nNord;0.5;1\n", decimal=",")
    with pytest.raises(
        FaultyInput,
        match=r"'0,815' is not a number, unless .*\(0\.815\); write 0\.815, or read with decimal=','",
    ):
        read(tmp_path, 'unit,a,b\nNord,"0,815",1\n')
    with pytest.raises(FaultyInput, match="decimal: is 'x'"):
        read(tmp_path, "unit,a,b\nNord,1,1\n", decimal="x")


# The grammar: a second reader, written from the stated rule alone


def by_the_rule(text):
    """Return the number that the rule gives to a text of digits, commas and points; None where it gives none."""
    if text in ("", ".", "..", "..."):
        return math.nan
    whole, _, rest = text.partition(".")
    if "," in rest or "." in rest:
        return None
    first, *groups = whole.split(",")
    if groups and not (1 <= len(first) <= 3 and first[0] != "0" and all(len(g) == 3 for g in groups)):
        return None
    digits = whole.replace(",", "")
    if not digits and not rest:
        return None
    return float(Fraction(int(digits or "0")) + Fraction(int(rest or "0"), 10 ** len(rest)))


@given(st.text("0123456789,.", max_size=12))
def test_a_text_of_digits_never_gives_another_number_than_the_rule(text):
    found, wanted = number(text), by_the_rule(text)
    assert found == wanted or (
        found is not None and wanted is not None and math.isnan(found) and math.isnan(wanted)
    ), text
    mirrored = text.translate({ord(","): ".", ord("."): ","})
    if text not in MISSING and mirrored not in MISSING:
        assert number(mirrored, ",") == found or math.isnan(number(mirrored, ","))


typed = st.one_of(
    st.text("0123456789,.%-+eE ０１，．％—/", max_size=8), st.sampled_from(sorted(MISSING)), st.text(max_size=4),
    st.floats(allow_nan=False, allow_infinity=False).map(repr), st.integers(-10**9, 10**9).map("{:,}".format),
)  # fmt: skip


@given(st.lists(typed, min_size=1, max_size=6))
def test_every_room_reads_the_same_cells_alike(cells):
    frame = pd.DataFrame({"a": cells}, index=[f"u{i}" for i in range(len(cells))], dtype=object)
    rule = [number(cell) for cell in cells]
    wanted = np.array([math.nan if value is None else value for value in rule])
    for dtype in (object, "string", "str"):
        values, bad = numbers(frame["a"].astype(dtype))
        np.testing.assert_array_equal(values.to_numpy(), wanted)
        assert [row for row, _ in bad] == [f"u{i}" for i, value in enumerate(rule) if value is None]
    array, wrong = floats_of(frame)
    np.testing.assert_array_equal(array[:, 0], wanted)
    assert wrong[:, 0].tolist() == [value is None for value in rule]


CELLS = {
    "thousands": ("6,635", 6635.0),
    "full width": ("６６３５", 6635.0),
    "blank": (" 12.5 ", 12.5),
    "percent": ("85%", 85.0),
}


@pytest.mark.parametrize(("cell", "value"), CELLS.values(), ids=list(CELLS))
def test_inputs_memberships_rulebook_data_and_records_read_one_cell_alike(cell, value):
    units = [f"u{i}" for i in range(6)]
    given_ = pd.DataFrame({"staff": [cell, "5", "7", "8", "9", "4"]}, index=units)
    plain = given_.assign(staff=[value, 5.0, 7, 8, 9, 4])
    output = pd.DataFrame({"cases": [1.0, 2, 3, 4, 5, 6]}, index=units)
    pd.testing.assert_series_equal(gm.dea.radial(given_, output).scores, gm.dea.radial(plain, output).scores)
    book = {"items": [{"code": "staff", "by": "linear", "points": 10, "worst": 0, "best": 10000}]}
    assert gm.appraisal.appraise(book, given_).totals.equals(gm.appraisal.appraise(book, plain).totals)
    tree = gm.IndicatorTree.from_groups({"G": ["staff"]})
    assert gm.read_records(given_, tree).values.equals(gm.Dataset(tree, plain).values)
    assert gm.Dataset(tree, given_).values.equals(gm.Dataset(tree, plain).values)


def test_text_that_is_no_number_is_refused_by_all_of_them():
    table = pd.DataFrame({"staff": ["0,815", "5"]}, index=["u", "v"])
    output = pd.DataFrame({"cases": [1.0, 2]}, index=["u", "v"])
    book = {"items": [{"code": "staff", "by": "linear", "points": 10, "worst": 0, "best": 10}]}
    tree = gm.IndicatorTree.from_groups({"G": ["staff"]})
    for run in (lambda: gm.dea.radial(table, output), lambda: gm.appraisal.appraise(book, table),
                lambda: gm.read_records(table, tree), lambda: gm.Dataset(tree, table)):  # fmt: skip
        with pytest.raises(
            FaultyInput, match=r"u, staff: '0,815' is not a number, unless its comma is a decimal sign"
        ):
            run()


def test_a_veto_is_decided_on_the_number_that_is_meant():
    book = {"items": [{"code": "x", "by": "linear", "points": 10, "worst": 0, "best": 10}],
            "facts": {"cases": "open cases"}, "grades": [{"name": "good", "at_least": 5}, {"name": "poor"}],
            "vetoes": [{"code": "many", "on": "cases", "above": 1000}]}  # fmt: skip
    table = pd.DataFrame({"x": [9, 9], "cases": ["1,200", "800"]}, index=["u", "v"])
    assert gm.appraisal.appraise(book, table).totals["vetoes"].tolist() == ["many", ""]
    with pytest.raises(FaultyInput, match="u, cases: there is no value"):
        gm.appraisal.appraise(book, table.assign(cases=["暂无", "800"]))


# Thousands apart: a French, a Swiss, a Swedish, a Russian and a Chinese table


@pytest.mark.parametrize(("cell", "value"), [
    ("1 234 567", 1234567), ("12\u202f345", 12345), ("1\u00a0234.5", 1234.5), ("1\u2009234\u2009567", 1234567),
    ("1'234.50", 1234.5), ("1’234’567", 1234567), ("１　２３４", 1234), ("-3 500", -3500), ("45 000 %", 45000),
    (".5", 0.5), ("-.25", -0.25),
    ("1 23", None), ("12 34", None), ("0 815", None), ("1234 567", None), ("1 234,567", None), ("1'234 567", None),
    ("1  234", None), ("3 4", None), ("'5'", None),
])  # fmt: skip
def test_blanks_and_apostrophes_set_thousands_apart(cell, value):
    assert number(cell) == value
    swapped = cell.translate({ord("."): ",", ord(","): "."})
    assert number(swapped, ",") == value


@given(st.integers(1000, 10**12), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "'", ","]))
def test_a_number_in_groups_is_the_number(whole, sign):
    assert number(f"{whole:,}".replace(",", sign)) == whole


@pytest.mark.parametrize("cell", ["#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ref!", "无", "未填", "空", " 未填报 ",
                                  "缺失", "—", "–", "k. A.", "n/d", "Missing"])  # fmt: skip
def test_what_stands_for_no_value_is_missing_only_as_a_whole_cell(cell):
    assert math.isnan(number(cell))
    assert number(f"{cell} 3") is None
    assert number(f"3{cell}") is None


def test_a_word_that_may_mean_zero_is_named_and_no_answer_is_guessed():
    table = pd.DataFrame({"a": ["无", "3", "4"], "b": [1, 2, 3]}, index=["u", "v", "w"])
    data = gm.read_records(table, TREE)
    assert math.isnan(data.values.loc["u", "a"])
    assert any("无" in note and "u, a" in note for note in data.notes)
    with pytest.raises(FaultyInput, match=r"'无'.*is no code of the scale"):
        gm.read_survey(table, TREE)
    asked = gm.read_survey(table.assign(a=["无", "有", "有"], b=[0, 1, 1]), TREE, scale=(0, 1))
    assert asked.answers["a"].tolist() == [0, 1, 1]


@pytest.mark.parametrize("cell", ["0,815", "1,5", "12,25"])
def test_the_way_out_of_a_decimal_comma_is_one_that_the_room_has(cell):
    grades = gm.fuzzy.GradeScale(["good", "poor"], [1, 0])
    rows = pd.MultiIndex.from_tuples([("A", "trust")], names=["unit", "code"])
    table = pd.DataFrame({"staff": [cell, "5"]}, index=["u", "v"])
    tree = gm.IndicatorTree.from_groups({"G": ["staff"]})
    for run, option in (
        (lambda: gm.dea.radial(table, table[["staff"]].set_axis(["x"], axis=1)), False),
        (lambda: gm.Dataset(tree, table), False),
        (lambda: gm.fuzzy.from_counts(pd.DataFrame([[cell, 3]], rows, ["good", "poor"]), grades), False),
        (lambda: gm.read_records(table, tree), True),
    ):
        with pytest.raises(FaultyInput) as error:
            run()
        assert ("decimal=" in str(error.value)) == option
        assert f"write {cell.replace(',', '.')}" in str(error.value)
    assert gm.read_records(table, tree, decimal=",").values["staff"].iloc[0] == float(cell.replace(",", "."))


# Spreadsheets: what a format shows


@pytest.mark.parametrize(("stored", "shown_as", "cell"), [
    (85, '0"%"', "85%"), (85, r"0\%", "85%"), (85, '0.0" ％"', "85%"), (0.85, "0%", "85%"), (0.855, "0.0%;[Red]-0.0%", "85.5%"),
    (-0.05, "0%;[Red]-0%", "-5%"), (-5, '0%;-0"%"', "-5%"), (0, '0"%";-0"%";0', 0), (85, '0" of 100"', 85), (85, '0_%', 85),
    (12, '[>10]0"%";0.0"%"', "12%"),
])  # fmt: skip
def test_a_percent_sign_multiplies_only_where_the_format_does(tmp_path, stored, shown_as, cell):
    book = Workbook()
    book.active.append(["unit", "t"])
    book.active.append(["A", stored])
    book.active["B2"].number_format = shown_as
    book.save(tmp_path / "t.xlsx")
    assert read_table(tmp_path / "t.xlsx")["t"].tolist() == [cell]


def test_codes_keep_their_zeros_and_all_their_digits():
    table = pd.DataFrame({"a": [1, 2], "b": [3, 4], "district": ["0755", "0571"], "id": ["440305198001010012", "1"],
                          "people": ["1,200", "900"]}, index=["u", "v"])  # fmt: skip
    attributes = gm.read_records(table, TREE).attributes
    assert attributes["district"].tolist() == ["0755", "0571"]
    assert attributes["id"].tolist() == ["440305198001010012", "1"]
    assert attributes["people"].tolist() == [1200.0, 900.0]


def test_the_ways_out_are_said_in_chinese():
    with pytest.raises(FaultyInput) as error:
        gm.read_records(pd.DataFrame({"a": ["0,815"], "b": [1]}, index=["u"]), TREE)
    assert "除非逗号为小数点（即 0.815）；请写作 0.815，或读取时指定 decimal=','" in error.value.faults[
        0
    ].say("zh")


ODD = ["1", "2.5", "-3", "+4", "1e5", "  7", "8 ", "1,234", "85%", "—", "nan", "inf", "-inf", "0x1F", "1_000", "", "１２",
       "12 km", None, ".5", "5.", "1e400", "1e-400", "00012", "1e", "--1", "1.2.3", "NA", "1d5", "٣",
       "3.14159265358979323846"]  # fmt: skip


@pytest.mark.parametrize("cell", ODD)
def test_a_column_read_at_once_reads_as_one_cell_by_cell(cell):
    """By pyarrow, by pandas, and by the rule of one cell; in a column of plain numbers, and among other odd cells."""
    for cells in ([cell, "1.5", None], [cell, "1.5", "a"], [cell, *ODD]):
        at_once = numbers(pd.Series(cells, dtype=pd.StringDtype("pyarrow", na_value=np.nan)))
        one_by_one = numbers(pd.Series(cells, dtype=object))
        np.testing.assert_array_equal(at_once[0], one_by_one[0])
        assert at_once[1] == one_by_one[1]
        read = [
            plain_numbers(pd.Series(cells, dtype=pd.StringDtype(by, na_value=np.nan)))
            for by in ("pyarrow", "python")
        ]
        np.testing.assert_array_equal(*(np.where(np.isfinite(values), values, np.nan) for values in read))
