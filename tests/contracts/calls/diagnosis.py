"""Valid calls of every public function of the diagnoses, and of what their results are asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import diagnosis

TREE = gm.read_tree({"code": "r", "parts": [
    {"code": "A", "parts": [{"code": "a", "better": "more", "worst": 0, "best": 100, "target": 60},
                            {"code": "b", "better": "more"}, {"code": "c", "better": "less"}]},
    {"code": "B", "parts": [{"code": "d", "better": "more"}]},
]})  # fmt: skip
UNITS = pd.Index([f"u{k}" for k in range(8)], name="unit")
RNG = np.random.default_rng(0)
VALUES = pd.DataFrame(RNG.uniform(1, 99, (8, 4)), UNITS, TREE.codes)
DATA = gm.Dataset(TREE, VALUES, attributes=pd.DataFrame({"type": list("ooonnnnn")}, UNITS))
SCALED = gm.normalisation.min_max(DATA)
WEIGHTS = gm.weighting.equal(TREE)
SCORES = gm.aggregation.arithmetic(SCALED, WEIGHTS)
ROWS = pd.MultiIndex.from_product([[2020, 2024], list("uvwx")], names=["period", "unit"])
PANEL = gm.normalisation.min_max(gm.Dataset(TREE, VALUES.set_axis(ROWS)))
ITEMS = pd.DataFrame(RNG.integers(1, 6, (30, 3)), columns=["q", "r", "s"]).astype(float)
OUTCOME = ITEMS["q"] + pd.Series(RNG.normal(size=30))
TABLE = pd.DataFrame({"d": list("aab"), "m": [70.1, 80.2, 60.0], "rank": [2, 1, 3], "w": [0.3, 0.3, 0.4]})
CLAIM = diagnosis.Claim("lower", (3.1, 3.6), (0.9, 0.8), (120, 140))
OBSTACLES = diagnosis.obstacles(SCALED, WEIGHTS)
STRENGTHS = diagnosis.strengths(SCALED)
AUDIT = {"reported": TABLE, "value": "m", "group": "d", "means": {"text": {"a": 75.2, "b": 61.0}}}

SIZES = gm.Dataset(
    TREE, VALUES, attributes=pd.DataFrame({"people": np.arange(1.0, 9), "type": list("ooonnnnn")}, UNITS)
)
ELSEWHERE = pd.DataFrame({"money": RNG.uniform(1, 9, 8)}, UNITS)
OF_KINDS = gm.Dataset(TREE, VALUES, pd.DataFrame({"kind": list("ooonnnnn")}, UNITS))
KINDS = gm.aggregation.arithmetic(gm.normalisation.min_max(OF_KINDS), WEIGHTS)

CALLS = {
    "statistics": (diagnosis.statistics, {"data": gm.treatment.winsorise(DATA), "before": DATA, "skewness": 2.0, "kurtosis": 3.5,
                                          "available": 0.65, "nonzero": 0.5, "unique": 0.5}),
    "Statistics.flagged": (diagnosis.statistics(DATA).flagged, {"flag": "outliers"}),
    "correlations": (diagnosis.correlations, {"scaled": SCALED, "scores": SCORES, "by": "all", "method": "spearman",
                                              "high": 0.9, "weak": 0.3, "level": 0.9}),
    "denominators": (diagnosis.denominators, {"data": SIZES, "columns": ["people"], "high": 0.5}),
    "components": (diagnosis.components, {"values": SCORES, "most": 2}),
    "links": (diagnosis.links, {"scores": SCORES, "other": ELSEWHERE, "nodes": ["r", "A"], "level": 0.9}),
    "group_ranks": (diagnosis.group_ranks, {"scores": KINDS, "by": "kind", "nodes": ["r", "A"]}),
    "obstacles": (diagnosis.obstacles, {"scaled": SCALED, "weights": WEIGHTS}),
    "Obstacles.top": (OBSTACLES.top, {"top": 2}),
    "Obstacles.summary": (OBSTACLES.summary, {"language": "zh", "top": 2}),
    "Obstacles.tables": (OBSTACLES.tables, {"language": "zh"}),
    "strengths": (diagnosis.strengths, {"values": SCALED, "by": "type", "share": 0.3}),
    "Strengths.summary": (STRENGTHS.summary, {"language": "zh", "top": 2}),
    "distance_to_target": (diagnosis.distance_to_target, {"data": DATA}),
    "importance_performance": (diagnosis.importance_performance, {
        "performance": ITEMS, "importance": ITEMS + 1, "lines": "median",
    }),
    "importance_performance derived": (diagnosis.importance_performance, {
        "performance": ITEMS, "outcome": OUTCOME, "derive": "regression", "lines": (3.0, 0.2), "rng": 0,
    }),
    "coupling": (diagnosis.coupling, {"scores": SCORES, "formula": "modified", "node": "r",
                                      "weights": {"A": 1, "B": 2}, "scale": (0, 100)}),
    "coupling of a frame": (diagnosis.coupling, {"scores": VALUES, "weights": pd.Series(1.0, TREE.codes)}),
    "synergy": (diagnosis.synergy, {"scaled": PANEL, "weights": WEIGHTS, "integration": "linear", "base": "previous"}),
    "coherence": (diagnosis.coherence, {"scaled": SCALED, "weights": WEIGHTS, "scores": SCORES,
                                        "limits": diagnosis.Limits()}),
    "Limits": (diagnosis.Limits, {"own_parent": 0.3, "redundant": 0.9, "alpha": 0.7, "weight_factor": 2.0, "shift": 10,
                                  "shifted": 0.1, "level": 0.95}),
    "Claim": (diagnosis.Claim, {"text": "lower", "means": (3.1, 3.6), "sds": (0.9, 0.8), "ns": (120, 140),
                                "relation": "lower", "significant": True, "level": 0.9}),
    "audit_table": (diagnosis.audit_table, AUDIT | {"total": {"text": 70.1}, "rank": "rank", "shares": ["w"],
                                                    "claims": [CLAIM], "better": "more"}),
    "audit_table by itself": (diagnosis.audit_table, {"reported": TABLE[["d", "m"]], "means": {"a": 75.2, "b": 60.0}}),
}  # fmt: skip
