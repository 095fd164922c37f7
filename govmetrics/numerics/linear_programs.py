"""Many small linear programs over one set of columns, each in its own units.

Program b is: minimise ``cost[b] @ w`` subject to
``scale[b] * (columns @ weights) + own[b] @ w = rhs[b]``, ``weights >= 0`` and ``w >= 0`` (or free).
Blocks of programs go to HiGHS as one sparse program. They are solved on few columns, then all columns are
priced with the dual values and whatever would improve a program is added, so the optimum holds over all
columns and its certificate says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

BLOCK = 24  # programs in a call of HiGHS: enough to share its start-up, few enough to stay linear
FEW = 120  # with fewer columns than this HiGHS gets them all
TOLERANCE = 1e-10  # of HiGHS; rows and columns are scaled to one, so it is relative
PRICE = 1e-9  # a column whose reduced cost is below minus this improves a program
ROUNDING = 1e-5  # of terms: CERTIFIED times this is some fifty roundings of double numbers
CERTIFIED = 1e-9  # a larger error is worth another attempt


@dataclass(frozen=True, eq=False)
class Programs:
    """A family of B programs with p rows, n shared columns and e own columns."""

    columns: Floats  # (p, n)
    scale: Floats  # (B, p): what each row of the shared columns is multiplied by
    own: Floats  # (B, p, e)
    cost: Floats  # (B, e)
    rhs: Floats  # (B, p)
    free: Bools  # (e,): own variables without a sign
    start: Ints  # (B,): a shared column that makes the program feasible, -1 if none is known
    banned: Ints  # (B,): the shared column it may not use, -1 if none


@dataclass(frozen=True, eq=False)
class Solutions:
    """Optimal values; an infeasible or unbounded program has NaN and no weights."""

    objective: Floats  # (B,)
    own: Floats  # (B, e)
    duals: Floats  # (B, p): of the scaled rows
    weights: sparse.csr_array  # (B, n)
    feasible: Bools  # (B,)
    error: Floats  # (B,): the largest of primal residual, dual infeasibility over all columns, and gap


def programs(
    columns: Floats,
    scale: Floats,
    own: Floats,
    cost: Floats,
    rhs: Floats,
    free: Bools | None = None,
    start: Ints | None = None,
    banned: Ints | None = None,
) -> Programs:
    """Gather a family; `own` and `cost` may be given once for all its programs."""
    B, e = len(rhs), own.shape[-1]
    none = np.full(B, -1)
    return Programs(
        columns,
        scale,
        np.broadcast_to(own, (B, rhs.shape[1], e)),
        np.broadcast_to(cost, (B, e)),
        rhs,
        np.zeros(e, dtype=bool) if free is None else free,
        none if start is None else start,
        none if banned is None else banned,
    )


def solve(family: Programs, pool: Ints | None = None) -> Solutions:
    """Solve every program of the family.

    Parameters
    ----------
    family : Programs
        Bounded programs.
    pool : (k,) array of int, optional
        Columns to begin with, for example those that made a related family feasible.

    Returns
    -------
    Solutions
        In the family's order.

    Examples
    --------
    One unit of input 2, output 1 beside one of input 1, output 1: it could do with half its input.

    >>> family = programs(
    ...     columns=np.array([[2.0, 1.0], [1.0, 1.0]]), scale=np.ones((1, 2)), rhs=np.array([[0.0, 1.0]]),
    ...     own=np.array([[-2.0, 1.0, 0.0], [0.0, 0.0, -1.0]]), cost=np.array([1.0, 0.0, 0.0]))
    >>> solve(family).objective
    array([0.5])
    """
    B, n = len(family.rhs), family.columns.shape[1]
    found = _Found(np.full((B, family.own.shape[2]), np.nan), np.full(family.rhs.shape, np.nan), [], [], [])
    everyone = np.arange(B)
    if n <= FEW or pool is not None:
        _settle(family, everyone, np.arange(n) if n <= FEW or pool is None else pool, found)
    else:
        sample = np.unique(np.linspace(0, B - 1, min(B, 2 * BLOCK)).astype(np.intp))
        pool = _settle(family, sample, _seeds(family), found)
        _settle(family, np.setdiff1d(everyone, sample), pool, found)
    return _repaired(family, _solutions(family, found))


@dataclass
class _Found:
    """What is settled so far; lives only inside one call of `solve`."""

    own: Floats
    duals: Floats
    rows: list[Ints]
    cols: list[Ints]
    weights: list[Floats]


def _seeds(family: Programs) -> Ints:
    """Columns that are extreme in some random weighting of the rows, with the signs rows have in the optimum."""
    rng = np.random.default_rng(0)
    normal = family.columns / np.maximum(np.abs(family.columns).max(axis=1, keepdims=True), 1e-300)
    draws = rng.exponential(size=(2 * BLOCK, len(normal))) * rng.choice(
        [-1.0, 1.0], size=(2 * BLOCK, len(normal))
    )
    return np.unique((draws @ normal).argmax(axis=1))


def _settle(family: Programs, who: Ints, pool: Ints, found: _Found) -> Ints:
    """Solve the programs `who`, adding columns to the pool until no column improves any of them."""
    while len(who):
        later = []
        for block in np.split(who, np.arange(BLOCK, len(who), BLOCK)):
            own, duals, weights, cols = _block(family, block, pool)
            price = _reduced_costs(family, block, duals)
            worst = price.argmin(axis=1)
            improves = (price[np.arange(len(block)), worst] < -PRICE) & ~np.isin(worst, pool)
            found.own[block], found.duals[block] = own, duals
            row, col = np.nonzero((weights > 0) & ~improves[:, None])
            found.rows.append(block[row])
            found.cols.append(cols[row, col])
            found.weights.append(weights[row, col])
            pool = np.union1d(pool, worst[improves])
            later.append(block[improves])
        who = np.concatenate(later)
    return pool


def _reduced_costs(family: Programs, who: Ints, duals: Floats) -> Floats:
    """Prices of all shared columns, (k, n), each column scaled to size one in the program's units."""
    size = np.zeros((len(who), family.columns.shape[1]))
    for row, scale in zip(np.abs(family.columns), family.scale[who].T, strict=True):
        np.maximum(size, np.outer(scale, row), out=size)
    price = -((np.nan_to_num(duals) * family.scale[who]) @ family.columns) / np.where(size > 0, size, 1.0)
    barred = family.banned[who]
    price[barred >= 0, barred[barred >= 0]] = 0.0
    return price


