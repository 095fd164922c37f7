"""Valid calls of every public function of `govmetrics.aggregation`."""

import pandas as pd

from govmetrics import aggregation, weighting
from govmetrics.core import IndicatorTree, Scaled

TREE = IndicatorTree.from_groups({"g": ["a", "b"], "h": ["c"]})
SCALED = Scaled(
    TREE,
    pd.DataFrame({"a": [10.0, 40, 90], "b": [50.0, 20, 70], "c": [30.0, 60, 80]}, list("ABC")),
    pd.DataFrame(),
    "by hand",
    (1, 100),
)
GIVEN = {"scaled": SCALED, "weights": weighting.equal(TREE), "min_coverage": 0.5}

CALLS = {
    "arithmetic": (aggregation.arithmetic, GIVEN),
    "copeland": (aggregation.copeland, GIVEN),
    "geometric": (aggregation.geometric, GIVEN),
    "harmonic": (aggregation.harmonic, GIVEN),
    "mean_min": (aggregation.mean_min, {**GIVEN, "alpha": 0.5, "beta": 1.0}),
    "owa": (aggregation.owa, {**GIVEN, "emphasis": 2.0}),
    "penalised": (aggregation.penalised, {**GIVEN, "penalty": "minus", "ddof": 1}),
    "power": (aggregation.power, {**GIVEN, "exponent": 0.5}),
    "veto": (
        aggregation.veto,
        {"scores": aggregation.arithmetic(SCALED, weighting.equal(TREE)), "minimum": {"a": 30}, "cap": 20},
    ),
    "wroclaw": (aggregation.wroclaw, GIVEN),
}
