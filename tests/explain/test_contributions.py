"""Scores as sums over leaves."""

from itertools import permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, Group, Indicator, IndicatorTree, UnsuitableMethod
from govmetrics.explain import coalitions, contributions, shapley
from govmetrics.explain.worth import game_of, worths
from tests.strategies import datasets

WITHIN = ["geometric", "harmonic", {"power": {"exponent": 0.5}}, "penalised", "mean_min", "owa"]
RELATIVE = ["copeland", "wroclaw"]


def followed(data, aggregation="arithmetic", scale=(1, 100), weighting="assigned"):
    recipe = gm.Recipe(
        normalisation={"min_max": {"scale": list(scale)}}, weighting=weighting, aggregation=aggregation
    )
    try:
        return gm.follow(recipe, data)
    except UnsuitableMethod:
        assume(False)


def small(aggregation, n=6, seed=0):
    tree = IndicatorTree(
        Group(
            "all",
            "",
            (
                Group("A", "", (Indicator("a1", weight=2.0), Indicator("a2"), Indicator("a3"))),
                Group("B", "", (Indicator("b1"), Indicator("b2")), weight=3.0),
                Indicator("c", "Cohesion"),
            ),
        )
    )
    values = np.random.default_rng(seed).uniform(0, 10, (n, 6))
    return followed(Dataset(tree, pd.DataFrame(values, list("uvwxyz")[:n], tree.codes)), aggregation)


def adds_up(found):
    total = found.baseline + found.values.sum(axis=1, skipna=False)
    scored = found.scores.notna()
    assert np.abs(total - found.scores)[scored].max() < 1e-8
    assert found.values.notna().all(axis=1).equals(scored)


@given(data=datasets(missing=True))
def test_arithmetic_scores_are_the_sum_of_their_leaves_whatever_is_missing(data):
    run = followed(data)
    for node in data.tree.node_codes:
        found = contributions(run, node)
        assert found.method == "additive"
        adds_up(found)
        assert found.of_parts().sum(axis=1, skipna=False).to_numpy() == pytest.approx(
            found.scores.to_numpy(), nan_ok=True
        )


@given(data=datasets())
def test_complete_arithmetic_contributions_are_share_times_value(data):
    run = followed(data)
    expected = run.scaled.values * run.weights.across_tree()
    pd.testing.assert_frame_equal(contributions(run).values, expected, check_names=False)
    pd.testing.assert_frame_equal(contributions(run.scores).values, expected, check_names=False)


@pytest.mark.parametrize("aggregation", WITHIN, ids=str)
@settings(max_examples=8)
@given(data=datasets(missing=True), baseline=st.sampled_from(["mean", "low"]))
def test_shapley_values_add_up_to_score_minus_baseline(aggregation, data, baseline):
    found = contributions(followed(data, aggregation), baseline=baseline)
    assert found.method == "shapley"
    adds_up(found)
    assert found.baseline.dropna().nunique() <= 1  # one baseline for all


@pytest.mark.parametrize("aggregation", RELATIVE)
def test_methods_that_compare_units_add_up_as_well(aggregation):
    run = small(aggregation)
    found = contributions(run, units=["u", "x"])
    adds_up(found)
    assert list(found.values.index) == ["u", "x"]
    # Whoever asks for more units gets the same for these.
    more = contributions(run, units=["x", "v", "u"])
    pd.testing.assert_frame_equal(more.values.loc[["u", "x"]], found.values)


def owen_by_all_orders(run, unit, base):
    """Average over every order of the leaves in which groups stay together: written from the definition."""
    tree = run.scaled.tree
    parts = [tree.leaves(part) for part in tree.parts(tree.root.code)]
    method = gm.aggregation.METHODS[run.scores.method]
    total, n = pd.Series(0.0, tree.codes), 0
    for outer in permutations(parts):
        for inner in product(*(list(permutations(part)) for part in outer)):
            values = base.copy()
            before = None
            for code in [None, *(code for part in inner for code in part)]:
                if code is not None:
                    values[code] = run.scaled.values.at[unit, code]
                scaled = gm.Scaled(tree, pd.DataFrame([values], ["one"]), run.scaled.bounds)
                now = method(scaled, run.weights).values.iat[0, 0]
                if code is not None:
                    total[code] += now - before
                before = now
            n += 1
    return total / n


@pytest.mark.parametrize("aggregation", ["geometric", "owa", "mean_min"])
def test_enumerated_values_are_the_average_over_all_orders_that_keep_groups_together(aggregation):
    run = small(aggregation)
    found = contributions(run, baseline="mean")
    expected = owen_by_all_orders(run, "w", run.scaled.values.mean())
    assert found.values.loc["w"].to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-10)


