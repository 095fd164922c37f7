"""Valid calls of every public function of `govmetrics.planning`, and of what its results are asked."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics import planning
from govmetrics.planning import Action, Grades

TREE = gm.IndicatorTree(
    gm.Group("g", "", (
        gm.Indicator("a", source="survey", items=("q",), worst=0, best=100), gm.Indicator("b", worst=0, best=100),
        gm.Indicator("c", better="less", worst=100, best=0),
    ))
)  # fmt: skip
VALUES = pd.DataFrame({"a": [None] * 4, "b": [50.0, 20, 70, 30], "c": [30.0, 60, 80, 20]}, list("ABCD"))
PEOPLE = pd.DataFrame({"people": [5.0, 6, 7, 8]}, list("ABCD"))
DATA = gm.Dataset(TREE, VALUES, PEOPLE)
SURVEY = gm.read_survey(
    pd.DataFrame({"q": [1, 2, 3, 4, 5, 4, 3, 1], "town": list("AABBCCDD")}), TREE, by="town"
)
MATRIX = [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]
JUDGEMENTS = gm.read_judgements({"Li": {"g": MATRIX}, "Wu": {"g": MATRIX}}, TREE)
RECIPE = gm.Recipe(normalisation="goalposts", weighting="ahp")
GIVEN = {"recipe": RECIPE, "data": DATA, "survey": SURVEY, "judgements": JUDGEMENTS}
GRADES = Grades(["low", "high"], [60])
ACTIONS = [Action("b", 1.0), Action("c", 2.0, limit=10.0, step=5.0, fixed=1.0)]
FOUND = planning.what_if(**GIVEN, changes={"A": {"b": 60.0}})
NEEDED = planning.needed(**GIVEN, unit="A", places=1)
BEHIND = planning.catch_up(gm.follow(**GIVEN))
PLAN = planning.improvement_plan(**GIVEN, actions=ACTIONS, budget=9.0, units="A")


def planned(**arguments: object) -> object:
    """Build an action and plan with it."""
    return planning.improvement_plan(**GIVEN, actions=[Action(**arguments)], budget=5.0, units="A")  # type: ignore[arg-type]


CALLS = {
    "what_if": (planning.what_if, {**GIVEN, "changes": {"A": {"b": 60.0}}, "grades": GRADES, "again": True}),
    "needed": (planning.needed, {**GIVEN, "unit": "A", "grade": "high", "grades": GRADES, "limits": {"b": 100.0, "c": 0.0}}),
    "needed, a score": (planning.needed, {**GIVEN, "unit": "B", "score": 60.0}),
    "needed, a rank": (planning.needed, {**GIVEN, "unit": "B", "rank": 1}),
    "needed, places": (planning.needed, {**GIVEN, "unit": "B", "places": 1}),
    "improvement_plan": (planning.improvement_plan, {
        **GIVEN, "actions": ACTIONS[:1], "budget": 9.0, "units": ["A", "B"], "maximise": "score", "grades": GRADES,
        "importance": "people", "solver": None,
    }),
    "catch_up": (planning.catch_up, {"assessment": gm.follow(**GIVEN), "codes": ["b"]}),
    "read_actions": (planning.read_actions, {"source": [{"code": "b", "cost": 1.0}], "tree": TREE}),
    "frozen": (planning.frozen, {"assessment": gm.follow(**GIVEN)}),
    "Grades": (planning.Grades, {"names": ["low", "high"], "cuts": [60]}),
    "of": (GRADES.of, {"scores": [50.0, None, 70.0]}),
    "places": (GRADES.places, {"scores": [50.0, 70.0]}),
    "least": (GRADES.least, {"name": "high"}),
    "Action": (planned, {"code": "b", "cost": 1.0, "limit": 90.0, "step": 5.0, "fixed": 1.0, "units": ["A"], "name": "work"}),
    **{f"{type(one).__name__}.{what}": (getattr(one, what), {"language": "zh"})
       for one in (FOUND, NEEDED, PLAN, BEHIND) for what in ("summary", "tables")},
}  # fmt: skip
