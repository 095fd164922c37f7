"""The rows that the slack and distance models share, and their second phase.

A unit is a point of inputs, outputs and undesirable outputs. With sign +1 for what should be small and -1 for
what should be large, each model says ``points' lambda + sign * slack + (its own columns) = the unit's point``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.family import Family, FamilyAnswers, family_of
from govmetrics.dea.engine.projection import RETURNS_SIGN
from govmetrics.dea.engine.solve_family import solve_family


@dataclass(frozen=True, eq=False)
class Envelope:
    """The rows all models of one technology share, for B units of q columns and n reference units."""

    columns: Floats  # (p, n): points and, unless returns are constant, a row of ones
    scale: Floats  # (B, p): one over the unit's own amount
    point: Floats  # (B, p): the unit in its own units: 1, or 0 where it has none
    slack: Floats  # (p, e): own columns of the slacks, and of the returns row if it is an inequality
    start: Ints  # (B,): the unit's own place in the reference or -1
    drop: Ints  # (B,): the slack that is not in the basis at the unit itself, -1 if all are


def envelope(
    units: Floats,
    reference: Floats,
    sign: Floats,
    returns: str,
    start: Ints | None = None,
    exact: Bools | None = None,
) -> Envelope:
    """Return the shared rows; rows marked `exact` (weak disposability) get no slack.

    Parameters
    ----------
    units : (B, q) array
    reference : (n, q) array
    sign : (q,) array
    returns : str
        "variable", "constant", "increasing" or "decreasing".
    start : (B,) array, optional
        Where each unit is in the reference.
    exact : (q,) array of bool, optional
        Rows that hold with equality.
    """
    B, q = units.shape
    typical = np.maximum(np.abs(reference).max(axis=0), np.finfo(float).tiny)
    size = np.where(units != 0, np.abs(units), typical)
    columns, scale, point = reference.T, 1.0 / size, units / size
    slack = np.diag(sign)[:, np.full(q, True) if exact is None else ~exact]
    if returns != "constant":
        columns = np.vstack([columns, np.ones(len(reference))])
        scale, point = np.column_stack([scale, np.ones(B)]), np.column_stack([point, np.ones(B)])
        slack = np.vstack([slack, np.zeros(slack.shape[1])])
        if returns != "variable":
            slack = np.column_stack([slack, np.zeros(q + 1)])
            slack[-1, -1] = RETURNS_SIGN[returns]
    last = -1 if returns == "variable" else slack.shape[1] - 1
    drop = point.argmax(axis=1) if returns == "constant" else np.full(B, last)
    return Envelope(columns, scale, point, slack, np.full(B, -1) if start is None else start, drop)


def keep_without(env: Envelope, without: Bools) -> None:
    """Scale the rows `without` (B, q) so that any user of them has no less of them than of all else (in place).

    Of an input that a unit does not have its peers have none: a user that has little of it, beside the largest or beside
    its own other amounts, must not pass for one that has none.
    """
    kept = env.scale.copy()
    kept[:, : without.shape[1]][without] = 0.0
    for i in np.flatnonzero(without.any(axis=0)).tolist():
        users = env.columns[i] > 0
        if users.any():
            most = (np.abs(env.columns[:, users]) / env.columns[i, users]).max(axis=1)
            mine = without[:, i]
            env.scale[mine, i] = np.maximum((kept[mine] * most).max(axis=1), env.scale[mine, i])


def most_slack(family: Family, first: FamilyAnswers, slacks: slice) -> FamilyAnswers:
    """Among a family's optimal solutions, find those with the largest sum of own-unit slacks.

    Family that were solved with this goal (`slack_goal`) have theirs already.
    """
    goal = slack_goal(family.own.shape[2], slacks)
    return best_of_optimal(family, first, np.broadcast_to(goal, family.cost.shape))


def best_of_optimal(family: Family, first: FamilyAnswers, goal: Floats) -> FamilyAnswers:
    """Among a family's optimal solutions, find those whose own columns have the least costs `goal` (B, e)."""
    B = len(family.rhs)
    known = first.feasible if first.finished is None else first.feasible & ~first.finished
    if not known.any():
        return first
    rhs = np.column_stack([family.rhs, first.objective])[known]
    own = np.concatenate([family.own, family.cost[:, None, :]], axis=1)[known]
    second = solve_family(
        family_of(
            np.vstack([family.columns, np.zeros(family.columns.shape[1])]),
            np.column_stack([family.scale, np.ones(B)])[known],
            own,
            goal[known],
            rhs,
            family.free,
            family.start[known],
            family.banned[known],
        ),
        pool=np.unique(first.weights.indices).astype(np.intp),
    )
    # A tie that rounding makes infeasible keeps its first solution.
    rows = np.flatnonzero(known)[second.feasible]
    own_values = first.own.copy()
    own_values[rows] = second.own[second.feasible]
    keep = np.ones(B)
    keep[rows] = 0.0
    spread = sparse.csr_array(
        (np.ones(len(rows)), (rows, np.flatnonzero(second.feasible))), shape=(B, len(rhs))
    )
    weights = sparse.csr_array(sparse.diags_array(keep) @ first.weights + spread @ second.weights)
    return replace(first, own=own_values, weights=weights)


def slack_goal(own: int, slacks: slice) -> Floats:
    """Return the costs (own,) of a second phase that looks for the largest sum of own-unit slacks."""
    cost = np.zeros(own)
    cost[slacks] = -1.0
    return cost
