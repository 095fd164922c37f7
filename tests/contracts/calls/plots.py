"""Valid calls of every public function of `govmetrics.plots`."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm

TREE = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
TABLE = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
RUN = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(TABLE, TREE))
SURE = gm.robustness.uncertainty(RUN.recipe, RUN.dataset, [gm.robustness.PerturbedWeights(0.25)], draws=20)
FOUND = gm.diagnosis.importance_performance(
    pd.DataFrame({"safety": [80.0, 90, 85], "parks": [60.0, 50, 55]}),
    pd.DataFrame({"safety": [90.0, 85, 95], "parks": [95.0, 90, 100]}),
)

CALLS = {
    "ranking": (gm.plots.ranking, {"scores": RUN.scores, "top": 2, "language": "zh", "node": "actors"}),
    "profile": (gm.plots.profile, {"scores": RUN.scores, "unit": "West", "language": "en", "node": "actors"}),
    "rank_intervals": (gm.plots.rank_intervals, {"uncertainty": SURE, "top": 2, "language": "both"}),
    "importance_performance": (gm.plots.importance_performance, {"result": FOUND, "language": "en"}),
    "save": (
        gm.plots.save,
        {
            "ax": gm.plots.ranking(RUN.scores),
            "path": "picture.png",
            "column": "single",
            "height": 60.0,
            "dpi": 50,
        },
    ),
}
