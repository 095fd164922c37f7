"""Scoring: R's survey, textbook formulas, the bootstrap, agreement, and the way into a Dataset."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.survey import agreement, poststratify, rake, respondent_scores, score

TREE = gm.IndicatorTree.from_groups({"health": ["hea1"], "rest": ["edu3", "nps"]})
SCALE = {"nps": (0, 100), "default": (1, 5)}


@pytest.fixture(scope="module")
def shenzhen(facts):
    """The synthetic 1,206 respondents as a survey, and what R's survey 4.1.1 says of them."""
    folder = facts / "survey" / "raking_1206"
    expected = json.loads((folder / "expected.json").read_text())
    frame = pd.read_csv(folder / "input.csv")
    return gm.read_survey(frame, TREE, SCALE, by=["district", "gender", "educ", "age"]), expected


def whole(survey):
    return gm.Survey(survey.tree, survey.answers, survey.scale)


@pytest.mark.parametrize(
    ("columns", "bounds", "name"),
    [
        (("gender", "educ"), None, "rake_gender_educ"),
        (("gender", "educ", "age"), None, "cal_raking_gender_educ_age"),
        (("gender", "educ"), (0.3, 3), "cal_logit_b03_3_gender_educ"),
        (("gender", "educ", "age"), (0.3, 3), "cal_logit_b03_3_gender_educ_age"),
    ],
)
def test_means_and_calibrated_errors_of_r_svymean(shenzhen, columns, bounds, name):
    survey, expected = shenzhen
    raked = rake(survey.by, {c: expected["targets"][c] for c in columns}, bounds=bounds)
    scores = score(whole(survey), weights=raked)
    for item, unit in (("hea1", 25.0), ("edu3", 25.0), ("nps", 1.0)):
        r = expected[name]["means"][item]
        assert scores.values.loc["all", item] == pytest.approx((r["mean"] - (unit == 25)) * unit, abs=1e-6)
        assert scores.standard_errors.loc["all", item] == pytest.approx(r["se"] * unit, abs=1e-7)


def test_post_stratified_errors_of_r_svymean(shenzhen):
    survey, expected = shenzhen
    cells = pd.DataFrame(expected["poststrat"]["cells"]).set_index(["gender", "educ"])["Freq"]
    scores = score(whole(survey), weights=poststratify(survey.by, cells / cells.sum()))
    r = expected["poststrat"]["means"]["nps"]
    assert scores.values.loc["all", "nps"] == pytest.approx(r["mean"], abs=1e-10)
    assert scores.standard_errors.loc["all", "nps"] == pytest.approx(r["se"], abs=1e-10)


def test_errors_that_ignore_the_margins_differ_as_r_says(shenzhen):
    survey, expected = shenzhen
    raked = rake(survey.by, expected["targets"])
    naive = score(whole(survey), weights=raked.weights)
    assert naive.standard_errors.loc["all", "nps"] == pytest.approx(
        expected["naive"]["se_noncalibrated_design"], abs=1e-8
    )


def test_districts_of_r_svyby(shenzhen):
    survey, expected = shenzhen
    scores = score(survey, weights=rake(survey.by, expected["targets"]))
    r = expected["domain_mean_by_district"]
    assert scores.values.index.tolist() == r["district"]
    np.testing.assert_allclose(scores.values["nps"], r["mean"], atol=1e-9)
    np.testing.assert_allclose(scores.standard_errors["nps"], r["se"], atol=1e-9)


def test_bootstrap_rakes_every_draw_anew(shenzhen):
    """R's own bootstrap gives .859, linearisation .845: two draws of the same quantity."""
    survey, expected = shenzhen
    raked = rake(survey.by, expected["targets"])
    linear = score(survey, weights=raked)
    boot = score(survey, weights=raked, errors="bootstrap", draws=400, rng=1)
    np.testing.assert_allclose(boot.standard_errors, linear.standard_errors, rtol=0.15)
    np.testing.assert_allclose(boot.group_errors, linear.group_errors, rtol=0.15)
    again = score(survey, weights=raked, errors="bootstrap", draws=400, rng=1)
    pd.testing.assert_frame_equal(again.standard_errors, boot.standard_errors)
    assert "400 draws, seed 1" in boot.method
    one = score(whole(survey), weights=raked, errors="bootstrap", draws=600)
    assert one.standard_errors.loc["all", "nps"] == pytest.approx(
        expected["bootstrap_rerake_nps"]["se"], rel=0.08
    )


