"""The two optimisations of the best-worst method: linear, and of ratios."""

from __future__ import annotations

from typing import Any

import numpy as np

from govmetrics.numerics.arrays import Array


def linear(to_others: Array, to_worst: Array, best: int, worst: int) -> tuple[float, Array, Array, Array]:
    """Solve Rezaei's linear model; variables are the weights and xi."""
    from scipy.optimize import linprog

    n = len(to_others)
    eye = np.eye(n)
    gaps = np.concatenate([eye[best] - to_others[:, None] * eye, eye - np.outer(to_worst, eye[worst])])
    slack = -np.ones((2 * len(gaps), 1))
    rows = np.hstack([np.concatenate([gaps, -gaps]), slack])
    total = np.append(np.ones(n), 0.0)[None]

    def solve(cost: Array, most: float) -> Array:
        bounds: Any = np.column_stack([np.zeros(n + 1), np.append(np.ones(n), most)])
        found = linprog(
            cost, A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=total, b_eq=np.ones(1), bounds=bounds, method="highs",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )  # fmt: skip
        return np.asarray(found.x)

    x = solve(np.append(np.zeros(n), 1.0), np.inf)
    w, xi = x[:n] / x[:n].sum(), float(x[n])
    most = xi + 1e-8  # well above the solver's tolerance
    ends = [[solve(sign * np.append(row, 0.0), most)[j] for j, row in enumerate(eye)] for sign in (1, -1)]
    return xi, w, np.minimum(ends[0], w), np.maximum(ends[1], w)


def ratio(to_others: Array, to_worst: Array, best: int, worst: int) -> tuple[float, Array, Array, Array]:
    """Solve Rezaei's first model exactly.

    With r = w_B / w_W and t_j = w_j / w_B, an xi is possible if some r meets
    ``max(a_BW - xi, (a_Bj - xi)(a_jW - xi)) <= r <= min(a_BW + xi, (a_Bj + xi)(a_jW + xi))`` for all j; the
    least xi closes this interval. Each t_j is then free in an interval of its own.
    """
    from scipy.optimize import brentq

    a = to_others[worst]
    others = np.array([j for j in range(len(to_others)) if j not in (best, worst)], dtype=np.intp)
    b, c = to_others[others], to_worst[others]

    def ends(xi: float) -> tuple[float, float]:
        low, high = np.maximum(b - xi, 0) * np.maximum(c - xi, 0), (b + xi) * (c + xi)
        return max(a - xi, low.max(initial=0)), min(a + xi, high.min(initial=np.inf))

    def gap(xi: float) -> float:
        low, high = ends(xi)
        return float(low - high)

    most = max(to_others.max(), to_worst.max())  # then nothing is asked of r from below
    xi = float(brentq(gap, 0, most, xtol=1e-15)) if gap(0) > 0 else 0.0
    low, high = ends(xi)
    r = (low + high) / 2
    floor, ceiling = np.ones(len(to_others)), np.ones(len(to_others))
    floor[worst] = ceiling[worst] = 1 / r
    floor[others] = np.maximum(1 / (b + xi), np.maximum(c - xi, 0) / r)
    with np.errstate(divide="ignore"):
        ceiling[others] = np.minimum(np.where(b > xi, 1 / (b - xi), np.inf), (c + xi) / r)
    ceiling = np.maximum(ceiling, floor)  # they meet where an answer binds, but for rounding
    lower = floor / (floor + ceiling.sum() - ceiling)
    upper = ceiling / (ceiling + floor.sum() - floor)
    centre = (lower + upper) / 2
    return xi, centre / centre.sum(), lower, upper
