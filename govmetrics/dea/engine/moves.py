"""How far points can move in a direction, on arrays: the kernel of the directional models."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.envelope import envelope, keep_without, most_slack, slack_goal
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.increasing import by_both
from govmetrics.dea.engine.projection import own_scale, projections, technology
from govmetrics.dea.engine.solve_family import solve_family


class Moved(NamedTuple):
    """Answers for B points of q columns against n reference units."""

    beta: Floats  # (B,), NaN where infeasible
    slacks: Floats  # (B, q): what remains after the move, in the data's units
    weights: sparse.csr_array  # (B, n)
    error: Floats  # (B,)
    prices: Floats  # (B, q): v of what should be small, u of outputs: u y_j - v x_j + level <= 0 for every j
    level: Floats  # (B,)


def moved(
    points: Floats,
    reference: Floats,
    sign: Floats,
    g: Floats,
    returns: str,
    weak: Bools,
    start: Ints | None,
    slacks: bool = True,
) -> Moved:
    """Return the largest beta with ``point - sign * beta * g`` in the reference's technology, then the slacks.

    Parameters
    ----------
    points, g : (B, q) arrays
        g is non-negative. A point without room in any column (range direction at the best point) keeps beta 0.
    reference : (n, q) array
    sign : (q,) array
        +1 where less is better.
    returns : str
    weak : (q,) array of bool
        Columns that fall only together with the outputs (Kuosmanen's technology).
    start : (B,) array or None
        The points' places in the reference, if they are in it. Beta is negative for points beyond it.
    slacks : bool
        Whether to look for the largest sum of own-unit slacks.
    """
    still = np.asarray(~(g > 0).any(axis=1))
    direction = np.where(still[:, None], np.abs(points) + 1.0, g)
    # The engine takes no equations, and reads a zero input as one that stays zero.
    zero_moves = ((points == 0) & (direction > 0)).any()
    simple = not (weak.any() or zero_moves or (points < 0).any() or (reference < 0).any())
    if simple:
        found = _by_engine(points, reference, sign, direction, returns, weak, start, slacks)
    else:
        kept = dict[str, Moved]()

        def solve(returns: str) -> Moved:
            kept[returns] = _by_programs(points, reference, sign, direction, returns, weak, start, slacks)
            return kept[returns]

        found = by_both(solve, returns, points, reference)
        if (
            "constant" in kept
        ):  # where both are equally good only the prices of constant returns need be valid
            wrong = found.level < 0
            prices = np.where(wrong[:, None], kept["constant"].prices, found.prices)
            found = found._replace(prices=prices, level=np.where(wrong, 0.0, found.level))
    nothing = still | (np.abs(found.beta) <= 1e-13)  # and never -0.0
    return found._replace(beta=np.where(nothing, 0.0, found.beta))


def _by_engine(
    points: Floats,
    reference: Floats,
    sign: Floats,
    g: Floats,
    returns: str,
    weak: Bools,  # noqa: ARG001
    start: Ints | None,
    slacks: bool,
) -> Moved:
    """Solve all points together; undesirable outputs are inputs here."""
    less, more = np.flatnonzero(sign > 0), np.flatnonzero(sign < 0)
    order, (B, n, q) = np.concatenate([less, more]), (len(points), len(reference), len(sign))
    tech = technology(reference[:, less], reference[:, more], returns)
    some = projections(
        tech, points[:, less], points[:, more], g[:, less], g[:, more], sense=1, start=0.0,
        member=np.full(B, -1) if start is None else start,
    )  # fmt: skip
    found = distances(tech, some, slacks=slacks)
    left, prices = np.zeros((B, q)), np.empty((B, q))
    if slacks:
        left[:, order] = (found.slacks / own_scale(tech, some.values))[:q].T
    left[np.isnan(found.t)] = np.nan
    prices[:, order] = found.multipliers[:q].T
    used = (found.peers >= 0) & (found.weights > 0)
    rows = np.broadcast_to(np.arange(B), used.shape)[used]
    weights = sparse.csr_array((found.weights[used], (rows, found.peers[used])), shape=(B, n))
    level = found.multipliers[q] if len(found.multipliers) > q else np.zeros(B)
    error = np.maximum.reduce([found.residual, found.dual, found.gap])
    return Moved(found.t, left, weights, error, prices, level)


def _by_programs(
    points: Floats,
    reference: Floats,
    sign: Floats,
    g: Floats,
    returns: str,
    weak: Bools,
    start: Ints | None,
    slacks: bool,
) -> Moved:
    """Solve as a family of programs; own columns are the slacks, the returns slack and, last, beta."""
    env = envelope(points, _abated(reference, sign, weak, returns), sign, returns, start, exact=weak)
    if (reference >= 0).all():
        keep_without(env, (points == 0) & (g == 0) & (sign > 0))
    (B, q), n, e, p = points.shape, len(reference), env.slack.shape[1], env.scale.shape[1]
    own = np.zeros((B, p, e + 1))
    own[:, :, :e] = env.slack
    own[:, :q, e] = sign * g * env.scale[:, :q]
    cost, free = np.zeros(e + 1), np.zeros(e + 1, dtype=bool)
    cost[e], free[e] = -1.0, start is None  # a unit of the reference reaches beta = 0 by itself
    drop = _left_out(env.point[:, :q], own[:, :q, e], weak, returns, e)
    family = family_of(env.columns, env.scale, own, cost, env.point, free, env.start, drop=drop)
    visible = np.flatnonzero(~weak)
    counted = slice(0, len(visible))
    found = solve_family(family, goal=slack_goal(e + 1, counted) if slacks else None)
    if slacks:
        found = most_slack(family, found, counted)
    left = np.where(found.feasible[:, None], np.zeros((B, q)), np.nan)
    left[:, visible] = found.own[:, : len(visible)] / env.scale[:, visible]
    weights = found.weights
    if weights.shape[1] > n:
        weights = weights[:, :n] + weights[:, n:]
    prices = found.duals * env.scale
    return Moved(
        found.own[:, e],
        left,
        sparse.csr_array(weights),
        found.error,
        -sign * prices[:, :q],
        prices[:, q:].sum(axis=1),
    )


def _left_out(point: Floats, step: Floats, weak: Bools, returns: str, e: int) -> Ints | None:
    """Return the slack that is not in the basis of the unit's own column and beta (-1: none); None if there is no basis.

    There is one where exactly one column has no slack, and every unit has some of it and moves along it: then that
    row and one other determine the unit's weight and beta.
    """
    if weak.sum() != 1 or not ((point[:, weak] > 0) & (step[:, weak] > 0)).all():
        return None
    if returns != "constant":
        return np.full(len(point), -1 if returns == "variable" else e - 1)
    determinant = point[:, ~weak] * step[:, weak] - point[:, weak] * step[:, ~weak]
    return np.asarray(np.abs(determinant).argmax(axis=1))


def _abated(reference: Floats, sign: Floats, weak: Bools, returns: str) -> Floats:
    """Append each unit with all its outputs abated: Kuosmanen's technology; idle under constant returns."""
    if not weak.any() or returns == "constant":
        return reference
    idle = reference.copy()
    idle[:, (sign < 0) | weak] = 0.0
    return np.vstack([reference, idle])
