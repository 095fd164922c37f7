"""Effective against nominal weights; deviation and variation."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import FaultyInput, Indicator, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.weighting import EffectiveWeights, deviation, effective, equal, variation

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]})


def scaled(n=400, seed=0, scale=(1, 1, 1, 1)):
    x = np.random.default_rng(seed).normal(size=(n, 4)) * scale
    return Scaled(TREE, pd.DataFrame(x + 50, columns=TREE.codes), pd.DataFrame())


def test_independent_leaves_of_equal_spread_weigh_the_square_of_what_is_stated():
    # For independent parts the squared correlation is w^2 s^2 over their sum (Paruolo et al. 2013, eq. 6).
    weights = Weights(TREE, shares_within_groups(TREE, {"A": 1, "B": 1, "a1": 2, "a2": 1, "b1": 1, "b2": 1}))
    data = scaled(20_000)
    table = effective(data, weights).to_frame()
    assert table.at["a1", "linear_share"] == pytest.approx(4 / 5, abs=0.01)
    assert table.at["a1", "effective_share"] == pytest.approx(4 / 5, abs=0.01)
    assert table.at["a1", "ratio"] == pytest.approx(table.at["a1", "effective_share"] / (2 / 3))
    assert table.groupby("of")["effective_share"].sum().tolist() == pytest.approx([1, 1, 1])
    leaves = effective(data, weights, across="leaves").to_frame()
    assert leaves["nominal"].tolist() == pytest.approx([1 / 3, 1 / 6, 1 / 4, 1 / 4])
    assert leaves.at["a1", "linear_share"] == pytest.approx((1 / 9) / (1 / 9 + 1 / 36 + 1 / 8), abs=0.01)


def test_correlations_agree_with_pandas_and_a_zero_weight_has_no_ratio():
    weights = Weights(TREE, shares_within_groups(TREE, {"A": 1, "B": 1, "a1": 1, "a2": 0, "b1": 1, "b2": 1}))
    data = scaled(50)
    table = effective(data, weights).table
    assert table.at["a1", "linear"] == pytest.approx(1)
    b = data.values[["b1", "b2"]].mean(axis=1)
    assert table.at["B", "linear"] == pytest.approx(b.corr(data.values["a1"] + b) ** 2)
    assert np.isnan(table.at["a2", "ratio"])


def test_summary_and_json():
    result = effective(scaled(scale=(1, 30, 1, 1)), equal(TREE))
    assert "a1 weighs 50% nominally and " in result.summary()
    assert "a1：名义权重 50%" in result.summary("zh")
    assert effective(scaled(), equal(TREE)).summary() == "All parts weigh about what is stated."
    json.dumps(result.to_dict())


def test_exactly_twice_and_half_are_not_named():
    table = pd.DataFrame({"nominal": 0.25, "effective_share": [0.5, 0.125, 0.51, 0.12]}, TREE.codes)
    table["ratio"] = table["effective_share"] / table["nominal"]
    told = EffectiveWeights(table, "leaves", TREE).summary().replace(". ", ".\n").splitlines()
    assert [line.split()[0] for line in told] == ["b1", "b2"]


def test_faults():
    with pytest.raises(UnsuitableMethod, match="4 units"):
        effective(scaled(4), equal(TREE))
    with pytest.raises(FaultyInput, match=r"a2: is not in both trees(.|\n)*x: "):
        effective(scaled(), equal(IndicatorTree.from_groups({"A": ["a1", "x"], "B": ["b1", "b2"]})))


def test_a_tree_of_one_leaf_has_nothing_to_compare():
    tree = IndicatorTree(Indicator("a"))
    x = Scaled(tree, pd.DataFrame({"a": np.arange(9.0)}), pd.DataFrame())
    with pytest.raises(UnsuitableMethod, match="single indicator"):
        effective(x, equal(tree))


def test_deviation_and_variation_agree_with_pandas():
    data = scaled(30, scale=(1, 5, 2, 3))
    s, v = data.values.std(), data.values.std() / data.values.mean()
    for method, raw in ((deviation, s), (variation, v)):
        weights = method(data, across="leaves").across_tree()
        np.testing.assert_allclose(weights, raw / raw.sum())


def test_variation_of_a_leaf_of_zeros_is_zero():
    data = scaled(10)
    zeros = Scaled(TREE, data.values.assign(a1=0.0), pd.DataFrame())
    assert variation(zeros).local["a1"] == 0


def test_deviations_are_those_of_samples_gaps_or_not():
    x = pd.DataFrame(
        {
            "a1": [1.0, 2, 4, np.nan, np.nan],
            "a2": [3.0, 1, 2, 5, 4],
            "b1": [2.0, 4, 4, 6, 6],
            "b2": [1.0, 2, 2, 3, 3],
        }
    )
    found = deviation(Scaled(TREE, x, pd.DataFrame()))
    assert found.of("A").tolist() == pytest.approx(
        (x[["a1", "a2"]].std() / x[["a1", "a2"]].std().sum()).tolist()
    )
    assert found.of("B").tolist() == pytest.approx([2 / 3, 1 / 3])
