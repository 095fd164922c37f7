"""Families of linear programs over one set of columns: what they are, their prices and their certificates."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints

ROUNDING = 1e-5  # of terms: a certificate of 1e-9 times this is some fifty roundings of double numbers


@dataclass(frozen=True, eq=False)
class Family:
    """A family of B programs with p rows, n shared columns and e own columns."""

    columns: Floats  # (p, n)
    scale: Floats  # (B, p): what each row of the shared columns is multiplied by
    own: Floats  # (B, p, e)
    cost: Floats  # (B, e)
    rhs: Floats  # (B, p)
    free: Bools  # (e,): own variables without a sign
    start: Ints  # (B,): a shared column that makes the program feasible, -1 if none is known
    banned: Ints  # (B,): the shared column it may not use, -1 if none
    drop: Ints | None = (
        None  # (B,): own column not in the basis at the start column (-1: none), if there is one
    )
    begin: Floats | None = None  # (B, p): stands in for the start column where it is -1, and must leave


@dataclass(frozen=True, eq=False)
class FamilyAnswers:
    """Optimal values; an infeasible or unbounded program has NaN and no weights."""

    objective: Floats  # (B,)
    own: Floats  # (B, e)
    duals: Floats  # (B, p): of the scaled rows
    weights: sparse.csr_array  # (B, n)
    feasible: Bools  # (B,)
    error: Floats  # (B,): the largest of primal residual, dual infeasibility over all columns, and gap
    finished: Bools | None = None  # (B,): the goal is reached as well; None if none was set


def family_of(
    columns: Floats,
    scale: Floats,
    own: Floats,
    cost: Floats,
    rhs: Floats,
    free: Bools | None = None,
    start: Ints | None = None,
    banned: Ints | None = None,
    drop: Ints | None = None,
    begin: Floats | None = None,
) -> Family:
    """Gather a family; `own` and `cost` may be given once for all its programs."""
    B, e = len(rhs), own.shape[-1]
    none = np.full(B, -1)
    known = start is not None and bool((start >= 0).all())
    return Family(
        columns,
        scale,
        np.broadcast_to(own, (B, rhs.shape[1], e)),
        np.broadcast_to(cost, (B, e)),
        rhs,
        np.zeros(e, dtype=bool) if free is None else free,
        none if start is None else start,
        none if banned is None else banned,
        drop if known or begin is not None else None,
        None if known else begin,
    )


def reduced_costs(family: Family, who: Ints, duals: Floats) -> Floats:
    """Prices of all shared columns, (k, n), each column scaled to size one in the program's units."""
    size = np.zeros((len(who), family.columns.shape[1]))
    for row, scale in zip(np.abs(family.columns), family.scale[who].T, strict=True):
        np.maximum(size, np.outer(scale, row), out=size)
    price = -((np.nan_to_num(duals) * family.scale[who]) @ family.columns) / np.where(size > 0, size, 1.0)
    barred = family.banned[who]
    price[barred >= 0, barred[barred >= 0]] = 0.0
    return price


def certificate(
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


def part(family: Family, who: Ints) -> Family:
    """Return some programs of the family."""
    return replace(
        family,
        scale=family.scale[who],
        own=family.own[who],
        cost=family.cost[who],
        rhs=family.rhs[who],
        start=family.start[who],
        banned=family.banned[who],
        begin=None if family.begin is None else family.begin[who],
    )
