"""The ranking of the latest period, and the changes since the one before."""

import math

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, IndicatorTree
from govmetrics.report.standing import standing


def test_latest_period_with_changes(panel):
    stands = standing(panel)
    assert (stands.period, stands.before, len(stands.periods)) == ("2025Q3", "2025Q2", 4)
    table = stands.table.set_index("unit")
    assert table["score"].to_dict() == {"a": 50, "b": 20, "c": 50}
    assert table["place"].to_dict() == {"a": "1=", "c": "1=", "b": "3"}
    assert table["change"].to_dict() == {"a": 0, "b": -10, "c": 10}
    assert table["moved"].to_dict() == {"a": 0, "b": 0, "c": 1}
    assert set(stands.table.index.get_level_values("period")) == {"2025Q3"}


def test_without_periods(assessment):
    stands = standing(assessment)
    assert (stands.period, stands.before, stands.periods) == (None, None, ())
    assert stands.table["unit"].tolist() == ["南山区", "=SUM(A1)", "<b>bold</b>"]
    assert stands.table["change"].isna().all()


def test_periods_go_by_time_not_by_name():
    rows = pd.MultiIndex.from_product([["2025年10月", "2025年9月"], ["a", "b"]], names=["period", "unit"])
    data = Dataset(IndicatorTree.from_groups({"A": ["x"]}), pd.DataFrame({"x": [1.0, 2, 3, 4]}, index=rows))
    assert standing(gm.follow(gm.Recipe(), data)).periods == ("2025年9月", "2025年10月")


def test_periods_that_do_not_tell_the_time_are_refused_and_never_go_by_name():
    rows = pd.MultiIndex.from_product([["wave B", "wave A"], ["a", "b"]], names=["period", "unit"])
    with pytest.raises(gm.FaultyInput, match="'wave A' has no order in time"):
        Dataset(IndicatorTree.from_groups({"A": ["x"]}), pd.DataFrame({"x": [1.0, 2, 3, 4]}, index=rows))


def test_units_without_a_score_come_last_and_have_no_place():
    frame = pd.DataFrame({"x": [1.0, None, 3], "y": [1.0, 2, 3]}, index=pd.Index(list("abc"), name="unit"))
    stands = standing(gm.follow(gm.Recipe(), Dataset(IndicatorTree.from_groups({"A": ["x", "y"]}), frame)))
    last = stands.table.iloc[-1]
    assert (last["unit"], last["place"]) == ("b", "–")
    assert math.isnan(last["score"])
