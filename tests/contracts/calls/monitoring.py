"""Valid calls of every public function of the room of monitoring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import govmetrics as gm
from govmetrics import monitoring

CALLS: dict[str, Any] = {}

# forecasts, warnings, backtest
TREE = gm.IndicatorTree.from_groups({"A": ["a1"], "B": ["b1"]})
QUARTERS = [f"{year}Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4)]
ROWS = pd.MultiIndex.from_product([QUARTERS, list("uvwxyz")], names=["period", "unit"])
PANEL = gm.Dataset(
    TREE, pd.DataFrame(np.random.default_rng(0).uniform(1, 9, (len(ROWS), 2)), ROWS, TREE.codes)
)


class OLS:
    """A learner: least squares."""

    def fit(self, rows: Any, targets: Any) -> Any:
        """Keep the slopes."""
        self.slopes = np.linalg.lstsq(rows, targets, rcond=None)[0]
        return self

    def predict(self, rows: Any) -> Any:
        """Return what they give."""
        return rows @ self.slopes


AHEAD = {"data": PANEL, "horizon": 2, "level": 0.8, "nodes": ["a1", "b1"]}
CALLS |= {
    "forecast": (monitoring.forecast, AHEAD | {"learner": OLS()}),
    "warnings": (monitoring.warnings, {"forecast": monitoring.forecast(PANEL, 2), "below": {"a1": 2.0}, "above": {"b1": 8.0}}),
    "backtest": (monitoring.backtest, AHEAD | {"below": {"a1": 2.0}, "above": {"b1": 8.0}, "learner": OLS()}),
}  # fmt: skip

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

PERIODS = [f"{year}Q{quarter}" for year in (2022, 2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
SERIES = pd.Series(np.random.default_rng(0).normal(80, 2, 16).round(1), PERIODS)
OUT_OF = pd.Series(np.random.default_rng(1).integers(40, 90, 16), PERIODS)
EVENTS = pd.Series(np.random.default_rng(2).binomial(OUT_OF, 0.8), PERIODS)

CALLS |= {
    "individuals": (monitoring.individuals, {"series": SERIES, "baseline": 12, "limits": "prediction", "screen": False,
                                             "width": 3.0}),
    "individuals, all": (monitoring.individuals, {"series": SERIES.tolist(), "screen": True}),
    "proportions": (monitoring.proportions, {"events": EVENTS, "out_of": OUT_OF, "prime": True, "baseline": 12, "screen": True,
                                             "width": 3.0}),
    "counts": (monitoring.counts, {"events": EVENTS, "exposure": OUT_OF, "prime": True, "baseline": 12, "screen": False,
                                   "width": 2.0}),
    "ewma": (monitoring.ewma, {"series": SERIES, "centre": 80.0, "sd": 2.0, "smoothing": 0.3, "width": 3.0, "baseline": 12}),
    "cusum": (monitoring.cusum, {"series": SERIES, "target": 80.0, "k": 1.0, "h": 8.0, "sd": 2.0, "baseline": 12}),
    "runs": (monitoring.runs, {"series": SERIES, "centre": 80.0, "baseline": 12}),
}  # fmt: skip

TICKETS = pd.DataFrame(
    {"unit": list("uvuvw"), "received": pd.Timestamp("2024-03-30") + pd.to_timedelta([0, 1, 2, 3, 4], "D"),
     "answered": ["yes", "no", "yes", "", "yes"], "resolved": ["2024-04-09", "", "2024-04-10", "2024-05-01", ""],
     "callback": ["satisfied", "", "dissatisfied", "not reached", "so-so"]},
)  # fmt: skip
CALLS |= {
    "three_rates": (
        monitoring.three_rates,
        {"tickets": TICKETS, "window": "month", "weights": {"response": 1, "satisfaction": 2}, "within": {"resolution": 20},
         "columns": {"unit": "unit"}, "words": {"so-so": False}, "codes": {"response": "a"}, "level": 0.9},
    ),
}  # fmt: skip

ROWS = pd.MultiIndex.from_product([PERIODS, ["u", "v", "w"]], names=["period", "unit"])
SEASONS = pd.DataFrame(np.random.default_rng(3).normal(70, 3, (48, 2)).round(1), ROWS, ["a", "b"])
STEPS = SEASONS + np.repeat([0, 20], 24)[:, None]
CALLS |= {
    "seasonal": (monitoring.seasonal, {"data": SEASONS, "node": "b", "length": 4, "pool": "shrunk"}),
    "change_points": (
        monitoring.change_points, {"data": STEPS, "node": "a", "penalty": 12.5, "min_length": 3, "most": 2},
    ),
}  # fmt: skip

TREE = gm.IndicatorTree(gm.Group("g", parts=(
    gm.Indicator("solved", {"en": "Satisfied", "zh": "满意率"}, unit="%"),
    gm.Indicator("money", unit={"en": "yuan", "zh": "元"}, better="less"),
    gm.Indicator("cases", better="interval", target=(5, 30)),
)))  # fmt: skip
PANEL = pd.MultiIndex.from_product([PERIODS, list("uvwxyz")], names=["period", "unit"])
RNG = np.random.default_rng(5)
WATCHED = pd.DataFrame(
    {"solved": RNG.integers(80, 96, 96) / 1.0, "money": RNG.normal(9, 1, 96), "cases": RNG.poisson(20, 96)},
    PANEL,
)
WATCHED.loc[("2025Q4", "w"), ["solved", "money"]] = [40.0, 3.0]
DATA = gm.Dataset(TREE, WATCHED, pd.DataFrame({"asked": 50.0}, PANEL))

CALLS |= {
    "watch": (monitoring.watch, {"data": DATA, "baseline": 12, "chart": "auto", "false_alarms": 0.1,
                                 "out_of": {"solved": "asked"}, "dead_band": {"money": 1.0}, "since": "2025Q1",
                                 "nodes": ["solved", "money"], "rng": 1}),
    "watch, small moves": (monitoring.watch, {"data": WATCHED["money"], "baseline": 8, "chart": "ewma"}),
    "watch, sums": (monitoring.watch, {"data": WATCHED, "chart": "cusum", "rng": 0}),
    "watch, counts": (monitoring.watch, {"data": WATCHED[["cases"]], "chart": "count"}),
}  # fmt: skip
