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
    assert [table.caption for table in others] == ["各量表信度分析", "各量表项总计统计"]
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


def test_answers_on_a_declared_scale_are_no_codes_for_missing(survey):
    """On sliders from 0 to 100, of which 60 to 75 are used, a single 0 stands apart and is an answer all the same."""
    sliders = 60 + 3 * survey.answers
    sliders.loc[0, ["a1", "b1"]] = 0
    assert any("a code for missing" in note for note in gm.survey.alpha(sliders).notes)
    declared = Survey(survey.tree, sliders, scale=(0, 100), reverse=("b2",))
    reliable, found = gm.survey.reliability(declared), gm.survey.item_analysis(declared)
    told = [reliable, gm.survey.validity(declared), found, *reliable.alphas.values(), *found.scales.values()]
    assert not any("a code for missing" in note for result in told for note in result.notes)


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
    assert captions[:4] == [
        "效度的判断标准与达标情况",
        "KMO和Bartlett的检验",
        "旋转后因子载荷系数",
        "方差解释率",
    ]
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


@pytest.fixture
def named(survey):
    """The same answers, of a tree whose nodes have names."""
    leaves = {
        code: gm.Indicator(code, {"en": f"Question {code}", "zh": f"题目{code}"}, source="survey")
        for code in survey.items
    }
    groups = [
        gm.Group("trust", {"en": "Trust", "zh": "信任"}, tuple(leaves[f"a{i}"] for i in range(1, 5))),
        gm.Group("order", {"en": "Order", "zh": "秩序"}, tuple(leaves[f"b{i}"] for i in range(1, 5))),
    ]
    tree = gm.IndicatorTree(gm.Group("whole", {"en": "Whole", "zh": "总量表"}, tuple(groups)))
    return Survey(tree, survey.answers, reverse=("b2",))


def test_scales_and_items_stand_in_one_table_by_name(named):
    scales, items, totals = gm.survey.reliability(named).tables("zh")
    assert scales.frame["量表"].tolist() == ["信任", "秩序", "总量表"]
    assert items.frame.columns.tolist()[:5] == [
        "量表", "名称", "校正项总计相关性(CITC)", "项已删除的α系数", "Cronbach α系数",
    ]  # fmt: skip
    assert items.frame["量表"].tolist() == ["信任"] * 4 + ["秩序"] * 4 + ["总量表"] * 8
    assert items.frame["名称"].tolist()[:2] == ["题目a1", "题目a2"]
    assert [row[0] for row in items.printed()[1][:5]] == ["信任", "", "", "", "秩序"]
    alpha = gm.psychometrics.alpha(named.directed()[["a1", "a2", "a3", "a4"]])
    assert items.frame["校正项总计相关性(CITC)"].tolist()[:4] == alpha.items["item_rest"].tolist()
    assert totals.frame["名称"].tolist() == items.frame["名称"].tolist()


def test_validity_speaks_of_names_and_every_table_has_its_sentence(named):
    result = gm.survey.validity(named)
    tables = {table.caption: table for table in result.tables("zh")}
    assert tables["旋转后因子载荷系数"].frame["名称"].tolist()[0] == "题目a1"
    assert tables["因子载荷系数"].frame["因子"].tolist()[0] == "信任"
    assert tables["因子相关系数（对角线为AVE平方根）"].frame.columns.tolist() == ["因子", "信任", "秩序"]
    assert not any("trust" in cell for table in tables.values() for row in table.cells() for cell in row)
    assert "适合进行因子分析" in tables["KMO和Bartlett的检验"].sentence
    assert "RMSEA" in tables["模型拟合指标"].sentence
    assert "信任的AVE值低于0.5。各因子CR值均不低于0.7。" in tables["模型AVE和CR指标"].sentence
    assert "HTMT" in tables["异质-单质比率（HTMT）"].sentence
    assert "第一个因子解释了" in tables["Harman单因子检验"].sentence
    assert "测量模型的拟合优于单因子模型" in tables["共同方法偏差：模型拟合"].sentence
    assert all(gm.survey.validity(named).kmo.items.index == result.kmo.items.index)


def test_one_scale_is_explored_as_one_factor(survey):
    tree = gm.IndicatorTree.from_groups({"trust": ["a1", "a2", "a3", "a4"]})
    found = gm.survey.validity(Survey(tree, survey.answers[tree.codes]))
    assert found.exploration.loadings.shape == (4, 1)


def test_every_criterion_stands_beside_what_is_asked(named):
    result = gm.survey.validity(named)
    rows = result.criteria.set_index([result.criteria["scale"].map(str), result.criteria["test"].map(str)])
    items = named.favourable()
    assert rows.loc[("all items", "KMO"), "value"] == gm.survey.kmo(items).overall
    found = gm.survey.discriminant(items, named.subscales)
    assert len(rows) == 2 + 4 * 2
    for scale in ("trust", "order"):
        own = rows.loc[scale]
        loadings = found.confirmation.loadings.loc[scale, "standardized"].to_numpy()
        extracted = (loadings**2).mean()  # AVE and CR by hand
        common = loadings.sum() ** 2
        reliable = common / (common + (1 - loadings**2).sum())
        assert own["value"].tolist() == pytest.approx(
            [reliable, extracted, extracted**0.5, found.htmt.loc["trust", "order"]]
        )
        between = abs(found.confirmation.factor_correlations.loc["trust", "order"])
        assert own["criterion"].tolist() == ["≥ 0.7", "≥ 0.5", f"> {between:.3f}", "< 0.85"]
        assert own["met"].tolist() == [reliable >= 0.7, extracted >= 0.5, extracted**0.5 > between, True]
    table = result.tables("en")[0]
    assert table.sentence == "9 of 10 criteria of validity are met; not met: AVE (Trust)."
    assert result.tables("zh")[0].sentence == "效度的 10 项判断标准中有 9 项达标，未达标的有：AVE（信任）。"
    assert table.printed()[1][2][0] == "Trust"


def test_what_the_models_leave_out_is_said(survey):
    leaves = {"trust": ["a1", "a2", "a3", "a4"], "order": ["b1", "b2", "b3"], "noise": ["b4"]}
    tree = gm.IndicatorTree.from_groups(leaves)
    weights = pd.Series(np.tile([1.0, 3.0], 200), index=survey.answers.index)
    apart = Survey(tree, survey.answers[tree.codes], reverse=("b2",), weight=weights)
    result = gm.survey.validity(apart)
    notes = [str(note) for note in result.notes]
    assert "in no factor of the confirmatory model, for a factor needs two items or more: b4" in notes
    assert any("without design weights" in note for note in notes)
    assert not any("fewer than 5 an item" in note for note in notes)
    assert result.kmo.overall == gm.survey.kmo(apart.favourable(), weights=weights).overall
    few = Survey(survey.tree, survey.answers.iloc[:39], reverse=("b2",))
    assert any(
        "39 respondents for 8 items are fewer than 5 an item" in note
        for note in gm.survey.validity(few).notes
    )
    enough = Survey(survey.tree, survey.answers.iloc[:40], reverse=("b2",))
    assert gm.survey.validity(enough).notes == ()


def test_without_a_model_only_what_is_asked_of_all_items_is_judged(survey):
    tree = gm.IndicatorTree.from_groups({"trust": ["a1", "a2"], "order": ["b1"]})
    result = gm.survey.validity(Survey(tree, survey.answers[tree.codes]))
    assert any(note.startswith("no confirmatory model: ") for note in map(str, result.notes))
    assert result.criteria["test"].map(str).tolist() == ["KMO", "Bartlett's test: p"]
