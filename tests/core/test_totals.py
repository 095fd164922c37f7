"""Rows of totals and averages are named, and left out only when told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.totals import computed_totals, is_total, named_totals

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
ROWS = {"甲": (1, 3), "乙": (2, 5), "丙": (3, 9), "丁": (7, 2)}


def table(**more):
    rows = ROWS | more
    return pd.DataFrame([(unit, *cells) for unit, cells in rows.items()], columns=["unit", "a", "b"])


@pytest.mark.parametrize(
    "name",
    ["合计", "总计", "小计", "平均", "全市", "全区", "合 计", "平均值", "东街道小计", "全区平均", "合计：",
     "Total", "TOTAL", "Grand total", "Mean", "Average", "World", "Gesamt", "Moyenne"],
)  # fmt: skip
def test_rows_called_totals_are_a_fault_unless_dropped_or_kept(name):
    with pytest.raises(gm.FaultyInput, match="is a row of totals or averages, not a unit; say totals="):
        gm.read_records(table(**{name: (50, 60)}), TREE)
    dropped = gm.read_records(table(**{name: (50, 60)}), TREE, totals="drop")
    assert dropped.units.tolist() == list(ROWS)
    assert any("left out" in note for note in dropped.notes)
    assert len(gm.read_records(table(**{name: (50, 60)}), TREE, totals="keep").units) == 5


@pytest.mark.parametrize(
    "name", ["总计路社区", "Totalville", "平均桥村", "Meanwood", "全市民社区", "Worldham", "甲区"]
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
         "East", "Totalville", "总计路社区"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), min_size=4, max_size=8))
def test_many_names_at_once_are_told_as_each_is(names):
    each = np.array([is_total(name) for name in names])
    units = len({name for name in names if not is_total(name)})
    assert named_totals(pd.Series(names)).tolist() == (each & (units >= 2)).tolist()
