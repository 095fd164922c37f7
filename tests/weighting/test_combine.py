"""Combination of weights: the published case, hand examples, invariants, refusals."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.core import FaultyInput, IndicatorTree, UnsuitableMethod, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.weighting.combine import combine

FLAT = IndicatorTree.from_groups({"A": ["a", "b", "c", "d"]})
TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"], "C": ["c1"]})


def flat(shares, method=""):
    return Weights(FLAT, pd.Series([1.0, *shares], ["A", "a", "b", "c", "d"]), method)


def deep(raw, tree=TREE):
    return Weights(tree, shares_within_groups(tree, dict(zip(tree.node_codes[1:], raw, strict=True))))


def leaf_product(w1, w2):
    product = w1.across_tree() * w2.across_tree()
    return product / product.sum()


def test_published_case_cmb01(facts: Path):
    case = json.loads((facts / "weighting" / "cmb01_combination.json").read_text())
    pair = [flat(case["input"]["subjective"], "ahp"), flat(case["input"]["objective"], "entropy")]
    want, tolerance = case["expected"]["computed"], case["tolerance"]["computed"]
    ways = {
        "linear_0_6": {"how": "mean", "shares": [0.6, 0.4]},
        "multiplicative": {"how": "product"},
        "game_geometric": {"how": "product", "shares": [0.5, 0.5]},
        "game_linear": {"how": "game"},
    }
    for name, way in ways.items():
        got = combine(pair, **way)
        assert got.across_tree().to_numpy() == pytest.approx(want[name], abs=tolerance), name
        assert got.across_tree().to_numpy() == pytest.approx(
            case["expected"]["literature"][name], abs=case["tolerance"]["literature"]
        )
        assert got.details["sources"] == ["ahp", "entropy"]
    raw = combine(pair, "game").details["textbook_coefficients"]
    assert raw == pytest.approx(want["game_linear_coefficients_raw"], abs=tolerance)


def test_product_over_leaves_is_the_product_of_composite_weights():
    w1, w2 = deep([1, 2, 3, 4, 5, 6, 7, 8, 9]), deep([2, 1, 1, 5, 3, 2, 1, 1, 4])
    got = combine([w1, w2], "product")
    assert got.across_tree().to_numpy() == pytest.approx(leaf_product(w1, w2).to_numpy(), abs=1e-14)


def test_product_over_groups_is_the_product_inside_each_group():
    w1, w2 = deep([1, 2, 3, 4, 5, 6, 7, 8, 9]), deep([2, 1, 1, 5, 3, 2, 1, 1, 4])
    got = combine([w1, w2], "product", over="groups")
    for group in ("index", "A", "B", "C"):
        want = w1.of(group) * w2.of(group)
        assert got.of(group).to_numpy() == pytest.approx((want / want.sum()).to_numpy(), abs=1e-14)
    # and the two choices differ: that is why the choice has a name
    across = combine([w1, w2], "product").across_tree()
    assert np.abs(across - got.across_tree()).max() > 0.01


def test_the_textbook_game_goes_negative_and_is_constrained():
    """w1 = (.3, .3, .2, .2), w2 = (.7, .1, .1, .1): Cramer's rule gives a1 ~ .52 (.26 - .28) < 0."""
    w1, w2 = flat([0.3, 0.3, 0.2, 0.2]), flat([0.7, 0.1, 0.1, 0.1])
    got = combine([w1, w2], "game")
    determinant = 0.26 * 0.52 - 0.28**2
    textbook = [0.52 * (0.26 - 0.28) / determinant, 0.26 * (0.52 - 0.28) / determinant]
    assert textbook[0] < 0
    assert got.details["textbook_coefficients"] == pytest.approx(textbook, abs=1e-10)
    assert got.details["shares"] == pytest.approx([0, 1], abs=1e-12)
    assert got.across_tree().to_numpy() == pytest.approx(w2.across_tree().to_numpy(), abs=1e-12)


def test_three_sources_satisfy_the_equilibrium_conditions():
    stack = np.array([[0.3, 0.3, 0.2, 0.2], [0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.2, 0.6]])
    got = combine([flat(row) for row in stack], "game")
    a = np.array(got.details["shares"])
    # each source's own coefficient is its best answer to the others': gradient 0, or >= 0 at the bound
    scale = (stack[1] @ stack[1]) / (a @ stack @ stack[1])  # undo the normalisation on a source that counts
    gradient = stack @ (scale * a @ stack) - (stack**2).sum(axis=1)
    assert (a >= 0).all()
    assert (gradient >= -1e-9).all()
    assert np.abs(a * gradient).max() < 1e-9


