"""Nouns to JSON and back: nothing is lost, and whatever is not as it was written is a fault with its place."""

import json
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.fingerprint import fingerprint
from tests.strategies import datasets, trees

TREE = gm.IndicatorTree.from_groups({"A": ["t1", "t2"], "B": ["b1"]})
TABLE = pd.DataFrame({"t1": [5.0, None, 4], "t2": [1.0, 2, 3], "b1": [3.0, 9, 4]}, index=["u", "v", "w"])
DATA = gm.Dataset(
    TREE, TABLE, pd.DataFrame({"kind": ["town", None, "town"], "people": [10, 20, 5]}, index=["u", "v", "w"])
)
PANEL = gm.Dataset(TREE, pd.concat({2020: TABLE, 2021: TABLE + 1}, names=["period", "unit"]))
SURVEY = gm.Survey(
    gm.IndicatorTree.from_groups({"trust": ["t1", "t2"]}), pd.DataFrame({"t1": [5, 4, None], "t2": [1, 2, 3]}),
    scale={"t1": (1, 5), "default": (0, 7)}, reverse=("t2",), by=pd.DataFrame({"place": ["a", "b", "a"]}),
    weight=pd.Series([1.0, 2, 3]),
)  # fmt: skip
JUDGEMENTS = gm.Judgements.from_matrices(
    TREE, {"Li": {"index": [[1, 3], [1 / 3, 1]], "A": [[1, np.nan], [np.nan, 1]]}, "Ann": {"A": [[1, 5], [0.2, 1]]}}
)  # fmt: skip
RULES = {"items": [{"code": "solved", "by": "linear", "points": 100, "worst": 60, "best": 95}]}


def there_and_back(noun):
    return type(noun).from_dict(json.loads(json.dumps(noun.to_dict(), allow_nan=False)))


@given(st.one_of(trees(), datasets(missing=True)))
@settings(max_examples=25)
def test_trees_and_datasets_of_any_shape_come_back(noun):
    assert fingerprint(there_and_back(noun)) == fingerprint(noun)


@given(datasets())
@settings(max_examples=10)
def test_what_is_made_of_them_comes_back(data):
    scaled, weights = gm.normalisation.min_max(data), gm.weighting.equal(data.tree)
    for noun in (scaled, weights, gm.aggregation.arithmetic(scaled, weights)):
        assert fingerprint(there_and_back(noun)) == fingerprint(noun)


@pytest.mark.parametrize("noun", [DATA, PANEL, SURVEY, JUDGEMENTS, gm.treatment.impute_median(DATA)],
                         ids=["data", "panel", "survey", "judgements", "imputed"])  # fmt: skip
def test_nouns_come_back(noun):
    assert fingerprint(there_and_back(noun)) == fingerprint(noun)


def test_scores_of_what_came_back_are_the_same():
    recipe = gm.Recipe(weighting="entropy", treatment=["impute_median"])
    assert (
        gm.follow(there_and_back(recipe), there_and_back(DATA)).to_dict() == gm.follow(recipe, DATA).to_dict()
    )


def test_choices_come_back():
    recipe = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, aggregation="geometric", title="表")
    assert there_and_back(recipe) == recipe
    job = gm.Evaluation(tree=TREE, title={"en": "Town", "zh": "镇"}, sureness={"draws": 20}, index=recipe)
    assert there_and_back(job).to_dict() == job.to_dict()
    book = gm.appraisal.Rulebook(RULES)
    assert there_and_back(book).to_dict() == book.to_dict()
    grades = gm.fuzzy.GradeScale([{"en": "good", "zh": "良"}, "poor"], [2, 1], [1.2])
    assert there_and_back(grades).to_dict() == grades.to_dict()


def faults(kind, content):
    with pytest.raises(gm.FaultyInput) as error:
        kind.from_dict(content)
    assert error.value.say("zh")
    return [str(fault.place) for fault in error.value.faults]


def test_faults_have_places():
    whole = DATA.to_dict()
    assert faults(gm.Dataset, None) == ["content"]
    assert faults(gm.Dataset, {}) == ["schema"]
    assert faults(gm.Dataset, gm.weighting.equal(TREE).to_dict()) == ["schema"]
    assert faults(gm.Dataset, whole | {"schema": "govmetrics/dataset/2"}) == ["schema"]
    assert faults(gm.Dataset, whole | {"valeus": 1}) == ["valeus"]
    assert faults(gm.Dataset, {key: one for key, one in whole.items() if key not in ("changes", "tree")}) == [
        "tree", "changes",
    ]  # fmt: skip
    frame = whole["values"]
    assert faults(gm.Dataset, whole | {"values": 3, "attributes": {**frame, "index": None}}) == [
        "values", "attributes.index",
    ]  # fmt: skip
    assert faults(gm.Dataset, whole | {"values": {**frame, "data": frame["data"][:1]}}) == ["values.data"]
    assert faults(gm.Dataset, whole | {"values": {**frame, "columns": ["t1", "t2", "b2"]}}) == ["b1", "b2"]
    leaf = {"code": "a", "better": "more"}
    assert faults(gm.IndicatorTree, {"code": "r", "parts": [leaf, {"cod": "b"}, 3]}) == [
        "tree.parts[1].cod", "tree.parts[1].code", "tree.parts[1].better", "tree.parts[2]",
    ]  # fmt: skip
    judged = JUDGEMENTS.to_dict()
    rows = judged["judgements"]
    odd = [["Ann", "A", "t1", "t3", 5.0], ["Zoe", "A", "t1", "t2", 5.0], ["Ann", "A", "t1", "t2", 0]]
    content = {**rows, "index": [0, 1, 2], "data": odd}
    assert faults(gm.Judgements, judged | {"judgements": content}) == [
        f"judgements.data[{row}]" for row in range(3)
    ]
    assert faults(gm.Weights, gm.weighting.equal(TREE).to_dict() | {"local": {"A": 1.0}})[:2] == ["t1", "t2"]
    assert faults(gm.fuzzy.GradeScale, {"names": ["a"], "valeus": [1]}) == ["valeus", "values", "cuts"]
    assert faults(gm.Recipe, [1]) == ["content"]


@pytest.mark.parametrize("odd", [None, 3, "x", [], {}, [[]], {"a": 1}, {"index": [[1], 2], "index_names": ["a", "b"],
                                 "columns": [], "data": [[], []]}, [{}], float("inf")])  # fmt: skip
@pytest.mark.parametrize("noun", [DATA, SURVEY, JUDGEMENTS, gm.weighting.equal(TREE),
                                  gm.aggregation.arithmetic(gm.normalisation.min_max(DATA), gm.weighting.equal(TREE))],
                         ids=lambda noun: type(noun).__name__)  # fmt: skip
def test_odd_values_anywhere_are_faults_of_ours(noun, odd):
    whole = noun.to_dict()
    for key in whole:
        with suppress(gm.GovmetricsError):
            type(noun).from_dict({**whole, key: odd})
