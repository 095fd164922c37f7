"""Whatever is given for an argument of the fuzzy and appraisal rooms: a result, or an error of ours that names it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import fuzzy, grey
from govmetrics.appraisal import Rulebook, appraise

TREE = gm.IndicatorTree.from_groups({"p": ["a", "b"], "q": ["c"]})
UNITS = pd.Index(["u", "v", "w"], name="unit")
VALUES = pd.DataFrame([[10.0, 50, 90], [30, 60, 20], [80, 5, 70]], UNITS, TREE.codes)
DATA = gm.Dataset(TREE, VALUES, standard_errors=VALUES * 0 + 2)
SCALED = gm.normalisation.min_max(DATA)
WEIGHTS = gm.weighting.equal(TREE)
SCALE = fuzzy.FOUR_GRADES
POINTS = [10, 40, 60, 90]
MEMBERSHIP = fuzzy.from_values(DATA, POINTS, grades=SCALE)
EVALUATION = fuzzy.evaluate(MEMBERSHIP, WEIGHTS, SCALE)
SURVEY = gm.read_survey(
    pd.DataFrame({"i": [1, 2, 3, 4], "j": [2, 2, 4, 1], "town": ["x", "x", "y", "y"]}),
    gm.read_tree({"code": "r", "parts": [{"code": "a", "better": "more", "items": ["i", "j"]}]}),
    scale=(1, 4),
    by="town",
)
BOOK = {"items": [{"code": "a", "by": "entered", "points": 100}], "grades": [{"name": "pass", "at_least": 60},
        {"name": "fail"}]}  # fmt: skip
APPRAISAL = appraise(BOOK, VALUES)
FUNCTIONS = [[60, 90, None, None], [40, 60, 60, 90], [10, 40, 40, 60], [None, None, 10, 40]]

CALLS = {
    "compose": (fuzzy.compose, {"weights": [0.5, 0.5], "membership": [[0.5, 0.5], [0.2, 0.8]], "operator": "max_min"}),
    "compose a frame": (fuzzy.compose, {"weights": {"a": 0.5, "b": 0.5}, "membership": MEMBERSHIP.loc["u"].iloc[:2]}),
    "evaluate": (fuzzy.evaluate, {"membership": MEMBERSHIP, "weights": WEIGHTS, "grades": SCALE, "operator": "max_min",
                                  "min_coverage": 0.5, "sums": "one"}),
    "from_values": (fuzzy.from_values, {"data": DATA, "breakpoints": POINTS, "shape": "cloud", "grades": SCALE,
                                        "hyper_entropy": 0.1}),
    "value_errors": (fuzzy.value_errors, {"data": DATA, "breakpoints": POINTS, "shape": "sigmoid", "grades": SCALE}),
    "from_survey": (fuzzy.from_survey, {"survey": SURVEY, "grades": SCALE, "by": "town"}),
    "survey_errors": (fuzzy.survey_errors, {"survey": SURVEY, "grades": SCALE, "by": "town"}),
    "from_counts": (fuzzy.from_counts, {"counts": MEMBERSHIP * 10, "grades": SCALE}),
    "from_votes": (fuzzy.from_votes, {"votes": pd.DataFrame({"unit": ["u"], "code": ["a"], "grade": ["good"]}),
                                      "grades": SCALE}),
    "GradeScale": (fuzzy.GradeScale, {"names": ["a", "b"], "values": [2, 1], "cuts": [1.5]}),
    "grade_probabilities": (fuzzy.grade_probabilities, {"evaluation": EVALUATION, "errors": MEMBERSHIP * 0 + 0.05,
                                                        "node": "p", "draws": 3, "rng": 0}),
    "value_probabilities": (fuzzy.value_probabilities, {"evaluation": EVALUATION, "data": DATA, "breakpoints": POINTS,
                                                        "shape": "triangular", "node": "p", "draws": 3, "rng": 0}),
    "relational_coefficients": (grey.relational_coefficients, {"scaled": SCALED, "reference": dict.fromkeys("abc", 100),
                                                                "distinguishing": 0.5}),
    "grey_relational": (grey.grey_relational, {"scaled": SCALED, "centres": POINTS, "weights": WEIGHTS, "grades": SCALE,
                                                "distinguishing": 0.5}),
    "grey_clustering": (grey.grey_clustering, {"data": DATA, "functions": dict.fromkeys("abc", FUNCTIONS),
                                                "weights": WEIGHTS, "grades": SCALE}),
    "verdicts": (EVALUATION.verdicts, {"node": "p", "confidence": 0.6}),
    "operators": (EVALUATION.operators, {"node": "p"}),
    "summary": (EVALUATION.summary, {"language": "zh", "units": 2}),
    "Rulebook": (Rulebook, {"content": BOOK}),
    "appraise": (appraise, {"rulebook": BOOK, "data": VALUES}),
    "reasons": (APPRAISAL.reasons, {"language": "zh"}),
    "ranking": (APPRAISAL.ranking, {"language": "zh"}),
    "to_frame": (APPRAISAL.to_frame, {"language": "zh"}),
}  # fmt: skip
ODD = [
    None, 1, -1.5, "x", "", [], [1], ["x"], {}, {"a": 1}, {"a": None}, np.nan, np.inf, True, b"x", object(), 1 + 2j,
    (1, 2), {1, 2}, float, pd.Timestamp("2020"), np.zeros((2, 2)), np.zeros(0), pd.DataFrame(), pd.Series([1, 2]),
    pd.DataFrame({"a": [1, None]}), pd.DataFrame({"a": ["x"]}), pd.DataFrame({("a", "b"): [1]}), DATA, SCALED, WEIGHTS,
    SCALE, TREE, EVALUATION, MEMBERSHIP.iloc[:2], MEMBERSHIP.astype(str), MEMBERSHIP.iloc[:, :2],
    pd.concat([MEMBERSHIP, MEMBERSHIP]), pd.concat([MEMBERSHIP, MEMBERSHIP], axis="columns"), VALUES.iloc[:0],
]  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_a_result_or_an_error_of_ours(name):
    function, arguments = CALLS[name]
    assert function(**arguments) is not None
    for argument in arguments:
        for odd in ODD:
            told: object = None
            try:
                told = function(**{**arguments, argument: odd})
            except gm.GovmetricsError as error:
                told = error.faults or None
            assert told is not None, (argument, odd)