shares4 = arrays(float, 4, elements=st.floats(0.01, 1)).map(lambda x: x / x.sum())
raw9 = arrays(float, 9, elements=st.floats(0.01, 1))


@given(raw9, raw9, st.sampled_from(["product", "mean", "game"]), st.sampled_from(["leaves", "groups"]))
def test_sources_in_any_order_give_the_same(x, y, how, over):
    one, other = combine([deep(x), deep(y)], how, over=over), combine([deep(y), deep(x)], how, over=over)
    assert one.local.to_numpy() == pytest.approx(other.local.to_numpy(), abs=1e-9)


@given(raw9, st.sampled_from(["mean", "game"]), st.sampled_from(["leaves", "groups"]))
def test_identical_sources_give_themselves(x, how, over):
    w = deep(x)
    got = combine([w, w, w], how, over=over)
    assert got.local.to_numpy() == pytest.approx(w.local.to_numpy(), abs=1e-10)
    if over == "leaves" and how == "game":
        assert got.details["shares"] == pytest.approx([1 / 3] * 3, abs=0.01)


@given(shares4, shares4)
def test_game_lies_between_its_sources(x, y):
    got = combine([flat(x), flat(y)], "game").across_tree().to_numpy()
    assert (got >= np.minimum(x, y) - 1e-9).all()
    assert (got <= np.maximum(x, y) + 1e-9).all()


@given(shares4)
def test_equal_weights_leave_a_product_unchanged(x):
    got = combine([flat(x), flat([0.25] * 4)], "product").across_tree().to_numpy()
    assert got == pytest.approx(x, abs=1e-12)


def test_zero_weights():
    zero_group = deep([1, 0, 1, 1, 1, 1, 1, 1, 1])
    preorder = TREE.node_codes[1:]
    assert preorder == ["A", "a1", "a2", "B", "b1", "b2", "b3", "C", "c1"]
    no_b = deep([1, 1, 3, 0, 1, 1, 2, 1, 1])
    got = combine([zero_group, no_b], "product")
    assert got.across_tree()["a1"] == 0
    assert got.local["B"] == 0
    # a group without weight keeps the mean of the given local shares
    assert got.of("B").to_numpy() == pytest.approx([7 / 24, 7 / 24, 10 / 24])
    with pytest.raises(UnsuitableMethod, match="every product"):
        combine([flat([1, 0, 0, 0]), flat([0, 1, 0, 0])])
    assert combine([flat([1, 0, 0, 0]), flat([0, 1, 0, 0])], shares=[0, 1]).across_tree()["b"] == 1


def test_one_source_one_leaf_and_deep_trees():
    w = deep([1, 2, 3, 4, 5, 6, 7, 8, 9])
    for how in ("product", "mean", "game"):
        assert combine([w], how).local.to_numpy() == pytest.approx(w.local.to_numpy(), abs=1e-12)
    single = IndicatorTree.from_groups({"A": ["a"]})
    assert combine([Weights(single, pd.Series({"A": 1.0, "a": 1.0}))] * 2, "game").local.tolist() == [1, 1]


def test_bad_input_is_refused():
    w = flat([0.4, 0.3, 0.2, 0.1])
    with pytest.raises(FaultyInput, match="there are none"):
        combine([])
    with pytest.raises(FaultyInput, match="choose one of: product, mean, game"):
        combine([w], "average")
    with pytest.raises(FaultyInput, match="choose one of: leaves, groups"):
        combine([w], over="tree")
    with pytest.raises(FaultyInput, match="another tree"):
        combine([w, deep([1] * 9)])
    with pytest.raises(FaultyInput, match="not Weights"):
        combine([w, w.local])
    for shares, words in (
        ([1], "1 share is given for 2"),
        ([-1, 2], "numbers from zero"),
        ([0, 0], "numbers from zero"),
        ([np.nan, 1], "one number for each"),
    ):
        with pytest.raises(FaultyInput, match=words):
            combine([w, w], "mean", shares)
    with pytest.raises(FaultyInput, match="finds the shares itself"):
        combine([w, w], "game", [0.5, 0.5])


def test_inputs_are_not_changed():
    w1, w2 = flat([0.4, 0.3, 0.2, 0.1]), flat([0.25, 0.2, 0.3, 0.25])
    before = w1.local.copy(), w2.local.copy()
    combine([w1, w2], "game")
    pd.testing.assert_series_equal(w1.local, before[0])
    pd.testing.assert_series_equal(w2.local, before[1])
