"""Whether a change is more than error: the interval against its closed form, weights paired, errors not."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.numerics.dust import without_dust
from govmetrics.robustness import (
    Choice,
    DrawnWeights,
    MeasurementErrors,
    PerturbedWeights,
    StandardErrors,
    change_confidence,
    uncertainty,
)
from govmetrics.robustness.change_confidence import mean_change

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
EARLY = pd.DataFrame({"trust": [20.0, 60, 40], "solved": [50.0, 90, 60]}, ["East", "West", "North"])
LATE = pd.DataFrame({"trust": [40.0, 60, 41], "solved": [50.0, 88, 60]}, ["East", "West", "North"])
RECIPE = gm.Recipe(weighting="equal")


def run(frame, recipe=RECIPE, **more):
    return gm.follow(recipe, gm.read_records(frame, TREE, **more))


def panel_run():
    both = pd.concat({1: EARLY, 2: LATE}, names=["period", "unit"]).reset_index()
    return gm.panel.follow_periods(RECIPE, gm.read_records(both, TREE, period="period"))


def test_an_interval_is_that_of_the_difference_of_two_independent_errors():
    """By hand: both ranges are 40, weights 1/2, so a change has sd 100/40/2 x sqrt(2 (sd1^2 + sd2^2))."""
    errors = MeasurementErrors({"trust": 3.0, "solved": 4.0}, draws=400)
    sd = 100 / 40 / 2 * np.sqrt(2 * (3**2 + 4**2))
    two = change_confidence(run(EARLY), run(LATE), [errors], draws=400, level=0.9)
    one = change_confidence(panel_run(), panel_run(), [errors], draws=10)
    again = panel_run()
    same = change_confidence(again, again, [errors], draws=400, level=0.9)
    for found in (two, same):
        table = found.changes
        width = table["change_upper"] - table["change_lower"]
        assert width.to_numpy() == pytest.approx(2 * 1.6449 * sd, rel=0.12)
        assert table["change"].to_dict() == pytest.approx({"East": 25.0, "North": 1.25, "West": -2.5})
        middle = (table["change_upper"] + table["change_lower"]) / 2
        assert middle.to_numpy() == pytest.approx(table["change"].to_numpy(), abs=2.5)
        assert table["sure"].to_dict() == {"East": True, "North": False, "West": False}
    assert one.changes["change"].max() == 0  # the latest period of both: the same one
    assert (same.since, same.period) == (1, 2)


def test_later_values_are_measured_by_the_earlier_bounds():
    """East's trust rose by 20 of 40 points; West, at the top before, stays at the top."""
    table = change_confidence(run(EARLY), run(LATE), []).changes
    assert table.loc["West", ["before", "after"]].tolist() == [100.0, 97.5]
    assert table.loc["East", ["rank_before", "rank_after"]].tolist() == [3, 3]
    assert table["change_lower"].to_dict() == table["change"].to_dict()


def test_doubt_of_weights_that_both_sides_share_is_no_change():
    weights = [PerturbedWeights(0.5)]
    same = change_confidence(run(EARLY), run(EARLY), weights, draws=200).changes
    assert (same[["change", "change_lower", "change_upper"]] == 0).all(axis=None)
    assert not same["sure"].any()
    alone = uncertainty(RECIPE, gm.read_records(EARLY, TREE), weights, 200).scores
    assert alone["North"].std() > 1  # though it is great doubt


def test_other_experts_on_each_side_are_drawn_each_from_its_own():
    """Weights 1 : 1 before, 3 : 1 and 1 : 0 after: East moves by its trust of 0, solved of 0 and then of 50."""
    then = DrawnWeights(pd.DataFrame({"actors": [0.5], "outcomes": [0.5]}))
    now = DrawnWeights(pd.DataFrame({"actors": [0.75, 1.0], "outcomes": [0.25, 0.0]}))
    found = change_confidence(run(EARLY), run(LATE), [now], [then], draws=400, level=0.98).changes
    assert found.loc["East", ["change_lower", "change_upper"]].tolist() == pytest.approx([37.5, 50.0])


