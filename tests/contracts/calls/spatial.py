"""Valid calls of every public function of the room of spatial."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics import spatial
from tests.spatial.lattice import squares

MAP = squares(4)
WEIGHTS = spatial.weights(MAP)
UNITS = list(WEIGHTS.units)
RNG = np.random.default_rng(2)
VALUES = pd.DataFrame(RNG.uniform(1, 9, (16, 3)), UNITS, ["y", "x", "z"])
POINTS = pd.DataFrame({"lon": RNG.uniform(113, 114, 6), "lat": RNG.uniform(22, 23, 6)}, list("abcdef"))
PAIRS = pd.DataFrame({"from": list("abc"), "to": list("bcd")})
PANEL = pd.DataFrame(
    RNG.uniform(1, 9, (64, 2)),
    pd.MultiIndex.from_product([[1, 2, 3, 4], UNITS], names=["period", "unit"]),
    ["y", "x"],
)

CALLS: dict[str, Any] = {
    "weights": (spatial.weights, {"source": MAP, "kind": "rook", "islands": False, "unit": "name", "snap": 1e-9}),
    "weights of points": (spatial.weights, {"source": POINTS, "kind": "nearest", "k": 2, "coordinates": "gcj02"}),
    "weights within": (spatial.weights, {"source": POINTS, "kind": "inverse", "within": 100.0, "power": 2.0, "islands": True}),
    "weights of pairs": (spatial.weights, {"source": PAIRS, "standardised": False}),
    "SpatialWeights.only": (WEIGHTS.only, {"units": UNITS[:6], "islands": False}),
    "SpatialWeights.standardise": (WEIGHTS.standardise, {"standardised": False}),
    "SpatialWeights.matrix": (WEIGHTS.matrix, {}),
    "moran": (spatial.moran, {"source": VALUES, "w": WEIGHTS, "node": "y", "assumption": "normality", "alternative": "greater",
                              "draws": 19, "rng": 1}),
    "geary": (spatial.geary, {"source": PANEL, "w": WEIGHTS, "node": ["y"], "draws": 9}),
    "global_g": (spatial.global_g, {"source": VALUES, "w": WEIGHTS, "alternative": "less", "draws": 9, "rng": 1}),
    "local": (spatial.local, {"source": VALUES, "w": WEIGHTS, "draws": 9, "rng": 0, "divisor": "n-1", "alternative": "two_sided",
                              "level_of_q": 0.1}),
    "markov": (spatial.markov, {"source": PANEL, "w": WEIGHTS, "node": "y", "classes": 2, "cuts": "period", "relative": True,
                                "closed": "left"}),
    "ellipse": (spatial.ellipse, {"points": POINTS, "weights": pd.Series(range(1, 7), list("abcdef")),
                                  "convention": "arcgis", "coordinates": "bd09"}),
    "ellipse of a map": (spatial.ellipse, {"points": MAP, "weights": PANEL, "node": "x", "unit": "name",
                                           "coordinates": "projected"}),
    "detector": (spatial.detector, {"source": VALUES.assign(district=list("ab") * 8, kind=list("xxyy") * 4),
                                    "by": ["district", "kind"], "node": "y", "draws": 9, "rng": 1}),
    "regression": (spatial.regression, {"frame": VALUES, "formula": "y ~ x + z", "w": WEIGHTS, "model": "durbin", "draws": 100,
                                        "rng": 0, "level": 0.9}),
    "regression of a panel": (spatial.regression, {"frame": PANEL.reset_index(), "formula": "y", "w": WEIGHTS, "model": "lag",
                                                   "effects": "both", "regressors": ["x"], "unit": "unit", "period": "period",
                                                   "draws": 100}),
}  # fmt: skip
