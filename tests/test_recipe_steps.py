"""Recipes whose steps hold further steps: combined weights, methods by leaf, stages, variable weights."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import IndicatorTree, UnsuitableMethod
from govmetrics.recipe import needs_judgements

TREE = IndicatorTree.from_groups(
    {"actors": ["trust", "order"], "outcomes": ["solved", "cases"]}, {"cases": "less"}
)
TABLE = pd.DataFrame(
    {
        "trust": [60.0, 50, 80, 95, 71],
        "order": [55.0, 70, 40, 61, 58],
        "solved": [90.0, 55, 40, 70, 66],
        "cases": [20.0, 35, 60, 10, 410],
    },
    index=pd.Index(["East", "West", "North", "South", "Centre"], name="unit"),
)
DATA = gm.read_records(TABLE, TREE)
JUDGEMENTS = gm.read_judgements({
    "one": {"index": [[1, 2], [0.5, 1]], "actors": [[1, 3], [1 / 3, 1]], "outcomes": [[1, 1], [1, 1]]},
    "two": {"index": [[1, 1], [1, 1]], "actors": [[1, 2], [0.5, 1]], "outcomes": [[1, 4], [0.25, 1]]},
}, TREE)  # fmt: skip


@pytest.mark.parametrize("how", ["product", "mean", "game"])
def test_combined_weights_are_those_of_the_rooms(how):
    recipe = gm.Recipe(weighting={"combine": {"how": how, "of": ["ahp", {"entropy": {"across": "leaves"}}]}})
    assert needs_judgements(recipe)
    run = gm.follow(recipe, DATA, judgements=JUDGEMENTS)
    scaled = gm.normalisation.min_max(DATA)
    parts = [gm.ahp.weights(JUDGEMENTS).weights, gm.weighting.entropy(scaled, across="leaves")]
    expected = gm.weighting.combine(parts, how)
    pd.testing.assert_series_equal(run.weights.local, expected.local)
    assert gm.Recipe.read(recipe.to_dict()) == recipe


def test_every_fault_of_nested_steps_has_its_place():
    with pytest.raises(gm.FaultyInput) as error:
        gm.Recipe(
            weighting={"combine": {"of": ["entrpy", {"pca": {"x": 1}}], "hwo": "game"}},
            normalisation={"by_leaf": {"of": {"trust": "min_mx"}}},
            treatment=[{"by_leaf": {"of": {}}}],
        )
    text = str(error.value)
    assert "weighting.combine.of[0]: 'entrpy' is not known" in text
    assert "weighting.combine.of[1].pca.x: is not an option" in text
    assert (
        "weighting.combine.hwo: is not an option; did you mean 'how'? options are: of, how, shares, over"
        in text
    )
    assert "normalisation.by_leaf.of.trust: 'min_mx' is not known" in text
    assert "treatment[0].by_leaf.of: is empty" in text
    with pytest.raises(gm.FaultyInput, match=r"weighting\.combine\.of: is missing"):
        gm.Recipe(weighting="combine")
    with pytest.raises(gm.FaultyInput, match="needs judgements"):
        gm.follow(gm.Recipe(weighting={"combine": {"of": ["ahp", "equal"]}}), DATA)


def test_normalisation_by_leaf_and_its_bounds():
    step = {
        "by_leaf": {"of": {"cases": "percentile", "trust": {"goalposts": {"goalposts": {"trust": [0, 100]}}}}}
    }
    leaves = {"cases": gm.normalisation.percentile}
    scaled = gm.normalisation.by_leaf(DATA, leaves)
    assert scaled.values["cases"].tolist() == gm.normalisation.percentile(DATA).values["cases"].tolist()
    assert scaled.values["order"].tolist() == gm.normalisation.min_max(DATA).values["order"].tolist()
    assert (scaled.method, scaled.scale) == ("min_max, percentile", (0, 100))
    later = gm.read_records(TABLE * 1.1, TREE)
    again = gm.normalisation.by_leaf(later, leaves, bounds=scaled.bounds)
    expected = gm.normalisation.min_max(later, bounds=gm.normalisation.min_max(DATA).bounds)
    np.testing.assert_allclose(again.values["order"], expected.values["order"])
    with pytest.raises(UnsuitableMethod, match="z_score put their values on different scales"):
        gm.normalisation.by_leaf(DATA, {"cases": gm.normalisation.z_score})
    with pytest.raises(gm.FaultyInput, match=r"normalisation\.by_leaf\.of"):
        gm.follow(gm.Recipe(normalisation=step), DATA)


def test_a_panel_is_scaled_by_its_base_period_leaf_by_leaf():
    panel = gm.read_records(
        pd.concat({2024: TABLE, 2025: TABLE * 1.2}, names=["period"]).reset_index(), TREE, period="period"
    )
    recipe = gm.Recipe(
        normalisation={"by_leaf": {"of": {"cases": {"min_max": {"scale": [0, 100]}}}}}, base_period=2024
    )
    plain = gm.Recipe(normalisation="min_max", base_period=2024)
    np.testing.assert_allclose(gm.follow(recipe, panel).scores.values, gm.follow(plain, panel).scores.values)


def test_treatment_by_leaf_changes_only_its_leaves():
    table = TABLE.copy()
    table.loc["West", ["trust", "solved"]] = np.nan
    data = gm.read_records(table, TREE)
    run = gm.follow(gm.Recipe(treatment=[{"by_leaf": {"of": {"trust": "impute_median"}}}]), data)
    assert run.treated.values.loc["West", "trust"] == 75.5
    assert np.isnan(run.treated.values.loc["West", "solved"])
    assert run.treated.changes[["step", "unit", "code"]].values.tolist() == [
        ["impute_median", "West", "trust"]
    ]
    logged = gm.treatment.by_leaf(DATA, {"cases": gm.treatment.log_transform})
    whole = gm.treatment.log_transform(DATA, codes=["cases"])
    pd.testing.assert_frame_equal(logged.values, whole.values)
    assert logged.tree == whole.tree


def test_stage_weights():
    table = {
        1: {"trust": 4, "order": 2, "solved": 2, "cases": 2},
        2: {"trust": 1, "order": 1, "solved": 4, "cases": 4},
    }
    run = gm.follow(gm.Recipe(weighting={"stage": {"table": table, "at": 1.5}}), DATA)
    first, second = (pd.Series(row) / 10 for row in table.values())
    groups = (first + second) / 2
    assert run.weights.local["actors"] == pytest.approx(groups[["trust", "order"]].sum())
    with pytest.raises(gm.FaultyInput, match="stage 3 is outside the table"):
        gm.follow(gm.Recipe(weighting={"stage": {"table": table, "at": 3}}), DATA)


def test_variable_weights_as_an_aggregation():
    run = gm.follow(gm.Recipe(aggregation={"variable": {"kind": "penalty", "strength": 2.0}}), DATA)
    scaled = gm.normalisation.min_max(DATA)
    expected = gm.weighting.variable(scaled, gm.weighting.assigned(TREE), "penalty", strength=2.0)
    pd.testing.assert_frame_equal(run.scores.values, expected.scores.values)
    with pytest.raises(UnsuitableMethod, match="variable may fall"):
        gm.planning.needed(run.recipe, DATA, "West", places=1)
