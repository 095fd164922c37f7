"""The experts' form: what is in it, and that it is read back without loss."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from govmetrics.ahp.forms import ANSWERS, blank_judgements
from govmetrics.ahp.intake import read_judgements
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree
from govmetrics.intake import read_tree

ACTORS = tuple(Indicator(f"a{k}", {"en": f"Actor {k}", "zh": f"主体{k}"}) for k in range(4))
TREE = IndicatorTree(
    Group("gov", {"en": "Governance", "zh": "治理"}, (
        Group("A/1", {"en": "Actors", "zh": "主体"}, ACTORS, notes="who"),
        Group("=B", "", (Indicator("1.0", "=1+1"), Indicator("+b", unit="days", better="less"))),
        Group("single", "", (Indicator("s"),)),
    ))
)  # fmt: skip
GROUPS = {"gov": 3, "A/1": 4, "=B": 2}


def fill(path, answers, expert="李 Li"):
    """Fill the form: answers {group: {(i, j): text}}."""
    book = load_workbook(path)
    book.worksheets[0]["B3"] = expert
    for sheet in book.worksheets[1:-1]:
        for (i, j), text in answers.get(sheet["B1"].value, {}).items():
            sheet.cell(5 + i, 3 + j).value = text
    book.save(path)


@pytest.fixture
def form(tmp_path):
    path = tmp_path / "form.xlsx"
    blank_judgements(TREE, path, language="both")
    return path


full = st.fixed_dictionaries({
    group: st.fixed_dictionaries({(i, j): st.sampled_from(ANSWERS) for i in range(n) for j in range(i + 1, n)})
    for group, n in GROUPS.items()
})  # fmt: skip


@settings(max_examples=8)
@given(full)
def test_read_back_without_loss(tmp_path_factory, answers):
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    blank_judgements(TREE, path)
    fill(path, answers)
    found = read_judgements(path, TREE)
    assert found.experts == ("李 Li",)
    assert set(found.stacks) == set(GROUPS)
    for group, cells in answers.items():
        for (i, j), text in cells.items():
            want = float(text) if "/" not in text else 1 / float(text[2:])
            assert found.stacks[group][0, i, j] == want
            assert found.stacks[group][0, j, i] == 1 / want


def named(*names):
    """Two parts with the codes A1 and A2, under these names."""
    return IndicatorTree(Group("A", {"en": "Actors", "zh": "主体"}, tuple(
        Indicator(f"A{k}", {"en": en, "zh": zh}) for k, (en, zh) in enumerate(names, start=1))))  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_a_form_of_another_tree_with_the_same_codes_is_a_fault(tmp_path, language):
    then, now = (("Trust", "信任"), ("Order", "秩序")), (("Trust", "信任"), ("Cost", "成本"))
    blank_judgements(named(*then), tmp_path / "form.xlsx", language=language)
    fill(tmp_path / "form.xlsx", {"A": {(0, 1): "3"}})
    assert read_judgements(tmp_path / "form.xlsx", named(*then)).stacks["A"][0, 0, 1] == 3
    old = {"en": "Order", "zh": "秩序", "both": "秩序 Order"}[language]
    for other in (now, then[::-1]):
        with pytest.raises(FaultyInput) as error:
            read_judgements(tmp_path / "form.xlsx", named(*other))
        called = f"is called {old!r}, and in the tree A2 is {other[1][0]}; use a form written from this tree"
        assert f"1 A, B6): {called}" in str(error.value)
        assert f"1 A, D3): {called}" in str(error.value)


def test_a_form_without_names_and_one_that_nobody_filled_in_say_nothing(tmp_path):
    tree, other = named(("Trust", "信任"), ("Order", "秩序")), named(("Cost", "成本"), ("Order", "秩序"))
    blank_judgements(tree, tmp_path / "form.xlsx")
    fill(tmp_path / "form.xlsx", {})
    read_judgements(tmp_path / "form.xlsx", other)
    fill(tmp_path / "form.xlsx", {"A": {(0, 1): "3"}})
    book = load_workbook(tmp_path / "form.xlsx")
    for cell in ("B5", "C3", "C1"):
        book.worksheets[1][cell] = None
    book.save(tmp_path / "form.xlsx")
    assert read_judgements(tmp_path / "form.xlsx", other).stacks["A"][0, 0, 1] == 3


def test_what_the_form_looks_like(form):
    book = load_workbook(form)
    start, *groups, glossary = book.worksheets
    assert [sheet["B1"].value for sheet in groups] == [
        "gov",
        "A/1",
        "=B",
    ]  # a single part needs no comparison
    assert start["A3"].value == "专家 Expert"
    sheet = groups[1]
    assert sheet["C1"].value == "主体 Actors"
    assert [sheet.cell(4, c).value for c in range(3, 7)] == ["a0", "a1", "a2", "a3"]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"9,8,7,6,5,4,3,2,1,1/2,1/3,1/4,1/5,1/6,1/7,1/8,1/9"'
    for i in range(4):
        for j in range(4):
            cell = sheet.cell(5 + i, 3 + j)
            assert cell.number_format == "@"
            assert (cell.coordinate in rule.sqref) == (i < j)
            assert cell.protection.locked == (i >= j)
            assert cell.value == ("1" if i == j else None)
        assert not any(sheet.cell(5 + i, c).coordinate in rule.sqref for c in range(7, 10))
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    table = {row[0].value: [cell.value for cell in row] for row in glossary.iter_rows(min_row=2)}
    assert list(table) == TREE.node_codes
    assert table["a0"][2:4] == ["Actor 0", "主体0"]
    assert table["+b"][4:6] == ["days", "越小越好 less is better"]
    for sheet in book.worksheets:  # text that looks like a formula is text
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_a_form_in_any_language_is_read_back(tmp_path, language):
    path = tmp_path / "form.xlsx"
    blank_judgements(TREE, path, "Li", language)
    fill(path, {"=B": {(0, 1): "1/3"}}, "Li")
    words = {
        cell.value for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert (
        "请从列表中选择。" in str(load_workbook(path).worksheets[1].data_validations.dataValidation[0].error)
    ) == (language != "en")
    assert ("若无法判断某一组，请将该页整页留空。" in words) == (language != "en")
    assert ("Leave a sheet empty if you cannot judge it." in words) == (language != "zh")
    assert read_judgements(path, TREE).stacks["=B"][0, 1, 0] == pytest.approx(3)
    with pytest.raises(FaultyInput, match="en, zh, both"):
        blank_judgements(TREE, path, language="fr")


def test_faults_of_a_form_are_told_in_chinese(form):
    fill(form, {"A/1": {(0, 2): "-3"}})
    with pytest.raises(FaultyInput) as raised:
        read_judgements(form, TREE)
    assert "比率中出现负的答案 -3；答案应在 1/9 至 9 之间" in raised.value.say("zh")


def test_the_same_tree_gives_the_same_bytes(form, tmp_path):
    blank_judgements(TREE, tmp_path / "again.xlsx", language="both")
    assert (tmp_path / "again.xlsx").read_bytes() == form.read_bytes()


def test_numbers_typed_into_cells_and_several_experts(tmp_path):
    for expert, value in (("Li", 3), ("Wu", 1 / 3)):
        blank_judgements(TREE, tmp_path / f"{expert}.xlsx", expert)
        fill(tmp_path / f"{expert}.xlsx", {"=B": {(0, 1): value}}, expert)
    found = read_judgements(tmp_path, TREE)
    assert found.experts == ("Li", "Wu")
    assert found.stacks["=B"][:, 0, 1].tolist() == [3, 1 / 3]
    assert set(found.stacks) == {"=B"}


def test_faults_name_expert_group_pair_and_cell(form):
    answers = {
        "gov": {(0, 1): "often", (0, 2): datetime.datetime(2024, 1, 3), (1, 2): "12"},
        "A/1": {(0, 1): "3", (1, 0): "3", (0, 2): "-3", (0, 3): 0},
    }
    fill(form, answers)
    with pytest.raises(FaultyInput) as raised:
        read_judgements(form, TREE)
    found = {f.place: f.problem for f in raised.value.faults}
    assert found["李 Li, gov, A/1 : =B (form.xlsx, 1 gov, D5)"] == "'often' is not a judgement"
    assert found["李 Li, gov, A/1 : single (form.xlsx, 1 gov, E5)"] == "is the date 2024-01-03"
    assert found["李 Li, gov, =B : single (form.xlsx, 1 gov, E6)"] == "the answer 12 is out of scale"
    assert found["李 Li, A/1, a1 : a0 (form.xlsx, 2 A 1, C6)"].startswith("not reciprocal: 3")
    assert found["李 Li, A/1, a0 : a2 (form.xlsx, 2 A 1, E5)"] == "the answer -3 is negative, among ratios"
    assert found["李 Li, A/1, a0 : a3 (form.xlsx, 2 A 1, F5)"] == "the answer is zero"
    half = [place for place, problem in found.items() if problem.startswith("half-filled")]
    assert len(half) == 3  # a1:a2, a1:a3, a2:a3


def test_nobody_and_twice(form, tmp_path):
    fill(form, {"=B": {(0, 1): "3"}}, expert=None)
    with pytest.raises(FaultyInput, match="B3: the expert's name is empty"):
        read_judgements(form, TREE)
    for name in ("x", "y"):
        blank_judgements(TREE, tmp_path / f"{name}.xlsx", "Li")
        fill(tmp_path / f"{name}.xlsx", {"=B": {(0, 1): "3"}}, "Li")
    with pytest.raises(FaultyInput, match=r"Li \(y\.xlsx\): the expert has filled in x\.xlsx already"):
        read_judgements([tmp_path / "x.xlsx", tmp_path / "y.xlsx"], TREE)


def test_an_empty_form_holds_an_expert_who_was_not_asked(form):
    fill(form, {}, "Li")
    found = read_judgements(form, TREE)
    assert found.experts == ("Li",)
    assert found.stacks == {}


def test_a_form_of_another_tree_is_refused(form):
    fill(form, {"=B": {(0, 1): "3"}})
    other = IndicatorTree(Group("gov", "", (Indicator("x"), Indicator("y"), Indicator("z"))))
    with pytest.raises(FaultyInput, match="a form written from this tree") as raised:
        read_judgements(form, other)
    assert len(raised.value.faults) == 3


def test_nothing_to_compare(tmp_path):
    with pytest.raises(FaultyInput, match="no group has two parts"):
        blank_judgements(IndicatorTree.from_groups({"A": ["a"]}), tmp_path / "f.xlsx")
    with pytest.raises(FaultyInput, match=r"ends in \.xlsx"):
        blank_judgements(TREE, tmp_path / "f.csv")


def test_fifty_criteria_and_long_codes(tmp_path):
    codes = [f"{'indicator' * 5}-{k}" for k in range(50)]
    tree = IndicatorTree(
        Group("root of a very long name: with [signs]?", "", tuple(Indicator(c) for c in codes))
    )
    blank_judgements(tree, tmp_path / "f.xlsx", "Li")
    fill(
        tmp_path / "f.xlsx",
        {tree.root.code: {(i, j): "2" for i in range(50) for j in range(i + 1, 50)}},
        "Li",
    )
    stack = read_judgements(tmp_path / "f.xlsx", tree).stacks[tree.root.code]
    assert np.isfinite(stack).all()


@pytest.mark.parametrize("language", ["en", "zh", "both"])
def test_a_form_left_empty_is_one_fault(tmp_path, language):
    path = blank_judgements(TREE, tmp_path / "form.xlsx", language=language)
    with pytest.raises(FaultyInput) as error:
        read_judgements(path, TREE)
    (fault,) = error.value.faults
    assert str(fault).startswith("form.xlsx: the form is empty; fill in the expert's name (")


def test_text_that_no_cell_holds_is_refused(tmp_path):
    tree = IndicatorTree(Group("g", "", (Indicator("a", notes="x" * 40_000), Indicator("b"))))
    with pytest.raises(FaultyInput, match="has 40,000 characters, and a sheet's cell holds 32,767"):
        blank_judgements(tree, tmp_path / "form.xlsx")


def test_the_blank_form_may_lie_among_those_that_were_filled_in(tmp_path):
    blank = blank_judgements(TREE, tmp_path / "expert.xlsx", language="en")
    with pytest.raises(FaultyInput, match=r"expert\.xlsx: the form is empty"):
        read_judgements(tmp_path, TREE)  # alone it is no answer
    group = TREE.groups[0]
    parts = TREE.parts(group.code)
    rows = [
        {"expert": "Li", "group": group.code, "first": parts[0], "second": part, "value": 0.5}
        for part in parts[1:]
    ]
    pd.DataFrame(rows).to_csv(tmp_path / "li.csv", index=False)
    found = read_judgements(tmp_path, TREE)
    assert found.experts == ("Li",)
    assert str(found.notes[0]) == "forms without a name and without answers are left out: expert.xlsx"
    with pytest.raises(FaultyInput, match=r"expert\.xlsx: the form is empty"):
        read_judgements([tmp_path / "li.csv", blank], TREE)  # named, it is meant


def test_what_a_spreadsheet_made_of_fractions_and_ratios_is_told_with_what_it_may_have_been(form):
    fill(form, {"gov": {(0, 1): datetime.time(1, 3), (0, 2): datetime.date(2024, 3, 1)}})
    with pytest.raises(FaultyInput) as raised:
        read_judgements(form, TREE)
    told = raised.value.say("zh")
    assert "为时间 01:03；电子表格已将比值（可能是 1:3）转为时间" in told
    assert "为日期 2024-03-01；电子表格已将分数（可能是 3/1）转为日期" in told


def test_a_name_stands_in_the_glossary_in_the_languages_that_it_has(tmp_path):
    parts = [{"code": "A1", "name": {"zh": "信任"}}, {"code": "A2", "name": "秩序"}, {"code": "A3", "name": "Order"},
             {"code": "A4", "name": {"en": "Groups (小组)", "zh": "小组"}}]  # fmt: skip
    tree = read_tree(
        {"code": "A", "name": {"en": "All"}, "parts": [part | {"better": "more"} for part in parts]}
    )
    path = blank_judgements(tree, tmp_path / "form.xlsx", language="zh")
    rows = [*load_workbook(path).worksheets[-1].values][1:]
    names = {row[0]: row[2:4] for row in rows}
    assert names == {"A": ("All", None), "A1": (None, "信任"), "A2": (None, "秩序"), "A3": ("Order", None),
                     "A4": ("Groups (小组)", "小组")}  # fmt: skip
