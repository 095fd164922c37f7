"""Tables and sentences, in English and Chinese."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.ahp.matrices import random_stack, upper

FLAT = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]}, root="all")
LABELS = ["景色", "费用", "居住"]
MATRIX = pd.DataFrame(upper([2, 5, 3], 3), LABELS, LABELS)


def test_the_tables_of_spssau():
    found = gm.ahp.column_mean(MATRIX)
    weights, check, judgements = (table.frame for table in found.tables("zh"))
    assert weights.columns.tolist() == ["项", "特征向量", "权重", "最大特征根", "CI值"]
    # the sum-product method's eigenvector: row sums of the matrix divided by its column sums
    np.testing.assert_allclose(weights["特征向量"], (MATRIX / MATRIX.sum()).sum(axis=1), rtol=1e-12)
    assert weights["权重"].sum() == pytest.approx(1)
    assert check.columns.tolist() == ["最大特征根", "CI值", "RI值", "CR值", "通过一致性检验"]
    assert check["通过一致性检验"].tolist() == ["是"]
    assert check["RI值"].tolist() == [0.58]
    assert judgements.columns.tolist() == ["项", *LABELS, "权重"]  # as yaahp prints it
    np.testing.assert_allclose(judgements[LABELS], MATRIX)
    np.testing.assert_allclose(judgements["权重"], found.weights)
    assert found.tables("zh")[2].sentence == (
        f"最大特征根 λmax = {found.lambda_max:.4f}，CI = {found.consistency_index:.4f}，RI = 0.5800，"
        f"CR = {found.consistency_ratio:.4f} ≤ 0.1，通过一致性检验。"
    )
    assert not found.passed(0.001)
    with pytest.raises(gm.FaultyInput, match="max_consistency_ratio: is 0"):
        found.passed(0)


def test_a_stack_is_a_table_of_matrices():
    found = gm.ahp.eigenvector(random_stack(3, 4, noise=0.01))
    (table,) = found.tables()
    assert table.frame["Matrix"].tolist() == ["0", "1", "2"]
    np.testing.assert_allclose(table.frame["CR"], found.consistency_ratio)
    assert table.frame["Consistency check passed"].tolist() == ["yes"] * 3


def test_sentences_say_what_was_done_and_whether_it_passed():
    text = gm.ahp.column_mean(MATRIX).summary("zh")
    for words in (
        "3阶判断矩阵",
        "和积法",
        "景色",
        "RI = 0.580（Saaty 1980）",
        "一致性检验通过（CR ≤ 0.1）",
        "均值",
    ):
        assert words in text
    failed = gm.ahp.eigenvector(upper([9, 1 / 9, 9], 3))
    assert "not passed (CR > 0.1)" in failed.summary()
    assert "未通过（CR > 0.1）" in failed.summary("zh")
    stack = gm.ahp.eigenvector(random_stack(3, 4, noise=0.01))
    assert stack.summary() == "3 of 3 judgement matrices pass the consistency check (CR <= 0.1)."
    assert "其中3个通过" in stack.summary("zh")
    with pytest.raises(gm.FaultyInput, match="en, zh"):
        stack.summary("fr")


def test_group_table_and_sentences_use_the_tree_s_names():
    tree = gm.IndicatorTree(
        gm.Group("all", {"en": "Governance", "zh": "治理"}, tuple(
            gm.Indicator(code, {"en": code.upper(), "zh": name}) for code, name in zip("abc", LABELS, strict=True)
        ))
    )  # fmt: skip
    judged = gm.Judgements(tree, ["x", "y"], {"all": random_stack(2, 3)})
    found = gm.ahp.weights(judged)
    table = found.tables("zh")[1].frame
    assert table.columns.tolist() == [
        "上级指标", "专家数", "最大特征根", "CI值", "RI值", "CR值", "通过一致性检验", "共识度", "共识水平", "肯德尔W",
    ]  # fmt: skip
    assert table["上级指标"].tolist() == ["治理"]
    assert table["通过一致性检验"].tolist() == ["是"]
    assert found.tables()[1].frame["Group"].tolist() == ["Governance"]
    assert found.tables("zh")[0].frame["指标"].tolist() == LABELS
    averaged = gm.ahp.weights(judged, combine="priorities")
    assert averaged.group_table()["passed"].isna().all()
    text = found.summary("zh")
    for words in ("2位专家", "几何平均集结判断矩阵", "共识度", "Saaty 1980"):
        assert words in text
    assert any(name in text for name in LABELS)
    assert "priorities were averaged (AIP)" in averaged.summary()


def test_what_was_done_to_whom_is_told_in_both_languages():
    judged = gm.Judgements(
        FLAT, ["x", "y"], {"all": np.stack([random_stack(1, 3)[0], upper([9, 1 / 9, 9], 3)])}
    )
    found = gm.ahp.weights(judged, inconsistent="drop")
    tables = {table.caption: table.frame for table in found.tables("zh")}
    whys = tables["各专家判断矩阵的一致性"]["说明"].tolist()
    assert whys[0] == ""
    assert whys[1].endswith("> 0.1：剔除")
    assert (
        "In 1 of them, by 1 expert, CR exceeds 0.1 (random index: Saaty 1980): y in all. They were left out."
        in found.summary()
    )
    assert len(repr(found).splitlines()) <= 30
    revised = gm.ahp.weights(judged, inconsistent="revise")
    assert "修正的判断" in [table.caption for table in revised.tables("zh")]


def test_results_of_the_relatives_are_told_in_both_languages():
    points = pd.DataFrame({"a": [50, 30], "b": [30, 10], "c": [20, 60]}, index=["Li", "Wu"])
    shared = gm.ahp.budget_allocation(points, FLAT)
    assert "2 experts shared out a budget" in shared.summary()
    assert shared.tables("zh")[0].frame.columns.tolist() == [
        "指标",
        "均值",
        "标准差",
        "最小值",
        "中位数",
        "最大值",
    ]
    fuzzy = gm.ahp.fuzzy_geometric_mean(MATRIX)
    assert "重心法" in fuzzy.summary("zh")
    drawn = gm.ahp.draws(
        gm.ahp.weights(gm.Judgements(FLAT, ["x", "y"], {"all": random_stack(2, 3)})), draws=9
    )
    assert drawn.summary("zh") == "对专家重抽样，得到 9 组权重。"
    assert drawn.tables()[0].frame.columns.tolist() == ["Node", "Median", "Lower bound", "Upper bound"]


def test_experts_are_counted_as_experts_and_what_became_of_them_is_told():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1"], "C": ["c1"]}, root="all")
    bad = upper([9, 1 / 9, 9], 3)
    good = random_stack(2, 3)
    judged = gm.Judgements(
        tree, ["Li", "Wu"], {"all": np.stack([good[0], bad]), "A": np.stack([good[1], bad])}
    )
    ratio = gm.ahp.eigenvector(bad).consistency_ratio
    lowered = gm.ahp.weights(judged, inconsistent="downweight", draws=0)
    told = lowered.summary()
    assert told.startswith(
        "2 experts made 12 comparisons in 4 judgement matrices. In 2 of them, by 1 expert, CR exceeds 0.1"
    )
    assert f"so much counted: Wu in all: {0.1 / ratio:.0%}, Wu in A: {0.1 / ratio:.0%}." in told
    assert "Wu（all、A）" in lowered.summary("zh")
    table = {table.caption: table for table in lowered.tables("zh")}["各专家的一致性检验汇总"]
    heads = ["专家", "判断矩阵数", "两两比较数", "未通过数", "最大CR值", "剔除数", "降权数", "修正的比较数"]
    assert table.frame.columns.tolist() == heads
    assert table.cells()[1] == ["Wu", "2", "6", "2", f"{ratio:.3f}", "0", "2", "0"]
    dropped = gm.ahp.weights(judged, inconsistent="drop", draws=0)
    assert "Wu did not count anywhere." in dropped.summary()
    assert dropped.by_expert.loc["Wu", "left_out"] == 2
    revised = gm.ahp.weights(judged, inconsistent="revise", draws=0)
    assert revised.by_expert["revised"].tolist() == [0, len(revised.revisions)]


def test_combined_matrices_stand_with_their_weights_and_check():
    judged = gm.Judgements(FLAT, ["x", "y"], {"all": random_stack(2, 3)})
    found = gm.ahp.weights(judged, draws=0)
    table = {table.caption: table for table in found.tables()}["Judgement matrix of all"]
    common = gm.ahp.eigenvector(np.exp(np.log(judged.stacks["all"]).mean(axis=0)))
    np.testing.assert_allclose(table.frame[["A", "B", "C"]], common.matrix)
    np.testing.assert_allclose(table.frame["Weight"], common.weights)
    assert f"CR = {common.consistency_ratio:.4f} <= 0.1: consistent." in table.sentence
    averaged = gm.ahp.weights(judged, combine="priorities", draws=0)
    assert not any("Judgement matrix" in table.caption for table in averaged.tables())


def test_methods_sections_name_the_choices_and_works():
    incomplete = [[1, 3, np.nan], [1 / 3, 1, 2], [np.nan, 1 / 2, 1]]
    harker = gm.ahp.eigenvector(incomplete, "Saaty 2007", "harker")
    assert "Harker" in harker.method_paragraph()
    assert harker.tables()[0].cites == ("saaty1980", "harker1987", "saatytran2007")
    judged = gm.Judgements(FLAT, ["x", "y"], {"all": random_stack(2, 3)})
    found = gm.ahp.weights(
        judged, gm.ahp.geometric_mean, "priorities", {"x": 1, "y": 2}, 0.2, inconsistent="drop", draws=0
    )
    told = found.method_paragraph("zh")
    for words in ("2位专家", "方根法", "不超过 0.2", "予以剔除", "算术平均", "专家权重"):
        assert words in told
    assert found.weights.method_paragraph("zh") == told
    assert found.tables()[0].cites == ("saaty1980", "crawfordwilliams1985", "formanpeniwati1998")
