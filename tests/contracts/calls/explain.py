"""Valid calls of every public function that explains scores, and of what its results are asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import explain

TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
ROWS = pd.MultiIndex.from_product([[2020, 2024], list("uvwx")], names=["period", "unit"])
VALUES = pd.DataFrame(np.random.default_rng(0).uniform(1, 9, (8, 3)), ROWS, TREE.codes)
DATA = gm.Dataset(TREE, VALUES)
RECIPE = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
GEOMETRIC = replace(RECIPE, aggregation="geometric")
RUN = gm.follow(RECIPE, DATA)
OTHER = gm.follow(GEOMETRIC, DATA)
FOUND = explain.contributions(RUN)
APART = explain.between_periods((RUN, 2020), (RUN, 2024))
MOVES = explain.compare_recipes(RECIPE, GEOMETRIC, DATA)

FLAT = gm.Dataset(TREE, VALUES.loc[2020])
TREATED = replace(RECIPE, treatment=["impute_mean", {"winsorise": {"most": 2}}])

CALLS = {
    "treatment_moves": (explain.treatment_moves, {"recipe": TREATED, "data": FLAT, "node": "A"}),
    "contributions": (explain.contributions, {
        "source": OTHER, "node": "index", "baseline": "mean", "units": [(2020, "u"), (2024, "v")], "draws": 4, "rng": 0,
    }),
    "contributions from values": (explain.contributions, {"source": OTHER, "baseline": pd.Series(50.0, TREE.codes)}),
    "contributions to scores": (explain.contributions, {"source": RUN.scores, "baseline": "zero"}),
    "between_units": (explain.between_units, {
        "assessment": OTHER, "unit": (2020, "u"), "other": (2024, "v"), "node": "A", "draws": 3, "rng": 0,
    }),
    "between_periods": (explain.between_periods, {
        "before": (OTHER, 2020), "after": (OTHER, 2024), "node": "index", "draws": 3, "rng": 0,
    }),
    "compare_recipes": (explain.compare_recipes, {"before": RECIPE, "after": GEOMETRIC, "data": DATA, "node": "A"}),
    "Contributions.summary": (FOUND.summary, {"language": "zh", "unit": (2020, "u"), "top": 2}),
    "Contributions.tables": (FOUND.tables, {"language": "zh"}),
    "Difference.summary": (APART.summary, {"language": "zh", "unit": "u", "top": 2}),
    "RecipeComparison.summary": (MOVES.summary, {"language": "zh", "top": 2}),
}  # fmt: skip
