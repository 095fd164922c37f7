"""Example calls of the fuzzy room."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics import fuzzy

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
ORDERED = gm.weighting.assigned(TREE, {"p": 2, "q": 1, "a": 2, "b": 1, "c": 1})
INTERVALS = pd.DataFrame([("u", code, low, low + 15) for code in TREE.codes for low in (30, 40, 62)],
                         columns=["unit", "code", "low", "high"])  # fmt: skip
DEGREES = fuzzy.cloud(INTERVALS, [0, 20, 40, 60, 100], WEIGHTS, SCALE)
SURVEY = gm.read_survey(
    pd.DataFrame({"i": [1, 2, 3, 4], "j": [2, 2, 4, 1], "town": ["x", "x", "y", "y"]}),
    gm.read_tree({"code": "r", "parts": [{"code": "a", "better": "more", "items": ["i", "j"]}]}),
    scale=(1, 4),
    by="town",
)
PEOPLE = pd.Series([1.0, 2, 1, 3], SURVEY.answers.index)

CALLS = {
    "compose": (fuzzy.compose, {"weights": [0.5, 0.5], "membership": [[0.5, 0.5], [0.2, 0.8]], "operator": "max_min"}),
    "compose a frame": (fuzzy.compose, {"weights": {"a": 0.5, "b": 0.5}, "membership": MEMBERSHIP.loc["u"].iloc[:2]}),
    "evaluate": (fuzzy.evaluate, {"membership": MEMBERSHIP, "weights": WEIGHTS, "grades": SCALE, "operator": "max_min",
                                  "min_coverage": 0.5, "sums": "one", "imputed": DATA.values.isna()}),
    "from_values": (fuzzy.from_values, {"data": DATA, "breakpoints": POINTS, "shape": "cloud", "grades": SCALE,
                                        "hyper_entropy": 0.1}),
    "value_errors": (fuzzy.value_errors, {"data": DATA, "breakpoints": POINTS, "shape": "sigmoid", "grades": SCALE}),
    "from_survey": (fuzzy.from_survey, {"survey": SURVEY, "grades": SCALE, "by": "town", "weights": PEOPLE}),
    "survey_errors": (fuzzy.survey_errors, {"survey": SURVEY, "grades": SCALE, "by": "town", "weights": PEOPLE}),
    "from_counts": (fuzzy.from_counts, {"frame": MEMBERSHIP * 10, "grades": SCALE}),
    "from_votes": (fuzzy.from_votes, {"frame": pd.DataFrame({"unit": ["u"], "code": ["a"], "grade": ["good"]}),
                                      "grades": SCALE}),
    "GradeScale": (fuzzy.GradeScale, {"names": ["a", "b"], "values": [2, 1], "cuts": [1.5]}),
    "grade_probabilities": (fuzzy.grade_probabilities, {"evaluation": EVALUATION, "errors": MEMBERSHIP * 0 + 0.05,
                                                        "node": "p", "draws": 3, "level": 0.9, "rng": 0}),
    "value_probabilities": (fuzzy.value_probabilities, {"evaluation": EVALUATION, "data": DATA, "breakpoints": POINTS,
                                                        "shape": "triangular", "node": "p", "draws": 3, "level": 0.9, "rng": 0}),
    "matter_element": (fuzzy.matter_element, {"data": DATA, "fields": [0, 20, 40, 60, 100], "weights": WEIGHTS, "grades": SCALE,
                                              "min_coverage": 0.5}),
    "set_pair": (fuzzy.set_pair, {"data": DATA, "thresholds": [20, 40, 60], "weights": WEIGHTS, "grades": SCALE,
                                  "coefficients": [1, 0.5, -0.5, -1], "min_coverage": 0.5}),
    "catastrophe": (fuzzy.catastrophe, {"scaled": SCALED, "weights": ORDERED, "rule": {"p": "non_complementary"},
                                        "adjusted": True}),
    "cloud": (fuzzy.cloud, {"frame": INTERVALS, "fields": [0, 20, 40, 60, 100], "weights": WEIGHTS, "grades": SCALE,
                            "hyper_entropy": 0.1, "min_coverage": 0.5}),
    "GradeDegrees.at": (DEGREES.at, {"node": "p"}),
    "GradeDegrees.tables": (DEGREES.tables, {"language": "zh"}),
    "GradeDegrees.summary": (DEGREES.summary, {"language": "zh"}),
    "verdicts": (EVALUATION.verdicts, {"node": "p", "confidence": 0.6}),
    "operators": (EVALUATION.operators, {"node": "p"}),
    "at": (EVALUATION.at, {"node": "p"}),
    "summary": (EVALUATION.summary, {"language": "zh", "top": 2}),
    "tables": (EVALUATION.tables, {"language": "zh"}),
    "labels": (SCALE.labels, {"language": "zh"}),
    "of_score": (SCALE.of_score, {"scores": VALUES["a"].to_numpy()}),
}  # fmt: skip
