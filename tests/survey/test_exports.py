"""Answers as survey services export them: the right answers, whatever stands around them."""

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.read_tree({"code": "G", "parts": [
    {"code": "S1", "name": "Satisfaction", "better": "more", "source": "survey", "items": ["q1", "q2"]},
    {"code": "S2", "name": "Trust", "better": "more", "source": "survey", "items": ["Do you trust the committee?"]},
]})  # fmt: skip
HEADS = ["StartDate", "Status", "Duration (in seconds)", "Finished", "ResponseId", "q0", "q1", "q2", "q3"]
TEXTS = ["Start Date", "Response Type", "Duration (in seconds)", "Finished", "Response ID", "Your ward", "... with services",
         "... with meetings", "Do you trust the committee?"]  # fmt: skip
IDS = [f'{{"ImportId":"QID{k}"}}' for k in range(len(HEADS))]
ROWS = [
    ["2025-03-01", "IP Address", "120", "True", "R_1", "East", "5", "4", "4"],
    ["2025-03-01", "Survey Preview", "90", "True", "R_2", "East", "2", "3", "5"],
    ["2025-03-02", "IP Address", "60", "False", "R_3", "West", "1", "", ""],
]


@pytest.mark.parametrize("above", [[TEXTS, IDS], [TEXTS], [IDS], []], ids=["both", "texts", "ids", "none"])
@pytest.mark.parametrize("as_frame", [True, False])
def test_qualtrics(tmp_path, above, as_frame):
    heads = HEADS if TEXTS in above else [*HEADS[:-1], TEXTS[-1]]  # an item may be known by its text
    table = pd.DataFrame([*above, *ROWS], columns=heads)
    table.to_csv(tmp_path / "q.csv", index=False)
    survey = gm.read_survey(table if as_frame else tmp_path / "q.csv", TREE, by="q0")
    assert survey.answers.index.tolist() == ["R_1", "R_2", "R_3"]
    assert survey.answers.fillna(0).to_numpy().tolist() == [[5, 4, 4], [2, 3, 5], [1, 0, 0]]
    assert survey.by["q0"].tolist() == ["East", "East", "West"]
    assert survey.meta["seconds"].tolist() == [120, 90, 60]
    notes = list(map(str, survey.notes))
    assert ("read as a Qualtrics export" in notes) == bool(above)
    assert any(note.startswith("1 answer is a preview or a test (Status)") for note in notes)


def test_a_table_with_a_status_of_its_own_is_no_export():
    table = pd.DataFrame({"Status": ["Response Type", "married"], "q1": [1, 2], "q2": [3, 4], "q3": [5, 5]})
    survey = gm.read_survey(table.rename(columns={"q3": TEXTS[-1]}), TREE)
    assert len(survey.answers) == 2


@pytest.mark.parametrize("number", ["{k}、", "Q{k}_", "Q{k}.", "第{k}题 ", "{k}. "])
def test_numbers_of_questions_before_their_texts(number):
    items = ["您对社区服务的满意度", "您对居委会的信任程度"]
    tree = gm.IndicatorTree.from_groups({"G": items})
    table = pd.DataFrame({number.format(k=k) + text: [5, 1] for k, text in enumerate(items, 2)})
    assert gm.read_survey(table, tree).answers.columns.tolist() == items
