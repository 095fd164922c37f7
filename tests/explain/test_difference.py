"""Differences of units and of periods, and of recipes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, UnsuitableMethod
from govmetrics.explain import between_periods, between_units, compare_recipes
from tests.strategies import datasets

ONE_TO_HUNDRED = {"min_max": {"scale": [1, 100]}}


def panel(seed=0, missing=(), aggregation="arithmetic", weighting="assigned", aggregate=None):
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2", "b3"]})
    index = pd.MultiIndex.from_product([[2020, 2024], list("uvwx")], names=["period", "unit"])
    values = np.random.default_rng(seed).uniform(1, 9, (8, 5))
    frame = pd.DataFrame(values, index, tree.codes)
    for row, code in missing:
        frame.loc[row, code] = np.nan
    recipe = gm.Recipe(normalisation=ONE_TO_HUNDRED, aggregation=aggregation, weighting=weighting)
    return gm.follow(recipe, Dataset(tree, frame))


def adds_up(split):
    frame = split.to_frame()
    gap = (frame["performance"] + frame["weighting"] - frame["change"]).abs()
    assert gap.max() < 1e-8
    assert frame["change"].notna().equals(frame["performance"].notna())


@given(data=datasets(missing=True))
def test_two_units_differ_by_their_leaves(data):
    run = gm.follow(gm.Recipe(), data)
    root = data.tree.root.code
    scored = run.scores.values.index[run.scores.values[root].notna()]
    split = between_units(run, scored[0], scored[-1])
    adds_up(split)
    assert split.to_frame()["change"].iloc[0] == pytest.approx(
        run.scores.values.at[scored[0], root] - run.scores.values.at[scored[-1], root]
    )


def test_complete_units_differ_by_share_times_distance():
    run = panel()
    one, two = (2024, "u"), (2020, "v")
    split = between_units(run, one, two)
    expected = run.weights.across_tree() * (run.scaled.values.loc[one] - run.scaled.values.loc[two])
    assert split.performance.iloc[0].to_numpy() == pytest.approx(expected.to_numpy())
    assert split.weighting.abs().max(axis=None) < 1e-12
    back = between_units(run, two, one)
    assert back.performance.iloc[0].to_numpy() == pytest.approx(-expected.to_numpy())


@pytest.mark.parametrize("aggregation", ["geometric", "owa", "penalised"])
def test_shapley_splits_add_up_and_turn_round(aggregation):
    run = panel(aggregation=aggregation)
    split = between_periods((run, 2020), (run, 2024))
    adds_up(split)
    assert split.method == "shapley"
    assert split.weighting.abs().max(axis=None) < 1e-9  # one run, one set of weights
    back = between_periods((run, 2024), (run, 2020))
    pd.testing.assert_frame_equal(back.performance, -split.performance, atol=1e-9)
    for node in ("A", "B", "b1"):
        adds_up(between_periods((run, 2020), (run, 2024), node))


def two_runs(aggregation):
    """Two years, each with its own weights, scaled by the bounds of the first."""
    data = panel().dataset
    runs = []
    for year, weights in ((2020, {"A": 0.3, "B": 0.7}), (2024, {"A": 0.6, "B": 0.4})):
        option = {"assigned": {"weights": {**weights, **dict.fromkeys(data.tree.codes, 1.0)}}}
        recipe = gm.Recipe(
            normalisation={"min_max": {"scale": [50, 100]}},
            aggregation=aggregation,
            weighting=option,
            base_period=2020,
        )
        runs.append((gm.follow(recipe, data), year))
    return runs


def test_two_runs_with_their_own_weights():
    (one, _), (two, _) = runs = two_runs("arithmetic")
    split = between_periods(*runs)
    adds_up(split)
    x0, x1 = (run.scaled.values.xs(year, level="period") for run, year in runs)
    w0, w1 = one.weights.across_tree(), two.weights.across_tree()
    expected = ((x1 - x0) * (w0 + w1) / 2).sum(axis=1)  # Bennet's rule, written again
    assert split.to_frame()["performance"].to_numpy() == pytest.approx(expected.to_numpy())
    assert split.weighting.abs().sum(axis=None) > 1


def test_two_runs_under_another_aggregation():
    (one, _), (two, _) = runs = two_runs("geometric")
    split = between_periods(*runs)
    adds_up(split)
    # The weights' part, written again from its definition: exchanged before and after the values.
    x0, x1 = (gm.Scaled(one.scaled.tree, run.scaled.values.xs(year), run.scaled.bounds) for run, year in runs)
    f = {
        (k, m): gm.aggregation.geometric(x, run.weights).values["index"]
        for k, x in enumerate((x0, x1))
        for m, run in enumerate((one, two))
    }
    expected = (f[0, 1] - f[0, 0] + f[1, 1] - f[1, 0]) / 2
    assert split.weighting["weights"].to_numpy() == pytest.approx(expected.to_numpy())
    sampled = between_periods(*runs, draws=200, rng=3)
    adds_up(sampled)
    assert ((sampled.performance - split.performance).abs() <= 6 * sampled.errors + 1e-9).all(axis=None)


@given(seed=st.integers(0, 50), hole=st.sampled_from(["a1", "b1", "b3"]), unit=st.sampled_from("uvwx"))
@settings(max_examples=10)
def test_a_leaf_known_once_counts_as_moving_weight(seed, hole, unit):
    run = panel(seed, [((2024, unit), hole)])
    split = between_periods((run, 2020), (run, 2024), "B" if hole != "a1" else None)
    adds_up(split)
    if hole != "a1":
        assert split.performance.at[unit, hole] == 0
        assert split.weighting.at[unit, hole] != 0


def test_units_without_a_score_stay_empty():
    run = panel(0, [((2024, "v"), code) for code in ("b1", "b2", "b3")])
    split = between_periods((run, 2020), (run, 2024))
    assert split.to_frame().loc["v"].isna().tolist() == [False, True, True, True, True]
    adds_up(split)


def test_order_of_rows():
    run = panel()
    rows = run.dataset.values.sample(frac=1, random_state=1)
    again = gm.follow(run.recipe, Dataset(run.dataset.tree, rows))
    one, two = (between_periods((r, 2020), (r, 2024)).performance.sort_index() for r in (run, again))
    pd.testing.assert_frame_equal(one, two)


def test_refusals_of_differences():
    run = panel()
    with pytest.raises(FaultyInput, match="give \\(assessment, period\\)"):
        between_periods(run, run)
    with pytest.raises(FaultyInput, match="1999 is not a period"):
        between_periods((run, 1999), (run, 2020))
    with pytest.raises(FaultyInput, match="is not scored"):
        between_units(run, (2020, "u"), (2020, "nobody"))
    with pytest.raises(FaultyInput, match="node: is 'zz'"):
        between_periods((run, 2020), (run, 2024), "zz")
    with pytest.raises(FaultyInput, match="compare_recipes"):
        between_periods((run, 2020), (panel(aggregation="geometric"), 2024))
    copeland = panel(aggregation="copeland")
    with pytest.raises(UnsuitableMethod, match="depends on all units"):
        between_periods((copeland, 2020), (copeland, 2024))
    gap = panel(0, [((2024, "u"), "b1")], "geometric")
    with pytest.raises(UnsuitableMethod, match="u, b1: the value is missing on one side"):
        between_periods((gap, 2020), (gap, 2024))
    empty = panel(0, [((2024, "v"), code) for code in ("b1", "b2", "b3")])
    with pytest.raises(FaultyInput, match="has no score"):
        between_units(empty, (2024, "v"), (2024, "u"))
    other = gm.follow(gm.Recipe(normalisation="min_max"), run.dataset)
    with pytest.raises(FaultyInput, match="other bounds"):
        between_periods((run, 2020), (other, 2024))


def test_what_differences_say():
    split = between_periods((panel(), 2020), (panel(), 2024))
    assert split.summary(unit="u").startswith("u: ")
    assert "权重" in split.summary("zh", "u")
    assert "additive" in split._repr_html_()
    assert set(split.to_dict()) >= {"before", "performance", "weighting"}


# -- recipes -------------------------------------------------------------------------------------------


CHANGES = {
    "normalisation": ONE_TO_HUNDRED,
    "weighting": "entropy",
    "aggregation": "owa",
    "treatment": ({"winsorise": {"most": 1}},),
}


@given(data=datasets(missing=True), changed=st.sets(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=3))
@settings(max_examples=10)
def test_causes_add_up_to_every_move(data, changed):
    from dataclasses import replace

    one = gm.Recipe(weighting="equal")
    two = replace(one, **{step: CHANGES[step] for step in changed})
    try:
        found = compare_recipes(one, two, data)
    except UnsuitableMethod:
        return
    assert set(found.changed) == changed
    moves = found.moves
    change = (moves["score_after"] - moves["score_before"]).astype(float)
    assert (found.scores.sum(axis=1, skipna=False) - change).abs().max() < 1e-8
    places = found.ranks.sum(axis=1, skipna=False)
    assert places.to_numpy() == pytest.approx(moves["move"].astype(float).to_numpy(), nan_ok=True)


def table(seed=4):
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]})
    values = np.random.default_rng(seed).uniform(1, 9, (7, 4))
    return Dataset(tree, pd.DataFrame(values, list("tuvwxyz"), tree.codes))


def test_two_changes_by_hand():
    data = table()
    one, two = gm.Recipe(weighting="equal"), gm.Recipe(weighting="entropy", aggregation="owa")
    found = compare_recipes(one, two, data)
    runs = {
        (w, a): gm.follow(gm.Recipe(weighting=w, aggregation=a), data).scores.values["index"]
        for w in ("equal", "entropy")
        for a in ("arithmetic", "owa")
    }
    by_weights = (
        runs["entropy", "arithmetic"]
        - runs["equal", "arithmetic"]
        + runs["entropy", "owa"]
        - runs["equal", "owa"]
    ) / 2
    assert found.scores["weighting"].sort_index().to_numpy() == pytest.approx(by_weights.to_numpy())


def test_the_same_recipe_moves_nobody():
    found = compare_recipes(gm.Recipe(title="one"), gm.Recipe(title="other"), table())
    assert (found.moves["move"] == 0).all()
    assert (found.moves["cause"] == "").all()
    assert found.scores.shape == (7, 0)
    assert found.summary() == "Changed: none; 0 of 7 units change rank."


def test_orders_that_cannot_be_followed_are_left_out_and_told():
    """A geometric mean of a scale that begins at zero cannot be taken: the scale has to change first."""
    two = gm.Recipe(normalisation=ONE_TO_HUNDRED, aggregation="geometric")
    found = compare_recipes(gm.Recipe(), two, table())
    assert "begin with aggregation are left out" in found.notes[0]
    between = gm.follow(gm.Recipe(normalisation=ONE_TO_HUNDRED), table()).scores.values["index"]
    first = found.moves["score_before"]
    assert found.scores["normalisation"].to_numpy() == pytest.approx(
        (between.loc[first.index] - first).to_numpy()
    )
    with pytest.raises(UnsuitableMethod, match="needs positive ones"):
        compare_recipes(gm.Recipe(), gm.Recipe(aggregation="geometric"), table())


def test_moves_come_with_their_cause():
    found = compare_recipes(
        gm.Recipe(weighting="equal"),
        gm.Recipe(weighting="merec", aggregation="mean_min", normalisation=ONE_TO_HUNDRED),
        table(2),
    )
    moved = found.moves[found.moves["move"] != 0]
    assert len(moved)
    for unit, row in moved.iterrows():
        toward = found.ranks.loc[unit] * np.sign(row["move"])
        assert toward[row["cause"]] == toward.max() > 0
    assert found.moves["move"].abs().is_monotonic_decreasing
    assert "mostly by" in found.summary()
    assert "主要原因" in found.summary("zh")
    assert found.to_dict()["node"] == "index"
    assert found.tables("zh")[0].frame.columns[1:4].tolist() == ["原得分", "新得分", "原排名"]
    assert set(found.tables("zh")[0].frame["主要原因"]) <= {"", "赋权", "合成", "归一化"}
    assert len(found.to_frame()) == 7


def test_several_periods_are_ranked_each():
    data = panel().dataset
    found = compare_recipes(
        gm.Recipe(weighting="equal"),
        gm.Recipe(weighting="equal", base_period=2020, aggregation="owa"),
        data,
        "B",
    )
    assert found.moves.loc[(2020, slice(None)), "rank_after"].max() <= 4
    assert list(found.changed) == ["aggregation", "base_period"]
