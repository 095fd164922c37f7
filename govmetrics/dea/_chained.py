"""Stages that are linked, of a network or of time: slacks-based programs over all of them together.

Every stage has weights lambda of its own; what goes from one to another ties them. References: Tone, K., & Tsutsui, M.
(2009), Network DEA: A slacks-based measure approach, European Journal of Operational Research, 197, 243-252; (2010),
Dynamic DEA: A slacks-based measure approach, Omega, 38, 145-156.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.envelope import best_of_optimal
from govmetrics.dea.engine.family import Family, FamilyAnswers, family_of
from govmetrics.dea.engine.projection import RETURNS_SIGN
from govmetrics.dea.engine.solve_family import solve_family


class Amount(NamedTuple):
    """A column of the values in a stage."""

    stage: int
    column: int


class Tie(NamedTuple):
    """A column that one stage makes and another takes, as much as it is made."""

    before: int
    after: int
    column: int


@dataclass(frozen=True, eq=False)
class Chain:
    """The rows of a unit's program.

    Attributes
    ----------
    stages : int
    small, large : tuple of Amount
        Of which less is better, and more: their slacks count.
    ties : tuple of Tie
    held : tuple of Amount
        Kept at the unit's own amounts.
    """

    stages: int
    small: tuple[Amount, ...]
    large: tuple[Amount, ...]
    ties: tuple[Tie, ...] = ()
    held: tuple[Amount, ...] = ()

    @property
    def counted(self) -> tuple[Amount, ...]:
        """What has slacks."""
        return self.small + self.large

    def shares(self, weights: Floats, orientation: str) -> tuple[Floats, Floats]:
        """Return (C,), (C,): the weights of relative slacks in the numerator and the denominator of the overall score."""
        above, below = np.zeros(len(self.counted)), np.zeros(len(self.counted))
        m = len(self.small)
        if orientation != "output":
            above[:m] = self._mean(self.small, weights)
        if orientation != "input":
            below[m:] = self._mean(self.large, weights)
        return above, below

    def _mean(self, rows: tuple[Amount, ...], weights: Floats) -> Floats:
        stage = np.array([row.stage for row in rows], dtype=np.intp)
        count = np.bincount(stage, minlength=self.stages)
        return np.asarray(weights[stage] / count[stage])


class Chained(NamedTuple):
    """Answers: overall scores (n,), scores of the stages (n, K), slacks (n, C) in the data's units, errors (n,)."""

    scores: Floats
    stages: Floats
    slacks: Floats
    error: Floats


def chained(values: Floats, chain: Chain, weights: Floats, orientation: str, returns: str) -> Chained:
    """Return the slacks-based scores of units (n, q) whose stages have these weights (K,), which sum to 1.

    Charnes-Cooper: with t > 0 and all else times t, minimise t - (weighted mean relative slacks of what should be small)
    subject to t + (those of what should be large) = 1. Where several solutions are optimal, earlier stages get the
    larger efficiency.
    """
    above, below = chain.shares(weights, orientation)
    family, size = _family(values, chain, above, below, returns)
    c, t_at = len(chain.counted), family.own.shape[2] - 1
    counted = _own_amounts(values, chain.counted) > 0
    order = np.array([row.stage for row in chain.counted])
    goal = np.zeros(family.cost.shape)
    goal[:, :c] = counted * (above + below > 0) * (chain.stages - order) / len(order)
    first = solve_family(family)
    found = _settled(family, first, goal)
    t = found.own[:, t_at]
    relative = found.own[:, :c] / t[:, None]
    slacks = relative * size[:, :c]
    ones = np.ones(chain.stages)
    up, down = chain.shares(ones, orientation)
    rows = (order[:, None] == np.arange(chain.stages)).astype(float)
    used = np.where(counted, relative, 0.0)
    stages = (1.0 - (used * up) @ rows) / (1.0 + (used * down) @ rows)
    return Chained(first.objective, stages, slacks, first.error)


