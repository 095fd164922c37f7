"""Tables about the sample, the answers and the scores, in two languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey import frequency_table, rake, score

TREE = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})


def survey():
    by = pd.DataFrame({"c": list("xxyyy"), "sex": ["f", "f", "m", "f", None]})
    return gm.Survey(TREE, pd.DataFrame({"t1": [5, 4, 4, 1, np.nan], "t2": [5, 5, 4, 2, 2]}), by=by)


def test_frequencies_of_an_item_as_spss_prints_them():
    found = frequency_table(survey(), "t1")
    table = found.table
    assert table["category"].tolist() == ["1", "2", "3", "4", "5", "Missing", "Total"]
    assert table["n"].tolist() == [1, 0, 0, 2, 1, 1, 5]
    np.testing.assert_allclose(table["share"] * 100, [20, 0, 0, 40, 20, 20, 100])
    np.testing.assert_allclose(table["valid_share"] * 100, [25, 0, 0, 50, 25, np.nan, 100])
    np.testing.assert_allclose(table["cumulated_share"] * 100, [25, 25, 25, 75, 100, np.nan, np.nan])
    (shown,) = found.tables("en")
    assert shown.frame.columns.tolist() == [
        "Category",
        "Frequency",
        "Percent",
        "Valid percent",
        "Cumulative percent",
    ]
    assert shown.cells()[3] == ["4", "2", "40.0%", "50.0%", "75.0%"]
    assert found.summary() == "t1: 4 of 5 gave an answer. Most often it is 4 (50.0%)."
    assert found.summary("zh") == "t1：5 人中有 4 人作答。最多的是4（50.0%）。"


def test_frequencies_of_groups_and_with_weights():
    table = frequency_table(survey(), "sex").tables("zh")[0].frame
    assert table["选项"].tolist() == ["f", "m", "缺失", "合计"]
    assert table["频数"].tolist() == [3, 1, 1, 5]
    weighted = frequency_table(survey(), "c", weights=pd.Series([3.0, 3, 1, 1, 2])).table
    assert weighted["n"].tolist() == [3, 2, 0, 5]
    with pytest.raises(
        gm.FaultyInput, match="'age' is neither an item nor a group column; there are: c, sex, t1, t2"
    ):
        frequency_table(survey(), "age")


def test_items_of_every_scale_by_high_and_low_scorers():
    """The tables of the scales one below the other, the items by name; each as that of the scale alone."""
    tree = gm.read_tree("community_survey")
    rng = np.random.default_rng(4)
    trait = rng.normal(size=(200, 1))
    answers = pd.DataFrame(
        np.clip(np.round(3 + trait + rng.normal(size=(200, 25))), 1, 5), columns=tree.codes
    )
    answers.iloc[0, 0] = np.nan
    found = gm.survey.item_analysis(gm.Survey(tree, answers), share=0.3)
    assert list(found.scales) == ["effect", "duty", "software", "hardware", "actors"]
    alone = gm.psychometrics.item_analysis(answers[tree.leaves("duty")], 0.3)
    pd.testing.assert_frame_equal(found.scales["duty"].items, alone.items)
    pd.testing.assert_frame_equal(found.to_frame().loc["duty"], alone.items)
    (table,) = found.tables("zh")
    assert table.frame.columns[:2].tolist() == ["量表", "名称"]
    assert table.frame.iloc[5, :2].tolist() == ["对社区共同体责任的价值判断", "社区建设人人有责"]
    assert len(table.frame) == 25
    assert len(found.notes) == 1
    assert found.notes[0].startswith(tree["effect"].label("en"))
    told = found.method_paragraph("zh")
    assert told.startswith("按各量表总分取前30%为高分组、后30%为低分组")
    assert f"对社区共同体责任的价值判断 {alone.cut_high:g}、{alone.cut_low:g}" in told
    with pytest.raises(gm.UnsuitableMethod, match="no node of the tree has two items"):
        gm.survey.item_analysis(
            gm.Survey(gm.IndicatorTree.from_groups({"g": ["a"]}), pd.DataFrame({"a": [1, 2]}))
        )
    with pytest.raises(gm.FaultyInput, match="share"):
        gm.survey.item_analysis(gm.Survey(tree, answers), share=0.9)


def test_sample_against_residents():
    (table,) = rake(survey().by, {"c": {"x": 0.2, "y": 0.8}}).tables("en")
    assert table.frame.columns.tolist() == [
        "Variable",
        "Category",
        "Frequency",
        "Share of respondents",
        "Share of residents",
        "Respondents less residents",
        "Weighted share",
    ]
    assert table.cells()[:2] == [
        ["c", "x", "2", "40.0%", "20.0%", "20.0%", "20.0%"],
        ["c", "y", "3", "60.0%", "80.0%", "−20.0%", "80.0%"],
    ]
    assert table.sentence.startswith(
        "Before weighting respondents differed most from residents in c x (40.0% of respondents, 20.0% of residents), c y (60.0%"
    )
    assert rake(survey().by, {"c": {"x": 0.2, "y": 0.8}}).tables("zh")[0].frame.columns[-1] == "加权后占比"


def test_scores_with_intervals_best_first():
    scores = score(survey(), "c")
    table = scores.tables("en")[0].frame
    assert table["Unit"].tolist() == ["x", "y"]
    assert table["Rank"].tolist() == [1, 2]
    assert table["Score"].tolist() == [scores.groups.loc["x", "index"], scores.groups.loc["y", "index"]]
    assert (table["95% interval: lower"] <= table["Score"]).all()
    (chinese,) = scores.at("t2", level=0.9).tables("zh")
    assert chinese.caption == "各单元得分（t2）"
    assert chinese.frame.columns.tolist() == [
        "单元",
        "得分",
        "标准误",
        "90% 置信区间下限",
        "90% 置信区间上限",
        "有效样本量",
        "排名",
    ]
    with pytest.raises(gm.FaultyInput, match=r"node: is 'nope'; there are: index, trust, t1, t2"):
        scores.at("nope")
    with pytest.raises(gm.FaultyInput, match="en, zh"):
        scores.tables("de")


def test_rank_of_a_leaf_where_less_is_better():
    tree = gm.IndicatorTree.from_groups({"g": ["fear"]}, better={"fear": "less"})
    by = pd.DataFrame({"c": list("xy")})
    found = score(gm.Survey(tree, pd.DataFrame({"fear": [1, 5]}), by=by)).at("fear")
    assert found.table.index.tolist() == ["x", "y"]
    assert found.table["score"].tolist() == [0, 100]


def test_names_of_the_tree_head_the_tables():
    tree = gm.IndicatorTree(gm.Group("g", {"en": "Trust", "zh": "信任"}, (
        gm.Indicator("t1", {"en": "Neighbours", "zh": "邻里信任"}, source="survey"),
        gm.Indicator("t2", {"en": "Police", "zh": "警察信任"}, source="survey"),
    )))  # fmt: skip
    given = gm.Survey(tree, survey().answers, by=survey().by)
    scores = score(given, "c")
    captions = [table.caption for table in scores.tables("zh")]
    assert captions[0] == "各单元得分（信任）"
    assert captions[-1] == "组内一致性"
    assert scores.tables("zh")[1].frame.columns.tolist() == ["单元", "邻里信任", "警察信任"]
    assert gm.survey.agreement(given, "c").tables("zh")[0].frame["指标或题目"].tolist() == [
        "邻里信任",
        "警察信任",
    ]
    assert gm.survey.differences(given, "c").tables("en")[0].frame.iloc[0, 0] == "Neighbours"
    grades = gm.survey.grade_frequencies(given, "c").tables("en")[0]
    assert grades.frame["Indicator"].tolist() == ["Neighbours", "Police"] * 2
    assert grades.cells()[0][2:] == ["0.0%", "0.0%", "0.0%", "50.0%", "50.0%"]
    assert gm.survey.respondent_scores(given).tables("zh")[0].frame.columns.tolist() == [
        "受访者",
        "邻里信任",
        "警察信任",
    ]


def test_how_the_sample_was_weighted_is_said_as_it_was_done():
    people, c, sex = survey().by.fillna("m"), {"c": {"x": 0.2, "y": 0.8}}, {"sex": {"f": 0.5, "m": 0.5}}
    assert "事后分层法" in rake(people, c).method_paragraph("zh")
    assert rake(people, c).tables()[0].cites == ("holtsmith1979",)
    assert "iterative proportional fitting" in rake(people, c | sex).method_paragraph()
    assert "between 0.2 and 5 times" in rake(people, c, bounds=(0.2, 5)).method_paragraph()
    shares = pd.Series([1.0, 2, 1, 1, 1], people.index)
    assert "weighted mean" in score(survey(), "c", weights=shares).method_paragraph()
    assert "weighted mean" not in score(survey(), "c").method_paragraph()
    drawn = score(survey(), "c", errors="bootstrap", draws=20, shrink=True)
    assert "抽样次数 20，随机种子 0" in drawn.method_paragraph("zh")
    assert drawn.tables()[0].cites == ("fayherriot1979", "dersimonianlaird1986")


def test_screening_names_the_checks_that_said_something():
    """Two items tell nothing by runs of equal answers, and without times and devices nobody is judged by these."""
    found = gm.survey.screen(survey())
    assert "longest_string" not in found.judged
    assert {"device", "repeated", "seconds_per_item"}.isdisjoint(found.judged)
    assert "Longest string" not in found.method_paragraph()


def test_shares_and_points_have_decimals_of_their_own():
    """Percentages stood beside errors and bounds in shares of one, scores of two decimals beside bounds of three."""
    table = gm.survey.frequencies(survey()).tables()[0]
    row = dict(zip([column.name for column in table.columns], table.cells()[0], strict=True))
    assert row["Percent"] == "0.0%"
    assert all(row[name].endswith("%") for name in ("Standard error", "Lower bound", "Upper bound"))
    best = score(survey(), "c").at("t2").tables()[0].cells()[0]
    assert [len(cell.partition(".")[2]) for cell in best[1:5]] == [2, 2, 2, 2]


def test_who_is_flagged_is_told_by_the_checks_that_were_made():
    """Seventeen columns, most of them empty, did not go on a page."""
    answers = pd.DataFrame(
        np.random.default_rng(2).integers(1, 6, (30, 9)), columns=[f"q{i}" for i in range(9)]
    )
    answers.loc[3] = 4
    found = gm.survey.screen(gm.Survey(gm.IndicatorTree.from_groups({"a": list(answers)}), answers))
    flagged, counts = found.tables()
    assert flagged.frame["Grade"].tolist()[0] == "careless"
    assert not {"Seconds per item", "Others from the same device"} & {*flagged.frame.columns}
    assert len(counts.frame) == len(found.judged) == len(flagged.frame.columns) - 3


def test_whole_counts_are_not_called_weighted():
    plain = frequency_table(survey(), "t1")
    assert (plain.table["n"] % 2 == 1).any()
    assert "weights" not in plain.method_paragraph("en")
    part = frequency_table(survey(), "c", weights=pd.Series([0.5, 1.5, 1.25, 1, 1]))
    assert "with the respondents' weights" in part.method_paragraph("en")
