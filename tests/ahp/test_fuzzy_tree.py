"""Fuzzy AHP over a tree."""

from __future__ import annotations

import numpy as np
import pytest

from govmetrics.ahp.fuzzy_ahp import fuzzy_geometric_mean
from govmetrics.ahp.fuzzy_tree import fuzzy_weights
from govmetrics.core import IndicatorTree, Judgements, UnsuitableMethod

TREE = IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1"]})
TOP = np.array([[1, 3], [1 / 3, 1]])
LI, WU = (np.array([[1, a, b], [1 / a, 1, c], [1 / b, 1 / c, 1]]) for a, b, c in ((2, 4, 3), (1, 5, 5)))


def test_groups_are_weighed_one_by_one():
    panel = {"Li": {"index": TOP, "A": LI}, "Wu": {"A": WU}}
    found = fuzzy_weights(Judgements.from_matrices(TREE, panel), defuzzify="graded_mean")
    alone = fuzzy_geometric_mean(np.stack([LI, WU]), defuzzify="graded_mean")
    assert found.of("A").to_numpy() == pytest.approx(alone.weights.to_numpy(), abs=1e-14)
    assert found.of("index").to_numpy() == pytest.approx(
        fuzzy_geometric_mean(TOP, defuzzify="graded_mean").weights.to_numpy()
    )
    assert found.of("B").tolist() == [1]
    assert found.details["A"]["experts"] == 2
    assert found.details["index"]["experts"] == 1
    assert "graded_mean" in found.method


def test_unjudged_and_incomplete_groups_are_named():
    gap = LI.copy()
    gap[0, 1] = gap[1, 0] = np.nan
    with pytest.raises(UnsuitableMethod) as raised:
        fuzzy_weights(Judgements.from_matrices(TREE, {"Li": {"A": gap}, "Wu": {"A": WU}}))
    assert [f.place for f in raised.value.faults] == ["index", "Li, A"]
