"""Sen (1968), J. Amer. Statist. Assoc. 63, 1379-1389, example on p. 1384, times at unequal distances.

The limits are those that the tests of scipy and R's deming expect; deming says that the paper's list of slopes has
mistakes, and that it takes the width of the interval from Kendall's table.

Also Little (College of the Holy Cross), "A Mann-Kendall example by hand": S and z of fourteen values with one tie,
https://mathcs.holycross.edu/~little/Montserrat/MannKendallByHand.txt.
"""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm


def series(times, values):
    index = pd.MultiIndex.from_product([times, ["u"]], names=["period", "unit"])
    return pd.Series(values, index, name="index", dtype=float)


def test_slope_and_interval():
    table = gm.panel.trends(series([1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78]), level=0.93).table
    row = table.loc[("u", "index")]
    assert row["slope"] == 4
    assert row["lower"] == pytest.approx(26 / 7)  # scipy: 3.71
    assert row["upper"] == pytest.approx(35 / 8)  # scipy: 4.38


def test_mann_kendall_by_hand():
    values = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]
    row = gm.panel.trends(series(range(2001, 2015), values)).table.loc[("u", "index")]
    assert row["s"] == 54
    assert row["z"] == pytest.approx(2.9058, abs=5e-5)
    assert row["p"] == pytest.approx(2 * 0.0018, abs=1e-4)
    assert row["direction"] == "up"
    assert np.isfinite(row[["lower", "upper"]].to_numpy(float)).all()
