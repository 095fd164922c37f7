"""Valid calls of every public function of the room of periods, and of what its results are asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import panel

TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
ROWS = pd.MultiIndex.from_product([[2020, 2021, 2024], list("uvwx")], names=["period", "unit"])
VALUES = pd.DataFrame(np.random.default_rng(0).uniform(1, 9, (12, 3)), ROWS, TREE.codes)
PEOPLE = pd.DataFrame({"district": list("eeww") * 3, "population": range(100, 112)}, ROWS)
DATA = gm.Dataset(TREE, VALUES, attributes=PEOPLE)
RUN = panel.follow_periods(gm.Recipe(), DATA)
CHANGES = panel.changes(RUN)
SHARED = {"source": DATA, "by": "district", "node": "a1", "weights": "population"}
MANY = pd.MultiIndex.from_product(
    [range(2000, 2024), [f"town {k}" for k in range(12)]], names=["period", "unit"]
)
LONG = gm.Dataset(
    TREE, pd.DataFrame(np.random.default_rng(1).uniform(1, 9, (len(MANY), 3)), MANY, TREE.codes)
)

CALLS = {
    "follow_periods": (panel.follow_periods, {"recipe": gm.Recipe(), "data": DATA}),
    "changes": (panel.changes, {"assessment": RUN, "weights": gm.weighting.deviation}),
    "changes by mapping": (panel.changes, {"assessment": RUN, "weights": dict.fromkeys([2020, 2021, 2024], RUN.weights)}),
    "Changes.summary": (CHANGES.summary, {"language": "zh"}),
    "Changes.tables": (CHANGES.tables, {"language": "zh"}),
    "trends": (panel.trends, {"source": RUN, "nodes": ["A", "a1"], "level": 0.9}),
    "convergence": (panel.convergence, {"source": DATA, "node": "a1", "scale": "log", "level": 0.9}),
    "convergence with controls": (panel.convergence, {"source": LONG, "node": "a1", "level": 0.9, "controls": ["a2"],
                                                      "controls_at": "mean"}),
    "markov": (panel.markov, {"source": LONG, "node": "a1", "classes": 3, "cuts": "period", "relative": True, "closed": "left",
                              "parts": 3}),
    "clubs": (panel.clubs, {"source": LONG, "node": "a1", "trim": 0.3, "critical": -1.65, "sieve": 0.1, "merge": True}),
    "kernels": (panel.kernels, {"source": DATA, "node": "a1", "bandwidth": "sheather_jones", "bounds": (0, 10), "points": 64}),
    "theil": (panel.theil, SHARED | {"index": "mean_log_deviation"}),
    "dagum": (panel.dagum, SHARED),
    "atkinson": (panel.atkinson, SHARED | {"epsilon": 0.5}),
    "district_totals": (panel.district_totals, {"source": DATA, "by": PEOPLE["district"], "weights": PEOPLE["population"],
                                                "how": {"a1": "sum"}, "min_coverage": 0.5}),
}  # fmt: skip
