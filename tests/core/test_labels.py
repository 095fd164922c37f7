"""One rule for names in every room."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.labels import all_clean, clean, clean_index, cleaned, telling_apart

BLANKS = [" ", "\u3000", "\u00a0", "\u200b", "\t", "\ufeff", " \u3000 "]


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("name", ["甲社区", "East Side", "Zürich", "第３社区"])
def test_blanks_around_names_are_no_part_of_them(blank, name):
    assert clean(f"{blank}{name}{blank}") == clean(name)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("甲 社 区", "甲社区"), ("甲\u3000社区", "甲社区"), ("Ｅａｓｔ　１", "East 1"), ("New  York", "New York"),
     ("Zu\u0308rich", "Zürich"), ("East", "East"), ("east", "east"), ("甲社区（北）", "甲社区（北）"), (3, 3), ("", "")],
)  # fmt: skip
def test_names_are_read_by_the_stated_rule(typed, read):
    assert clean(typed) == read


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)


@given(
    st.lists(
        st.text(st.sampled_from("ab12|甲乙Ａ１ \u3000\u00a0\u200b\te\u0301é\x00"), max_size=4), max_size=3
    )
)
def test_names_told_clean_at_once_are_those_that_cleaning_leaves(names):
    if all_clean(names):
        assert [clean(name) for name in names] == names


def test_usual_names_are_told_clean_at_once():
    assert all_clean(["甲社区", "No. 1 East", "Nørre 3", "a|b", ""])


def test_an_index_of_rows_is_cleaned_level_by_level():
    index = pd.MultiIndex.from_tuples([(2024, "甲 "), (2025, "甲")], names=["period", "unit"])
    assert clean_index(index).tolist() == [(2024, "甲"), (2025, "甲")]
    assert clean_index(pd.RangeIndex(3)).tolist() == [0, 1, 2]


TREE = gm.IndicatorTree.from_groups({"G": ["q1", "q2"]})


@pytest.mark.parametrize("other", ["甲社区 ", "\u3000甲社区", "甲 社区", "甲社区\u200b"])
def test_every_room_takes_the_other_spelling_for_the_same_community(other):
    frame = pd.DataFrame({"社区": ["甲社区"] * 30 + [other] * 10, "q1": [5] * 30 + [1] * 10, "q2": 3})
    survey = gm.read_survey(frame, TREE, by="社区")
    assert gm.survey.score(survey, by="社区").values["q1"].to_dict() == {"甲社区": 75.0}
    assert any("1 other spelling" in note and "甲社区" in note for note in survey.notes)
    twice = pd.DataFrame({"unit": ["甲社区", other], "q1": [1.0, 2], "q2": [3.0, 4]})
    with pytest.raises(gm.FaultyInput, match="甲社区: there are 2 rows for it"):
        gm.read_records(twice, TREE)
    records = gm.read_records(pd.DataFrame({"q1": [1.0, 2], "q2": None}, index=["甲社区", "乙"]), TREE)
    answers = gm.read_records(pd.DataFrame({"q1": None, "q2": [3.0, 4]}, index=["乙", other]), TREE)
    assert gm.join(records, answers).values.loc["甲社区"].tolist() == [1.0, 4.0]
    raked = gm.survey.rake(pd.DataFrame({"c": ["甲社区", other, "乙"]}), {"c": {other: 0.5, "乙": 0.5}})
    assert raked.weights.round(9).tolist() == [0.75, 0.75, 1.5]
    inputs, outputs = (
        pd.DataFrame({"x": [1.0, 2]}, index=["甲社区", "乙"]),
        pd.DataFrame({"y": [1.0, 3]}, index=[other, "乙"]),
    )
    with pytest.warns(UserWarning, match="2 units"):
        assert gm.dea.radial(inputs, outputs).scores.index.tolist() == ["甲社区", "乙"]


def test_a_period_of_two_spellings_is_one_period_and_counted():
    frame = pd.DataFrame(
        {"unit": ["u", "v"], "period": ["2024年 三季度", "2024年三季度"], "q1": 1.0, "q2": 2.0}
    )
    data = gm.read_records(frame, TREE, period="period")
    assert data.periods == ["2024年三季度"]
    assert any("period: 1 other spelling" in note for note in data.notes)


def test_experts_and_criteria_of_two_spellings_are_the_same():
    tree = gm.IndicatorTree.from_groups({"G": ["q1", "q2", "q3"]})
    rows = [("Li ", "q1\u3000", "ｑ2", 3), ("Ｌi", "q1", "q3", 0.5), ("Li", "q2", "q3 ", 5)]
    judgements = gm.read_judgements(pd.DataFrame(rows, columns=["expert", "first", "second", "value"]), tree)
    assert judgements.experts == ("Li",)
    assert judgements.matrix("Li", "G").loc["q1", "q2"] == 3


def test_an_empty_unit_is_a_fault():
    with pytest.raises(gm.FaultyInput, match="row 3: the unit is empty"):
        gm.read_records(pd.DataFrame({"unit": ["u", "\u3000"], "q1": [1.0, 2], "q2": [3.0, 4]}), TREE)


def test_a_column_with_numbers_in_it_names_nothing():
    table = pd.DataFrame({"unit": ["甲", "甲"], "x": ["1", "zz"], "街道": ["东", "西"]})
    assert telling_apart(table, table["unit"], ["x"]) is None
    assert telling_apart(table, table["unit"], ["x", "街道"]) == "街道"


@pytest.mark.parametrize("cell", [[1], {"a": 1}, {1}, np.array([1, 2])])
def test_what_names_nothing_is_told(cell):
    column = pd.Series([cell, "x"], name="by", dtype=object)
    with pytest.raises(gm.FaultyInput, match=r"by: holds .*, which is no name; give text or numbers"):
        cleaned(column)
    with pytest.raises(gm.FaultyInput, match=r"a label is .*, which is no name"):
        gm.Dataset(
            TREE, pd.DataFrame({"q1": [1.0, 2], "q2": [2.0, 1]}, index=pd.Index([cell, "x"], dtype=object))
        )


def test_attributes_with_one_heading_twice_or_other_levels_are_told():
    frame = pd.DataFrame({"q1": [1.0, 2], "q2": [2.0, 1]}, index=["u", "v"])
    twice = pd.DataFrame([[1, 2], [3, 4]], index=["u", "v"], columns=["area", "area"])
    with pytest.raises(gm.FaultyInput, match="area: occurs more than once; keep one of them"):
        gm.Dataset(TREE, frame, twice)
    levels = pd.MultiIndex.from_arrays([["u", "v"], [1, 2]])
    with pytest.raises(gm.FaultyInput, match="attributes: the rows differ"):
        gm.Dataset(TREE, frame, pd.DataFrame({"area": [1, 2]}, index=levels))