def test_unweighted_errors_are_the_textbook_ones():
    rng = np.random.default_rng(3)
    answers = pd.DataFrame(
        {"hea1": rng.integers(1, 6, 90), "edu3": rng.integers(1, 6, 90), "nps": rng.uniform(0, 100, 90)}
    )
    scores = score(gm.Survey(TREE, answers, SCALE))
    np.testing.assert_allclose(scores.standard_errors.loc["all", "nps"], answers["nps"].std() / np.sqrt(90))
    np.testing.assert_allclose(scores.values.loc["all", "hea1"], (answers["hea1"].mean() - 1) * 25)
    assert scores.effective_n.loc["all", "nps"] == pytest.approx(90)


def cluster_survey():
    rng = np.random.default_rng(5)
    by = pd.DataFrame({"all_of": "x", "house": np.repeat(range(20), 6), "zone": np.repeat(["a", "b"], 60)})
    points = rng.normal(50, 5, 120) + np.repeat(rng.normal(0, 10, 20), 6)
    return gm.Survey(
        gm.IndicatorTree.from_groups({"g": ["nps"]}),
        pd.DataFrame({"nps": points.clip(0, 100)}),
        (0, 100),
        by=by,
    )


def test_clusters_and_strata_by_hand():
    survey = cluster_survey()
    means = survey.answers["nps"].groupby(survey.by["house"]).mean()
    clustered = score(survey, "all_of", cluster="house")
    assert clustered.standard_errors.iloc[0, 0] == pytest.approx(means.std() / np.sqrt(20))
    assert clustered.standard_errors.iloc[0, 0] > 1.8 * score(survey, "all_of").standard_errors.iloc[0, 0]
    strata = score(survey, "all_of", strata="zone").standard_errors.iloc[0, 0]
    parts = survey.answers["nps"].groupby(survey.by["zone"]).var() / 60
    assert strata == pytest.approx(np.sqrt((parts / 4).sum()))
    both = score(survey, "all_of", cluster="house", strata="zone").standard_errors.iloc[0, 0]
    halves = means.groupby([0] * 10 + [1] * 10).var() / 10
    assert both == pytest.approx(np.sqrt((halves / 4).sum()))
    boot = score(survey, "all_of", cluster="house", errors="bootstrap", draws=500)
    assert boot.standard_errors.iloc[0, 0] == pytest.approx(clustered.standard_errors.iloc[0, 0], rel=0.15)


def test_a_single_stratum_and_clusters_of_one_change_nothing(shenzhen):
    """The sums over cells of the simple design are those over respondents of the general one."""
    survey, expected = shenzhen
    by = survey.by.assign(one="x", each=range(survey.n))
    given_ = gm.Survey(survey.tree, survey.answers, survey.scale, by=by)
    raked = rake(by, expected["targets"])
    simple = score(given_, "district", weights=raked)
    for more in ({"strata": "one"}, {"cluster": "each"}):
        general = score(given_, "district", weights=raked, **more)
        np.testing.assert_allclose(general.standard_errors, simple.standard_errors, rtol=1e-10)
        np.testing.assert_allclose(general.group_errors, simple.group_errors, rtol=1e-10)


def test_stratum_with_one_cluster_has_no_error():
    survey = cluster_survey()
    by = survey.by.assign(lonely=["a"] * 119 + ["b"])
    assert (
        score(gm.Survey(survey.tree, survey.answers, survey.scale, by=by), "all_of", strata="lonely")
        .standard_errors.isna()
        .all(axis=None)
    )


def test_a_unit_that_is_a_stratum_of_one_cluster_has_no_error_whatever_was_answered():
    by = pd.DataFrame({"unit": list("aabbbb"), "zone": list("112222"), "house": list("001122")})
    survey = gm.Survey(
        gm.IndicatorTree.from_groups({"g": ["t"]}), pd.DataFrame({"t": [2, 4, 2, 4, 1, 4]}), by=by
    )
    found = score(survey, "unit", strata="zone", cluster="house").standard_errors["t"]
    assert found.isna().to_dict() == {"a": True, "b": False}


