"""Alternatives: synthesis, rank reversal, rating."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm


def test_a_copy_reverses_ranks_in_the_distributive_mode_and_not_in_the_ideal():
    """Belton and Gear (1983): three criteria of equal weight; a copy of B puts A before B."""
    local = pd.DataFrame({"a": [1, 9, 1], "b": [9, 1, 1], "c": [8, 9, 1]}, index=["A", "B", "C"], dtype=float)
    weights = {"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}
    before = gm.ahp.synthesise(local, weights)
    np.testing.assert_allclose(before, [0.45, 0.47, 0.08], atol=0.005)  # as printed
    wider = pd.concat([local, local.loc[["B"]].set_axis(["D"])])
    after = gm.ahp.synthesise(wider, weights)
    np.testing.assert_allclose(after, [0.37, 0.29, 0.06, 0.29], atol=0.0051)
    assert before["B"] > before["A"]
    assert after["A"] > after["B"]
    kept = gm.ahp.synthesise(wider, weights, "ideal")
    assert kept["B"] > kept["A"]


def test_weights_of_a_tree_are_taken_across_it():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    weights = gm.Weights(tree, pd.Series({"A": 0.6, "B": 0.4, "a1": 0.5, "a2": 0.5, "b1": 1.0}))
    local = pd.DataFrame({"b1": [0.2, 0.8], "a1": [0.5, 0.5], "a2": [0.9, 0.1]}, index=["x", "y"])
    assert gm.ahp.synthesise(local, weights)["x"] == pytest.approx(0.4 * 0.2 + 0.3 * 0.5 + 0.3 * 0.9)


def test_rating_one_alternative_does_not_depend_on_the_others():
    scale = pd.DataFrame([[1, 3, 9], [1 / 3, 1, 3], [1 / 9, 1 / 3, 1]], list("gfp"), list("gfp"))
    ratings = pd.DataFrame({"a": ["g", "f", "p"], "b": ["g", "g", "p"]}, index=["x", "y", "z"])
    found = gm.ahp.rate(ratings, {"a": scale, "b": scale}, {"a": 0.75, "b": 0.25})
    np.testing.assert_allclose(found, [1, 0.5, 1 / 9], rtol=1e-12)
    pd.testing.assert_series_equal(
        gm.ahp.rate(ratings[1:], {"a": scale, "b": scale}, {"a": 0.75, "b": 0.25}), found[1:]
    )


def test_a_category_may_count_nothing():
    ratings = pd.DataFrame({"a": ["none", "some", "much"]}, index=["x", "y", "z"])
    assert gm.ahp.rate(ratings, {"a": {"none": 0, "some": 1, "much": 4}}, {"a": 1}).tolist() == [0, 0.25, 1]


def test_faults_are_named():
    local = pd.DataFrame({"a": [0.5, -0.5], "b": [0, 0]}, index=["x", "y"])
    with pytest.raises(gm.FaultyInput, match=r"y, a: the priority is -0.5[^\n]*\nb: all priorities are zero"):
        gm.ahp.synthesise(local, {"a": 0.5, "b": 0.5})
    with pytest.raises(gm.FaultyInput, match=r"b: has no weight[^\n]*\nc: has a weight but no column"):
        gm.ahp.synthesise(local, {"a": 0.5, "c": 0.5})
    with pytest.raises(gm.FaultyInput, match="one of them above zero"):
        gm.ahp.synthesise(local, {"a": 0, "b": 0})
    with pytest.raises(gm.FaultyInput, match="distributive"):
        gm.ahp.synthesise(local, {"a": 0.5, "b": 0.5}, "total")
    ratings = pd.DataFrame({"a": ["good", "great"], "b": ["good", "good"]}, index=["x", "y"])
    with pytest.raises(gm.FaultyInput, match=r"y, a: 'great' is not a category[^\n]*\nb: has no scale"):
        gm.ahp.rate(ratings, {"a": {"good": 1}}, {"a": 0.5, "b": 0.5})
    with pytest.raises(gm.FaultyInput, match="intensities"):
        gm.ahp.rate(ratings[["b"]], {"b": {"good": 0}}, {"b": 1})
    with pytest.raises(gm.FaultyInput, match="no labels"):
        gm.ahp.rate(ratings[["b"]], {"b": [[1]]}, {"b": 1})