def test_the_glove_game():
    """Owen (1995), Game Theory, ch. XII: one left glove and two right gloves, a pair is worth 1.

    The Shapley value is (2/3, 1/6, 1/6); when the owners of right gloves form a union, each side gets a half.
    """
    flat = IndicatorTree(Group("game", "", tuple(Indicator(c) for c in ("left", "r1", "r2"))))
    union = IndicatorTree.from_groups({"L": ["left"], "R": ["r1", "r2"]})
    for tree, expected in ((flat, [2 / 3, 1 / 6, 1 / 6]), (union, [1 / 2, 1 / 4, 1 / 4])):
        states, coefficients = coalitions.enumerated(tree, tree.root.code)
        worth = states[:, 0] & states[:, 1:].any(axis=1)
        assert coefficients @ worth == pytest.approx(expected)


def test_sampled_values_add_up_and_their_errors_tell_how_far_off_they_are():
    run = small("geometric")
    exact = contributions(run)
    sampled = contributions(run, draws=400, rng=5)
    adds_up(sampled)
    assert sampled.method == "shapley, sampled"
    assert sampled.seed == 5
    off = (sampled.values - exact.values).abs()
    assert (off <= 5 * sampled.errors + 1e-9).all(axis=None)
    assert (sampled.errors > 0).any(axis=None)
    pd.testing.assert_frame_equal(contributions(run, draws=400, rng=5).values, sampled.values)


def test_large_groups_are_sampled():
    tree = IndicatorTree(Group("all", "", tuple(Indicator(f"x{k}") for k in range(14))))
    values = np.random.default_rng(0).uniform(1, 9, (4, 14))
    run = followed(Dataset(tree, pd.DataFrame(values, list("abcd"), tree.codes)), "geometric")
    found = contributions(run)
    assert found.method == "shapley, sampled"
    adds_up(found)


def test_a_leaf_at_the_baseline_contributes_nothing():
    run = small("geometric")
    base = run.scaled.values.mean()
    base["a2"] = run.scaled.values.at["v", "a2"]
    assert contributions(run, baseline=base).values.at["v", "a2"] == pytest.approx(0, abs=1e-12)


def test_the_order_of_rows_does_not_matter():
    run = small("geometric")
    data = run.dataset
    rows = data.values.index[::-1]
    again = gm.follow(run.recipe, Dataset(data.tree, data.values.loc[rows]))
    pd.testing.assert_frame_equal(
        contributions(again).values.loc[data.values.index], contributions(run).values, rtol=1e-9
    )


def test_a_baseline_for_arithmetic_scores():
    run = small("arithmetic")
    found = contributions(run, baseline="mean")
    adds_up(found)
    expected = (run.scaled.values - run.scaled.values.mean()) * run.weights.across_tree()
    assert found.values.to_numpy() == pytest.approx(expected.to_numpy(), abs=1e-10)


def test_a_group_without_a_score_contributes_nothing():
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"], "C": ["c1"]})
    rows = pd.DataFrame(
        {"a1": [1.0, 2, 3], "a2": [3.0, np.nan, 1], "b1": [1.0, 3, 2], "c1": [1.0, 2, 5]}, list("uvw")
    )
    run = followed(Dataset(tree, rows))
    found = contributions(run)
    adds_up(found)
    assert found.values.loc["v", ["a1", "a2"]].tolist() == [0, 0]  # A rests on half: below its coverage rule
    assert np.isnan(contributions(run, "A").scores["v"])


def test_one_unit_one_indicator():
    tree = IndicatorTree(Indicator("only"))
    data = Dataset(tree, pd.DataFrame({"only": [3.0, 5.0]}, index=["u", "v"]))
    assert contributions(followed(data)).values["only"].tolist() == [1.0, 100.0]
    assert contributions(followed(data, "geometric"), baseline="low").values["only"].tolist() == [0.0, 99.0]


def test_refusals_name_their_places():
    run = small("geometric")
    with pytest.raises(FaultyInput, match=r"node: is 'zz'.*\n.*'nobody' is not scored"):
        contributions(run, "zz", units=["nobody"])
    with pytest.raises(FaultyInput, match="more than once"):
        contributions(run, units=["u", "u"])
    with pytest.raises(UnsuitableMethod, match="give the Assessment"):
        contributions(run.scores)
    with pytest.raises(UnsuitableMethod, match="baseline, a1: the value is 0"):
        contributions(run, baseline="zero")
    with pytest.raises(FaultyInput, match=r"baseline, zz.*\n(.*\n)*baseline, c: has no value"):
        contributions(run, baseline={"zz": 1.0})
    with pytest.raises(FaultyInput, match="draws"):
        contributions(run, draws=1)
    with pytest.raises(FaultyInput, match="choose one of: zero, mean, low"):
        contributions(run, baseline="median")
    z = gm.follow(gm.Recipe(normalisation="z_score", aggregation="owa"), run.dataset)
    with pytest.raises(UnsuitableMethod, match="no low end"):
        contributions(z, baseline="low")


def test_what_it_says():
    found = contributions(small("geometric"))
    assert found.summary(unit="u").startswith("u: score ")
    assert "贡献最大" in found.summary("zh", "u")
    assert "Cohesion" in found.summary(unit="u", top=6)
    assert set(found.to_dict()) >= {"values", "scores", "baseline", "method"}
    assert "additive" in contributions(small("arithmetic"))._repr_html_()
    assert found.tables("zh")[0].sentence == found.summary("zh")
    assert found.summary("zh").startswith("all的得分（沙普利值）：平均贡献最大：")
    with pytest.raises(FaultyInput, match="nobody"):
        found.summary(unit="nobody")


