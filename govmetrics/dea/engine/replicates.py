"""Distances to the frontiers of many pseudo-samples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from govmetrics.core.parallel import parts_of, together
from govmetrics.core.progress import advance, reach, so_far
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.distances import distances
from govmetrics.dea.engine.facets import Facets, facets, replicate, within_replicate
from govmetrics.dea.engine.frontier import blocks
from govmetrics.dea.engine.increasing import far_apart
from govmetrics.dea.engine.lifting import Lifted, lifted
from govmetrics.dea.engine.projection import (
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
AT_ONCE = 20
"""So many replicates' facets are looked for together."""


def pseudo_scores(x: Floats, y: Floats, factor: Floats, orientation: str, returns: str) -> Floats:
    """Return (B, n) scores against pseudo-samples: inputs (output orientation: outputs) times factor (B, n)."""
    tech = technology(x, y, returns)
    t = resampled(tech, radial_points(tech, x, y, orientation), factor)
    return t if orientation == "input" else 1.0 / t


def pseudo_ratios(x: Floats, y: Floats, factor: Floats, orientation: str, null: str) -> Floats:
    """Return (B, n) scores against pseudo-samples under the null's returns, over those under variable returns.

    Where the best under constant returns weighs its peers by more than 1 in sum, decreasing and variable returns have the same
    answer. Else decreasing returns have that of constant ones, and variable returns that of increasing ones, behind whose
    frontier all the others lie: so neither is asked for the others.
    """
    constant, rising = technology(x, y, "constant"), technology(x, y, "increasing")
    points = [radial_points(tech, x, y, orientation) for tech in (constant, rising)]
    if null != "decreasing" or len(x) <= MANY or not _simple(rising, points[1]):
        under, over = (pseudo_scores(x, y, factor, orientation, returns) for returns in (null, "variable"))
        return np.asarray(under / over)
    found, start = [], so_far()
    for part in together(_ratios, [(constant, rising, *points, part) for part in parts_of(factor)]):
        found.append(part)
        reach(start + 2 * sum(map(len, found)))
    return np.concatenate(found)


def _ratios(
    constant: Technology, rising: Technology, some: Projections, same: Projections, factor: Floats
) -> Floats:
    """Return ratios (replicates, n) of scores under decreasing to those under variable returns."""
    moving, ratio = _moving(constant, some), np.ones(factor.shape)
    for k in range(0, len(factor), AT_ONCE):
        few = factor[k : k + AT_ONCE]
        starts = zip(facets(constant, some, few, moving), facets(rising, same, few, moving), strict=True)
        for row, one, (first, second) in zip(ratio[k:], few, starts, strict=False):
            whole = _lifted(constant, some, one, moving, first)
            small = np.flatnonzero(whole.total <= 1)
            part = _lifted(rising, same, one, moving, second, small, whole.pool)
            t = whole.t[small] / part.t
            row[small] = t if some.sense < 0 else 1 / t
            advance(2)
    return ratio


def _lifted(
    tech: Technology, some: Projections, factor: Floats, moving: slice, start: Facets | None,
    who: Ints | None = None, front: Ints | None = None,
) -> Lifted:  # fmt: skip
    sample, there = replicate(tech, factor, moving), within_replicate(some, factor, moving)
    return lifted(sample, there, start, who, front)


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
    replicates, n, moving = len(factor), len(some.member), _moving(tech, some)
    if _wide(tech, some) or max(factor.shape[1], n) > MANY:
        each = []
        for k in range(0, replicates, AT_ONCE):
            few = factor[k : k + AT_ONCE]
            for one, start in zip(few, _starts(tech, some, few, moving), strict=True):
                each.append(_one_sample(tech, some, moving, one, start))
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
            sample = replicate(tech, factor[which[k]], moving)
            result[block[k]] = by_highs(single(sample, some, int(unit[k]), pool), slacks=False).t
        advance(len(block) / n)
    return result.reshape(replicates, n)


def _moving(tech: Technology, some: Projections) -> slice:
    """Return the rows that factors multiply."""
    return slice(0, tech.m) if some.sense < 0 else slice(tech.m, tech.m + tech.s)


def _wide(tech: Technology, some: Projections) -> bool:
    rows = tech.m + tech.s
    return tech.slack[rows:].tolist() == [-1.0] and far_apart(some.values[:rows], tech.columns[:rows])


def _simple(tech: Technology, some: Projections) -> bool:
    """Return whether units themselves can start at facets; not where inputs are zero, which close some facets to some units."""
    themselves = np.array_equal(some.member, np.arange(tech.n))
    return themselves and bool((tech.columns[: tech.m] != 0).all()) and not _wide(tech, some)


def _starts(tech: Technology, some: Projections, factor: Floats, moving: slice) -> list[Facets | None]:
    return facets(tech, some, factor, moving) if _simple(tech, some) else [None] * len(factor)


def _one_sample(
    tech: Technology, some: Projections, moving: slice, factor: Floats, start: Facets | None
) -> Floats:
    """Return each point's distance (n,) to the frontier of one replicate.

    A unit itself is solved at its place in the replicate, where the search for the frontier has found a basis to start
    from; at its own place its distance is so many times that.
    """
    sample = replicate(tech, factor, moving)
    if (some.member < 0).any():
        return distances(sample, some, slacks=False).t
    there = within_replicate(some, factor, moving)
    return factor * (
        distances(sample, there, slacks=False).t if start is None else lifted(sample, there, start).t
    )
