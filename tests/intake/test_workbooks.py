"""Workbooks of offices: old and open formats, several and hidden sheets, rows called as they are in the file."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

import govmetrics as gm
from govmetrics.core.tables import read_table

# Three communities, typed into a sheet below a cover sheet and above a hidden one: a title, a blank row, merged streets,
# 0.85 shown as 85.0% and 91 shown as 91%. office.xls was written with xlwt 1.3, office.ods with odfpy 1.4.
DATA = Path(__file__).parent / "data"
LEAVES = [{"code": "A1", "name": "居民满意度", "unit": "%", "better": "more"},
          {"code": "A2", "name": "解决率", "unit": "%", "better": "more"}]  # fmt: skip
TREE = gm.read_tree({"code": "g", "parts": LEAVES})


def book(path, **sheets):
    written = Workbook()
    written.remove(written.active)
    for title, rows in sheets.items():
        sheet = written.create_sheet(title.removeprefix("hidden_"))
        for row in rows:
            sheet.append(row)
        if title.startswith("hidden_"):
            sheet.sheet_state = "hidden"
    written.save(path)
    return path


HEAD = ["社区", "居民满意度", "解决率"]


@pytest.mark.parametrize("suffix", ["xls", "ods"])
class TestOldAndOpen:
    def test_read_as_shown(self, suffix):
        data = gm.read_records(DATA / f"office.{suffix}", TREE)
        assert data.values.to_dict("list") == {"A1": [85, 50, 12.5], "A2": [91, 88, 79.5]}
        assert data.values.index.tolist() == ["甲社区", "乙社区", "=丙社区"]
        assert data.attributes["街道"].tolist() == ["东街道", "东街道", "西街道"]
        assert data.attributes["建成日期"].tolist()[0] == pd.Timestamp("2001-05-01")
        notes = "\n".join(data.notes)
        assert "the header was found in row 3" in notes
        assert "sheets that are not read: 封面\nhidden sheets are not read: 底稿" in notes

    def test_a_sheet_by_name_or_as_a_period(self, suffix):
        path = DATA / f"office.{suffix}"
        assert gm.read_records(path, TREE, sheets="2025年").values.loc["乙社区", "A1"] == 50
        assert gm.read_records(path, TREE, sheets="period").values.loc[("2025年", "乙社区"), "A1"] == 50
        with pytest.raises(gm.FaultyInput, match="has no sheet '2024'; there are: 封面, 2025年, 底稿"):
            gm.read_records(path, TREE, sheets="2024")

    def test_what_is_none(self, tmp_path, suffix):
        (tmp_path / f"x.{suffix}").write_bytes(b"no workbook at all")
        with pytest.raises(gm.FaultyInput, match=f"is not a readable .{suffix} file"):
            gm.read_records(tmp_path / f"x.{suffix}", TREE)


def test_without_its_reader_xls_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(gm.FaultyInput, match=r'office.xls: needs xlrd; pip install "govmetrics\[excel\]"'):
        gm.read_records(DATA / "office.xls", TREE)


def test_a_web_page_or_a_new_workbook_under_the_name_xls(tmp_path):
    (tmp_path / "x.xls").write_text("<html><table><tr><td>社区</td></tr></table></html>", encoding="utf-8")
    with pytest.raises(gm.FaultyInput, match=r"is a \.html file under the name .xls; open it"):
        gm.read_records(tmp_path / "x.xls", TREE)
    book(tmp_path / "y.xlsx", a=[HEAD, ["甲", 1, 2]]).rename(tmp_path / "y.xls")
    with pytest.raises(gm.FaultyInput, match=r"is a \.xlsx file under the name .xls"):
        gm.read_records(tmp_path / "y.xls", TREE)


class TestSheets:
    def test_the_one_with_values_is_read_and_the_others_named(self, tmp_path):
        path = book(tmp_path / "a.xlsx", 封面=[["说明"]], 数据=[HEAD, ["甲", 1, 2]], 汇总表=[["x", "y"], [1, 2]],
                    hidden_旧数据=[HEAD, ["甲", 8, 9]])  # fmt: skip
        data = gm.read_records(path, TREE)
        assert data.values.loc["甲"].tolist() == [1, 2]
        assert "sheets that are not read: 封面, 汇总表" in data.notes
        assert "hidden sheets are not read: 旧数据" in data.notes

    def test_hidden_ones_are_no_periods(self, tmp_path):
        path = book(tmp_path / "a.xlsx", **{"2024": [HEAD, ["甲", 1, 2]], "2025": [HEAD, ["甲", 3, 4]],
                    "hidden_2023": [HEAD, ["甲", 8, 9]]})  # fmt: skip
        data = gm.read_records(path, TREE, sheets="period")
        assert data.periods == [2024, 2025]
        assert "hidden sheets are not read: 2023" in data.notes

    def test_the_guide_of_a_form_needs_no_word(self, tmp_path):
        path = gm.intake.blank_records(TREE, tmp_path / "a.xlsx", "zh", ["甲"])
        from openpyxl import load_workbook

        filled = load_workbook(path)
        filled.worksheets[0]["C2"] = 5
        filled.save(path)
        assert not [note for note in gm.read_records(path, TREE).notes if "sheet" in note]


ROWS = [["某区数据"], [], ["社区", "居民满意度", "解决率"], ["甲", 1, 2], [], [None, 3, 4], ["甲", 5, 6]]


class TestRowsAsInTheFile:
    """Titles, blank rows and headers of two rows do not change what a row is called."""

    @pytest.mark.parametrize("suffix", ["xlsx", "csv"])
    def test_units_without_name_and_twice(self, tmp_path, suffix):
        path = tmp_path / f"a.{suffix}"
        if suffix == "xlsx":
            book(path, 数据=ROWS)
        else:
            path.write_text(
                "某区数据\n\n社区,居民满意度,解决率\n甲,1,2\n\n,3,4\n甲,5,6\n", encoding="utf-8-sig"
            )
        with pytest.raises(gm.FaultyInput) as error:
            gm.read_records(path, TREE)
        assert "row 6: the unit is empty; name it, or remove the row" in str(error.value)
        assert "甲: there are 2 rows for it: 4, 7" in str(error.value)

    def test_of_several_sheets_with_the_sheet(self, tmp_path):
        rows = [HEAD, ["甲", 1, 2], [None, 1, 3]]
        path = book(tmp_path / "a.xlsx", **{"2024": rows[:2], "2025": rows})
        with pytest.raises(gm.FaultyInput, match="sheet 2025, row 3: the unit is empty"):
            gm.read_records(path, TREE, sheets="period")

    def test_trees_and_forms(self, tmp_path):
        path = book(tmp_path / "t.xlsx", 表=[["指标体系"], [], ["code", "parent", "better"], ["g"], ["a", "g", "more"],
                                            [], ["b", "h", "less"]])  # fmt: skip
        assert read_table(path).index.tolist() == [1, 2, 3, 5]
        path = book(
            tmp_path / "u.xlsx",
            表=[[], ["code", "parent", "better"], ["g"], ["a", "g", "more"], [], ["b", "h", "x"]],
        )
        with pytest.raises(gm.FaultyInput, match=r"u.xlsx, row 6: the parent 'h'"):
            gm.read_tree(path)
        path = book(tmp_path / "w.xlsx", 表=[["代码", "权重"], [], ["A1", 1], [], ["A2", "much"]])
        with pytest.raises(gm.FaultyInput, match=r"row 5, 权重: the weight 'much'"):
            gm.intake.read_weights(path, TREE)


def test_columns_that_could_not_be_placed_are_named_with_the_nearest_leaf(tmp_path):
    tree = gm.read_tree({"code": "g", "parts": [LEAVES[0], LEAVES[1] | {"source": "expert"}]})
    path = book(tmp_path / "a.xlsx", 数据=[["社区", "居民满意度", "解決率（%）", "人口"], ["甲", 1, 2, 3]])
    data = gm.read_records(path, tree)
    assert (
        "columns that are not indicators are kept as attributes: 解決率（%） (did you mean A2?), 人口"
        in data.notes
    )
    with pytest.raises(gm.FaultyInput, match="rename the column '解決率（%）'"):
        gm.read_records(path, TREE)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_records_left_empty_are_one_fault(tmp_path, language):
    units = [f"community {k}" for k in range(40)]
    path = gm.intake.blank_records(TREE, tmp_path / "records.xlsx", language, units)
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_records(path, TREE)
    (fault,) = error.value.faults
    assert (
        str(fault) == "records.xlsx: no cell of an indicator is filled in; fill in at least one row: A1, A2"
    )
    path = gm.intake.blank_records(TREE, tmp_path / "records.xlsx", language)
    with pytest.raises(
        gm.FaultyInput, match=r"^records.xlsx: the table has no rows; fill in at least one row: [^\n]*A1"
    ):
        gm.read_records(path, TREE)


def test_answers_name_the_sheets_behind_the_first(tmp_path):
    tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    path = book(tmp_path / "a.xlsx", 答卷=[["t1"], [5]], 名单=[["x"], ["y"]], hidden_底稿=[["z"]])
    notes = gm.read_survey(path, tree).notes
    assert "sheets that are not read: 名单" in notes
    assert "hidden sheets are not read: 底稿" in notes


class TestOfficeTable:
    """A table as offices send it: title, three rows of header, merged cells, a total and a remark below."""

    ROWS = (
        ["2025年社区治理数据汇总表"], ["填报单位：某区民政局", None, None, None, None, None, "2025年7月"],
        ["序 号", "街道", "社  区", "治理", None, "常住人口（万人）"], [None, None, None, "居民 满意度（％）", "解决率\n（%）"],
        [1, "东街道", "甲社区", 85, "91%", 1.2], [2, None, "乙社区", 80, 88, 0.8], [3, "西街道", "丙社区", 70, "—", 1.5],
        ["合计", None, None, 235, 179, 3.5], [], ["注：数据截至6月底。"], [None, "填表人：王某", None, "审核：李某"],
    )  # fmt: skip

    def path(self, folder):
        path = book(folder / "office.xlsx", 数据=self.ROWS)
        from openpyxl import load_workbook

        written = load_workbook(path)
        for cells in ("A1:F1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "B5:B6"):
            written.active.merge_cells(cells)
        written.save(path)
        return path

    def test_read(self, tmp_path):
        data = gm.read_records(self.path(tmp_path), TREE, totals="drop")
        assert data.values.fillna(-1).to_dict("list") == {"A1": [85, 80, 70], "A2": [91, 88, -1]}
        assert data.attributes.to_dict("list") == {
            "街道": ["东街道", "东街道", "西街道"], "常住人口（万人）": [1.2, 0.8, 1.5],
        }  # fmt: skip
        notes = "\n".join(data.notes)
        assert "the header was found in row 4" in notes
        assert "remarks below the table are not read: 注：数据截至6月底。, 填表人：王某 审核：李某" in notes
        with pytest.raises(gm.FaultyInput, match="合计: is a row of totals"):
            gm.read_records(self.path(tmp_path), TREE)

    def test_what_is_no_remark_stays_a_fault(self, tmp_path):
        path = book(tmp_path / "a.xlsx", 数据=[HEAD, ["甲", 1, 2], ["注意社区", None, None]])
        with pytest.raises(gm.FaultyInput, match="注意社区: has no value at all"):
            gm.read_records(path, TREE)
        path = book(tmp_path / "a.xlsx", 数据=[HEAD, ["甲", 1, 2], ["注：乙", 3, None]])
        assert gm.read_records(path, TREE).values.index.tolist() == ["甲", "注：乙"]


class TestRowsOfOneName:
    """What tells them apart is named; nobody is told to delete a row."""

    def fault(self, frame, **options):
        with pytest.raises(gm.FaultyInput) as error:
            gm.read_records(frame, TREE, unit="社区", **options)
        return str(error.value)

    @pytest.mark.parametrize("heading", ["年份", "轮次"])
    def test_periods(self, heading):
        frame = pd.DataFrame(
            {"社区": ["甲", "甲", "乙", "乙"], heading: [2024, 2025] * 2, "A1": 1.0, "A2": [1.0, 2, 3, 4]}
        )
        assert f"name the column of the periods: period='{heading}'" in self.fault(frame)
        assert gm.read_records(frame, TREE, unit="社区", period=heading).values.shape == (4, 2)

    def test_streets(self, tmp_path):
        rows = [
            ["街道", "社区", "居民满意度", "解决率"],
            ["东街道", "和平社区", 1, 2],
            ["西街道", "和平社区", 3, 4],
        ]
        path = book(tmp_path / "a.xlsx", 数据=rows)
        with pytest.raises(
            gm.FaultyInput, match=r"name different ones by both columns: unit=\['街道', 'unit'\]"
        ):
            gm.read_records(path, TREE)
        for unit in (["街道", "unit"], ["街道", "社区"]):
            data = gm.read_records(path, TREE, unit=unit)
            assert data.values.index.tolist() == ["东街道 · 和平社区", "西街道 · 和平社区"]
            assert data.attributes["街道"].tolist() == ["东街道", "西街道"]
        frame = pd.DataFrame(rows[1:], columns=rows[0]).set_index("街道")
        assert gm.read_records(frame, TREE, unit=["街道", "社区"]).values.index[0] == "东街道 · 和平社区"
        with pytest.raises(gm.FaultyInput, match="column 片区: is missing"):
            gm.read_records(path, TREE, unit=["片区", "unit"])

    def test_nothing_that_tells(self):
        frame = pd.DataFrame({"社区": ["甲", "甲"], "A1": [1.0, 2], "A2": 1.0, "period": 2024})
        assert "give every unit one row, or name the column of the periods with `period=`" in self.fault(
            frame
        )
        assert "give every unit one row for each period" in self.fault(frame, period="period")


def test_a_result_that_holds_what_is_wanted_is_named():
    judgements = gm.read_judgements({"Li": {"g": [[1, 2], [0.5, 1]]}}, TREE)
    group = gm.ahp.weights(judgements)
    data = gm.read_records(pd.DataFrame({"A1": [1.0, 2], "A2": [2.0, 1]}, index=["x", "y"]), TREE)
    with pytest.raises(gm.FaultyInput, match=r"weights: is GroupWeights, not Weights; give its `\.weights`"):
        gm.aggregation.arithmetic(gm.normalisation.min_max(data), group)
