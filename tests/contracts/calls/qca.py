"""Valid calls of every public function of the room of qca."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import qca

CASES = [f"社区{at}" for at in range(1, 13)]
_X = np.random.default_rng(3).choice([0.1, 0.2, 0.3, 0.7, 0.8, 0.9], (12, 3))
SETS = pd.DataFrame(_X, CASES, ["信任", "资金", "人手"]).assign(
    解决=np.minimum(_X[:, 0], np.maximum(_X[:, 1], 1 - _X[:, 2]))
)
RAW = pd.DataFrame({"收入": np.arange(12) * 50 + 310.0, "天数": np.arange(12)[::-1] * 2.0 + 3}, CASES)
TABLE = qca.truth_table(SETS, "解决")
SOLUTION = qca.minimise(TABLE)
_ROWS = pd.MultiIndex.from_product([[2023, 2024, 2025], CASES[:4]], names=["period", "unit"])
PANEL = SETS.set_axis(_ROWS)
TREE = gm.IndicatorTree.from_groups({"信任": ["a"], "资金": ["b"], "人手": ["c"], "解决": ["d"]})
_NUMBERS = (100 * SETS).set_axis(list("abcd"), axis=1)
SCORES = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(_NUMBERS, TREE)).scores

CALLS: dict[str, Any] = {
    "calibrate": (qca.calibrate, {"frame": RAW, "thresholds": {"收入": (400, 550, 800), "天数": (20, 10, 5)}, "idm": 0.95,
                                  "method": "logistic"}),
    "calibrate by quantiles": (qca.calibrate, {"frame": RAW, "thresholds": ["收入", "天数"], "method": "quantile"}),
    "necessity": (qca.necessity, {"sets": SETS, "outcome": "解决", "consistency": 0.9, "relevance": 0.6, "unions": 2,
                                  "conditions": ["信任", "资金"]}),
    "truth_table": (qca.truth_table, {"sets": SETS, "outcome": "解决", "consistency": 0.8, "pri": 0.5, "cases": 1,
                                      "conditions": ["信任", "资金", "人手"]}),
    "minimise": (qca.minimise, {"table": TABLE, "remainders": "directed", "expected": {"信任": 1, "资金": 1}, "top": 10,
                                "progress": None}),
    "minimise without assumptions": (qca.minimise, {"table": TABLE}),
    "necessary_condition_analysis": (qca.necessary_condition_analysis, {"frame": RAW.assign(解决=SETS["解决"]), "outcome": "解决",
                                     "conditions": ["收入", "~天数"], "draws": 50, "rng": 0}),
    "robustness": (qca.robustness, {"solution": SOLUTION, "consistency": [0.75], "cases": [2], "shift": 0.1, "progress": None}),
    "temporal": (qca.temporal, {"sets": PANEL, "outcome": "解决", "terms": ["信任*资金", "信任 + ~人手"],
                 "relation": "sufficiency"}),
    "temporal of a solution": (qca.temporal, {"sets": PANEL, "outcome": "解决", "terms": SOLUTION, "relation": "necessity"}),
    "from_scores": (qca.from_scores, {"scores": SCORES, "outcome": "解决", "thresholds": (20, 55, 85),
                                      "conditions": ["信任", "资金"],
                                      "consistency": 0.8, "pri": 0.5}),
}  # fmt: skip
