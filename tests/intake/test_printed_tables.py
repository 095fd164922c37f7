"""Workbooks laid out for print: periods in headings, merged numbers, headers again on every page, streets as headings, feet."""

import math
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

import govmetrics as gm
from tests.office_files import write_ods, write_xlsx

TREE = gm.read_tree({"code": "G", "parts": [
    {"code": "A1", "name": {"zh": "响应率", "en": "Response rate"}, "unit": "%", "better": "more"},
    {"code": "A2", "name": {"zh": "解决率", "en": "Cases solved"}, "unit": "%", "better": "more"},
]})  # fmt: skip
FOUR = {"甲": (90, 80), "乙": (70, 60), "丙": (50, 40), "丁": (60, 45)}


def read(tmp_path, rows, merged=(), **options):
    return gm.read_records(write_xlsx(tmp_path / "t.xlsx", rows, merged), TREE, **options)


def told(data):
    return " ".join(data.notes)


def faults(call):
    with pytest.raises(gm.FaultyInput) as error:
        call()
    return str(error.value)


TWO_YEARS = {
    (0, "甲"): (90, 80), (0, "乙"): (70, 60), (0, "丙"): (50, 40),
    (1, "甲"): (91, 81), (1, "乙"): (71, 61), (1, "丙"): (51, 45),
}  # fmt: skip
BODY_BY_YEAR = [["甲", 90, 80, 91, 81], ["乙", 70, 60, 71, 61], ["丙", 50, 40, 51, 45]]
BODY_BY_LEAF = [["甲", 90, 91, 80, 81], ["乙", 70, 71, 60, 61], ["丙", 50, 51, 40, 45]]


@pytest.mark.parametrize(
    ("header", "body", "labels"),
    [
        ([["社区", "2023年", None, "2024年", None], [None, "响应率", "解决率", "响应率", "解决率"]], BODY_BY_YEAR,
         ["2023年", "2024年"]),
        ([["某区情况"], ["Unit", 2023, None, 2024, None], [None, "Response rate (%)", "Cases solved", "A1", "A2"]],
         BODY_BY_YEAR, [2023, 2024]),
        ([["社区", "响应率", None, "解决率", None], [None, "上半年", "下半年", "上半年", "下半年"]], BODY_BY_LEAF,
         ["上半年", "下半年"]),
        ([["unit", "Response rate", None, "Cases solved", None], [None, "2024Q4", "Q1 2025", "24Q4", "2025Q1"]], BODY_BY_LEAF,
         ["2024Q4", "Q1 2025"]),
        ([["社区", "2023年响应率", "2023年解决率", "2024年响应率（%）", "2024年解决率"]], BODY_BY_YEAR,
         ["2023年", "2024年"]),
        ([["unit", "Response rate 2023", "Response rate 2024", "Cases solved (2023)", "Cases solved (2024)"]],
         BODY_BY_LEAF, [2023, 2024]),
        ([["unit", "A1_2023", "A1_2024", "A2_2023", "A2_2024"]], BODY_BY_LEAF, [2023, 2024]),
        ([["社区", 2023, 2023, 2024, 2024], [None, "响应率", "解决率", "响应率", "解决率"]], BODY_BY_YEAR, [2023, 2024]),
        ([["某区情况"], ["Ward", "H1 2024", "H1 2024", "H2 2024", "H2 2024"], ["unit", "A1", "A2", "A1", "A2"]],
         BODY_BY_YEAR, ["H1 2024", "H2 2024"]),
        ([["unit", "Response rate", "Response rate", "Cases solved", "Cases solved"], [None, 2023, 2024, 2023, 2024]],
         BODY_BY_LEAF, [2023, 2024]),
        ([["社区", "上半年", "上半年", "全年", "全年"], [None, "响应率", "解决率", "响应率", "解决率"]], BODY_BY_YEAR,
         ["上半年", "全年"]),
    ],
)  # fmt: skip
def test_headings_that_name_periods(tmp_path, header, body, labels):
    data = read(tmp_path, [*header, *body])
    assert data.periods == labels
    assert {(labels.index(period), unit): (row["A1"], row["A2"])
            for (period, unit), row in data.values.to_dict("index").items()} == TWO_YEARS  # fmt: skip
    assert "the headings name periods" in told(data)


def test_headings_that_name_periods_and_something_else_that_does(tmp_path):
    rows = [["社区", "period", "2023年响应率", "2024年响应率"], ["甲", 1, 90, 91], ["乙", 1, 80, 81]]
    assert "the headings name periods, and the column period too" in faults(lambda: read(tmp_path, rows))
    rows = [["社区", "2023年响应率", "2023 响应率", "2024年响应率", "A2_2023"], ["甲", 90, 1, 91, 2]]
    assert "two columns give" in faults(lambda: read(tmp_path, rows))
    rows = [["社区", "2023年响应率", "2023年解决率"], ["甲", 90, 91], ["乙", 70, 71]]
    assert "the indicator has no column" in faults(lambda: read(tmp_path, rows))  # one year is no panel


