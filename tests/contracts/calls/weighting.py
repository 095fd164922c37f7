"""Valid calls of every public function of `govmetrics.weighting`, and of its results' methods."""

import numpy as np
import pandas as pd

from govmetrics import weighting
from govmetrics.core import Dataset, IndicatorTree, Scaled

TREE = IndicatorTree.from_groups({"g": ["a", "b"], "h": ["c"]})
RNG = np.random.default_rng(3)
VALUES = pd.DataFrame(
    RNG.uniform(5, 60, (9, 3)) + RNG.uniform(0, 40, (9, 1)), [f"u{i}" for i in range(9)], TREE.codes
)
SCALED = Scaled(TREE, VALUES, pd.DataFrame(index=TREE.codes), "by hand", (0, 100))
EQUAL = weighting.equal(TREE)
STAGES = weighting.stages(TREE, pd.DataFrame({"a": [1, 2], "b": [1, 1], "c": [2, 1]}, index=[1, 2]))
VARIABLE = weighting.variable(SCALED, EQUAL)
ACROSS = {"scaled": SCALED, "across": "groups"}

CALLS = {
    "assigned": (weighting.assigned, {"tree": TREE, "weights": {"g": 2, "h": 1}}),
    "balanced": (weighting.balanced, ACROSS),
    "cilos": (weighting.cilos, ACROSS),
    "combine": (
        weighting.combine,
        {"weights": [EQUAL, weighting.entropy(SCALED)], "how": "mean", "shares": [1, 2], "over": "leaves"},
    ),
    "critic": (weighting.critic, ACROSS),
    "deviation": (weighting.deviation, ACROSS),
    "effective": (weighting.effective, {"scaled": SCALED, "weights": EQUAL, "across": "groups"}),
    "entropy": (weighting.entropy, {**ACROSS, "shift": 1.0}),
    "equal": (weighting.equal, {"tree": TREE}),
    "idocriw": (weighting.idocriw, {**ACROSS, "raw": Dataset(TREE, VALUES)}),
    "independence": (weighting.independence, {**ACROSS, "how": "pairwise"}),
    "merec": (weighting.merec, ACROSS),
    "pca": (weighting.pca, {**ACROSS, "how": "squared_loadings"}),
    "projection_pursuit": (weighting.projection_pursuit, {**ACROSS, "shares": "squared", "starts": 2, "rng": 0}),
    "scatter_degree": (weighting.scatter_degree, {**ACROSS, "standardise": "periods"}),
    "time_weights": (weighting.time_weights, {"periods": [2023, 2024, 2025], "orness": 0.3}),
    "TimeWeights.combine": (weighting.time_weights(["u", "v"]).combine, {"values": pd.DataFrame({"u": [1.0], "v": [2.0]})}),
    "split_change": (
        weighting.split_change,
        {"before": SCALED, "after": SCALED, "weights_before": EQUAL, "weights_after": VARIABLE.across_tree()},
    ),
    "stages": (weighting.stages, {"tree": TREE, "table": STAGES.to_frame(), "interpolation": "step"}),
    "stage": (
        weighting.stage,
        {"tree": TREE, "table": {1: {"a": 1, "b": 1, "c": 1}, 2: {"a": 1, "b": 1, "c": 2}}, "at": 1.5,
         "interpolation": "linear"},
    ),
    "StageWeights.at": (STAGES.at, {"stage": 1.5}),
    "StageWeights.of_units": (STAGES.of_units, {"stages": pd.Series([1, 2.0], ["u", "v"])}),
    "variable": (
        weighting.variable,
        {"scaled": SCALED, "weights": EQUAL, "kind": "mixed", "strength": 1.0, "form": "exponential", "low": 0.4,
         "high": 0.8},
    ),
    "VariableWeights.of": (VARIABLE.of, {"unit": "u0"}),
    "variation": (weighting.variation, ACROSS),
}  # fmt: skip
