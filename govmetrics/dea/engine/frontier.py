"""The units that span a technology, found in two passes of small problems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from govmetrics.core.parallel import InTurn, together
from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.projection import (
    OWN,
    Projections,
    Technology,
    batch_of,
    own_scale,
    projections,
    stages,
    start_basis,
    technology,
)
from govmetrics.dea.engine.seeds import seeds
from govmetrics.dea.engine.simplex import Bases, maximise

SMALL = 120
"""With this many reference units or fewer, the frontier is not looked for."""


def two_passes(tech: Technology, some: Projections) -> tuple[Ints, Ints | None]:
    """Return reference units that suffice for these points, and a feasible basis of each point for them.

    The points must be the reference units themselves. First pass: every unit against a few seeds and itself; a
    unit whose own weight is zero there is spanned by others and cannot be extreme.

    Returns
    -------
    pool : (f,)
        Sorted positions.
    basis : (p, B) or None
        Codes for `batch_of(tech, some, pool)`.
    """
    if tech.n <= SMALL:
        return np.arange(tech.n), None
    first = seeds(tech)
    weight = np.empty(tech.n)
    codes = np.empty((len(tech.columns), tech.n), dtype=np.int64)
    for block, part, found in _against(tech, some, first):
        weight[block] = np.where(found.done, _own_weight(found), 1.0)
        codes[:, block] = np.where(found.done, found.codes, start_basis(tech, part))
    pool = np.union1d(first, np.flatnonzero(weight > 1e-12))
    shared = len(codes) + some.specials
    inner = first[np.clip(codes - shared, 0, len(first) - 1)]
    offset = codes - shared - len(first)  # trade-offs come after the reference units
    mapped = np.where(offset >= 0, len(pool) + offset, np.searchsorted(pool, inner)) + shared
    return pool, np.where(codes >= shared, mapped, codes)


def spanning(amounts: Floats, sign: Floats, returns: str) -> Ints:
    """Return reference units behind which, as is checked for each, all others lie (sorted positions).

    What is no worse than a mean of others never has a better price than all of these, whatever the prices of inputs and
    outputs: a program that the columns here solve is solved for all.

    Parameters
    ----------
    amounts : (n, q) array
    sign : (q,) array
        +1 for what should be small, -1 for what should be large.
    returns : str
    """
    n = len(amounts)
    if n <= 2 * SMALL:
        return np.arange(n)
    x, y = amounts[:, sign > 0], amounts[:, sign < 0]
    tech = technology(x, y, returns)
    gain = [np.broadcast_to(np.abs(a).mean(axis=0), a.shape) for a in (x, y)]
    some = projections(tech, x, y, *gain, sense=1, start=0.0)
    first, behind = seeds(tech), np.zeros(n, dtype=bool)
    for block, part, found in _against(tech, some, first):
        behind[block] = found.done & (_own_weight(found) <= 1e-12) & _reach(tech, part, found, first)
    return np.union1d(first, np.flatnonzero(~behind))


def _against(tech: Technology, some: Projections, first: Ints) -> Iterator[tuple[Ints, Projections, Bases]]:
    """Solve every point against a few reference units and itself, block by block, whoever does it."""
    parts = blocks(some.values.shape[1], len(first))

    def programs(block: Ints) -> tuple[Any, ...]:
        part = some.take(block)
        return batch_of(tech, part, first), start_basis(tech, part), stages(tech, part, slacks=False)[-1:]

    for block, found in zip(parts, together(maximise, InTurn(parts, programs)), strict=True):
        yield block, some.take(block), found


def _own_weight(found: Bases) -> Floats:
    return np.asarray(np.where(found.codes == len(found.codes) + OWN, found.values, 0.0).sum(axis=0))


def _reach(tech: Technology, some: Projections, found: Bases, pool: Ints) -> Bools:
    """Return whether each point's peers in the pool, taken from the data, are no worse than it is."""
    total = np.zeros_like(some.values)
    shared = len(total) + some.specials
    for code, weight in zip(found.codes, found.values, strict=True):
        peer = code >= shared
        total[:, peer] += tech.columns[:, pool[code[peer] - shared]] * weight[peer]
    over = (total - some.values) * own_scale(tech, some.values)
    equation = tech.slack[:, None] == 0
    over = np.where(equation, -np.abs(over), over * -np.where(equation, -1.0, tech.slack[:, None]))
    return np.asarray((over >= -1e-11).all(axis=0))


def blocks(points: int, columns: int, cells: int = 1_000_000) -> list[Ints]:
    """Return the points' positions in runs whose price table has about `cells` cells."""
    size = int(np.clip(cells // max(columns, 1), 256, 16384))
    return [np.arange(i, min(i + size, points)) for i in range(0, points, size)]
