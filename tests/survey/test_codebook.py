"""Codebook and blank form: what they say, and that the form is read back."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey import codebook, write_form

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


def test_form_checks_codes_and_is_read_back(tmp_path):
    path = tmp_path / "form.xlsx"
    write_form(TREE, path, scale=(1, 7), by=["community", "sex"], language="zh")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["答卷", "编码表"]
    sheet = book["答卷"]
    header = [cell.value for cell in sheet[1]]
    assert header[:4] == ["respondent", "community", "sex", "E1"]
    checks = sheet.data_validations.dataValidation
    assert len(checks) == 25
    assert (checks[0].formula1, checks[0].formula2) == ("1", "7")
    assert checks[0].prompt == "能找到邻居朋友聊天交往或互相帮助"
    sheet.append([1, "x", "f", *[7] * 25])
    sheet.append([2, "y", "m", *[1] * 24, None])
    book.save(path)
    survey = gm.read_survey(path, TREE, scale=(1, 7), by=["community", "sex"])
    assert survey.answers.index.tolist() == [1, 2]
    assert survey.answers.iloc[0].tolist() == [7] * 25
    assert pd.isna(survey.answers.iloc[1, -1])


def test_names_never_become_formulas(tmp_path):
    tree = gm.IndicatorTree(gm.Group("g", "", (gm.Indicator("t", '=HYPERLINK("x")', source="survey"),)))
    write_form(tree, tmp_path / "form.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "form.xlsx")["codebook"]["B2"]
    assert cell.data_type == "s"
