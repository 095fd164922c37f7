"""Mixed-integer linear programs, solved by HiGHS as scipy has it: what planning and packages of measures need."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

SECONDS = 60.0
"""The solver stops after so long with the best solution that it has."""


class Solved(NamedTuple):
    """A solution, where there is one.

    Parameters
    ----------
    x : ndarray or None
    proven : bool
        No solution can be better.
    infeasible : bool
        There is none.
    """

    x: Array | None
    proven: bool
    infeasible: bool


def mixed_integer(
    cost: Array, matrix: Any, low: Array, high: Array, lower: Array, upper: Array, whole: Bools, seconds: float = SECONDS
) -> Solved:  # fmt: skip
    """Minimise cost' x where low <= matrix x <= high, lower <= x <= upper, and some x are whole.

    Examples
    --------
    >>> one = np.ones(2)
    >>> found = mixed_integer(-np.array([3.0, 2.0]), one[None], np.zeros(1), one[:1], 0 * one, one, one > 0)
    >>> found.x.round().tolist(), found.proven
    ([1.0, 0.0], True)
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    found = milp(
        cost, integrality=whole.astype(int), bounds=Bounds(lower, upper), constraints=LinearConstraint(matrix, low, high),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )  # fmt: skip
    if found.x is None:
        return Solved(None, False, found.status == 2)
    return Solved(np.where(whole, np.round(found.x), found.x), found.status == 0, False)


def best_package(gain: Array, cost: Array, budget: float, group: Ints, most: int) -> tuple[Bools, bool]:
    """Return which options gain most within a budget, at most so many of each group, and whether that is proven.

    Gain and cost are told in their means: the solver knows absolute tolerances only. What gains nothing is not chosen.
    """
    useful = np.flatnonzero((gain > 0) & (cost <= budget))
    chosen = np.zeros(len(gain), dtype=bool)
    if not len(useful):
        return chosen, True
    g, c = gain[useful], cost[useful]
    money = c.mean() if c.any() else 1.0
    each = (np.unique(group[useful])[:, None] == group[useful]).astype(float)
    rows = np.vstack([c / money, each])
    high = np.r_[budget / money * (1 + 1e-12), np.full(len(each), float(most))]
    ones = np.ones(len(useful))
    found = mixed_integer(-g / g.mean(), rows, np.full(len(high), -np.inf), high, 0 * ones, ones, ones > 0)
    if found.x is not None:
        chosen[useful[found.x > 0.5]] = True
    return chosen, found.proven
