"""What would be gained by coming up to the median: worked by hand, and by following the recipe on changed records."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod

TREE = gm.IndicatorTree(
    gm.Group("G", "", (
        gm.Group("A", "", (gm.Indicator("x"), gm.Indicator("days", better="less")), min_coverage=0.4), gm.Indicator("z"),
    ))
)  # fmt: skip
BOUNDS = {"x": (0, 100), "days": (60, 10), "z": (0, 100)}
RECIPE = gm.Recipe(normalisation={"min_max": {"bounds": BOUNDS}}, weighting="equal")
UNITS = ["a", "b", "c", "d", "e"]
VALUES = pd.DataFrame(
    {"x": [20.0, 40, 60, 80, np.nan], "days": [35.0, 10, 60, 20, 30], "z": [10.0, 90, 50, 30, 70]},
    pd.Index(UNITS, name="unit"),
)


def followed(values=VALUES, recipe=RECIPE):
    return gm.follow(recipe, gm.Dataset(TREE, values))


def test_by_hand_for_a_weighted_sum():
    # x: median of 20, 40, 60, 80 is 50, its share of the whole 1/4: a gains 30/4, b 10/4. days become 50 100 0 80 60, the
    # median 60: a gains 10/4, c 60/4. z: median 50, share 1/2: a gains 20, d 10.
    found = gm.planning.catch_up(followed())
    expected = {"x": [7.5, 2.5, 0, 0, np.nan], "days": [2.5, 0, 15, 0, 0], "z": [20.0, 0, 0, 10, 0]}
    np.testing.assert_allclose(found.gains.to_numpy(), pd.DataFrame(expected).to_numpy(), atol=1e-12)
    assert list(found.leaves.index) == ["z", "days", "x"]
    assert found.leaves.loc["z"].to_dict() == {
        "behind": 2, "mean_gain": pytest.approx(15), "overall": pytest.approx(6), "most": pytest.approx(20), "unit": "a"
    }  # fmt: skip
    assert found.summary("en").startswith(
        "z: if the 2 units below the median came up to it, their scores would rise by 15.00 on average, by 20.00 at most (a)."
    )
    assert "低于中位数的 2 个单元若提升至中位数，平均增分 15.00" in found.summary("zh")


def test_a_geometric_mean_is_computed_again():
    from dataclasses import replace

    recipe = replace(RECIPE, normalisation={"goalposts": {"scale": [1, 100]}}, aggregation="geometric")
    tree = gm.IndicatorTree(
        gm.Group("G", "", (gm.Indicator("x", worst=0, best=100), gm.Indicator("z", worst=0, best=100)))
    )
    values = VALUES[["x", "z"]].iloc[:3]
    before = gm.follow(recipe, gm.Dataset(tree, values))
    raised = values.assign(x=[40.0, 40, 60])  # the median of 20, 40, 60
    after = gm.follow(recipe, gm.Dataset(tree, raised))
    gain = (after.scores.values["G"] - before.scores.values["G"]).to_numpy()
    found = gm.planning.catch_up(before, ["x"])
    np.testing.assert_allclose(found.gains["x"].to_numpy(), gain, atol=1e-9)
    assert gain[0] > 1
    assert list(found.leaves.index) == ["x"]


def test_every_period_has_its_own_median_and_the_latest_is_told():
    both = pd.concat({"2024": VALUES, "2025": VALUES.assign(z=[10.0, 90, 90, 90, 90])}, names=["period"])
    found = gm.planning.catch_up(followed(both), ["z"])
    np.testing.assert_allclose(found.gains["z"].to_numpy(), [20, 0, 0, 10, 0, 40, 0, 0, 0, 0], atol=1e-12)
    assert found.leaves.loc["z", ["behind", "most"]].tolist() == [1, pytest.approx(40)]


def test_nothing_to_gain_is_said():
    alike = VALUES.assign(x=50.0, days=30.0, z=50.0)
    assert "Nothing would be gained" in gm.planning.catch_up(followed(alike)).summary("en")


def test_what_cannot_be_asked_is_refused():
    with pytest.raises(FaultyInput, match="is not an indicator of the tree"):
        gm.planning.catch_up(followed(), ["x", "A", 3])
    recipe = gm.Recipe(normalisation="min_max", weighting="equal", aggregation="copeland")
    with pytest.raises(UnsuitableMethod, match="depends on the other units"):
        gm.planning.catch_up(followed(recipe=recipe))
