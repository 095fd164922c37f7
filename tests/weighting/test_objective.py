"""What holds for every data-driven weighting, and the stated policy of each for odd data."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics import weighting
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, Scaled, UnsuitableMethod
from govmetrics.weighting import METHODS

TREE = IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1", "b2"]})
DATA_DRIVEN = {name: method for name, method in METHODS.items() if method.takes == "scaled"}
# What each method says it refuses (see the Policy in its docstring).
REFUSES = {
    "balanced": {"constant"},
    "cilos": {"negative", "missing"},
    "critic": set(),
    "deviation": set(),
    "entropy": {"negative"},
    "idocriw": {"negative", "missing"},
    "independence": {"constant"},
    "merec": {"negative", "zero", "missing"},
    "pca": {"constant"},
    "projection_pursuit": {"missing"},
    "scatter_degree": {"missing"},
    "variation": {"negative"},
}


def scaled(values, tree=TREE):
    values = np.asarray(values, dtype=float)
    units = [f"u{i}" for i in range(len(values))]
    return Scaled(tree, pd.DataFrame(values, units, tree.codes), pd.DataFrame(), "", (0, 100))


def values(seed=0, n=30):
    rng = np.random.default_rng(seed)
    return np.clip(50 + 8 * rng.normal(size=(n, 1)) + 8 * rng.normal(size=(n, 5)), 1, 100)


def test_every_method_has_a_stated_policy():
    assert set(REFUSES) == set(DATA_DRIVEN)
    for name, method in DATA_DRIVEN.items():
        assert "Policy" in (method.function.__doc__ or ""), name


@pytest.mark.parametrize("across", ["groups", "leaves"])
@pytest.mark.parametrize("name", sorted(DATA_DRIVEN))
def test_weights_are_shares_and_shuffling_changes_nothing(name, across):
    method, data = DATA_DRIVEN[name], scaled(values())
    before = data.values.copy()
    weights = method(data, across=across)
    assert weights.across_tree().sum() == pytest.approx(1)
    assert (weights.local >= 0).all()
    pd.testing.assert_frame_equal(data.values, before)
    shuffled = Scaled(TREE, data.values.sample(frac=1, random_state=3), pd.DataFrame(), "", (0, 100))
    pd.testing.assert_series_equal(method(shuffled, across=across).local, weights.local, atol=1e-9)
    order = IndicatorTree.from_groups({"B": ["b2", "b1"], "A": ["a3", "a1", "a2"]})
    turned = Scaled(order, data.values[order.codes], pd.DataFrame(), "", (0, 100))
    pd.testing.assert_series_equal(
        method(turned, across=across).local.loc[weights.local.index], weights.local, atol=1e-9
    )
    json.dumps(weights.to_dict())
    assert weights.details["across"] == across
    assert "weight" in weights.details["table"]


@pytest.mark.parametrize("name", sorted(DATA_DRIVEN))
@given(seed=st.integers(0, 10_000), n=st.integers(8, 20))
def test_any_positive_data_give_weights_or_a_reason(name, seed, n):
    # Positively correlated by construction; CRITIC and the rest must weigh them, whatever the seed.
    data = scaled(values(seed, n))
    if name in ("pca", "balanced") and np.corrcoef(data.values.T).min() < 0.05:
        return  # these two may refuse leaves that contradict each other (see their own tests)
    if name in ("cilos", "idocriw") and data.values.idxmax().nunique() < 5:
        return  # a unit that is best in several leaves may leave CILOS without a single solution
    few = {"starts": 5} if name == "projection_pursuit" else {}  # of its fifty; any of them must weigh
    weights = DATA_DRIVEN[name](data, across="leaves", **few)
    assert (weights.local >= 0).all()
    assert weights.across_tree().sum() == pytest.approx(1)


def test_within_groups_keeps_the_trees_shares_of_groups():
    tree = IndicatorTree(
        Group(
            "G",
            "",
            (
                Group("A", "", (Indicator("a1"), Indicator("a2"), Indicator("a3")), weight=3),
                Indicator("b1", weight=1),
                Indicator("b2", weight=2),
            ),
        )
    )
    weights = weighting.entropy(scaled(values(), tree))
    assert weights.local["A"] == pytest.approx(0.5)
    assert weights.local[["b1", "b2"]].sum() == pytest.approx(0.5)  # what the tree gives the two together
    alone = weighting.entropy(scaled(values()))
    ratio = alone.local["b1"] / alone.local["b2"]
    assert weights.local["b1"] / weights.local["b2"] == pytest.approx(ratio)
    assert alone.local[["A", "B"]].tolist() == [0.5, 0.5]


def test_across_leaves_a_group_weighs_what_its_leaves_do():
    data = values()
    weights = weighting.deviation(scaled(data), across="leaves")
    s = data.std(axis=0, ddof=1)
    np.testing.assert_allclose(weights.across_tree(), s / s.sum())
    assert weights.local["A"] == pytest.approx(s[:3].sum() / s.sum())
    data[:, 3:] = 50.0  # group B is constant: it weighs nothing, and its parts count alike
    weights = weighting.deviation(scaled(data), across="leaves")
    assert weights.local["B"] == 0
    assert weights.of("B").tolist() == [0.5, 0.5]
    assert weights.details["constant"] == ["b1", "b2"]


def test_a_group_of_one_leaf_and_a_tree_of_one_leaf():
    tree = IndicatorTree.from_groups({"A": ["a1"], "B": ["b1", "b2"]})
    for method in DATA_DRIVEN.values():
        assert method(scaled(values()[:, :3], tree)).local["a1"] == 1
    single = IndicatorTree.from_groups({"A": ["a1"]})
    assert weighting.entropy(scaled(values()[:, :1], single)).across_tree().tolist() == [1]


@pytest.mark.parametrize("name", sorted(DATA_DRIVEN))
@pytest.mark.parametrize("what", ["negative", "zero", "missing", "constant"])
def test_policy_for_odd_data_is_kept(name, what):
    data = values()
    data[0, 1] = {"negative": -5.0, "zero": 0.0, "missing": np.nan, "constant": data[0, 1]}[what]
    if what == "constant":
        data[:, 1] = 40.0
    method = DATA_DRIVEN[name]
    if what in REFUSES[name]:
        with pytest.raises(UnsuitableMethod, match=r"^a2: ") as refused:
            method(scaled(data))
        assert len(refused.value.faults) == 1
        assert refused.value.faults[0].way_out
        if what != "constant":
            assert "u0" in str(refused.value)
        return
    weights = method(scaled(data))
    assert weights.local.notna().all()
    if what == "constant":
        assert weights.local["a2"] == pytest.approx(0, abs=1e-12)
        assert weights.details["constant"] == ["a2"]
        rest = np.delete(data, 1, axis=1)
        without = method(scaled(rest, IndicatorTree.from_groups({"A": ["a1", "a3"], "B": ["b1", "b2"]})))
        if name != "merec":  # the number of leaves enters MEREC's formula
            assert weights.local["a1"] == pytest.approx(without.local["a1"])
    if what == "missing":
        assert weights.details["missing"] == {"a2": 1}


@pytest.mark.parametrize("name", sorted(DATA_DRIVEN))
def test_groups_of_constants_and_leaves_without_values_are_refused_at_once(name):
    data = values()
    data[:, 3:] = 7.0
    with pytest.raises(UnsuitableMethod, match="weight"):
        DATA_DRIVEN[name](scaled(data))
    data[1:, 0] = np.nan
    data[:, 1] = np.nan
    with pytest.raises(UnsuitableMethod, match=r"a1: has 1 value,(.|\n)*a2: has 0 values"):
        DATA_DRIVEN[name](scaled(data))


@pytest.mark.parametrize(
    "name",
    ["entropy", "critic", "variation", "merec", "cilos", "idocriw", "pca", "independence", "scatter_degree"],
)
@pytest.mark.parametrize("factor", [1e-9, 1e9])
def test_units_of_measurement_do_not_matter_where_the_formula_is_free_of_them(name, factor):
    data = values()
    other = data * np.array([1, factor, 1, 1, factor])
    one, two = DATA_DRIVEN[name](scaled(data)), DATA_DRIVEN[name](scaled(other))
    pd.testing.assert_series_equal(one.local, two.local, rtol=1e-6)


def test_unknown_options_list_the_choices():
    with pytest.raises(FaultyInput, match="groups, leaves"):
        weighting.entropy(scaled(values()), across="units")
    with pytest.raises(FaultyInput, match="first_component, squared_loadings"):
        weighting.pca(scaled(values()), how="promax")
    with pytest.raises(FaultyInput, match="pairwise, multiple"):
        weighting.independence(scaled(values()), how="none")


def test_pairs_without_common_units_are_named():
    data = values()
    data[:15, 0], data[15:, 1] = np.nan, np.nan
    for name in ("critic", "pca", "balanced", "independence"):
        with pytest.raises(UnsuitableMethod, match="a1, a2: have pairs with fewer than three units"):
            DATA_DRIVEN[name](scaled(data))


@pytest.mark.parametrize(
    "method", ["balanced", "cilos", "critic", "entropy", "independence", "pca", "variation"]
)
def test_what_rounding_alone_makes_vary_weighs_as_a_constant_does(method):
    values = pd.DataFrame(np.random.default_rng(1).uniform(1, 9, (12, 4)), columns=list("abcd"))
    tree = IndicatorTree.from_groups({"G": list("abcd")})
    found = []
    for noisy in (np.where(np.arange(12) % 2, 0.1 + 0.2, 0.3), 0.3):
        try:
            made = getattr(weighting, method)(Scaled(tree, values.assign(d=noisy), pd.DataFrame()))
            found.append(made.local.round(9).tolist())
        except UnsuitableMethod as error:
            found.append(str(error))
    assert found[0] == found[1]


def test_each_odd_leaf_is_named_once_for_each_reason_in_the_order_of_the_tree():
    data = values()
    data[[0, 2], 1], data[1, 1], data[3, 0] = -5.0, 0.0, np.nan
    data[1:, 3] = np.nan
    with pytest.raises(UnsuitableMethod) as refused:
        weighting.merec(scaled(data))
    found = [(fault.place, str(fault.problem)) for fault in refused.value.faults]
    assert found == [
        ("a1", "MEREC cannot use its missing values (u3)"),
        ("a2", "MEREC cannot use its negative values (u0, u2)"),
        ("a2", "MEREC cannot use its zeros (u1)"),
        ("b1", "has 1 value, so nothing varies"),
    ]
