"""Atkinson's index against means of scipy, its parts against their definitions."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gmean, hmean

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.panel import atkinson

NAMES = [f"u{k}" for k in range(12)]
GROUPS = pd.Series(list("aaaabbbbbccc"), NAMES)


def values(seed=0):
    return pd.Series(np.random.default_rng(seed).lognormal(3, 0.6, 12), NAMES, name="income")


@given(seed=st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_the_index_is_one_less_a_ratio_of_means(seed):
    """Epsilon 1 is the geometric mean, 2 the harmonic one, 1/2 the square of the mean root."""
    y = values(seed)
    w = pd.Series(np.random.default_rng(seed).integers(1, 9, 12).astype(float), NAMES)
    mean = np.average(y, weights=w)
    equivalents = {
        1.0: gmean(y, weights=w),
        2.0: hmean(y, weights=w),
        0.5: np.average(np.sqrt(y), weights=w) ** 2,
    }
    for epsilon, equivalent in equivalents.items():
        row = atkinson(y, weights=w, epsilon=epsilon).totals.iloc[0]
        assert row["equivalent"] == pytest.approx(equivalent)
        assert row["total"] == pytest.approx(1 - equivalent / mean)
    near = [atkinson(y, epsilon=epsilon).totals["total"].iloc[0] for epsilon in (1 - 1e-6, 1, 1 + 1e-6)]
    assert near == pytest.approx([near[1]] * 3, rel=1e-5)


@given(seed=st.integers(0, 1000), epsilon=st.sampled_from([0.5, 1.0, 2.0]))
@settings(max_examples=15, deadline=None)
def test_parts_make_the_whole(seed, epsilon):
    y = values(seed)
    found = atkinson(y, by=GROUPS, epsilon=epsilon)
    row = found.totals.iloc[0]
    assert 1 - row["total"] == pytest.approx((1 - row["within"]) * (1 - row["between"]))
    assert row["total"] == pytest.approx(row["within"] + row["between"] + row["interaction"])
    for group, table in found.groups.iterrows():
        alone = atkinson(y[group == GROUPS], epsilon=epsilon).totals.iloc[0]
        assert [table["equivalent"], table["index"]] == pytest.approx([alone["equivalent"], alone["total"]])
    leveled = GROUPS.map(
        found.groups["equivalent"]
    )  # all have their group's equivalent: what is left lies between
    assert row["between"] == pytest.approx(
        atkinson(leveled.rename("y"), epsilon=epsilon).totals["total"].iloc[0]
    )
    again = atkinson(y.sample(frac=1, random_state=1) * 1e200, by=GROUPS, epsilon=epsilon).totals.iloc[0]
    assert list(again[["total", "within", "between"]]) == pytest.approx(
        list(row[["total", "within", "between"]])
    )


def test_zeros():
    y = pd.Series([0.0, 1, 4, 4], list("uvwx"), name="y")
    assert atkinson(y, epsilon=0.5).totals["total"].iloc[0] == pytest.approx(1 - (5 / 4) ** 2 / 2.25)
    for epsilon in (1, 2):
        found = atkinson(y, epsilon=epsilon)
        assert found.totals["total"].iloc[0] == 1
        assert "1 value is zero" in found.summary()
        assert "均为 1" in found.summary("zh")
    split = atkinson(y, by=pd.Series(list("aabb"), list("uvwx")), epsilon=1).totals.iloc[0]
    assert (split["total"], split["between"]) == (1, 1)
    nothing = atkinson(y, by=pd.Series(list("abbb"), list("uvwx")), epsilon=0.5)
    assert nothing.groups["index"].iloc[0] == 0


def test_alike_missing_and_periods():
    index = pd.MultiIndex.from_product([[2024, 2023], list("uv")], names=["period", "unit"])
    found = atkinson(pd.Series([3.0, 3, np.nan, 2], index))
    assert found.totals.index.tolist() == [2023, 2024]
    assert found.totals["total"].tolist() == [0, 0]
    assert found.totals["missing"].tolist() == [1, 0]
    assert atkinson(pd.Series([1e-300, 3e-300], list("uv")), epsilon=2).totals["total"].iloc[
        0
    ] == pytest.approx(0.25)


def test_refusals():
    with pytest.raises(UnsuitableMethod, match="u1, income: the value is -1"):
        atkinson(pd.Series([2.0, -1], ["u0", "u1"], name="income"))
    with pytest.raises(UnsuitableMethod, match="all values are zero"):
        atkinson(pd.Series([0.0, 0], ["u0", "u1"]))
    with pytest.raises(FaultyInput, match=r"epsilon: is 0.*\nby: 'zz'"):
        atkinson(values(), by="zz", epsilon=0)
    with pytest.raises(FaultyInput, match="epsilon: is 'much'"):
        atkinson(values(), epsilon="much")
