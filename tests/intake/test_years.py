"""A column of years beside the parts of a year, in a column or as sheets: together they are the period."""

import pandas as pd
import pytest

import govmetrics as gm
from tests.office_files import write_xlsx

TREE = gm.IndicatorTree.from_groups({"G": ["响应率", "解决率"]})


@pytest.mark.parametrize(
    ("year", "part", "cells", "periods"),
    [
        ("年份", "季度", [(2024, "三季度"), (2024, "四季度"), (2025, "一季度")],
         ["2024年三季度", "2024年四季度", "2025年一季度"]),
        ("年度", "季度", [("2024年度", 3), ("2024年度", 4), ("2025年度", 1)], ["2024年3季度", "2024年4季度", "2025年1季度"]),
        ("year", "month", [(2024, 9), (2024, 10), (2025, 1)], ["2024-09", "2024-10", "2025-01"]),
        ("Year", "quarter", [("FY2024", "Q3"), ("FY2024", "Q4"), ("FY2025", "Q1")], ["2024 Q3", "2024 Q4", "2025 Q1"]),
        ("年", "月份", [(2024, "9月"), (2024, "10月"), (2025, "1月")], ["2024年9月", "2024年10月", "2025年1月"]),
        ("年份", "期间", [(2024, "上半年"), (2024, "下半年"), (2025, "上半年")],
         ["2024年上半年", "2024年下半年", "2025年上半年"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("as_frame", [True, False])
def test_the_year_beside_is_part_of_the_period(tmp_path, year, part, cells, periods, as_frame):
    rows = [[unit, *cell, 10 * step, step] for step, cell in enumerate(cells) for unit in "甲乙"]
    head = ["unit", year, part, "响应率", "解决率"]
    source = (
        pd.DataFrame(rows, columns=head)
        if as_frame
        else write_xlsx(tmp_path / "t.xlsx", {"s": [head, *rows]})
    )
    with pytest.raises(gm.FaultyInput, match=f"name the column of the periods: period='{part}'"):
        gm.read_records(source, TREE)
    data = gm.read_records(source, TREE, period=part)
    assert data.periods == periods
    assert data.values.loc[(periods[2], "甲"), "响应率"] == 20
    assert data.attributes.columns.tolist() == []
    assert f"the years of the column '{year}' are part of the periods: {', '.join(periods)}" in data.notes


def test_sheets_that_are_quarters_with_a_column_of_years(tmp_path):
    def rows(first):
        return [["社区", "年份", "响应率", "解决率"], *[[unit, year, first + step, 5] for step, year in enumerate((2024, 2025))
                                                  for unit in "甲乙"]]  # fmt: skip

    path = write_xlsx(tmp_path / "t.xlsx", {"一季度": rows(50), "二季度": rows(70)})
    data = gm.read_records(path, TREE, sheets="period")
    assert data.periods == ["2024年一季度", "2024年二季度", "2025年一季度", "2025年二季度"]
    assert data.values["响应率"].xs("乙", level="unit")[data.periods].tolist() == [50, 70, 51, 71]


def test_a_year_that_is_missing_is_a_fault_and_one_beside_whole_periods_an_attribute():
    table = pd.DataFrame(
        {"unit": ["甲", "甲"], "year": [2024, None], "quarter": ["Q1", "Q2"], "响应率": [1, 2], "解决率": 3}
    )
    with pytest.raises(
        gm.FaultyInput, match="row 3: year is no year, which the period needs; fill in the year"
    ):
        gm.read_records(table, TREE, period="quarter")
    whole = table.assign(quarter=["2024Q1", "2024Q2"], year=2024)
    assert gm.read_records(whole, TREE, period="quarter").attributes.columns.tolist() == ["year"]
    given = gm.read_records(table.assign(year=2024), TREE, period="quarter", periods=["Q1", "Q2"])
    assert given.periods == ["Q1", "Q2"]


def test_the_year_as_the_period_names_the_column_that_lacks():
    cells = [(2024, "Q1"), (2024, "Q2"), (2025, "Q1")]
    table = pd.DataFrame(
        [["甲", *cell, 1, 2] for cell in cells], columns=["unit", "year", "quarter", "响应率", "解决率"]
    )
    with pytest.raises(gm.FaultyInput, match="2024, 甲: there are 2 rows for it: 2, 3; name the column of the periods: "
                       "period='quarter'"):  # fmt: skip
        gm.read_records(table, TREE, period="year")
    assert gm.read_records(table, TREE, period="quarter").periods == ["2024 Q1", "2024 Q2", "2025 Q1"]


@pytest.mark.parametrize(
    ("periods", "told"),
    [(["一季度", "上半年", "前三季度"], True), (["2024", "2025年一季度"], True), (["2024-01", "2024-02"], False),
     (["2024Q1", "2024Q2"], False), (["wave 1", "wave 2"], False), (["Jan-Jun 2024", "Jan-Sep 2024"], True)],
)  # fmt: skip
def test_periods_of_different_length_are_named(periods, told):
    rows = [[unit, period, 1, 2] for period in periods for unit in "甲乙"]
    table = pd.DataFrame(rows, columns=["unit", "period", "响应率", "解决率"])
    data = gm.read_records(table, TREE, period="period")
    assert any("the periods are of different length" in note for note in data.notes) == told


GOOD = [["社区", "响应率", "解决率"], ["甲", 1, 2], ["乙", 3, 4]]
TWICE = [["社区", "响应率", "响应率"], ["甲", 1, 2], ["乙", 3, 4]]
FORMULA = [["社区", "备注", "说明"], ["甲", "=1+1", 2]]


class TestFaultySheets:
    def test_one_with_indicators_counts_as_one_that_holds_data(self, tmp_path):
        path = write_xlsx(tmp_path / "t.xlsx", {"数据": GOOD, "补充": TWICE})
        with pytest.raises(
            gm.FaultyInput, match=r'several sheets have columns .*: 数据, 补充; .*sheets="数据"'
        ):
            gm.read_records(path, TREE)
        assert len(gm.read_records(path, TREE, sheets="数据").values) == 2

    def test_alone_its_faults_are_told(self, tmp_path):
        path = write_xlsx(tmp_path / "t.xlsx", {"封面": [["说明"], ["一"]], "数据": TWICE})
        with pytest.raises(
            gm.FaultyInput, match=r"sheet 数据, t.xlsx, column 3: the heading '响应率' stands in column 2"
        ):
            gm.read_records(path, TREE)

    def test_among_sheets_that_are_periods_too(self, tmp_path):
        path = write_xlsx(tmp_path / "t.xlsx", {"2023年": GOOD, "2024年": GOOD, "2025年": TWICE})
        with pytest.raises(gm.FaultyInput, match=r"sheet 2025年, t.xlsx, column 3: the heading '响应率'"):
            gm.read_records(path, TREE)

    def test_another_is_left_out_with_the_reason(self, tmp_path):
        path = write_xlsx(tmp_path / "t.xlsx", {"封面": FORMULA, "数据": GOOD})
        notes = gm.read_records(path, TREE).notes
        told = "a sheet cannot be read, and is left out: sheet 封面, t.xlsx, cell B2: its formula has no computed value"
        assert any(note.startswith(told) for note in map(str, notes))


@pytest.mark.parametrize("sheets", [["说明", "数据"], ["数据", "旧表"]])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_sheet_of_data_whose_formulas_nobody_computed_is_a_fault(tmp_path, sheets, language):
    title = [["某区2024年数据"], *GOOD]
    computed = [[cell if row == 0 or place == 0 else "=1+1" for place, cell in enumerate(cells)]
                for row, cells in enumerate(GOOD)]  # fmt: skip
    books = {"说明": [["说明", "内容"], ["一", "填表"]], "数据": [title[0], *computed], "旧表": GOOD}
    path = write_xlsx(tmp_path / "t.xlsx", {name: books[name] for name in sheets})
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_records(path, TREE)
    with gm.use(language):
        told = str(error.value)
    place = {"en": "sheet 数据, t.xlsx, cell B3", "zh": "B3"}[language]
    way = {
        "en": "open the file in Excel or WPS, which compute it, and save it again",
        "zh": "请用 Excel 或 WPS 打开文件",
    }
    assert place in told
    assert way[language] in told


def test_a_sheet_of_totals_is_no_period(tmp_path):
    path = write_xlsx(tmp_path / "t.xlsx", {"2024Q4": GOOD, "2025Q1": GOOD, "汇总": GOOD})
    with pytest.raises(
        gm.FaultyInput, match="some are totals of others: 汇总; hide these sheets, or remove them"
    ):
        gm.read_records(path, TREE, sheets="period")


def test_what_counts_on_without_a_word_that_says_so_is_refused_with_a_way_out_that_works(tmp_path):
    path = write_xlsx(tmp_path / "t.xlsx", {"一季度": GOOD, "上半年": GOOD})
    with pytest.raises(gm.FaultyInput, match=r"上半年 overlaps with 一季度; .*periods=\[...\]"):
        gm.read_records(path, TREE, sheets="period")
    assert gm.read_records(path, TREE, sheets="period", periods=["一季度", "上半年"]).periods == [
        "一季度",
        "上半年",
    ]


class TestTitlesAboveTheTable:
    HEAD = ("社区", "响应率", "解决率")
    ROWS = (["甲", 50, 5], ["乙", 60, 6])

    def under(self, *title):
        return [*([cell] for cell in title), list(self.HEAD), *self.ROWS]

    @pytest.mark.parametrize(
        ("title", "period"),
        [("2024年三季度社区治理数据", "2024年三季度"), ("某区 2024 年度考核表", "2024 年度"), ("某区2024年9月台账", "2024年9月"),
         ("Records of 2024 Q3 (districts)", "2024 Q3"), ("２０２５年上半年台账", "2025年上半年")],
    )  # fmt: skip
    def test_a_period_that_only_the_title_names_is_told(self, tmp_path, title, period):
        data = gm.read_records(write_xlsx(tmp_path / "t.xlsx", {"数据": self.under(title)}), TREE)
        assert data.periods == []
        note = next(note for note in data.notes if f"the title names a period, {period}, and" in note)
        assert 'say sheets="period", or give the rows a column of it and say period="period"' in note
        assert f"标题写明时期为{period}" in note.say("zh")

    def test_both_ways_out_work(self, tmp_path):
        path = write_xlsx(tmp_path / "t.xlsx", {"2024年三季度": self.under("2024年三季度社区治理数据")})
        assert gm.read_records(path, TREE, sheets="period").periods == ["2024年三季度"]
        rows = [["2024年三季度数据"], [*self.HEAD, "period"], *([*row, "2024年三季度"] for row in self.ROWS)]
        data = gm.read_records(write_xlsx(tmp_path / "u.xlsx", {"数据": rows}), TREE, period="period")
        assert data.periods == ["2024年三季度"]
        assert not any("title names a period" in note for note in data.notes)

    @pytest.mark.parametrize(
        "title", ["社区治理数据", "依据2024年和2025年的数据", "电话 20241234", "编号：2024-0715"]
    )
    def test_a_title_without_one_says_nothing(self, tmp_path, title):
        data = gm.read_records(write_xlsx(tmp_path / "t.xlsx", {"数据": self.under(title)}), TREE)
        assert not any("title names a period" in note for note in data.notes)

    @pytest.mark.parametrize(
        "titles", [("2024年社区台账", "2024年社区台账"), ("2024年三季度台账", "2024年四季度台账")]
    )
    def test_sheets_that_are_quarters_take_the_year_of_their_titles(self, tmp_path, titles):
        sheets = {part: self.under(title) for part, title in zip(("三季度", "四季度"), titles, strict=True)}
        data = gm.read_records(write_xlsx(tmp_path / "t.xlsx", sheets), TREE, sheets="period")
        assert data.periods == ["2024年三季度", "2024年四季度"]
        told = "the years in the titles of the sheets are part of the periods: 2024年三季度, 2024年四季度"
        assert told in data.notes

    @pytest.mark.parametrize("titles", [("2024年台账", "台账"), ("2024年三季度台账", "2024年三季度台账")])
    def test_years_that_do_not_fit_all_sheets_are_told(self, tmp_path, titles):
        sheets = {part: self.under(title) for part, title in zip(("三季度", "四季度"), titles, strict=True)}
        data = gm.read_records(write_xlsx(tmp_path / "t.xlsx", sheets), TREE, sheets="period")
        assert data.periods == ["三季度", "四季度"]
        assert any(
            "the years in the titles of the sheets do not fit all of them" in note for note in data.notes
        )