def test_clustering_by_the_unit_itself_is_refused():
    with pytest.raises(gm.UnsuitableMethod, match="every unit is a single cluster"):
        score(cluster_survey(), "house", cluster="house")


# -- from items to leaves, units, groups --------------------------------------------------------------

ITEMS = gm.IndicatorTree(
    gm.Group(
        "root",
        "",
        (
            gm.Group(
                "trust",
                "",
                (gm.Indicator("t", items=("q1", "q2", "q3"), weight=3), gm.Indicator("u", items=("q4",))),
            ),
            gm.Indicator("fear", better="less", items=("q5",)),
            gm.Indicator("crimes"),
        ),
    )
)


def items_survey(**more):
    answers = pd.DataFrame({"q1": [5, 1], "q2": [1, np.nan], "q3": [3, np.nan], "q4": [2, 4], "q5": [5, 3]})
    return gm.Survey(ITEMS, answers, reverse=("q2",), **more)


def test_items_to_leaves_with_reversed_items_and_minimum_answered():
    points = respondent_scores(items_survey()).values
    assert points["t"].tolist()[0] == pytest.approx((100 + 100 + 50) / 3)
    assert np.isnan(points.loc[1, "t"])  # one of three is less than half
    assert respondent_scores(items_survey(), min_answered=1 / 3).values.loc[1, "t"] == 0
    assert respondent_scores(items_survey(), to=(1, 5)).values.loc[0, "u"] == 2


def test_groups_use_the_trees_weights_and_turn_what_is_better_less():
    scores = score(items_survey())
    assert scores.groups.columns.tolist() == ["trust"]  # the root also holds a leaf that no item measures
    t, u = scores.values.loc["all", ["t", "u"]]
    assert scores.groups.loc["all", "trust"] == pytest.approx(0.75 * t + 0.25 * u)
    tree = ITEMS.keep(["t", "u", "fear"])
    whole_tree = score(gm.Survey(tree, items_survey().answers, reverse=("q2",)))
    fear = whole_tree.values.loc["all", "fear"]
    expected = ((0.75 * t + 0.25 * u) + (100 - fear)) / 2
    assert whole_tree.groups.loc["all", "root"] == pytest.approx(expected)


def test_group_errors_are_those_of_the_respondents_own_means():
    rng = np.random.default_rng(0)
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b", "c"]})
    answers = pd.DataFrame(rng.integers(1, 6, (60, 3)), columns=list("abc"))
    points = (answers.mean(axis=1) - 1) * 25
    scores = score(gm.Survey(tree, answers))
    assert scores.group_errors.loc["all", "g"] == pytest.approx(points.std() / np.sqrt(60))
    assert scores.group_errors.loc["all", "index"] == pytest.approx(points.std() / np.sqrt(60))


def test_dataset_has_the_whole_tree_and_joins_records():
    survey = items_survey(by=pd.DataFrame({"community": ["x", "y"]}))
    data = score(survey).to_dataset()
    assert data.values.columns.tolist() == ["t", "u", "fear", "crimes"]
    assert data.values["crimes"].isna().all()
    assert data.standard_errors.shape == data.values.shape
    records = gm.Dataset(
        ITEMS,
        pd.DataFrame(
            {"t": np.nan, "u": np.nan, "fear": np.nan, "crimes": [3, 4]},
            index=pd.Index(["x", "y"], name="unit"),
        ),
    )
    joined = gm.join(records, data)
    assert joined.values.loc["x"].tolist() == [pytest.approx(250 / 3), 25, 100, 3]


def test_periods_are_rows_in_front_of_units():
    by = pd.DataFrame({"community": ["x", "x"], "period": [2023, 2024]})
    scores = score(items_survey(by=by))
    assert scores.values.index.tolist() == [(2023, "x"), (2024, "x")]
    assert scores.values.index.names == ["period", "unit"]
    assert scores.to_dataset().periods == [2023, 2024]
    assert score(items_survey(by=by), by=("period", "community")).values.equals(scores.values)
    assert score(items_survey(by=by), by="community").values.index.tolist() == ["x"]


