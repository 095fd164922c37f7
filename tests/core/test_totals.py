"""Rows of totals and averages are named, and left out only when told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import totals
from govmetrics.core.totals import computed_totals, is_total, named_totals

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
ROWS = {"甲": (1, 3), "乙": (2, 5), "丙": (3, 9), "丁": (7, 2)}


def table(**more):
    rows = ROWS | more
    return pd.DataFrame([(unit, *cells) for unit, cells in rows.items()], columns=["unit", "a", "b"])


@pytest.mark.parametrize(
    "name",
    ["合计", "总计", "小计", "平均", "全市", "全区", "合 计", "平均值", "东街道小计", "全区平均", "合计：",
     "全校", "总体均数", "全县平均水平", "District average", "Total (n=32)", "Totals 2024", "Kreis gesamt", "Insgesamt",
     "Ensemble",
     "Weighted mean", "Mean (SD)", "Total", "TOTAL", "Grand total", "Mean", "Average", "World", "Gesamt", "Moyenne"],
)  # fmt: skip
def test_rows_called_totals_are_a_fault_unless_dropped_or_kept(name):
    with pytest.raises(gm.FaultyInput, match="is a row of totals or averages, not a unit; say totals="):
        gm.read_records(table(**{name: (50, 60)}), TREE)
    dropped = gm.read_records(table(**{name: (50, 60)}), TREE, totals="drop")
    assert dropped.units.tolist() == list(ROWS)
    assert any("left out" in note for note in dropped.notes)
    assert len(gm.read_records(table(**{name: (50, 60)}), TREE, totals="keep").units) == 5


@pytest.mark.parametrize(
    "name",
    [
        "总计路社区",
        "Totalville",
        "平均桥村",
        "Meanwood",
        "全市民社区",
        "Worldham",
        "甲区",
        "总体桥社区",
        "全校场社区",
        "其中村",
        "同比社区",
        "Totals Lane",
        "Average Joe",
        "Gesamtschule Nord",
    ],
)
def test_units_that_only_sound_like_totals_are_units(name):
    assert not is_total(name)


@pytest.mark.parametrize(
    ("cells", "what"), [((13, 19), "the sum"), ((3.25, 4.75), "the mean"), ((3.3, 4.8), "the mean")]
)
def test_a_row_that_adds_up_is_named_whatever_it_is_called(cells, what):
    with pytest.raises(gm.FaultyInput, match=f"X: equals {what} of all other rows in every column"):
        gm.read_records(table(X=cells), TREE)
    data = gm.read_records(table(X=cells), TREE, totals="drop")
    assert data.units.tolist() == list(ROWS)


def test_counts_that_add_up_beside_rates_that_average_are_not_guessed():
    assert gm.read_records(table(X=(13, 4)), TREE).units.tolist() == [*ROWS, "X"]


def test_totals_of_every_period_are_found():
    frames = [table(X=(13, 19)).assign(year=2024), table(X=(1, 2)).assign(year=2025)]
    with pytest.raises(gm.FaultyInput, match="2024, X: equals the sum") as error:
        gm.read_records(pd.concat(frames), TREE, period="year")
    assert "2025, X" not in str(error.value)


def test_a_table_without_subtotals_is_left_after_few_columns(monkeypatch):
    """Of 49 columns the first two or three tell that no row is a sum of others."""
    looked = []
    nearly = totals._nearly
    monkeypatch.setattr(totals, "_nearly", lambda x, *near: looked.append(len(x)) or nearly(x, *near))
    assert computed_totals(pd.DataFrame(np.random.default_rng(0).lognormal(size=(51, 49)))) == {}
    assert min(looked) > 0
    assert len(looked) < 20


def test_even_steps_and_single_columns_prove_nothing():
    even = pd.DataFrame({"unit": list("uvwxy"), "a": [1.0, 2, 3, 4, 5], "b": [10.0, 20, 30, 40, 50]})
    assert len(gm.read_records(even, TREE).units) == 5
    assert computed_totals(pd.DataFrame({"a": [1.0, 2, 3, 6]})) == {}


def test_a_city_alone_is_a_unit():
    only = pd.DataFrame({"unit": ["全市", "全市"], "year": [2024, 2025], "a": [1.0, 2], "b": [3.0, 4]})
    assert gm.read_records(only, TREE, period="year").units.tolist() == ["全市"]


def test_real_units_are_hardly_ever_taken_for_totals():
    rng = np.random.default_rng(0)
    for _ in range(50):
        assert computed_totals(pd.DataFrame(rng.normal(70, 10, (32, 4)).round(1))) == {}


WORDS = ["合计", "东街道小计", "合 计", "全区", "Total", "SUB-TOTALS:", "Grand total", "mean", "Avg.", "a|total|b", "甲社区",
         "East", "Totalville", "总计路社区", "Total 2024", "Kreis gesamt", "其中：城镇",
         "ensemble", "全校", "Mean (SD)"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=8))
def test_many_names_at_once_are_told_as_each_is(names):
    each = np.array([is_total(name) for name in names])
    units = len({name for name in names if not is_total(name)})
    assert named_totals(pd.Series(names)).tolist() == (each & (units >= 2)).tolist()


# Subtotals, gaps, two units: a Chinese district, a Swiss canton, a chain of clinics

STREETS = pd.DataFrame(
    [("东", "甲", 312, 88.5, 41.2), ("东", "乙", 287, 91.2, 39.5), ("东", "丙", 455, 79.9, 44.1), ("西", "丁", 198, 84.3, 51.7),
     ("西", "戊", 521, 90.8, 38.6)], columns=["街道", "unit", "a", "b", "c"])  # fmt: skip
THREE = gm.IndicatorTree.from_groups({"G": ["a", "b", "c"]})


def subtotal(rows, how, street=None, name="X"):
    cells = STREETS.iloc[rows][["a", "b", "c"]].agg(how).round(2)
    return pd.DataFrame([{"街道": street, "unit": name, **cells}])


@pytest.mark.parametrize("how", ["sum", "mean"])
@pytest.mark.parametrize(
    ("rows", "place"), [([0, 1, 2], 3), ([0, 1, 2], 0), ([3, 4], 5), ([3, 4], 3), ([1, 2], 3)]
)
def test_a_subtotal_without_a_name_above_or_below_its_rows_is_found(how, rows, place):
    whole = pd.concat([STREETS.iloc[:place], subtotal(rows, how), STREETS.iloc[place:]], ignore_index=True)
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_records(whole, THREE)
    (fault,) = error.value.faults
    names = ", ".join(STREETS["unit"].iloc[rows])
    assert str(fault).startswith(f"X: equals the {how} of these rows in every column: {names}; say totals=")
    assert "各列均等于以下各行的" in fault.say("zh")
    assert gm.read_records(whole, THREE, totals="drop").units.tolist() == STREETS["unit"].tolist()


def test_a_subtotal_of_a_street_is_found_wherever_it_stands():
    whole = pd.concat([STREETS.iloc[[0, 3, 1, 4, 2]], subtotal([0, 1, 2], "sum", "东")], ignore_index=True)
    with pytest.raises(gm.FaultyInput, match="X: equals the sum of these rows in every column: 甲, 乙, 丙"):
        gm.read_records(whole, THREE)


def test_subtotals_beside_a_total_of_all_are_all_found():
    parts = [STREETS.iloc[:3], subtotal([0, 1, 2], "sum", name="P"), STREETS.iloc[3:], subtotal([3, 4], "sum", name="Q"),
             subtotal([0, 1, 2, 3, 4], "sum", name="R")]  # fmt: skip
    data = gm.read_records(pd.concat(parts, ignore_index=True), THREE, totals="drop")
    assert data.units.tolist() == STREETS["unit"].tolist()
    assert any("P" in note and "Q" in note and "R" in note for note in data.notes)


@pytest.mark.parametrize("how", ["sum", "mean"])
@pytest.mark.parametrize(("row", "column"), [("X", "b"), ("甲", "c"), ("丁", "a")])
def test_a_total_with_a_gap_and_one_over_gaps_is_found(how, row, column):
    frame = STREETS.drop(columns="街道").set_index("unit").astype(float)
    if row != "X":
        frame.loc[row, column] = np.nan
    frame.loc["X"] = frame.agg(how).round(3)
    if row == "X":
        frame.loc[row, column] = np.nan
    with pytest.raises(gm.FaultyInput, match=f"X: equals the {how} of all other rows"):
        gm.read_records(frame, THREE)


@pytest.mark.parametrize("how", ["sum", "mean"])
def test_a_total_of_two_units_is_found_where_the_digits_prove_it(how):
    two = STREETS.iloc[:2].drop(columns="街道").set_index("unit").astype(float)
    two.loc["X"] = two.agg(how).round(2)
    with pytest.raises(gm.FaultyInput, match=f"X: equals the {how} of all other rows"):
        gm.read_records(two, THREE)
    small = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 2, 4], "c": [3.0, 1, 4]}, index=["u", "v", "w"])
    assert len(gm.read_records(small, THREE).units) == 3
    one = pd.DataFrame(
        {"a": [312.0, 287, 599], "b": [88.5, 91.2, 70.1], "c": [41.2, 39.5, 44]}, index=["u", "v", "w"]
    )
    assert len(gm.read_records(one, THREE).units) == 3


def test_a_middle_of_even_steps_is_no_mean_of_two():
    steps = pd.DataFrame(
        {"a": [312.1, 345.2, 378.3], "b": [88.5, 80.25, 72.0], "c": [41.2, 47.7, 54.2]},
        index=["2022", "2023", "2024"],
    )
    assert len(gm.read_records(steps, THREE).units) == 3


def test_units_by_chance_are_hardly_ever_subtotals():
    rng = np.random.default_rng(1)
    for _ in range(60):
        assert computed_totals(pd.DataFrame(rng.integers(0, 12, (40, 4)).astype(float))) == {}
        assert computed_totals(pd.DataFrame(rng.normal(70, 10, (60, 3)).round(1))) == {}
        growing = np.outer(np.arange(1, 20), [1.0, 10, 7.5]) + rng.integers(0, 2, 3)
        assert computed_totals(pd.DataFrame(growing)) == {}


@pytest.mark.parametrize(
    "name",
    ["满分", "目标值", "标准差", "方差", "中位数", "最大值", "最小值", "排名", "权重", "序号", "满分（分）", "最高分：", "Std",
     "Std.",
     "同比", "环比增减", "比上年增长", "上年同期", "其中：城镇", "样本量", "增长率",
     "Median", "Max", "Min.", "Rank", "Target", "Weights", "Standardabweichung", "Médiane", "Objetivo"],
)  # fmt: skip
def test_rows_of_statistics_targets_and_weights_are_no_units(name):
    with pytest.raises(
        gm.FaultyInput, match="is a row of statistics, targets or weights, not a unit; say totals="
    ):
        gm.read_records(table(**{name: (50, 60)}), TREE)
    assert gm.read_records(table(**{name: (50, 60)}), TREE, totals="drop").units.tolist() == list(ROWS)
    assert len(gm.read_records(table(**{name: (50, 60)}), TREE, totals="keep").units) == 5


@pytest.mark.parametrize(
    "name",
    ["目标村", "满分社区", "权重路", "Maxville", "Minden", "Targetville", "SD", "Var", "CV", "方差庄社区"],
)
def test_units_that_only_sound_like_statistics_are_units(name):
    assert not is_total(name)


def test_columns_that_follow_from_one_another_prove_nothing():
    """Services of a district, as one hidden quality makes them: the middle of a run of units is no average row."""
    rng = np.random.default_rng(3)
    for _ in range(15):
        hidden = rng.normal(0, 1, (60, 1))
        table = pd.DataFrame((hidden @ [[2.1, 2.0, -4.0, 6.0]] + [9, 11, 12, 83]).round(1))
        assert computed_totals(table) == {}


def test_numbers_near_the_largest_there_are_raise_nothing():
    assert computed_totals(pd.DataFrame({"a": [1.7e308, -1.7e308, 1e308], "b": [1.0, 2, 4]})) == {}


@pytest.mark.parametrize("block", [False, True])
def test_means_rounded_to_a_digit_that_is_nought_are_found(block):
    values = np.random.default_rng(5).integers(0, 101, (24, 4)).astype(float)
    values[0] += (
        24 - values.sum(axis=0) % 24 + (1, 10, 0, 0)
    )  # means of 1/24 and of 10/24 above whole numbers
    rows = np.vstack([values, values.mean(axis=0).round(1)])
    if block:
        rows = np.vstack([rows, np.random.default_rng(6).integers(0, 101, (6, 4))])
    assert [float(mean).is_integer() for mean in rows[24]] == [True, False, True, True]
    assert list(computed_totals(pd.DataFrame(rows))) == [24]
