"""Implementation deviation: counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.numerics.factor_shares import factor_shares

ROWS = pd.MultiIndex.from_product([["East", "West"], ["lifts", "clinics"]], names=["body", "item"])
DUE = pd.to_datetime(["2024-03-01"] * 4)
PLAN = pd.DataFrame({"coverage": [10.0, 20, 10, 20], "budget": [5.0, 8, 5, 8], "due": DUE}, ROWS)
DONE = pd.DataFrame({"coverage": [12.0, 20, 4, 18], "budget": [5.0, 8, 5, 10],
                     "due": pd.to_datetime(["2024-03-01", "2024-04-01", "2024-02-01", None])}, ROWS)  # fmt: skip


def gaps(found, aspect):
    return found.cells.loc[found.cells["aspect"] == aspect, "gap"].tolist()


def test_gaps_by_hand():
    """More than planned is no gap of coverage and one of a budget; late is one; what is not reported is neither."""
    found = gm.policy.deviation(PLAN, DONE)
    assert gaps(found, "coverage") == pytest.approx([0, 0, 0.6, 0.1])
    assert gaps(found, "budget") == pytest.approx([0, 0, 0, 0.25])
    assert gaps(found, "due") == pytest.approx([0, 1, 0, np.nan], nan_ok=True)
    assert found.mean_gap == pytest.approx(1.95 / 11)
    assert found.aspects.loc["coverage", "rate"] == pytest.approx(54 / 60)
    assert found.aspects.loc["due", ["reported", "on_time"]].tolist() == pytest.approx([0.75, 2 / 3])
    assert found.by_body["mean_gap"].to_dict() == pytest.approx({"West": 0.95 / 5, "East": 1 / 6})
    assert found.by_item.loc["lifts", "coverage"] == pytest.approx(0.3)
    assert found.bottlenecks.index.tolist() == [("East", "clinics"), ("West", "lifts"), ("West", "clinics")]
    assert found.bottlenecks["cumulative"].tolist() == pytest.approx([1 / 1.95, 1.6 / 1.95, 1])
    assert any("West, clinics, due" in note for note in found.notes)


def test_weights_of_items_and_the_day_of_the_report():
    found = gm.policy.deviation(PLAN, DONE, {"lifts": 2, "clinics": 1}, as_of="2024-06-01")
    assert gaps(found, "due") == [0, 1, 0, 1]
    assert found.cells["late"].iloc[-1] == 92
    assert found.mean_gap == pytest.approx((2 * 0.6 + 0.1 + 0.25 + 2) / 18)
    early = gm.policy.deviation(PLAN, DONE, as_of="2024-02-01")
    assert np.isnan(gaps(early, "due")[3])


def test_columns_instead_of_levels_and_other_orders():
    plain = gm.policy.deviation(PLAN, DONE)
    moved = gm.policy.deviation(PLAN.reset_index(), DONE.reset_index().sample(frac=1, random_state=2))
    pd.testing.assert_frame_equal(plain.bottlenecks, moved.bottlenecks)


def test_shares_of_what_explains_add_up():
    """Balanced plan: factors are orthogonal, so that alone, last and Shapley are the same, as sums of squares by hand."""
    gap = np.array([0.0, 0.2, 0.6, 0.6])
    body, item = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    total = ((gap - gap.mean()) ** 2).sum()
    by_hand = [4 * 0.25**2 / total, 4 * 0.05**2 / total]
    alone, last, mean, whole = factor_shares(gap, np.ones(4), [body, item])
    for shares in (alone, last, mean):
        assert shares == pytest.approx(by_hand)
    assert whole == pytest.approx(sum(by_hand))
    rng = np.random.default_rng(0)
    y, w = rng.uniform(size=30), rng.uniform(0.5, 2, 30)
    codes = [rng.integers(0, 3, 30), rng.integers(0, 4, 30), rng.integers(0, 2, 30)]
    *_, mean, whole = factor_shares(y, w, codes)
    assert mean.sum() == pytest.approx(whole)


def test_what_cannot_be_compared_is_told():
    odd = PLAN.assign(coverage=[0.0, np.nan, 10, 20])
    found = gm.policy.deviation(odd, DONE)
    assert any("planned as zero" in note and "East, lifts" in note for note in found.notes)
    assert any("not planned" in note and "East, clinics" in note for note in found.notes)
    more = pd.concat([DONE, DONE.iloc[[0]].rename(index={"East": "North"})])
    assert any("not in the plan: North, lifts" in note for note in gm.policy.deviation(PLAN, more).notes)


def test_faults():
    with pytest.raises(FaultyInput, match="budget: is in one of the two only"):
        gm.policy.deviation(PLAN, DONE.drop(columns="budget"))
    with pytest.raises(FaultyInput, match="East, lifts: there are two or more rows"):
        gm.policy.deviation(PLAN, pd.concat([DONE, DONE.iloc[[0]]]))
    with pytest.raises(FaultyInput, match="coverage: is negative"):
        gm.policy.deviation(PLAN, DONE.assign(coverage=[-1.0, 2, 3, 4]))
    with pytest.raises(FaultyInput, match="infinite"):
        gm.policy.deviation(PLAN, DONE.assign(coverage=[np.inf, 2, 3, 4]))
    with pytest.raises(FaultyInput, match="due: is of dates in one of the two only"):
        gm.policy.deviation(PLAN, DONE.assign(due=[1.0, 2, 3, 4]))
    with pytest.raises(FaultyInput, match="no level called item, body or period"):
        gm.policy.deviation(PLAN.reset_index(drop=True), DONE)
    with pytest.raises(
        FaultyInput, match=r"(?s)clinics: has no weight.*lifts: has a weight that is no positive"
    ):
        gm.policy.deviation(PLAN, DONE, {"lifts": -1})
    with pytest.raises(UnsuitableMethod, match="nothing is reported"):
        gm.policy.deviation(PLAN[["coverage"]], DONE[["coverage"]] * np.nan)
