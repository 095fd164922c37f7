"""Whether an answer is right, computed from the data alone and over all reference units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.family import Family
from govmetrics.dea.engine.projection import Projections, Technology, excluded, own_scale

CERTIFIED = 1e-9
"""Largest residual, dual violation and gap (relative to the unit) that pass."""
ROUNDING = 1e-5
"""Of terms: a certificate of `CERTIFIED` times this is some fifty roundings of double numbers."""
LITERAL = 10_000
"""Up to so many reference units every one is priced for every unit's certificate; above, those of the frontier."""
_CELLS = 2_000_000


@dataclass(frozen=True, eq=False)
class Behind:
    """What shows that each reference unit lies behind others: its peers in a certified answer.

    Attributes
    ----------
    unit, peer : (k,)
        Pairs of a unit and a peer.
    front : (f,)
        All peers, and the units without a certified answer (sorted positions).
    basis : (p, B) or None
        Of the points that are asked about: codes of bases to start from, for a batch on the front.
    """

    unit: Ints
    peer: Ints
    front: Ints
    basis: Ints | None = None

    def leaning_on(self, peer: int) -> Ints:
        """Return the units that have this peer, without itself: without it they may come to the front."""
        first, last = np.searchsorted(self._sorted[0], [peer, peer + 1])
        units = self._sorted[1][first:last]
        return np.asarray(units[units != peer])

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.peer, kind="stable")
        return self.peer[order], self.unit[order]


def primal_residual(
    tech: Technology,
    some: Projections,
    t: Floats,
    slacks: Floats,
    *,
    peers: Ints,
    weights: Floats,
    limits: Floats,
) -> Floats:
    """Return each point's largest |columns . lambda + slack signs * slacks - t * move - base| in its own units.

    Each row is taken beside the sizes of its terms: its slack, which counts at least 1, and its peers.

    Parameters
    ----------
    t : (B,)
    slacks : (p, B)
        In own units.
    limits : (r, B)
        Weights of the points' own restrictions.
    peers, weights : (p, B)
        Positions among the technology's columns (-1 for none) and their lambda.
    """
    scale = own_scale(tech, some.values)
    total = slacks * np.where(tech.slack == 0, -1.0, tech.slack)[:, None] - t * some.move * scale
    if some.restrictions is not None:
        total += np.einsum("prb,rb->pb", some.restrictions, limits)
    size = np.maximum(np.abs(slacks), 1.0)
    for position, weight in zip(peers, weights, strict=True):
        used = position >= 0
        term = tech.columns[:, position[used]] * weight[used] * scale[:, used]
        total[:, used] += term
        size[:, used] += np.abs(term)
    equation = (tech.slack == 0) & (np.arange(len(total)) < tech.m + tech.s)
    wrong = np.abs(total - some.base * scale) / size
    wrong[equation] = np.maximum(wrong[equation], np.abs(slacks[equation]))
    return np.asarray(wrong.max(axis=0))


def duality_gap(some: Projections, q: Floats, t: Floats, lost: Bools) -> Floats:
    """Return the gap between both objectives, sense * t and -q . base, beyond the rounding of the sum.

    Where there is no solution (`lost`), q . base > 0 proves that there is none: 0, else infinity.
    """
    terms = q * some.base
    total = terms.sum(axis=0)
    rounding = 8 * np.finfo(float).eps * np.abs(terms).sum(axis=0)
    gap = np.maximum(np.abs(some.sense * t + total) - rounding, 0.0) / np.maximum(np.abs(t), 1.0)
    return np.asarray(np.where(lost, np.where(total > rounding, 0.0, np.inf), gap))


def own_violation(tech: Technology, some: Projections, q: Floats, scale: Floats, lost: Bools) -> Floats:
    """Return how far multipliers (in own units) miss their signs, their sum and the points' own restrictions.

    The sum over what moves is `sense` (0 where there is no solution).
    """
    wrong_sign = np.where(tech.slack[:, None] == 0, 0.0, q * np.sign(tech.slack)[:, None]).max(axis=0)
    asked = np.where(lost, 0.0, some.sense)
    total = np.abs((q * some.move * scale).sum(axis=0) - asked)
    worst = np.maximum(np.maximum(wrong_sign, 0.0), total)
    if some.restrictions is None:
        return np.asarray(worst)
    return np.asarray(np.maximum(worst, np.einsum("pb,prb->rb", q, some.restrictions).max(axis=0)))


