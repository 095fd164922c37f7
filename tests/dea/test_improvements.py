"""Improvement plans: targets that work, layers in order, words in two languages."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea.closest_targets import closest_targets
from govmetrics.dea.improvements import improvements
from govmetrics.dea.radial import radial
from govmetrics.dea.slacks_based import slacks_based
from tests.reference.test_hospital12_nonradial import X, Y

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _final(plan):
    last = plan.changes[plan.changes["step"] == plan.changes["step"].max()]
    target = last.set_index("column")["target"]
    return target[X.columns].to_frame("t").T, target[Y.columns].to_frame("t").T


@pytest.mark.parametrize("by", ["radial", "closest", "stepwise"])
@pytest.mark.parametrize("orientation", ["input", "output"])
@pytest.mark.parametrize("returns", ["variable", "constant"])
def test_every_plan_ends_on_the_efficient_frontier(by, orientation, returns):
    for unit in "EHC":
        plan = improvements(X, Y, unit, by, orientation, returns)
        found = slacks_based(*_final(plan), reference=(X, Y), returns=returns)
        assert found.scores.iloc[0] == pytest.approx(1.0, abs=1e-7)
        down = plan.changes[plan.changes["kind"] == "input"]
        up = plan.changes[plan.changes["kind"] == "output"]
        assert (down["change"] <= 1e-9).all()
        assert (up["change"] >= -1e-9).all()
        if by == "radial":
            model = radial(X, Y, orientation, returns)
            assert plan.score == pytest.approx(model.scores[unit])
            np.testing.assert_allclose(plan.changes["target"], model.targets.loc[unit], atol=1e-9)
        if by == "closest":
            np.testing.assert_allclose(
                plan.changes["target"], closest_targets(X, Y, [unit], returns).targets.loc[unit], atol=1e-9
            )


def test_steps_join_and_learn_from_better_layers():
    plan = improvements(X, Y, "E", "stepwise", returns="constant")
    steps = plan.changes["step"].unique().tolist()
    assert len(steps) == 2
    one, two = (plan.changes[plan.changes["step"] == k].set_index("column") for k in steps)
    np.testing.assert_allclose(one["target"], two["now"], atol=1e-12)
    first = set(radial(X, Y, "input", "constant").efficient.loc[lambda s: s == "strong"].index)
    assert set(plan.peers.loc[plan.peers["step"] == 2, "peer"]) <= first
    assert not set(plan.peers.loc[plan.peers["step"] == 1, "peer"]) & first
    text = plan.summary()
    assert text.startswith("Step 1 of 2: ")
    assert "第2步（共2步）：" in plan.summary("zh")


def test_the_sentence_of_the_issue():
    """Same result with 18% fewer staff."""
    x = pd.DataFrame({"staff": [82, 100]}, index=["East", "West"])
    y = pd.DataFrame({"cases": [50, 50]}, index=["East", "West"])
    plan = improvements(x, y, "West")
    assert plan.summary() == "Same result with 18% fewer staff (100 → 82). Learn from East."
    assert plan.summary("zh") == "产出不变的情况下，staff减少18%（100→82）。标杆单元：East。"
    assert (
        improvements(x, y, "East").summary() == "East is efficient: no unit or mixture of units does better."
    )
    fewer = pd.DataFrame({"cases": [50, 40]}, index=["East", "West"])
    grown = improvements(x, fewer, "West", by=slacks_based(x, fewer))
    assert grown.summary().startswith("With 18% fewer staff (100 → 82), 25% more cases (40 → 50)")
    json.dumps(plan.to_dict())


def test_what_is_zero_and_stays_zero_does_not_change():
    x = pd.DataFrame({"staff": [82.0, 100], "cars": [0, 0.0]}, index=["East", "West"])
    x.loc["North"] = [200.0, 5.0]
    y = pd.DataFrame({"cases": [50, 50, 50]}, index=x.index)
    plan = improvements(x, y, "West", "radial")
    table = plan.changes.set_index("column")
    assert table.loc["cars", ["now", "target", "change", "percent"]].tolist() == [0, 0, 0, 0]
    assert table.loc["staff", "percent"] == pytest.approx(-18)
    assert "cars" not in plan.summary()


def test_names_and_units_come_from_the_tree():
    import govmetrics as gm

    tree = gm.read_tree(
        {
            "code": "all",
            "parts": [
                {
                    "code": "s",
                    "name": {"en": "staff", "zh": "人员"},
                    "unit": "persons",
                    "better": "less",
                    "role": "input",
                },
                {"code": "c", "name": {"en": "cases", "zh": "案件"}, "better": "more", "role": "output"},
            ],
        }
    )
    x = pd.DataFrame({"s": [10.0, 20.0]}, index=["a", "b"])
    y = pd.DataFrame({"c": [5.0, 5.0]}, index=["a", "b"])
    plan = improvements(x, y, "b", tree=tree)
    assert plan.summary().startswith("Same result with 50% fewer staff (20 → 10 persons).")
    assert plan.summary("zh").startswith("产出不变的情况下，人员减少50%（20→10persons）。")
    assert plan.tables("zh")[0].frame["投入或产出"].tolist() == ["人员", "案件"]
    data = gm.read_records(x.join(y), tree)
    assert improvements(data, unit="b").summary() == plan.summary()


def test_what_cannot_be_planned_is_refused():
    with pytest.raises(UnsuitableMethod, match="Z: is not among the units"):
        improvements(X, Y, "Z")
    with pytest.raises(FaultyInput, match="choose one of: radial, closest, stepwise"):
        improvements(X, Y, "E", "best")
    with pytest.raises(FaultyInput, match="returns"):
        improvements(X, Y, "E", "closest", returns="increasing")
    with pytest.raises(UnsuitableMethod, match="has no target in this result"):
        improvements(X, Y, "E", slacks_based(X.drop("E"), Y.drop("E")))


def test_sizes_below_one_percent_have_a_decimal_and_nothing_is_told_of_less_than_a_thousandth():
    x = pd.DataFrame({"a": [99.5, 100], "b": [50.0, 100], "c": [10.0, 10.0005]}, index=["East", "West"])
    y = pd.DataFrame({"y": [10.0, 10], "z": [4.0, 0]}, index=x.index)
    plan = improvements(x, y, "West", by=slacks_based(x, y, zero_outputs="leave_out"))
    assert plan.summary() == (
        "With 0.5% less a (100 → 99.5), 50% fewer b (100 → 50), more z (0 → 4). Learn from East."
    )
    table = plan.changes.set_index("column")
    assert table["kind"].tolist() == ["input"] * 3 + ["output"] * 2
    assert table["whole"].tolist() == [False, True, False, True, True]
    np.testing.assert_allclose(table["percent"], [-0.5, -50, -0.005, 0, np.nan], atol=1e-4)
    assert improvements(y, x, "East").score == 1
    half = improvements(
        x, y.assign(z=[0.5, 0]), "West", by=slacks_based(x, y.assign(z=[0.5, 0]), zero_outputs="leave_out")
    )
    assert "more z (0 → 0.5)" in half.summary()
    grown = improvements(x.iloc[:, :1] * 0 + 5, y[["y"]].assign(y=[10.0, 8]), "West", orientation="output")
    assert grown.summary() == "With the same means 25% more y (8 → 10). Learn from East."


def test_peers_come_with_their_shares_of_the_mixture():
    """C makes 2 of (5, 5): a third of A's kind and two thirds of B's would do with (3, 4) each."""
    x = pd.DataFrame({"a": [1.0, 4.0, 6.0], "b": [6.0, 3.0, 8.0]}, list("ABC"))
    y = pd.Series([1.0, 1, 1], list("ABC"), name="y")
    plan = improvements(x, y, "C", by=radial(x, y))
    assert plan.score == pytest.approx(0.5)
    assert plan.changes["target"].tolist() == pytest.approx([3, 4, 1])
    assert plan.summary().endswith("Learn from B (67%), A (33%).")
    assert plan.summary("zh").endswith("标杆单元：B（67%）、A（33%）。")


def test_a_given_result_is_read_by_its_columns_and_says_its_own_model():
    """Its targets were taken by place, and its methods section said the orientation and returns of `radial`."""
    model = radial(X, Y, "output", "constant")
    turned = improvements(X[X.columns[::-1]], Y[Y.columns[::-1]], "E", model)
    pd.testing.assert_series_equal(
        turned.changes.set_index("column")["target"].loc[model.targets.columns],
        model.targets.loc["E"], check_names=False, check_index_type=False,
    )  # fmt: skip
    assert (turned.orientation, turned.returns) == ("output", "constant")
    assert "(output orientation, constant returns to scale)" in str(turned._method()[0])
    bad = (Y.iloc[:, 0] * 2 + 1).to_frame("complaints")
    with pytest.raises(FaultyInput, match="by: is of other inputs and outputs than the tables: complaints"):
        improvements(X, Y, "E", slacks_based(X, Y, undesirable=bad))
    with pytest.raises(FaultyInput, match="other inputs and outputs"):
        improvements(X.iloc[:, :1], Y, "E", model)
