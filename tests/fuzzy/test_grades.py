from __future__ import annotations

import numpy as np
import pytest

import govmetrics as gm
from govmetrics.fuzzy import FIVE_GRADES, FOUR_GRADES, THREE_GRADES, GradeScale


def test_presets_have_both_languages():
    assert GradeScale().labels("zh") == ["优", "良", "中", "差"]
    assert [len(s) for s in (THREE_GRADES, FOUR_GRADES, FIVE_GRADES)] == [3, 4, 5]
    assert all(s.labels("en") != s.labels("zh") for s in (THREE_GRADES, FOUR_GRADES, FIVE_GRADES))
    assert FIVE_GRADES.to_dict()["values"] == [100, 80, 60, 40, 20]


def test_every_fault_at_once():
    with pytest.raises(gm.FaultyInput) as error:
        GradeScale(["good", "", "good", {"zh": "差"}], [3, 3, 1, 2, 0])
    text = str(error.value)
    assert "grades, 2: the grade has no name" in text
    assert "grades, 3: the name 'good' is used already" in text
    assert "4 names and 5 values" in text
    assert "not in order" in text
    assert len(error.value.faults) == 4


@pytest.mark.parametrize("values", [[1, 1], [1, float("nan")], ["a", 2], [True, 2]])
def test_values_that_are_not_ordered_numbers(values):
    with pytest.raises(gm.FaultyInput):
        GradeScale(["a", "b"], values)


def test_one_grade_is_no_scale():
    with pytest.raises(gm.FaultyInput, match="at least two"):
        GradeScale(["a"], [1])


def test_cuts_decide_the_grade_of_a_score():
    scale = GradeScale(["excellent", "good", "poor"], [95, 80, 40], cuts=[90, 60])
    grades = scale.of_score(np.array([90, 89.9, 60, 59.9, np.nan, 120, -5]))
    assert grades.tolist() == [0, 1, 1, 2, -1, 0, 2]
    rising = GradeScale(["poor", "good", "excellent"], [40, 80, 95], cuts=[60, 90])
    assert rising.of_score(np.array([90, 89.9, 60, 59.9])).tolist() == [2, 1, 1, 0]


def test_midpoints_are_the_default_cuts_and_go_to_the_better_grade():
    assert GradeScale().of_score(np.array([100, 90, 89, 50, 40])).tolist() == [0, 0, 1, 2, 3]


def test_cuts_outside_their_grades_are_refused():
    with pytest.raises(gm.FaultyInput) as error:
        GradeScale(["a", "b", "c"], [90, 60, 30], cuts=[50, 20])
    assert len(error.value.faults) == 2
    with pytest.raises(gm.FaultyInput, match="one fewer"):
        GradeScale(["a", "b", "c"], [90, 60, 30], cuts=[50])


def test_one_name_for_two_grades_in_chinese_is_refused():
    with pytest.raises(gm.FaultyInput, match="grades, 2: the name '优' is used already"):
        GradeScale([{"en": "a", "zh": "优"}, {"en": "b", "zh": "优"}], [2, 1])


def test_what_is_no_list_of_numbers_is_refused():
    for arguments in ((None, [1, 2]), ("ab", [1, 2]), (["a", "b"], None), (["a", "b"], 5)):
        with pytest.raises(gm.FaultyInput, match="give a list"):
            GradeScale(*arguments)
    with pytest.raises(gm.FaultyInput, match=r"finite numbers: 'x'(.|\n)*cuts: not finite numbers: nan"):
        GradeScale(["a", "b"], [1, "x"], [np.nan])


def test_a_cut_at_its_lower_grade_would_leave_that_grade_empty():
    assert GradeScale(cuts=(100, 80, 60)).cuts == (100, 80, 60)
    with pytest.raises(gm.FaultyInput, match="cuts, 3: 40 does not lie above 40 and up to 60"):
        GradeScale(cuts=(100, 80, 40))
