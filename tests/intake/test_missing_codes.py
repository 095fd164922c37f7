"""99999 is no satisfaction rate: codes for "missing" are declared, named or refused; shares among percentages are named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.odd_values import CODES

TREE = gm.read_tree(
    {
        "code": "C",
        "parts": [
            {"code": "sat", "better": "more", "unit": "%"},
            {"code": "days", "better": "less", "unit": "days"},
        ],
    }
)
TEMPE = pd.DataFrame({"unit": ["2010", "2011", "2014", "2015", "2016"], "sat": ["88%", "86%", "87%", "99999", "89%"],
                      "days": [3, 4, 3, -999, 2]})  # fmt: skip


def one(values, unit="", **posts):
    tree = gm.read_tree({"code": "C", "parts": [{"code": "x", "better": "more", "unit": unit, **posts}]})
    return gm.read_records(pd.DataFrame({"x": values}, index=[f"u{i}" for i in range(len(values))]), tree)


def test_codes_that_the_unit_does_not_allow_are_faults_that_name_the_way_out():
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_records(TEMPE, TREE)
    assert [fault.place for fault in error.value.faults] == ["2015, sat", "2015, days"]
    assert "99999 is probably a code for a missing value: the unit of the indicator is %" in str(error.value)
    assert "missing_codes=[-999]" in str(error.value)


@pytest.mark.parametrize("codes", [[99999, -999], ("99999", "-999"), {99999.0, -999}])
def test_declared_codes_are_missing_and_counted(codes):
    data = gm.read_records(TEMPE.assign(days=[3, 4, -999, 5, 2]), TREE, missing_codes=codes)
    assert data.values["sat"].isna().tolist() == [False, False, False, True, False]
    assert data.values["days"].isna().tolist() == [False, False, True, False, False]
    assert "cells that count as missing by `missing_codes=`: 99999 (1), -999 (1)" in map(str, data.notes)


def test_texts_may_be_codes_too_and_a_row_of_nothing_else_is_empty():
    table = pd.DataFrame({"unit": ["a", "b"], "sat": ["未调查 ", "80%"], "days": [1, "k. A."]})
    data = gm.read_records(table, TREE, missing_codes=["未调查", "k. A."])
    assert data.values.isna().to_numpy().tolist() == [[True, False], [False, True]]
    with pytest.raises(gm.FaultyInput, match="2015: has no value at all"):
        gm.read_records(TEMPE, TREE, missing_codes=[99999, -999])
    with pytest.raises(gm.FaultyInput, match="missing_codes: is None"):
        gm.read_records(TEMPE, TREE, missing_codes=None)


# One tree of a police board, one of a Chinese district, one of a school inspection, one of a price index


@pytest.mark.parametrize(("values", "unit"), [
    ([12, 15, 11, -9], "cases"), ([81.5, 79.0, 999, 90.2], "% on time"), ([7, 8, 6, 9999], "score 0-10"),
    ([3, 5, 4, -99], "件"), ([210, 180, 240, -999], "yuan/case"), ([82, 90, -999, 77], "得分 0-100"),
])  # fmt: skip
def test_a_code_outside_the_unit_is_refused(values, unit):
    with pytest.raises(gm.FaultyInput, match="is probably a code for a missing value"):
        one(values, unit)


@pytest.mark.parametrize(("values", "unit", "posts"), [
    ([1200, 1500, 1100, 99999], "元", {}), ([1.2, -0.8, 2.5, -999], "% per year", {}), ([0.4, 0.6, 0.5, 9999], "", {}),
    ([5, 8, 7, -99], "%", {"worst": -100, "best": 100}),
])  # fmt: skip
def test_a_code_that_the_unit_or_the_tree_allows_is_named(values, unit, posts):
    (note,) = one(values, unit, **posts).notes
    assert note.startswith("values that may be codes for missing ones")
    assert f"u3, x ({values[3]:g})" in note
    assert "可能是缺失代码的取值" in note.say("zh")


@pytest.mark.parametrize(("values", "unit"), [
    ([800, 1200, 999, 400], "元"), ([999, 950, 1005, 870], "件"), ([80000, 120000, 99999, 70000], "人"), ([12, 99, 40, 60], "件"),
    ([-9, -8, -12, -5], "°C"), ([88, 86, 99, 89], "%"), ([5, 999], "件"),
])  # fmt: skip
def test_nines_among_their_likes_are_values(values, unit):
    data = one(values, unit)
    assert not data.notes
    np.testing.assert_array_equal(data.values["x"], values)


@given(
    st.lists(st.floats(-100, 100), min_size=2, max_size=8),
    st.sampled_from([c for c in CODES.tolist() if abs(c) > 900]),
)
def test_a_code_beside_values_of_usual_size_never_passes_in_silence(values, code):
    assert any("missing ones" in note for note in one([*values, code]).notes)


@given(st.lists(st.integers(1, 990), min_size=1, max_size=8))
def test_values_without_nines_are_never_called_codes(values):
    data = one([float(v) if v not in {9, 99, 999} else 10.0 for v in values], "件")
    assert not data.notes


@pytest.mark.parametrize(("values", "named"), [
    ([95, 92, 0.95, 88], ["u2, x (0.95)"]), ([0.81, 0.77, 84, 0.9], ["u2, x (84)"]), (["85%", 0.9, "78%"], ["u1, x (0.9)"]),
    (["８５％", "0.5", "0.7"], ["u1, x (0.5)", "u2, x (0.7)"]), (["5%", 1, "3%"], ["u1, x (1)"]),
])  # fmt: skip
def test_shares_among_percentages_are_named(values, named):
    (note,) = one(values, "%").notes
    assert note.startswith("shares and percentages may be mixed")
    assert all(cell in note for cell in named)


@pytest.mark.parametrize(("values", "unit"), [([0.2, 0.9, 3, 5], "%"), ([0, 95, 80], "%"),
                                              ([0.5, 20, 30], "hours"), (["85%", 84, "90%"], "%")])  # fmt: skip
def test_percentages_that_are_all_alike_are_not(values, unit):
    assert not one(values, unit).notes


def test_percentages_that_are_all_below_one_are_told():
    (note,) = one([0.5, 0.6, 0.9], "%").notes
    assert note.startswith("no value is above 1, though the unit is %")


def test_a_real_percentage_of_a_spreadsheet_beside_a_plain_number_is_named(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    for row in (["unit", "sat", "days"], ["甲", 0.85, 3], ["乙", 0.9, 4]):
        book.active.append(row)
    book.active["B2"].number_format = "0%"
    book.save(tmp_path / "t.xlsx")
    data = gm.read_records(tmp_path / "t.xlsx", TREE)
    assert data.values["sat"].tolist() == [85, 0.9]
    assert "乙, sat (0.9)" in data.notes[0]
