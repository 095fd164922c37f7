"""The quantities that cost least, or earn most, on arrays: the kernel of the models with prices."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.envelope import envelope, keep_without
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.solve_family import solve_family


def best_quantities(
    points: Floats, sign: Floats, prices: Floats, chosen: Bools, returns: str
) -> tuple[Floats, sparse.csr_array, Floats]:
    """Return quantities (n, k) of the chosen columns, weights (n, n) and errors (n,): each unit's best at its own prices.

    The other columns stay as they are: nothing more is used of inputs, nothing less is made of outputs.

    Parameters
    ----------
    points : (n, q) array
        Units, measured against each other.
    sign : (q,) array
        +1 where less is better. Chosen are all inputs or all outputs.
    prices : (n, k) array
        Above zero.
    chosen : (q,) array of bool
    returns : str
    """
    found = _solved(
        points,
        sign,
        prices,
        chosen,
        "variable" if returns == "variable" else "constant",
        np.arange(len(points)),
    )
    if returns in ("variable", "constant"):
        return found
    # The limit on the sum of the weights either does not bind, or holds with equality. As an inequality it would hide a
    # unit far below the others in size: its price would be within tolerance, and its weight would make up for that.
    total = found[1].sum(axis=1)
    beyond = np.flatnonzero(total < 1 if returns == "increasing" else total > 1)
    if not len(beyond):
        return found
    quantities, weights, error = found
    tied = _solved(points, sign, prices, chosen, "variable", beyond)
    quantities[beyond], error[beyond] = tied[0], tied[2]
    within = np.ones(len(points))
    within[beyond] = 0.0
    spread = sparse.csr_array(
        (np.ones(len(beyond)), (beyond, np.arange(len(beyond)))), shape=(len(points), len(beyond))
    )
    return quantities, sparse.csr_array(sparse.diags_array(within) @ weights + spread @ tied[1]), error


def _solved(
    points: Floats, sign: Floats, prices: Floats, chosen: Bools, returns: str, who: Ints
) -> tuple[Floats, sparse.csr_array, Floats]:
    """Solve for the units `who` under variable or constant returns; without anything that stays (constant) it is nothing."""
    columns = np.flatnonzero(chosen)
    quantities, error = np.zeros((len(who), len(columns))), np.zeros(len(who))
    some = (
        np.flatnonzero(points[np.ix_(who, ~chosen)].any(axis=1))
        if returns == "constant"
        else np.arange(len(who))
    )
    if not len(some):
        return quantities, sparse.csr_array((len(who), len(points))), error
    mine, p = points[who[some]], prices[who[some]]
    env = envelope(mine, points, sign, returns, who[some])
    q, e = points.shape[1], env.slack.shape[1]
    keep_without(env, (mine == 0) & (sign > 0) & ~chosen)
    own, rhs = np.broadcast_to(env.slack, (len(some), *env.slack.shape)).copy(), env.point.copy()
    own[:, columns, columns] = -1.0  # the quantity, in place of a slack: points' lambda - quantity = 0
    rhs[:, columns] = 0.0
    worth = (p * mine[:, columns]).sum(axis=1)
    worth = np.where(worth > 0, worth, p @ points[:, columns].max(axis=0))
    cost = np.zeros((len(some), e))
    cost[:, columns] = sign[columns] * p / env.scale[:, columns] / worth[:, None]
    drop = env.drop
    if returns == "constant":  # the unit itself stands in the row of something that stays
        drop = np.where(chosen, -1.0, env.point[:, :q]).argmax(axis=1)
    family = family_of(env.columns, env.scale, own, cost, rhs, start=env.start, drop=drop, begin=env.point)
    found = solve_family(family)
    quantities[some], error[some] = found.own[:, columns] / env.scale[:, columns], found.error
    put = sparse.csr_array((np.ones(len(some)), (some, np.arange(len(some)))), shape=(len(who), len(some)))
    return quantities, sparse.csr_array(put @ found.weights), error
