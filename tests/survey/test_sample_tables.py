"""Tables about the sample, the answers and the scores, in two languages."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey import frequency_table, rake, sample_table, score, score_table

TREE = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]})


def survey():
    by = pd.DataFrame({"c": list("xxyyy"), "sex": ["f", "f", "m", "f", None]})
    return gm.Survey(TREE, pd.DataFrame({"t1": [5, 4, 4, 1, np.nan], "t2": [5, 5, 4, 2, 2]}), by=by)


def test_frequencies_of_an_item_as_spss_prints_them():
    table = frequency_table(survey(), "t1")
    assert table["Category"].tolist() == ["1", "2", "3", "4", "5", "Missing", "Total"]
    assert table["Frequency"].tolist() == [1, 0, 0, 2, 1, 1, 5]
    assert table["Percent (%)"].tolist() == [20, 0, 0, 40, 20, 20, 100]
    np.testing.assert_allclose(table["Valid percent (%)"], [25, 0, 0, 50, 25, np.nan, 100])
    np.testing.assert_allclose(table["Cumulative percent (%)"], [25, 25, 25, 75, 100, np.nan, np.nan])


def test_frequencies_of_groups_and_with_weights():
    table = frequency_table(survey(), "sex", language="zh")
    assert table["选项"].tolist() == ["f", "m", "缺失", "合计"]
    assert table["频数"].tolist() == [3, 1, 1, 5]
    weighted = frequency_table(survey(), "c", weights=pd.Series([3.0, 3, 1, 1, 2]))
    assert weighted["Frequency"].tolist() == [3, 2, 0, 5]
    with pytest.raises(gm.FaultyInput, match="neither an item nor a group column"):
        frequency_table(survey(), "age")


def test_sample_against_residents():
    raked = rake(survey().by, {"c": {"x": 0.2, "y": 0.8}})
    table = sample_table(raked)
    assert table.columns.tolist() == [
        "Variable",
        "Category",
        "Frequency",
        "Respondents (%)",
        "Residents (%)",
        "Weighted (%)",
    ]
    assert table.iloc[0].tolist() == ["c", "x", 2, 40, 20, 20]
    assert sample_table(raked, "zh").columns[-1] == "加权后占比(%)"


def test_scores_with_intervals_best_first():
    scores = score(survey(), "c")
    table = score_table(scores)
    assert table["Unit"].tolist() == ["x", "y"]
    assert table["Rank"].tolist() == [1, 2]
    assert table["Score"].tolist() == [scores.groups.loc["x", "index"], scores.groups.loc["y", "index"]]
    assert (table["95% interval: lower"] <= table["Score"]).all()
    chinese = score_table(scores, "t2", level=0.9, language="zh")
    assert chinese.columns.tolist() == [
        "单元",
        "得分",
        "标准误",
        "90% 置信区间下限",
        "90% 置信区间上限",
        "有效样本量",
        "排名",
    ]
    with pytest.raises(gm.FaultyInput, match="is not scored"):
        score_table(scores, "nope")
    with pytest.raises(gm.FaultyInput, match="en, zh"):
        score_table(scores, language="de")


def test_rank_of_a_leaf_where_less_is_better():
    tree = gm.IndicatorTree.from_groups({"g": ["fear"]}, better={"fear": "less"})
    by = pd.DataFrame({"c": list("xy")})
    table = score_table(score(gm.Survey(tree, pd.DataFrame({"fear": [1, 5]}), by=by)), "fear")
    assert table["Unit"].tolist() == ["x", "y"]
