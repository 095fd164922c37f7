"""Example calls of the grey room."""

from __future__ import annotations

from govmetrics import grey
from tests.contracts.calls.fuzzy import DATA, POINTS, SCALE, SCALED, WEIGHTS

FUNCTIONS = [[60, 90, None, None], [40, 60, 60, 90], [10, 40, 40, 60], [None, None, 10, 40]]

CALLS = {
    "relational_coefficients": (grey.relational_coefficients, {"scaled": SCALED, "reference": dict.fromkeys("abc", 100),
                                                                "distinguishing": 0.5}),
    "degree": (grey.relational_coefficients(SCALED).degree, {"weights": WEIGHTS}),
    "grey_relational": (grey.grey_relational, {"scaled": SCALED, "centres": POINTS, "weights": WEIGHTS, "grades": SCALE,
                                                "distinguishing": 0.5}),
    "grey_clustering": (grey.grey_clustering, {"data": DATA, "functions": dict.fromkeys("abc", FUNCTIONS),
                                                "weights": WEIGHTS, "grades": SCALE}),
}  # fmt: skip
