"""Codes for missing values, shares among percentages and totals without a name are noticed at every door."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
BOOK = {
    "missing": "zero",
    "items": [{"code": code, "by": "linear", "points": 50, "worst": 0, "best": 100} for code in ("a", "b")],
}
GRADES = gm.fuzzy.GradeScale(["a", "b"], [1, 0])


def warned(call):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        call()
    return [str(one.message) for one in told]


def votes(frame):
    rows = pd.MultiIndex.from_product([frame.index, ["trust"]], names=["unit", "code"])
    return gm.fuzzy.from_counts(frame.set_axis(rows), GRADES)


DOORS = {
    "records": lambda frame: list(gm.read_records(frame, TREE).notes),
    "dataset": lambda frame: list(gm.Dataset(TREE, frame).notes),
    "appraisal": lambda frame: list(gm.appraisal.appraise(BOOK, frame).notes),
    "dea": lambda frame: warned(lambda: gm.dea.radial(frame[["a"]], frame[["b"]])),
    "free disposal": lambda frame: warned(lambda: gm.dea.free_disposal(frame[["a"]], frame[["b"]])),
    "frequencies": lambda frame: warned(lambda: votes(frame)),
}


def table(cell, rest=(12.0, 15, 11, 14, 13)):
    return pd.DataFrame({"a": [*rest, cell], "b": [21.0, 22, 28, 24, 23, 25]}, index=[*"uvwxy", "odd"])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("code", [99999, 9999, 999, 999999, "99999", "9,999"])
def test_a_code_far_outside_its_column_is_named(door, code):
    frame = table(code)
    (note,) = [note for note in DOORS[door](frame) if "codes for missing ones" in note]
    assert f"({float(str(code).replace(',', '')):g})" in note
    assert "odd" in note


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("cell", [16, 99, 20, "18"])
def test_a_value_among_its_likes_is_not(door, cell):
    assert not [note for note in DOORS[door](table(cell)) if "missing ones" in note or "mixed" in note]


@pytest.mark.parametrize("door", [door for door in DOORS if door != "frequencies"])
@pytest.mark.parametrize("share", [0.8, 0.95, "0.6"])
def test_a_share_among_percentages_is_named(door, share):
    (note,) = [note for note in DOORS[door](table(share, (85, 92, 78, 88, 90))) if "may be mixed" in note]
    assert "odd, a (" in note


@pytest.mark.parametrize("code", [-999, -99, -9, -9999])
def test_a_negative_code_is_named_or_refused(code):
    for door in ("records", "dataset", "appraisal"):
        assert any("missing ones" in note and f"({code})" in note for note in DOORS[door](table(code))), door
    for door in ("dea", "free disposal", "frequencies"):
        with pytest.raises(gm.FaultyInput):
            DOORS[door](table(code))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(10, 100).map(lambda x: round(x, 1)), min_size=6, max_size=6),
    st.sampled_from([9999, 99999, 999999]),
)
def test_all_doors_name_the_same_cells(values, code):
    frame = pd.DataFrame({"a": [*values[1:], code], "b": values}, index=[*"uvwxy", "odd"])
    named = {door: [note.rsplit(": ", 1)[1] for note in reads(frame) if "missing ones" in note] for door, reads in DOORS.items()
             if door != "frequencies"}  # fmt: skip
    assert len({tuple(cells) for cells in named.values()}) == 1
    assert named["dea"] == [f"odd, a ({code:g})"]


# Appraisals of streets, hospitals and schools


@pytest.mark.parametrize(
    ("codes", "cell"), [([99999], 99999), (["未考核"], "未考核"), ((-999,), "-999"), ("k. A. ", "k. A.")]
)
def test_codes_of_an_appraisal_are_declared_as_in_records(codes, cell):
    frame = table(cell)
    found = gm.appraisal.appraise(BOOK, frame, missing_codes=codes)
    assert np.isnan(found.values.loc["odd", "a"])
    assert any("count as missing by `missing_codes=`" in note for note in found.notes) == (cell != "k. A.")
    refusing = {**BOOK, "missing": "refuse"}
    with pytest.raises(gm.FaultyInput, match="odd, a: there is no value"):
        gm.appraisal.appraise(refusing, frame, missing_codes=codes)


def test_decimal_commas_of_an_appraisal_are_read_where_that_is_said():
    frame = table("12,5")
    with pytest.raises(gm.FaultyInput, match=r"write 12\.5, or read with decimal=','"):
        gm.appraisal.appraise(BOOK, frame)
    assert gm.appraisal.appraise(BOOK, frame, decimal=",").values.loc["odd", "a"] == 12.5
    with pytest.raises(gm.FaultyInput, match=r"odd, a: '12\.5' is not a number"):
        gm.appraisal.appraise(BOOK, table("12.5"), decimal=",")


@pytest.mark.parametrize("name", ["合计", "满分", "Median", "目标值"])
def test_rows_that_are_no_units_are_dropped_from_an_appraisal(name):
    frame = table(50).rename(index={"odd": name})
    with pytest.raises(gm.FaultyInput, match='not a unit; say totals="drop"'):
        gm.appraisal.appraise(BOOK, frame)
    found = gm.appraisal.appraise(BOOK, frame, totals="drop")
    assert found.totals.index.tolist() == [*"uvwxy"]
    assert any("left out" in note and name in note for note in found.notes)
    assert len(gm.appraisal.appraise(BOOK, frame, totals="keep").totals) == 6


def test_a_row_that_adds_up_is_refused_by_an_appraisal_and_by_dea():
    frame = table(65.0)
    frame.loc["odd", "b"] = 118.0
    with pytest.raises(gm.FaultyInput, match="odd: equals the sum of all other rows in every column"):
        gm.appraisal.appraise(BOOK, frame)
    assert gm.appraisal.appraise(BOOK, frame, totals="drop").totals.index.tolist() == [*"uvwxy"]
    with pytest.raises(
        gm.FaultyInput, match="odd: equals the sum of all other rows in every column; leave the row out"
    ):
        gm.dea.radial(frame[["a"]], frame[["b"]])


def test_margins_with_a_total_are_refused(tmp_path):
    for word in ("合计", "Total", "总计"):
        frame = pd.DataFrame({"column": ["sex"] * 3, "category": ["f", "m", word], "people": [10, 12, 22]})
        frame.to_csv(tmp_path / "m.csv", index=False)
        with pytest.raises(gm.FaultyInput, match=f"'{word}' is a total, not a category"):
            gm.survey.read_margins(tmp_path / "m.csv")


# Values that a unit does not allow: a police board, a Chinese district, a school


@pytest.mark.parametrize(("unit", "value", "said"), [
    ("%", 104, "104 is not between 0 and 100: the unit of the indicator is %"),
    ("件", -3, "-3 is below 0: the unit of the indicator is 件"),
    ("score 0-10", 11, "11 is not between 0 and 10"), ("% on time", -2, "-2 is not between 0 and 100"),
    ("人次", -1, "-1 is below 0"),
    ("万人", -0.5, "-0.5 is below 0"), ("‰", 1200, "1200 is not between 0 and 1000"), ("days", -1, "-1 is below 0"),
])  # fmt: skip
def test_a_value_that_the_unit_does_not_allow_is_refused_at_every_door_and_the_way_out_works(
    tmp_path, unit, value, said
):
    def tree(unit, **posts):
        return gm.read_tree({"code": "C", "parts": [{"code": "x", "better": "more", "unit": unit, **posts}]})

    frame = pd.DataFrame({"x": [5.0, 8, 7, value]}, index=[*"uvw", "odd"])
    frame.rename_axis("unit").to_csv(tmp_path / "t.csv")
    frame.rename_axis("unit").to_excel(tmp_path / "t.xlsx")
    for source in (frame, tmp_path / "t.csv", tmp_path / "t.xlsx"):
        with pytest.raises(gm.FaultyInput) as error:
            gm.read_records(source, tree(unit))
        assert f"odd, x: {said}" in str(error.value)
    wider = str(error.value).split('unit: "')[1].split('"')[0]
    assert gm.read_records(frame, tree(wider)).values.loc["odd", "x"] == value
    assert not gm.read_records(frame, tree(wider)).notes
    post = {"best": value} if value > 0 else {"worst": value}
    assert gm.read_records(frame, tree(unit, **post)).values.loc["odd", "x"] == value
    (note,) = gm.Dataset(tree(unit), frame).notes
    assert note == "values that the unit of the indicator does not allow: odd, x"


@pytest.mark.parametrize(("name", "unit", "value"), [
    ("增长率", "%", -4), ("环境卫生改善率", "%", -1.1), ("Fall in cases", "%", -3),
    ("预算执行率", "%", 112), ("Completion of plans", "%", 130),
    ("Turnout", "% of target", 120), ("人口净流入", "人", -50),
    ("Budget balance", "yuan", -8), ("温度", "°C", -5), ("结余", "万元", -3),
    ("满意度", "%", 100.0000000001), ("通胀", "% per year", -1),
    ("投诉同比", "件", -6), ("x", "", -7),
])  # fmt: skip
def test_what_may_lie_there_is_read_without_a_word(name, unit, value):
    tree = gm.read_tree({"code": "C", "parts": [{"code": "x", "name": name, "better": "more", "unit": unit}]})
    data = gm.read_records(pd.DataFrame({"x": [50.0, 80, 70, value]}, index=[*"uvw", "odd"]), tree)
    assert not data.notes


def test_what_a_treatment_makes_is_not_judged():
    tree = gm.read_tree({"code": "C", "parts": [{"code": "x", "better": "more", "unit": "%"}]})
    data = gm.Dataset(tree, pd.DataFrame({"x": [50.0, 80, 70]}, index=[*"uvw"]))
    assert not data.with_values(data.values * 3, "tripled").notes


def test_a_column_of_shares_under_a_percentage_is_named():
    tree = gm.read_tree(
        {
            "code": "g",
            "parts": [{"code": "A", "unit": "%", "better": "more"}, {"code": "B", "better": "more"}],
        }
    )
    frame = pd.DataFrame({"A": [0.9, 0.8, None, 0.75], "B": [0.9, 0.8, 0.1, 0.7]}, index=list("uvwx"))
    said = "no value is above 1, though the unit is % (if they are shares, multiply by 100): A"
    assert said in gm.read_records(frame, tree).notes
    assert said in gm.Dataset(tree, frame).notes
    rare = frame.assign(A=[0.01, 0.02, 0.15, 0.1])  # percentages of what is rare
    assert not any("above 1" in note for note in gm.read_records(rare, tree).notes)


@pytest.mark.parametrize(
    ("number_format", "cell"),
    [('0.0"万"', 3), ('0"千"', 5), ('0"‰"', 900), ('0.0"百万"', 2), ('#,##0.0"亿"', 1.5)],
)
def test_a_sign_that_multiplies_is_no_plain_number(tmp_path, number_format, cell):
    book = Workbook()
    for row in [["unit", "A", "B"], ["u", 12, 3], ["v", cell, 4]]:
        book.active.append(row)
    book.active["B3"].number_format = number_format
    book.save(tmp_path / "t.xlsx")
    tree = gm.IndicatorTree.from_groups({"g": ["A", "B"]})
    with pytest.raises(gm.FaultyInput, match=f"v, A: '{cell}.+' is not a number"):
        gm.read_records(tmp_path / "t.xlsx", tree)
    book.active["B3"].number_format = number_format.replace("0", "0", 1).replace(
        '"', ',"', 1
    )  # the scaled number is shown
    book.save(tmp_path / "t.xlsx")
    assert gm.read_records(tmp_path / "t.xlsx", tree).values.loc["v", "A"] == cell
