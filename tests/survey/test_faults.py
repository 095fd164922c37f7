"""Every fault of a survey and of a method's options in one error."""

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b", "c"]})
ANSWERS = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 2, 3, 5], "c": [1, 3, 2, 5]})


def places(make):
    with pytest.raises(gm.FaultyInput) as raised:
        make()
    return [fault.place for fault in raised.value.faults]


def test_the_noun_judges_items_scales_answers_and_weights_together():
    answers = ANSWERS.assign(a=["mostly so", 2, 3, 4], b=[9, 2, 3, 5], zz=7)
    found = places(
        lambda: gm.Survey(
            TREE, answers, {"c": (5, 1), "default": (1, 5)}, ("q",), weight=pd.Series([1, 0, 1, "x"])
        )
    )
    assert found == [
        "zz",
        "q",
        "c",
        "a, respondent 0",
        "weight, respondent 1",
        "weight, respondent 3",
        "b, respondent 0",
    ]
    assert places(lambda: gm.Survey(TREE, [1], by=None, weight=[1], reverse="a")) == [
        "answers",
        "by",
        "weight",
        "reverse",
    ]


def test_reading_names_columns_groups_options_scales_and_codes_together():
    raw = ANSWERS.assign(a=["mostly so", 2, 3, 4], b=[9, 2, 3, 5], w="much")
    found = places(
        lambda: gm.read_survey(raw, TREE, {"c": (5, 1), "default": (1, 5)}, ("q",), by="place", weight="w")
    )
    assert found == [
        "by, 'place'", *(f"weight, respondent {i}" for i in range(4)), "a, respondent 0", "q", "c", "b, respondent 0",
    ]  # fmt: skip
    twice = pd.concat([raw, ANSWERS[["c"]]], axis="columns")
    assert places(lambda: gm.read_survey(twice, TREE, options={"often": "4"}))[:2] == [
        "column 'c'",
        "options, 'often'",
    ]


def test_many_texts_without_a_code_are_counted():
    raw = pd.DataFrame({"a": [f"text {i}" for i in range(30)], "b": 1, "c": 2})
    assert places(lambda: gm.read_survey(raw, TREE))[-1] == "and 10 more like the last"


@pytest.mark.parametrize(
    "cells",
    [
        pd.Categorical(["同意"] * 4),
        pd.array([1, None, 2, 3], dtype="Int64"),
        np.array([1, None, 2, 3], dtype=object),
    ],
)
def test_answers_of_every_kind_are_read(cells):
    assert gm.read_survey(ANSWERS.assign(a=cells), TREE).answers["a"].notna().sum() >= 3


@pytest.mark.parametrize(
    ("cells", "place"), [([True, False, True, True], "a, respondent 0"), ([[1], [2], [3], [4]], "source, 0, a"),
                         ([pd.Timestamp("2024")] * 4, "a, respondent 0")]
)  # fmt: skip
def test_what_is_no_answer_is_named(cells, place):
    assert places(lambda: gm.read_survey(ANSWERS.assign(a=cells), TREE))[0] == place


def test_options_come_with_the_faults_of_the_answers():
    text = ANSWERS.assign(a=["x", 2, 3, 4])
    weights = pd.Series([1, 0, 1, 1])
    assert places(lambda: gm.psychometrics.alpha(text, "exact", weights=weights, level=5)) == [
        "interval",
        "level",
        "a",
        "weights",
    ]
    assert places(lambda: gm.psychometrics.explore(text, method="x", rotation="y")) == [
        "method",
        "rotation",
        "a",
    ]
    survey = gm.Survey(TREE, ANSWERS)
    found = places(
        lambda: gm.survey.score(survey, "place", to=(1, 0), min_answered=2, errors="none", weights=weights)
    )
    assert found == ["errors", "to", "min_answered", "by, 'place'", "weights, respondent 1"]
    for method in (gm.survey.respondent_scores, gm.survey.agreement):
        assert places(lambda method=method: method(survey, to=(100, 0), min_answered=50)) == [
            "to",
            "min_answered",
        ]


@pytest.mark.parametrize("method", ["score", "reliability", "validity", "screen", "frequencies"])
def test_a_frame_is_no_survey(method):
    assert places(lambda: getattr(gm.survey, method)(ANSWERS)) == ["survey"]


def test_margins_say_how_many_categories_have_no_target():
    people = pd.DataFrame({"age": range(40), "sex": ["f", "m"] * 20})
    found = places(
        lambda: gm.survey.rake(people, {"age": {0: 1.0}, "sex": {"f": 0.5, "m": 0.4}}, bounds=(2, 1))
    )
    assert found[20:] == ["and 19 more like the last", "sex", "bounds"]


MANY = ANSWERS.loc[[0, 1, 2, 3] * 6].reset_index(drop=True)
MANY["b"] = [1, 5, 2, 4, 3, 1, 2, 5] * 3
SURVEY = gm.Survey(TREE, MANY, by=pd.DataFrame({"sex": ["f", "m"] * 12, "town": list("xxyy") * 6}))
SHARES = {"sex": {"f": 0.4, "m": 0.6}}
RAKED = gm.survey.rake(SURVEY.by, SHARES)
SCREENED = gm.survey.screen(SURVEY)
POINTS = gm.survey.respondent_scores(SURVEY)
POLYCHORIC = gm.psychometrics.polychoric(MANY)
SCORES = gm.survey.score(SURVEY, "town")


@pytest.mark.parametrize(
    ("call", "given", "name"),
    [
        (gm.psychometrics.alpha, SURVEY, "favourable()"),
        (lambda given: gm.psychometrics.alpha(MANY, weights=given), RAKED, "weights"),
        (lambda given: gm.psychometrics.explore(given, 1, n=24), POLYCHORIC, "correlations"),
        (lambda given: gm.psychometrics.compare(given, SURVEY.by["sex"]), POINTS, "values"),
        (lambda given: gm.psychometrics.test_retest(given, MANY), SURVEY, "favourable()"),
        (lambda given: gm.survey.rake(given, SHARES), SURVEY, "by"),
        (lambda given: gm.survey.rake(SURVEY.by, SHARES, given), RAKED, "weights"),
        (lambda given: gm.survey.rake(SURVEY.by, given), RAKED, "targets"),
        (gm.survey.score, SCREENED, "drop(survey)"),
        (gm.survey.codebook, SURVEY, "tree"),
        (lambda given: gm.read_survey(MANY, TREE, weight=given), RAKED, "weights"),
        (gm.normalisation.min_max, SCORES, "to_dataset()"),
    ],
)
def test_a_result_where_another_type_is_wanted_is_told_what_of_it_to_give(call, given, name):
    """The way out is tried: what the error names is taken."""
    with pytest.raises(gm.FaultyInput) as raised:
        call(given)
    assert [fault.way_out for fault in raised.value.faults] == [f"give its `.{name}`"]
    taken = getattr(given, name.partition("(")[0])
    if name.endswith(")"):
        taken = taken(SURVEY) if name.endswith("(survey)") else taken()
    call(taken)


def test_a_frame_is_not_told_of_methods_that_only_sound_alike():
    """A DataFrame has a `drop`, too, and it gives no survey."""
    with pytest.raises(gm.FaultyInput, match="is DataFrame, not Survey; read it with read_survey"):
        gm.survey.score(MANY)
