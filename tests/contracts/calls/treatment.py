"""Valid calls of every public function of `govmetrics.treatment`."""

import numpy as np
import pandas as pd

from govmetrics import treatment
from govmetrics.core import Dataset, IndicatorTree

TREE = IndicatorTree.from_groups({"g": ["x", "y"]}, {"y": "less"})
ROWS = [f"u{i}" for i in range(12)]
VALUES = pd.DataFrame({"x": [*np.linspace(1, 3, 11), 40.0], "y": np.linspace(5, 9, 12)}, ROWS)
PEOPLE = pd.DataFrame({"people": np.linspace(10, 21, 12), "kind": ["a", "b"] * 6}, ROWS)
DATA = Dataset(TREE, VALUES, PEOPLE)
PERIODS = Dataset(
    TREE, pd.concat({2020: VALUES, 2021: VALUES * np.nan, 2022: VALUES}, names=["period", "unit"])
)

GAPS = Dataset(TREE, VALUES.mask(np.arange(24).reshape(12, 2) % 7 == 0), PEOPLE)

CALLS = {
    "held_out": (
        treatment.held_out,
        {
            "data": GAPS,
            "methods": {"EM": treatment.impute_em},
            "codes": ["y"],
            "folds": 3,
            "level": 0.9,
            "rng": 0,
        },
    ),
    "impute_em": (treatment.impute_em, {"data": GAPS, "among": "all", "empty": "keep"}),
    "impute_regression": (
        treatment.impute_regression,
        {"data": GAPS, "predictors": ["people"], "empty": "keep"},
    ),
    "by_leaf": (treatment.by_leaf, {"data": DATA, "of": {"x": treatment.winsorise}}),
    "box_cox": (treatment.box_cox, {"data": DATA, "codes": ["x"], "exponent": 0.5}),
    "denominate": (treatment.denominate, {"data": DATA, "by": {"x": "people"}, "per": 1000}),
    "impute_interpolate": (treatment.impute_interpolate, {"data": PERIODS, "limit": 2}),
    "impute_mean": (treatment.impute_mean, {"data": DATA, "by": "kind", "empty": "fill"}),
    "impute_median": (treatment.impute_median, {"data": DATA, "by": "kind", "empty": "keep"}),
    "impute_none": (treatment.impute_none, {"data": DATA}),
    "log_transform": (treatment.log_transform, {"data": DATA, "codes": ["x"], "shift": True}),
    "screen": (treatment.screen, {"data": DATA, "units": 0.5, "leaves": 0.5, "how": "drop", "keep": ["u1"]}),
    "winsorise": (
        treatment.winsorise,
        {"data": DATA, "most": 3, "skewness": 2.0, "kurtosis": 3.5, "otherwise": "log"},
    ),
}
