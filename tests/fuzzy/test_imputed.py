"""Imputed values count in a verdict, and are no evidence for it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import govmetrics as gm
from govmetrics import fuzzy

TREE = gm.IndicatorTree(gm.Group("all", {"en": "All", "zh": "总体"}, (
    gm.Group("p", "", (gm.Indicator("a", weight=0.75), gm.Indicator("b", weight=0.25)), 0.4),
    gm.Group("q", "", (gm.Indicator("c"),), 0.6),
)))  # fmt: skip
UNITS = pd.Index(["East", "West", "North"], name="unit")
VALUES = pd.DataFrame([[80.0, np.nan, 60], [30, 60, 20], [40, 55, np.nan]], UNITS, TREE.codes)
FILLED = gm.treatment.impute_median(gm.Dataset(TREE, VALUES))
WEIGHTS = gm.weighting.assigned(TREE, {"p": 0.4, "q": 0.6, "a": 0.75, "b": 0.25, "c": 1.0})
SCALE, POINTS = fuzzy.FIVE_GRADES, [20, 40, 60, 80, 95]


def verdict(data=FILLED, **given):
    return fuzzy.evaluate(fuzzy.from_values(data, POINTS, grades=SCALE), WEIGHTS, SCALE, **given)


def test_coverage_is_what_rests_on_evidence():
    found = verdict(imputed=FILLED.imputed)
    assert found.coverage["all"].tolist() == pytest.approx([0.4 * 0.75 + 0.6, 1, 0.4])
    assert found.coverage["p"].tolist() == pytest.approx([0.75, 1, 1])
    assert (found.coverage_imputed == 1).all(axis=None)
    assert found.verdicts()["coverage"].tolist() == pytest.approx([0.9, 1, 0.4])
    assert found.verdicts("c")["coverage"].tolist() == [1, 1, 0]
    unmarked = verdict()
    assert_frame_equal(found.at(), unmarked.at())  # the verdict itself is the same
    assert unmarked.coverage_imputed is None


def test_coverage_is_that_of_the_scores():
    scaled = gm.normalisation.min_max(FILLED)
    scores = gm.aggregation.arithmetic(scaled, WEIGHTS)
    for given in (FILLED.imputed, scaled.imputed):
        told = verdict(imputed=given).scores()
        assert_frame_equal(told.coverage, scores.coverage)
        assert_frame_equal(told.coverage_imputed, scores.coverage_imputed)


def test_it_is_said_in_both_languages():
    found = verdict(imputed=FILLED.imputed)
    assert (
        "2 verdicts rest partly on imputed values, most of all that on North: 60% of the weight."
        in found.summary("en")
    )
    assert "10% of the weight rests on imputed values." in found.summary("en")
    assert "2 项评定部分依据插补值，其中North最多：占权重的 60%。" in found.summary("zh")
    assert "其中 10% 的权重依据插补值。" in found.summary("zh")
    assert [str(table.caption) for table in found.tables("zh")][-2:] == [
        "有证据支持的权重比例",
        "有取值（含插补值）的权重比例",
    ]
    assert found.to_dict()["coverage_imputed"] != found.to_dict()["coverage"]
    assert "imputed" not in verdict().summary("en")


def test_what_is_missing_stays_missing():
    half = gm.Dataset(TREE, FILLED.values.drop(index="West").reindex(UNITS), changes=FILLED.changes)
    found = verdict(half, imputed=FILLED.imputed)
    assert found.coverage["all"].tolist() == pytest.approx([0.9, 0, 0.4])
    assert found.coverage_imputed["all"].tolist() == pytest.approx([1, 0, 1])


def test_periods_and_one_leaf():
    tree = gm.IndicatorTree(gm.Indicator("a"))
    index = pd.MultiIndex.from_product([[2023, 2024], ["u", "v"]], names=["period", "unit"])
    data = gm.Dataset(tree, pd.DataFrame({"a": [10.0, np.nan, 30, 90]}, index))
    filled = gm.treatment.impute_median(data, empty="fill")
    found = fuzzy.evaluate(
        fuzzy.from_values(filled, POINTS, grades=SCALE),
        gm.weighting.equal(tree),
        SCALE,
        imputed=filled.imputed,
    )
    assert found.verdicts()["coverage"].tolist() == [1, 0, 1, 1]
    assert "most of all that on 2023, v: 100% of the weight" in found.summary()


@pytest.mark.parametrize(("change", "message"), [
    (lambda marks: marks.rename(index={"East": "Ost"}), "imputed: 'Ost' is not in the data"),
    (lambda marks: marks.astype(object).where(marks, "no"), "a holds what is neither"),
    (lambda marks: marks.to_numpy(), "imputed: is ndarray, not DataFrame"),
])  # fmt: skip
def test_marks_of_others_are_refused(change, message):
    with pytest.raises(gm.FaultyInput, match=message):
        verdict(imputed=change(FILLED.imputed))


def test_grey_grades_hand_them_over():
    good, bad = [40, 60, None, None], [None, None, 40, 60]
    grades = fuzzy.GradeScale(["good", "bad"], [100, 50])
    found = gm.grey.grey_clustering(FILLED, {code: [good, bad] for code in TREE.codes}, WEIGHTS, grades)
    assert found.coverage["all"].tolist() == pytest.approx([0.9, 1, 0.4])


def test_an_evaluation_hands_them_over():
    found = gm.evaluate(
        {"tree": TREE, "grades": {"from": "values", "breakpoints": POINTS, "scale": "five"}}, records=FILLED
    )
    assert found.grades.verdicts()["coverage"].tolist() == pytest.approx(
        found.assessment.scores.coverage["all"].tolist()
    )
    assert found.grades.coverage_imputed is not None
