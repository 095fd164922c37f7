"""Reliability and validity of a whole survey by its tree."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Survey


@pytest.fixture
def survey(two_scales):
    """Two scales of four five-point items; b2 is worded against its scale and asked after a4."""
    answers = np.clip(np.round(two_scales), 1, 5)
    answers["b2"] = 6 - answers["b2"]
    groups = {"trust": ["a1", "a2", "a3", "a4"], "order": ["b1", "b2", "b3", "b4"]}
    tree = gm.IndicatorTree.from_groups(groups)
    return Survey(tree, answers[["a1", "a2", "a3", "a4", "b2", "b1", "b3", "b4"]], reverse=("b2",))


def test_reliability_of_every_scale(survey):
    result = gm.survey.reliability(survey)
    items = survey.directed()[["b1", "b2", "b3", "b4"]]
    row = result.scales.loc["order"]
    assert row["alpha"] == pytest.approx(gm.psychometrics.alpha(items).alpha)
    assert row["ordinal_alpha"] == pytest.approx(gm.psychometrics.polychoric(items).alpha)
    assert row["omega_total"] == pytest.approx(gm.psychometrics.omega(items, 1).total)
    assert result.scales["items"].tolist() == [4, 4, 8]
    assert (result.scales["ordinal_alpha"] > result.scales["alpha"]).all()
    assert result.notes == ()
    assert len(result.summary("zh").splitlines()) == 3
    first, *others = result.tables("zh")
    assert first.frame["Cronbach α系数"].tolist() == result.scales["alpha"].tolist()
    assert [table.caption for table in others[:2]] == ["trust：信度分析", "trust：项总计统计"]
    assert "Cronbach α系数为" in first.sentence
    json.dumps(result.to_dict(), allow_nan=False)


def test_reliability_names_scale_and_item(survey):
    wrong = Survey(survey.tree, survey.answers)  # b2 not declared
    assert any(note.startswith("order: item b2 runs against") for note in gm.survey.reliability(wrong).notes)
    flat = Survey(survey.tree, survey.answers.assign(a1=3.0), reverse=("b2",))
    result = gm.survey.reliability(flat)
    assert any("trust: item a1 is constant" in note for note in result.notes)
    assert any("trust: no omega" in note for note in result.notes)
    assert np.isnan(result.scales.loc["trust", "ordinal_alpha"])
    assert np.isfinite(result.scales.loc["trust", "alpha"])


def test_design_weights_are_used(survey):
    weights = pd.Series(np.tile([1.0, 3.0], 200), index=survey.answers.index)
    weighted = Survey(survey.tree, survey.answers, reverse=("b2",), weight=weights)
    expected = gm.psychometrics.alpha(survey.directed()[["a1", "a2", "a3", "a4"]], weights=weights).alpha
    assert gm.survey.reliability(weighted).scales.loc["trust", "alpha"] == pytest.approx(expected)


def test_validity_follows_the_tree(survey):
    result = gm.survey.validity(survey)
    assert result.discriminant.factors.index.tolist() == ["trust", "order"]
    assert result.exploration.loadings.shape == (8, 2)
    assert result.kmo.overall > 0.7
    assert result.bartlett.p < 1e-10
    assert result.discriminant.verdicts["fornell_larcker"].all()
    assert result.method_bias.models.index.tolist() == ["single factor", "measurement model", "change"]
    for language, word in (("en", "factors are distinct"), ("zh", "区分效度良好")):
        assert word in result.summary(language)
    captions = [table.caption for table in result.tables("zh")]
    assert captions[:3] == ["KMO和Bartlett的检验", "旋转后因子载荷系数", "方差解释率"]
    assert "模型AVE和CR指标" in captions
    assert captions[-1] == "共同方法偏差：模型拟合"
    json.dumps(result.to_dict(), allow_nan=False)


def test_validity_says_what_cannot_be_fitted(survey):
    same = Survey(
        survey.tree, survey.answers.assign(a2=survey.answers["b1"], a4=survey.answers["b3"] * 0 + 2)
    )
    with pytest.raises(gm.UnsuitableMethod, match="a4: every answer is the same"):
        gm.survey.validity(same)
    two = gm.IndicatorTree.from_groups({"trust": ["a1", "a2", "a3"]})
    short = Survey(two, survey.answers[["a1", "a2"]])
    result = gm.survey.reliability(short)
    said = next(note for note in result.notes if "no omega" in note)
    assert said.startswith("trust: no omega: items: 2 items are given, at least 3")
    assert "无法计算 ω 系数：items：只给出 2 个题目" in said.say("zh")
    alone = Survey(two, survey.answers[["a1"]])
    with pytest.raises(gm.UnsuitableMethod, match="survey: no node of the tree has two items"):
        gm.survey.reliability(alone)
