"""Valid calls of every public function of the room of policy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics import policy

ADOPTED = pd.DataFrame({
    "unit": np.repeat([f"c{i}" for i in range(9)], 5), "period": np.tile(range(2018, 2023), 9),
    "since": np.repeat([2020.0] * 3 + [2021.0] * 3 + [np.nan] * 3, 5), "street": np.repeat(list("aabbccdde"), 5),
    "score": np.random.default_rng(0).normal(60, 5, 45), "size": np.repeat(np.random.default_rng(1).normal(size=9), 5),
})  # fmt: skip
ADOPTION = {
    "frame": ADOPTED,
    "outcome": "score",
    "unit": "unit",
    "period": "period",
    "first_treated": "since",
}

CALLS: dict[str, Any] = {
    "staggered": (policy.staggered, ADOPTION | {
        "controls": "not_yet", "covariates": ["size"], "method": "regression", "base": "universal", "anticipation": 0,
        "cluster": "street", "missing": "listwise", "level": 0.9, "draws": 20, "rng": 0}),
    "decompose": (policy.decompose, ADOPTION | {"missing": "refuse"}),
}  # fmt: skip
