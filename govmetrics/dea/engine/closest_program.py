"""The closest efficient point of one unit as a mixed-integer program, where the frontier's faces cannot be enumerated.

References
----------
Aparicio, J., Ruiz, J. L., & Sirvent, I. (2007). Closest targets and minimum distance to the Pareto-efficient
frontier in DEA. Journal of Productivity Analysis, 28, 209-218.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from govmetrics.dea.engine.arrays import Floats, Ints

LIMITS = (1e2, 1e4, 1e6)  # of the distance of an efficient unit from the facet; raised until nothing improves
ATTEMPTS = 500  # supports refused, at most


def closest_by_program(
    own: Floats, size: Floats, efficient: Floats, sign: Floats, returns: str
) -> tuple[Floats, Floats] | None:
    """Return slacks (q,) over `size` and weights (f,) of the nearest efficient point that dominates `own`; None if none is found.

    A combination of efficient units is efficient if and only if all of them lie on one facet with positive
    multipliers. The program asks for such a facet with a limit on how far other units are from it; a support that
    turns out to have no facet is refused by a cut, and the limit is raised until the answer stays.
    """
    scaled, own = efficient / size, own / size
    best, answer, cuts = np.inf, None, list[Ints]()
    for limit in LIMITS:
        for _ in range(ATTEMPTS):
            found = program(scaled, own, sign, returns, limit, cuts)
            if found is None:
                break
            total, slack, lam = found
            support = np.flatnonzero(lam > 1e-9)
            if _on_one_facet(scaled, sign, support, returns):
                break
            cuts.append(support)
        else:
            found = None
        if found is not None and total < best - 1e-9:
            best, answer = total, (slack, lam)
        elif answer is not None:
            break
    return answer


def program(
    scaled: Floats, own: Floats, sign: Floats, returns: str, limit: float, cuts: list[Ints]
) -> tuple[float, Floats, Floats] | None:
    """Solve for lambda (f), slack (q), multipliers (q), intercept, distance (f), off (f, binary)."""
    f, q = scaled.shape
    lam, slack, price, level, far, off = np.split(np.arange(3 * f + 2 * q + 1), np.cumsum([f, q, q, 1, f]))
    n = 3 * f + 2 * q + 1
    A, low, high = sparse.lil_array((2 * f + q + f + 1 + len(cuts), n)), [], []
    A[:q, lam], A[:q, slack] = scaled.T, np.diag(sign)
    low, high = list(own), list(own)
    for j in range(f):  # distance of unit j from the facet: sum of sign * price * point + level
        A[q + j, price], A[q + j, level[0]], A[q + j, far[j]] = sign * scaled[j], 1.0, -1.0
        A[q + f + j, far[j]], A[q + f + j, off[j]] = 1.0, -limit
    low += [0.0] * f + [-np.inf] * f
    high += [0.0] * 2 * f
    most = np.full(f, 1.0) if returns == "variable" else _most(scaled, own, sign)
    for j in range(f):
        A[q + 2 * f + j, lam[j]], A[q + 2 * f + j, off[j]] = 1.0, most[j]
    low, high = [*low, *[-np.inf] * f], [*high, *most]
    row = q + 3 * f
    if returns == "variable":
        A[row, lam] = 1.0
    low, high = [*low, 1.0 if returns == "variable" else 0.0], [*high, 1.0 if returns == "variable" else 0.0]
    for k, support in enumerate(cuts):
        A[row + 1 + k, off[support]] = 1.0
    low, high = [*low, *[1.0] * len(cuts)], [*high, *[np.inf] * len(cuts)]
    lower, upper = np.zeros(n), np.full(n, np.inf)
    lower[price], upper[off] = 1.0, 1.0
    lower[level] = -np.inf if returns == "variable" else 0.0
    upper[level] = np.inf if returns == "variable" else 0.0
    cost = np.zeros(n)
    cost[slack] = 1.0
    whole = np.zeros(n)
    whole[off] = 1
    result = milp(
        cost,
        integrality=whole,
        bounds=Bounds(lower, upper),
        constraints=LinearConstraint(A.tocsr(), low, high),
        options={"mip_rel_gap": 1e-9},
    )
    if result.x is None:
        return None
    # Of a unit that is off the facet the solver may leave a weight within its tolerance: with it, a support that was
    # refused would come back for ever.
    support = np.flatnonzero((result.x[lam] > 1e-7) & (result.x[off] < 0.5))
    return _polish(scaled, own, sign, support, returns)


def _polish(
    scaled: Floats, own: Floats, sign: Floats, support: Ints, returns: str
) -> tuple[float, Floats, Floats] | None:
    """Find the nearest dominating combination of the support exactly."""
    q, k = len(own), len(support)
    A = np.hstack([scaled[support].T, np.diag(sign)])
    b = own
    if returns == "variable":
        A, b = np.vstack([A, np.append(np.ones(k), np.zeros(q))]), np.append(own, 1.0)
    found: Any = linprog(np.append(np.zeros(k), np.ones(q)), A_eq=A, b_eq=b)
    if found.status != 0:
        return None
    lam = np.zeros(len(scaled))
    lam[support] = found.x[:k]
    return float(found.fun), np.asarray(found.x[k:]), lam


def _most(scaled: Floats, own: Floats, sign: Floats) -> Floats:
    """Return the largest weight each unit can have without using more than the unit in question."""
    used = sign > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(scaled[:, used] > 0, own[used] / scaled[:, used], np.inf)
    return np.asarray(np.minimum(ratio.min(axis=1), 1e9))


def _on_one_facet(scaled: Floats, sign: Floats, support: Ints, returns: str) -> bool:
    """Return whether positive multipliers exist at which the support is best of all."""
    f, q = scaled.shape
    rest = np.setdiff1d(np.arange(f), support)
    worth = np.column_stack([scaled * sign, np.ones(f)])
    span = (None, None) if returns == "variable" else (0, 0)
    found = linprog(
        np.zeros(q + 1),
        A_ub=-worth[rest] if len(rest) else None,
        b_ub=np.zeros(len(rest)) if len(rest) else None,
        A_eq=worth[support],
        b_eq=np.zeros(len(support)),
        bounds=[(1, None)] * q + [span],
    )
    return bool(found.status == 0)