def test_respondents_without_a_unit_are_counted_aloud():
    by = pd.DataFrame({"community": ["x", None]})
    scores = score(items_survey(by=by))
    assert scores.values.index.tolist() == ["x"]
    assert any("1 respondent has no community and is not counted" in note for note in scores.notes)


# -- nasty --------------------------------------------------------------------------------------------


def test_one_respondent_has_values_and_no_errors():
    scores = score(gm.Survey(TREE, pd.DataFrame({"hea1": [5], "edu3": [1], "nps": [50]}), SCALE))
    assert scores.values.loc["all"].tolist() == [100, 0, 50]
    assert scores.standard_errors.isna().all(axis=None)
    assert scores.group_errors.isna().all(axis=None)
    assert scores.agreement is None


def test_leaf_nobody_answered_is_missing_and_counts_none():
    survey = gm.Survey(TREE, pd.DataFrame({"hea1": [5, 4], "edu3": [np.nan] * 2, "nps": [50, 60]}), SCALE)
    scores = score(survey)
    assert np.isnan(scores.values.loc["all", "edu3"])
    assert np.isnan(scores.groups.loc["all", "rest"])
    assert scores.groups.loc["all", "health"] == 87.5
    assert scores.n.loc["all"].tolist() == [2, 0, 2]
    assert scores.effective_n.loc["all", "edu3"] == 0


def test_constant_item_has_error_zero():
    survey = gm.Survey(TREE, pd.DataFrame({"hea1": [3, 3, 3], "edu3": [1, 2, 3], "nps": [0, 0, 1]}), SCALE)
    assert score(survey).standard_errors.loc["all", "hea1"] == 0


def test_options_are_checked_at_once():
    with pytest.raises(gm.FaultyInput) as error:
        score(items_survey(), to=(100, 0), min_answered=2, draws=0)
    assert len(error.value.faults) == 3
    with pytest.raises(gm.FaultyInput, match="linearised, bootstrap"):
        score(items_survey(), errors="jackknife")
    with pytest.raises(gm.FaultyInput, match="no_such"):
        score(items_survey(), by="no_such")
    with pytest.raises(gm.FaultyInput, match="respondent 1"):
        score(items_survey(), weights=pd.Series([1.0, 0.0]))
    with pytest.raises(gm.FaultyInput, match="index"):
        score(items_survey(), weights=pd.Series([1.0, 1.0], index=["a", "b"]))


def test_weights_are_matched_by_label():
    survey = items_survey()
    forward = score(survey, weights=pd.Series([1.0, 3.0], index=[0, 1]))
    backward = score(survey, weights=pd.Series([3.0, 1.0], index=[1, 0]))
    pd.testing.assert_frame_equal(forward.values, backward.values)
    assert forward.values.loc["all", "u"] == pytest.approx((25 + 3 * 75) / 4)


def test_own_design_weights_are_used():
    survey = items_survey(weight=pd.Series([1.0, 3.0]))
    assert score(survey).values.loc["all", "u"] == pytest.approx((25 + 3 * 75) / 4)
    assert score(survey).effective_n.loc["all", "u"] == pytest.approx(16 / 10)


def test_bootstrap_that_cannot_be_raked_is_refused():
    by = pd.DataFrame({"sex": ["f"] * 9 + ["m"]})
    survey = gm.Survey(
        gm.IndicatorTree.from_groups({"g": ["a"]}), pd.DataFrame({"a": [1, 2, 3, 4, 5] * 2}), by=by
    )
    raked = rake(by, {"sex": {"f": 0.5, "m": 0.5}})
    with pytest.raises(gm.UnsuitableMethod, match="draws could not be raked"):
        score(gm.Survey(survey.tree, survey.answers), weights=raked, errors="bootstrap", draws=100)