def test_a_column_of_last_year_beside_the_indicators_is_an_attribute(tmp_path):
    rows = [
        ["社区", "响应率", "解决率", "2023年响应率", "2022年响应率"],
        ["甲", 90, 80, 1, 2],
        ["乙", 70, 60, 3, 4],
    ]
    data = read(tmp_path, rows)
    assert data.values["A1"].tolist() == [90, 70]
    assert "2023年响应率" in data.attributes


@pytest.mark.parametrize(
    ("rows", "merged", "cells"),
    [
        ([["社区", "响应率", "解决率"], ["甲", 90, 80], ["乙", None, 60], ["丙", 50, 40]], ["B2:B3"],
         ["乙, A1: lies under the merged cell B2:B3"]),
        ([["Report"], ["unit", "Response rate", "Cases solved"], ["East", 90, 80], ["West", 70, None], ["North", 5, None]],
         ["C3:C5"],
         ["West, A2: lies under the merged cell C3:C5", "North, A2: lies under the merged cell C3:C5"]),
        ([["社区", "2023年", None, "2024年", None], [None, "响应率", "解决率", "响应率", "解决率"], ["甲", 90, 80, 91, "85%"],
          ["乙", 70, 60, 71, None]], ["B1:C1", "D1:E1", "A1:A2", "E3:E4"], ["乙, A2: lies under the merged cell E3:E4"]),
    ],
)  # fmt: skip
def test_a_merged_number_over_several_units_is_a_fault(tmp_path, rows, merged, cells):
    text = faults(lambda: read(tmp_path, rows, merged))
    assert text.count("lies under") == len(cells)
    for cell in cells:
        assert cell in text


# merged.xls was written with xlwt 1.3 from the same rows.
ROWS = [
    ["街道", "社区", "响应率", "解决率"],
    ["东街道", "甲", 90, 80],
    [None, "乙", None, 60],
    ["西街道", "丙", 50, 40],
]


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_merged_cells_are_seen_in_every_format(tmp_path, suffix):
    path, merged = tmp_path / f"t.{suffix}", ["A2:A3", "C2:C3"]
    if suffix == "xls":
        path = Path(__file__).parent / "data" / "merged.xls"
    else:
        write_xlsx(path, ROWS, merged) if suffix == "xlsx" else write_ods(path, ROWS, merged)
    text = faults(lambda: gm.read_records(path, TREE))
    assert "乙, A1: lies under the merged cell C2:C3" in text
    only = gm.IndicatorTree.from_groups({"G": ["解决率"]})
    data = gm.read_records(path, only)
    assert data.attributes["街道"].tolist() == ["东街道", "东街道", "西街道"]
    assert "响应率: merged numbers count for the first of their rows only: C2:C3" in told(data)


def test_merged_streets_and_periods_go_down_and_other_numbers_stay_where_they_are(tmp_path):
    rows = [["街道", "社区", "年份", "响应率", "解决率", "人口"], ["东", "甲", 2023, 90, 80, 500],
            [None, "乙", None, 70, 60, None],
            ["东", "甲", 2024, 91, 81, 600], [None, "乙", None, 71, 61, 700]]  # fmt: skip
    data = read(tmp_path, rows, ["A2:A3", "C2:C3", "A4:A5", "C4:C5", "F2:F3"], period="年份")
    assert data.periods == [2023, 2024]
    assert data.values["A1"].to_dict() == {
        (2023, "甲"): 90,
        (2023, "乙"): 70,
        (2024, "甲"): 91,
        (2024, "乙"): 71,
    }
    assert data.attributes["街道"].tolist() == ["东"] * 4
    assert math.isnan(data.attributes["人口"].iloc[1])
    assert "人口: merged numbers count for the first of their rows only: F2:F3" in told(data)


@pytest.mark.parametrize("again", [["社区", "响应率", "解决率"], ["社 区", "响应率", "解决率"]])
@pytest.mark.parametrize("title", [[], [["某区情况表（续）"]]])
def test_a_header_that_is_printed_again(tmp_path, again, title):
    rows = [
        ["某区情况表"],
        ["社区", "响应率", "解决率"],
        ["甲", 90, 80],
        ["乙", 70, 60],
        *title,
        again,
        ["丙", 50, 40],
        ["丁", 60, 45],
    ]
    data = read(tmp_path, rows)
    assert {unit: tuple(row) for unit, row in data.values.iterrows()} == FOUR
    assert ("not read: 5, 6" if title else "not read: 5") in told(data)
    path = tmp_path / "t.csv"
    pd.DataFrame([[*row, None, None][:3] for row in rows[1:]]).to_csv(path, index=False, header=False)
    assert gm.read_records(path, TREE).values.equals(data.values)


