"""Workbooks of answers as offices keep them: titles above the header, several sheets."""

import pandas as pd
import pytest

import govmetrics as gm
from tests.office_files import write_xlsx

TREE = gm.read_tree({"code": "G", "parts": [
    {"code": "A1", "name": {"zh": "信任", "en": "Trust"}, "better": "more", "source": "survey", "items": ["q1", "q2"]},
    {"code": "A2", "name": {"zh": "对服务满意", "en": "Satisfied with services"}, "better": "more", "source": "survey"},
]})  # fmt: skip
HEADERS = [["社区", "Q1", "Q2", "对服务满意"], ["community", "q1", "q2", "Satisfied with services"],
           ["所在社区", "1、q1", "2、q2", "3、对服务满意"]]  # fmt: skip
ROWS = [["甲", 5, 4, 3], ["乙", 2, "满意", 1]]


@pytest.mark.parametrize("header", HEADERS, ids=["zh", "en", "numbered"])
@pytest.mark.parametrize("titles", [[["2025年居民满意度调查"]], [["Survey 2025"], [], ["填表日期：", None, "2025-09"]],
                                    [["调查结果", None, "说明：5分制"], ["", ""]]])  # fmt: skip
def test_titles_above_the_header(tmp_path, header, titles):
    header = [title.lower() if title.startswith("Q") else title for title in header]
    path = write_xlsx(tmp_path / "a.xlsx", {"数据": [*titles, header, *ROWS]})
    survey = gm.read_survey(path, TREE, by={"unit": header[0]})
    assert survey.answers.to_numpy().tolist() == [[5, 4, 3], [2, 4, 1]]
    assert survey.by["unit"].tolist() == ["甲", "乙"]
    row = 1 + len(titles)
    assert any(f"the header was found in row {row}, below: {titles[0][0]}" in note for note in survey.notes)
    rows = [[*row, *[None] * (4 - len(row))] for row in [*titles, header, *ROWS]]
    pd.DataFrame(rows).to_csv(tmp_path / "a.csv", header=False, index=False)
    again = gm.read_survey(tmp_path / "a.csv", TREE, by={"unit": header[0]})
    assert again.answers.to_numpy().tolist() == survey.answers.to_numpy().tolist()


def test_a_header_in_the_first_row_needs_no_word(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"数据": [["社区", "q1", "q2", "信任"], ["甲", 5, 4, "x"]]})
    assert not any("header" in note for note in gm.read_survey(path, TREE).notes)


@pytest.mark.parametrize("names", [("东街道", "西街道"), ("Wave 1", "Wave 2", "Wave 3"), ("2024", "2025")])
def test_several_sheets_with_answers_are_a_fault_that_lists_them(tmp_path, names):
    path = write_xlsx(tmp_path / "a.xlsx", {name: [["社区", "q1", "q2", "A2"], *ROWS] for name in names})
    told = f'items: {", ".join(names)}; name the one to read: sheets="{names[0]}"; waves are put below each other'
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_survey(path, TREE)
    assert told in str(error.value)
    survey = gm.read_survey(path, TREE, sheets=names[1])
    assert survey.n == 2
    assert any("sheets that are not read" in note and names[0] in note for note in survey.notes)


def test_the_sheet_with_answers_is_read_wherever_it_stands(tmp_path):
    sheets = {"说明": [["填写说明"], ["请如实填写"]], "答案": [["标题"], ["社区", "q1", "q2", "A2"], *ROWS],
              "空表": [["社区", "q1", "q2", "A2"]], "旧": [["社区", "q1", "q2", "A2"], ["丙", 1, 1, 1]]}  # fmt: skip
    path = write_xlsx(tmp_path / "a.xlsx", sheets, hidden=["旧"])
    survey = gm.read_survey(path, TREE)
    assert survey.n == 2
    assert any("sheets that are not read: 说明, 空表" in note for note in survey.notes)
    assert any("hidden sheets are not read: 旧" in note for note in survey.notes)
    assert gm.read_survey(path, TREE, sheets="旧").n == 1


def test_what_has_no_sheets(tmp_path):
    frame = pd.DataFrame({"q1": [1]})
    frame.to_csv(tmp_path / "a.csv", index=False)
    for source in (frame, tmp_path / "a.csv"):
        with pytest.raises(gm.FaultyInput, match="only a workbook has sheets"):
            gm.read_survey(source, TREE, sheets="x")


@pytest.mark.parametrize("text", ["无", "/", "缺失", "不适用", "跳答"])
def test_texts_declared_as_no_answer_are_none_whatever_else_they_mean(text):
    tree = gm.IndicatorTree.from_groups({"A": ["q1"]})
    words = ["很不满意", "不满意", "一般", "满意", "很满意"]
    answers = pd.DataFrame({"q1": [*words, text]})
    read = gm.read_survey(answers, tree, missing_codes=[text])
    assert read.answers["q1"].tolist()[:5] == [1, 2, 3, 4, 5]
    assert read.answers["q1"].isna().tolist() == [False] * 5 + [True]
    assert any(f"declared as missing ({text})" in note for note in read.notes)
