"""Groups compared on any frame: the same numbers as through a survey, and independent sums."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics import psychometrics as pm

TREE = gm.IndicatorTree.from_groups({"g": ["a", "b"]})


@pytest.fixture
def answers():
    rng = np.random.default_rng(5)
    items = pd.DataFrame(rng.integers(1, 6, (60, 2)), columns=["a", "b"]).astype(float)
    return items.mask(rng.random((60, 2)) < 0.05)


GROUPS = pd.Series(["x", "y", "z"] * 20)


@pytest.mark.parametrize("test", ["anova", "chi_square"])
def test_differences_are_those_of_a_survey(answers, test):
    survey = gm.Survey(TREE, answers, by=pd.DataFrame({"place": GROUPS}))
    whole = gm.survey.differences(survey, "place", test).table
    table = pm.compare(answers, GROUPS, test).table
    kept = ["n", "statistic", "df", "p", "p_holm", "effect", "differs"]
    pd.testing.assert_frame_equal(table[kept], whole[kept])


def test_welchs_t_of_scipy_and_respondents_without_a_group(answers):
    groups = GROUPS.replace("z", None)
    result = pm.compare(answers, groups)
    x, y = (answers["a"][groups == name].dropna() for name in "xy")
    expected = stats.ttest_ind(x, y, equal_var=False)
    row = result.table.loc["a"]
    assert (row["statistic"], row["p"]) == (pytest.approx(expected.statistic), pytest.approx(expected.pvalue))
    assert row["n"] == len(x) + len(y)
    assert result.notes[0] == "20 respondents have no group and are not counted"


@pytest.mark.parametrize("unit", [1, 1e-3])
def test_two_answers_of_a_group_are_enough_whatever_their_unit(unit):
    items = pd.DataFrame({"a": [1, 2, 4, 5, 3], "b": [2, 2, 4, 5, 3], "c": [1, 3, np.nan, 5, np.nan]}) * unit
    result = pm.compare(items, pd.Series(list("xxyyy")))
    row = result.table.loc["a"]
    expected = stats.ttest_ind([1, 2], [4, 5, 3], equal_var=False)
    assert (row["statistic"], row["p"]) == (pytest.approx(expected.statistic), pytest.approx(expected.pvalue))
    # b does not vary in x, c has one answer in y
    assert result.table["p"].isna().tolist() == [False, True, True]
    assert [note.split(":")[0] for note in result.notes[:2]] == ["b", "c"]


def test_groups_are_matched_by_label_and_empty_categories_are_none(answers):
    mixed = GROUPS.astype(pd.CategoricalDtype(["z", "nobody", "y", "x"])).sample(frac=1, random_state=3)
    one, two = pm.compare(answers, GROUPS), pm.compare(answers, mixed)
    np.testing.assert_allclose(one.table["statistic"], two.table["statistic"])


def test_agreement_is_that_of_a_survey(answers):
    survey = gm.Survey(TREE, answers, by=pd.DataFrame({"place": GROUPS}))
    whole = gm.survey.agreement(survey).scales
    pd.testing.assert_frame_equal(
        pm.group_agreement(answers, GROUPS).scales, whole, check_names=False, check_exact=False
    )


def test_agreement_of_a_scale_of_two_items_by_hand():
    """Variances 1/2 and 0 in x, 0 and 0 in y, against (25 - 1) / 12 = 2: r_wg(2) = mean(2 * 7/8 / (2 * 7/8 + 1/8), 1)."""
    items = pd.DataFrame({"a": [1, 2, 5, 5], "b": [2, 2, 4, 4]})
    row = pm.group_agreement(items, pd.Series(list("xxyy")), scales={"s": ["a", "b"]}).scales.loc["s"]
    assert row["r_wg"] == pytest.approx((1.75 / 1.875 + 1) / 2)
    # means 1.5, 2 | 4.5, 4.5: between 2.75^2 = 7.5625 with 1 df, within 0.125 with 2 df
    assert row["f"] == pytest.approx(7.5625 / 0.0625)
    assert row["icc1"] == pytest.approx((7.5625 - 0.0625) / (7.5625 + 0.0625))
    assert row["icc2"] == pytest.approx((7.5625 - 0.0625) / 7.5625)


def places(call):
    with pytest.raises(gm.GovmetricsError) as raised:
        call()
    return [fault.place for fault in raised.value.faults]


def test_every_fault_at_once(answers):
    text = answers.astype(object).assign(a="often")
    twice = pd.Series(["x", "y"], index=[0, 0])
    assert places(lambda: pm.compare(text, twice, "u", significance=2)) == ["significance", "test", "a", "by"]
    assert places(lambda: pm.group_agreement(text, twice, (5, 1))) == ["ends", "a", "groups"]
    assert places(lambda: pm.group_agreement(answers, GROUPS, scales={"s": ["a", "q"]})) == ["scales, s"]
    for method, place in ((pm.compare, "by"), (pm.rank_tests, "by"), (pm.group_agreement, "groups")):
        assert places(lambda method=method: method(answers, pd.Series(["x"] * 60))) == [place]
        assert places(lambda method=method: method(answers, pd.Series(["x"] * 9))) == [place]
    assert places(lambda: pm.compare(answers, GROUPS, "t")) == ["by"]


def test_groups_that_only_their_types_tell_apart_are_refused():
    frame = pd.DataFrame({"x": np.arange(12.0)})
    mixed = pd.Series([1, "1", 2] * 4, dtype=object)
    with pytest.raises(gm.FaultyInput, match="as numbers and as text: 1; write each group in one way"):
        gm.psychometrics.compare(frame, mixed)


def test_the_finding_names_the_groups():
    frame = pd.DataFrame({"x": [1.0, 2, 3, 11, 12, 13], "y": [1.0, 2, 3, 1, 2, 3.5]})
    sex = pd.Series(list("fffmmm"), name="sex")
    found = gm.psychometrics.compare(frame, sex)
    assert found.summary().split("\n")[0] == "Differences by sex (Holm, p < 0.05): x."
    assert "* p < 0.05, ** p < 0.01, *** p < 0.001" in repr(found)
    none = gm.psychometrics.compare(frame[["y"]], list(sex))
    assert none.summary().split("\n")[0] == "No differences by group (Holm, p < 0.05)."
    assert none.summary("zh").split("\n")[0] == "按组别分组（Holm校正，p<0.05），各指标均无显著差异。"
