"""Programs of one family solved together by the batched simplex method, from a column known to be feasible."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, Stage
from govmetrics.dea.engine.family import Family
from govmetrics.dea.engine.simplex import maximise


class Together(NamedTuple):
    """Answers of B programs; what is not done is not to be used."""

    own: Floats  # (B, e)
    duals: Floats  # (B, p); of the first phase where the start `stays`
    later: Floats  # (B, p): duals of the goal, 0 without one
    columns: Ints  # (B, p): basic shared columns, -1 for the start column, -2 for none
    weights: Floats  # (B, p)
    done: Bools  # (B,)
    stays: Bools  # (B,): the start column could not be driven out


def together(family: Family, pool: Ints, goal: Floats | None = None) -> Together:
    """Solve the programs on the columns of the pool, each from its start column and all own columns but `drop`.

    Parameters
    ----------
    family : Family
        With a start column or a `begin` (which only serves as a start and must leave) in every program. An own
        column with a single entry, the same in every program, is a slack. Free own columns start at 0 or above.
    pool : (f,) array of int
        Shared columns to use.
    goal : (e,) array, optional
        What the own columns cost next, among the optima of the first costs.

    Examples
    --------
    >>> from govmetrics.dea.engine.family import family_of
    >>> family = family_of(np.array([[2.0, 1.0], [1.0, 1.0]]), np.ones((1, 2)), np.array([[1.0, 0.0], [0.0, -1.0]]),
    ...     np.array([-1.0, 0.0]), np.array([[2.0, 1.0]]), start=np.array([0]), drop=np.array([1]))
    >>> found = together(family, np.array([0, 1]))
    >>> found.own.tolist(), found.done.tolist()
    ([[1.0, 0.0]], [True])
    """
    family, goal, given = *_signed(family, goal), family.own.shape[2]
    own, cost, drive = family.own, family.cost, family.begin is not None
    start = family.scale * family.columns[:, family.start].T if family.begin is None else family.begin
    B, p, e = own.shape
    row, sign = _slacks(own)
    special = np.flatnonzero(row < 0)
    is_slack = np.flatnonzero(row >= 0)
    slack = np.zeros(p)
    slack[row[is_slack]] = sign[is_slack]
    made = Batch(
        family.columns[:, pool],
        family.scale.T,
        slack,
        np.concatenate([own[:, :, special].transpose(1, 2, 0), start.T[:, None, :]], axis=1),
        family.rhs.T,
        barred=None if (family.banned < 0).all() else pool == family.banned[:, None],
        free=False,
    )
    code = np.empty(e, dtype=np.int64)
    code[is_slack], code[special] = row[is_slack], p + np.arange(len(special))
    last = p + len(special)  # the start column
    placed = _Placed(row, is_slack, special, (p, B))
    steps = [placed.costs(cost)]
    if drive:
        steps.insert(0, placed.costs(np.zeros((B, e)), start=1.0))
    if goal is not None:
        steps.append(placed.costs(np.broadcast_to(goal, (B, e))))
    found = maximise(made, _first(code, last, _left_out(family)), steps)

    def duals_of(step: Stage) -> Floats:
        return -found.multipliers(*step, slack).T

    kept = (found.codes == last) & (found.values > 1e-9)
    stays = kept.any(axis=0) if drive else np.zeros(B, dtype=bool)
    duals = duals_of(steps[int(drive)])
    duals[stays] = duals_of(steps[0])[stays]
    later = duals_of(steps[-1]) if goal is not None else np.zeros_like(duals)
    values = np.zeros((B, e))
    for j in range(e):
        values[:, j] = np.where(found.codes == code[j], found.values, 0.0).sum(axis=0)
    values[:, :given][:, family.free[:given]] -= values[:, given:]
    shared = np.where(found.codes > last, found.codes - last - 1, np.where(found.codes == last, -1, -2))
    if drive:
        shared[shared == -1] = -2
    weights = np.where(shared > -2, found.values, 0.0).T
    return Together(values[:, :given], duals, later, shared.T, weights, found.done, stays)


class _Placed(NamedTuple):
    """Where the own columns are among the slacks and special columns of a batch."""

    row: Ints  # (e,): the row a slack belongs to
    is_slack: Ints
    special: Ints
    shape: tuple[int, int]  # (p, B)

    def costs(self, cost: Floats, start: float = 0.0) -> Stage:
        """Return an objective to maximise: minus the own columns' cost (B, e) and the start column's."""
        slack = np.zeros(self.shape)
        own = np.zeros((len(self.special) + 1, self.shape[1]))
        slack[self.row[self.is_slack]] = -cost.T[self.is_slack]
        own[:-1], own[-1] = -cost.T[self.special], -start
        return slack, own


def _slacks(own: Floats) -> tuple[Ints, Floats]:
    """Return per own column the row and sign of its single entry +-1, or row -1; one slack per row."""
    e = own.shape[2]
    row, sign, taken = np.full(e, -1), np.zeros(e), set[int]()
    same = (own == own[:1]).all(axis=(0, 1))
    for j in np.flatnonzero(same).tolist():
        entries = np.flatnonzero(own[0, :, j])
        if len(entries) == 1 and abs(own[0, entries[0], j]) == 1.0 and int(entries[0]) not in taken:
            row[j], sign[j] = entries[0], own[0, entries[0], j]
            taken.add(int(entries[0]))
    return row, sign


def _signed(family: Family, goal: Floats | None) -> tuple[Family, Floats | None]:
    """Give every free own column its opposite, which stands last, so that no column needs to be negative."""
    free = np.flatnonzero(family.free)
    if not len(free):
        return family, goal
    both = replace(
        family,
        own=np.concatenate([family.own, -family.own[:, :, free]], axis=2),
        cost=np.concatenate([family.cost, -family.cost[:, free]], axis=1),
        free=np.append(family.free, np.zeros(len(free), dtype=bool)),
    )
    return both, None if goal is None else np.append(goal, -goal[free])


def _left_out(family: Family) -> Ints:
    """Return (B, k): the own columns not in the first basis, -1 for none: those said, and the opposites of free ones."""
    B, e = len(family.rhs), family.own.shape[2]
    said = np.full((B, 1), -1) if family.drop is None else family.drop.reshape(B, -1)
    opposite = np.arange(e - int(family.free.sum()), e)
    return np.hstack([said, np.broadcast_to(opposite, (B, len(opposite)))])


def _first(code: Ints, last: int, drop: Ints) -> Ints:
    """Return codes (p, B): the start column and all own columns but those left out."""
    every = np.append(code, last)
    keep = np.ones((len(drop), len(every)), dtype=bool)
    for column in drop.T:
        some = np.flatnonzero(column >= 0)
        keep[some, column[some]] = False
    return np.broadcast_to(every, keep.shape)[keep].reshape(len(drop), -1).T
