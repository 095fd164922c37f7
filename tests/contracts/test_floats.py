"""No public function takes nan or infinity for a number, unless it says what that means."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.contracts.test_hostile_arguments import ROOMS, calls_of

ODD = (np.nan, np.inf, -np.inf)
MEANS_SOMETHING = {
    "Column.text(value)",  # a cell is shown, whatever it is
    "read_survey(missing_codes)", "open_large(missing_codes)",  # an empty cell is missing anyway
    "fucom(priorities)",  # the first of an order may be left empty; tests/ahp/test_ordered_weights.py tries the others
    # checked by the tree and by the audit, which name the place
    "Group(weight)", "Group(min_coverage)", "Indicator(weight)", "Indicator(worst)", "Indicator(best)",
    "Claim(means)", "Claim(sds)", "Claim(ns)", "Claim(level)",
}  # fmt: skip


def odd_values(given: Any, annotation: str) -> Iterator[Any]:
    """Yield odd numbers in place of a number, or of each number in a tuple or a mapping."""
    if isinstance(given, tuple) and given and all(isinstance(one, int | float) for one in given):
        yield from ((*given[:k], odd, *given[k + 1 :]) for k in range(len(given)) for odd in ODD)
    elif isinstance(given, dict) and given and all(type(one) in (int, float) for one in given.values()):
        yield from ({**given, key: odd} for key in given for odd in ODD)
    if "float" in annotation or isinstance(given, float):
        yield from ODD


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("room", ROOMS)
def test_nan_and_infinity_are_refused(room, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    taken = []
    for call, (function, given) in calls_of(room).items():
        for parameter in inspect.signature(function).parameters.values():
            name = f"{call.split()[0]}({parameter.name})"
            if name in MEANS_SOMETHING:
                continue
            example = given.get(parameter.name, parameter.default)
            for odd in odd_values(example, str(parameter.annotation)):
                try:
                    function(**{**given, parameter.name: odd})
                except gm.GovmetricsError:
                    continue
                taken.append(f"{name} takes {odd}")
    assert not taken, "\n".join(taken)


ANSWERS = pd.DataFrame({"a": [1, 2, 5], "b": [2, 3, 4], "c": [5, 5, 1], "street": ["x", "x", "y"]})
TREE = gm.IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]})


@pytest.mark.parametrize(
    "options",
    [{"to": (100, 0)}, {"to": (0, np.inf)}, {"to": (1, 1)}, {"min_answered": 50}, {"min_answered": np.nan}],
)
@pytest.mark.parametrize("function", [gm.survey.score, gm.survey.respondent_scores])
def test_groups_and_respondents_are_scored_under_the_same_conditions(function, options):
    survey = gm.read_survey(ANSWERS, TREE, by="street")
    with pytest.raises(gm.GovmetricsError, match=next(iter(options))):
        function(survey, **options)


def test_the_code_of_a_text_is_a_number():
    words = ANSWERS.assign(a=["good", "bad", "good"])
    with pytest.raises(
        gm.GovmetricsError, match="options, 'good': the code is nan; give a number, or name the text in"
    ):
        gm.read_survey(words, TREE, by="street", options={"good": np.nan, "bad": 1})
