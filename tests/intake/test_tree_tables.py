"""Trees as people draw them."""

import pandas as pd
import pytest
from openpyxl import Workbook

import govmetrics as gm

ROWS = [
    ["治理主体", "参与", "参与主体数", 0.6, "个", "正向"],
    [None, None, "居民活跃度", 0.4, "分", "越大越好"],
    [None, "信任", "互信程度", 1, "", "+"],
    ["治理过程", "协商", "办结天数", 0.5, "天", "越小越好"],
    [None, None, "协商次数", 0.5, "次", 1],
]
HEADS = ["一级指标", "二级指标", "三级指标", "权重", "单位", "方向"]


def check(tree):
    assert tree.codes == ["A11", "A12", "A21", "B11", "B12"]
    assert tree.parent("A21") == "A2"
    assert tree.parent("A2") == "A"
    assert [leaf.better for leaf in tree.indicators] == ["more", "more", "more", "less", "more"]
    assert tree["B11"].label("zh") == "办结天数"
    assert (tree["A11"].weight, tree["A11"].unit) == (0.6, "个")


def test_a_drawn_table_with_merged_cells(tmp_path):
    book = Workbook()
    for row in [HEADS, *ROWS]:
        book.active.append(row)
    for cells in ("A2:A4", "B2:B3", "A5:A6", "B5:B6"):
        book.active.merge_cells(cells)
    book.save(tmp_path / "tree.xlsx")
    check(gm.read_tree(tmp_path / "tree.xlsx"))


def test_a_drawn_table_without_merged_cells_is_the_same_tree():
    filled = pd.DataFrame(ROWS, columns=HEADS)
    filled[HEADS[:2]] = filled[HEADS[:2]].ffill()
    check(gm.read_tree(filled))


def test_english_levels_and_codes_of_ones_own():
    table = pd.DataFrame(
        [["Process", "Meetings", "m", "positive"], [None, "Days", "d", "negative"]],
        columns=["Level 1", "Level 2", "Code", "Direction"],
    )
    tree = gm.read_tree(table)
    assert tree.codes == ["m", "d"]
    assert [leaf.better for leaf in tree.indicators] == ["more", "less"]
    assert tree.parent("m") == "A"


def test_ten_parts_have_two_digits_and_codes_never_meet():
    table = pd.DataFrame({"一级指标": ["甲"] * 12, "二级指标": [f"项{k}" for k in range(12)], "方向": "正向"})
    assert gm.read_tree(table).codes == [f"A{k:02}" for k in range(1, 13)]


@pytest.mark.parametrize("whole", [1, 100])
def test_weights_that_are_shares_of_the_whole_stay_so(whole):
    shares = [0.1, 0.2, 0.3, 0.15, 0.25]
    table = pd.DataFrame(ROWS, columns=HEADS).assign(权重=[whole * share for share in shares])
    across = gm.weighting.assigned(gm.read_tree(table)).across_tree()
    assert across[["A11", "A12", "A21", "B11", "B12"]].tolist() == pytest.approx(shares)


@pytest.mark.parametrize(
    ("change", "message"),
    [({"方向": [None] * 5}, "better"), ({"三级指标": ["x", "x", "y", "z", "w"]}, "'x' stands there twice"),
     ({"颜色": ["红"] * 5}, "颜色: is not a key of a tree")],
)  # fmt: skip
def test_what_a_table_does_not_say_is_not_guessed(change, message):
    with pytest.raises(gm.FaultyInput, match=message):
        gm.read_tree(pd.DataFrame(ROWS, columns=HEADS).assign(**change))


def test_a_small_imeta():
    table = pd.DataFrame(
        [["x", "X", 1, 2, "G", "Indicator"], ["y", "Y", -1, 1, "G", "Indicator"], ["G", "Group", 1, 1, None, "Aggregate"],
         ["pop", "Population", None, None, None, "Denominator"]],
        columns=["iCode", "iName", "Direction", "Weight", "Parent", "Type"],
    )  # fmt: skip
    tree = gm.read_tree(table)
    assert [leaf.better for leaf in tree.indicators] == ["more", "less"]
    assert tree["x"].weight == 2
    assert tree.about == {"left out": "pop"}