@pytest.mark.slow
def test_uncertainty_of_several_periods_tells_the_last_change():
    panel = panel_run()
    errors = [MeasurementErrors({"trust": 3.0, "solved": 4.0}, draws=500)]
    found = uncertainty(panel.recipe, panel.dataset, errors, 500, level=0.9).change
    assert (found.since, found.period, found.level) == (1, 2, 0.9)
    assert found.changes["change"].to_dict() == pytest.approx({"East": 25.0, "North": 1.25, "West": -2.5})
    assert found.changes["sure"].to_dict() == {"East": True, "North": False, "West": False}
    mean = uncertainty(panel.recipe, panel.dataset, errors, 500, level=0.9).change.overall
    # By hand: both ranges are 40 and weights 1/2, so a change has sd 100/40/2 x 5 x sqrt(2), the mean of three sqrt(3) less.
    reach = 1.645 * 100 / 40 / 2 * 5 * np.sqrt(2 / 3)
    assert mean["change"] == pytest.approx((25 + 1.25 - 2.5) / 3)
    assert [mean["lower"], mean["upper"]] == pytest.approx(
        [mean["change"] - reach, mean["change"] + reach], abs=1.5
    )
    first = uncertainty(panel.recipe, panel.dataset, errors, 5, period=1)
    assert first.change is None
    assert uncertainty(RECIPE, gm.read_records(EARLY, TREE), [], 5).change is None


def test_units_of_one_side_or_without_a_score_have_no_change():
    late = pd.concat([LATE.drop("West"), pd.DataFrame({"trust": [50.0], "solved": [70.0]}, ["South"])])
    found = change_confidence(run(EARLY), run(late), [PerturbedWeights()], draws=20)
    assert sorted(found.changes.index) == ["East", "North"]
    hole = run(LATE.assign(trust=[np.nan, 60, 41], solved=[np.nan, 88, 60]), empty="keep")
    gap = change_confidence(run(EARLY), hole, [], draws=5)
    assert gap.changes["change"].isna().sum() == 1
    assert not gap.changes.loc["East", "sure"]
    assert np.isnan(gap.changes.loc["East", "rank_after"])
    known = gap.changes["change"].dropna()
    assert gap.overall.tolist() == pytest.approx([known.mean()] * 3)  # nothing varied


def test_what_is_found_is_said_in_both_languages():
    errors = [MeasurementErrors({"trust": 3.0, "solved": 4.0}, draws=500)]
    again = panel_run()
    found = change_confidence(again, again, errors, draws=500)
    english, chinese = found.summary("en"), found.summary("zh")
    assert "1 of 3 units gained and 0 lost more than what is not sure; 2 may not have changed" in english
    assert "Surely better: East +25.00 (" in english
    assert "3 个单元中 1 个上升、0 个下降超出误差范围" in chinese
    assert (
        "Changes of score from 1 to 2 and how sure they are (90% intervals)" in found.tables("en")[0].caption
    )
    assert "nothing is known" in change_confidence(run(EARLY), run(LATE), []).summary("en")


GEOMETRIC = gm.Recipe(
    weighting="equal", aggregation="geometric", normalisation={"min_max": {"scale": [1, 100]}}
)
RANKED = gm.Recipe(weighting="equal", normalisation="rank")


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (run(EARLY), run(LATE, GEOMETRIC), "the aggregation is 'geometric', and was 'arithmetic' before"),
        (run(EARLY, RANKED), run(LATE, RANKED), "rank takes no earlier bounds"),
        (run(EARLY), run(LATE.set_axis(list("xyz"))), "has no unit in common"),
    ],
)
def test_sides_that_no_yardstick_measures_are_refused(before, after, told):
    with pytest.raises(gm.FaultyInput, match=told):
        change_confidence(before, after, [])


def test_factors_that_do_not_fit_are_refused_with_their_side():
    with pytest.raises(gm.FaultyInput) as caught:
        change_confidence(run(EARLY), run(LATE), [Choice("aggregation", ["geometric"])], [StandardErrors()])
    assert "a change is measured by one yardstick" in str(caught.value)
    assert "the data have no standard errors" in str(caught.value)
    once = panel_run()
    with pytest.raises(gm.FaultyInput, match="holds nothing before 1"):
        change_confidence(once, once, [], period=1)


