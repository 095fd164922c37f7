"""A question of the tree that a platform exports with a remark, or with a word changed, is not left out with a note only."""

import pandas as pd
import pytest

import govmetrics as gm

ASKED = "您对社区工作人员的服务是否满意？"
TREE = {
    "code": "G",
    "parts": [
        {"code": "S", "better": "more", "source": "survey", "items": ["总体而言您是否满意？", ASKED]},
        {"code": "T", "better": "more", "source": "survey", "items": ["T1", "T2"]},
    ],
}


def answers(heading):
    return pd.DataFrame(
        {
            "社区": ["甲", "乙"],
            "1、总体而言您是否满意？": [4, 5],
            heading: [3, 4],
            "T1": [1, 2],
            "T12": [1, 2],
        }
    )


@pytest.mark.parametrize(
    "heading",
    [f"2、{ASKED}（答“是”者填）", "2、您对社区工作人员服务是否满意？", "2、社区工作人员的服务是否满意"],
)
def test_a_column_that_is_almost_the_item_is_refused(heading):
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_survey(answers(heading), gm.read_tree(TREE), by={"unit": "社区"})
    assert f"{ASKED}: the item has no column, and {heading!r} is almost it" in str(error.value)
    assert len(error.value.faults) == 1


def test_another_question_and_codes_are_not_it():
    survey = gm.read_survey(answers("2、您对社区绿化是否满意？"), gm.read_tree(TREE), by={"unit": "社区"})
    assert any(f"without a column: {ASKED}, T2" in note for note in survey.notes)
