"""The Survey noun: what it promises, and every fault at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.survey import leaf_items

TREE = gm.IndicatorTree.from_groups({"trust": ["t1", "t2"], "safety": ["s1"]})


def answers(**columns):
    return pd.DataFrame(
        columns or {"t1": [5, 4, 1], "t2": [1, 2, np.nan], "s1": [3, 3, 3]}, index=["ann", "bob", "cyd"]
    )


def test_directed_turns_reversed_items_and_leaves_the_answers_alone():
    given = answers()
    survey = gm.Survey(TREE, given, reverse=("t2",))
    assert survey.directed()["t2"].tolist()[:2] == [5, 4]
    assert survey.directed()["t2"].isna().tolist() == [False, False, True]
    assert survey.answers["t2"].tolist()[:2] == [1, 2]
    assert given["t2"].tolist()[:2] == [1, 2]


def test_left_over_99_is_named_with_item_respondent_and_way_out():
    with pytest.raises(gm.FaultyInput) as error:
        gm.Survey(TREE, answers(t1=[5, 99, 0], t2=[1, 2, 99], s1=[1, 1, 1]))
    text = str(error.value)
    assert len(error.value.faults) == 3
    assert "t1, respondent bob: the code 99 is outside the scale 1 to 5" in text
    assert "missing_codes=(99,)" in text
    assert "t2, respondent cyd" in text
    assert "t1, respondent cyd: the code 0" in text


def test_unknown_items_and_reversed_items_and_duplicate_respondents_are_named_together():
    frame = pd.DataFrame({"t1": [1, 2], "x9": [1, 2]}, index=["ann", "ann"])
    with pytest.raises(gm.FaultyInput) as error:
        gm.Survey(TREE, frame, reverse=("nope",))
    text = str(error.value)
    assert "x9: the item is not in the tree" in text
    assert "nope: is declared as reversed" in text
    assert "respondent ann: occurs more than once" in text


@pytest.mark.parametrize("scale", [(5, 1), (1, 1), (1, np.inf), {"t1": (1, 5)}])
def test_unusable_scales_are_refused(scale):
    with pytest.raises(gm.FaultyInput):
        gm.Survey(TREE, answers(), scale=scale)


def test_scales_may_differ_by_item():
    survey = gm.Survey(
        TREE,
        answers(t1=[5, 4, 1], t2=[0, 1, 1], s1=[70, 0, 100]),
        {"t2": (0, 1), "s1": (0, 100), "default": (1, 5)},
    )
    assert survey.limits.tolist() == [[1, 5], [0, 1], [0, 100]]


@pytest.mark.parametrize("weight", [[1, 0, 1], [1, -2, 1], [1, np.nan, 1], [1, np.inf, 1]])
def test_weights_must_be_above_zero(weight):
    with pytest.raises(gm.FaultyInput, match="bob"):
        gm.Survey(TREE, answers(), weight=pd.Series(weight, index=["ann", "bob", "cyd"]))


def test_text_answers_and_rows_that_differ_are_refused():
    with pytest.raises(gm.FaultyInput, match="t1, respondent ann, bob, cyd: answers are not numbers"):
        gm.Survey(TREE, answers(t1=["good", "bad", "good"], t2=[1, 1, 1], s1=[1, 1, 1]))
    with pytest.raises(gm.FaultyInput, match="by: the rows differ"):
        gm.Survey(TREE, answers(), by=pd.DataFrame({"c": [1, 2, 3]}))


def test_items_come_from_leaves_sources_or_codes():
    Group, Indicator = gm.Group, gm.Indicator
    tree = gm.IndicatorTree(
        Group("g", "", (Indicator("a", items=("q1", "q2")), Indicator("b", source="survey"), Indicator("c")))
    )
    assert leaf_items(tree) == {"a": ["q1", "q2"], "b": ["b"]}
    assert leaf_items(TREE) == {"t1": ["t1"], "t2": ["t2"], "s1": ["s1"]}
    with pytest.raises(gm.FaultyInput, match="c: the item is not in the tree"):
        gm.Survey(tree, pd.DataFrame({"c": [1]}))
    shared = gm.IndicatorTree(Group("g", "", (Indicator("a", items=("q1",)), Indicator("b", items=("q1",)))))
    with pytest.raises(gm.FaultyInput, match="belongs to several indicators: a, b"):
        gm.Survey(shared, pd.DataFrame({"q1": [1]}))


def test_scales_are_the_nodes_with_two_items_the_root_last_and_subscales_are_disjoint():
    survey = gm.Survey(TREE, answers())
    assert survey.scales == {"trust": ["t1", "t2"], "index": ["t1", "t2", "s1"]}
    assert survey.subscales == {"trust": ["t1", "t2"]}
    assert survey.leaves == {"t1": ["t1"], "t2": ["t2"], "s1": ["s1"]}


def test_keep_takes_all_parts_along():
    by = pd.DataFrame({"c": ["x", "y", "y"]}, index=answers().index)
    weight = pd.Series([1.0, 2.0, 3.0], index=by.index)
    kept = gm.Survey(TREE, answers(), by=by, weight=weight).keep(by["c"] == "y", "two kept")
    assert (
        kept.answers.index.tolist() == kept.by.index.tolist() == kept.weight.index.tolist() == ["bob", "cyd"]
    )
    assert kept.notes == ("two kept",)
    assert kept.to_frame().columns.tolist() == ["c", "weight", "t1", "t2", "s1"]
    assert "<table" in kept._repr_html_()
