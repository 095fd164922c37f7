"""What the page says where there is little to compare: ties, one unit, duels, no values; worked out by hand."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.words import Text
from govmetrics.report.card.card import cards_of
from govmetrics.report.numbers import span
from govmetrics.report.opening import opening, scope
from govmetrics.report.page.appendix import appendix
from govmetrics.report.page.pictures import pictures
from govmetrics.report.page.weights import weights
from govmetrics.report.sentences import findings, sureness
from govmetrics.report.standing import standing
from govmetrics.report.view import View
from govmetrics.robustness import PerturbedWeights, uncertainty

TREE = gm.IndicatorTree(gm.Group("G", {"en": "Governance", "zh": "治理"}, (
    gm.Group("A", {"en": "Actors", "zh": "主体"}, (gm.Indicator("x", worst=0, best=100),)),
    gm.Group("B", {"en": "Results", "zh": "结果"}, (gm.Indicator("y", better="less", worst=100, best=0),)),
)))  # fmt: skip
BOUNDS = gm.Recipe(normalisation="goalposts", weighting="equal")


def scored(values, recipe=BOUNDS):
    """Units whose two dimensions both have a value, so that it is the score."""
    units = [f"u{k}" for k in range(len(values))]
    frame = pd.DataFrame(
        {"x": values, "y": [100.0 - value for value in values]}, pd.Index(units, name="unit")
    )
    return gm.follow(recipe, gm.Dataset(TREE, frame))


def view_of(assessment, language="en", sure=None):
    return View(assessment, None, language, sure)


def told(values):
    return " ".join(findings(standing(scored(values)), [], None))


def test_ties_at_the_ends_are_not_cut():
    assert "Highest: u0 90.0. Lowest: u1 10.0." in told([90.0, 10.0])  # nobody is both
    assert "Highest: u0 90.0. Lowest: u5 10.0, u4 20.0." in told([90.0, 50, 50, 50, 20, 10])
    assert "Highest: u0 80.0, u1 80.0, u2 80.0. Lowest: u5 10.0, u4 20.0, u3 30.0." in told(
        [80.0, 80, 80, 30, 20, 10]
    )
    assert "Highest: 4 units with 80.0 each." in told([80.0, 80, 80, 80, 20, 10])


def test_equal_scores_have_neither_first_nor_last():
    text = told([40.0, 40, 40, 40])
    assert text.startswith("4 units have the same score: 40.0.")
    assert "Highest" not in text
    chart = pictures(view_of(scored([40.0, 40, 40])), None)[1]
    assert "lowest" not in chart.sentence
    assert "Only one unit has a score: u0 40.0." in told([40.0, np.nan])


def test_intervals_and_tiers_are_counted_in_words():
    same = scored([40.0, 40, 40])
    text = sureness(uncertainty(BOUNDS, same.dataset, [PerturbedWeights(0.25)], 20, 0))
    assert text.endswith("is 0 places wide at the median; no tiers can be told apart.")
    assert "分不出高下" in text.say("zh")


def test_one_unit_is_compared_with_nobody():
    view = view_of(scored([40.0]))
    card = cards_of(view)[0]
    assert card.headline == ["Score 40.0 (scale 0 to 100)."]
    assert {bar.light for bar in card.bars} == {""}
    assert "no other units" in card.peers
    said = opening(view)
    assert not [step for step, _ in said.steps if "rank" in step]
    assert scope(view)[0] == "1 unit × 2 indicators"
    assert scope(view_of(scored([40.0]), "zh"))[0] == "1 个单元 × 2 项指标"


def test_scores_of_duels_are_not_said_to_lie_on_the_scale_of_the_indicators():
    recipe = gm.Recipe(normalisation="goalposts", weighting="equal", aggregation="copeland")
    view = view_of(scored([90.0, 50, 10], recipe))
    assert view.ends == (-1.0, 1.0)
    assert view.leaf_ends == (0, 100)
    card = cards_of(view)[0]
    assert card.headline[0].startswith("Score 1.00, rank 1 of 3")
    assert [bar.share for bar in cards_of(view)[1].bars] == [50.0, 50.0]  # as many won as lost
    assert [value.share for value in card.values] == [90.0, 90.0]


def test_a_gain_of_one_unit_has_no_mean_and_no_first():
    assert any(
        text == "Lift x where it is below the median: u1 alone would gain 20.0 points."
        for text, _ in opening(view_of(scored([90.0, 10.0]))).gains
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_ends_of_z_scores_have_words(language):
    view = view_of(scored([90.0, 50, 10], gm.Recipe(normalisation="z_score", weighting="equal")), language)
    bounds = appendix(view)[0].content["leaves"][0]["bounds"]
    assert bounds == {"en": "mean 50; standard deviation 40", "zh": "均值 50；标准差 40"}[language]
    given_by = {
        "en": "the method itself: the same for all parts of a group",
        "zh": "方法本身（同组各项权重相等）",
    }
    assert weights(view)[0].content["given_by"] == given_by[language]


def test_a_span_below_zero_is_no_row_of_dashes():
    assert span(-3, 2) == "−3.0 … 2.0"
    assert span(1, 2) == "1.0–2.0"


def test_the_mean_change_is_of_the_units_that_have_both_scores():
    rows = [
        (2024, "a", 20.0),
        (2024, "b", 40.0),
        (2024, "c", np.nan),
        (2025, "a", 30.0),
        (2025, "b", 40.0),
        (2025, "c", 80.0),
    ]
    index = pd.MultiIndex.from_tuples([row[:2] for row in rows], names=["period", "unit"])
    values = np.array([row[2] for row in rows])
    data = gm.Dataset(TREE, pd.DataFrame({"x": values, "y": 100 - values}, index))
    said = opening(view_of(gm.follow(BOUNDS, data))).headline
    # the mean of three is 50; that of a and b was 30 and is 35
    start = "In 2025 the mean score of 3 units is 50.0; 2 units have a score in 2024, too, and their mean change is +5.0 points; "
    assert said.startswith(start)


def test_a_unit_without_any_value_may_stay(tmp_path):
    frame = pd.DataFrame({"unit": ["a", "b", "c"], "x": [1.0, 2, None], "y": [3.0, 4, None]})
    asked = {"tree": TREE, "index": {"normalisation": "goalposts", "weighting": "equal"}}
    with pytest.raises(gm.FaultyInput, match="empty: keep"):
        gm.evaluate(asked, records=frame)
    found = gm.evaluate(asked | {"evidence": {"records": {"empty": "keep"}}}, records=frame)
    assert found.assessment.ranking()["score"].isna().sum() == 1
    assert isinstance(opening(View(found.assessment, found, "en")).headline, Text)
    gm.report.word(found, tmp_path / "report.docx", "zh")


def test_scores_beyond_their_scale_are_said_to_be():
    recipe = gm.Recipe(
        normalisation={"min_max": {"bounds": {"x": (0.0, 50.0), "y": (50.0, 0.0)}}}, weighting="equal"
    )
    view = view_of(scored([90.0, 40, 30], recipe))
    # 90 of 50 is 180; y is 10, which is 80: the mean is 130
    assert cards_of(view)[0].headline[0].startswith("Score 130.0 (beyond the scale, 0 to 100), rank 1 of 3")
    assert opening(view).findings[-1].startswith("1 score lies beyond the scale, 0 to 100")


def test_a_weight_as_importance_makes_no_gap_with_a_score():
    rows = pd.DataFrame({"unit": list("abc"), "x": [90.0, 50, 10], "y": [10.0, 50, 90]})
    asked = {"tree": TREE, "index": {"normalisation": "goalposts", "weighting": "equal"}}
    found = gm.evaluate(asked | {"diagnosis": {"importance_performance": True}}, records=rows)
    table = found.diagnosis.importance_performance.tables("en")[0]
    assert "Performance" in table.frame
    assert not {"Gap", "t", "p"} & set(table.frame)
