"""The rulebook's form in Excel: every rule comes back, and faults are told by sheet and row."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.appraisal import Rulebook, blank_rulebook

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "consultation_appraisal" / "rulebook.yaml"
EVERYTHING = {
    "title": {"en": "Appraisal", "zh": "考核办法"}, "about": {"source": "ours", "status": "a = b; c"},
    "full": {"county": 150, "city": 145.5}, "cap": 160, "decimals": 1, "rounding": "half_even", "lines": "percent",
    "missing": "zero", "groups": "type",
    "items": [
        {"code": "a", "name": "=SUM(1)", "by": "linear", "points": {"county": 50, "city": 45.5}, "worst": 12, "best": -3.5},
        {"code": "b", "name": {"zh": "条件"}, "by": "criteria", "points": 30, "of": ["b1", "b2"]},
        {"code": "c", "by": "criteria", "points": 30, "of": 5},
        {"code": "d", "by": "rubric", "points": 20, "levels": {"运行": 20, 2: 10, "none": 0}},
        {"code": "1", "by": "target", "points": 10, "target": 95, "better": "less", "short": "proportional"},
        {"code": "f", "by": "entered", "points": 10},
    ],
    "bonus": {"cap": 10, "items": [{"code": "x", "by": "each", "points": 5, "each": 0.5, "free": 2}]},
    "deductions": {"items": [{"code": "late", "by": "each", "points": 6, "each": 2}]},
    "facts": {"fabricated": {"en": "Fabricated", "zh": "造假"}, "deaths": ""},
    "vetoes": [
        {"code": "V1", "on": "fabricated", "equals": "yes", "points": 59},
        {"code": "V2", "on": "deaths", "above": 0, "grade": "fair"},
        {"code": "V3", "on": "a", "at_most": 3}, {"code": "V4", "on": "f", "below": 3},
        {"code": "V5", "on": "deaths", "at_least": 3},
    ],
    "grades": [{"name": {"en": "good", "zh": "良好"}, "at_least": 80, "quota": 0.25}, {"name": "fair", "at_least": 60},
               {"name": "poor"}],
    "quota_ties": "in", "ties": ["a", "1"], "improve": {"vetoed": True, "below": 55, "bottom": 0.1},
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "source", [EXAMPLE, EVERYTHING, {"items": [{"code": "a", "by": "entered", "points": 1}]}]
)
def test_every_rule_comes_back(tmp_path, source, language):
    book = Rulebook.read(source)
    path = blank_rulebook(tmp_path / "rulebook.xlsx", language, book)
    assert Rulebook.read(path).to_dict() == book.to_dict()


def test_filled_in_by_hand_in_chinese(tmp_path):
    path = blank_rulebook(tmp_path / "rulebook.xlsx", "zh")
    book = load_workbook(path)
    items = book.worksheets[0]
    heads = [cell.value for cell in items[1]]
    for row, given in enumerate(
        [{"类别": "基础分", "代码": "B1", "名称": "议事会", "满分": 60,
           "计分方式": "分档计分", "档次与分值": "按月＝60；按季=30"},
         {"代码": "B2", "名称": "落实率", "满分": 40, "计分方式": "线性计分", "零分线": 40, "满分线": 90},
         {"类别": "加分", "代码": "X", "满分": 5, "计分方式": "按次计分", "每次分值": 0.5}], start=2,
    ):  # fmt: skip
        for head, value in given.items():
            items.cell(row, heads.index(head) + 1).value = value
    book["等次"].append(["优秀", None, 80])
    book["等次"].append(["合格"])
    book.save(path)
    found = Rulebook.read(path)
    assert found.codes == ["B1", "B2", "X"]
    assert found.keys.items[0].levels == {"按月": 60, "按季": 30}
    assert found.grade_names("zh") == ["优秀", "合格"]
    assert found.keys.bonus.items[0].each == 0.5


def test_faults_are_told_by_sheet_and_row(tmp_path):
    path = blank_rulebook(tmp_path / "rulebook.xlsx", "en", Rulebook(EVERYTHING))
    book = load_workbook(path)
    items, vetoes = book["items"], book["vetoes"]
    heads = [cell.value for cell in items[1]]
    items.cell(3, heads.index("full marks") + 1).value = "many"
    items.cell(5, heads.index("earned by") + 1).value = "magic"
    vetoes.cell(2, [cell.value for cell in vetoes[1]].index("looks at") + 1).value = "nothing"
    book.save(path)
    with pytest.raises(gm.FaultyInput) as error:
        Rulebook.read(path)
    assert {str(fault.place) for fault in error.value.faults} == {
        "sheet items, row 3, points", "sheet items, row 5", "sheet vetoes, row 2, on",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_left_empty_it_is_one_fault(tmp_path, language):
    path = blank_rulebook(tmp_path / "rulebook.xlsx", language)
    with pytest.raises(
        gm.FaultyInput, match=r"^rulebook.xlsx: the table has no rows; fill in at least one row: [^\n]*$"
    ):
        Rulebook.read(path)
