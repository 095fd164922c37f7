"""Reliability and validity of a whole survey by its tree, and the tables and words that report them."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Survey
from govmetrics.core.errors import FaultyInput
from govmetrics.survey import tables


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
    assert row["alpha"] == pytest.approx(gm.survey.alpha(items).alpha)
    assert row["ordinal_alpha"] == pytest.approx(gm.survey.polychoric(items).alpha)
    assert row["omega_total"] == pytest.approx(gm.survey.omega(items, 1).total)
    assert result.scales["items"].tolist() == [4, 4, 8]
    assert (result.scales["ordinal_alpha"] > result.scales["alpha"]).all()
    assert result.notes == ()
    assert len(result.summary("zh").splitlines()) == 3
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
    expected = gm.survey.alpha(survey.directed()[["a1", "a2", "a3", "a4"]], weights=weights).alpha
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
    assert any("no omega: items: 2 given, at least 3" in note for note in result.notes)


def test_spssau_tables(survey):
    items = survey.directed()[["a1", "a2", "a3", "a4"]]
    alpha = gm.survey.alpha(items)
    zh, en = tables.reliability_table(alpha, "zh"), tables.reliability_table(alpha)
    assert zh.columns.tolist()[:4] == ["名称", "校正项总计相关性(CITC)", "项已删除的α系数", "Cronbach α系数"]
    np.testing.assert_array_equal(zh.iloc[:, 1:], en.iloc[:, 1:])
    assert en["Corrected item-total correlation (CITC)"].tolist() == alpha.items["item_rest"].tolist()
    spss = tables.item_total_table(alpha)
    rest = items.drop(columns="a1").sum(axis=1)
    assert spss.loc[0, "Scale mean if item deleted"] == pytest.approx(rest.mean())
    assert spss.loc[0, "Scale variance if item deleted"] == pytest.approx(rest.var())
    kmo, bartlett = gm.survey.kmo(items), gm.survey.bartlett(items)
    assert tables.kmo_table(kmo, bartlett, "zh").iloc[:, 0].tolist() == [
        "KMO值", "Bartlett球形度检验 近似卡方", "df", "p值",
    ]  # fmt: skip
    assert "KMO" in tables.kmo_words(kmo, bartlett, "zh")


def test_factor_tables(survey):
    result = gm.survey.validity(survey)
    variance = tables.variance_table(result.exploration, "zh")
    assert variance["累积%"].iloc[-1] == pytest.approx(100)
    assert variance["旋转后累积%"].dropna().iloc[-1] == pytest.approx(variance["累积%"].iloc[1])
    loadings = tables.loading_table(result.exploration, "zh")
    assert loadings.columns.tolist() == ["名称", "因子1", "因子2", "共同度(公因子方差)"]
    model = result.discriminant.confirmation
    cfa = tables.cfa_table(model, "zh")
    assert cfa["标准载荷系数(Std. Estimate)"].tolist() == model.loadings["standardized"].tolist()
    fit = tables.fit_table(model).set_index("Index")
    assert fit.loc["CFI", "Value"] == model.fit["cfi"]
    assert fit.loc["CFI", "Met"] == ("yes" if model.fit["cfi"] > 0.9 else "no")
    assert tables.convergent_table(result.discriminant, "zh").columns.tolist()[1:] == [
        "平均方差萃取AVE值",
        "组合信度CR值",
    ]
    square = tables.discriminant_table(result.discriminant)
    assert np.isnan(square.iloc[0, 1])
    assert square.iloc[1, 1] == result.discriminant.factors["root_ave"].iloc[1]
    analysis = tables.item_analysis_table(gm.survey.item_analysis(survey.directed()), "zh")
    assert "t(决断值)" in analysis.columns


@pytest.mark.parametrize(("value", "word"), [(0.85, "高"), (0.75, "较好"), (0.65, "可接受"), (0.2, "不佳")])
def test_words_follow_the_value(likert, value, word):
    from dataclasses import replace

    result = replace(gm.survey.alpha(likert), alpha=value)
    assert word in result.summary("zh")
    assert f"{value:.3f}" in result.summary("en")
    with pytest.raises(FaultyInput, match="en, zh"):
        result.summary("fr")


def test_every_note_has_a_chinese_sentence(likert, two_scales):
    """The notes that nasty answers bring about, all of them, come out without an English word."""
    holes = likert.copy()
    holes.loc[3], holes.loc[8, "q2"], holes["q5"] = np.nan, np.nan, 6 - holes["q5"]
    odd = likert.assign(q1=likert["q1"].replace(3, 2), c=2.0)
    odd.loc[:4, "q3"] = 99
    few = pd.DataFrame(np.random.default_rng(3).integers(1, 4, size=(12, 5)), columns=list("abcde"))
    r = pd.DataFrame([[1, 0.8, 0.7, 0.3], [0.8, 1, 0.44, 0.2], [0.7, 0.44, 1, 0.25], [0.3, 0.2, 0.25, 1]])
    r = r.set_axis(list("abcd"), axis=1)
    gap = two_scales.assign(a1=two_scales["a1"].where(two_scales.index != 3))
    turned = likert.assign(q1=6 - likert["q1"], q2=6 - likert["q2"])
    results = [
        gm.survey.alpha(holes), gm.survey.alpha(holes, missing="pairwise"), gm.survey.alpha(odd),
        gm.survey.alpha(turned[["q1", "q2", "q3", "q4"]]), gm.survey.alpha(likert[["q1", "q2"]]),
        gm.survey.polychoric(odd.drop(columns=["c", "q3"])), gm.survey.polychoric(likert.assign(d=likert["q1"])),
        gm.survey.polychoric(few), gm.survey.polychoric(few, smooth=True), gm.survey.explore(two_scales),
        gm.survey.explore(r, 1, n=100), gm.survey.confirm(r, {"f": list("abcd")}, n=100), gm.survey.omega(holes, 2),
        gm.survey.omega(likert, 3), gm.survey.icc(holes), gm.survey.krippendorff(holes.reindex(range(-2, 200))),
        gm.survey.test_retest(likert["q1"], likert["q2"].head(50).rename("q1")),
        gm.survey.invariance(gap, {"a": ["a1", "a2", "a3"]}, pd.Series(["x", "y"] * 200)),
    ]  # fmt: skip
    notes = {note for result in results for note in result.notes}
    assert len(notes) > 15
    for note, chinese in zip(notes, tables.notes_words(notes, "zh"), strict=True):
        assert chinese != note, note
        assert not re.search(
            r"[a-z]{4,}", chinese.replace("smooth=True", "").replace("Heywood", "").replace("group", "")
        ), chinese
    assert "反向题" in gm.survey.alpha(holes).summary("zh")
    assert "Note: item q5 runs against" in gm.survey.alpha(holes).summary("en")
