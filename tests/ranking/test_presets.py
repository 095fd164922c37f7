"""Entropy-TOPSIS and the rank-sum ratio."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.ranking import entropy_topsis, rank_sum_ratio, topsis
from govmetrics.weighting import entropy

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})


def scaled(values=None):
    values = (
        np.random.default_rng(0).uniform(0, 100, (9, 3))
        if values is None
        else np.asarray(values, dtype=float)
    )
    return Scaled(
        TREE,
        pd.DataFrame(values, [f"u{i}" for i in range(len(values))], TREE.codes),
        pd.DataFrame(),
        "",
        (0, 100),
    )


def test_entropy_topsis_is_topsis_with_entropy_weights_across_leaves():
    one = entropy_topsis(scaled())
    weights = entropy(scaled(), across="leaves")
    np.testing.assert_allclose(one.weights, weights.across_tree(), atol=1e-12)
    pd.testing.assert_frame_equal(one.table, topsis(scaled(), weights).table)
    assert list(one.details["entropy"].columns) == ["e", "d", "w"]
    named = IndicatorTree(
        Group("g", parts=tuple(Indicator(code, f"{code} in full") for code in scaled().tree.codes))
    )
    shown = entropy_topsis(replace(scaled(), tree=named)).tables()[1].frame
    assert shown["Indicator"].tolist() == [f"{code} in full" for code in named.codes]
    json.dumps(one.to_dict())


def test_entropy_topsis_faults():
    x = scaled().values.to_numpy().copy()
    x[0, 0] = -1
    with pytest.raises(UnsuitableMethod, match="a1: entropy cannot use"):
        entropy_topsis(scaled(x))
    x[0, 0] = np.nan
    with pytest.raises(FaultyInput, match="u0, a1: is missing"):
        entropy_topsis(scaled(x))
    with pytest.raises(UnsuitableMethod, match="all indicators are constant"):
        entropy_topsis(scaled(np.ones((4, 3))))


def test_weighted_ratio_and_grades_of_four_and_five():
    shares = pd.Series({"a1": 3.0, "a2": 1.0, "b1": 1.0})
    result = rank_sum_ratio(scaled(), shares)
    expected = scaled().values.rank().to_numpy() @ [0.6, 0.2, 0.2] / 9
    np.testing.assert_allclose(result.scores, expected)
    tree_weights = Weights(TREE, pd.Series({"A": 0.8, "B": 0.2, "a1": 0.75, "a2": 0.25, "b1": 1.0}))
    pd.testing.assert_series_equal(rank_sum_ratio(scaled(), tree_weights).scores, result.scores)
    for grades in (3, 4, 5):
        table = rank_sum_ratio(scaled(), grades=grades).table
        assert table["grade"].between(1, grades).all()
        order = table.sort_values("RSR", ascending=False)["grade"]
        assert order.is_monotonic_increasing


def test_non_integer_ranks_keep_distances():
    x = [[0.0, 1, 1], [1, 2, 2], [10, 3, 3], [4, 3.5, 2.5]]
    result = rank_sum_ratio(scaled(x), pd.Series({"a1": 1.0, "a2": 0.0, "b1": 0.0}), integer=False)
    np.testing.assert_allclose(result.scores, (1 + 3 * np.array([0, 0.1, 1, 0.4])) / 4)
    with pytest.raises(UnsuitableMethod, match="a1: is constant"):
        rank_sum_ratio(scaled(np.column_stack([np.ones(4), np.array(x)[:, 1:]])), integer=False)


def test_ratio_faults():
    x = scaled().values.to_numpy().copy()
    x[4, 2] = np.nan
    with pytest.raises(FaultyInput) as error:
        rank_sum_ratio(scaled(x), pd.Series({"a1": 1.0, "z": 1.0}), grades=2)
    for part in ("a2: has no weight", "z: has a weight but no values", "u4, b1: is missing", "grades: is 2"):
        assert part in str(error.value)
    with pytest.raises(UnsuitableMethod, match="there is 1 distinct"):
        rank_sum_ratio(scaled(np.ones((4, 3))))


def test_rounding_alone_is_no_rank():
    given = [
        scaled(pd.DataFrame({"a": [0.3, x, 0.1], "b": [1.0, 2, 3], "c": [3.0, 1, 2]}, list("uvw")))
        for x in (0.3, 0.1 + 0.2)
    ]
    one, two = (rank_sum_ratio(each).to_frame()["RSR"].tolist() for each in given)
    assert one == two
