"""Questionnaire tables as offices leave them: titles, totals and remarks around the answers, in three fields."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.office_files import write_ods, write_xlsx


def tree_of(**items):
    leaves = (gm.Indicator(code, {"en": name, "zh": name}, source="survey") for code, name in items.items())
    return gm.IndicatorTree(gm.Group("g", "", tuple(leaves)))


def test_a_community(tmp_path):
    rows = [
        ["XX街道居民满意度调查汇总表"], [], ["序号", "社区", None, "1、对社区环境卫生是否满意？", "2、参加社区活动的频率"],
        [1, "甲社区", None, "1.非常满意", "１、总是"], [2, "甲社区", None, "２．满意", "2、经常"],
        [3, "乙社区", None, "5.非常不满意", "５、从不"], [4, "乙社区", None, "3.一般", "3、有时"],
        ["合计", None, None, 4, 4], ["备注：本表由街道办统计"], ["制表人：张三", None, None, "日期：2025年3月1日"],
    ]  # fmt: skip
    tree = tree_of(clean="对社区环境卫生是否满意", often="参加社区活动的频率")
    survey = gm.read_survey(write_xlsx(tmp_path / "a.xlsx", rows, ["A1:E1"]), tree, by="社区")
    assert survey.answers.to_numpy().tolist() == [[5, 5], [4, 4], [1, 1], [3, 3]]
    told = [note.say("zh") for note in survey.notes]
    assert any("合计等行不是受访者，未计入：合计" in note for note in told)
    assert any("未读入表下的备注" in note and "张三" in note for note in told)


def test_patients_of_a_hospital(tmp_path):
    rows = [
        ["St Mary's Hospital - patient survey 2025"],
        ["ID", "Ward", "Q1. How clean was your room?", "Q2. Would you recommend us?"],
        [1, "A", "Excellent", "Definitely yes"], [2, "A", "Very good", "Probably yes"], [3, "B ", "Poor", "Definitely no"],
        [4, "B", "Fair", "Probably no"], [5, "B", "N/A", "Prefer not to say"], ["n = 5"], ["Mean", None, 3.1, 2.5],
        ["Note: preliminary"],
    ]  # fmt: skip
    tree = tree_of(room="How clean was your room?", rec="Would you recommend us?")
    survey = gm.read_survey(
        write_xlsx(tmp_path / "h.xlsx", rows), tree, by="Ward", scale={"room": (1, 5), "rec": (1, 4)}
    )
    assert survey.n == 5
    assert survey.answers["room"].tolist()[:4] == [5, 4, 1, 2]
    assert survey.answers["rec"].tolist()[:4] == [4, 3, 1, 2]
    assert survey.answers.iloc[4].isna().all()
    assert survey.by["Ward"].tolist() == ["A", "A", "B", "B", "B"]
    assert any("no respondents, and are left out: n = 5, Mean" in note for note in survey.notes)


def test_a_school(tmp_path):
    rows = [
        ["學校問卷", None, None, None], ["編號", "班級", "１．老師關心學生", "２．校園安全"],
        ["１", "三年甲班", "①非常同意", "非常安全"], ["２", "三年甲班", "②同意", "安全"],
        ["３", "三年乙班", "⑤非常不同意", "不安全"],
        ["平均", None, None, None], ["說明：本問卷採匿名", None, None, None], ["製表：教務處", None, None, None],
    ]  # fmt: skip
    tree = tree_of(care="老師關心學生", safe="校園安全")
    survey = gm.read_survey(write_xlsx(tmp_path / "s.xlsx", rows, ["A1:D1"]), tree, by="班級")
    assert survey.answers.to_numpy().tolist() == [[5, 5], [4, 4], [1, 2]]


@pytest.mark.parametrize("word", ["合计", "小 计", "平均", "Total", "Mean", "合計", "標準差", "N = 3"])
def test_a_row_of_totals_is_no_respondent(word):
    frame = pd.DataFrame({"no": [1, 2, 3, word], "q": [5, 4, 3, 4], "town": ["a", "a", "b", None]})
    for given in ({}, {"by": "town"}):
        survey = gm.read_survey(frame, gm.IndicatorTree.from_groups({"g": ["q"]}), **given)
        assert survey.answers["q"].tolist() == [5, 4, 3]


def test_totals_among_the_groups_stay_a_fault_and_weights_keep_their_rows():
    tree = gm.IndicatorTree.from_groups({"g": ["q"]})
    frame = pd.DataFrame({"town": ["a", "b", "合计"], "q": [5, 4, 4]})
    with pytest.raises(gm.FaultyInput, match="合计"):
        gm.read_survey(frame, tree, by="town")
    weighted = pd.DataFrame({"no": [1, 2, "Total"], "q": [5, 4, 4], "w": [1.0, 3, 4]})
    assert gm.read_survey(weighted, tree, weight="w").weight.tolist() == [1, 3]


def test_one_word_with_two_codes_is_said():
    """满意 is below 很满意 in one item, and above 基本满意 in another, which offers no 很满意 or whose nobody chose."""
    frame = pd.DataFrame({"a": ["满意", "不满意", "很满意"], "b": ["满意", "一般", "基本满意"]})
    survey = gm.read_survey(frame, gm.IndicatorTree.from_groups({"g": ["a", "b"]}))
    assert survey.answers.iloc[0].tolist() == [4, 5]
    assert any("differs from item to item" in note and "满意 (a 4, b 5)" in note for note in survey.notes)
    same = gm.read_survey(frame[["a"]].assign(b=frame["a"]), gm.IndicatorTree.from_groups({"g": ["a", "b"]}))
    assert not any("differs from item to item" in note for note in same.notes)


# Merged cells: an office's questionnaires by street, patients by ward and wave, pupils by school

MERGED = [
    (["街道", "社区", "满意度"], [["东街道", "甲", 5], [None, "甲", 4], [None, "乙", 3], ["西街道", "丙", 2], [None, "丙", 1]],
     ["A2:A4", "A5:A6"], "社区", "街道: 3 empty cells filled from above, as merged cells are"),
    (["Wave", "Ward", "Care"], [[1, "A", 5], [None, "B", 4], [2, "A", 3], [None, "B", 1]], ["A2:A3", "A4:A5"], "Ward", None),
    (["Schule", "Note"], [["Nord", 5], [None, 4], [None, 2], ["Süd", 3], [None, 3]], ["A2:A4", "A5:A6"], "Schule",
     "Schule: 3 empty cells filled from above, as merged cells are"),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
@pytest.mark.parametrize(("head", "rows", "merged", "by", "note"), MERGED)
def test_merged_groups_go_down_over_their_respondents(tmp_path, head, rows, merged, by, note, suffix):
    path = tmp_path / f"m.{suffix}"
    (write_xlsx if suffix == "xlsx" else write_ods)(path, [head, *rows], merged)
    groups = [by] if by == head[0] else {"unit": by, "period": head[0]}
    survey = gm.read_survey(path, tree_of(x=head[-1]), by=groups)
    names = pd.Series([row[0] for row in rows]).ffill().tolist()
    assert survey.by.iloc[:, -1].tolist() == names
    assert (note is None) or note in survey.notes


def test_names_written_row_by_row_leave_cells_empty_that_are_unknown(tmp_path):
    rows = [["社区", "满意度"], ["甲", 5], ["甲", 4], [None, 1], ["乙", 3]]
    survey = gm.read_survey(write_xlsx(tmp_path / "a.xlsx", rows), tree_of(x="满意度"), by="社区")
    assert survey.by["社区"].isna().tolist() == [False, False, True, False]
    assert any("1 respondent has no 社区" in note for note in survey.notes)


def test_respondents_in_the_order_in_which_they_came_are_under_no_merged_name(tmp_path):
    """No two neighbours share a name either; more names than gaps that come again are none of merged cells."""
    rows = [["社区", "满意度"], ["东", 5], ["西", 4], [None, 1], ["东", 3], ["西", 2], ["北", 4]]
    survey = gm.read_survey(write_xlsx(tmp_path / "a.xlsx", rows), tree_of(x="满意度"), by="社区")
    assert survey.by["社区"].isna().tolist() == [False, False, True, False, False, False]
    assert any("1 respondent has no 社区" in note for note in survey.notes)
    runs = [["社区", "满意度"], ["东", 5], [None, 4], [None, 1], ["西", 3], [None, 2], ["东", 4], [None, 3]]
    merged = gm.read_survey(write_xlsx(tmp_path / "b.xlsx", runs), tree_of(x="满意度"), by="社区")
    assert merged.by["社区"].tolist() == ["东"] * 3 + ["西"] * 2 + ["东"] * 2


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_merged_answer_is_nobodys(tmp_path, suffix):
    rows, merged = [["Ward", "Care"], ["A", 5], ["A", None], ["B", 2]], ["B2:B3"]
    path = tmp_path / f"m.{suffix}"
    (write_xlsx if suffix == "xlsx" else write_ods)(path, rows, merged)
    with pytest.raises(gm.FaultyInput, match="3, x: lies under the merged cell B2:B3"):
        gm.read_survey(path, tree_of(x="Care"), by="Ward")


def test_a_heading_twice_below_a_title_is_one_error(tmp_path):
    """Found by the fuzz: the columns were looked at above the title only."""
    tree = gm.IndicatorTree.from_groups({"trust": ["Q1", "Q2"]})
    path = tmp_path / "a.csv"
    path.write_text("2024 年问卷,,,\ncommunity,Q1,Q2,Q2\n甲,1,2,3\n", encoding="utf-8")
    with pytest.raises(
        gm.GovmetricsError, match=r"column 'Q2': occurs more than once; give every column its own heading"
    ):
        gm.read_survey(path, tree, by="community")


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_numbers_of_units_stay_whole_beside_empty_cells(tmp_path, suffix):
    """101 and not 101.0, which pandas makes of a column with a gap; in memory and in blocks."""
    path, tree = tmp_path / f"a.{suffix}", tree_of(x="q")
    table = pd.DataFrame({"unit": pd.array([101, 102, None, 101], dtype="Int64"), "q": [1, 2, 5, 4]})
    table.to_csv(path, index=False) if suffix == "csv" else table.to_parquet(path)
    survey = gm.read_survey(path, tree, by="unit", scale=(1, 5))
    assert list(map(str, survey.by["unit"].fillna(0))) == ["101", "102", "0", "101"]
    pytest.importorskip("duckdb", reason="surveys in blocks need duckdb")
    large = gm.survey.open_large(path, tree, by="unit", scale=(1, 5))
    for scores in (gm.survey.score(survey, "unit"), large.score("unit")):
        assert list(map(str, scores.values.index)) == ["101", "102"]
    with pytest.raises(gm.FaultyInput, match=r"such as \.score\(\)"):
        gm.survey.score(large)


def test_an_infinite_answer_is_no_code_that_could_be_declared():
    with pytest.raises(gm.FaultyInput, match="leave the cell empty if it means no answer; else correct it"):
        gm.read_survey(pd.DataFrame({"q": [1, np.inf, 2]}), tree_of(x="q"), scale=(1, 5))
