"""Blocks of linear programs handed to HiGHS as one sparse program."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.family import Family
from govmetrics.dea.engine.highs import HOPELESS, TOLERANCE, least


def solve_block(
    family: Family, who: Ints, pool: Ints, middle: bool = False
) -> tuple[Floats, Floats, Floats, Ints]:
    """Solve the programs `who` on the pool as one program: own values, duals, weights and their columns.

    Columns are scaled by their largest entry, or to the middle of their range: HiGHS drops entries below 1e-9.
    """
    k, p = len(who), family.rhs.shape[1]
    start = family.start[who]
    cols = np.hstack([np.broadcast_to(pool, (k, len(pool))), np.maximum(start, 0)[:, None]])
    shared = family.columns[:, cols].transpose(1, 0, 2) * family.scale[who][:, :, None]  # (k, p, c)
    size = np.abs(shared).max(axis=1, keepdims=True)
    if middle:
        size = np.sqrt(size * np.where(shared != 0, np.abs(shared), np.inf).min(axis=1, keepdims=True))
    size[~(np.isfinite(size) & (size > 0))] = 1.0
    dense = np.concatenate([shared / size, family.own[who]], axis=2)
    usable = cols != family.banned[who][:, None]
    usable[:, -1] &= (start >= 0) & ~np.isin(start, pool)
    upper = np.hstack([np.where(usable, np.inf, 0.0), np.full((k, family.own.shape[2]), np.inf)])
    lower = np.hstack(
        [
            np.zeros(cols.shape),
            np.broadcast_to(np.where(family.free, -np.inf, 0.0), family.own[who].shape[::2]),
        ]
    )
    cost = np.hstack([np.zeros(cols.shape), family.cost[who]])
    solved = _highs(dense, cost, family.rhs[who], lower, upper)
    if solved is None:
        return _apart(family, who, pool)
    x, duals = solved
    c = cols.shape[1]
    return x[:, c:], duals.reshape(k, p), x[:, :c] / size[:, 0], cols


def _apart(family: Family, who: Ints, pool: Ints) -> tuple[Floats, Floats, Floats, Ints]:
    """Solve what failed together on all columns, then in halves; what fails alone is infeasible."""
    everything = np.arange(family.columns.shape[1])
    if len(pool) < len(everything):
        return solve_block(family, who, everything)
    if len(who) == 1:
        nothing = np.full((1, family.own.shape[2]), np.nan), np.full((1, family.rhs.shape[1]), np.nan)
        return *nothing, np.zeros((1, 1)), np.zeros((1, 1), dtype=np.intp)
    parts = [solve_block(family, half, everything) for half in np.array_split(who, 2)]
    own, duals = np.concatenate([q[0] for q in parts]), np.concatenate([q[1] for q in parts])
    width = max(q[2].shape[1] for q in parts)
    weights, cols = np.zeros((len(who), width)), np.zeros((len(who), width), dtype=np.intp)
    row = 0
    for part in parts:
        k, c = part[2].shape
        weights[row : row + k, :c], cols[row : row + k, :c] = part[2], part[3]
        row += k
    return own, duals, weights, cols


def _highs(
    dense: Floats, cost: Floats, rhs: Floats, lower: Floats, upper: Floats
) -> tuple[Floats, Floats] | None:
    """Solve k programs of the shapes (k, p, c), (k, c), (k, p) as one; None if that has no optimum."""
    k, p, c = dense.shape
    rows = np.broadcast_to((np.arange(k) * p)[:, None, None] + np.arange(p), (k, c, p))
    matrix = sparse.csc_array(
        (dense.transpose(0, 2, 1).ravel(), rows.ravel(), np.arange(k * c + 1) * p), shape=(k * p, k * c)
    )
    matrix.eliminate_zeros()
    for tolerance in (TOLERANCE, 100 * TOLERANCE):
        result = least(cost.ravel(), matrix, rhs.ravel(), lower.ravel(), upper.ravel(), tolerance)
        if result.status == 0:
            return result.x.reshape(k, c), result.eqlin.marginals.reshape(k, p)
        if result.status in HOPELESS:
            break
    return None