def dual_violation(
    tech: Technology, some: Projections, multipliers: Floats, key: Ints, over: Ints | None = None
) -> tuple[Floats, Ints]:
    """Return each point's largest u y_j - v x_j + w over the columns j it may use, beside the size of its terms.

    Projections with the same basis (`key`) have the same multipliers but for a factor, so each basis is looked at once.

    Parameters
    ----------
    multipliers : (p, B)
        v, u, w in raw units; completed in place for inputs of which the unit uses nothing.
    key : (k, B)
        Equal for points with proportional multipliers.
    over : array of int, optional
        Columns to look at, if not all.

    Returns
    -------
    violation : (B,)
    column : (B,)
        Where it is.
    """
    if over is not None:
        units = int((over < tech.n).sum())
        part = replace(
            tech, columns=np.ascontiguousarray(tech.columns[:, over]), trade_offs=len(over) - units
        )
        if some.others:
            place = np.minimum(np.searchsorted(over[:units], some.member), units - 1)
            some = replace(some, member=np.where(over[place] == some.member, place, -1))
        violation, column = dual_violation(part, some, multipliers, key)
        return violation, over[column]
    first, same = _alike(key)
    violation, column = _worst(tech.columns, multipliers[:, first])
    violation, column = violation[same], column[same]
    again = np.flatnonzero(violation > 1e-10)
    step = max(1, _CELLS // tech.columns.shape[1])
    for start in range(0, len(again), step):
        block = again[start : start + step]
        violation[block], column[block] = _own_worst(tech, some.take(block), multipliers, block)
    return violation, column


def _alike(key: Ints) -> tuple[Ints, Ints]:
    """Return one of each group of equal columns, and every column's group (faster than `np.unique` along an axis)."""
    order = np.lexsort(key)
    ranked = key[:, order]
    new = np.r_[True, (ranked[:, 1:] != ranked[:, :-1]).any(axis=0)]
    group = np.empty(len(order), dtype=np.int64)
    group[order] = np.cumsum(new) - 1
    return order[new], group


def violation_behind(
    tech: Technology, some: Projections, multipliers: Floats, behind: Behind
) -> tuple[Floats, Ints]:
    """Return the same over the units that lean on the one that each point may not use."""
    violation, column = np.zeros(len(some.member)), np.zeros(len(some.member), dtype=np.int64)
    order = np.argsort(some.member, kind="stable")
    left_out, starts = np.unique(some.member[order], return_index=True)
    for member, rows in zip(left_out.tolist(), np.split(order, starts[1:]), strict=True):
        leaning = behind.leaning_on(member)
        if not len(leaning):
            continue
        part = replace(tech, columns=np.ascontiguousarray(tech.columns[:, leaning]), trade_offs=0)
        step = max(1, _CELLS // len(leaning))
        for block in (rows[i : i + step] for i in range(0, len(rows), step)):
            points = replace(some.take(block), others=False)  # no unit leans on itself: all may be used
            violation[block], worst = _own_worst(part, points, multipliers, block)
            column[block] = leaning[worst]
    return violation, column


def _worst(columns: Floats, q: Floats) -> tuple[Floats, Ints]:
    """Return the largest relative value of q . column per row of q.T, and its column."""
    b, n = q.shape[1], columns.shape[1]
    step, found = max(1, _CELLS // n), []
    for start in range(0, max(b, 1), step):
        part = q[:, start : start + step]
        found.append(_largest(columns, part, part.T @ columns))
    violations, columns_ = zip(*found, strict=True)
    return np.concatenate(violations), np.concatenate(columns_)


def _largest(columns: Floats, q: Floats, value: Floats) -> tuple[Floats, Ints]:
    """Return the largest of each row of value = q.T @ columns beside the size of its terms, at least 0, and its column."""
    violation, column = np.zeros(len(value)), np.zeros(len(value), dtype=np.int64)
    row, col = np.nonzero(value > 0)
    terms = columns[:, col] * q[:, row]
    relative = terms.sum(axis=0) / np.abs(terms).sum(axis=0)
    order = np.argsort(relative, kind="stable")  # the largest of each row is written last
    violation[row[order]] = relative[order]
    column[row[order]] = col[order]
    return violation, column


def _own_worst(tech: Technology, some: Projections, multipliers: Floats, where: Ints) -> tuple[Floats, Ints]:
    """Do the same point by point, leaving out the columns that each point may not use."""
    q = multipliers[:, where]
    value = q.T @ tech.columns
    barred = excluded(tech, some, np.arange(tech.n))
    if barred is not None:
        for i in range(tech.m):
            _raise_price(tech, some, q, value, i)
        multipliers[:, where] = q
        value[barred] = -np.inf
    return _largest(tech.columns, q, value)


def _raise_price(tech: Technology, some: Projections, q: Floats, value: Floats, i: int) -> None:
    """Raise the multiplier of input i, of which a point uses nothing, until it pays no unit that uses some.

    This changes nothing for the point itself; it makes its multipliers valid for every unit.
    """
    mine = np.flatnonzero(some.values[i] == 0)
    if not len(mine):
        return
    use = -tech.columns[i]
    users = use > 0
    short = value[np.ix_(mine, np.flatnonzero(users))] / use[users]
    raised = np.maximum(short.max(axis=1, initial=0.0), 0.0)
    q[i, mine] += raised
    value[mine] -= raised[:, None] * use


def improving(
    family: Family, who: Ints, duals: Floats, over: Ints | None = None
) -> tuple[Ints, Ints, Floats]:
    """Return the shared columns with a price below zero, which would improve a program: (row, column, price), each (k,).

    Prices are of columns scaled to size one in the program's units; `over` are the columns to look at, if not all.
    """
    q = np.nan_to_num(duals) * family.scale[who]
    row, column = np.nonzero(q @ (family.columns if over is None else family.columns[:, over]) > 0)
    if over is not None:
        column = over[column]
    allowed = column != family.banned[who[row]]
    row, column = row[allowed], column[allowed]
    return row, column, prices(family, who, duals, row, column)


def prices(family: Family, who: Ints, duals: Floats, row: Ints, column: Ints) -> Floats:
    """Return the price (k,) of each column for the program `who[row]`, scaled to size one in the program's units."""
    terms = family.columns[:, column] * family.scale[who[row]].T
    size = np.abs(terms).max(axis=0, initial=0.0)
    total = np.einsum("pk,kp->k", terms, np.nan_to_num(duals)[row])
    return np.asarray(-total / np.where(size > 0, size, 1.0))


def lowest(row: Ints, column: Ints, price: Floats, programs: int) -> tuple[Floats, Ints]:
    """Return each program's lowest price (B,), 0 where none is below zero, and its column, -1 for none."""
    least, where = np.zeros(programs), np.full(programs, -1)
    order = np.argsort(
        -price[::-1], kind="stable"
    )  # the lowest of each row is written last, of equals the first
    least[row[::-1][order]] = price[::-1][order]
    where[row[::-1][order]] = column[::-1][order]
    return np.minimum(least, 0.0), where


def family_error(
    family: Family, own: Floats, duals: Floats, weights: sparse.csr_array, below: Floats
) -> Floats:
    """Return (B,): the largest of primal residual, dual infeasibility and gap; `below` is that of shared columns."""
    residual = (weights @ family.columns.T) * family.scale - family.rhs
    residual += np.einsum("bpe,be->bp", family.own, own)
    terms = (weights @ np.abs(family.columns).T) * family.scale
    terms = np.maximum(terms, np.abs(family.own * own[:, None, :]).max(axis=2))
    residual /= np.maximum(1.0, ROUNDING * terms)  # huge terms cannot cancel to better than their rounding
    gap = np.abs((family.cost * own).sum(axis=1) - (duals * family.rhs).sum(axis=1))
    gap /= np.maximum(1.0, ROUNDING * np.abs(family.cost * own).sum(axis=1))
    own_price = family.cost - np.einsum("bpe,bp->be", family.own, duals)
    own_below = np.where(family.free, np.abs(own_price), -own_price).max(axis=1)
    error: Floats = np.maximum.reduce(
        [np.abs(residual).max(axis=1), np.maximum(below, 0), np.maximum(own_below, 0), gap]
    )
    return error
