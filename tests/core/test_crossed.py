"""Units across periods, up to a size."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.panel_rows import crossed, refuse_crossed
from govmetrics.policy.panel_frame import indicators


def test_a_table_of_units_across_too_many_periods_is_refused_before_it_is_made():
    rows = pd.MultiIndex.from_arrays(
        [pd.date_range("1930", periods=30_000), np.arange(30_000).astype(str)], names=["period", "unit"]
    )
    said = "30,000 periods of 30,000 units make a table of 900,000,000 cells; 50,000,000 are taken; merge periods"
    with pytest.raises(gm.FaultyInput, match=said):
        crossed(pd.Series(1.0, rows), "unit")


def test_a_small_one_is_made():
    rows = pd.MultiIndex.from_product([[2024, 2025], ["u", "v"]], names=["period", "unit"])
    assert crossed(pd.Series([1, 2, 3, 4], rows), "period").loc["v"].tolist() == [2, 4]


def rare(units, periods):
    """As many rows as units or periods, each unit and each period at least once: a panel of holes."""
    at = np.arange(max(units, periods))
    return pd.DataFrame({"unit": at % units, "period": at % periods, "y": at % 7.0, "x": (at % 11.0) ** 2})


def test_a_panel_of_holes_is_refused_by_policy_before_any_table():
    with pytest.raises(
        gm.FaultyInput, match=r"period: 8,000 periods of 8,001 units make a table of 64,008,000 cells"
    ):
        gm.policy.effects(rare(8_001, 8_000), "y", ["x"], "unit", "period")
    refuse_crossed(8_001, 8_000, 8_001 * 8_000)  # what has no holes is a table already


def test_indicators_of_periods_are_made_up_to_a_size():
    assert indicators(np.array([1, 0, 1]), 2).tolist() == [[0, 1], [1, 0], [0, 1]]
    with pytest.raises(gm.FaultyInput, match=r"period: 14\.4 GB of memory would be needed.*merge periods"):
        indicators(np.arange(30_000), 30_000)


def test_windows_and_ellipses_of_too_many_periods_are_refused(monkeypatch):
    index = pd.MultiIndex.from_product([range(2000, 2006), ["a", "b", "c"]], names=["period", "unit"])
    table = pd.Series(np.arange(1.0, 19), index, name="x")
    assert len(gm.dea.window(table, (table**0.5).rename("y"), width=2).trend) == 3
    points = pd.DataFrame({"x": [0.0, 1000, 500], "y": [0.0, 100, 900]}, list("abc"))
    assert gm.spatial.ellipse(points, table, coordinates="projected") is not None
    monkeypatch.setattr("govmetrics.core.memory.MOST", 32 * 5 * 3 * 6 - 1)
    monkeypatch.setattr("govmetrics.core.panel_rows.MOST_CELLS", 17)
    with pytest.raises(gm.FaultyInput, match=r"period: .* of memory would be needed.*merge periods"):
        gm.dea.window(table, (table**0.5).rename("y"), width=2)
    with pytest.raises(gm.FaultyInput, match="6 periods of 3 units make a table of 18 cells; 17 are taken"):
        gm.spatial.ellipse(points, table, coordinates="projected")
