"""Radial scores as arrays, for methods that need them by the thousand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govmetrics.dea.bootstrap import _bootstrap
from govmetrics.dea.common import Floats, Ints
from govmetrics.dea.engine import distances
from govmetrics.dea.problem import Points, Technology, points, technology

MANY = 250  # units; with more, reducing each sample to its frontier is cheaper than solving samples together


def radial_scores(
    x: Floats, y: Floats, orientation: str, returns: str, reference: tuple[Floats, Floats] | None = None
) -> Floats:
    """Return (n,) scores in (0, 1], above 1 beyond a given reference, NaN where infeasible.

    Parameters
    ----------
    x : (n, m) array
    y : (n, s) array
    orientation, returns : str
        As in `radial`.
    reference : pair of arrays, optional
        Inputs and outputs that span the frontier, if not the units themselves.
    """
    tech, some = _points(x, y, orientation, returns, reference)
    return _scores(tech, some, orientation)


def super_scores(x: Floats, y: Floats, orientation: str, returns: str) -> Floats:
    """Return (n,) scores of each unit against all others, NaN where they cannot reach it."""
    tech, some = _points(x, y, orientation, returns, None)
    return _scores(tech, replace(some, others=True), orientation)


def scores_without(x: Floats, y: Floats, who: Ints, left_out: Ints, orientation: str, returns: str) -> Floats:
    """Return (k,) scores of the units `who`, each against all units but the one in `left_out` (k,); NaN where infeasible."""
    tech, some = _points(x, y, orientation, returns, None)
    return _scores(tech, replace(some.take(who), member=left_out, others=True), orientation)


def frontier_peers(x: Floats, y: Floats, orientation: str, returns: str) -> tuple[Floats, Ints, Ints]:
    """Return (n,) scores, and the pairs of unit and peer (k,), (k,) of one optimal solution each."""
    tech, some = _points(x, y, orientation, returns, None)
    found = distances(tech, some, slacks=False)
    _, unit = np.nonzero((found.peers >= 0) & (found.weights > 0))
    peer = found.peers[(found.peers >= 0) & (found.weights > 0)]
    return found.t if orientation == "input" else 1.0 / found.t, unit, peer


def pseudo_scores(x: Floats, y: Floats, factor: Floats, orientation: str, returns: str) -> Floats:
    """Return (B, n) scores against pseudo-samples: inputs (output orientation: outputs) times factor (B, n)."""
    if len(x) <= MANY:
        tech, some = _points(x, y, orientation, returns, None)
        t = _bootstrap(tech, some, factor)
        return t if orientation == "input" else 1.0 / t
    pseudo = [(x * f[:, None], y) if orientation == "input" else (x, y * f[:, None]) for f in factor]
    return np.stack([radial_scores(x, y, orientation, returns, reference) for reference in pseudo])


def _points(
    x: Floats, y: Floats, orientation: str, returns: str, reference: tuple[Floats, Floats] | None
) -> tuple[Technology, Points]:
    tech = technology(*(reference or (x, y)), returns)
    member = None if reference is None else np.full(len(x), -1)
    if orientation == "input":
        return tech, points(tech, x, y, -x, np.zeros_like(y), sense=-1, start=1.0, member=member)
    return tech, points(tech, x, y, np.zeros_like(x), y, sense=1, start=1.0, member=member)


def _scores(tech: Technology, some: Points, orientation: str) -> Floats:
    t = distances(tech, some, slacks=False).t
    if orientation == "input":
        return t
    # t = 0: nobody else makes the unit's outputs at all, so there is no score.
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(t > 0, 1.0 / t, np.nan))
