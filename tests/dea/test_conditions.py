"""Fixed inputs, levels, weight limits and benefit of the doubt against plain programs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import linprog

import govmetrics as gm
from govmetrics.core import InfeasibleTargets, UnsuitableMethod
from govmetrics.core.errors import FaultyInput

pytestmark = pytest.mark.filterwarnings("ignore:.*units for")


@pytest.fixture
def tables() -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(2)
    x = pd.DataFrame(rng.lognormal(0, 0.5, (25, 3)), columns=["a", "b", "c"])
    level = np.log(x.to_numpy()).mean(axis=1, keepdims=True)
    return x, pd.DataFrame(np.exp(level + rng.normal(0, 0.3, (25, 2))), columns=["y", "z"])


def envelopment(x, y, o, fixed, exact=False):
    """min theta, variable returns, with inputs that do not shrink."""
    n, m = x.shape
    moves = ~np.isin(np.arange(m), fixed)
    upper = np.r_[np.c_[-np.where(moves, x[o], 0.0), x.T], np.c_[np.zeros(y.shape[1]), -y.T]]
    right = np.r_[np.where(moves, 0.0, x[o]), -y[o]]
    equal, one = [np.r_[0.0, np.ones(n)]], [1.0]
    if exact:
        equal += [np.r_[0.0, x[:, i]] for i in fixed]
        one += [x[o, i] for i in fixed]
    return linprog(np.r_[1.0, np.zeros(n)], upper, right, equal, one, method="highs").fun


@pytest.mark.parametrize("exact", [False, True])
def test_non_discretionary(tables, exact):
    x, y = tables
    result = gm.dea.non_discretionary(x, y, ["b"], exact=exact)
    expected = [envelopment(x.to_numpy(), y.to_numpy(), o, [1], exact) for o in range(25)]
    assert_allclose(result.scores, expected, atol=1e-8)
    assert (result.certificate[["primal", "dual", "gap"]] <= 1e-9).all(axis=None)
    assert (result.targets["b"] <= x["b"] + 1e-9).all()
    if exact:
        assert_allclose(result.targets["b"], x["b"])


def test_categorical(tables):
    x, y = tables
    level = pd.Series(np.arange(25) % 3, x.index)
    result = gm.dea.categorical(x, y, level)
    for own in range(3):
        same = level[level <= own].index
        alone = gm.dea.radial(x.loc[same], y.loc[same]).scores
        at_level = level[level == own].index
        assert_allclose(result.scores[at_level], alone[at_level], atol=1e-9)
    named = level.map({0: "hard", 1: "medium", 2: "easy"})
    ordered = pd.Categorical(named, ["hard", "medium", "easy"], ordered=True)
    again = gm.dea.categorical(x, y, pd.Series(ordered, x.index))
    assert_allclose(again.scores, result.scores)


def multiplier(x, y, o, rows):
    """max u y_o, v x_o = 1, u y_j <= v x_j, and further rows . (v, u) <= 0."""
    m, s = x.shape[1], y.shape[1]
    a = np.r_[np.c_[-x, y], np.reshape(rows, (-1, m + s))]
    found = linprog(
        np.r_[np.zeros(m), -y[o]], a, np.zeros(len(a)), [np.r_[x[o], np.zeros(s)]], [1.0], method="highs"
    )
    return -found.fun


def test_assurance_regions(tables):
    x, y = tables
    result = gm.dea.weight_restricted(x, y, ratios=[("a", "b", 0.5, 2.0), ("y", "z", 1.0, float("inf"))])
    rows = [[1, -2, 0, 0, 0], [-1, 0.5, 0, 0, 0], [0, 0, 0, -1, 1]]
    expected = [multiplier(x.to_numpy(), y.to_numpy(), o, rows) for o in range(25)]
    assert_allclose(result.scores, expected, atol=1e-8)
    a, b = result.input_weights["a"], result.input_weights["b"]  # both 0 for some units
    assert ((0.5 * b - 1e-9 <= a) & (a <= 2 * b + 1e-9)).all()


def test_virtual_shares(tables):
    x, y = tables
    result = gm.dea.weight_restricted(x, y, shares={"a": (0.2, 0.5), "y": (0.3, 1.0)})
    for o in range(25):
        xo, yo = x.to_numpy()[o], y.to_numpy()[o]
        low_a, high_a, low_y = np.zeros(5), np.zeros(5), np.zeros(5)
        low_a[:3], high_a[:3], low_y[3:] = 0.2 * xo, -0.5 * xo, 0.3 * yo
        low_a[0] -= xo[0]
        high_a[0] += xo[0]
        low_y[3] -= yo[0]
        assert_allclose(
            result.scores[o], multiplier(x.to_numpy(), y.to_numpy(), o, [low_a, high_a, low_y]), atol=1e-8
        )
    virtual = result.input_weights * x
    assert (virtual["a"] / virtual.sum(axis=1)).between(0.2 - 1e-9, 0.5 + 1e-9).all()
    assert (result.certificate[["primal", "dual", "gap"]] <= 1e-9).all(axis=None)


def test_shares_that_sum_to_one_at_their_limits_leave_one_choice(tables):
    x, y = tables
    third = 1 / 3
    for shares, share in (({"a": (0.5, 1.0), "b": (0.5, 1.0)}, 0.5), (dict.fromkeys(x, (0.0, third)), third)):
        virtual = gm.dea.weight_restricted(x, y, shares=shares).input_weights * x
        assert_allclose(virtual["a"] / virtual.sum(axis=1), share)
    for shares in ({"a": (0.51, 1.0), "b": (0.5, 1.0)}, dict.fromkeys(x, (0.0, 0.33))):
        with pytest.raises(FaultyInput, match="cannot sum to 1"):
            gm.dea.weight_restricted(x, y, shares=shares)


def test_no_limits_is_plain(tables):
    x, y = tables
    assert_allclose(gm.dea.weight_restricted(x, y).scores, gm.dea.radial(x, y, returns="constant").scores)


@pytest.fixture
def scaled():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1", "b2"], "C": ["c"]})
    values = np.random.default_rng(0).uniform(1, 100, (30, 6))
    frame = pd.DataFrame(values, [f"u{i}" for i in range(30)], tree.codes)
    return gm.Scaled(tree, frame, pd.DataFrame())


def doubt(y, o, low, high, groups=()):
    """Melyn and Moesen's program with Cherchye et al.'s bounds on the shares of the score."""
    rows, right = [*y], [1.0] * len(y)
    for inside in [np.eye(y.shape[1])[k] for k in range(y.shape[1])]:
        rows += [low * y[o] - inside * y[o], inside * y[o] - high * y[o]]
        right += [0.0, 0.0]
    for members, least in groups:
        rows.append(least * y[o] - np.isin(np.arange(y.shape[1]), members) * y[o])
        right.append(0.0)
    return -linprog(-y[o], rows, right, method="highs").fun


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.05, 0.3), (0.0, 0.25)])
def test_benefit_of_the_doubt(scaled, low, high):
    result = gm.dea.benefit_of_the_doubt(scaled, lower=low, upper=high)
    y, root = scaled.values.to_numpy(), result.values.iloc[:, 0]
    assert_allclose(root, [doubt(y, o, low, high) for o in range(30)], atol=1e-9)
    assert result.tied_at_one == (root == 1).mean()
    assert_allclose(result.shares.sum(axis=1), 1)
    assert result.shares.min(axis=None) >= low - 1e-9
    assert result.shares.max(axis=None) <= high + 1e-9
    assert isinstance(result, gm.Scores)
    assert result.ranking().iloc[0]["rank"] == 1
    assert_allclose(result.values["a1"], y[:, 0] / y[:, 0].max())
    assert result.values.max(axis=None) == 1


def test_bounds_tell_the_tied_apart(scaled):
    free, bounded = (gm.dea.benefit_of_the_doubt(scaled, lower=low) for low in (0.0, 0.1))
    assert bounded.tied_at_one < free.tied_at_one
    assert (bounded.values.iloc[:, 0] <= free.values.iloc[:, 0] + 1e-9).all()
    assert "set bounds on the shares" in free.summary()
    assert "并列" in free.summary("zh")


def test_bounds_on_groups(scaled):
    result = gm.dea.benefit_of_the_doubt(scaled, lower={"A": 0.4})
    y = scaled.values.to_numpy()
    assert_allclose(
        result.values.iloc[:, 0], [doubt(y, o, 0, 1, [([0, 1, 2], 0.4)]) for o in range(30)], atol=1e-9
    )
    assert (result.shares[["a1", "a2", "a3"]].sum(axis=1) >= 0.4 - 1e-9).all()


@pytest.mark.parametrize(
    ("lower", "upper", "group", "limits"),
    [
        ({"a1": 0.3}, {}, "A", {"a1": (0.3, 1), "a2": (0, 0.7), "a3": (0, 0.7)}),  # A may have everything
        ({"a1": 0.3, "c": 0.2}, {}, "A", {"a1": (0.375, 1), "a2": (0, 0.625), "a3": (0, 0.625)}),  # or .8
        ({"A": 0.5}, {"a1": 0.2}, "A", {"a1": (0, 0.4)}),  # of half at least
        ({"A": 0.5}, {"a1": 0.2, "a2": 0.1}, "A", {"a1": (0, 0.4), "a2": (0, 0.2), "a3": (0.4, 1)}),
        ({"b1": 0.2}, {"b2": 0.1}, "B", {"b1": (2 / 3, 1), "b2": (0, 1 / 3)}),  # .2 beside .1 at most
        ({"a1": 0.3}, {"c": 0.5}, "B", {}),  # B may have anything, or nothing
        (0.1, 0.4, "B", {"b1": (0.2, 0.8), "b2": (0.2, 0.8)}),  # .1 beside .4
    ],
)
def test_bounds_within_groups_are_those_of_any_shares_that_are_allowed(scaled, lower, upper, group, limits):
    bounds = {"lower": lower or 0.0, "upper": upper or 1.0}
    found = gm.dea.benefit_of_the_doubt(scaled, **bounds).values[group]
    codes = [code for code in scaled.tree.codes if code in scaled.tree.leaves(group)]
    y = scaled.values[codes].to_numpy()
    for o in range(0, 30, 3):
        rows, right = [*y], [1.0] * len(y)
        for k, code in enumerate(codes):
            low, high = limits.get(code, (0, 1))
            one = np.eye(len(codes))[k] * y[o]
            rows += [low * y[o] - one, one - high * y[o]]
            right += [0.0, 0.0]
        assert found.iloc[o] == pytest.approx(-linprog(-y[o], rows, right, method="highs").fun, abs=1e-9)


def test_a_group_that_no_unit_uses_has_equal_weights():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b1", "b2"]})
    frame = pd.DataFrame({"a": [1.0, 2, 4], "b1": 0.0, "b2": 0.0}, list("uvw"))
    result = gm.dea.benefit_of_the_doubt(gm.Scaled(tree, frame, pd.DataFrame()))
    assert result.values.iloc[:, 0].tolist() == [0.25, 0.5, 1]
    assert result.weights.local[["A", "a", "B", "b1", "b2"]].tolist() == [1, 1, 0, 0.5, 0.5]


def test_doubt_refuses(scaled):
    with pytest.raises(InfeasibleTargets, match="no shares meet"):
        gm.dea.benefit_of_the_doubt(scaled, lower=0.3)
    with pytest.raises(FaultyInput, match="is no node"):
        gm.dea.benefit_of_the_doubt(scaled, lower={"weather": 0.1})
    with pytest.raises(FaultyInput, match="above the upper"):
        gm.dea.benefit_of_the_doubt(scaled, lower=0.1, upper=0.05)
    broken = scaled.values.copy()
    broken.loc["u3", "a1"], broken.loc["u4", "b1"] = np.nan, -1
    with pytest.raises(UnsuitableMethod, match=r"u3, a1: is missing.*\n.*u4, b1: is -1"):
        gm.dea.benefit_of_the_doubt(gm.Scaled(scaled.tree, broken, pd.DataFrame()))
    zero = scaled.values.copy()
    zero.loc["u5", "c"] = 0
    none = scaled.values.copy()
    none.loc["u7", ["a1", "a2", "a3"]] = 0
    with pytest.raises(UnsuitableMethod, match=r"^u7, A: is zero; a zero can have no share of 0\.2"):
        gm.dea.benefit_of_the_doubt(gm.Scaled(scaled.tree, none, pd.DataFrame()), lower={"A": 0.2})
    with pytest.raises(UnsuitableMethod, match="u5, c: is zero"):
        gm.dea.benefit_of_the_doubt(gm.Scaled(scaled.tree, zero, pd.DataFrame()), lower=0.05)
    assert (
        gm.dea.benefit_of_the_doubt(gm.Scaled(scaled.tree, zero, pd.DataFrame()))
        .values.notna()
        .all(axis=None)
    )


def test_inputs_and_outputs_from_the_trees_roles():
    """A Dataset whose tree has roles goes in as it is."""
    leaves = [
        {"code": "staff", "better": "less", "role": "input"},
        {"code": "cases", "better": "more", "role": "output"},
        {"code": "trust", "better": "more"},
    ]
    tree = gm.read_tree({"code": "T", "name": "T", "parts": leaves})
    values = pd.DataFrame(
        {"staff": [2.0, 4, 5], "cases": [1.0, 4, 2], "trust": [1.0, 2, 3]}, index=list("uvw")
    )
    dataset = gm.Dataset(tree, values)
    result = gm.dea.radial(dataset, returns="constant")
    assert_allclose(result.scores, [0.5, 1, 0.4])
    assert result.targets.columns.tolist() == ["staff", "cases"]
    plain = gm.read_tree({"code": "T", "name": "T", "parts": leaves[2:]})
    with pytest.raises(FaultyInput, match="no indicator has the role input"):
        gm.dea.radial(gm.Dataset(plain, values[["trust"]]))
