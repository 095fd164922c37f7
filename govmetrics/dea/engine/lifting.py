"""Distances of all units to the frontier of one replicate, from some of its facets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from govmetrics.dea.engine.answers import ENGINE, Distances, certified_answer
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.distances import distances, read
from govmetrics.dea.engine.facets import Facets
from govmetrics.dea.engine.frontier import blocks
from govmetrics.dea.engine.pivots import State
from govmetrics.dea.engine.projection import OWN, Projections, Technology, batch_of, stages
from govmetrics.dea.engine.simplex import finish

EXACT = 1e-12
"""Certificates within this need no better inverse."""


class Lifted(NamedTuple):
    """Answers for some units of a replicate."""

    t: Floats  # distances
    total: Floats  # sums of the peers' weights
    pool: Ints  # the units behind which, as is shown for each, all others lie


def lifted(
    tech: Technology,
    some: Projections,
    start: Facets | None,
    who: Ints | None = None,
    front: Ints | None = None,
) -> Lifted:
    """Return each unit's distance to the frontier that the units span, certified.

    Every unit starts at the facet that bounds it most and is lifted to the frontier of the facets' units and itself. Who has
    a weight of its own there may be extreme; these join, and all go on from where they are.

    Parameters
    ----------
    some : Projections
        All units of the replicate.
    start : Facets or None
    who : array of int, optional
        Whose distances are asked for; by default everybody's. Of the others it is known that they lie behind units of `front`.
    front : array of int, optional
        Units that join the facets'.
    """
    who = np.arange(tech.n) if who is None else who
    some, states = some.take(who), []
    if start is None:
        return _searched(tech, some)
    pools = [start.pool] if front is None else [start.pool, front]
    facing, t, total = start.facing(some), np.full(len(who), np.nan), np.full(len(who), np.nan)
    for block in blocks(len(who), len(start.pool)):
        part = block[facing[block] >= 0]
        mine = some.take(part)
        state = start.state(batch_of(tech, mine, start.pool), facing[part])
        ended = state.lift(*stages(tech, mine, slacks=False)[0])
        extreme = (state.codes == len(state.codes) + OWN) & (state.values > 1e-12 * state.norm)
        pools.append(who[part[extreme.any(axis=0)]])
        states.append((part[ended], state.only(ended)))
    pool = np.unique(np.concatenate(pools))
    for part, state in states:
        t[part], total[part] = _completed(tech, some.take(part), state, start.pool, pool)
    if np.isnan(t).any():  # nor is it shown then that all lie behind the pool
        return _searched(tech, some)
    return Lifted(t, total, pool)


def _searched(tech: Technology, some: Projections) -> Lifted:
    """Return the answers of the slower search for the frontier."""
    found = distances(tech, some, slacks=False)
    return Lifted(found.t, _total(found), np.unique(found.peers[found.weights > 0]))


def _completed(
    tech: Technology, some: Projections, state: State, first: Ints, pool: Ints
) -> tuple[Floats, Floats]:
    """Go on from the first units to those of the whole pool; return distances (B,), NaN where not certified, and totals.

    The certificates look at the pool alone: every unit's answer, of peers in the pool, shows that the unit lies behind them.
    """
    made, steps = batch_of(tech, some, pool), stages(tech, some, slacks=False)
    shared = len(made.scale) + some.specials
    inner = first[np.maximum(state.codes - shared, 0)]
    state.codes = np.where(state.codes >= shared, shared + np.searchsorted(pool, inner), state.codes)
    state.programs = made
    state.shake(1e-7, 0)
    ended = state.run(*steps[0])
    for fresh in (
        False,
        True,
    ):  # roundings of a few pivots are seldom so large that a basis need be inverted for them
        raw = read(some, pool, made, finish(made, state, ended, steps, fresh=fresh), steps)
        alone = np.flatnonzero(raw.key[0] < 0)
        raw.key[0, alone] = -1 - alone
        answer = certified_answer(tech, some, raw, ENGINE, pool)
        if np.stack([answer.residual, answer.dual, answer.gap]).max(initial=0.0) <= EXACT:
            break
    beyond = (answer.peers == some.member) & (answer.weights > 0) & ~np.isin(some.member, pool)
    return np.where(answer.certified & ~beyond.any(axis=0), answer.t, np.nan), _total(answer)


def _total(answer: Distances) -> Floats:
    return np.asarray(np.where(answer.peers >= 0, answer.weights, 0.0).sum(axis=0))