def _settled(family: Family, first: FamilyAnswers, goal: Floats) -> FamilyAnswers:
    """Choose among the optimal solutions of the units that are not efficient, whose stages may not be unique."""
    who = np.flatnonzero(first.feasible & (first.objective < 1.0 - 1e-9))
    if not len(who):
        return first
    part = FamilyAnswers(
        first.objective[who],
        first.own[who],
        first.duals[who],
        first.weights[who],
        first.feasible[who],
        first.error[who],
    )
    best = best_of_optimal(family.take(who), part, goal[who])
    own = first.own.copy()
    own[who] = best.own
    return FamilyAnswers(first.objective, own, first.duals, first.weights, first.feasible, first.error)


def _own_amounts(values: Floats, rows: tuple[Amount, ...]) -> Floats:
    return values[:, np.array([row.column for row in rows], dtype=np.intp)]


def _family(
    values: Floats, chain: Chain, above: Floats, below: Floats, returns: str
) -> tuple[Family, Floats]:
    """Return the units' programs, and the size of each row (n, p) in the data's units.

    Own columns: slacks, those of the rows of returns if these are inequalities, the unit itself in each stage, t.
    """
    n, K, C = len(values), chain.stages, len(chain.counted)
    kept = chain.counted + chain.held
    p = len(kept) + len(chain.ties) + (K if returns != "constant" else 0) + 1
    columns, point = np.zeros((p, K, n)), np.zeros((n, p))
    amounts = np.ones((n, p))
    for r, row in enumerate(kept):
        columns[r, row.stage] = amounts[:, r] = point[:, r] = values[:, row.column]
    for r, tie in enumerate(chain.ties, len(kept)):
        columns[r, tie.before] += values[:, tie.column]
        columns[r, tie.after] -= values[:, tie.column]
        amounts[:, r] = values[:, tie.column]
    if returns != "constant":
        rows = np.arange(p - 1 - K, p - 1)
        columns[rows, np.arange(K)] = point[:, rows] = 1.0
    typical = np.maximum(amounts.max(axis=0), np.finfo(float).tiny)
    size = np.where(amounts > 0, amounts, typical)
    shared = columns.reshape(p, K * n)
    own, sign = np.zeros((n, p, 0)), RETURNS_SIGN[returns] if returns != "constant" else 0.0
    slack = np.zeros((p, C))
    slack[np.arange(C), np.arange(C)] = np.r_[np.ones(len(chain.small)), -np.ones(len(chain.large))]
    loose = np.zeros((p, K if sign else 0))
    if sign:
        loose[rows, np.arange(K)] = sign
    here = columns.transpose(2, 0, 1) / size[:, :, None]  # the unit itself in each stage
    both = np.broadcast_to(np.hstack([slack, loose]), (n, p, C + loose.shape[1]))
    own = np.concatenate([both, here, -(point / size)[:, :, None]], axis=2)
    counted = _own_amounts(values, chain.counted) > 0
    own[:, -1, :C], own[:, -1, -1] = below * counted, 1.0
    cost = np.zeros((n, own.shape[2]))
    cost[:, :C], cost[:, -1] = -above * counted, 1.0
    rhs = np.zeros((n, p))
    rhs[:, -1] = 1.0
    return family_of(shared, 1.0 / size, own, cost, rhs), size


def idle_stages(values: Floats, chain: Chain, taken: tuple[Amount, ...], made: tuple[Amount, ...]) -> Ints:
    """Return (k, 2) pairs of unit and stage in which a unit makes something of nothing at all."""
    pairs = []
    for stage in range(chain.stages):
        takes = [a.column for a in taken if a.stage == stage]
        makes = [a.column for a in made if a.stage == stage]
        if takes and makes:
            lost = (values[:, takes] == 0).all(axis=1) & (values[:, makes] > 0).any(axis=1)
            pairs += [(unit, stage) for unit in np.flatnonzero(lost).tolist()]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)
