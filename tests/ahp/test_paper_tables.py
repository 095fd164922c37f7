"""Tables and sentences, in English and Chinese."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.ahp.matrices import random_stack, upper

LABELS = ["景色", "费用", "居住"]
MATRIX = pd.DataFrame(upper([2, 5, 3], 3), LABELS, LABELS)


def test_the_tables_of_spssau():
    found = gm.ahp.column_mean(MATRIX)
    table = gm.ahp.weight_table(found, "zh")
    assert table.columns.tolist() == ["特征向量", "权重值", "最大特征值", "CI值"]
    # the sum-product method's eigenvector: row sums of the matrix divided by its column sums
    np.testing.assert_allclose(table["特征向量"], (MATRIX / MATRIX.sum()).sum(axis=1), rtol=1e-12)
    assert table["权重值"].sum() == pytest.approx(1)
    check = gm.ahp.consistency_table(found, language="zh")
    assert check.columns.tolist() == ["最大特征值", "CI值", "RI值", "CR值", "一致性检验结果"]
    assert check["一致性检验结果"].tolist() == ["通过"]
    assert check["RI值"].tolist() == [0.58]
    strict = gm.ahp.consistency_table(found, max_consistency_ratio=0.001)
    assert strict["consistency check"].tolist() == ["fail"]


def test_judgement_table_has_the_weights_beside_the_matrix():
    found = gm.ahp.eigenvector(MATRIX)
    table = gm.ahp.judgement_table(MATRIX, found)
    assert table.columns.tolist() == [*LABELS, "weight"]
    np.testing.assert_allclose(table["weight"], found.weights)
    with pytest.raises(gm.FaultyInput, match="shape"):
        gm.ahp.judgement_table([[1]], found)


def test_sentences_say_what_was_done_and_whether_it_passed():
    text = gm.ahp.sentence(gm.ahp.column_mean(MATRIX), "zh")
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
    with pytest.raises(gm.FaultyInput, match="one matrix"):
        gm.ahp.weight_table(stack)
    with pytest.raises(gm.FaultyInput, match="en, zh"):
        gm.ahp.sentence(stack, "fr")


def test_group_table_and_sentences_use_the_tree_s_names():
    tree = gm.IndicatorTree(
        gm.Group("all", {"en": "Governance", "zh": "治理"}, tuple(
            gm.Indicator(code, {"en": code.upper(), "zh": name}) for code, name in zip("abc", LABELS, strict=True)
        ))
    )  # fmt: skip
    judged = gm.Judgements(tree, ["x", "y"], {"all": random_stack(2, 3)})
    found = gm.ahp.weights(judged)
    table = gm.ahp.group_table(found, "zh")
    assert table.index.tolist() == ["治理"]
    assert table.columns.tolist() == [
        "专家数", "最大特征值", "CI值", "RI值", "CR值", "一致性检验结果", "共识度", "共识水平", "肯德尔W",
    ]  # fmt: skip
    assert table["一致性检验结果"].tolist() == ["通过"]
    assert gm.ahp.group_table(found).index.tolist() == ["Governance"]
    averaged = gm.ahp.weights(judged, combine="priorities")
    assert gm.ahp.group_table(averaged)["consistency check"].tolist() == [""]
    text = gm.ahp.sentence(found, "zh")
    for words in ("2位专家", "几何平均集结判断矩阵", "共识度", "Saaty 1980"):
        assert words in text
    assert any(name in text for name in LABELS)
    assert "priorities were combined" in gm.ahp.sentence(averaged)
