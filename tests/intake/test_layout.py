"""Workbooks as offices keep them."""

import pandas as pd
import pytest
from openpyxl import Workbook

import govmetrics as gm
from tests.office_files import write_xlsx

TREE = gm.read_tree({"code": "G", "parts": [
    {"code": "A1", "name": {"zh": "响应率", "en": "Response rate"}, "unit": "%", "better": "more"},
    {"code": "A2", "name": {"zh": "解决率", "en": "Cases solved"}, "unit": "%", "better": "more"},
]})  # fmt: skip


def test_titles_two_header_rows_numbers_streets_and_totals(tmp_path):
    path = write_xlsx(tmp_path / "q3.xlsx", [
        ["某区2025年三季度社区治理情况表"], [],
        ["序号", "街道", "社区", "办件情况", None, "人口"],
        [None, None, None, "响 应 率（%）", "解决率\n(%)", None],
        [1, "东街道", "甲社区", 95, 80, 3000],
        [2, None, "乙社区 ", 90, 85, 2000],
        [3, "西街道", "丙社区", 85, 70, 2500],
        ["合计", None, "合计", 270, 235, 7500],
    ], ["A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "B5:B6"])  # fmt: skip
    with pytest.raises(gm.FaultyInput, match="合计: is a row of totals"):
        gm.read_records(path, TREE)
    data = gm.read_records(path, TREE, totals="drop")
    assert data.values.to_dict("index") == {
        "甲社区": {"A1": 95.0, "A2": 80.0}, "乙社区": {"A1": 90.0, "A2": 85.0}, "丙社区": {"A1": 85.0, "A2": 70.0},
    }  # fmt: skip
    assert data.attributes["街道"].tolist() == ["东街道", "东街道", "西街道"]
    assert data.attributes["人口"].tolist() == [3000, 2000, 2500]
    told = " ".join(data.notes)
    for words in (
        "the header was found in row",
        "number the rows are not used: 序号",
        "街道: 2 empty cells",
        "'社区' names the units",
    ):
        assert words in told, words


@pytest.mark.parametrize(
    ("title", "unit", "first", "second"),
    [("Bericht 2025", "unit", "Response rate (%)", "Cases solved [%]"),
     ("District report", "community", "RESPONSE  RATE", "cases solved"),
     ("季度报表", "单位名称", "响应率", "解决率【%】")],
)  # fmt: skip
def test_a_title_above_the_header_is_no_header(tmp_path, title, unit, first, second):
    path = write_xlsx(tmp_path / "t.xlsx", [[title], [unit, first, second], ["East", 1, 2], ["West", 3, 5]])
    assert gm.read_records(path, TREE).values.loc["West"].tolist() == [3.0, 5.0]


def test_a_csv_with_a_title_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "2025年社区情况,,\n社区,响应率（％）,解决率\n甲,95%,80%\n乙,90%,85%\n", encoding="gb18030"
    )
    assert gm.read_records(path, TREE).values.loc["甲"].tolist() == [95.0, 80.0]


def test_a_plain_table_is_left_alone(tmp_path):
    path = tmp_path / "t.csv"
    pd.DataFrame({"unit": ["East", "West"], "A1": [1, 2], "A2": [3, 5]}).to_csv(path, index=False)
    data = gm.read_records(path, TREE)
    assert data.values["A2"].tolist() == [3, 5]
    assert data.notes == ()


def test_indicators_in_rows_are_no_header(tmp_path):
    path = write_xlsx(tmp_path / "t.xlsx", [["指标", "甲", "乙"], ["响应率", 1, 2], ["解决率", 3, 5]])
    with pytest.raises(gm.FaultyInput, match="the columns are: 指标, 甲, 乙"):
        gm.read_records(path, TREE)


@pytest.mark.parametrize(
    "titles", [("2025年二季度", "2025年三季度"), ("Q2 2025", "Q3 2025"), ("第9期", "第10期")]
)
def test_sheets_are_periods_or_one_of_them_is_named(tmp_path, titles):
    made = Workbook()
    for step, title in enumerate(reversed(titles)):
        sheet = made.create_sheet(title)
        for row in (["社区情况"], ["社区", "响应率", "解决率"], ["甲", 50 + step, 5], ["乙", 60 + step, 7]):
            sheet.append(row)
    made.active.append(["填表说明"])
    path = tmp_path / "t.xlsx"
    made.save(path)
    unasked = gm.read_records(path, TREE)
    assert f"each sheet is the period of its name: {titles[1]}, {titles[0]}" in map(str, unasked.notes)
    assert gm.read_records(path, TREE, sheets=titles[0]).values["A1"].tolist() == [51, 61]
    with pytest.raises(gm.FaultyInput, match="has no sheet 'x'"):
        gm.read_records(path, TREE, sheets="x")
    made.remove(made.active)
    made.save(path)
    data = gm.read_records(path, TREE, sheets="period")
    assert data.periods == list(titles)
    pd.testing.assert_frame_equal(unasked.values, data.values)
    assert data.at(titles[1]).values["A1"].tolist() == [50, 60]


@pytest.mark.parametrize(
    ("titles", "column"),
    [(("东街道", "西街道"), None), (("2024", "修订"), None), (("1", "2"), None), (("2024年", "第9期"), None),
     (("2024年", "2024"), None), (("2024年", "2025年"), "月份")],
)  # fmt: skip
def test_sheets_that_are_not_surely_periods_are_a_fault(tmp_path, titles, column):
    """Names of streets, bare numbers, periods of two kinds, one period twice, and a column of periods in the sheets."""
    made = Workbook()
    for title in titles:
        sheet = made.create_sheet(title)
        sheet.append(["社区", "响应率", "解决率", *([column] if column else [])])
        sheet.append(["甲", 50, 5, *(["3月"] if column else [])])
    made.remove(made.worksheets[0])
    made.save(tmp_path / "t.xlsx")
    with pytest.raises(gm.FaultyInput, match=r'several sheets have.*say sheets="period"'):
        gm.read_records(tmp_path / "t.xlsx", TREE)


def test_two_headings_with_brackets_for_one_indicator_are_a_fault(tmp_path):
    path = write_xlsx(
        tmp_path / "t.xlsx",
        [["unit", "响应率(%)", "响应率(件)", "解决率"], ["East", 1, 2, 3], ["West", 3, 5, 4]],
    )
    with pytest.raises(gm.FaultyInput, match="A1: two columns give it"):
        gm.read_records(path, TREE)


@pytest.mark.parametrize("column", ["序号", "街道"])
def test_the_word_of_a_total_may_stand_in_front_of_an_empty_unit(tmp_path, column):
    """合计 is written in the first of the merged cells, so that the unit's own cell is empty."""
    rows = [["1", "东街道", "甲", 90, 10], ["2", "", "乙", 80, 20], ["3", "西街道", "丙", 70, 40]]
    total = ["合计", "", "", "", 70] if column == "序号" else ["", "小计", "", "", 70]
    lines = [["序号", "街道", "社区", "响应率", "次数"], *rows, total]
    path = tmp_path / "r.csv"
    path.write_text("\n".join(",".join(map(str, line)) for line in lines), encoding="utf-8")
    tree = gm.read_tree(
        {"code": "g", "parts": [{"code": "响应率", "better": "more"}, {"code": "次数", "better": "more"}]}
    )
    with pytest.raises(gm.FaultyInput, match="is a row of totals or averages"):
        gm.read_records(path, tree)
    assert gm.read_records(path, tree, totals="drop").values.index.tolist() == ["甲", "乙", "丙"]


@pytest.mark.parametrize(("lines", "period"), [
    (["某区社区治理数据汇总表", "2025年第三季度"], "2025年第三季度"),
    (["某区社区治理数据汇总表", "（2025年）", "填报日期：2026年1月8日"], "2025年"),
    (["某区2025年第三季度数据", "2025年10月8日"], "2025年第三季度"),
    (["某区社区治理数据汇总表", "填报时间：2025年10月"], None),
])  # fmt: skip
def test_every_line_of_titles_is_told_and_a_period_in_any_of_them(tmp_path, lines, period):
    path = tmp_path / "汇总.csv"
    table = ["社区,trust,order,cases", "东,60,5,1", "西,70,6,2"]
    path.write_text("\n".join([*(f"{line},,," for line in lines), *table]), encoding="utf-8")
    tree = gm.IndicatorTree.from_groups({"community": ["trust", "order", "cases"]})
    notes = [note.say("zh") for note in gm.read_records(path, tree, unit="社区").notes]
    assert [note for note in notes if all(line in note for line in lines)]
    named = [note for note in notes if "sheets=" in note]
    assert len(named) == (period is not None)
    assert period is None or period in named[0]
