"""Limits and counts of the screening and of the notes at reading: just at them, and just beside."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.survey.intake_notes import blank_notes, range_notes
from govmetrics.survey.screen import _flags, screen
from govmetrics.survey.screening import LIMITS


def survey(answers, scale=(1, 5), **keys):
    frame = pd.DataFrame(answers)
    frame.columns = [f"i{k}" for k in range(frame.shape[1])]
    tree = gm.IndicatorTree.from_groups({"g": list(frame.columns)})
    return gm.Survey(tree, frame.astype(float), scale, **keys)


@pytest.mark.parametrize(
    ("check", "column", "at", "beside"),
    [
        ("longest_string", "string_share", (0.5, 0.9), (0.499, 0.899)),
        ("irv", "irv_share", (0.06, 0.0), (0.0601, 1e-9)),
        ("even_odd", "even_odd", (0.0, -2.0), (0.001, -1.999)),
        ("missing_share", "missing_share", (0.5, 0.9), (0.499, 0.899)),
        ("duplicate", "duplicate", (1.0, np.inf), (0.0, 1e9)),
        ("device", "device", (1.0, np.inf), (0.0, 1e9)),
        ("repeated", "repeated", (np.inf, 1.0), (0.0, 0.0)),
        ("seconds_per_item", "seconds_per_item", (1.9, 0.9), (2.1, 1.1)),
        ("mahalanobis_p", "mahalanobis_p", (0.0009, 1e-7), (0.0011, 1e-5)),
    ],
)
def test_flags_just_at_a_limit(check, column, at, beside):
    values = pd.DataFrame({column: [*at, *beside]})
    found = _flags(values, check, LIMITS[check]).tolist()
    assert found[1] == 2
    assert found[0] == (2 if check == "repeated" else 1)
    assert found[2] == 0
    assert found[3] == (0 if check == "repeated" else 1)


def test_three_doubts_are_careless_two_are_doubtful():
    rng = np.random.default_rng(0)
    answers = rng.integers(1, 6, (40, 10)).astype(float)
    answers[0, :6] = np.nan  # six of ten missing
    meta = pd.DataFrame({"seconds": 60.0, "device": [f"d{k}" for k in range(40)]})
    meta.loc[0, "seconds"] = 6.0  # 1.5 an item that was answered
    meta.loc[[0, 1], "device"] = "one"
    meta.loc[2, "seconds"] = 15.0
    found = screen(survey(answers, meta=meta))
    assert found.flags.loc[0, ["missing_share", "seconds_per_item", "device"]].tolist() == [1, 1, 1]
    assert found.grade.loc[[0, 1, 2, 3]].tolist() == ["careless", "doubtful", "doubtful", "ok"]
    assert found.indices.loc[0, ["missing_share", "seconds_per_item", "device", "duplicate"]].tolist() == [
        0.6,
        1.5,
        1,
        0,
    ]
    two = meta.assign(device=[f"d{k}" for k in range(40)])
    assert screen(survey(answers, meta=two)).grade[0] == "doubtful"
    assert (
        found.summary().splitlines()[0]
        == "Of 40 respondents 1 looks careless and 2 doubtful; none is dropped."
    )
    assert found.counts().loc["device"].tolist() == [2, 0]
    assert found.reasons[1] == "the same device as 1 other"


def test_indices_are_shares_of_items_and_of_the_scale():
    answers = [[1, 1, 1, 1, 5, 4, 3, 2], [2, 4, 2, 4, 2, 4, 2, 4], [1, 2, 3, 4, 5, 1, 2, 3]]
    found = screen(survey(answers)).indices
    assert found["string_share"].tolist() == [0.5, 0.125, 0.125]
    assert found["irv_share"].tolist() == pytest.approx([np.std(row, ddof=1) / 4 for row in answers])
    other = screen(survey(np.array(answers) * 2 - 2, (0, 8))).indices
    assert other["irv_share"].tolist() == pytest.approx(found["irv_share"].tolist())


def test_ends_nobody_chose_are_said_of_a_hundred_respondents_and_three_items():
    whole = np.tile([2, 3, 4], (100, 1))
    (note,) = range_notes(survey(whole))
    assert str(note) == "nobody answered below 2 or above 4: are the end points 1 to 5 right?"
    assert range_notes(survey(whole[:99])) == []
    assert range_notes(survey(whole[:, :2])) == []
    assert len(range_notes(survey(whole, (0, 10)))) == len(range_notes(survey(whole, (1, 10)))) == 1
    assert range_notes(survey(whole, (0, 11))) == []
    assert range_notes(survey(np.where(np.arange(100)[:, None] == 0, [1, 3, 5], whole))) == []


def test_blank_rows_and_items_are_said():
    table = pd.DataFrame({"a": [1.0, np.nan, 2], "b": [np.nan] * 3, "c": [4.0, np.nan, 4]})
    assert [str(note) for note in blank_notes(survey(table))] == [
        "1 respondent answered none of the items: 1",
        "i1: nobody answered it",
        "i2: every answer is 4",
    ]
    assert blank_notes(survey(table.iloc[:1])) == []
