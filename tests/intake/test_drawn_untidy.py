"""Trees as people draw them: signs of any width, traditional characters, numbers before names, remarks below; stable codes."""

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

import govmetrics as gm
from govmetrics import intake

HEADS = ["一级指标", "二级指标", "权重", "单位", "方向"]
ROWS = [["满意", "信任", 0.6, "%", "+"], [None, "投诉", 0.4, "件", "-"], ["效率", "办结率", 1, "%", "+"]]


def drawn(path, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def read(tmp_path, *rows):
    return gm.read_tree(drawn(tmp_path / "tree.xlsx", rows))


def told(tree):
    return [(leaf.label("zh"), leaf.better, round(leaf.weight, 6)) for leaf in tree.indicators]


WANTED = [("信任", "more", 0.6), ("投诉", "less", 0.4), ("办结率", "more", 1)]


def changed(**cells):
    """Return the rows with directions, weights or names of one's own, and a heading where one is given."""
    rows = [list(row) for row in ROWS]
    for column, texts in cells.items():
        for row, text in zip(rows, texts, strict=True):
            row[int(column[1:])] = text
    return [HEADS, *rows]


@pytest.mark.parametrize("rows", [
    changed(_4=["＋", "－", "＋"]),
    changed(_4=["正向（+）", "负向（-）", "正向(＋)"]),
    changed(_4=["效益型", "成本型", "正向指標"]),
    [["一級指標", "二級指標", "權重", "單位", "方向"], *changed(_4=["越大越好", "越小越好", "正向"])[1:]],
    [["一級指標", "二級指標", "指標權重", "計量單位", "指標方向"], *changed(_4=["正向", "負向", "正向"])[1:]],
    [["Level 1", "Level 2", "Weight", "Unit", "Direction"], *changed(_4=["positive", "negative", "↑"])[1:]],
    [*changed(), ["合计", None, 1], [], ["资料来源：某区统计局"]],
    [*changed(), ["注：权重由专家打分确定"], ["制表日期：2025年3月"]],
    [*changed(), [], ["Source: District office of statistics"]],
    [["某区指标体系"], [], *changed()[:3], [], *changed()[3:]],
    changed(_0=["1. 满意", None, "2. 效率"], _1=["1.1 信任", "1.2 投诉", "2.1 办结率"]),
    changed(_0=["一、满意", None, "二、效率"], _1=["（一）信任", "（二）投诉", "（一）办结率"]),
    changed(_0=["①满意", None, "②效率"], _1=["1、信任", "2、投诉", "3、办结率"]),
    changed(_0=["1 满意", None, "2 效率"], _1=["1）信任", "2）投诉", "1）办结率"]),
    changed(_0=["A 满意", None, "B 效率"], _1=["A1信任", "A2 投诉", "B1 办结率"]),
    [["维度", "指标", "权重", "单位", "方向"], *changed()[1:]],
    [["Dimension", "Indicator", "Weight", "Unit", "Direction"], *changed()[1:]],
    [["目标层", "准则层", "指标层", "权重", "单位", "方向"], *[["治理" if not k else None, *row] for k, row in enumerate(ROWS)]],
    changed(_2=["60%", "40%", "100%"]),
    changed(_2=["3/5", "2/5", "1"]),
    changed(_1=["信任(60%)", "投诉(40%)", "办结率(100%)"], _2=[None, None, None]),
], ids=lambda rows: f"{rows[0][0]} {rows[1]} {rows[-1][0]}")  # fmt: skip
def test_one_tree_however_it_is_drawn(tmp_path, rows):
    assert told(read(tmp_path, *rows)) == WANTED


def test_what_stands_below_is_named(tmp_path):
    assert read(tmp_path, *changed(), ["资料来源：某区统计局"]).about["left out"] == "资料来源：某区统计局"


@pytest.mark.parametrize("names", [
    ["12345热线", "1.5公里步行圈", "5分钟响应"], ["1. 信任", "3. 投诉", "2. 办结率"], ["1. 信任", "投诉", "2. 办结率"],
    ["30% quantile", "40% quantile", "50% quantile"], ["A1 信任", "A1 投诉", "B1 办结率"],
])  # fmt: skip
def test_numbers_that_do_not_count_stay_in_the_names(tmp_path, names):
    tree = read(tmp_path, *changed(_1=names))
    assert [leaf.label("zh") for leaf in tree.indicators] == names


def test_weights_of_two_kinds_in_one_group_are_a_fault(tmp_path):
    with pytest.raises(gm.FaultyInput, match=r"row 2: .*percent sign \(60%\), and others have none \(40\)"):
        read(tmp_path, *changed(_2=["60%", 40, "100%"]))


@pytest.mark.parametrize(("weights", "told"), [
    ([0.6, 40, 1], r"row 2: .* shares \(0.6\), and others like percentages \(40"),
    ([0.6, None, 1], "row 2: of one group some parts have a weight, and others have none: 投诉; give all of them one, or none"),
    ([None, 40, 1], "row 2: .*others have none: 信任"),
])  # fmt: skip
def test_weights_that_may_mean_something_else_are_faults(tmp_path, weights, told):
    with pytest.raises(gm.FaultyInput, match=told):
        read(tmp_path, *changed(_2=weights))


def test_a_leaf_with_a_weight_beside_a_group_without_one_is_a_fault(tmp_path):
    rows = [["一级指标", "二级指标", "三级指标", "权重", "方向"], ["满意", "信任", None, 0.5, "+"],
            [None, "投诉", "重复投诉", 0.3, "-"], [None, None, "初次投诉", 0.7, "-"]]  # fmt: skip
    with pytest.raises(
        gm.FaultyInput, match="row 2: of one group some parts have a weight, and others have none: 投诉"
    ):
        read(tmp_path, *rows)


class TestCodes:
    """Made codes go by the place; the tree says so, a file written from it keeps them, and names must agree with codes."""

    def test_codes_in_front_of_names_are_the_codes(self, tmp_path):
        tree = read(tmp_path, *changed(_0=["B 满意", None, "C 效率"], _1=["B2信任", "B7 投诉", "C1 办结率"]))
        assert tree.node_codes[1:] == ["B", "B2", "B7", "C", "C1"]
        assert "codes" not in tree.about

    @pytest.mark.parametrize("suffix", ["yaml", "json", "csv", "xlsx"])
    def test_a_file_written_from_the_tree_keeps_them(self, tmp_path, suffix):
        tree = read(tmp_path, *changed())
        assert tree.about["codes"]["en"] == "made by their place in the table: A, A1, A11"
        tree.write(tmp_path / f"kept.{suffix}")
        kept = gm.read_tree(tmp_path / f"kept.{suffix}")
        assert kept.node_codes == tree.node_codes
        assert "codes" not in kept.about
        assert kept.to_frame().equals(tree.to_frame())

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_and_so_does_the_form_for_trees(self, tmp_path, language):
        tree = read(tmp_path, *changed())
        kept = gm.read_tree(intake.blank_tree(tmp_path / "form.xlsx", language, tree))
        assert kept.to_dict() == {key: value for key, value in tree.to_dict().items() if key != "about"}

    @pytest.fixture
    def trees(self, tmp_path):
        """A tree, and the same one with a row more in front: every code below it moves."""
        more = [HEADS, ["满意", "参与", 0.5, "%", "+"], [None, *ROWS[0][1:]], *ROWS[1:]]
        return read(tmp_path, *changed()), gm.read_tree(drawn(tmp_path / "more.xlsx", more))

    def test_columns_with_the_code_of_another_indicator_are_a_fault(self, trees):
        before, after = trees
        table = pd.DataFrame(
            {"unit": ["甲", "乙"], "A1 信任（%）": [1, 2], "A2 投诉": [3, 4], "B1 办结率": [5, 6]}
        )
        assert gm.read_records(table, before).values.loc["甲"].tolist() == [1, 3, 5]
        with pytest.raises(
            gm.FaultyInput, match=r"column 'A1 信任（%）': in the tree 信任 has the code A2; use a form"
        ):
            gm.read_records(table.assign(参与=1), after)

    def test_bare_codes_are_told(self, trees):
        table = pd.DataFrame({"unit": ["甲", "乙"], "A1": [1, 2], "A2": [3, 4], "办结率": [5, 6]})
        told = "columns are found by codes that were made from the places of the indicators, and move with them: A1, A2;"
        assert any(str(note).startswith(told) for note in gm.read_records(table, trees[0]).notes)
        named = table.rename(columns={"A1": "信任", "A2": "投诉"})
        assert not any(str(note).startswith(told) for note in gm.read_records(named, trees[0]).notes)

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_forms_of_another_tree_are_faults(self, trees, tmp_path, language):
        before, after = trees
        path = intake.blank_weights(before, tmp_path / "w.xlsx", language)
        book = load_workbook(path)
        for row in range(2, book.worksheets[0].max_row + 1):
            book.worksheets[0].cell(row, 5).value = 1
        book.save(path)
        assert intake.read_weights(path, before)["A1"] == 1
        with pytest.raises(
            gm.FaultyInput, match=r"row 4, (name|名称): is called '信任', and in the tree A1 is 参与"
        ):
            intake.read_weights(path, after)
        path = intake.blank_actions(before, tmp_path / "a.xlsx", language)
        book = load_workbook(path)
        book.worksheets[0].cell(2, 8).value = 5
        book.save(path)
        assert gm.planning.read_actions(path, before)[0].code == "A1"
        with pytest.raises(gm.FaultyInput, match="is called '信任', and in the tree A1 is 参与"):
            gm.planning.read_actions(path, after)