@given(st.integers(0, 10_000))
def test_scores_do_not_depend_on_the_order_of_respondents_or_the_size_of_weights(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(12, 60))
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"]})
    answers = pd.DataFrame(rng.integers(1, 6, (n, 2)).astype(float), columns=["a", "b"]).mask(
        rng.random((n, 2)) < 0.1
    )
    by = pd.DataFrame({"c": rng.choice(list("xyz"), n), "sex": rng.choice(list("fm"), n)})
    w = pd.Series(rng.uniform(0.2, 5, n))
    survey = gm.Survey(tree, answers, by=by)
    order = rng.permutation(n)
    shuffled = gm.Survey(tree, answers.iloc[order], by=by.iloc[order])
    first, second = score(survey, weights=w), score(shuffled, weights=w * 1e8)
    np.testing.assert_allclose(first.values, second.values, rtol=1e-9)
    np.testing.assert_allclose(first.standard_errors, second.standard_errors, rtol=1e-7, atol=1e-9)
    assert (first.effective_n.to_numpy() <= first.n.to_numpy() + 1e-9).all()
    inside = first.values.stack().dropna()
    assert inside.between(-1e-9, 100 + 1e-9).all()


# -- agreement, shrinkage, intervals ------------------------------------------------------------------


def test_icc_of_units_by_hand():
    """Three units of unequal size; mean squares from the textbook formulas (Bliese 2000)."""
    groups = {"x": [1, 2, 2, 3], "y": [3, 4, 5], "z": [2, 4, 4, 5, 5]}
    answers = pd.DataFrame({"a": [v for values in groups.values() for v in values]})
    by = pd.DataFrame({"c": [k for k, values in groups.items() for _ in values]})
    row = agreement(gm.Survey(gm.IndicatorTree.from_groups({"g": ["a"]}), answers, by=by)).scales.loc["a"]
    sizes = np.array([4, 3, 5])
    means = np.array([2, 4, 4])
    msb = 25**2 * (sizes * (means - 40 / 12) ** 2).sum() / 2
    msw = 25**2 * (2 + 2 + 6) / 9
    k = (12 - (16 + 9 + 25) / 12) / 2
    assert row["f"] == pytest.approx(msb / msw)
    assert row["icc1"] == pytest.approx((msb - msw) / (msb + (k - 1) * msw))
    assert row["icc2"] == pytest.approx((msb - msw) / msb)
    # variances 2/3, 1, 3/2 against the uniform (25 - 1) / 12 = 2
    assert row["r_wg"] == pytest.approx(1 - np.mean([2 / 3, 1, 3 / 2]) / 2)


def test_r_wg_of_several_items_by_hand():
    """James, Demaree and Wolf (1984), formula 4: J (1 - m) / (J (1 - m) + m), m the mean of the variance ratios."""
    tree = gm.IndicatorTree(gm.Group("g", "", (gm.Indicator("t", items=("q1", "q2", "q3")),)))
    answers = pd.DataFrame({"q1": [4, 5, 4, 1, 5], "q2": [4, 4, 4, 2, 5], "q3": [5, 4, 4, 3, 1]})
    by = pd.DataFrame({"c": list("xxxyy")})
    m = np.array([(1 / 3 + 0 + 1 / 3) / 3 / 2, 1.0])  # unit y varies more than chance: no agreement
    expected = (3 * (1 - m) / (3 * (1 - m) + m)).mean()
    for reverse in ((), ("q2",)):
        survey = gm.Survey(tree, answers, by=by, reverse=reverse)
        assert agreement(survey).scales.loc["t", "r_wg"] == pytest.approx(expected)


def test_goalposts_on_another_scale_are_noted():
    tree = gm.IndicatorTree(gm.Group("g", "", (gm.Indicator("t", worst=1, best=5, source="survey"),)))
    survey = gm.Survey(tree, pd.DataFrame({"t": [1, 5]}))
    assert any(
        "t: scored on 0 to 100, its goalposts in the tree are 1 to 5" in note for note in score(survey).notes
    )
    assert not any("goalposts" in note for note in score(survey, to=(1, 5)).notes)


def test_agreement_of_one_way_anova_by_scipy():
    from scipy import stats

    rng = np.random.default_rng(2)
    by = pd.DataFrame({"c": rng.choice(list("wxyz"), 80)})
    answers = pd.DataFrame({"a": rng.integers(1, 6, 80)})
    row = agreement(gm.Survey(gm.IndicatorTree.from_groups({"g": ["a"]}), answers, by=by)).scales.loc["a"]
    f, p = stats.f_oneway(*(part for _, part in answers["a"].groupby(by["c"])))
    assert (row["f"], row["p"]) == (pytest.approx(f), pytest.approx(p))