def _block(
    family: Programs, who: Ints, pool: Ints, middle: bool = False
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


def _apart(family: Programs, who: Ints, pool: Ints) -> tuple[Floats, Floats, Floats, Ints]:
    """Solve what failed together on all columns, then in halves; what fails alone is infeasible."""
    everything = np.arange(family.columns.shape[1])
    if len(pool) < len(everything):
        return _block(family, who, everything)
    if len(who) == 1:
        nothing = np.full((1, family.own.shape[2]), np.nan), np.full((1, family.rhs.shape[1]), np.nan)
        return *nothing, np.zeros((1, 1)), np.zeros((1, 1), dtype=np.intp)
    parts = [_block(family, half, everything) for half in np.array_split(who, 2)]
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
        result: Any = linprog(  # type: ignore[call-overload]  # its stubs know no sparse matrices
            cost.ravel(),
            A_eq=matrix,
            b_eq=rhs.ravel(),
            bounds=np.column_stack([lower.ravel(), upper.ravel()]),
            method="highs",
            options={"primal_feasibility_tolerance": tolerance, "dual_feasibility_tolerance": tolerance},
        )
        if result.status == 0:
            return result.x.reshape(k, c), result.eqlin.marginals.reshape(k, p)
        if result.status in (2, 3):  # infeasible, unbounded
            break
    return None


def _solutions(family: Programs, found: _Found) -> Solutions:
    """Gather what was found, with the certificate over all columns."""
    B, n = len(family.rhs), family.columns.shape[1]
    parts = (np.concatenate(found.weights), (np.concatenate(found.rows), np.concatenate(found.cols)))
    weights = sparse.csr_array(parts, shape=(B, n))
    objective = (family.cost * found.own).sum(axis=1)
    residual = (weights @ family.columns.T) * family.scale - family.rhs
    residual += np.einsum("bpe,be->bp", family.own, found.own)
    terms = (weights @ np.abs(family.columns).T) * family.scale
    terms = np.maximum(terms, np.abs(family.own * found.own[:, None, :]).max(axis=2))
    residual /= np.maximum(1.0, ROUNDING * terms)  # huge terms cannot cancel to better than their rounding
    gap = np.abs(objective - (found.duals * family.rhs).sum(axis=1))
    below = np.zeros(B)
    for who in np.split(np.arange(B), np.arange(500, B, 500)):
        below[who] = -_reduced_costs(family, who, found.duals[who]).min(axis=1)
    own_price = family.cost - np.einsum("bpe,bp->be", family.own, found.duals)
    own_below = np.where(family.free, np.abs(own_price), -own_price).max(axis=1)
    error = np.maximum.reduce(
        [np.abs(residual).max(axis=1), np.maximum(below, 0), np.maximum(own_below, 0), gap]
    )
    return Solutions(objective, found.own, found.duals, weights, np.isfinite(objective), error)


def _repaired(family: Programs, found: Solutions) -> Solutions:
    """Solve what has no good certificate again, alone and differently scaled, and keep the best answer."""
    doubtful = np.flatnonzero(~(found.error <= CERTIFIED))
    if not len(doubtful):
        return found
    weights: Any = found.weights.tolil()
    everything = np.arange(family.columns.shape[1])
    for b in doubtful.tolist():
        for middle in (False, True):
            one = np.array([b])
            own, duals, lam, cols = _block(family, one, everything, middle)
            if not np.isfinite(own).all():
                continue
            part = np.zeros((1, len(everything)))
            np.add.at(part[0], cols[0], lam[0])
            x, duals = _polished(family, b, part[0], own[0], duals[0])
            tried = _Found(x[None, len(everything) :], duals[None], [np.zeros(len(everything), dtype=np.intp)],
                           [everything], [x[: len(everything)]])  # fmt: skip
            new = _solutions(_only(family, b), tried)
            if not new.error[0] >= found.error[b]:
                found.objective[b], found.own[b], found.duals[b] = new.objective[0], new.own[0], new.duals[0]
                found.error[b], found.feasible[b] = new.error[0], True
                weights[[b]] = new.weights
            if found.error[b] <= CERTIFIED:
                break
    return Solutions(
        found.objective, found.own, found.duals, sparse.csr_array(weights), found.feasible, found.error
    )


def _only(family: Programs, b: int) -> Programs:
    """Return the family of program b alone."""
    one = slice(b, b + 1)
    return Programs(
        family.columns,
        family.scale[one],
        family.own[one],
        family.cost[one],
        family.rhs[one],
        family.free,
        family.start[one],
        family.banned[one],
    )


def _polished(family: Programs, b: int, weights: Floats, own: Floats, duals: Floats) -> tuple[Floats, Floats]:
    """Make the rows hold exactly on the columns in use, and their prices zero; smallest relative corrections."""
    A = np.hstack([family.columns * family.scale[b][:, None], family.own[b]])
    cost = np.concatenate([np.zeros(len(weights)), family.cost[b]])
    x = np.concatenate([weights, own])
    loose = np.concatenate([np.zeros(len(weights), dtype=bool), family.free])
    used = np.flatnonzero((x > 1e-13 * np.abs(x).max()) | loose)
    scale = np.maximum(np.abs(x[used]), 1e-300)
    row = 1 / np.maximum((np.abs(A[:, used]) * scale).max(axis=1), 1.0)
    for _ in range(3):
        left = (family.rhs[b] - A[:, used] @ x[used]) * row
        x[used] += scale * np.linalg.lstsq(A[:, used] * scale * row[:, None], left, rcond=1e-14)[0]
        off = (cost[used] - A[:, used].T @ duals) * scale
        weight = np.maximum(np.abs(duals), 1e-12)
        duals = duals + weight * np.linalg.lstsq((A[:, used] * scale).T * weight, off, rcond=1e-14)[0]
    unused = np.setdiff1d(np.arange(len(x)), used)
    x[unused] = 0.0
    return np.where(loose, x, np.maximum(x, 0.0)), duals
