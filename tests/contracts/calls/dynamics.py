"""Valid calls of every public function of the room of dynamics."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics import dynamics

TRUST = {
    "title": "街道",
    "time": {"start": 0, "stop": 10, "step": 0.5, "unit": "月"},
    "stocks": {"trust": {"initial": 0.5, "in": "up", "out": "dn", "unit": "1"},
               "cases": {"initial": 40, "in": ["ne"], "out": ["solved"], "unit": "件"}},
    "flows": {"up": "0.25 * (1 - trust) * q * p(cases)", "dn": "0.1 * trust * cases / 50", "ne": "12 * (1.6 - trust)",
              "solved": "4 * staff * cases / (cases + 9)"},
    "auxiliaries": {"staff": 4, "q": "4 * staff / (cases + 4 * staff)"},
    "lookups": {"p": {"x": [0, 100], "y": [1, 0.8]}},
}  # fmt: skip
MODEL = dynamics.read(TRUST)
STAFF = pd.DataFrame({"staff": [3.0, 4, 5]}, index=["少", "现状", "多"])
RUN = MODEL.run(given=STAFF)

SEEN = MODEL.run(given={"staff": 4.5}).values[["trust", "cases"]].iloc[::2]
TREE = gm.IndicatorTree.from_groups({"outcomes": ["trust", "solved"], "actors": ["q"]})
UNITS = pd.DataFrame(
    {"trust": [0.5, 0.7, 0.9], "solved": [16.0, 9, 12], "q": [0.3, 0.6, 0.4]}, index=list("uvw")
)
DATA = gm.Dataset(TREE, UNITS)

CALLS = {
    "read": (dynamics.read, {"source": TRUST, "units": "note"}),
    "Model.run": (MODEL.run, {"years": 5, "step": 0.25, "method": "rk4", "given": {"staff": [3, 4, 5], "cases": 30}}),
    "Model.summary": (MODEL.summary, {"language": "zh"}),
    "Run.of": (RUN.of, {"variable": "trust"}),
    "Run.tables": (RUN.tables, {"language": "zh"}),
    "Model.run by frame": (MODEL.run, {"years": 5, "given": STAFF}),
    "calibrate": (dynamics.calibrate, {"model": MODEL, "history": SEEN, "bounds": {"staff": (2, 8)}, "holdout": 0.2}),
    "compare": (dynamics.compare, {"scenarios": {"A": MODEL.run(), "B": RUN}}),
    "compare one run": (dynamics.compare, {"scenarios": RUN}),
    "score": (dynamics.score, {"run": RUN, "recipe": gm.Recipe(), "data": DATA, "leaves": {"trust": "trust", "q": ("q", 1)},
                               "unit": "u", "every": 5, "policies": ["A", "B", "B"], "level": 0.8}),
}  # fmt: skip
