"""Blank coding sheets, filled in and read back; and what offices make of codings."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

import govmetrics as gm

THEMES = {"T1": "信任", "T2": "参与", "T3": "经费"}


def filled(path, cells):
    """Write into sheets of a workbook: {sheet: {cell: value}}."""
    book = openpyxl.load_workbook(path)
    for title, written in cells.items():
        for cell, value in written.items():
            book[title][cell] = value
    book.save(path)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_grid_comes_back_as_it_was_filled_in(tmp_path, language):
    path = gm.text.forms(
        THEMES, tmp_path / "f.xlsx", ["访谈1", "访谈2", "访谈3"], ["甲", "乙"], language=language
    )
    first, second = openpyxl.load_workbook(path).sheetnames[:2]
    marks = {"C2": 1, "D2": 0, "E2": 1, "C3": 0, "D3": 0, "E3": 1}
    filled(path, {first: marks, second: {**marks, "C3": 1, "C4": 1, "D4": 1, "E4": 0}})
    found = gm.text.read_coding(path, THEMES, ["访谈1", "访谈2", "访谈3"])
    assert found.coders == ["甲", "乙"]
    assert found.codes == ["T1", "T2", "T3"]
    assert found.marks.loc[("访谈2", "乙")].tolist() == [1, 0, 1]
    assert ("访谈3", "甲") not in found.marks.index  # a row left empty was not coded
    assert any("not coded: 访谈3 / 甲" in note for note in found.notes)
    assert gm.text.read_coding(path).codes == found.codes  # the workbook has its codebook with it


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_list_comes_back_with_its_quotes(tmp_path, language):
    path = gm.text.forms(
        THEMES, tmp_path / "f.xlsx", ["访谈1", "访谈2"], ["甲"], form="list", language=language
    )
    title = openpyxl.load_workbook(path).sheetnames[0]
    filled(
        path,
        {title: {"C2": "T1", "D2": "邻居都认识", "A4": "访谈1", "B4": "甲", "C4": "参与", "D4": "开会都来"}},
    )
    found = gm.text.read_coding(path)
    assert found.marks.loc[("访谈1", "甲")].tolist() == [1, 1, 0]
    assert found.marks.loc[("访谈2", "甲")].tolist() == [0, 0, 0]  # read, and nothing found
    assert found.passages["quote"].tolist()[-1] == "开会都来"


def test_a_code_that_is_not_in_the_workbooks_codebook(tmp_path):
    path = gm.text.forms(THEMES, tmp_path / "f.xlsx", ["访谈1"], ["甲"], form="list")
    title = openpyxl.load_workbook(path).sheetnames[0]
    filled(path, {title: {"C2": "T11"}})
    with pytest.raises(gm.FaultyInput, match="'T11' is not in the codebook; did you mean 'T1'"):
        gm.text.read_coding(path)


@pytest.mark.parametrize(("options", "told"), [
    ({"documents": ["a", "a "]}, "twice"), ({"coders": ["甲", "甲"]}, "twice"), ({"path": "x.csv"}, "xlsx"),
    ({"codebook": {"coder": "coder"}}, "read as headings"), ({"codebook": {}}, "give a tree"), ({"codebook": [1]}, "give a tree"),
])  # fmt: skip
def test_forms_that_cannot_be_written(tmp_path, monkeypatch, options, told):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(gm.FaultyInput, match=told):
        gm.text.forms(**{"codebook": THEMES, "path": "x.xlsx", **options})


def test_an_offices_sheet_with_title_numbers_ticks_and_totals(tmp_path):
    path = tmp_path / "编码 甲.xlsx"
    rows = [["2024年政策文本编码表", *[None] * 5], ["序号", "政策名称", "编码员", "信任", "T2", "社区"],
            [1, "政策　一", "甲 ", "√", "×", "东"], [2, "政策二", "甲", "有", "无", "西"], [None, "合计", "甲", 2, 1, None],
            ["填表人：张三", *[None] * 5]]  # fmt: skip
    pd.DataFrame(rows).to_excel(path, header=False, index=False)
    found = gm.text.read_coding(path, THEMES, blanks="missing")
    assert found.documents == ["政策一", "政策二"]
    assert found.coders == ["甲"]
    assert found.marks[["T1", "T2"]].to_numpy().tolist() == [[1, 0], [1, 0]]
    assert found.attributes["社区"].tolist() == ["东", "西"]


def test_files_in_gb18030_and_several_coders(tmp_path):
    for coder, mark in (("甲", 1), ("乙", 0)):
        (tmp_path / f"{coder}.csv").write_text(f"政策,信任,参与\n政策一,1,{mark}\n", encoding="gb18030")
    found = gm.text.read_coding([tmp_path / "甲.csv", tmp_path / "乙.csv"], THEMES, blanks="missing")
    assert found.coders == ["甲", "乙"]
    by_name = gm.text.read_coding({"A": tmp_path / "甲.csv", "B": tmp_path / "乙.csv"}, THEMES)
    assert by_name.marks["T2"].tolist() == [1, 0]


def test_lists_of_codes_by_document():
    found = gm.text.read_coding({"I1": ["a", "b"], "I2": [], "I3": ["a"]})
    assert found.marks.to_numpy().tolist() == [[1, 1], [0, 0], [1, 0]]


PASSAGES = pd.DataFrame(
    {"document": ["D1", "D1", "D2"], "coder": "A", "code": ["T1", "T2", "T1"], "quote": ["x", "y", "z"]}
)


@pytest.mark.parametrize(("change", "told"), [
    (lambda one: one.assign(code=["T1", "T9", "T1"]), "'T9' is not in the codebook"),
    (lambda one: one.assign(document=["D1", "D1", "D7"]), "'D7' is not on the list"),
    (lambda one: pd.concat([one, one.iloc[:1]]), "there twice"),
    (lambda one: one.assign(coder=["A", None, "A"]), "coder is not named"),
    (lambda one: one.assign(code=["T1", None, "T1"]), "passage has no code"),
    (lambda one: one.assign(value=[1, "?!", 1]), "no mark"),
    (lambda one: one.drop(columns="document"), "no column of documents"),
    (lambda one: one.iloc[:0], "no rows"),
    (lambda one: one.assign(code=["T1", "T1", "T1"], value=[1, 2, 1]), "is 2 here and 1 above"),
])  # fmt: skip
def test_bad_passages_are_told_with_their_row(change, told):
    with pytest.raises(gm.FaultyInput, match=told):
        gm.text.read_coding(change(PASSAGES), THEMES, ["D1", "D2"])


def test_several_codes_in_a_cell_and_columns_called_otherwise():
    table = pd.DataFrame({"材料编号": ["D1"], "谁": ["A"], "标签": ["信任；参与"]})
    found = gm.text.read_coding(
        table, THEMES, columns={"document": "材料编号", "coder": "谁", "code": "标签"}
    )
    assert found.marks.to_numpy().tolist() == [[1, 1, 0]]


@pytest.mark.parametrize("coding", [None, 3, "", [], {}, [1], {"a": 1}, "nowhere.csv"])
def test_what_is_no_coding(coding):
    with pytest.raises(gm.GovmetricsError):
        gm.text.read_coding(coding)


def test_sheets_as_offices_have_them(tmp_path):
    """Merged names of documents and coders go on below; a total is one by its number, too."""
    listed = pd.DataFrame(
        {
            "访谈": ["一", None, "二"],
            "编码员": ["A", None, "A"],
            "主题": ["信任", "资金", "信任"],
            "原文": ["x", "y", "z"],
        }
    )
    found = gm.text.read_coding(listed)
    assert found.passages["document"].tolist() == ["一", "一", "二"]
    assert set(found.passages["coder"]) == {"A"}
    assert any("filled from above" in str(note) for note in found.notes)
    grid = pd.DataFrame(
        {"序号": [1, None, 2, None, "合计"], "政策": ["甲", None, "乙", None, None], "编码员": [*"ABAB", None],
         "X1": [1, 0, 1, 1, 3]}
    )  # fmt: skip
    marks = gm.text.read_coding(grid).marks["X1"]
    assert marks.to_dict() == {("甲", "A"): 1, ("甲", "B"): 0, ("乙", "A"): 1, ("乙", "B"): 1}
    with pytest.raises(gm.FaultyInput, match="row 3: the document is not named"):
        gm.text.read_coding(grid.assign(编码员=[*"AAAA", None]))
