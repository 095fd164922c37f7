"""Units across periods, up to a size."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.panel_rows import crossed


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
