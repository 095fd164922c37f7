"""Valid calls of every public function of `govmetrics.robustness`, and of what its results are asked."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics import robustness
from govmetrics.robustness import (
    Choice,
    DrawnWeights,
    DroppedLeaf,
    MeasurementErrors,
    PerturbedWeights,
    StandardErrors,
)

TREE = gm.IndicatorTree(
    gm.Group(
        "g", "", (gm.Indicator("a", source="survey", items=("q",)), gm.Indicator("b"), gm.Indicator("c"))
    )
)
VALUES = pd.DataFrame({"a": [None] * 4, "b": [50.0, 20, 70, 30], "c": [30.0, 60, 80, 20]}, list("ABCD"))
DATA = gm.read_records(VALUES, TREE)
SURVEY = gm.read_survey(
    pd.DataFrame({"q": [1, 2, 3, 4, 5, 4, 3, 1], "town": list("AABBCCDD")}), TREE, by="town"
)
MATRIX = [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]
JUDGEMENTS = gm.read_judgements({"Li": {"g": MATRIX}, "Wu": {"g": MATRIX}}, TREE)
RECIPE = gm.Recipe(weighting="ahp")
GIVEN = {"recipe": RECIPE, "data": DATA, "survey": SURVEY, "judgements": JUDGEMENTS}
FACTORS = [
    PerturbedWeights(0.2, ["b"], draws=3),
    StandardErrors(draws=2),
    Choice("aggregation", ["arithmetic", "geometric"]),
]
EQUAL = {"recipe": gm.Recipe(weighting="equal"), "data": gm.join(DATA, gm.survey.score(SURVEY))}
FOUND = robustness.uncertainty(**EQUAL, factors=[MeasurementErrors({"b": 9.0}, draws=3)], draws=4)
SHARES = robustness.sensitivity(**EQUAL, factors=[DroppedLeaf(["b"])], draws=8)
MOVED = robustness.one_at_a_time(**EQUAL, factors=[DrawnWeights(pd.DataFrame({"a": [1.0, 0.0]}))])
LEFT = robustness.leave_one_out(**EQUAL)
SCORES = gm.follow(**EQUAL).scores
STABLE = robustness.weight_stability(SCORES)
ERRORS = pd.Series(2.0, list("ABCD"))
LATER = gm.follow(EQUAL["recipe"], EQUAL["data"])
MOVES = robustness.change_confidence(LATER, LATER, [MeasurementErrors({"b": 9.0}, draws=3)], draws=4)
SURE = robustness.rank_confidence(VALUES["b"], ERRORS, draws=20)


def varied(factor: type, **arguments: object) -> object:
    """Build a factor and follow a recipe with it."""
    return robustness.uncertainty(**EQUAL, factors=[factor(**arguments)], draws=2)


def call(factor: type) -> object:
    return lambda **arguments: varied(factor, **arguments)


CALLS = {
    "uncertainty": (robustness.uncertainty, {**GIVEN, "factors": [StandardErrors(draws=2)], "draws": 3, "rng": 0, "level": 0.9,
                                             "n_jobs": 1}),
    "change_confidence": (robustness.change_confidence, {
        "before": LATER, "after": gm.follow(**EQUAL), "factors": FACTORS[:1], "factors_before": FACTORS[:2], "draws": 3, "rng": 0,
        "level": 0.9, "since": None, "period": None,
    }),
    "sensitivity": (robustness.sensitivity, {**GIVEN, "factors": FACTORS[:1], "draws": 8, "rng": 0, "output": "rank",
                                             "unit": "A", "level": 0.9, "period": None, "n_jobs": 1}),
    "one_at_a_time": (robustness.one_at_a_time, {**GIVEN, "factors": FACTORS[:1], "most": 2, "rng": 0}),
    "leave_one_out": (robustness.leave_one_out, GIVEN),
    "weight_stability": (robustness.weight_stability, {"scores": SCORES, "top": 2}),
    "rank_confidence": (robustness.rank_confidence, {
        "values": VALUES["b"], "standard_errors": ERRORS, "level": 0.9, "simultaneous": True, "draws": 9, "rng": 0,
        "better": "less",
    }),
    "Choice": (call(robustness.Choice), {"stage": "weighting", "options": ["equal", "entropy"]}),
    "PerturbedWeights": (call(robustness.PerturbedWeights), {"spread": 0.2, "nodes": ["b"], "draws": 2}),
    "DirichletWeights": (call(robustness.DirichletWeights), {"concentration": 50, "draws": 2}),
    "DrawnWeights": (call(robustness.DrawnWeights), {"frame": pd.DataFrame({"a": [0.2, 0.5]})}),
    "MissingData": (call(robustness.MissingData), {"draws": 2}),
    "StandardErrors": (call(robustness.StandardErrors), {"draws": 2}),
    "MeasurementErrors": (call(robustness.MeasurementErrors), {"sd": {"b": 0.1}, "relative": True, "draws": 2}),
    "DroppedLeaf": (call(robustness.DroppedLeaf), {"codes": ["a"]}),
    "beats": (FOUND.beats, {"units": ["A"]}),
    "probability_top": (FOUND.probability_top, {"top": 2}),
    "probability_grades": (FOUND.probability_grades, {"cuts": [40, 60], "names": ["low", "middle", "high"]}),
    **{f"{type(one).__name__}.{what}": (getattr(one, what), {"language": "zh"})
       for one in (FOUND, MOVES, SHARES, MOVED, LEFT, STABLE, SURE) for what in ("summary", "tables")},
}  # fmt: skip
