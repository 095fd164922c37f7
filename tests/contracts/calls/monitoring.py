"""Valid calls of every public function of the room of monitoring."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics import monitoring

CALLS: dict[str, Any] = {}

SATISFIED = pd.Series({"u": 22, "v": 640, "w": 0, "x": 30})
ASKED = pd.Series({"u": 22, "v": 653, "w": 4, "x": 40})
CALLS |= {
    "funnel": (
        monitoring.funnel,
        {"events": SATISFIED, "out_of": ASKED, "target": 0.9, "overdispersion": "multiplicative", "kind": "proportion",
         "scale": "identity", "outliers": "truncate", "tail": 0.2, "shrinkage": "beta_binomial", "level": 0.9, "better": "less"},
    ),
    "funnel of ratios": (monitoring.funnel, {"events": [0, 5, 9], "out_of": [2.5, 4.5, 3], "kind": "ratio", "scale": "log"}),
    "Funnel.limits_at": (monitoring.funnel(SATISFIED, ASKED).limits_at, {"out_of": [5, 50]}),
}  # fmt: skip
