"""Distances of all units to the frontier of one replicate, from some of its facets."""

from __future__ import annotations

import numpy as np

from govmetrics.dea.engine.answers import ENGINE, certified_answer
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.distances import distances, read
from govmetrics.dea.engine.facets import Facets
from govmetrics.dea.engine.frontier import blocks
from govmetrics.dea.engine.pivots import State
from govmetrics.dea.engine.projection import OWN, Projections, Technology, batch_of, stages
from govmetrics.dea.engine.simplex import finish


def lifted(tech: Technology, some: Projections, start: Facets) -> Floats:
    """Return each unit's distance (n,) to the frontier that the units span, certified.

    Every unit starts at the facet that bounds it most and is lifted to the frontier of the facets' units and itself. Who has
    a weight of its own there may be extreme; these join, and all go on from where they are.
    """
    facing, t = start.facing(some), np.full(tech.n, np.nan)
    pools, states = [start.pool], []
    for block in blocks(tech.n, len(start.pool)):
        part = block[facing[block] >= 0]
        mine = some.take(part)
        state = start.state(batch_of(tech, mine, start.pool), facing[part])
        ended = state.lift(*stages(tech, mine, slacks=False)[0])
        extreme = (state.codes == len(state.codes) + OWN) & (state.values > 1e-12 * state.norm)
        pools.append(part[extreme.any(axis=0)])
        states.append((part[ended], state.only(ended)))
    pool = np.unique(np.concatenate(pools))
    for part, state in states:
        t[part] = _completed(tech, some.take(part), state, start.pool, pool)
    if np.isnan(t).any():  # nor is it shown then that all lie behind the pool
        return distances(tech, some, slacks=False).t
    return t


def _completed(tech: Technology, some: Projections, state: State, first: Ints, pool: Ints) -> Floats:
    """Go on from the first units to those of the whole pool; return distances (B,), NaN where not certified.

    The certificates look at the pool alone: every unit's answer, of peers in the pool, shows that the unit lies behind them.
    """
    made, steps = batch_of(tech, some, pool), stages(tech, some, slacks=False)
    shared = len(made.scale) + some.specials
    inner = first[np.maximum(state.codes - shared, 0)]
    state.codes = np.where(state.codes >= shared, shared + np.searchsorted(pool, inner), state.codes)
    state.programs = made
    state.shake(1e-7, 0)
    ended = state.run(*steps[0])
    raw = read(some, pool, made, finish(made, state, ended, steps), steps)
    alone = np.flatnonzero(raw.key[0] < 0)
    raw.key[0, alone] = -1 - alone
    answer = certified_answer(tech, some, raw, ENGINE, pool)
    beyond = (answer.peers == some.member) & (answer.weights > 0) & ~np.isin(some.member, pool)
    return np.where(answer.certified & ~beyond.any(axis=0), answer.t, np.nan)