def test_agreement_of_constant_answers_and_one_unit():
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    by = pd.DataFrame({"c": list("xxyy")})
    row = agreement(gm.Survey(tree, pd.DataFrame({"a": [3, 3, 3, 3]}), by=by)).scales.loc["a"]
    assert np.isnan(row["icc1"])
    assert row["r_wg"] == 1
    perfect = agreement(gm.Survey(tree, pd.DataFrame({"a": [1, 1, 5, 5]}), by=by)).scales.loc["a"]
    assert (perfect["icc1"], perfect["icc2"]) == (1, 1)
    with pytest.raises(gm.UnsuitableMethod, match="only one unit"):
        agreement(gm.Survey(tree, pd.DataFrame({"a": [1, 2]})))


def test_shrinkage_draws_small_units_most_and_is_off_by_default():
    rng = np.random.default_rng(7)
    sizes = [4] * 10 + [200] * 10
    by = pd.DataFrame({"c": np.repeat(np.arange(20), sizes)})
    points = rng.normal(50, 20, len(by)) + np.repeat(rng.normal(0, 8, 20), sizes)
    survey = gm.Survey(
        gm.IndicatorTree.from_groups({"g": ["a"]}), pd.DataFrame({"a": points.clip(0, 100)}), (0, 100), by=by
    )
    plain, drawn = score(survey), score(survey, shrink=True)
    assert plain.shrinkage is None
    own = drawn.shrinkage["a"]
    assert own.iloc[:10].max() < 0.9 < own.iloc[10:].min()
    # the variance between units is DerSimonian and Laird's, here by statsmodels
    from statsmodels.stats.meta_analysis import combine_effects

    variances = plain.standard_errors["a"] ** 2
    tau2 = combine_effects(plain.values["a"].to_numpy(), variances.to_numpy(), method_re="dl").tau2
    np.testing.assert_allclose(own, tau2 / (tau2 + variances))
    assert (drawn.standard_errors["a"] <= plain.standard_errors["a"]).all()
    moved = (drawn.values["a"] - plain.values["a"]).abs()
    assert moved.iloc[:10].mean() > 5 * moved.iloc[10:].mean()
    assert any("drawn towards" in note for note in drawn.notes)


def test_intervals_are_students_t_with_the_effective_respondents():
    from scipy import stats

    survey = items_survey(by=pd.DataFrame({"c": ["x", "x"]}))
    table = score(survey).intervals(0.9)
    row = table.loc[("x", "u")]
    half = row["standard_error"] * stats.t.ppf(0.95, 1)
    assert row["lower"] == max(0, row["value"] - half)
    assert row["upper"] == min(100, row["value"] + half)
    assert ("x", "trust") in table.index
    with pytest.raises(gm.FaultyInput, match="level"):
        score(survey).intervals(95)


def test_result_is_json_ready_and_speaks_two_languages():
    scores = score(items_survey(by=pd.DataFrame({"c": ["x", "y"]})))
    json.dumps(scores.to_dict())
    assert scores.summary() == (
        "2 units are scored on 3 indicators; there are too few respondents for standard errors.\n"
        "2 units have fewer than 10 respondents: x, y"
    )
    assert "受访者太少" in scores.summary("zh")
    assert "ICC(2)" in score(cluster_survey(), "zone").summary("zh")
    assert "fewer than 10 respondents: x, y" in " ".join(scores.notes)
    assert "<table" in scores._repr_html_()
    frame = scores.to_frame()
    frame.loc[:] = 0
    assert scores.values.loc["x", "u"] == 25


@pytest.mark.parametrize("weights", [[1.0, 2.0], np.array([1.0, 2.0]), {"ann": 1.0}, "w"])
def test_weights_without_labels_are_refused(weights):
    tree = gm.IndicatorTree.from_groups({"g": ["t1"]})
    survey = gm.Survey(tree, pd.DataFrame({"t1": [1, 5]}, index=["ann", "bob"]))
    with pytest.raises(gm.FaultyInput, match="weights: are not under the survey's index; give one weight"):
        gm.survey.score(survey, weights=weights)


