"""Weights, directions, totals and sheets of trees as people draw them."""

import pandas as pd
import pytest

import govmetrics as gm
from tests.office_files import write_xlsx

DRAWN = {
    "zh": [["一级指标", "权重", "二级指标", "权重", "方向"], ["主体", 0.6, "参与", 0.3, "↑"], [None, None, "信任", 0.7, "▲"],
           ["过程", 0.4, "天数", 1, "↓"]],
    "percent": [["一级指标", "权重(%)", "二级指标", "权重(%)", "方向"], ["主体", "60%", "参与", "30%", "正向"],
                [None, None, "信任", "70%", "正向"], ["过程", "40%", "天数", "100%", "▼"]],
    "en": [["Level 1", "Weight", "Level 2", "Weight", "Direction"], ["主体", "0,6", "参与", "(0,3)", "+"],
           [None, None, "信任", "（0.7）", "+"], ["过程", "(0.4)", "天数", "1", "-"]],
    "titled": [["社区治理评价指标体系"], [], ["一级指标", "一级权重", "二级指标", "二级权重", "方向"],
               ["主体", 0.6, "参与", 0.3, "↑"], [None, None, "信任", 0.7, "↑"], ["过程", 0.4, "天数", 1, "⬇"],
               ["合计", 1, None, 2, None]],
    "named": [["一级指标", "二级指标", "方向"], ["主体（0.6）", "参与(30%)", "↑"],
              [None, "信任(70%)", "↑"], ["过程(0.4)", "天数", "↓"]],
    "labelled": [["一级指标", "二级指标", "方向"], ["主体（权重：60%）", "参与(权重0.3)", "↑"], [None, "信任[weight=0.7]", "↑"],
                 ["过程（权重：40%）", "天数", "↓"], ["总计", None, None]],
}  # fmt: skip


@pytest.mark.parametrize("rows", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_weights_of_every_level_however_they_are_drawn(tmp_path, rows, suffix):
    path = write_xlsx(tmp_path / "t.xlsx", {"指标": rows})
    if suffix == "csv":
        width = max(map(len, rows))
        path = tmp_path / "t.csv"
        pd.DataFrame([[*row, *[None] * (width - len(row))] for row in rows]).to_csv(
            path, header=False, index=False
        )
    tree = gm.read_tree(path)
    across = gm.weighting.assigned(tree).across_tree()
    names = {node.label("zh"): across[node.code] for node in tree.nodes if node.code in across}
    assert names["参与"] == pytest.approx(0.18)
    assert {name: names[name] for name in ("信任", "天数")} == pytest.approx({"信任": 0.42, "天数": 0.4})
    assert [leaf.better for leaf in tree.indicators] == ["more", "more", "less"]
    assert tree.codes == ["A1", "A2", "B1"]
    assert dict(tree.about).get("left out") == {"合计": "合计", "总计": "总计"}.get(rows[-1][0])


@pytest.mark.parametrize(
    "names", [["达标率(2025)", "达标率(2024)"], ["参与(1)", "信任(2)"], ["参与(0.3)", "信任"]]
)
def test_numbers_behind_names_that_are_no_shares_stay_in_them(names):
    table = pd.DataFrame({"一级指标": ["主体"] * 2, "二级指标": names, "方向": "正向"})
    tree = gm.read_tree(table)
    assert [leaf.label("zh") for leaf in tree.indicators] == names
    assert [leaf.weight for leaf in tree.indicators] == [1, 1]


def test_several_sheets_with_a_tree_are_a_fault_and_others_are_named(tmp_path):
    two = write_xlsx(
        tmp_path / "two.xlsx", {"2024": DRAWN["zh"], "2025": DRAWN["named"], "说明": [["请填写"]]}
    )
    with pytest.raises(
        gm.FaultyInput, match='several sheets hold a tree: 2024, 2025; name the one to read: sheets="2024"'
    ):
        gm.read_tree(two)
    assert len(gm.read_tree(two, sheets="2025")) == 3
    one = gm.read_tree(write_xlsx(tmp_path / "one.xlsx", {"说明": [["请填写"], ["x"]], "体系": DRAWN["zh"]}))
    assert one.about["left out"] == "说明"


def test_columns_that_repeat_without_a_meaning_are_faults():
    table = pd.DataFrame(
        [["主体", "参与", "次", "个", "+"]], columns=["一级指标", "二级指标", "单位", "单位", "方向"]
    )
    with pytest.raises(gm.FaultyInput, match="单位: occurs more than once"):
        gm.read_tree(table)


def test_a_root_that_nobody_named_is_named_in_both_languages():
    drawn = gm.read_tree(pd.DataFrame(DRAWN["named"][1:], columns=DRAWN["named"][0]))
    for tree in (drawn, gm.IndicatorTree.from_groups({"g": ["x"]})):
        assert (tree.root.code, tree.root.label("en"), tree.root.label("zh")) == (
            "index",
            "index",
            "综合得分",
        )


@pytest.mark.parametrize("head", ["权重", "权重（%）", "权重%", "分值", "二级指标权重", "二级权重（％）"])
def test_leaves_with_shares_of_the_whole_give_their_groups_the_sum_whatever_the_column_is_called(head):
    rows = [["主体", "参与", 50, "正向"], [None, "信任", 30, "正向"], ["过程", "天数", 20, "负向"]]
    across = gm.weighting.assigned(
        gm.read_tree(pd.DataFrame(rows, columns=["一级指标", "二级指标", head, "方向"]))
    ).across_tree()
    assert across[["A1", "A2", "B1"]].tolist() == pytest.approx([0.5, 0.3, 0.2])


def test_a_groups_own_weight_is_kept_though_leaves_sum_to_the_whole():
    rows = [
        ["主体", 0.9, "参与", 50, "正向"],
        [None, None, "信任", 30, "正向"],
        ["过程", 0.1, "天数", 20, "负向"],
    ]
    heads = ["一级指标", "一级权重", "二级指标", "二级权重", "方向"]
    across = gm.weighting.assigned(gm.read_tree(pd.DataFrame(rows, columns=heads))).across_tree()
    assert across["B1"] == pytest.approx(0.1)


def test_headings_and_sources_as_the_guide_calls_them():
    heads = ["一级指标", "二级指标", "方向", "数据来源", "题目", "最差值", "最优值"]
    rows = [["主体", "参与", "正向", "台账", None, 0, 9], [None, "信任", "正向", "居民问卷", "q1；q2", 1, 5]]
    tree = gm.read_tree(pd.DataFrame(rows, columns=heads))
    first, second = tree.indicators
    assert (first.source, first.worst, first.best) == ("record", 0, 9)
    assert (second.source, second.items) == ("survey", ("q1", "q2"))


def test_all_unknown_headings_are_told_at_once():
    rows = pd.DataFrame(
        [["甲", "乙", "正向", 1, 2]], columns=["一级指标", "二级指标", "方向", "颜色", "气味"]
    )
    with pytest.raises(gm.GovmetricsError) as told:
        gm.read_tree(rows)
    assert len(told.value.faults) == 2
