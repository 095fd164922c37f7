"""Families of linear programs over one set of columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints


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
        None  # (B,) or (B, k): own columns not in the basis at the start column (-1: none), if there is one
    )
    begin: Floats | None = None  # (B, p): stands in for the start column where it is -1, and must leave

    def take(self, who: Ints) -> Family:
        """Return some programs of the family."""
        return replace(
            self,
            scale=self.scale[who],
            own=self.own[who],
            cost=self.cost[who],
            rhs=self.rhs[who],
            start=self.start[who],
            banned=self.banned[who],
            drop=None if self.drop is None else self.drop[who],
            begin=None if self.begin is None else self.begin[who],
        )


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
