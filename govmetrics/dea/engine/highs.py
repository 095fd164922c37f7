"""The one call of HiGHS: equations, bounds, a tolerance."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import linprog

from govmetrics.dea.engine.arrays import Floats

TOLERANCE = 1e-10
"""Rows and columns come scaled to about one, so it is relative."""
HOPELESS = (2, 3)
"""What HiGHS says of infeasible and of unbounded programs."""


def least(
    cost: Floats, matrix: Any, right: Floats, lower: Floats, upper: Floats, tolerance: float = TOLERANCE
) -> Any:
    """Minimise cost . z with matrix z = right and lower <= z <= upper.

    Returns
    -------
    OptimizeResult
        `x` is None where there is no optimum; `eqlin.marginals` are the dual values.
    """
    return linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrices and no arrays of bounds
        cost,
        A_eq=matrix,
        b_eq=right,
        bounds=np.column_stack([lower, upper]),
        method="highs",
        options={"primal_feasibility_tolerance": tolerance, "dual_feasibility_tolerance": tolerance},
    )
