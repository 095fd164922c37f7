"""Theil and Dagum: parts add up to the whole, and the whole is what the definition says."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.panel import dagum, theil


@st.composite
def grouped(draw, least=0.1):
    n = draw(st.integers(1, 12))
    y = draw(arrays(float, n, elements=st.floats(least, 100)))
    w = draw(arrays(float, n, elements=st.floats(0.5, 20)))
    g = draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    index = [f"u{k}" for k in range(n)]
    return pd.Series(y, index), pd.Series(w, index), pd.Series(g, index)


@given(case=grouped())
def test_between_and_within_make_the_total(case):
    y, w, g = case
    p, m = w / w.sum(), (y * w).sum() / w.sum()
    whole = {"theil": (p * y / m * np.log(y / m)).sum(), "mean_log_deviation": (p * np.log(m / y)).sum()}
    for index, expected in whole.items():
        found = theil(y, g, weights=w, index=index)
        totals = found.totals.loc["all"]
        assert totals["within"] + totals["between"] == pytest.approx(expected, abs=1e-12)
        assert totals["total"] == pytest.approx(expected, abs=1e-12)
        assert found.groups[["within", "between"]].sum().to_numpy() == pytest.approx(
            totals[["within", "between"]].to_numpy(float), abs=1e-12
        )
        assert totals["within"] >= -1e-12
        assert totals["between"] >= -1e-12


@given(case=grouped(least=0.0))
def test_the_three_parts_make_the_gini_coefficient(case):
    y, w, g = case
    if not y.any():
        return
    z = (y / y.max()).to_numpy()  # the smallest numbers would vanish in the products below
    p = (w / w.sum()).to_numpy()
    whole = (p[:, None] * p * np.abs(z[:, None] - z)).sum() / (2 * (p @ z))
    found = dagum(y, g, weights=w)
    totals = found.totals.loc["all"]
    assert totals[["within", "net_between", "overlap"]].sum() == pytest.approx(whole, abs=1e-12)
    assert totals["total"] == pytest.approx(whole, abs=1e-12)
    assert (found.pairs[["affluence"]].to_numpy() >= -1e-9).all()
    assert (found.pairs[["affluence"]].to_numpy() <= 1 + 1e-9).all()
    assert found.pairs[["net_between", "overlap"]].sum().sum() + found.groups[
        "within"
    ].sum() == pytest.approx(whole)


@given(case=grouped())
def test_order_scale_and_whole_weights(case):
    y, w, g = case
    for found in (lambda *a, **k: theil(*a, **k).totals, lambda *a, **k: dagum(*a, **k).totals):
        one = found(y, g, weights=w)
        pd.testing.assert_frame_equal(found(y.iloc[::-1] * 1e6, g, weights=w * 3), one, atol=1e-12)
        # A weight of two is the unit twice.
        twice = pd.Series(np.tile(y, 2)), pd.Series(np.tile(g, 2))
        again, single = found(*twice), found(y, g)
        columns = [c for c in again if c not in ("n", "missing", "between_share")]
        pd.testing.assert_frame_equal(again[columns], single[columns], atol=1e-12)


def test_dagum_by_its_definition():
    """Two groups that overlap, worked from Dagum (1997), eq. 8-15, pair by pair."""
    a, b = np.array([1.0, 4, 6]), np.array([2.0, 3, 9, 10])
    y = pd.Series(np.concatenate([a, b]))
    found = dagum(y, pd.Series(list("aaabbbb")))
    gaps = [(hi - lo) for hi in b for lo in a]  # b has the higher mean
    d, p = sum(x for x in gaps if x > 0) / 12, sum(-x for x in gaps if x < 0) / 12
    gini = (d + p) / (a.mean() + b.mean())
    row = found.pairs.loc[("b", "a")]
    assert row["gini"] == pytest.approx(gini)
    assert row["affluence"] == pytest.approx((d - p) / (d + p))
    shares = 4 / 7 * a.sum() / y.sum() + 3 / 7 * b.sum() / y.sum()
    assert row["overlap"] == pytest.approx(gini * shares * (1 - (d - p) / (d + p)))
    assert found.groups.loc["a", "gini"] == pytest.approx(np.abs(a[:, None] - a).mean() / (2 * a.mean()))


def test_extremes():
    alike = pd.Series([5.0] * 4, list("uvwx"))
    groups = pd.Series(list("aabb"), list("uvwx"))
    totals = theil(alike, groups).totals.loc["all"]
    assert totals["total"] == pytest.approx(0, abs=1e-15)
    assert np.isnan(totals["between_share"])
    assert dagum(alike, groups).totals.loc["all", "total"] == 0
    # One unit has nearly all: Theil's index tends to ln n (Theil 1967), the Gini coefficient to 1 - 1 / n.
    one = pd.Series([1.0, 1e-12, 1e-12, 1e-12], list("uvwx"))
    assert theil(one, groups).totals.loc["all", "total"] == pytest.approx(np.log(4))
    assert dagum(one, groups).totals.loc["all", "total"] == pytest.approx(0.75)
    single = pd.Series([3.0], ["u"])
    assert theil(single, pd.Series(["a"], ["u"])).totals.loc["all", "total"] == 0
    assert dagum(single, pd.Series(["a"], ["u"])).totals.loc["all", "total"] == 0


def panel():
    index = pd.MultiIndex.from_product([[2024, 2020], list("uvwx")], names=["period", "unit"])
    values = pd.Series([4.0, 5, 6, 9, 1, 2, np.nan, 9], index, name="index")
    return values, pd.Series(list("aabb"), list("uvwx"))


def test_periods_are_split_each_and_missing_values_are_counted():
    values, groups = panel()
    found = theil(values, groups)
    assert found.totals.index.tolist() == [2020, 2024]
    assert found.totals["missing"].tolist() == [1, 0]
    assert found.groups.index.names == ["period", "group"]
    alone = theil(values.xs(2024), groups)
    assert found.totals.loc[2024].tolist() == pytest.approx(alone.totals.loc["all"].tolist())
    gini = dagum(values, groups)
    assert gini.pairs.index.names == ["period", "first", "second"]
    assert "Gini" in gini._repr_html_()
    assert found.tables("zh")[0].caption == "组间与组内不平等"
    assert gini.tables("zh")[2].frame.columns[:3].tolist() == ["时期", "较高组", "较低组"]
    assert theil(values.xs(2024), groups).tables("zh")[0].frame["时期"].tolist() == ["全部"]
    assert set(found.to_dict()) == {"schema", "names", "totals", "groups", "index"}
    shares = gini.to_frame()[["within_share", "net_between_share", "overlap_share"]]
    assert shares.sum(axis=1).round(12).tolist() == [1, 1]
    assert (
        theil(values, groups).to_frame()["within_share"].tolist()
        == (1 - theil(values, groups).totals["between_share"]).tolist()
    )


def test_theils_t_takes_zeros_as_the_limit():
    """0 ln 0 = 0: of 0, 0 | 0, 6 | 2, 4 (mean 2) the whole is 1/2 ln 3 + 1/6 ln 1 + 1/3 ln 2; the first group has no share."""
    units = list("uvwxyz")
    y, by = pd.Series([0.0, 0, 0, 6, 2, 4], units), pd.Series(list("aabbcc"), units)
    found = theil(y, by)
    totals = found.totals.iloc[0]
    assert totals["total"] == pytest.approx(np.log(3) / 2 + np.log(2) / 3)
    assert totals["between"] == pytest.approx(np.log(1.5))
    assert found.groups["index"].tolist() == pytest.approx(
        [0, np.log(2), np.log(2 / 3) / 3 + 2 * np.log(4 / 3) / 3]
    )
    assert found.groups[["within", "between"]].loc["a"].tolist() == [0, 0]
    near = theil(y + 1e-12, by).totals.iloc[0]
    assert near["total"] == pytest.approx(totals["total"])


def test_refusals():
    values, groups = panel()
    odd, by = pd.Series([0.0, -2, 3], list("uvw"), name="score"), pd.Series(list("abb"), list("uvw"))
    with pytest.raises(UnsuitableMethod, match=r"u, score: the value is 0.*\nv, score: the value is -2"):
        theil(odd, by, index="mean_log_deviation")
    with pytest.raises(UnsuitableMethod, match=r"^v, score: the value is -2, and Theil's T takes shares"):
        theil(odd, by)
    with pytest.raises(UnsuitableMethod, match="all values are zero"):
        theil(odd * 0, by)
    with pytest.raises(UnsuitableMethod, match="v, score: the value is -2"):
        dagum(pd.Series([0.0, -2, 3], list("uvw"), name="score"), pd.Series(list("abb"), list("uvw")))
    with pytest.raises(UnsuitableMethod, match="all values are zero"):
        dagum(pd.Series([0.0, 0.0]), pd.Series(["a", "b"]))
    with pytest.raises(FaultyInput, match=r"2024, x: has no group"):
        theil(values, groups.drop("x"))
    with pytest.raises(FaultyInput, match="'district' is not an attribute"):
        theil(values, "district")
    with pytest.raises(FaultyInput, match=r"2024, u: the weight is 0"):
        theil(values, groups, weights=pd.Series([0.0, 1, 1, 1], list("uvwx")))
    with pytest.raises(FaultyInput, match="choose one of"):
        theil(values, groups, index="gini")


def test_periods_need_no_date():
    values, groups = panel()
    waves = values.rename({2020: "wave 1", 2024: "wave 2"}, level="period")
    assert theil(waves, groups).totals.index.tolist() == ["wave 1", "wave 2"]
