"""Radial scores as arrays, for methods that need them by the thousand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.certificate import Behind
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.projection import (
    DISTANCE,
    OWN,
    Projections,
    Technology,
    radial_points,
    start_basis,
    technology,
)


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
