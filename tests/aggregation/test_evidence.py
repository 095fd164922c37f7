"""Coverage is what rests on evidence, before imputation: imputed cells count for scores, not for coverage."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.aggregation import METHODS
from govmetrics.core import Dataset

TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1"]}, root="r")
VALUES = pd.DataFrame(
    {"a1": [1, 2, 4, 8.0], "a2": [np.nan, 3, 5, 9], "a3": [np.nan, 2, 2, 7], "b1": [5, np.nan, 6, 7]},
    index=pd.Index(list("uvwx"), name="unit"),
)
RECIPE = gm.Recipe(["impute_median"], {"min_max": {"scale": [1, 100]}}, "equal")


def test_a_unit_that_has_one_of_three_leaves_and_two_medians():
    scores = gm.follow(RECIPE, Dataset(TREE, VALUES)).scores
    # u has 1 of 3 leaves of A, and B; v all of A, and no B.
    np.testing.assert_allclose(
        scores.coverage.loc["u", ["r", "A", "B"]].tolist(), [(1 / 3 + 1) / 2, 1 / 3, 1]
    )
    assert scores.coverage.loc["v", ["r", "A", "B"]].tolist() == [0.5, 1, 0]
    assert scores.coverage.loc["u", ["a1", "a2", "a3"]].tolist() == [1, 0, 0]
    assert (scores.coverage_imputed == 1).all(axis=None)
    assert scores.values.notna().all(axis=None)
    assert gm.follow(gm.Recipe(weighting="equal"), Dataset(TREE, VALUES)).scores.coverage_imputed is None


@pytest.mark.parametrize("name", METHODS)
def test_every_aggregation_tells_evidence_from_values(name):
    recipe = gm.Recipe(["impute_median"], {"min_max": {"scale": [1, 100]}}, "equal", name)
    scores = gm.follow(recipe, Dataset(TREE, VALUES)).scores
    reference = gm.follow(RECIPE, Dataset(TREE, VALUES)).scores
    pd.testing.assert_frame_equal(scores.coverage, reference.coverage)
    pd.testing.assert_frame_equal(scores.coverage_imputed, reference.coverage_imputed)


def test_what_is_not_filled_has_no_score_and_is_no_evidence_further_up():
    rows = pd.MultiIndex.from_product([[2020, 2021, 2022], ["u", "v"]], names=["period", "unit"])
    values = pd.DataFrame({"a1": [1.0, 2, 3, 4, 5, 6], "a2": [1.0, np.nan, np.nan, 2, 3, np.nan],
                           "a3": [2.0, np.nan, np.nan, 3, 4, np.nan], "b1": [1.0, 2, 3, 4, 5, 6]}, index=rows)  # fmt: skip
    run = gm.follow(gm.Recipe(["impute_interpolate"], weighting="equal"), Dataset(TREE, values))
    imputed = run.treated.imputed
    assert imputed.to_numpy().sum() == 2
    assert imputed.loc[(2021, "u")].tolist() == [False, True, True, False]
    coverage, filled = run.scores.coverage, run.scores.coverage_imputed
    np.testing.assert_allclose(coverage.loc[(2021, "u"), ["r", "A"]].tolist(), [2 / 3, 1 / 3])
    assert filled.loc[(2021, "u"), ["r", "A"]].tolist() == [1, 1]
    # (2020, v) has nothing to interpolate from: A has no score, as ever.
    assert np.isnan(run.scores.values.loc[(2020, "v"), "A"])
    np.testing.assert_allclose(coverage.loc[(2020, "v"), ["r", "A"]].tolist(), [1 / 2, 1 / 3])
    assert run.treated.at(2021).imputed.loc["u"].tolist() == [False, True, True, False]
    assert run.treated.at(2022).imputed is None


def test_values_that_a_treatment_changed_are_evidence_and_filled_ones_are_not():
    data = gm.treatment.impute_mean(Dataset(TREE, VALUES))
    moved = data.with_values(data.values * 2, "doubled")
    pd.testing.assert_frame_equal(moved.imputed, VALUES.isna())
    assert Dataset(TREE, VALUES).with_values(VALUES * 2, "doubled").imputed is None
    scaled = gm.normalisation.z_score(moved)
    pd.testing.assert_frame_equal(scaled.imputed, VALUES.isna())


def test_scores_that_hold_only_by_imputation_are_named_and_both_coverages_are_shown(tmp_path):
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2", "a3"]}, root="r")
    run = gm.follow(RECIPE, Dataset(tree, VALUES[tree.codes]))
    assert any("1 unit has a score of which less than 67% rests on evidence" in note for note in run.notes)
    assert any(str(note).endswith(": u") for note in run.notes)
    captions = [table.caption for table in run.scores.tables("en")]
    assert captions == [
        "Ranking",
        "Scores of every node",
        "Data coverage",
        "Data coverage, with imputed values",
    ]
    page = gm.report.html(run, tmp_path / "r.html", "en").read_text(encoding="utf-8")
    assert "coverage (with imputed values)" in page
    assert "33% (100%)" in page
    files = {path.name for path in gm.report.write_run(run, tmp_path)}
    assert "coverage_imputed.csv" in files
    ranking = pd.read_csv(tmp_path / "ranking.csv", index_col="unit")
    np.testing.assert_allclose(ranking.loc["u", ["coverage", "coverage_imputed"]].tolist(), [1 / 3, 1])
    whole = gm.follow(gm.Recipe(), Dataset(tree, VALUES.loc[["w", "x"], tree.codes]))
    assert "coverage_imputed.csv" not in {path.name for path in gm.report.write_run(whole, tmp_path)}
    assert not (tmp_path / "coverage_imputed.csv").exists()


def test_explanations_and_weights_that_vary_keep_the_evidence():
    run = gm.follow(RECIPE, Dataset(TREE, VALUES))
    found = gm.weighting.variable(run.scaled, run.weights)
    pd.testing.assert_frame_equal(found.scores.coverage, run.scores.coverage)
    told = gm.explain.between_units(run, "u", "x")
    assert told.to_frame() is not None


EMPTY = pd.concat([VALUES, pd.DataFrame(np.nan, index=pd.Index(["y"], name="unit"), columns=VALUES.columns)])


@pytest.mark.parametrize("step", ["impute_median", "impute_mean"])
def test_a_unit_without_any_evidence_has_no_rank_unless_it_is_asked_for(step):
    recipe = gm.Recipe([step], {"min_max": {"scale": [1, 100]}}, "equal")
    run = gm.follow(recipe, Dataset(TREE, EMPTY))
    assert run.ranking()["rank"].isna().to_dict() == {unit: unit == "y" for unit in run.ranking().index}
    assert (run.scores.coverage.loc["y"] == 0).all()
    assert any("1 unit has no score because too much evidence is missing: y" in note for note in run.notes)
    # The others are scored as if it were not there.
    others = gm.follow(recipe, Dataset(TREE, VALUES)).scores.values
    pd.testing.assert_frame_equal(run.scores.values.loc[list("uvwx")], others, check_names=False)
    asked = gm.follow(
        gm.Recipe([{step: {"empty": "fill"}}], recipe.normalisation, "equal"), Dataset(TREE, EMPTY)
    )
    assert asked.ranking()["rank"].notna().all()
    assert asked.scores.coverage.loc["y", "r"] == 0
    assert asked.scores.coverage_imputed.loc["y", "r"] == 1
    assert any("of which less than 67% rests on evidence" in note and "y" in note for note in asked.notes)


def test_a_unit_is_empty_in_its_period_and_context_is_no_evidence():
    rows = pd.MultiIndex.from_product([[2020, 2021], list("uvw")], names=["period", "unit"])
    values = pd.DataFrame({"a1": [1.0, 2, np.nan, 3, 4, 5], "a2": [2.0, 3, np.nan, np.nan, 4, 6]}, index=rows)
    data = gm.treatment.impute_mean(Dataset(gm.IndicatorTree.from_groups({"A": ["a1", "a2"]}), values))
    assert data.values.loc[(2020, "w")].isna().all()
    assert data.values.loc[(2021, "u"), "a2"] == 5
    tree = gm.read_tree({"code": "r", "parts": [{"code": "a1", "better": "more"}, {"code": "a2", "better": "more"},
                                                {"code": "pop", "better": "more", "role": "context"}]})  # fmt: skip
    frame = pd.DataFrame(
        {"a1": [1.0, 2, np.nan], "a2": [1.0, np.nan, np.nan], "pop": [5.0, 6, 7]}, index=list("xyz")
    )
    filled = gm.treatment.impute_median(Dataset(tree, frame)).values
    assert filled["a2"].tolist()[:2] == [1, 1]
    assert filled.loc["z", ["a1", "a2"]].isna().all()


def test_what_is_drawn_for_missing_cells_leaves_empty_units_empty():
    recipe = gm.Recipe([], {"min_max": {"scale": [1, 100]}}, "equal")
    sure = gm.robustness.uncertainty(recipe, Dataset(TREE, EMPTY), [gm.robustness.MissingData(5)], draws=10)
    assert sure.scores["y"].isna().all()
    assert sure.scores[["u", "v"]].notna().all(axis=None)


def test_leaf_by_leaf_empty_units_stay_empty_and_are_no_change():
    steps = dict.fromkeys(TREE.codes, "impute_median")
    recipe = gm.Recipe([{"by_leaf": {"of": steps}}], {"min_max": {"scale": [1, 100]}}, "equal")
    run = gm.follow(recipe, Dataset(TREE, EMPTY))
    whole = gm.follow(gm.Recipe(["impute_median"], recipe.normalisation, "equal"), Dataset(TREE, EMPTY))
    pd.testing.assert_frame_equal(run.scores.values, whole.scores.values)
    assert set(run.treated.changes["unit"]) == {"u", "v"}
