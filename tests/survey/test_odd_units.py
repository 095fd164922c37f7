"""Respondents without a unit, and rows of totals among them, are told."""

import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["q1", "q2"]})


def test_respondents_without_a_unit_are_counted_in_a_note():
    frame = pd.DataFrame({"社区": ["甲", None, "乙"], "q1": [5, 4, 1], "q2": [4, 3, 2]})
    survey = gm.read_survey(frame, TREE, by="社区")
    assert "1 respondent has no 社区 and counts in none of its groups: 1" in survey.notes


@pytest.mark.parametrize("name", ["平均", "合计", "Total"])
def test_a_row_of_totals_is_no_respondent(name):
    frame = pd.DataFrame({"社区": ["甲", name, "乙"], "q1": [5, 4, 1], "q2": [4, 3, 2]})
    with pytest.raises(gm.FaultyInput, match="is a row of totals or averages, not a unit"):
        gm.read_survey(frame, TREE, by="社区")
