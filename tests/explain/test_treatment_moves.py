"""What each step of the treatment changes and moves: counted once more by following recipes by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.core.errors import UnsuitableMethod

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"], "B": ["c"]})
RNG = np.random.default_rng(2)
VALUES = pd.DataFrame(RNG.uniform(20, 80, (15, 3)), [f"u{i:02}" for i in range(15)], TREE.codes)
VALUES.iloc[2, 0], VALUES.iloc[4, 2], VALUES.iloc[7, 1] = np.nan, np.nan, 900.0
DATA = gm.Dataset(TREE, VALUES)
RECIPE = gm.Recipe(treatment=["impute_mean", {"winsorise": {"most": 2}}], weighting="equal")


def test_cells_and_ranks_by_hand():
    found = gm.explain.treatment_moves(RECIPE, DATA)
    assert found.steps["method"].to_dict() == {1: "impute_mean", 2: "winsorise", 0: ""}
    assert found.steps[["filled", "changed"]].to_numpy().tolist() == [[2, 0], [0, 1], [2, 1]]
    assert found.leaves[["step", "code", "filled", "changed"]].to_numpy().tolist() == [
        [1, "a", 1, 0],
        [1, "c", 1, 0],
        [2, "b", 0, 1],
    ]
    whole = gm.follow(RECIPE, DATA).ranking()["rank"]
    without = gm.follow(replace(RECIPE, treatment=["impute_mean"]), DATA).ranking()["rank"]
    apart = (whole - without.reindex(whole.index)).abs()
    assert found.steps.loc[2, "moved"] == (apart > 0).sum() > 0
    assert found.steps.loc[2, "furthest"] == apart.max()
    assert apart[found.steps.loc[2, "moved_most"]] == apart.max()
    expected = stats.spearmanr(whole, without.reindex(whole.index)).statistic
    assert found.steps.loc[2, "rank_correlation"] == pytest.approx(expected)
    assert found.ranks[2].to_dict() == without.to_dict()
    assert found.ranks["all"].is_monotonic_increasing


def test_the_order_of_rows_changes_nothing():
    one, two = (gm.explain.treatment_moves(RECIPE, gm.Dataset(TREE, v)) for v in (VALUES, VALUES.iloc[::-1]))
    pd.testing.assert_frame_equal(one.steps, two.steps)


def test_steps_that_the_rest_needs_are_told():
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["c"]})
    data = gm.Dataset(tree, VALUES[["a", "c"]])
    found = gm.explain.treatment_moves(replace(RECIPE, weighting="entropy"), data)
    blind = found.steps["furthest"].isna()
    assert blind.any() == any("cannot be followed" in note for note in found.notes)
    needs = gm.Recipe(
        treatment=["impute_mean", {"impute_regression": {"predictors": ["b"]}}], weighting="equal"
    )
    with pytest.raises(UnsuitableMethod, match=r"recipe.treatment: has no steps"):
        gm.explain.treatment_moves(gm.Recipe(), DATA)
    lone = VALUES.assign(b=VALUES["b"].mask(np.arange(15) == 3))
    told = gm.explain.treatment_moves(needs, gm.Dataset(TREE, lone))
    assert any(
        "without step 1 the recipe cannot be followed: b: is a predictor" in note for note in told.notes
    )
    assert told.ranks[1].isna().all()
    assert told.summary("zh")
