"""Trends: against scipy, against formulas written again, and on the right years."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.numerics.trend import null_distribution, trend
from govmetrics.panel import trends


def frame(times, columns, names=None):
    """Rows (period, unit) of {unit: values}."""
    index = pd.MultiIndex.from_product([times, list(columns)], names=["period", "unit"])
    values = np.array([columns[unit] for unit in columns], dtype=float).T.ravel()
    return pd.DataFrame({"index": values}, index)


times = st.lists(st.integers(1990, 2030), min_size=5, max_size=14, unique=True).map(sorted)


@given(t=times, data=st.data())
def test_slopes_are_those_of_scipy(t, data):
    y = np.array(data.draw(st.lists(st.integers(-20, 20), min_size=len(t), max_size=len(t))), dtype=float)
    found = trend(y[:, None], np.array(t, dtype=float), 0.9)
    expected = stats.theilslopes(y, t, 0.9)
    assert found.slope[0] == pytest.approx(expected.slope)
    # Where scipy's interval would need slopes beyond the extreme ones it takes those; we say that it has no end.
    for mine, theirs in ((found.lower[0], expected.low_slope), (found.upper[0], expected.high_slope)):
        assert mine == pytest.approx(theirs) or np.isinf(mine)


@given(y=st.lists(st.integers(0, 6), min_size=11, max_size=30))
def test_mann_kendall_with_ties_by_its_formulas(y):
    """S, its variance with tie correction and z with continuity correction, after Gilbert (1987), eq. 16.3-16.5."""
    n = len(y)
    s = sum(np.sign(y[j] - y[i]) for i in range(n) for j in range(i + 1, n))
    ties = [y.count(v) for v in set(y)]
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    z = 0.0 if s == 0 else (s - np.sign(s)) / np.sqrt(variance)
    found = trend(np.array(y, dtype=float)[:, None], np.arange(n, dtype=float), 0.95)
    assert found.s[0] == s
    assert found.z[0] == pytest.approx(z)
    assert found.p[0] == pytest.approx(2 * stats.norm.sf(abs(z)))
    if len(set(y)) > 1:
        assert found.tau[0] == pytest.approx(stats.kendalltau(range(n), y).statistic)


@given(y=st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_short_series_have_the_p_of_all_orders(y):
    def s_of(values):
        return sum(np.sign(b - a) for i, a in enumerate(values) for b in values[i + 1 :])

    every = np.array([s_of(order) for order in permutations(y)])
    expected = (np.abs(every) >= abs(s_of(y))).mean()
    found = trend(np.array(y, dtype=float)[:, None], np.arange(len(y), dtype=float), 0.95)
    assert found.p[0] == pytest.approx(expected)


def test_exact_p_without_ties_is_kendalls():
    rng = np.random.default_rng(0)
    for n in range(3, 11):
        y = rng.permutation(n).astype(float)
        found = trend(y[:, None], np.arange(n, dtype=float), 0.95)
        expected = stats.kendalltau(np.arange(n), y, method="exact").pvalue
        assert found.p[0] == pytest.approx(expected)
    support, chance = null_distribution((2, 1, 3))
    assert chance.sum() == pytest.approx(1)
    assert support.max() == 11  # untied pairs of 15


def test_the_years_count_not_the_rows():
    """COINr's trends took the place in the table for the year."""
    years = [2015, 2018, 2019, 2024]
    table = frame(years, {"u": [10.0, 16, 18, 28], "v": [9.0, 9, 9, 9]})
    found = trends(table)
    assert found.table.loc[("u", "index"), "slope"] == 2  # two points a year, whatever the gaps
    assert found.years.to_dict() == dict(zip(years, map(float, years), strict=True))
    shuffled = trends(table.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(shuffled.table.sort_index(), found.table.sort_index())


@given(seed=st.integers(0, 99), missing=st.floats(0, 0.5))
def test_shuffled_rows_and_other_units_change_nothing(seed, missing):
    rng = np.random.default_rng(seed)
    values = np.where(rng.random((6, 4)) < missing, np.nan, rng.integers(0, 9, (6, 4)))
    table = frame([2011, 2012, 2014, 2015, 2019, 2020], dict(zip("uvwx", values.T, strict=True)))
    found = trends(table).table.drop(columns="adjusted_p")
    again = trends(table.sample(frac=1, random_state=seed)).table.drop(columns="adjusted_p")
    pd.testing.assert_frame_equal(again.loc[found.index], found)
    alone = trends(table.xs("v", level="unit", drop_level=False)).table.drop(columns="adjusted_p")
    pd.testing.assert_frame_equal(alone, found.loc[["v"]])
    # A missing value is as good as no row.
    dropped = (
        trends(table.dropna()).table.drop(columns="adjusted_p") if table["index"].notna().any() else None
    )
    if dropped is not None:
        pd.testing.assert_frame_equal(dropped, found.loc[dropped.index])


def test_adjusted_p_is_the_false_discovery_rate():
    rng = np.random.default_rng(1)
    table = frame(
        range(2010, 2022), {f"u{k}": rng.normal(size=12) + 0.2 * k * np.arange(12) for k in range(6)}
    )
    found = trends(table).table
    assert found["adjusted_p"].to_numpy() == pytest.approx(stats.false_discovery_control(found["p"]))
    assert (found["adjusted_p"] >= found["p"] - 1e-15).all()


def test_few_periods():
    one = trends(frame([2020], {"u": [3.0]})).table.iloc[0]
    assert one["n"] == 1
    assert one[["slope", "lower", "upper", "p", "tau"]].isna().all()
    assert one["direction"] == "none"
    two = trends(frame([2020, 2024], {"u": [3.0, 5.0]})).table.iloc[0]
    assert two["slope"] == 0.5
    assert (two["lower"], two["upper"], two["p"]) == (-np.inf, np.inf, 1.0)
    four = trends(frame([1, 2, 3, 4], {"u": [1.0, 2, 3, 4]})).table.iloc[0]
    assert four["p"] == pytest.approx(2 / 24)
    assert np.isinf(four["upper"])
    assert trends(frame([1, 2, 3, 4, 5], {"u": [1.0, 2, 3, 4, 5]})).table.iloc[0]["direction"] == "up"


def test_so_few_periods_that_no_trend_can_be_told_from_chance_are_said():
    """Of n values all n! orders are alike by chance, so that p is 2/n! at least: 2/24 of four, 2/120 of five."""
    four, five = (
        trends(frame(range(1, n + 1), {"u": [float(k) for k in range(n)], "v": [0.0] * n})) for n in (4, 5)
    )
    told = "4 periods are too few to tell a trend from chance at 95%: a unit needs values at 5 or more."
    assert four.summary("en").strip() == told
    assert "每个单元至少须有 5 个时期的数据" in four.summary("zh")
    assert "1 of 2 units rise, 0 fall (about 0.1 by chance)" in five.summary("en")
    assert "too few" not in trends(frame(range(4), {"u": [1.0, 2, 3, 4]}), level=0.9).summary("en")
    gap = trends(frame(range(5), {"u": [1.0, 2, 3, 4, 5], "v": [1.0, np.nan, 3, 4, 5]}))
    assert "1 of 2 units rise, 0 fall (about 0.1 by chance)" in gap.summary("en")  # 0.05 of the one with five


def test_constant_and_empty_series():
    found = trends(frame(range(2001, 2013), {"u": [5.0] * 12, "v": [np.nan] * 12})).table
    flat, empty = found.loc[("u", "index")], found.loc[("v", "index")]
    assert (flat["slope"], flat["lower"], flat["upper"], flat["s"], flat["p"]) == (0, 0, 0, 0, 1)
    assert empty["n"] == 0
    assert empty[["slope", "p"]].isna().all()


def test_rounding_is_no_trend():
    """Values that differ in their last bits are ties, or noise would rise significantly."""
    y = 70.1 + np.arange(12) * np.spacing(70.1)
    row = trends(frame(range(12), {"u": y})).table.iloc[0]
    assert (row["s"], row["p"], row["direction"]) == (0, 1, "none")


@pytest.mark.parametrize("factor", [1e-9, 1e9])
def test_units_of_measurement(factor):
    y = np.array([3.0, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])
    one, two = (trends(frame(range(12), {"u": values})).table.iloc[0] for values in (y, y * factor))
    assert two["slope"] == pytest.approx(one["slope"] * factor)
    assert two["p"] == one["p"]


@pytest.mark.parametrize(
    ("periods", "slope"),
    [
        (["2024-01", "2024-02", "2024-03"], 12),  # a point a month
        (["2024Q1", "2024Q2", "2024Q3"], 4),
        (["2019", "2020", "2021"], 1),
        (["2024年1月", "2024年2月", "2024年3月"], 12),
        (["2024年第1季度", "2024年第2季度", "2024年第3季度"], 4),
        (["2019年", "2021年", "2023年"], 0.5),
        ([-1, 0, 1], 1),
        (list(pd.period_range("2024-01", periods=3, freq="M")), 12),
        (list(pd.to_datetime(["2022-06-30", "2023-06-30", "2024-06-29"])), 365.2425 / 365),
    ],
)
def test_periods_may_be_dates(periods, slope):
    row = trends(frame(periods, {"u": [1.0, 2, 3]})).table.iloc[0]
    assert row["slope"] == pytest.approx(slope)


def test_refusals():
    with pytest.raises(UnsuitableMethod, match=r"202401 looks like a year and a month.*name it 2024-01"):
        trends(frame([202312, 202401], {"u": [1.0, 2]}))
    with pytest.raises(FaultyInput, match="'base' has no order in time"):
        trends(frame(["base", "end"], {"u": [1.0, 2]}))
    with pytest.raises(FaultyInput, match="2024-01 overlaps with 2024"):
        trends(frame(["2024", "2024-01", "2025"], {"u": [1.0, 2, 3]}))
    with pytest.raises(FaultyInput, match="have no period"):
        trends(pd.Series([1.0, 2], ["u", "v"]))
    with pytest.raises(FaultyInput, match="two or more rows"):
        trends(pd.concat([frame([1, 2], {"u": [1.0, 2]})] * 2))
    with pytest.raises(FaultyInput, match=r"nodes: is \['zz'\]; give a list; of each: there are: index"):
        trends(frame([1, 2], {"u": [1.0, 2]}), nodes=["zz"])
    with pytest.raises(FaultyInput, match="level"):
        trends(frame([1, 2], {"u": [1.0, 2]}), level=95)


def test_scores_of_a_run():
    tree = gm.IndicatorTree.from_groups({"A": ["a1"], "B": ["b1"]})
    index = pd.MultiIndex.from_product([range(2016, 2022), ["u", "v"]], names=["period", "unit"])
    rows = pd.DataFrame({"a1": np.arange(12.0), "b1": 5 + np.arange(12.0)[::-1]}, index)
    run = gm.panel.follow_periods(gm.Recipe(), gm.core.Dataset(tree, rows))
    found = trends(run)
    assert found.table.index.get_level_values("node").unique().tolist() == tree.node_codes
    assert found.table.loc[("u", "A"), "direction"] == "up"
    assert found.table.loc[("u", "B"), "direction"] == "down"
    assert "A: 2 of 2 units rise, 0 fall" in found.summary()
    assert "上升" in found.summary("zh")
    assert set(found.to_dict()) == {"schema", "names", "table", "years", "level"}
    assert "Trends" in found._repr_html_()
    table = found.tables("zh")[0]
    assert table.frame["趋势"].tolist()[:4] == ["无", "上升", "上升", "下降"]
    assert table.sentence.startswith("综合得分：2 个单元中 0 个上升")
    assert len(trends(run, nodes=["A"]).to_frame()) == 2
