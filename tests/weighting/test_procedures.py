"""How weights were found, in words; and the tables that papers print of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree(
    gm.Group("all", {"en": "Governance", "zh": "治理"}, (
        gm.Group("A", {"en": "Order", "zh": "秩序"}, (
            gm.Indicator("a1", {"en": "Police", "zh": "治安"}), gm.Indicator("a2", {"en": "Traffic", "zh": "交通"}),
        ), weight=3),
        gm.Indicator("b", {"en": "Trust", "zh": "信任"}, weight=1),
    ))
)  # fmt: skip
VALUES = pd.DataFrame(
    {"a1": [10.0, 40, 50], "a2": [30.0, 30, 30], "b": [0.0, 50, 100]}, ["East", "West", "North"]
)
SCALED = gm.Scaled(TREE, VALUES, pd.DataFrame(), "min_max", (0, 100))


def test_weights_stand_by_level_with_overall_weight_and_rank():
    table, steps = gm.weighting.entropy(SCALED).tables("zh")
    assert table.columns[0].name == "一级指标"
    assert table.frame.columns.tolist() == [
        "一级指标",
        "一级指标权重",
        "指标",
        "组内权重",
        "综合权重",
        "排名",
    ]
    assert table.cells() == [
        ["秩序", "0.7500", "治安", "1.0000", "0.7500", "1"],
        ["秩序", "0.7500", "交通", "0.0000", "0.0000", "3"],
        ["–", "–", "信任", "0.2500", "0.2500", "2"],
    ]
    assert steps.frame.columns.tolist() == ["指标", "信息熵值e", "信息效用值d", "权重w"]
    shares = np.array([0.1, 0.4, 0.5])
    assert steps.frame["信息熵值e"].tolist()[0] == pytest.approx(-(shares * np.log(shares)).sum() / np.log(3))
    assert steps.cells()[1] == ["交通", "1.0000", "0.0000", "0.0000"]


def test_equal_weights_share_a_rank():
    tree = gm.IndicatorTree.from_groups({"A": ["a1", "a2", "a3"], "B": ["b1", "b2", "b3"]})
    (table,) = gm.weighting.equal(tree).tables()
    assert table.frame["Rank"].tolist() == [1] * 6
    assert table.frame.columns.tolist()[:4] == [
        "Level 1",
        "Weight of level 1",
        "Level 2",
        "Share in its group",
    ]


def test_the_choices_that_were_made_are_told():
    entropy = gm.weighting.entropy(SCALED, across="leaves", shift=1)
    told = entropy.method_paragraph("zh")
    for words in ("熵权法", "平移 1", "统一比较", "权重为零的指标有：交通"):
        assert words in told
    assert entropy.tables()[0].cites == ("Shannon1948", "Xu2004")
    both = gm.weighting.combine([gm.weighting.assigned(TREE), entropy], "mean", [0.25, 0.75])
    told = both.method_paragraph()
    assert "laid down in the indicator system" in told
    assert "entropy method" in told
    assert told.endswith("averaged, with the shares assigned 25.0%, entropy 75.0%.")


def test_combined_weights_stand_beside_those_they_are_made_of():
    both = gm.weighting.combine([gm.weighting.assigned(TREE), gm.weighting.entropy(SCALED, "leaves")], "mean")
    table = both.tables("zh")[1]
    assert table.frame.columns.tolist() == ["指标", "指定权重", "熵权法", "权重w"]
    assert table.frame["指定权重"].tolist() == [0.375, 0.375, 0.25]
    assert table.frame["权重w"].tolist() == pytest.approx(both.across_tree().tolist())


def test_weights_given_by_hand_say_so():
    local = pd.Series({"A": 0.75, "b": 0.25, "a1": 0.5, "a2": 0.5})
    assert gm.Weights(TREE, local).method_paragraph() == "The weights were given."
    assert gm.Weights(TREE, local, "entropy").method_paragraph("zh") == "指标权重采用熵权法确定。"
    with pytest.raises(gm.FaultyInput, match="procedure: is 'entropy'"):
        gm.Weights(TREE, local, "", {}, "entropy")
