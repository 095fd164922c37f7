"""A survey and records of the same units, whose labels a file or a frame holds as numbers or as text."""

from __future__ import annotations

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Group, Indicator

TREE = gm.IndicatorTree(
    Group("r", "", (Indicator("T", "Trust", items=("t1",)), Indicator("P", "Parks", source="record")))
)
ANSWERS = pd.DataFrame({"community": [10, 10, 9, 9], "t1": [5, 4, 2, 1]})
RECORDS = pd.DataFrame({"unit": [9, 10], "P": [1.0, 2.0], "T": [None, None]})


@pytest.mark.parametrize("kind", [int, str, float])
def test_units_of_files_and_frames_are_the_same_units(tmp_path, kind):
    ANSWERS.to_csv(tmp_path / "answers.csv", index=False)
    RECORDS.to_csv(tmp_path / "records.csv", index=False)
    scores = gm.survey.score(gm.read_survey(tmp_path / "answers.csv", TREE, by="community"))
    frame = RECORDS.assign(unit=RECORDS["unit"].astype(kind), T=RECORDS["T"].astype(float))
    for source in (tmp_path / "records.csv", frame):
        records = gm.read_records(source, TREE)
        joined = gm.join(records, scores)
        assert joined.values["T"].tolist() == [12.5, 87.5]
        assert joined.standard_errors["T"].notna().all()
        assert joined.values.index.equals(records.values.index)


def test_labels_that_would_become_one_unit_are_left_apart():
    records = gm.read_records(RECORDS.assign(T=RECORDS["T"].astype(float)), TREE)
    people = pd.DataFrame({"community": pd.Series([9, "9", 10], dtype=object), "t1": [1, 2, 3]})
    scores = gm.survey.score(gm.Survey(TREE, people[["t1"]], by=people[["community"]]))
    with pytest.raises(gm.FaultyInput, match="9: is missing in the first source"):
        gm.join(records, scores)


def test_labels_with_leading_zeros_are_other_units():
    records = gm.read_records(RECORDS.assign(T=RECORDS["T"].astype(float)), TREE)
    people = pd.DataFrame({"community": ["09", "10"], "t1": [1, 2]})
    scores = gm.survey.score(gm.Survey(TREE, people[["t1"]], by=people[["community"]]))
    with pytest.raises(gm.FaultyInput, match="09: is missing in the first source"):
        gm.join(records, scores)
