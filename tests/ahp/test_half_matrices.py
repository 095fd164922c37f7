"""Matrices as offices leave them: half of one, titles and remarks around it, several in a sheet, every kind of file."""

from __future__ import annotations

import pandas as pd
import pytest
from openpyxl import Workbook

import govmetrics as gm
from tests.office_files import write_ods

TREE = gm.read_tree({"code": "H", "name": {"en": "Hospital", "zh": "医院"}, "parts": [
    {"code": "care", "name": {"en": "Care", "zh": "護理"}, "parts": [
        {"code": "wait", "name": {"en": "Waiting", "zh": "候診"}, "better": "less"},
        {"code": "talk", "name": {"en": "Explanations", "zh": "說明"}, "better": "more"},
        {"code": "pain", "name": {"en": "Pain relief", "zh": "止痛"}, "better": "more"}]},
    {"code": "house", "name": {"en": "House", "zh": "環境"}, "parts": [
        {"code": "clean", "better": "more"}, {"code": "quiet", "better": "more"}]},
]})  # fmt: skip
WHOLE = [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]]
HALVES = {
    "no last row": [["", "wait", "talk", "pain"], ["wait", 1, 3, 5], ["talk", None, 1, 2]],
    "no last row, first column": [["", "talk", "pain"], ["wait", 3, 5], ["talk", 1, 2]],
    "below": [["", "wait", "talk", "pain"], ["talk", "1/3", 1, None], ["pain", "1/5", "1/2", 1]],
    "below, no last column": [["", "wait", "talk"], ["talk", "1/3", None], ["pain", "1/5", "1/2"]],
    "names, title, remark": [["護理 兩兩比較", None, None, None], [None] * 4, ["指標", "候診", "說明", "止痛"],
                             ["候診", 1, 3, 5], ["說明", None, 1, 2], ["注：1 表示同等重要", None, None, None]],
    "numbers in front, weights behind": [["No.", "Part", "Waiting", "Explanations", "Pain relief", "Weight"],
                                         [1, "Waiting", 1, 3, 5, 0.65], [2, "Explanations", None, 1, 2, 0.23],
                                         [3, "Pain relief", None, None, 1, 0.12]],
}  # fmt: skip


def save(path, **sheets):
    book = Workbook()
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("first", [True, False])
def test_half_a_matrix_is_read(tmp_path, half, first):
    top = [["", "care", "house"], ["care", 1, 2], ["house", 0.5, 1]]
    sheets = {"a": HALVES[half], "b": top} if first else {"b": top, "a": HALVES[half]}
    found = gm.read_judgements(save(tmp_path / "Li.xlsx", **sheets), TREE)
    assert found.matrix("Li", "care").to_numpy().tolist() == WHOLE
    assert found.matrix("Li", "H").loc["care", "house"] == 2


def test_one_below_the_other_in_one_sheet(tmp_path):
    rows = [
        ["", "care", "house"],
        ["care", 1, 2],
        [],
        *HALVES["no last row"],
        [],
        ["", "clean", "quiet"],
        ["clean", 1, "1/4"],
    ]
    found = gm.read_judgements(save(tmp_path / "Li.xlsx", a=rows), TREE)
    assert found.matrix("Li", "care").to_numpy().tolist() == WHOLE
    assert found.matrix("Li", "H").loc["care", "house"] == 2
    assert found.matrix("Li", "house").loc["quiet", "clean"] == 4


def test_pairs_without_a_cell_are_a_fault(tmp_path):
    rows = [["", "wait", "talk", "pain"], ["wait", 1, 3, 5]]
    with pytest.raises(
        gm.FaultyInput, match=r"the matrix has no cells for: talk : pain; give it a row or a column"
    ):
        gm.read_judgements(save(tmp_path / "Li.xlsx", a=rows), TREE)


def test_other_sheets_and_files_are_named(tmp_path):
    save(tmp_path / "Li.xlsx", a=HALVES["no last row"], remarks=[["thanks"], ["to all"]])
    (tmp_path / "minutes.docx").write_bytes(b"x")
    found = gm.read_judgements(tmp_path, TREE)
    told = [note.say("zh") for note in found.notes]
    assert any("minutes.docx" in note and "未读取" in note for note in told)
    assert any("remarks" in note and "Li.xlsx" in note for note in told)
    assert "minutes.docx" in str(found.notes)


@pytest.mark.parametrize("suffix", [".ods", ".csv", ".tsv", ".xlsm"])
def test_kinds_of_files_in_a_folder(tmp_path, suffix):
    save(tmp_path / "Li.xlsx", a=HALVES["no last row"])
    frame = pd.DataFrame(HALVES["no last row"][1:], columns=HALVES["no last row"][0])
    if suffix in (".csv", ".tsv"):
        frame.to_csv(tmp_path / f"Wu{suffix}", index=False, sep="," if suffix == ".csv" else "\t")
    elif suffix == ".ods":
        write_ods(tmp_path / "Wu.ods", HALVES["no last row"])
    else:
        save(tmp_path / "Wu.xlsm", a=HALVES["no last row"])
    found = gm.read_judgements(tmp_path, TREE)
    assert found.experts == ("Li", "Wu")
    assert found.matrix("Wu", "care").to_numpy().tolist() == WHOLE


def test_a_form_in_another_format_says_so(tmp_path):
    form = gm.ahp.blank_judgements(TREE, tmp_path / "f.xlsx", "Li")
    write_ods(tmp_path / "f.ods", pd.read_excel(form, header=None).fillna("").to_numpy().tolist())
    form.unlink()
    with pytest.raises(gm.FaultyInput, match=r"is a judgement form in another format; save it as \.xlsx"):
        gm.read_judgements(tmp_path, TREE)


def test_one_element_is_said_as_one():
    assert "The random index of 1 element is 0.0000" in gm.ahp.simulate_random_index(1, draws=10).summary(
        "en"
    )
    assert "The random index of 3 elements is" in gm.ahp.simulate_random_index(3, draws=10).summary("en")
