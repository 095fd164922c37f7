"""Budget allocation: by leaves and by groups, votes, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.ahp.budget_allocation import budget_allocation
from govmetrics.core import FaultyInput, IndicatorTree

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"], "C": ["c1"]})


def by_leaf(rows, index=None):
    return pd.DataFrame(rows, columns=TREE.codes, index=index)


@given(arrays(float, (4, 6), elements=st.floats(1, 100)), st.sampled_from([1.0, 100.0, 7.5]))
def test_leaves(raw, total):
    points = raw / raw.sum(axis=1, keepdims=True) * total
    found = budget_allocation(by_leaf(points), TREE, total=total)
    assert found.weights.across_tree().to_numpy() == pytest.approx(points.mean(axis=0) / total, abs=1e-12)


def test_groups_and_single_parts():
    points = pd.DataFrame({"A": [50, 20], "B": [30, 40], "C": [20, 40], "a1": [90, 10], "a2": [10, 90],
                           "b1": [0, 20], "b2": [50, 40], "b3": [50, 40]}, index=["Li", "Wu"])  # fmt: skip
    found = budget_allocation(points, TREE)
    assert found.weights.of("index").tolist() == pytest.approx([0.35, 0.35, 0.3])
    assert found.weights.of("A").tolist() == pytest.approx([0.5, 0.5])
    assert found.weights.of("B").tolist() == pytest.approx([0.1, 0.45, 0.45])
    assert found.weights.of("C").tolist() == [1]
    assert found.spread.loc["a1", ["mean", "min", "median", "max"]].tolist() == pytest.approx(
        [0.5, 0.1, 0.5, 0.9]
    )
    assert found.shares.loc["Wu", "b1"] == 0.2


def test_votes_and_one_expert():
    points = by_leaf([[10, 10, 20, 20, 20, 20], [40, 0, 0, 0, 0, 60]], ["Li", "Wu"])
    found = budget_allocation(points, TREE, expert_weights={"Wu": 1, "Li": 3})
    assert found.weights.across_tree()["a1"] == pytest.approx(0.75 * 0.1 + 0.25 * 0.4)
    alone = budget_allocation(points.loc[["Li"]], TREE)
    assert alone.weights.across_tree()["a1"] == pytest.approx(0.1)
    alone = budget_allocation(points, TREE, expert_weights={"Wu": 0, "Li": 3})  # 0 leaves one out
    np.testing.assert_allclose(
        alone.weights.across_tree(), budget_allocation(points.loc[["Li"]], TREE).weights.across_tree()
    )
    same = budget_allocation(points, TREE, expert_weights={"Wu": 10, "Li": 30})
    assert same.weights.local.to_numpy() == pytest.approx(found.weights.local.to_numpy())
    assert set(found.to_dict()) == {"schema", "names", "weights", "spread", "shares"}
    assert "2 experts" in found._repr_html_()


def test_faults_come_together():
    points = by_leaf([[10, 10, 20, 20, 20, 20], [40, -5, np.nan, 0, 5, 60], [10] * 6], ["Li", "Wu", "Xu"])
    with pytest.raises(FaultyInput) as raised:
        budget_allocation(points, TREE)
    found = {f.place: f.problem for f in raised.value.faults}
    assert found == {
        "Wu, a2": "the points are -5", "Wu, b1": "the points are nan", "Xu, the leaves": "60 of 100 points are spent",
    }  # fmt: skip
    grouped = pd.DataFrame(
        {"A": [50], "B": [30], "a1": [90], "a2": [20], "b1": [50], "b2": [50], "x": [1]}, index=["Li"]
    )
    with pytest.raises(FaultyInput) as raised:
        budget_allocation(grouped, TREE)
    assert [f.place for f in raised.value.faults] == ["x", "C", "b3"]
    fixed = grouped.drop(columns="x").assign(C=20, b3=0)
    with pytest.raises(FaultyInput, match="Li, A: 110 of 100"):
        budget_allocation(fixed, TREE)


def test_other_refusals():
    good = by_leaf([[10, 10, 20, 20, 20, 20]], ["Li"])
    for votes in ({"Li": -1}, {"Li": 0}, {"Li": np.nan}):
        with pytest.raises(FaultyInput, match="zero or more"):
            budget_allocation(good, TREE, expert_weights=votes)
    with pytest.raises(FaultyInput, match="gave no points"):
        budget_allocation(good, TREE, expert_weights={"Li": 1, "Wu": 1})
    with pytest.raises(FaultyInput, match="more than once"):
        budget_allocation(pd.concat([good, good]), TREE)
    with pytest.raises(FaultyInput, match="there are none"):
        budget_allocation(good.iloc[:0], TREE)
    with pytest.raises(FaultyInput, match="total"):
        budget_allocation(good, TREE, total=0)
    with pytest.raises(FaultyInput, match="A: the weights of its parts sum to zero"):
        budget_allocation(by_leaf([[0, 0, 20, 20, 40, 20]]), TREE)
