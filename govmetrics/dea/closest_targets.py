"""The closest efficient point that dominates a unit (最近目标): the least improvement that makes it efficient.

References
----------
Aparicio, J., Ruiz, J. L., & Sirvent, I. (2007). Closest targets and minimum distance to the Pareto-efficient
frontier in DEA. Journal of Productivity Analysis, 28, 209-218.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import choice, shown, wanted
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import Returns, chose, is_among, listed
from govmetrics.dea.additive import _additive
from govmetrics.dea.engine.arrays import Floats, Ints

LIMITS = (1e2, 1e4, 1e6)  # of the distance of an efficient unit from the facet; raised until nothing improves
ATTEMPTS = 500  # supports refused, at most


def closest_targets(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    units: Sequence[Hashable] | None = None,
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    """Return for each unit the efficient point with the least sum of relative changes.

    Radial and slacks-based models project as far as they can; this one as near as it can, among the points of
    the efficient frontier that use no more and make no less than the unit. Each unit is a mixed-integer program
    of its own: it takes a fraction of a second where the frontier has dozens of units, longer beyond.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
        Positive where the changes are relative; a zero counts by the column's largest value.
    units : list of labels, optional
        Which units; all of them by default.
    returns : {"variable", "constant"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        Scores (1 - mean of s/x) / (1 + mean of s/y) at the nearest point; `inefficiency` is the sum of relative
        changes.

    Raises
    ------
    FaultyInput
        Faults of the tables.
    UnsuitableMethod
        Units that are not in the tables.

    References
    ----------
    Aparicio, J., Ruiz, J. L. and Sirvent, I. (2007). Closest targets and minimum distance to the Pareto-
    efficient frontier in DEA. Journal of Productivity Analysis 28, 209-218.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"a": [1.0, 4.0, 5.0], "b": [4.0, 1.0, 4.0]}, index=list("ABC"))
    >>> closest_targets(x, pd.Series(1.0, index=list("ABC"), name="y"), units=["C"]).targets.to_dict("list")
    {'a': [1.0], 'b': [4.0], 'y': [1.0]}
    """
    faults = wanted(returns=(returns, choice("variable", "constant")))
    points = observed(faults, frontier, width, inputs, outputs, idle=chose(returns, "variable"))
    asked = points.units if units is None else listed(units, "units")
    if not len(asked):
        raise FaultyInput("units", "names no unit", "name one, or leave it out for all")
    unknown, way_out = [u for u in asked if not is_among(u, points.units)], "name a unit of the tables"
    if unknown:
        places = [u if isinstance(u, str) and u else shown(u) for u in unknown]
        raise UnsuitableMethod([Fault(place, "is not among the units", way_out) for place in places])
    chosen = pd.Index(asked, name=points.units.name)
    found = by_frontier(points, frontier, width, lambda part: _nearest(part, chosen, returns), only=chosen)
    return found_by("closest_targets", found)


def _nearest(points: Observed, chosen: pd.Index, returns: str) -> NonRadial:
    chosen = chosen[chosen.isin(points.units)]
    rows = points.units.get_indexer(chosen)
    efficient = _efficient(points, returns)
    found = [_closest(points.values, points.sign, efficient, int(o), returns) for o in rows]
    lost = [
        Fault(place_of(unit), "no efficient point was found that dominates it", "use by='radial'")
        for unit, answer in zip(chosen, found, strict=True)
        if answer is None
    ]
    Faults(lost).raise_all(UnsuitableMethod)
    some = points.take(rows, chosen)
    slacks = np.array([answer[0] for answer in found if answer is not None])
    weights = np.array([answer[1] for answer in found if answer is not None])
    size = np.where(some.values > 0, some.values, points.values.max(axis=0))
    share = slacks / size
    scores = (1 - share[:, : some.m].mean(axis=1)) / (1 + share[:, some.m :].mean(axis=1))
    return label_slacks(
        some,
        points.units,
        scores=scores,
        slacks=slacks,
        targets=some.values - some.sign * slacks,
        weights=sparse.csr_array(weights),
        error=(np.abs(weights @ points.values + some.sign * slacks - some.values) / size).max(axis=1),
        inefficiency=share.sum(axis=1),
        returns=returns,
    )


def _efficient(points: Observed, returns: str) -> Ints:
    """Return the positions of the strongly efficient units."""
    v = points.values
    size = np.where(v > 0, v, v.max(axis=0))
    total, _, _, _ = _additive(v, v, points.sign, 1 / size, returns, np.arange(len(v)))
    return np.flatnonzero(total <= EFFICIENT_WITHIN)


def _closest(v: Floats, sign: Floats, efficient: Ints, o: int, returns: str) -> tuple[Floats, Floats] | None:
    """Return the slacks (q,) and weights (n,) of the nearest dominating point of the efficient frontier; None if none is found.

    A combination of efficient units is efficient if and only if all of them lie on one facet with positive
    multipliers. The program asks for such a facet with a limit on how far other units are from it; a support that
    turns out to have no facet is refused by a cut, and the limit is raised until the answer stays.
    """
    weights = np.zeros(len(v))
    if o in efficient:
        weights[o] = 1.0
        return np.zeros(v.shape[1]), weights
    size = np.where(v[o] > 0, v[o], v.max(axis=0))
    scaled, own = v[efficient] / size, v[o] / size
    best, answer, cuts = np.inf, None, list[Ints]()
    for limit in LIMITS:
        for _ in range(ATTEMPTS):
            found = _program(scaled, own, sign, returns, limit, cuts)
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
    if answer is None:
        return None
    weights[efficient] = answer[1]
    return answer[0] * size, weights


def _program(
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
