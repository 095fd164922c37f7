"""Many small linear programs over one set of columns, each in its own units.

Program b is: minimise ``cost[b] @ w`` subject to
``scale[b] * (columns @ weights) + own[b] @ w = rhs[b]``, ``weights >= 0`` and ``w >= 0`` (or free).
Blocks of programs go to HiGHS as one sparse program. They are solved on few columns, then all columns are
priced with the dual values and whatever would improve a program is added, so the optimum holds over all
columns and its certificate says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.certificate import CERTIFIED, LITERAL, family_error, improving, lowest, prices
from govmetrics.dea.engine.family import Family, FamilyAnswers
from govmetrics.dea.engine.family_highs import solve_block
from govmetrics.dea.engine.frontier import blocks
from govmetrics.dea.engine.together import Together, together

BLOCK = 24  # programs in a call of HiGHS: enough to share its start-up, few enough to stay linear
FEW = 120  # with fewer columns than this HiGHS gets them all
PRICE = 1e-9  # a column whose reduced cost is below minus this improves a program
CELLS = 4_000_000  # of prices in memory at once
ROUNDS = 25  # of adding columns, together; what is then not settled goes to HiGHS


def solve_family(
    family: Family, pool: Ints | None = None, goal: Floats | None = None, over: Ints | None = None
) -> FamilyAnswers:
    """Solve every program of the family.

    Parameters
    ----------
    family : Family
        Bounded programs.
    pool : (k,) array of int, optional
        Columns to begin with, for example those that made a related family feasible.
    goal : (e,) array, optional
        What own columns cost in a second phase, among the optima of the first. It is reached only for the
        programs that are solved together (`FamilyAnswers.finished`).
    over : (f,) array of int, optional
        Columns to begin with, behind which all others lie (`spanning`), so that a program that may use them all is solved
        by them. Up to `LITERAL` columns every one is priced all the same for the certificate.

    Returns
    -------
    FamilyAnswers
        In the family's order.

    Examples
    --------
    One unit of input 2, output 1 beside one of input 1, output 1: it could do with half its input.

    >>> from govmetrics.dea.engine.family import family_of
    >>> family = family_of(
    ...     columns=np.array([[2.0, 1.0], [1.0, 1.0]]), scale=np.ones((1, 2)), rhs=np.array([[0.0, 1.0]]),
    ...     own=np.array([[-2.0, 1.0, 0.0], [0.0, 0.0, -1.0]]), cost=np.array([1.0, 0.0, 0.0]))
    >>> solve_family(family).objective
    array([0.5])
    """
    B, n = len(family.rhs), family.columns.shape[1]
    found = _Found(
        np.full((B, family.own.shape[2]), np.nan),
        np.full(family.rhs.shape, np.nan),
        [],
        [],
        [],
        np.zeros(B, bool),
    )
    left = np.arange(B) if family.drop is None else _settle_together(family, found, goal, over)
    finished = None if goal is None else ~np.isin(np.arange(B), left)
    if n <= FEW or pool is not None:
        _settle(family, left, np.arange(n) if n <= FEW or pool is None else pool, found)
    elif len(left):
        sample = left[np.unique(np.linspace(0, len(left) - 1, min(len(left), 2 * BLOCK)).astype(np.intp))]
        pool = _settle(family, sample, _seeds(family), found)
        _settle(family, np.setdiff1d(left, sample), pool, found)
    few = over if n > LITERAL and (family.banned < 0).all() else None
    return replace(_repaired(family, _solutions(family, found, few), found.lost), finished=finished)


@dataclass
class _Found:
    """What is settled so far; lives only inside one call of `solve`."""

    own: Floats
    duals: Floats
    rows: list[Ints]
    cols: list[Ints]
    weights: list[Floats]
    lost: Bools

    def add(self, who: Ints, own: Floats, duals: Floats) -> None:
        """Keep the values of own columns and the duals of some programs."""
        self.own[who], self.duals[who] = own, duals

    def use(self, rows: Ints, cols: Ints, weights: Floats) -> None:
        """Keep the weights of shared columns."""
        self.rows.append(rows)
        self.cols.append(cols)
        self.weights.append(weights)


def _seeds(family: Family) -> Ints:
    """Columns that are extreme in some random weighting of the rows, with the signs rows have in the optimum."""
    rng = np.random.default_rng(0)
    normal = family.columns / np.maximum(np.abs(family.columns).max(axis=1, keepdims=True), 1e-300)
    draws = rng.exponential(size=(2 * BLOCK, len(normal))) * rng.choice(
        [-1.0, 1.0], size=(2 * BLOCK, len(normal))
    )
    return np.unique((draws @ normal).argmax(axis=1))


def _settle_together(family: Family, found: _Found, goal: Floats | None, over: Ints | None) -> Ints:
    """Solve by the batched simplex what it can certify over all columns; return what is left."""
    n = family.columns.shape[1]
    pool = np.arange(n) if n <= 2 * FEW else _seeds(family) if over is None else over
    over = over if (family.banned < 0).all() else None
    size = max(64, CELLS // (n if over is None else len(over)))
    who, left = np.arange(len(family.rhs)), list[Ints]()
    for _ in range(ROUNDS):
        later = []
        for block in np.split(who, np.arange(size, len(who), size)):
            some = family.take(block)
            got = together(some, pool, goal)
            least, missing = _missing(some, got, pool, goal, over)
            improves = got.done & (missing >= 0)
            cols = np.where(got.columns >= 0, pool[np.maximum(got.columns, 0)], some.start[:, None])
            row, col = np.nonzero(got.weights > 0)
            at = (got.weights[row, col], (row, cols[row, col]))
            weights = sparse.csr_array(at, shape=(len(block), n))
            error = family_error(some, got.own, got.duals, weights, -least)
            good = got.done & ~improves & ~got.stays & (error <= CERTIFIED)
            keep = good[row]
            found.add(block[good], got.own[good], got.duals[good])
            found.use(block[row[keep]], cols[row[keep], col[keep]], got.weights[row[keep], col[keep]])
            none = got.done & ~improves & got.stays & (least >= -PRICE)  # no column helps: infeasible
            found.lost[block[none]] = True
            pool = np.union1d(pool, missing[improves])
            later.append(block[improves])
            left.append(block[~good & ~improves & ~none])
        who = np.concatenate(later)
        if not len(who):
            break
    return np.sort(np.concatenate([*left, who]))


def _missing(
    family: Family, got: Together, pool: Ints, goal: Floats | None, over: Ints | None
) -> tuple[Floats, Ints]:
    """Return each program's lowest price (B,), and a column outside the pool that improves it, -1 if there is none.

    A column of price 0 improves a program if it lowers the goal.
    """
    B = len(family.rhs)
    everyone = np.arange(B)
    least, worst = lowest(*improving(family, everyone, got.duals, over), B)
    missing = np.where((least < -PRICE) & ~np.isin(worst, pool), worst, -1)
    if goal is None or got.stays.all():
        return least, missing
    row, column, price = improving(family, everyone, got.later, over)
    free = ~got.stays[row] & ~np.isin(column, pool)
    row, column, price = row[free], column[free], price[free]
    free = prices(family, everyone, got.duals, row, column) <= PRICE
    later, worst = lowest(row[free], column[free], price[free], B)
    return least, np.where((missing < 0) & (later < -PRICE), worst, missing)


def _settle(family: Family, who: Ints, pool: Ints, found: _Found) -> Ints:
    """Solve the programs `who`, adding columns to the pool until no column improves any of them."""
    while len(who):
        later = []
        for block in np.split(who, np.arange(BLOCK, len(who), BLOCK)):
            own, duals, weights, cols = solve_block(family, block, pool)
            least, worst = lowest(*improving(family, block, duals), len(block))
            improves = (least < -PRICE) & ~np.isin(worst, pool)
            found.add(block, own, duals)
            row, col = np.nonzero((weights > 0) & ~improves[:, None])
            found.use(block[row], cols[row, col], weights[row, col])
            pool = np.union1d(pool, worst[improves])
            later.append(block[improves])
        who = np.concatenate(later)
    return pool


def _solutions(family: Family, found: _Found, over: Ints | None = None) -> FamilyAnswers:
    """Gather what was found, with the certificate over all columns, or those that are known to suffice."""
    B, n = len(family.rhs), family.columns.shape[1]
    parts = (np.concatenate(found.weights), (np.concatenate(found.rows), np.concatenate(found.cols)))
    weights = sparse.csr_array(parts, shape=(B, n))
    below = np.zeros(B)
    for who in blocks(B, n if over is None else len(over)):
        below[who] = -lowest(*improving(family, who, found.duals[who], over), len(who))[0]
    error = family_error(family, found.own, found.duals, weights, below)
    objective = (family.cost * found.own).sum(axis=1)
    return FamilyAnswers(objective, found.own, found.duals, weights, np.isfinite(objective), error)


def _repaired(family: Family, found: FamilyAnswers, lost: Bools) -> FamilyAnswers:
    """Solve what has no good certificate again, alone and differently scaled, and keep the best answer."""
    doubtful = np.flatnonzero(~(found.error <= CERTIFIED) & ~lost)
    if not len(doubtful):
        return found
    weights: Any = found.weights.tolil()
    everything = np.arange(family.columns.shape[1])
    for b in doubtful.tolist():
        for middle in (False, True):
            one = np.array([b])
            own, duals, lam, cols = solve_block(family, one, everything, middle)
            if not np.isfinite(own).all():
                continue
            lambdas = np.zeros((1, len(everything)))
            np.add.at(lambdas[0], cols[0], lam[0])
            x, duals = _polished(family, b, lambdas[0], own[0], duals[0])
            tried = _Found(x[None, len(everything) :], duals[None], [np.zeros(len(everything), dtype=np.intp)],
                           [everything], [x[: len(everything)]], np.zeros(1, bool))  # fmt: skip
            new = _solutions(family.take(one), tried)
            if not new.error[0] >= found.error[b]:
                found.objective[b], found.own[b], found.duals[b] = new.objective[0], new.own[0], new.duals[0]
                found.error[b], found.feasible[b] = new.error[0], True
                weights[[b]] = new.weights
            if found.error[b] <= CERTIFIED:
                break
    return FamilyAnswers(
        found.objective, found.own, found.duals, sparse.csr_array(weights), found.feasible, found.error
    )


def _polished(family: Family, b: int, weights: Floats, own: Floats, duals: Floats) -> tuple[Floats, Floats]:
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
