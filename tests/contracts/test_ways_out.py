"""Ways out are true: what they say can be done, and helps."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, GovmetricsError, Weights
from tests.contracts.test_hostile_arguments import ROOMS, calls_of

TREE = gm.IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]})
ROOT = TREE.root.code
EXPERTS = gm.ahp.weights(
    gm.read_judgements({"e": {ROOT: [[1, 2], [1 / 2, 1]], "p": [[1, 3], [1 / 3, 1]]}}, TREE)
)
PANEL = pd.DataFrame(
    {
        "unit": list("uvuv"),
        "year": [2024, 2024, 2025, 2025],
        "a": [1.0, 2, 3, 4],
        "b": [1.0, 2, 3, 4],
        "c": [4.0, 3, 2, 1],
    }
)


@pytest.mark.parametrize("room", ROOMS)
def test_experts_weights_in_place_of_weights_say_dot_weights(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong = []
    for name, (function, given) in calls_of(room).items():
        for argument in [key for key, value in given.items() if isinstance(value, Weights)]:
            try:
                function(**{**given, argument: EXPERTS})
                wrong.append(f"{name}({argument}): taken")
            except GovmetricsError as error:
                if "give its `.weights`" not in str(error):
                    wrong.append(f"{name}({argument}): {error}")
    assert not wrong, "\n".join(wrong)


def test_what_holds_what_is_wanted_says_where():
    data = gm.read_records(PANEL.iloc[:2].drop(columns="year"), TREE)
    run = gm.follow(gm.Recipe(weighting="equal"), data)
    with pytest.raises(FaultyInput, match=r"scaled: is Assessment, not Scaled; give its `.scaled`"):
        gm.aggregation.arithmetic(run, EXPERTS.weights)
    with pytest.raises(FaultyInput) as caught:
        gm.weighting.combine([EXPERTS, EXPERTS.weights])
    assert "weights[0]: is GroupWeights, not Weights; give its `.weights`" in str(caught.value)
    assert "请给出其 `.weights`" in caught.value.say("zh")


@pytest.mark.parametrize("column", ["year", "年份", "轮"])
def test_a_panel_without_period_is_told_to_name_it_and_the_name_helps(column, tmp_path):
    table = PANEL.rename(columns={"year": column})
    path = tmp_path / "panel.csv"
    table.to_csv(path, index=False)
    for source in (table, path):
        with pytest.raises(FaultyInput) as caught:
            gm.read_records(source, TREE)
        told = str(caught.value)
        assert f"u: there are 2 rows for it: 2, 4; name the column of the periods: period={column!r}" in told
        assert "keep one row" not in told
        assert gm.read_records(source, TREE, period=column).periods == [2024, 2025]


@pytest.mark.parametrize(
    "cells", [["2024Q4", "2024Q4", "2025Q1", "2025Q1"], ["第1期", "第1期", "第2期", "第2期"]]
)
def test_periods_are_known_by_what_they_are(cells):
    with pytest.raises(FaultyInput, match="period='when'"):
        gm.read_records(PANEL.drop(columns="year").assign(when=cells), TREE)


def test_rows_given_twice_by_hand_name_the_periods_first():
    twice = PANEL.set_index("unit")[TREE.codes]
    for make in (lambda: gm.Dataset(TREE, twice), lambda: gm.Scaled(TREE, twice, pd.DataFrame())):
        with pytest.raises(
            FaultyInput, match="index the rows by `period` and `unit` if they are of several periods"
        ):
            make()
    with pytest.raises(FaultyInput, match="or index all tables by period and unit"):
        gm.dea.radial(twice[["a"]], twice[["b"]])
    rows = PANEL.set_index(["year", "unit"])[TREE.codes].rename_axis(["period", "unit"])
    assert gm.Dataset(TREE, rows).periods == [2024, 2025]


def test_weights_of_respondents_are_matched_by_label_as_from_a_file(tmp_path):
    answers = pd.DataFrame(
        {"a": [1, 2, 5], "b": [2, 3, 4], "c": [5, 5, 1]}, index=pd.Index(list("xyz"), name="respondent")
    )
    weight = pd.Series({"z": 3.0, "x": 1.0, "y": 2.0})
    by_label = gm.read_survey(answers, TREE, weight=weight).weight
    answers.assign(w=weight).to_csv(tmp_path / "s.csv")
    from_file = gm.read_survey(tmp_path / "s.csv", TREE, weight="w").weight
    assert by_label.to_dict() == from_file.to_dict() == {"x": 1.0, "y": 2.0, "z": 3.0}
    for odd in (weight.drop("z"), pd.concat([weight, weight]), pd.Series([1.0, 2, 3]), np.ones(3)):
        with pytest.raises(FaultyInput, match="weight: is not under the index of the answers"):
            gm.read_survey(answers, TREE, weight=odd)


NOUNS = [gm.Indicator, gm.Group, gm.IndicatorTree, gm.Dataset, gm.Scaled, gm.Weights, gm.Scores, gm.Survey, gm.Judgements,
         gm.Recipe, gm.Evaluation, gm.fuzzy.GradeScale]  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS)
def test_a_misspelt_argument_of_a_noun_comes_with_the_one_that_was_meant(noun):
    name = list(inspect.signature(noun).parameters)[-1]
    with pytest.raises(FaultyInput, match=f"^{name}e: is not an option; did you mean '{name}'"):
        noun(**{f"{name}e": 1})


def test_a_whole_evaluation_given_for_a_part_of_it_says_which_part_to_give():
    table = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 3, 1], "c": [3.0, 1, 2]}, list("uvw"))
    found = gm.evaluate({"tree": TREE, "index": {"weighting": "equal"}}, table)
    run = found.assessment
    calls = {
        "weights": lambda given: gm.aggregation.arithmetic(run.scaled, given),
        "scaled": gm.weighting.entropy,
        "dataset": gm.normalisation.min_max,
        "scores": gm.diagnosis.coupling,
    }
    for name, call in calls.items():
        for given, way in ((run, name), (found, f"assessment.{name}")):
            with pytest.raises(FaultyInput, match=rf"give its `\.{way}`"):
                call(given)
    with pytest.raises(FaultyInput, match=r"give its `\.assessment`"):
        gm.explain.between_units(found, "u", "v")
    with pytest.raises(FaultyInput, match=r"give its `\.recipe`"):
        gm.follow(run, run.dataset)