def test_units_are_ranked_within_each_period_in_whole_numbers():
    tree = gm.IndicatorTree.from_groups({"g": ["t1"]})
    people = pd.DataFrame({"period": [1, 1, 1, 2, 2, 2], "unit": list("xyzxyz")})
    survey = gm.Survey(tree, pd.DataFrame({"t1": [5, 4, 4, 1, 2, 3]}), by=people)
    ranking = gm.survey.score(survey, by=["period", "unit"]).ranking("t1")
    assert ranking["rank"].tolist() == [1, 2, 2, 1, 2, 3]
    assert ranking["rank"].dtype == "int64"
    assert ranking.index.tolist() == [(1, "x"), (1, "y"), (1, "z"), (2, "z"), (2, "y"), (2, "x")]


def test_the_bootstrap_keeps_the_weights_that_were_given():
    """Weights that go with the answers: the linearised error of the weighted mean, which turned weights would not give."""
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    answers = pd.DataFrame({"a": [1, 2, 3, 4, 5] * 40})
    weights = pd.Series([9.0, 1, 1, 1, 1] * 40)
    plain = score(gm.Survey(tree, answers), weights=weights)
    assert plain.values.loc["all", "a"] == pytest.approx(25 * (1 + 2 + 3 + 4) / 13)
    drawn = score(gm.Survey(tree, answers), weights=weights, errors="bootstrap", draws=1000)
    assert drawn.standard_errors.loc["all", "a"] == pytest.approx(
        plain.standard_errors.loc["all", "a"], rel=0.1
    )


def test_the_share_of_failed_draws_that_is_allowed_is_allowed(monkeypatch):
    by = pd.DataFrame({"sex": ["f"] * 16 + ["m"] * 4})
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    survey = gm.Survey(tree, pd.DataFrame({"a": [1, 2, 3, 4, 5] * 4}), by=by)
    raked = rake(by, {"sex": {"f": 0.5, "m": 0.5}})

    def run(share):
        monkeypatch.setattr("govmetrics.survey.standard_errors.MAX_FAILED", share)
        return score(gm.Survey(tree, survey.answers), weights=raked, errors="bootstrap", draws=512)

    failed = int(next(note for note in run(1.0).notes if "could not be raked" in note).split()[0])
    assert 0 < failed < 40
    assert run(failed / 512) is not None
    with pytest.raises(gm.UnsuitableMethod, match=f"{failed} of 512 draws could not be raked"):
        run((failed - 1) / 512)


def test_units_that_do_not_differ_beyond_sampling_are_drawn_together():
    """Means 50, 50 and 51 with errors of 10 points: no variance is left between them."""
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    answers = pd.DataFrame({"a": [0, 100, 50, 50, 0, 100, 50, 50, 2, 100, 50, 52]})
    by = pd.DataFrame({"unit": list("xxxxyyyyzzzz")})
    plain = score(gm.Survey(tree, answers, (0, 100), by=by))
    drawn = plain.shrunk()
    w = 1 / plain.standard_errors["a"] ** 2
    assert drawn.values["a"].tolist() == pytest.approx([(w * plain.values["a"]).sum() / w.sum()] * 3)
    assert drawn.shrinkage["a"].tolist() == [0, 0, 0]


def test_the_sentence_names_best_and_worst_unit():
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    by = pd.DataFrame({"unit": list("xxyyzz")})
    found = score(gm.Survey(tree, pd.DataFrame({"a": [1, 2, 4, 5, 3, 3]}), by=by)).at("a")
    assert found.summary() == "3 units are scored at a, from 87.50 (y) to 12.50 (x)."


def test_a_unit_without_error_keeps_its_value():
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    by = pd.DataFrame({"unit": list("xxyyzzss")})
    plain = score(gm.Survey(tree, pd.DataFrame({"a": [1, 5, 2, 4, 4, 5, 1, 1]}), by=by))
    drawn = plain.shrunk()
    assert drawn.values.loc["s", "a"] == plain.values.loc["s", "a"] == 0
    assert (drawn.shrinkage.loc["s", "a"], drawn.standard_errors.loc["s", "a"]) == (1, 0)