@pytest.mark.parametrize("aggregation", sorted(gm.aggregation.METHODS))
def test_every_aggregation_can_be_explained(aggregation):
    """A new aggregation is covered by being listed; those said to stand alone do."""
    run = small(aggregation)
    found = contributions(run, units=["v"], baseline="mean")
    adds_up(found)
    method = gm.aggregation.METHODS[aggregation]
    if not method.compares_units:
        one = gm.Scaled(run.scaled.tree, run.scaled.values.loc[["v"]], run.scaled.bounds)
        assert method(one, run.weights).values.loc["v"].to_numpy() == pytest.approx(
            run.scores.values.loc["v"].to_numpy()
        )


@pytest.mark.parametrize("aggregation", [name for name, m in gm.aggregation.METHODS.items() if m.by_group])
@settings(max_examples=6)
@given(data=datasets(missing=True), seed=st.integers(0, 99))
def test_groups_aggregated_once_give_the_scores_of_the_whole_tree(aggregation, data, seed):
    run = followed(data, aggregation)
    root = data.tree.root.code
    game = game_of(run, root)
    scored = np.flatnonzero(run.scores.values[root].notna())
    base = np.tile(run.scaled.values.mean().to_numpy(), (len(scored), 1))
    states = np.random.default_rng(seed).random((9, len(data.tree))) < 0.5
    states[0], states[-1] = False, True
    found = worths(game, scored, base, states)
    x = run.scaled.values.to_numpy()[scored]
    for state, row in zip(states, found, strict=True):
        assert row == pytest.approx(game.scores(np.where(state, x, base)))
    assert found[-1] == pytest.approx(run.scores.values[root].to_numpy()[scored])


@pytest.mark.parametrize("aggregation", [name for name, m in gm.aggregation.METHODS.items() if m.by_group])
@settings(max_examples=6)
@given(data=datasets(), seed=st.integers(0, 99), deep=st.booleans())
def test_walks_through_groups_gain_what_coalitions_of_all_leaves_do(aggregation, data, seed, deep):
    run = small(aggregation, seed=seed) if deep else followed(data, aggregation)
    tree = run.scaled.tree
    for node in [tree.root.code, *(group.code for group in tree.groups[:2]), tree.codes[0]]:
        game = game_of(run, node)
        x = run.scaled.values.to_numpy()
        base = np.broadcast_to(x.mean(axis=0), x.shape)
        order = coalitions.orders(tree, node, 3, np.random.default_rng(seed))
        empty, gains = shapley._by_states(game, np.arange(len(x)), base, order)
        walks = shapley.Walks(game, x, base)
        assert shapley._paired(walks.gains(order)) == pytest.approx(gains, abs=1e-9)
        assert walks.ends[node][0] == pytest.approx(empty)


def test_groups_within_groups_gain_what_coalitions_do():
    leaves = {name: tuple(Indicator(f"{name}{k}") for k in range(3)) for name in "abc"}
    inner = Group(
        "I", "", (Group("A", "", leaves["a"]), Indicator("i"), Group("B", "", leaves["b"], weight=2.0))
    )
    tree = IndicatorTree(Group("all", "", (inner, *leaves["c"])))
    values = np.random.default_rng(0).uniform(1, 9, (4, 10))
    run = followed(Dataset(tree, pd.DataFrame(values, list("uvwx"), tree.codes)), "geometric")
    x, game = run.scaled.values.to_numpy(), game_of(run, "all")
    order = coalitions.orders(tree, "all", 8, np.random.default_rng(1))
    _, gains = shapley._by_states(game, np.arange(4), x[::-1], order)
    assert shapley._paired(shapley.Walks(game, x, x[::-1]).gains(order)) == pytest.approx(gains, abs=1e-10)


def test_fewer_orders_are_drawn_of_very_many_leaves():
    def draws(leaves):
        return coalitions.default_draws(
            IndicatorTree.from_groups({"A": [f"a{k}" for k in range(leaves)]}), "A"
        )

    assert [draws(leaves) for leaves in (5, 20, 300, 5_000)] == [None, 200, 111, 20]


def test_orders_drawn_a_few_at_a_time_are_those_of_all_at_once(monkeypatch):
    tree = IndicatorTree.from_groups({"A": [f"a{i}" for i in range(9)], "B": ["b1", "b2"]})
    values = np.random.default_rng(0).uniform(1, 9, (4, 11))
    run = followed(Dataset(tree, pd.DataFrame(values, list("uvwx"), tree.codes)), "geometric")
    whole = contributions(run, draws=12)
    monkeypatch.setattr("govmetrics.explain.shapley.BLOCK", 500)
    few = contributions(run, draws=12)
    pd.testing.assert_frame_equal(few.values, whole.values)
    pd.testing.assert_frame_equal(few.errors, whole.errors)
