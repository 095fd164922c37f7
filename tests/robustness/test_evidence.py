"""From experts' judgements and residents' answers to the certainty of a rank, end to end."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput
from govmetrics.robustness import DrawnWeights, MissingData, StandardErrors, uncertainty

TREE = gm.IndicatorTree(
    gm.Group(
        "GOV", "",
        (
            gm.Group("actors", "", (
                gm.Indicator("trust", source="survey", items=("q1", "q2"), worst=0, best=100),
                gm.Indicator("diversity", worst=0, best=10),
            )),
            gm.Group("outcomes", "", (
                gm.Indicator("solved", unit="%", worst=0, best=100),
                gm.Indicator("days", better="less", worst=60, best=0),
            )),
        ),
    )
)  # fmt: skip
UNITS = [f"C{i}" for i in range(8)]


def records():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "unit": UNITS, "trust": np.nan, "diversity": rng.uniform(2, 9, 8),
            "solved": rng.uniform(40, 90, 8), "days": rng.uniform(5, 50, 8),
        }
    )  # fmt: skip
    return gm.read_records(frame, TREE)


def answers():
    rng = np.random.default_rng(1)
    community = np.repeat(UNITS, 40)
    level = np.repeat(np.linspace(2.5, 4.0, 8), 40)
    items = {q: np.clip(np.round(level + rng.normal(0, 1, level.size)), 1, 5) for q in ("q1", "q2")}
    return gm.read_survey(pd.DataFrame({"community": community, **items}), TREE, by="community")


def judgements(spread=1.0):
    """Five experts who agree on the whole; `spread` 0 makes them say the same."""
    base = {"GOV": 2.0, "actors": 3.0, "outcomes": 1.0}
    exponents = np.array([-1, -0.5, 0, 0.5, 1]) * spread
    experts = {}
    for k, e in enumerate(exponents):
        ratios = {g: r * 2**e for g, r in base.items()}
        experts[f"E{k}"] = {g: [[1, r], [1 / r, 1]] for g, r in ratios.items()}
    return gm.Judgements.from_matrices(TREE, experts)


DATA = gm.join(records(), gm.survey.score(answers()))
RECIPE = gm.Recipe(normalisation="goalposts", weighting="ahp")


def test_missing_data_are_drawn_from_the_other_units_of_their_period():
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    rows = pd.MultiIndex.from_product([[2024, 2025], list("UVWX")], names=["period", "unit"])
    values = pd.DataFrame({"a": [1.0, 2, np.nan, np.nan, 10, 20, np.nan, 30], "b": np.arange(8.0)}, rows)
    data = gm.Dataset(tree, values)
    drawn = [MissingData().dataset(data, level, 3).values for level in range(300)]
    early, late = ({one.at[(year, "W"), "a"] for one in drawn} for year in (2024, 2025))
    assert early == {1.0, 2.0}
    assert late == {10.0, 20.0, 30.0}
    share = np.mean([one.at[(2024, "W"), "a"] == 1.0 for one in drawn])
    assert abs(share - 0.5) < 0.1
    assert all(one.notna().all(axis=None) and one["b"].equals(values["b"]) for one in drawn)
    turned = gm.Dataset(tree, values.iloc[::-1])
    pd.testing.assert_frame_equal(MissingData().dataset(turned, 5, 3).values.loc[rows], drawn[5])
    flat = gm.Dataset(tree, values.loc[2024].assign(c=np.nan)[["a", "b"]].assign(a=np.nan))
    with pytest.raises(gm.FaultyInput, match="a: has no value in any unit"):
        uncertainty(gm.Recipe(), flat, [MissingData()], draws=3)


class TestExperts:
    def test_resampled_experts_move_the_weights_and_nothing_else(self):
        group = gm.ahp.weights(judgements())
        drawn = gm.ahp.draws(group, draws=200, rng=4)
        found = uncertainty(RECIPE, DATA, [DrawnWeights(drawn)], draws=300, judgements=judgements())
        nominal = gm.follow(RECIPE, DATA, judgements=judgements())
        assert found.intervals["nominal"].to_dict() == nominal.ranking()["rank"].to_dict()
        for draw in range(0, 300, 60):
            weights = drawn.weights(int(found.design.iloc[draw, 0]))
            expected = gm.aggregation.arithmetic(nominal.scaled, weights).values["GOV"]
            assert found.scores.iloc[draw].to_numpy() == pytest.approx(expected.to_numpy())
        # The interval of a weight and the interval of a score tell the same story: scores lie between the extremes.
        assert (found.scores.std() > 0).all()

    def test_experts_who_agree_leave_no_doubt(self):
        group = gm.ahp.weights(judgements(spread=0.0))
        drawn = gm.ahp.draws(group, draws=50)
        found = uncertainty(RECIPE, DATA, [DrawnWeights(drawn)], draws=50, judgements=judgements(0.0))
        assert found.scores.std().max() < 1e-12
        assert (found.intervals["lower"] == found.intervals["upper"]).all()

    def test_noise_in_the_judgements_themselves(self):
        drawn = gm.ahp.draws(gm.ahp.weights(judgements()), by="judgements", sd=0.3, draws=100)
        found = uncertainty(RECIPE, DATA, [DrawnWeights(drawn)], draws=100, judgements=judgements())
        assert (found.scores.std() > 0).all()

    def test_without_judgements_it_says_so(self):
        drawn = gm.ahp.draws(gm.ahp.weights(judgements()), draws=10)
        with pytest.raises(FaultyInput, match="ahp needs judgements"):
            uncertainty(RECIPE, DATA, [DrawnWeights(drawn)], draws=10)


class TestResidents:
    def test_scores_vary_as_the_standard_errors_say(self):
        """Goalposts and fixed weights: the root is linear in trust, so its spread is its share times the error."""
        recipe = replace(RECIPE, weighting="equal")
        found = uncertainty(recipe, DATA, [StandardErrors(draws=150)], draws=1000, rng=2)
        expected = DATA.standard_errors["trust"] * 0.25
        assert found.scores.std().to_numpy() == pytest.approx(expected.to_numpy(), rel=0.25)
        nominal = gm.follow(recipe, DATA).scores.values["GOV"]
        assert (found.scores.mean() - nominal).abs().max() < 0.2

    def test_following_with_the_survey_is_following_the_joined_data(self):
        one = gm.follow(replace(RECIPE, weighting="equal"), records(), survey=answers()).scores.values
        two = gm.follow(replace(RECIPE, weighting="equal"), DATA).scores.values
        pd.testing.assert_frame_equal(one, two)

    def test_a_survey_is_joined_as_follow_does(self):
        recipe, factors = replace(RECIPE, weighting="equal"), [StandardErrors(draws=20)]
        one = uncertainty(recipe, records(), factors, draws=30, survey=answers())
        two = uncertainty(recipe, DATA, factors, draws=30)
        pd.testing.assert_frame_equal(one.scores, two.scores)
        three = gm.robustness.leave_one_out(recipe, records(), survey=answers())
        pd.testing.assert_frame_equal(three.scores, gm.robustness.leave_one_out(recipe, DATA).scores)
        assert three.tables("zh")[0].frame.columns.tolist() == [
            "指标",
            "排名平均变动",
            "最大变动",
            "变动最大的单元",
        ]

    def test_records_alone_have_no_errors(self):
        data = records()
        with pytest.raises(FaultyInput, match="the data have no standard errors; give the survey"):
            uncertainty(replace(RECIPE, weighting="equal"), data, [StandardErrors()], draws=5)


def test_experts_and_residents_together_are_less_sure_than_either():
    drawn = gm.ahp.draws(gm.ahp.weights(judgements()), draws=300, rng=4)
    experts, residents = DrawnWeights(drawn), StandardErrors(draws=60)
    spreads = [
        uncertainty(RECIPE, DATA, factors, draws=1000, judgements=judgements()).scores.std()
        for factors in ([experts], [residents], [experts, residents])
    ]
    assert (spreads[2] > 0.95 * np.maximum(spreads[0], spreads[1])).all()
    # Independent sources: the variances add up, but for their product.
    total = np.sqrt(spreads[0] ** 2 + spreads[1] ** 2)
    assert spreads[2].to_numpy() == pytest.approx(total.to_numpy(), rel=0.25)
