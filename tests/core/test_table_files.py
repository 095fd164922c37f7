"""The suffix of a path decides what is written, everywhere."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from openpyxl import load_workbook

import govmetrics as gm
from govmetrics.core import Text
from govmetrics.core.errors import FaultyInput
from govmetrics.core.table import Column, Table
from govmetrics.core.table_files import write_tables

FRAME = pd.DataFrame(
    {"score": [1 / 3, None], "rank": [1, 2]}, index=pd.Index(["=A|B & C_1", "<b>\\{x}%"], name="unit")
)
SCORES = Table.of("Scores of 100 % & more", FRAME, notes=["one note"], sentence="Of two units.").said("en")
TWICE = {"first": SCORES, "second": Table.of("Scores of 100 % & more", FRAME.iloc[:1]).said("en")}


def test_a_workbook_has_a_sheet_each_and_numbers_unrounded(tmp_path):
    path = tmp_path / "s.XLSX"
    assert write_tables(TWICE, path) == [path]
    book = load_workbook(path)
    assert book.sheetnames == ["Scores of 100 % & more", "Scores of 100 % & more (2)", "Notes"]
    rows = list(book.worksheets[0].values)
    assert rows[0] == ("Unit", "Score", "Rank")
    assert rows[1] == ("=A|B & C_1", 1 / 3, 1)
    assert book.worksheets[0]["A2"].data_type == "s"  # a text, no formula
    assert [row[0] for row in book["Notes"].values] == ["Notes", "Of two units.", "one note"]


def test_a_folder_has_csv_files(tmp_path):
    paths = write_tables(TWICE, tmp_path / "out")
    assert [path.name for path in paths] == ["first.csv", "second.csv", "notes.csv"]
    back = pd.read_csv(paths[0], encoding="utf-8-sig")
    assert back["Score"][0] == 1 / 3
    assert back["Unit"][0] == "'=A|B & C_1"
    assert write_tables({"first": SCORES}, tmp_path / "out")[0] == paths[0]  # a folder that is there


def test_html_is_escaped_and_whole(tmp_path):
    many = Table.of("Many", pd.DataFrame({"score": range(50)})).said("zh")
    path = write_tables({"a": SCORES, "b": many}, tmp_path / "s.html")[0]
    text = path.read_text(encoding="utf-8")
    assert "&lt;b&gt;" in text
    assert "<b>" not in text
    assert text.count("<tr>") == 3 + 51
    assert "one note" in text


def test_markdown_has_its_bars_escaped(tmp_path):
    lines = write_tables({"a": SCORES}, tmp_path / "s.md")[0].read_text(encoding="utf-8").splitlines()
    assert lines[:5] == [
        "**Scores of 100 % & more**", "", "| Unit | Score | Rank |", "| --- | ---: | ---: |",
        "| =A\\|B & C_1 | 0.33 | 1 |",
    ]  # fmt: skip
    assert lines[-3:] == ["Of two units.", "", "one note"]


def test_latex_has_its_marks_escaped(tmp_path):
    text = write_tables({"a": SCORES}, tmp_path / "s.tex")[0].read_text(encoding="utf-8")
    assert r"\caption{Scores of 100 \% \& more}" in text
    assert r"\begin{tabular}{lrr}" in text
    assert r"=A|B \& C\_1 & 0.33 & 1 \\" in text
    assert r"<b>\textbackslash{}\{x\}\% & – & 2 \\" in text
    assert text.count(r"\begin") == text.count(r"\end") == 2


def test_estimates_and_their_errors_are_one_column_in_print(tmp_path):
    frame = pd.DataFrame({"estimate": [0.5], "standard_error": [0.1]})
    columns = (
        Column("estimate", "Estimate", "estimate", error="standard_error"),
        Column("standard_error", "Error"),
    )
    path = write_tables({"a": Table("Fit", frame, columns)}, tmp_path / "s.md")[0]
    assert "| Estimate |" in path.read_text(encoding="utf-8")
    assert "0.500 (0.100)" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["s.xls", "s.docx", "s.v2", "s.csv"])
def test_other_suffixes_are_refused_with_the_kinds(tmp_path, name):
    with pytest.raises(
        FaultyInput, match=r"is not known; choose one of: .xlsx, .html, .md, .tex, or name a folder"
    ):
        write_tables(TWICE, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_place_that_is_not_there(tmp_path):
    with pytest.raises(FaultyInput, match="cannot be written"):
        write_tables(TWICE, tmp_path / "none" / "s.md")


def test_dea_tables_are_written_as_asked(tmp_path):
    x = pd.DataFrame({"staff": [2.0, 4, 9]}, index=list("ABC"))
    y = pd.DataFrame({"cases": [1.0, 4, 6]}, index=list("ABC"))
    with pytest.warns(UserWarning, match="rule of thumb"):
        found = gm.dea.tables(x, y)
    path = tmp_path / "dea.xlsx"
    assert found.write(path, "zh") == [path]
    assert path.is_file()
    assert load_workbook(path).sheetnames[1:5] == ["投入冗余分析", "产出不足分析", "参照单元", "投影分析"]
    assert [one.name for one in found.write(tmp_path / "dea")][:2] == ["efficiency.csv", "redundancy.csv"]


@pytest.mark.parametrize("name", ["r.yaml", "r.YML", "r.json"])
def test_a_recipe_is_written_as_its_suffix_says_and_read_back(tmp_path, name):
    recipe = gm.Recipe(weighting="equal", title="社区 no")
    recipe.write(tmp_path / name)
    assert gm.Recipe.read(tmp_path / name) == recipe
    if name.endswith("json"):
        assert json.loads((tmp_path / name).read_text(encoding="utf-8"))["title"] == "社区 no"


@pytest.mark.parametrize("name", ["r.xlsx", "r", "r.txt"])
def test_a_recipe_is_no_spreadsheet(tmp_path, name):
    with pytest.raises(FaultyInput, match=r"is not known; choose one of: .yaml, .yml, .json"):
        gm.Recipe().write(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_what_writes_a_folder_takes_no_name_of_a_file(tmp_path):
    tree = gm.IndicatorTree.from_groups({"p": ["a"], "q": ["b"]})
    run = gm.follow(
        gm.Recipe(weighting="equal"), gm.read_records(pd.DataFrame({"a": [1.0, 2], "b": [2.0, 1]}), tree)
    )
    with pytest.raises(FaultyInput, match="give the path of a folder"):
        gm.report.write_run(run, tmp_path / "run.xlsx")
    assert not list(tmp_path.iterdir())
    assert gm.report.write_run(run, tmp_path / "run.2026")


def test_a_word_in_a_column_of_numbers_is_said_in_the_language_of_the_table():
    frame = pd.DataFrame({"(1)": [Text("there is no such file"), 0.25]}, ["what", "b"], dtype=object)
    told = Table.of("Models", frame, kind="number").said("zh").frame
    assert told.iloc[:, -1].tolist() == ["文件不存在", 0.25]
