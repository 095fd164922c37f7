"""Arguments of another kind than asked for are named in an error of ours, wherever a room first looks at them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b"]})
FRAME = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 1, 2]}, ["u", "v", "w"])
ITEMS = pd.DataFrame(np.random.default_rng(0).integers(1, 6, (40, 4)), columns=["i", "j", "k", "l"])
SURVEY_TREE = gm.read_tree({"code": "r", "parts": [{"code": "z", "better": "more", "items": list(ITEMS)}]})
PEOPLE = pd.DataFrame({"sex": ["m", "f"] * 5})
SHARES = {"sex": {"m": 0.4, "f": 0.6}}


@pytest.mark.parametrize(
    ("call", "places"),
    [
        (lambda: gm.read_records(FRAME, TREE, unit=FRAME, period=pd.DataFrame()), ["unit", "period"]),
        (lambda: gm.read_survey(ITEMS, SURVEY_TREE, scale={1, 5}, reverse=1.5, missing_codes=object()),
         ["missing_codes", "1.5", "scale"]),
        (lambda: gm.read_survey(ITEMS, SURVEY_TREE, reverse=ITEMS), ["reverse"]),
        (lambda: gm.survey.rake(PEOPLE, SHARES, bounds=1), ["bounds"]),
        (lambda: gm.survey.rake(PEOPLE, SHARES, bounds=np.zeros((2, 2))), ["bounds"]),
        (lambda: gm.psychometrics.alpha(ITEMS, level=None), ["level"]),
        (lambda: gm.psychometrics.omega(ITEMS, factors=ITEMS), ["factors"]),
        (lambda: gm.psychometrics.explore(ITEMS, factors=1.5), ["factors"]),
        (lambda: gm.Recipe(roles=FRAME, treatment=7, seed=-1), ["treatment", "roles", "seed"]),
        (lambda: gm.aggregation.arithmetic(gm.Dataset(TREE, FRAME), None, min_coverage=2), ["scaled", "min_coverage"]),
    ],
    ids=range(10),
)  # fmt: skip
def test_it_is_named(call, places):
    with pytest.raises(gm.GovmetricsError) as error:
        call()
    assert [fault.place for fault in error.value.faults] == places


def test_one_text_or_number_alone_is_a_list_of_it():
    one = gm.read_survey(ITEMS, SURVEY_TREE, reverse="j", missing_codes=5)
    several = gm.read_survey(ITEMS, SURVEY_TREE, reverse=["j"], missing_codes=(5,))
    pd.testing.assert_frame_equal(one.answers, several.answers)
    assert one.reverse == several.reverse == ("j",)
    assert int(one.answers.isna().sum().sum()) == int((ITEMS == 5).sum().sum())