def test_what_rounding_leaves_is_no_change():
    assert 0.1 + 0.2 - 0.3 != 0
    assert without_dust(np.array([0.1 + 0.2 - 0.3, 1e-9, np.nan]), np.array([0.3]))[:2].tolist() == [
        0.0,
        1e-9,
    ]
    rng = np.random.default_rng(0)
    codes = [f"x{place}" for place in range(40)]
    tree = gm.IndicatorTree.from_groups({"a": codes[:20], "b": codes[20:]})
    frame = pd.DataFrame(rng.uniform(size=(30, 40)) * 1e3, [f"u{place}" for place in range(30)], codes)
    moved = frame + 0.1
    back = moved - 0.1  # not quite what it was
    assert (back != frame).any(axis=None)
    one, two = (gm.follow(RECIPE, gm.read_records(given, tree)) for given in (frame, back))
    held = gm.normalisation.min_max(two.treated, bounds=one.scaled.bounds)
    split = gm.weighting.split_change(one.scaled, held, one.weights, two.weights)
    assert (split.changes[["change", "performance", "weighting"]] == 0).all(axis=None)
    assert (split.performance == 0).all(axis=None)
    assert (change_confidence(one, two, []).changes["change"] == 0).all()


def test_what_values_and_weights_did_has_intervals_that_sum_to_the_change():
    """By hand: scores 100 (x - 50) / 40; weights 1/2 : 1/2 before and .8 : .2 after, known to sd .05 after alone.

    The values' part is the mean weight times the move of each leaf: known but for the weight's error, halved.
    """
    early = run(EARLY)
    late = run(LATE, gm.Recipe(weighting={"assigned": {"weights": {"actors": 4, "outcomes": 1}}}))
    drawn = np.clip(np.random.default_rng(1).normal(0.8, 0.05, 2000), 0, 1)
    frame = pd.DataFrame({"actors": drawn, "outcomes": 1 - drawn})
    found = change_confidence(early, late, [DrawnWeights(frame)], [], draws=2000, level=0.9)
    x0, x1 = (100 * (side - EARLY.min()) / 40 for side in (EARLY, LATE))
    move, mean = x1 - x0, (x0 + x1) / 2
    for unit, row in found.parts.iterrows():
        assert row["performance"] == pytest.approx(
            0.65 * move.at[unit, "trust"] + 0.35 * move.at[unit, "solved"]
        )
        gap = mean.at[unit, "trust"] - mean.at[unit, "solved"]
        assert row["weighting"] == pytest.approx(0.3 * gap)
        wide = 2 * 1.6449 * 0.05 * abs(gap)
        assert row["weighting_upper"] - row["weighting_lower"] == pytest.approx(wide, rel=0.08, abs=1e-9)
        wide = 1.6449 * 0.05 * abs(move.at[unit, "trust"] - move.at[unit, "solved"])
        assert row["performance_upper"] - row["performance_lower"] == pytest.approx(wide, rel=0.08, abs=1e-9)
    change = found.changes["change"]
    assert (found.parts["performance"] + found.parts["weighting"]).to_numpy() == pytest.approx(
        change.to_numpy()
    )
    assert len(found.tables("zh")) == 2
    assert "每次抽样均对变动作分解" in found.method_paragraph("zh")


def test_under_the_same_weights_the_whole_change_is_what_the_values_did():
    errors = MeasurementErrors({"trust": 3.0, "solved": 4.0}, draws=5)
    assert change_confidence(run(EARLY), run(LATE), [errors, PerturbedWeights()], draws=5).parts is None


def test_a_draw_without_one_of_the_scores_does_not_change_whose_mean_it_is():
    before = np.zeros((5, 2))
    after = np.array(
        [[10.0, -2], [9, -1], [11, -1], [np.nan, -2], [np.nan, -2]]
    )  # alone the second would be -2
    found = mean_change(before, after, 0.9)
    assert found.to_dict() == {"change": 4.0, "lower": 4.0, "upper": 5.0}
