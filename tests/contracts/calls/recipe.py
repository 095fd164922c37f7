"""Example calls of the recipe."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics import recipe
from tests.contracts.calls.core import JUDGEMENTS, PANEL, SURVEY
from tests.contracts.calls.intake import TABLE, TREE

DATA = gm.read_records(TABLE.assign(c=[5.0, 6.0], b=[3.0, 4.0]), TREE)
ASSESSMENT = gm.follow(gm.Recipe(), DATA)
HALF = gm.read_records(pd.DataFrame({"unit": ["x", "y"], "a": None, "b": None, "c": [1.0, 2.0]}), SURVEY.tree)

CALLS = {
    "Recipe": (recipe.Recipe, {
        "treatment": ["winsorise"], "normalisation": {"min_max": {"scale": [1, 100]}}, "weighting": "equal",
        "aggregation": "geometric", "base_period": None, "roles": ["outcome"], "seed": 0, "title": "Trial",
    }),
    "Recipe.read": (gm.Recipe.read, {"source": {"weighting": "equal"}}),
    "chosen": (gm.Recipe().chosen, {"stage": "weighting"}),
    "Recipe.write": (gm.Recipe().write, {"path": "recipe.yaml"}),
    "follow": (recipe.follow, {"recipe": gm.Recipe(), "data": DATA, "survey": None, "judgements": None}),
    "follow with a survey": (recipe.follow, {"recipe": gm.Recipe(), "data": HALF, "survey": SURVEY}),
    "follow with experts": (recipe.follow, {"recipe": gm.Recipe(weighting="ahp"), "data": DATA, "judgements": JUDGEMENTS}),
    "follow a panel": (recipe.follow, {"recipe": gm.Recipe(base_period=2024), "data": PANEL}),
    "ranking": (ASSESSMENT.ranking, {"node": "p"}),
    "summary": (ASSESSMENT.summary, {"language": "zh", "top": 3}),
}  # fmt: skip
