"""Radial scores as arrays, for methods that need them by the thousand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govmetrics.core.parallel import parts_of, together
from govmetrics.core.progress import advance, reach, so_far
from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.certificate import Behind
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.frontier import blocks
from govmetrics.dea.engine.increasing import far_apart
from govmetrics.dea.engine.projection import (
    DISTANCE,
    OWN,
    Projections,
    Technology,
    batch_of,
    radial_points,
    stages,
    start_basis,
    technology,
)
from govmetrics.dea.engine.simplex import maximise
from govmetrics.dea.engine.single import by_highs, single

MANY = 250
"""With more units each replicate is reduced to its frontier; with fewer all replicates are solved together."""


def radial_scores(
    x: Floats, y: Floats, orientation: str, returns: str, reference: tuple[Floats, Floats] | None = None
) -> Floats:
    """Return (n,) scores in (0, 1], above 1 beyond a given reference, NaN where infeasible; 0 without any output.

    Parameters
    ----------
    x : (n, m) array
    y : (n, s) array
    orientation, returns : str
        As in `radial`.
    reference : pair of arrays, optional
        Inputs and outputs that span the frontier, if not the units themselves.
    """
    tech, some = _project(x, y, orientation, returns, reference)
    idle = solved_by_hand(y, orientation, returns)
    scores = np.zeros(len(x))
    if not idle.all():
        scores[~idle] = _scores(tech, some.take(np.flatnonzero(~idle)) if idle.any() else some, orientation)
    return scores


def scores_without(
    x: Floats, y: Floats, who: Ints, left_out: Ints, orientation: str, returns: str, behind: Behind
) -> Floats:
    """Return (k,) scores of the units `who`, each against all units but the one in `left_out` (k,); NaN where infeasible."""
    tech, some = _project(x, y, orientation, returns)
    part = some.take(who)
    if behind.basis is not None:
        behind = replace(
            behind, basis=_without_peer(behind, who, left_out, start_basis(tech, part), some.specials)
        )
    return _scores(tech, replace(part, member=left_out, others=True), orientation, behind)


def _without_peer(behind: Behind, who: Ints, left_out: Ints, start: Ints, specials: int) -> Ints:
    """Return bases (p, k) to start from: a unit's optimal one, in which it stands itself for the peer that is left out.

    It is at its own place then, with nothing of its other peers: next to the facet that it will lie behind.
    """
    assert behind.basis is not None
    p, near = len(start), behind.basis[:, who]
    gone = near == left_out + p + specials
    place = np.searchsorted(behind.front, near - p - specials)
    near = np.where(gone, p + OWN, np.where(near < p + specials, near, place + p + specials))
    return np.where((near[0] >= 0) & gone.any(axis=0), near, start)


def frontier_peers(x: Floats, y: Floats, orientation: str, returns: str) -> tuple[Floats, Behind]:
    """Return (n,) scores, and behind which peers, of one optimal solution each, the units lie.

    Each unit's optimal basis goes with it where the solution shows it: where no basic column has the value 0.
    """
    tech, some = _project(x, y, orientation, returns)
    found = distances(tech, some, slacks=False)
    used = (found.peers >= 0) & (found.weights > 0)
    unit, peer = np.nonzero(used)[1], found.peers[used]
    proved = found.certified & np.isfinite(found.t) & used.any(axis=0)
    front = np.union1d(peer, np.flatnonzero(~proved))
    p, basic = len(found.slacks), found.slacks > 0
    whole = proved & (used.sum(axis=0) + basic.sum(axis=0) == p - 1)
    codes = np.concatenate(
        [np.where(used, p + some.specials + found.peers, -1), np.where(basic, np.arange(p)[:, None], -1)]
    )
    basis = np.concatenate([np.full((1, len(x)), p + DISTANCE), -np.sort(-codes, axis=0)[: p - 1]])
    basis[0, ~whole] = -1
    return found.t if orientation == "input" else 1.0 / found.t, Behind(unit, peer, front, basis)


def pseudo_scores(x: Floats, y: Floats, factor: Floats, orientation: str, returns: str) -> Floats:
    """Return (B, n) scores against pseudo-samples: inputs (output orientation: outputs) times factor (B, n)."""
    t = resampled(*_project(x, y, orientation, returns), factor)
    return t if orientation == "input" else 1.0 / t


def resampled(tech: Technology, some: Projections, factor: Floats) -> Floats:
    """Return each point's distance (replicates, n) where reference unit j's moving rows are multiplied by factor.

    Parameters
    ----------
    factor : (replicates, reference units)
        Points are reference units themselves, or all from outside.
    """
    found, start = [], so_far()
    for part in together(_resampled, [(tech, some, part) for part in parts_of(factor)]):
        found.append(part)
        reach(start + sum(map(len, found)))
    return np.concatenate(found)


def _resampled(tech: Technology, some: Projections, factor: Floats) -> Floats:
    replicates, n = len(factor), len(some.member)
    moving = slice(0, tech.m) if some.sense < 0 else slice(tech.m, tech.m + tech.s)
    rows = tech.m + tech.s
    wide = tech.slack[rows:].tolist() == [-1.0] and far_apart(some.values[:rows], tech.columns[:rows])
    if wide or max(factor.shape[1], n) > MANY:
        each = []
        for one in factor:
            each.append(_one_sample(tech, some, moving, one))
            advance()
        return np.stack(each)
    pool, result = np.arange(factor.shape[1]), np.empty(replicates * n)
    for block in blocks(replicates * n, len(pool)):
        which, unit = np.divmod(block, n)
        part = some.take(unit)
        made = batch_of(tech, part, pool)
        special = made.special.copy()
        own = np.maximum(part.member, 0)
        special[moving, OWN] *= np.where(part.member >= 0, factor[which, own], 1.0)
        made = replace(made, special=special, factor=factor, which=which, factored=moving)
        found = maximise(made, start_basis(tech, part), stages(tech, part, slacks=False))
        result[block] = found.values[0]
        for k in np.flatnonzero(~found.done).tolist():
            sample = _moved(tech, moving, factor[which[k]])
            result[block[k]] = by_highs(single(sample, some, int(unit[k]), pool), slacks=False).t
        advance(len(block) / n)
    return result.reshape(replicates, n)


def _one_sample(tech: Technology, some: Projections, moving: slice, factor: Floats) -> Floats:
    """Return each point's distance (n,) to the frontier of one replicate.

    A unit itself is solved at its place in the replicate, where the search for the frontier has found a basis to start
    from; at its own place its distance is so many times that.
    """
    if (some.member < 0).any():
        return distances(_moved(tech, moving, factor), some, slacks=False).t
    values, move = some.values.copy(), some.move.copy()
    values[moving] *= factor
    move[moving] *= factor
    there = replace(some, values=values, move=move)  # `base` is 0 where it moves
    return factor * distances(_moved(tech, moving, factor), there, slacks=False).t


def _moved(tech: Technology, moving: slice, factor: Floats) -> Technology:
    """Return the technology of one replicate."""
    columns = tech.columns.copy()
    columns[moving] *= factor
    return replace(tech, columns=columns)


def _project(
    x: Floats, y: Floats, orientation: str, returns: str, reference: tuple[Floats, Floats] | None = None
) -> tuple[Technology, Projections]:
    tech = technology(*(reference or (x, y)), returns)
    return tech, radial_points(tech, x, y, orientation, outside=reference is not None)


def solved_by_hand(y: Floats, orientation: str, returns: str) -> Bools:
    """Return (n,) which units have a score of 0 without any program: nothing needs no input, and grows without bound."""
    idle: Bools = (y == 0).all(axis=1)
    return np.asarray(idle & (orientation == "output" or returns in ("constant", "decreasing")))


def _scores(tech: Technology, some: Projections, orientation: str, behind: Behind | None = None) -> Floats:
    t = distances(tech, some, slacks=False, behind=behind).t
    if orientation == "input":
        return t + 0.0  # no minus before a zero
    # t = 0: nobody else makes the unit's outputs at all, so there is no score.
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(t > 0, 1.0 / t, np.nan))