def test_an_error_of_units_drawn_to_their_mean_is_that_of_the_mean():
    """Units that do not differ beyond sampling: each gets the mean of all, known as well as that mean, not without error."""
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    frame = pd.DataFrame({"a": [1, 3, 5, 2, 3, 4, 1, 2, 5, 4] * 3, "u": ["p"] * 10 + ["q"] * 10 + ["r"] * 10})
    plain, drawn = (gm.survey.score(gm.read_survey(frame, tree, by="u"), shrink=how) for how in (False, True))
    assert (drawn.shrinkage["a"] == 0).all()
    expected = (1 / plain.standard_errors["a"] ** 2).sum() ** -0.5
    assert drawn.standard_errors["a"].to_numpy() == pytest.approx(expected)
    assert (drawn.standard_errors["a"] < plain.standard_errors["a"]).all()


@pytest.mark.parametrize("to", [(0, 1e-300), (100, 100 + 1e-10), (5, 5)])
def test_points_that_cannot_be_told_apart_are_refused(to):
    tree = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})
    survey = gm.Survey(
        tree, pd.DataFrame({"t1": [5, 4], "t2": [1, 2]}), by=pd.DataFrame({"unit": ["East", "West"]})
    )
    with pytest.raises(gm.FaultyInput, match=r"give \(low, high\), such as \(0, 100\)"):
        gm.survey.score(survey, to=to)
    assert gm.survey.score(survey, to=(0, 1e-6)).values.notna().all(axis=None)


def test_intervals_of_clusters_have_clusters_less_strata_as_degrees_of_freedom():
    """Korn and Graubard (1999), section 5.2, and R's survey 4.4, `degf`: of the clusters in which a unit answered.

    They were effective respondents less one, as if everybody had been drawn alone: six clusters gave an interval 24 per cent
    too narrow.
    """
    from scipy import stats

    rng = np.random.default_rng(1)
    by = pd.DataFrame({"c": np.repeat(["x", "y"], 60), "building": np.repeat(np.arange(12), 10)})
    by["street"] = by["building"] // 3
    answers = pd.DataFrame(
        {"u": rng.integers(1, 6, 120).astype(float), "v": rng.integers(1, 6, 120).astype(float)}
    )
    answers.loc[by["building"].isin([1, 2]), "u"] = np.nan  # x answers u in four buildings of two streets
    survey = gm.Survey(gm.IndicatorTree.from_groups({"A": ["u", "v"]}), answers, by=by)
    for strata, degrees in ((None, [3, 5, 3]), ("street", [2, 4, 2])):
        found = score(survey, by="c", cluster="building", strata=strata)
        assert found.degrees.loc["x"].tolist() == degrees[:2]
        table = found.intervals()
        for node, df in zip(("u", "v", "A"), degrees, strict=True):
            row = table.loc[("x", node)]
            half = row["standard_error"] * stats.t.ppf(0.975, df)
            assert row["upper"] == pytest.approx(min(100, row["value"] + half)), (strata, node)
    assert score(survey, by="c").degrees is None
    drawn = score(survey, by="c", cluster="building", errors="bootstrap", draws=20)
    assert drawn.degrees.loc["x"].tolist() == [3, 5]
    assert "bootstrap" in str(drawn._method()[1])


@pytest.mark.parametrize("errors", ["linearised", "bootstrap"])
def test_answers_of_one_cluster_alone_have_no_error(errors):
    """Their influences sum to zero: the error was 0, and the interval had no width."""
    by = pd.DataFrame({"c": np.repeat(["x", "y"], 8), "building": [1] * 8 + [2] * 4 + [3] * 4})
    answers = pd.DataFrame(
        {"u": [1.0, 2, 3, 4] * 4, "v": [2.0, 5, 3, 3, 1, 1, 2, 4, 4, 3, 2, 1, np.nan, np.nan, np.nan, np.nan]}
    )
    survey = gm.Survey(gm.IndicatorTree.from_groups({"A": ["u", "v"]}), answers, by=by)
    found = score(survey, by="c", cluster="building", errors=errors, draws=50)
    assert found.standard_errors.isna().to_numpy().tolist() == [[True, True], [False, True]]
    assert found.group_errors["A"].isna().tolist() == [True, True]
    assert any("all answers come from one cluster: x, y" in note for note in found.notes)
    everybody = score(survey, by="c", cluster="building", strata="building", fpc={1: 1, 2: 1, 3: 1})
    assert everybody.standard_errors.to_numpy().tolist() == [
        [0, 0],
        [0, 0],
    ]  # all clusters were asked: nothing varies
