"""A unit of measurement in both languages: read from every kind of file, one rule for what it allows, shown in the language."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.measures import bounds, factor, is_percentage, span_of

NOTES = {"en": "closed in the year", "zh": "当年办结"}
CASES, SHARE = {"en": "cases", "zh": "件"}, {"en": "% on time", "zh": "按时占比 %"}
TREE = gm.IndicatorTree(gm.Group("G", {"en": "Office", "zh": "窗口"}, (
    gm.Indicator("cases", {"en": "Cases", "zh": "办件"}, CASES, notes=NOTES),
    gm.Indicator("share", {"en": "On time", "zh": "按时办结"}, SHARE),
    gm.Indicator("days", {"en": "Days", "zh": "天数"}, "day", "less", worst=30, best=0),
    gm.Indicator("plain"),
)))  # fmt: skip


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".csv", ".xlsx"])
def test_no_loss_in_any_file(tmp_path, suffix):
    TREE.write(tmp_path / f"tree{suffix}")
    read = gm.read_tree(tmp_path / f"tree{suffix}")
    assert read == TREE
    assert [leaf.unit for leaf in read.indicators] == [CASES, SHARE, "day", ""]
    assert [leaf.notes for leaf in read.indicators] == [NOTES, "", "", ""]
    assert gm.read_tree(TREE.to_dict()) == TREE


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_drawn_form_has_it_in_the_language_and_loses_none(tmp_path, language):
    path = gm.intake.blank_tree(tmp_path / "tree.xlsx", language, TREE)
    assert gm.read_tree(path) == TREE
    cells = [cell.value for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert NOTES[language] in cells
    assert cells.index(CASES[language]) < cells.index(CASES["zh" if language == "en" else "en"])


def test_columns_as_offices_write_them():
    rows = pd.DataFrame({
        "code": ["G", "a", "b", "c"], "parent": ["", "G", "G", "G"], "unit": ["", "", "", "%"],
        "better": ["", "more", "less", "more"], "unit_en": ["", "cases", "", ""], "unit_zh": ["", "件", "天", ""],
    })  # fmt: skip
    assert [leaf.unit for leaf in gm.read_tree(rows).indicators] == [CASES, {"zh": "天"}, "%"]
    drawn = pd.DataFrame(
        {
            "一级指标": ["服务", "服务"],
            "二级指标": ["办件", "满意"],
            "单位": ["件", "%"],
            "英文单位": ["cases", ""],
        }
    )
    drawn["方向"] = "正向"
    assert [leaf.unit for leaf in gm.read_tree(drawn).indicators] == [CASES, "%"]


def test_a_frame_has_both_beside_the_english():
    frame = TREE.to_frame().set_index("code").loc["cases", ["unit", "unit_en", "unit_zh"]]
    assert frame.tolist() == ["cases", "cases", "件"]
    assert "unit_zh" not in gm.IndicatorTree.from_groups({"g": ["a"]}).to_frame()


def test_every_text_says_what_is_allowed():
    for unit in ({"en": "solved in time", "zh": "%"}, {"en": "%", "zh": "及时率"}, {"zh": "百分比"}):
        assert is_percentage(unit)
        assert bounds(unit) == (0, 100)
    assert bounds({"en": "rate", "zh": "同比 %"}) == (float("-inf"), float("inf"))
    assert bounds({"en": "lodgings", "zh": "件"})[0] == 0
    assert span_of({"en": "points", "zh": "1-7分"}) == (1, 7)
    assert factor("万件", {"en": "lodgings", "zh": "件"}) == 1e4
    assert factor("件", {"en": "cases", "zh": "件"}) is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_faults_name_the_unit_in_the_language_and_a_way_that_works(language):
    table = pd.DataFrame(
        {"cases": [3, 4], "share": [90, 120], "days": [1, 2], "plain": [1, 2]}, index=["A", "B"]
    )
    table.index.name = "unit"
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_records(table.reset_index(), TREE)
    told = error.value.say(language)
    assert SHARE[language] in told
    assert 'unit: {"en": "% on time 0-120", "zh": "按时占比 % 0-120"}' in told
    wider = gm.read_tree(
        {
            "code": "G",
            "parts": [
                {
                    "code": "share",
                    "better": "more",
                    "unit": {"en": "% on time 0-120", "zh": "按时占比 % 0-120"},
                }
            ],
        }
    )
    assert gm.read_records(table.reset_index()[["unit", "share"]], wider).values["share"].tolist() == [
        90,
        120,
    ]


@pytest.mark.parametrize(
    "unit", [{"en": "cases", "zh": "万件"}, {"en": "%", "zh": "‰"}, {"en": "0-10", "zh": "0-5分"}]
)
def test_languages_that_say_different_units_are_a_fault(unit):
    with pytest.raises(gm.FaultyInput, match="its languages say different units of measurement"):
        gm.IndicatorTree(gm.Indicator("a", unit=unit))


@pytest.mark.parametrize("unit", [5, None, {"en": 5}, ["件"]])
def test_what_is_no_text_is_refused(unit):
    with pytest.raises(gm.FaultyInput, match="unit"):
        gm.IndicatorTree(gm.Indicator("a", unit=unit))
    with pytest.raises(gm.FaultyInput, match="unit"):
        gm.read_tree({"code": "a", "better": "more", "unit": unit})


@pytest.mark.parametrize("language", ["en", "zh"])
def test_forms_and_reports_show_it_in_the_language(tmp_path, language):
    other = "zh" if language == "en" else "en"
    gm.intake.blank_records(TREE, tmp_path / "records.xlsx", language)
    gm.intake.blank_actions(TREE, tmp_path / "actions.xlsx", language)
    gm.ahp.blank_judgements(TREE, tmp_path / "ahp.xlsx", language=language)
    for name in ("records", "actions", "ahp"):
        book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
        cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
        assert any(SHARE[language] in cell for cell in cells)
        assert not any(SHARE[other] in cell for cell in cells)
    table = pd.DataFrame(
        {"unit": ["A", "B"], "cases": [3, 4], "share": [90, 80], "days": [1, 2], "plain": [1, 2]}
    )
    data = gm.read_records(table, TREE)
    found = gm.follow(gm.Recipe(), data)
    gm.report.html(found, tmp_path / "report.html", language=language)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert SHARE[language] in page
    assert SHARE[other] not in page
    told = [*gm.planning.needed(gm.Recipe(), data, "B", score=60).tables(language), *TREE.tables(language)]
    assert all(("件" in table.frame.to_string()) == (language == "zh") for table in told)
    shown = TREE.tables(language)[0].frame.to_string()
    assert SHARE[language] in shown
    assert SHARE[other] not in shown


def test_every_shipped_tree_has_chinese_units():
    for name in gm.list_trees()["name"]:
        for leaf in gm.read_tree(name).indicators:
            assert leaf.unit or leaf.mark == "slot"
            assert not any(letter.isalpha() and letter.isascii() for letter in leaf.measured_in("zh"))
            assert "分" in leaf.measured_in("zh") or not leaf.measured_in("en").startswith(
                ("score", "points")
            )


def test_notes_are_said_in_the_language_of_a_form_and_of_whoever_asks(tmp_path):
    assert TREE["cases"].noted("zh") == "当年办结"
    assert TREE["cases"].noted() == "closed in the year"
    assert TREE["days"].noted("zh") == TREE.root.noted("zh") == ""
    form = openpyxl.load_workbook(gm.intake.blank_records(TREE, tmp_path / "records.xlsx", language="zh"))
    assert "当年办结" in [cell.value for sheet in form for row in sheet.iter_rows() for cell in row]
    with pytest.raises(gm.GovmetricsError, match="notes is 3"):
        gm.IndicatorTree(gm.Group("G", parts=(gm.Indicator("a", notes=3),)))
    with pytest.raises(gm.GovmetricsError, match="notes"):
        gm.read_tree({"code": "G", "parts": [{"code": "a", "better": "more", "notes": 3}]})
