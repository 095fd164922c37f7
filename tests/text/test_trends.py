"""Words over periods: limits against a published table, rates and ratios against what they are made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, sparse, stats

import govmetrics as gm
from govmetrics.text._poisson import dispersion, limits


@pytest.mark.parametrize("count", [0, 1, 3, 10, 50])
def test_limits_are_those_at_which_the_count_is_just_likely_enough(count):
    """Garwood's definition, solved for directly: P(X >= c | lower) = P(X <= c | upper) = 0.025."""
    low, high = (float(x[0]) for x in limits(np.array([count]), np.array([1.0]), np.array([1.0]), 0.95))
    upper = optimize.brentq(lambda mu: stats.poisson.cdf(count, mu) - 0.025, 1e-9, 200)
    assert high == pytest.approx(upper, rel=1e-9)
    if count == 0:
        assert low == 0
    else:
        assert low == pytest.approx(
            optimize.brentq(lambda mu: stats.poisson.sf(count - 1, mu) - 0.025, 1e-9, 200), rel=1e-9
        )


def test_the_dispersion_is_pearsons():
    rng = np.random.default_rng(0)
    y, x = rng.poisson(2, (30, 2)).astype(float), rng.integers(10, 50, 30).astype(float)
    y[0, 0] = 30
    found = dispersion(sparse.csr_array(y), x, np.zeros(30, int), 1)[0]
    for word in range(2):
        r = y[:, word].sum() / x.sum()
        expected = ((y[:, word] - r * x) ** 2 / (r * x)).sum() / 29
        assert found[word] == pytest.approx(max(expected, 1))
    assert found[0] > 2


FRAME = pd.DataFrame({
    "text": ["停车难停车贵", "停车", "路灯坏了", "路灯", "路灯路灯", "停车"],
    "period": ["2024年四季度", "2024年四季度", "2024年四季度", "2025Q1", "2025Q1", "2025Q1"],
})  # fmt: skip


def test_counts_rates_and_ratios():
    found = gm.text.trends(FRAME, ["停车", "路灯"])
    assert found.periods["characters"].tolist() == [12, 8]
    parking = found.values.loc["停车"]
    assert parking["count"].tolist() == [3, 1]
    assert parking["rate"].tolist() == pytest.approx([250, 125])
    assert parking["share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert (parking["lower"] < parking["rate"]).all()
    assert (parking["rate"] < parking["upper"]).all()
    change = found.changes.loc["停车"]
    assert change["ratio"] == pytest.approx(0.5)
    assert change["lower"] < 0.5 < change["upper"]
    assert "no word changed" in found.summary()
    assert gm.text.trends(FRAME, {"车": ["停车"], "灯": ["路灯"]}, of="themes").values.index.names == [
        "theme",
        "period",
    ]


def test_a_change_beyond_chance_is_found_and_chance_is_not():
    rng = np.random.default_rng(0)
    texts = ["停车难" * int(k) + "请处理" for k in np.r_[rng.poisson(1, 200), rng.poisson(3, 200)]]
    frame = pd.DataFrame({"text": texts, "period": [2024] * 200 + [2025] * 200})
    found = gm.text.trends(frame, ["停车"])
    assert found.changes.loc["停车", "ratio"] > 1
    assert found.changes.loc["停车", "p_holm"] < 0.001
    again = frame.assign(text=[texts[at] for at in rng.permutation(400)])
    assert gm.text.trends(again, ["停车"]).changes.loc["停车", "p_holm"] > 0.01


def test_words_that_a_period_lacks_have_no_ratio_and_an_upper_limit():
    found = gm.text.trends(FRAME.assign(text=["停车"] * 3 + ["水管"] * 3), ["停车", "火灾"])
    assert np.isnan(found.changes["ratio"]).all()
    assert found.values["upper"].gt(0).all()
    assert found.values.loc[("停车", "2025Q1"), "lower"] == 0


def test_periods_are_needed_and_two_of_them():
    with pytest.raises(gm.FaultyInput, match="have no periods"):
        gm.text.trends(["停车"], ["停车"])
    with pytest.raises(gm.UnsuitableMethod, match="one period"):
        gm.text.trends(FRAME.assign(period=2024), ["停车"])
    with pytest.raises(gm.FaultyInput, match="no themes"):
        gm.text.trends(FRAME, ["停车"], of="themes")
    with pytest.raises(gm.GovmetricsError, match="order"):
        gm.text.trends(FRAME.assign(period=list("xyzxyz")), ["停车"])
