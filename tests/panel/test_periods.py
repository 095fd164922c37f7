"""Several periods in one go, their changes, districts, and imputation over time."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, UnsuitableMethod
from govmetrics.panel import changes, district_totals, follow_periods

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]}, better={"a2": "less"})


def data(seed=0, periods=(2020, 2021, 2024), units="uvwx"):
    index = pd.MultiIndex.from_product([periods, list(units)], names=["period", "unit"])
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(rng.uniform(1, 9, (len(index), 3)), index, TREE.codes)
    attributes = pd.DataFrame(
        {
            "district": np.tile(["east", "east", "west", "west"], len(periods)),
            "population": rng.integers(1, 9, len(index)) * 100,
        },
        index,
    )
    return Dataset(TREE, values, attributes)


def shuffled(held, seed=1):
    rows = held.values.sample(frac=1, random_state=seed)
    return Dataset(held.tree, rows, held.attributes.loc[rows.index])


def test_the_first_period_sets_the_bounds():
    held = data()
    run = follow_periods(gm.Recipe(), held)
    assert run.recipe.base_period == 2020
    first = gm.follow(gm.Recipe(), held.at(2020))
    pd.testing.assert_frame_equal(run.scores.values.loc[2020], first.scores.values, check_names=False)
    # A later period does not move an earlier one.
    fewer = follow_periods(gm.Recipe(), data(periods=(2020, 2021)))
    pd.testing.assert_frame_equal(run.scores.values.loc[[2020, 2021]], fewer.scores.values)


def test_the_earliest_is_the_earliest_in_time_not_in_the_table():
    again = follow_periods(gm.Recipe(), shuffled(data()))
    run = follow_periods(gm.Recipe(), data())
    assert again.recipe.base_period == 2020
    pd.testing.assert_frame_equal(again.scores.values.loc[run.scores.values.index], run.scores.values)
    assert follow_periods(gm.Recipe(base_period=2024), data()).recipe.base_period == 2024


def test_the_first_wave_is_the_base():
    held = data(periods=("first wave", "second wave"))
    assert follow_periods(gm.Recipe(), held).recipe.base_period == "first wave"
    assert follow_periods(gm.Recipe(base_period="first wave"), held).recipe.base_period == "first wave"


def test_refused_runs():
    with pytest.raises(FaultyInput, match="have no periods"):
        follow_periods(gm.Recipe(), data().at(2020))
    with pytest.raises(UnsuitableMethod, match="depends on who else is in the data"):
        follow_periods(gm.Recipe(normalisation="rank"), data())


@given(seed=st.integers(0, 100))
@settings(max_examples=10)
def test_changes_add_up_and_chain(seed):
    run = follow_periods(gm.Recipe(), data(seed))
    found = changes(run, gm.weighting.deviation if seed % 2 else None)
    table = found.table
    parts = found.performance.sum(axis=1) + found.weighting.sum(axis=1)
    assert parts.to_numpy() == pytest.approx((table["after"] - table["before"]).to_numpy(), abs=1e-9)
    assert table["change"].to_numpy() == pytest.approx(parts.to_numpy(), abs=1e-9)
    assert table["years"].unique().tolist() == [1, 3]
    if not seed % 2:
        assert found.weighting.abs().max(axis=None) < 1e-9
        scores = run.scores.values["index"]
        whole = table["change"].groupby("unit").sum()
        assert whole.to_numpy() == pytest.approx(
            (scores.loc[2024] - scores.loc[2020]).loc[whole.index].to_numpy()
        )


def test_changes_with_weights_of_each_period():
    run = follow_periods(gm.Recipe(), data())
    early, late = (
        gm.weighting.equal(run.scaled.tree),
        gm.weighting.assigned(run.scaled.tree, {"A": 3, "B": 1}),
    )
    found = changes(run, {2020: early, 2021: early, 2024: late})
    assert found.weighting.loc[2021].abs().max(axis=None) < 1e-9
    assert found.weighting.loc[2024].abs().max(axis=None) > 0.1
    by_hand = (late.across_tree() * run.scaled.values.loc[(2024, "u")]).sum()
    assert found.table.loc[(2024, "u"), "after"] == pytest.approx(by_hand)


def test_changes_do_not_depend_on_the_order_of_rows():
    one, two = (changes(follow_periods(gm.Recipe(), held)).table for held in (data(), shuffled(data())))
    pd.testing.assert_frame_equal(two.loc[one.index], one)


def test_units_that_come_and_go_are_named():
    held = data()
    rows = held.values.drop((2021, "w"))
    found = changes(follow_periods(gm.Recipe(), Dataset(TREE, rows)))
    assert found.left_out == ("w (2020 to 2021)", "w (2021 to 2024)")
    assert len(found.table) == 6
    assert "Changes" in found._repr_html_()
    assert "left_out" in found.to_dict()


def test_refused_changes():
    run = follow_periods(gm.Recipe(), data())
    with pytest.raises(FaultyInput, match="weights, 2021: the period has no weights"):
        changes(run, {2020: run.weights, 2024: run.weights})
    with pytest.raises(FaultyInput, match="fewer than two periods"):
        changes(gm.follow(gm.Recipe(), data().at(2020)))
    with pytest.raises(UnsuitableMethod, match=r"use explain\.between_periods"):
        changes(gm.follow(gm.Recipe(aggregation="owa"), data()))
    gap = data().values
    gap.loc[(2021, "v"), "b1"] = np.nan
    with pytest.raises(UnsuitableMethod, match="v, b1: the value is missing"):
        changes(gm.follow(gm.Recipe(), Dataset(TREE, gap)))


# -- districts -----------------------------------------------------------------------------------------


def test_district_means_are_weighted_by_the_population_of_the_time():
    held = data()
    run = follow_periods(gm.Recipe(), held)
    found = district_totals(run)
    east = run.scores.values.loc[(2024, ["u", "v"]), "index"]
    people = held.attributes.loc[(2024, ["u", "v"]), "population"]
    assert found.values.loc[(2024, "east"), "index"] == pytest.approx(np.average(east, weights=people))
    assert found.sizes.loc[(2024, "east"), "weight"] == people.sum()
    again = district_totals(follow_periods(gm.Recipe(), shuffled(held)))
    pd.testing.assert_frame_equal(again.values.loc[found.values.index], found.values)
    assert "Districts" in found._repr_html_()
    assert {"values", "coverage", "sizes", "summed", "min_coverage"} < set(found.to_dict())


@given(seed=st.integers(0, 100))
@settings(max_examples=10)
def test_districts_add_up_to_the_whole(seed):
    held = data(seed)
    found = district_totals(held, how={"b1": "sum"})
    assert found.values["b1"].sum() == pytest.approx(held.values["b1"].sum())
    weight = held.attributes["population"]
    whole = (found.values["a1"] * found.sizes["weight"]).sum()
    assert whole == pytest.approx((held.values["a1"] * weight).sum())
    assert (found.coverage == 1).all(axis=None)


def test_missing_values_of_districts():
    people = pd.Series([300, 100, 200], list("uvw"))
    districts = pd.Series(["east", "east", "west"], list("uvw"))
    values = pd.DataFrame({"rate": [60.0, np.nan, 70], "count": [6.0, np.nan, 7]}, list("uvw"))
    found = district_totals(values, districts, people, {"count": "sum"})
    assert found.coverage.loc["east", "rate"] == 0.75
    assert found.values.loc["east", "rate"] == 60  # three quarters of the people are known
    assert np.isnan(found.values.loc["east", "count"])  # a sum without one is too small
    assert found.values.loc["west"].tolist() == [70, 7]
    assert np.isnan(district_totals(values, districts, people, min_coverage=0.8).values.loc["east", "rate"])
    assert district_totals(values, districts, None, min_coverage=0.5).values.loc["east", "rate"] == 60


def test_refused_districts():
    values = pd.DataFrame({"rate": [60.0, 70]}, list("uv"))
    districts, people = pd.Series(["east", "west"], list("uv")), pd.Series([300, -1], list("uv"))
    with pytest.raises(FaultyInput, match="v: the weight is -1"):
        district_totals(values, districts, people)
    with pytest.raises(FaultyInput, match="v: has no group"):
        district_totals(values, districts.drop("v"), None)
    with pytest.raises(FaultyInput, match=r"how, zz: has no values; columns are: rate\nmin_coverage: is 2"):
        district_totals(values, districts, None, {"zz": "sum"}, min_coverage=2)
    with pytest.raises(FaultyInput, match="how: is 'median'; choose one of: mean, sum"):
        district_totals(values, districts, None, "median")


# -- imputation over time ------------------------------------------------------------------------------


@given(seed=st.integers(0, 200))
@settings(max_examples=15)
def test_imputation_over_time_survives_shuffled_rows(seed):
    """COINr imputed panels by position, so that unsorted rows got another unit's values."""
    held = data(seed, periods=(2018, 2019, 2022, 2024))
    holes = np.random.default_rng(seed).random(held.values.shape) < 0.3
    gappy = Dataset(TREE, held.values.mask(holes), held.attributes)
    filled = gm.treatment.impute_interpolate(gappy).values
    again = gm.treatment.impute_interpolate(shuffled(gappy, seed)).values
    pd.testing.assert_frame_equal(again.loc[filled.index], filled)
    for unit in "uvwx":
        for code in TREE.codes:
            known = gappy.values.xs(unit, level="unit")[code].dropna()
            line = filled.xs(unit, level="unit")[code].dropna()
            if len(known):
                assert line.to_numpy() == pytest.approx(np.interp(line.index, known.index, known))


def test_shuffled_rows_with_gaps_give_the_same_trends():
    held = data(3, periods=(2018, 2019, 2022, 2023, 2024))
    holes = np.random.default_rng(3).random(held.values.shape) < 0.2
    gappy = Dataset(TREE, held.values.mask(holes), held.attributes)
    recipe = gm.Recipe(treatment=["impute_interpolate"])
    one, two = (gm.panel.trends(follow_periods(recipe, d)).table for d in (gappy, shuffled(gappy, 9)))
    pd.testing.assert_frame_equal(two.loc[one.index], one)
