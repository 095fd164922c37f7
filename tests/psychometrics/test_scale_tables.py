"""The tables and words that report results on a scale, as users of SPSS and SPSSAU expect them."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from govmetrics import psychometrics as pm
from govmetrics.core.errors import FaultyInput
from govmetrics.psychometrics import scale_tables as tables
from govmetrics.psychometrics.kmo import kmo_words

FACTORS = {"trust": ["a1", "a2", "a3", "a4"], "order": ["b1", "b2", "b3", "b4"]}


@pytest.fixture
def answers(two_scales):
    """Two scales of four five-point items, all directed alike."""
    return np.clip(np.round(two_scales), 1, 5)


def test_spssau_tables(answers):
    items = answers[FACTORS["trust"]]
    alpha = pm.alpha(items)
    zh, en = tables.reliability_table(alpha, "zh"), tables.reliability_table(alpha)
    assert zh.columns.tolist()[:4] == ["名称", "校正项总计相关性(CITC)", "项已删除的α系数", "Cronbach α系数"]
    np.testing.assert_array_equal(zh.iloc[:, 1:], en.iloc[:, 1:])
    assert en["Corrected item-total correlation (CITC)"].tolist() == alpha.items["item_rest"].tolist()
    spss = tables.item_total_table(alpha)
    rest = items.drop(columns="a1").sum(axis=1)
    assert spss.loc[0, "Scale mean if item deleted"] == pytest.approx(rest.mean())
    assert spss.loc[0, "Scale variance if item deleted"] == pytest.approx(rest.var())
    kmo, bartlett = pm.kmo(items), pm.bartlett(items)
    assert tables.kmo_table(kmo, bartlett, "zh").iloc[:, 0].tolist() == [
        "KMO值", "Bartlett球形度检验 近似卡方", "df", "p值",
    ]  # fmt: skip
    assert "KMO" in kmo_words(kmo, bartlett, "zh")


def test_factor_tables(answers):
    exploration, distinct = pm.explore(answers, 2, "principal"), pm.discriminant(answers, FACTORS)
    variance = tables.variance_table(exploration, "zh")
    assert variance["累积%"].iloc[-1] == pytest.approx(100)
    assert variance["旋转后累积%"].dropna().iloc[-1] == pytest.approx(variance["累积%"].iloc[1])
    loadings = tables.loading_table(exploration, "zh")
    assert loadings.columns.tolist() == ["名称", "因子1", "因子2", "共同度(公因子方差)"]
    model = distinct.confirmation
    cfa = tables.cfa_table(model, "zh")
    assert cfa["标准载荷系数(Std. Estimate)"].tolist() == model.loadings["standardized"].tolist()
    fit = tables.fit_table(model).set_index("Index")
    assert fit.loc["CFI", "Value"] == model.fit["cfi"]
    assert fit.loc["CFI", "Met"] == ("yes" if model.fit["cfi"] > 0.9 else "no")
    assert tables.convergent_table(distinct, "zh").columns.tolist()[1:] == [
        "平均方差萃取AVE值",
        "组合信度CR值",
    ]
    square = tables.discriminant_table(distinct)
    assert np.isnan(square.iloc[0, 1])
    assert square.iloc[1, 1] == distinct.factors["root_ave"].iloc[1]
    analysis = tables.item_analysis_table(pm.item_analysis(answers), "zh")
    assert "t(决断值)" in analysis.columns


@pytest.mark.parametrize(("value", "word"), [(0.85, "高"), (0.75, "较好"), (0.65, "可接受"), (0.2, "不佳")])
def test_words_follow_the_value(likert, value, word):
    result = replace(pm.alpha(likert), alpha=value)
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
        pm.alpha(holes), pm.alpha(holes, missing="pairwise"), pm.alpha(odd),
        pm.alpha(turned[["q1", "q2", "q3", "q4"]]), pm.alpha(likert[["q1", "q2"]]),
        pm.polychoric(odd.drop(columns=["c", "q3"])), pm.polychoric(likert.assign(d=likert["q1"])),
        pm.polychoric(few), pm.polychoric(few, smooth=True), pm.explore(two_scales),
        pm.explore(r, 1, n=100), pm.confirm(r, {"f": list("abcd")}, n=100), pm.omega(holes, 2),
        pm.omega(likert, 3), pm.icc(holes), pm.krippendorff(holes.reindex(range(-2, 200))),
        pm.test_retest(likert["q1"], likert["q2"].head(50).rename("q1")),
        pm.invariance(gap, {"a": ["a1", "a2", "a3"]}, pd.Series(["x", "y"] * 200)),
    ]  # fmt: skip
    notes = {note for result in results for note in result.notes}
    assert len(notes) > 15
    for note, chinese in zip(notes, tables.notes_words(notes, "zh"), strict=True):
        assert chinese != note, note
        assert not re.search(
            r"[a-z]{4,}", chinese.replace("smooth=True", "").replace("Heywood", "").replace("group", "")
        ), chinese
    assert "反向题" in pm.alpha(holes).summary("zh")
    assert "Note: item q5 runs against" in pm.alpha(holes).summary("en")
