"""Facets of a frontier at which its points can start.

The prices of one point's optimum are right for every other point of the same technology: its basis is optimal for the other
but for values below zero, and the better the nearer it is. So a few points are solved from where they stand, and all others,
by the dual simplex method, from the facet that says most about them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, gather_basis
from govmetrics.dea.engine.pivots import State
from govmetrics.dea.engine.projection import (
    DISTANCE,
    OWN,
    Projections,
    Technology,
    batch_of,
    stages,
    start_basis,
)
from govmetrics.dea.engine.seeds import seeds
from govmetrics.dea.engine.simplex import maximise

FEW = 32
"""So many points of each replicate are solved from where they stand."""
SEEDS = 50
"""So many weightings choose the units that they are solved with first."""
ROUNDS = 30
"""So often units that lie beyond a facet join them."""
BEYOND = 1e-10
"""A unit lies beyond a facet by more than this share of its terms."""


@dataclass(frozen=True, eq=False)
class Facets:
    """Facets that no unit lies beyond, each with the basis that it was found by.

    Attributes
    ----------
    codes : (p, F)
        Those from `shared` on are units: unit j is shared + j.
    inverse : (p, p, F)
        Of the bases, in raw units.
    prices : (p, F)
        v, u and the intercept, in raw units.
    shared : int
        Number of slacks and special columns.
    """

    codes: Ints
    inverse: Floats
    prices: Floats
    shared: int

    @cached_property
    def pool(self) -> Ints:
        """Return the units that they rest on (sorted positions)."""
        return np.unique(self.codes[self.codes >= self.shared]) - self.shared

    def facing(self, some: Projections) -> Ints:
        """Return the facet (B,) that bounds each point most, -1 for none."""
        far, gain = self.prices.T @ some.base, some.sense * (self.prices.T @ some.move)
        with np.errstate(divide="ignore", invalid="ignore"):
            bound = np.where(gain > 0, -far / gain, np.inf)  # of sense * t
        best: Ints = bound.argmin(axis=0)
        return np.where(np.isfinite(bound[best, np.arange(len(best))]), best, -1)

    def state(self, programs: Batch, which: Ints) -> State:
        """Return the programs at their facets: of a facet's basis, only the column of the distance is each point's own."""
        codes = _in_pool(self.codes.take(which, axis=1), self.pool, self.shared)
        inverse = self.inverse.take(which, axis=2) / programs.scale
        change = np.einsum("ijb,jb->ib", inverse, programs.special[:, DISTANCE])
        inverse[0] /= change[0]
        inverse[1:] -= change[1:, None] * inverse[0]
        matrix = gather_basis(programs, codes)
        norm = np.maximum(np.abs(matrix).max(axis=0), 1e-300)
        inverse *= (norm / np.einsum("kjb,jkb->kb", inverse, matrix))[:, None]  # the slacks are in own units
        values = np.einsum("ijb,jb->ib", inverse, programs.right)
        return State(programs, codes, inverse, norm, values=values, careful=False)


def facets(tech: Technology, some: Projections, factor: Floats, moving: slice) -> list[Facets | None]:
    """Return some facets of each replicate's frontier, found for all replicates together; None where none is sure.

    Parameters
    ----------
    some : Projections
        The reference units themselves.
    factor : (replicates, n)
        Of the rows `moving` of the units.
    """
    who = np.unique(np.linspace(0, tech.n - 1, FEW).astype(int))
    which, place = np.divmod(np.arange(len(factor) * len(who)), len(who))
    unit = who[place]
    part = within_replicate(some.take(unit), factor[which, unit], moving)
    codes, prices = start_basis(tech, part), np.full(part.values.shape, np.nan)
    inverse = np.empty((len(codes), *codes.shape))
    shared, left = len(codes) + part.specials, np.arange(len(unit))
    pool = np.unique(np.concatenate([seeds(replicate(tech, one, moving), SEEDS) for one in factor]))
    for _ in range(ROUNDS):
        mine = part.take(left)
        made = batch_of(tech, mine, pool)
        made = replace(made, factor=factor[:, pool], which=which[left], factored=moving)
        steps = stages(tech, mine, slacks=False)[-1:]
        found = maximise(made, _in_pool(codes[:, left], pool, shared), steps)
        q = -found.multipliers(*steps[0], made.slack) * made.scale
        prices[:, left] = np.where(found.done, q, np.nan)
        inverse[:, :, left] = found.inverse * made.scale
        new = np.where(found.codes >= shared, shared + pool[np.maximum(found.codes - shared, 0)], found.codes)
        codes[:, left] = new = np.where(new == len(new) + OWN, shared + unit[left], new)
        worst, beyond = _beyond(tech, q, factor, which[left], moving)
        beyond &= found.done
        pool = np.unique(np.concatenate([pool, worst[beyond], new[new >= shared] - shared]))
        left = left[beyond]
        if not len(left):
            break
    prices[:, left] = np.nan
    sure = np.isfinite(prices).all(axis=0)
    every = [np.flatnonzero(sure & (which == r)) for r in range(len(factor))]
    every = [np.flatnonzero(sure & (which == r)) for r in range(len(factor))]
    return [Facets(codes[:, k], inverse[:, :, k], prices[:, k], shared) if len(k) else None for k in every]


def _in_pool(codes: Ints, pool: Ints, shared: int) -> Ints:
    """Return codes of units as codes of their places in a pool."""
    return np.where(codes >= shared, shared + np.searchsorted(pool, codes - shared), codes)


def _beyond(tech: Technology, q: Floats, factor: Floats, which: Ints, moving: slice) -> tuple[Ints, Bools]:
    """Return the unit of its replicate that lies most above each plane, and whether it lies above at all."""
    worst, beyond = np.zeros(len(which), dtype=np.int64), np.zeros(len(which), dtype=bool)
    for r in np.unique(which).tolist():
        mine = np.flatnonzero(which == r)
        columns, planes = replicate(tech, factor[r], moving).columns, q[:, mine]
        value = planes.T @ columns
        worst[mine] = best = value.argmax(axis=1)
        size = np.abs(planes * columns[:, best]).sum(axis=0)
        beyond[mine] = value[np.arange(len(mine)), best] > BEYOND * size
    return worst, beyond


def replicate(tech: Technology, factor: Floats, moving: slice) -> Technology:
    """Return the technology of one replicate: unit j's rows `moving` are multiplied by factor j."""
    columns = tech.columns.copy()
    columns[moving] *= factor
    return replace(tech, columns=columns)


def within_replicate(some: Projections, factor: Floats, moving: slice) -> Projections:
    """Return reference units at their places in a replicate."""
    values, move = some.values.copy(), some.move.copy()
    values[moving] *= factor
    move[moving] *= factor
    return replace(some, values=values, move=move)  # `base` is 0 where it moves
