"""The codebook: what it says."""

from __future__ import annotations

import pytest

import govmetrics as gm
from govmetrics.survey import codebook

TREE = gm.read_tree("community_survey")


def test_codebook_in_two_languages():
    book = codebook(TREE, reverse=("E2",))
    assert book.items.shape == (25, 6)
    assert book.items.loc["E2", ["low", "high", "reversed"]].tolist() == [1, 5, True]
    english, chinese = (book.tables(language)[0].frame for language in ("en", "zh"))
    assert english.columns.tolist() == [
        "Item", "Wording", "Indicator", "Dimension", "Lowest", "Highest", "Reversed",
    ]  # fmt: skip
    english, chinese = english.set_index("Item"), chinese.set_index("题目")
    assert english.loc["E2", ["Lowest", "Highest", "Reversed"]].tolist() == ["1", "5", "yes"]
    assert chinese.loc["E2", "反向题"] == "是"
    assert chinese.loc["E1", "题目内容"] == "能找到邻居朋友聊天交往或互相帮助"
    assert book.summary() == "25 items; reversed: E2."
    assert chinese.loc["E1", "维度"] == "对共同体建设成效的评价"


def test_leaves_with_several_items_leave_the_wording_open():
    tree = gm.IndicatorTree(gm.Group("g", "G", (gm.Indicator("t", "Trust", items=("q1", "q2")),)))
    assert codebook(tree).items["wording"].tolist() == ["", ""]
    with pytest.raises(gm.FaultyInput) as error:
        codebook(tree, scale={"q1": (1, 5)}, reverse=("q9",))
    assert len(error.value.faults) == 2
