"""What a newcomer gets wrong: one error, every fault in it, each with its place."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, UnsuitableMethod
from govmetrics.demo import us_states
from govmetrics.explain import between_periods, between_units, compare_recipes, contributions

RECIPE, STATES = us_states()
RUN = gm.follow(RECIPE, STATES)
SCALED = replace(RECIPE, normalisation={"min_max": {"scale": [1, 100]}}, aggregation="geometric")
GEOMETRIC = gm.follow(SCALED, STATES)


def panel():
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    index = pd.MultiIndex.from_product([[2020, 2024], list("uvwx")], names=["period", "unit"])
    values = np.random.default_rng(0).uniform(1, 9, (8, 3))
    return gm.follow(gm.Recipe(), Dataset(tree, pd.DataFrame(values, index, tree.codes)))


def test_faults_of_contributions_come_together():
    with pytest.raises(FaultyInput) as error:
        contributions(GEOMETRIC, node="zz", units=["Utah", "Utah", "Atlantis"], draws=1.5, rng="x")
    for part in (
        "node: is 'zz'",
        "units: 'Atlantis' is not scored",
        "named more than once",
        "draws: is 1.5",
        "rng: is 'x'",
    ):
        assert part in str(error.value)
    with pytest.raises(FaultyInput, match="and 150 more like the last: 'u49' is not scored"):
        contributions(RUN, units=[f"u{k}" for k in range(200)])
    with pytest.raises(FaultyInput, match="units: is 'Utah'; give a list"):
        contributions(RUN, units="Utah")


@pytest.mark.parametrize("source", [None, "x", STATES, RUN.scaled])
def test_other_sources(source):
    with pytest.raises(FaultyInput, match="not Scores; give an Assessment, or its scores"):
        contributions(source)
    with pytest.raises(FaultyInput, match="not Assessment"):
        between_units(source, "Utah", "Texas")
    with pytest.raises(FaultyInput, match=r"before: is .*\nafter: is "):
        between_periods(source, (source, 2020, 1))
    with pytest.raises(FaultyInput, match=r"before: is .*\n(.*\n)*data: is "):
        compare_recipes(source, RECIPE, "records")


def test_baselines():
    with pytest.raises(FaultyInput, match=r"baseline: is int, not Mapping .* Series; give zero, mean, low"):
        contributions(RUN, baseline=5)
    with pytest.raises(FaultyInput, match=r"baseline, zz: is not a leaf.*\nbaseline, violent: has no value"):
        contributions(RUN, baseline={"zz": 1, "poverty": "x", "murder": 1, "hs_grad": 1, "single": 1})


def test_faults_of_differences_come_together():
    with pytest.raises(FaultyInput, match=r"node: is 'zz'.*\nunit: 'x'.*\nother: 'y'.*\ndraws: is 1;"):
        between_units(GEOMETRIC, "x", "y", node="zz", draws=1)
    run = panel()
    with pytest.raises(FaultyInput, match=r"before: 1 is not a period.*2020, 2024\nafter: 2 is not"):
        between_periods((run, 1), (run, 2))
    with pytest.raises(FaultyInput, match="its rows have no period: give it alone"):
        between_periods((RUN, 2020), RUN)


def test_a_period_alone_is_no_row():
    """`2020 in index` is true where rows are (period, unit)."""
    run = panel()
    for call in (
        lambda: contributions(run, units=[2020]),
        lambda: contributions(run).summary(unit=2020),
        lambda: between_units(run, 2020, 2024),
    ):
        with pytest.raises(
            FaultyInput, match=r"'2020' is not scored; rows are: 2020, u, .*as \(period, unit\)"
        ):
            call()
    assert contributions(run).summary(unit=(2020, "u")).startswith("2020, u: score ")
    assert between_units(run, (2020, "u"), (2024, "u")).summary("zh", (2020, "u")).startswith("2020, u：相差")


def test_a_unit_without_a_score_has_no_sentence_of_nan():
    values = STATES.values.copy()
    values.loc["Utah"] = np.nan
    run = gm.follow(RECIPE, Dataset(STATES.tree, values))
    assert contributions(run).summary(unit="Utah") == "Utah: no score"
    assert contributions(run).summary("zh", "Utah") == "Utah：没有得分"


def test_cut_lists_of_gaps_say_how_many_more():
    run = panel()
    holes = run.dataset.values.copy()
    holes.loc[2020, "a1"] = np.nan
    recipe = gm.Recipe(
        normalisation={"min_max": {"scale": [1, 100]}}, aggregation={"geometric": {"min_coverage": 0.1}}
    )
    gaps = gm.follow(recipe, Dataset(run.dataset.tree, holes))
    with pytest.raises(UnsuitableMethod, match="u, a1: the value is missing on one side; impute it"):
        between_periods((gaps, 2020), (gaps, 2024))


def test_a_group_of_many_leaves_is_sampled():
    """Seventy leaves in one group have more coalitions than a whole number can count."""
    tree = IndicatorTree.from_groups({"A": [f"a{k}" for k in range(70)]})
    values = np.random.default_rng(0).uniform(1, 9, (4, 70))
    run = gm.follow(SCALED, Dataset(tree, pd.DataFrame(values, list("uvwx"), tree.codes)))
    found = contributions(run, draws=3)
    whole = found.baseline + found.values.sum(axis=1)
    assert whole.to_numpy() == pytest.approx(run.scores.values.iloc[:, 0].to_numpy())
