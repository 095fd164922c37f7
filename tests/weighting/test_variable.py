"""Variable weights: hand examples, the axioms of the theory, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.weighting.variable import variable

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"], "C": ["c1"]})


def scaled(values, tree=TREE, scale=(0, 1), index=None):
    values = np.atleast_2d(values).astype(float)
    index = [f"u{i}" for i in range(len(values))] if index is None else index
    return Scaled(tree, pd.DataFrame(values, index, tree.codes), pd.DataFrame(), "min_max", scale)


def weights(raw=(1,) * 9, tree=TREE):
    return Weights(tree, shares_within_groups(tree, dict(zip(tree.node_codes[1:], raw, strict=True))))


FLAT = IndicatorTree(Group("g", "", tuple(Indicator(c) for c in "abc")))
FLAT_WEIGHTS = Weights(FLAT, pd.Series([0.5, 0.3, 0.2], list("abc")))


def test_classical_formula_by_hand():
    """alpha = 1/2: V = sum w x^(1/2) / sum w x^(-1/2); x = (.04, .25, 1)."""
    got = variable(scaled([0.04, 0.25, 1], FLAT), FLAT_WEIGHTS, strength=0.5, form="power")
    top, bottom = 0.5 * 0.2 + 0.3 * 0.5 + 0.2 * 1, 0.5 * 5 + 0.3 * 2 + 0.2 * 1
    assert got.scores.values.loc["u0", "g"] == pytest.approx(top / bottom, abs=1e-14)
    assert got.local.loc["u0"].to_numpy() == pytest.approx(np.array([2.5, 0.6, 0.2]) / bottom, abs=1e-14)


def test_exponential_penalty_reward_and_mixed_by_hand():
    x = [0.1, 0.5, 0.9]
    w = FLAT_WEIGHTS.local.to_numpy()
    for kind, factor, limits in (
        ("penalty", np.exp([-0.2, -1.0, -1.8]), {}),
        ("penalty", np.exp([2 * 0.5, 2 * 0.1, 0]), {"low": 0.6}),
        ("reward", np.exp([0.2, 1.0, 1.8]), {}),
        ("reward", np.exp([0, 0, 2 * 0.1]), {"high": 0.8}),
        ("mixed", np.exp([2 * 0.2, 0, 2 * 0.1]), {"low": 0.3, "high": 0.8}),
    ):
        got = variable(scaled(x, FLAT), FLAT_WEIGHTS, kind, strength=2.0, **limits)
        assert got.local.to_numpy()[0] == pytest.approx(w * factor / (w @ factor), abs=1e-14), (kind, limits)


def test_levels_use_the_state_of_the_groups():
    """Group states are means by variable weights, and the root weighs the groups by those states."""
    x = np.array([0.2, 0.8, 0.1, 0.5, 0.9, 0.4])
    got = variable(scaled(x), weights(), strength=1.0)
    state = {}
    for group, cells in (("A", x[:2]), ("B", x[2:5]), ("C", x[5:])):
        s = np.exp(-cells)
        state[group] = (s * cells).sum() / s.sum()
        assert got.scores.values.loc["u0", group] == pytest.approx(state[group], abs=1e-14)
    top = np.array([state[g] for g in "ABC"])
    s = np.exp(-top)
    assert got.local.loc["u0", ["A", "B", "C"]].to_numpy() == pytest.approx(s / s.sum(), abs=1e-14)
    assert got.scores.values.loc["u0", "index"] == pytest.approx((s * top).sum() / s.sum(), abs=1e-14)
    assert got.scores.ranking().loc["u0", "rank"] == 1


cells = arrays(float, (4, 6), elements=st.floats(0.01, 1))
raw9 = arrays(float, 9, elements=st.floats(0.01, 1))


@given(
    cells,
    raw9,
    st.sampled_from(["penalty", "reward"]),
    st.sampled_from(["exponential", "power"]),
    st.floats(0, 3),
)
def test_axioms(x, raw, kind, form, strength):
    w = weights(raw)
    got = variable(scaled(x), w, kind, strength=strength, form=form)
    # every unit's weights are weights
    for unit in got.local.index:
        assert got.of(unit).across_tree().to_numpy() == pytest.approx(
            got.across_tree().loc[unit].to_numpy(), abs=1e-12
        )
    # a penalty never scores above the constant weights, a reward never below
    change = (got.scores.values - got.constant).to_numpy()
    assert (change <= 1e-12).all() if kind == "penalty" else (change >= -1e-12).all()
    constant = x[:, :2] @ w.of("A").to_numpy()
    assert got.constant["A"].to_numpy() == pytest.approx(constant, abs=1e-12)
    # the score is the unit's own weighted mean
    own = (got.across_tree().to_numpy() * x).sum(axis=1)
    assert got.scores.values["index"].to_numpy() == pytest.approx(own, abs=1e-12)


@given(
    arrays(float, 3, elements=st.floats(0.05, 0.9)),
    st.floats(0.01, 3),
    st.sampled_from(["exponential", "power"]),
)
def test_monotone_in_its_own_state(x, strength, form):
    worse, better = x.copy(), x.copy()
    better[0] += 0.1
    both = scaled([worse, better], FLAT)
    punished = variable(both, FLAT_WEIGHTS, "penalty", strength=strength, form=form).local["a"]
    rewarded = variable(both, FLAT_WEIGHTS, "reward", strength=strength, form=form).local["a"]
    assert punished.iloc[1] <= punished.iloc[0] + 1e-15
    assert rewarded.iloc[1] >= rewarded.iloc[0] - 1e-15


@given(cells, raw9)
def test_no_strength_or_equal_states_give_the_constant_weights(x, raw):
    w = weights(raw)
    none = variable(scaled(x), w, strength=0).local.to_numpy()
    assert none == pytest.approx(np.broadcast_to(w.local.to_numpy(), none.shape), abs=1e-14)
    level = variable(scaled(np.full((2, 6), x[0, 0])), w, strength=2.5).local.to_numpy()
    assert level == pytest.approx(np.broadcast_to(w.local.to_numpy(), level.shape), abs=1e-12)


@given(cells)
def test_the_scale_does_not_matter(x):
    one = variable(scaled(x), weights(), strength=1.5)
    hundred = variable(scaled(x * 99 + 1, scale=(1, 100)), weights(), strength=1.5)
    assert hundred.local.to_numpy() == pytest.approx(one.local.to_numpy(), abs=1e-10)
    assert hundred.scores.values.to_numpy() == pytest.approx(one.scores.values.to_numpy() * 99 + 1, abs=1e-8)


def test_units_do_not_affect_each_other_and_zero_weights_stay_zero():
    x = np.array([[0.2, 0.8, 0.1, 0.5, 0.9, 0.4], [0.9, 0.1, 0.1, 0.2, 0.3, 0.7]])
    w = weights([1, 0, 1, 1, 2, 3, 4, 5, 6])
    both = variable(scaled(x), w, strength=50.0)
    assert (both.local["a1"] == 0).all()
    assert (
        both.local.loc["u1"].tolist()
        == variable(scaled(x[1], index=["u1"]), w, strength=50.0).local.loc["u1"].tolist()
    )
    huge = variable(scaled(x), w, strength=1e5)
    assert np.isfinite(huge.local.to_numpy()).all()
    assert huge.scores.values.loc["u0", "B"] == pytest.approx(0.1)


def test_periods_and_results():
    index = pd.MultiIndex.from_tuples([(2020, "u"), (2021, "u")], names=["period", "unit"])
    got = variable(scaled(np.full((2, 6), 0.5), index=index), weights())
    assert got.to_frame()["change"].abs().max() < 1e-15
    assert got.of((2020, "u")).across_tree().sum() == pytest.approx(1)
    assert set(got.to_dict()) >= {"local", "scores", "constant", "kind", "strength"}
    assert "0 units gain and 0 units lose" in got.summary()
    assert got.tables("zh")[0].frame.columns.tolist()[-3:] == ["常权得分", "变权得分", "变动"]
    with pytest.raises(FaultyInput, match="nobody"):
        got.of("nobody")


def test_refusals():
    x = np.full((2, 6), 0.5)
    x[1, 2] = np.nan
    with pytest.raises(UnsuitableMethod, match="u1, b1: the value is missing"):
        variable(scaled(x), weights())
    with pytest.raises(UnsuitableMethod, match="no ends"):
        variable(scaled(np.full(6, 0.5), scale=None), weights())
    with pytest.raises(UnsuitableMethod, match="u0, a1: the state is 0"):
        variable(scaled([0, 1, 1, 1, 1, 1]), weights(), form="power")
    own = IndicatorTree(Group("g", "", (Indicator("a"), Indicator("b")), aggregate="geometric"))
    with pytest.raises(UnsuitableMethod, match="g: is aggregated by geometric"):
        variable(scaled([1, 1], own), Weights(own, pd.Series([0.5, 0.5], ["a", "b"])))
    with pytest.raises(FaultyInput, match="a1: has no weight"):
        variable(scaled(np.full(6, 0.5)), FLAT_WEIGHTS)
    good = scaled(np.full(6, 0.5))
    for options, words in (
        ({"kind": "both"}, "penalty, reward, mixed"),
        ({"form": "linear"}, "exponential, power"),
        ({"strength": -1}, "strength"),
        ({"strength": np.nan}, "strength"),
        ({"kind": "mixed"}, "needs? both|need both"),
        ({"kind": "mixed", "low": 0.8, "high": 0.2}, "lies above"),
        ({"low": 2}, "between 0 and 1"),
        ({"high": 0.5}, "no part in penalty"),
        ({"kind": "reward", "low": 0.5}, "no part in reward"),
    ):
        with pytest.raises(FaultyInput, match=words):
            variable(good, weights(), **options)