@pytest.mark.parametrize(
    ("streets", "column"),
    [
        (("东街道", "西街道"), "街道"),
        (("城关镇", "双河乡"), "街道"),
        (("North Ward", "Hill Township"), "street"),
    ],
)
def test_streets_that_are_headings_above_their_communities(tmp_path, streets, column):
    first, second = streets
    rows = [
        ["社区", "响应率", "解决率"],
        [first],
        ["甲", 90, 80],
        ["乙", 70, 60],
        [second],
        ["丙", 50, 40],
        ["丁", 60, 45],
    ]
    data = read(tmp_path, rows)
    assert {unit: tuple(row) for unit, row in data.values.iterrows()} == FOUR
    assert data.attributes[column].tolist() == [first, first, second, second]
    assert f"goes to the column '{column}': 2, 5" in told(data)
    both = [*rows[:5], ["甲", 50, 40], ["丁", 60, 45]]
    assert f"unit=['{column}', 'unit']" in faults(lambda: read(tmp_path, both))


def test_a_community_without_numbers_is_no_street(tmp_path):
    rows = [["社区", "响应率", "解决率"], ["甲镇"], ["乙镇"], ["丙镇", 50, 40], ["丁镇", 60, 45]]
    assert "甲镇: has no value at all" in faults(lambda: read(tmp_path, rows))


@pytest.mark.parametrize(
    "foot",
    [
        [["制表人：王某", None, "审核：李某"], ["2024年10月8日"]],
        [["注：数据截至年底"], ["单位负责人：", "张三", "审核人：李四"], ["填表日期：2024年10月8日"]],
        [["联系电话：", "13800000000"], ["第 1 页"]],
        [["Source: own figures"], ["Prepared by the office", None, "Approved"], ["2024-10-08"]],
        [["* provisional"], ["Date: 8 October 2024"]],
        [["街道审核人：", "李四", None], ["统计口径：常住人口"]],
    ],
)
def test_what_stands_at_the_foot_is_named_and_not_read(tmp_path, foot):
    rows = [["社区", "响应率", "解决率"], *([unit, *row] for unit, row in FOUR.items()), [], *foot]
    data = read(tmp_path, rows)
    assert {unit: tuple(row) for unit, row in data.values.iterrows()} == FOUR
    for row in foot:
        assert row[0] in told(data)


def test_columns_of_remarks_are_named_and_not_computed(tmp_path):
    for heading in ("备注", "说明", "Remarks"):
        rows = [
            ["社区", "响应率", "解决率", heading],
            ["甲", 90, 80, "待核"],
            ["乙", 70, 60, None],
            ["丙", 50, 40, 12],
        ]
        data = read(tmp_path, rows)
        assert data.values.shape == (3, 2)
        assert f"kept as attributes: {heading}" in told(data)


def test_sheets_and_columns_cannot_both_be_the_periods(tmp_path):
    rows = [["社区", "年份", "响应率", "解决率"], ["甲", 2024, 90, 80], ["乙", 2024, 70, 60]]
    assert "the sheets are the periods already" in faults(
        lambda: read(tmp_path, rows, sheets="period", period="年份")
    )
    rows[0][1] = "period"
    assert "columns of them name periods too: Sheet" in faults(lambda: read(tmp_path, rows, sheets="period"))
    assert read(tmp_path, rows, sheets="Sheet", period="period").periods == [2024]


def test_headings_that_repeat_and_name_no_periods_stay_a_fault(tmp_path):
    rows = [["社区", "响应率", "响应率", "解决率"], ["甲", 1, 2, 3]]
    with pytest.raises(gm.FaultyInput, match="column 3: the heading '响应率' stands in column 2 already"):
        read(tmp_path, rows)


def test_a_column_with_nothing_but_a_cell_of_a_remark_is_none(tmp_path):
    rows = [
        ["社区", "办结率", None, "户数"],
        ["甲", 90, None, 100],
        ["乙", 80, None, 200],
        ["填表人：张三", None, "审核人：李四", None],
    ]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    tree = gm.IndicatorTree.from_groups({"all": ["办结率"]}, {"办结率": "more"})
    found = gm.read_records(tmp_path / "t.xlsx", tree)
    assert list(found.attributes.columns) == ["户数"]
    assert not any("Unnamed" in str(note) for note in found.notes)
