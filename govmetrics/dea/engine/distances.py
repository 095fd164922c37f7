"""The engine: many units against one technology, all together on arrays.

Each unit is solved in its own units (its inputs and outputs scaled to one), so that scores do not depend on the
units of measurement and every tolerance is relative. The reference is first reduced to its frontier; a certificate
for every unit over all reference columns says whether its answer is right, and what fails goes to HiGHS.

Tried and left out here: starting units from facets that others had met. The first pass hit 78 % and saved half of its
pivots, the second 34 % (its start from the first pass is near already); looking facets up cost what that saved. Pseudo-samples
do it (`lifting.py`), where a basis need not be feasible to start from: the dual simplex method lifts it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from govmetrics.core.parallel import InTurn, together
from govmetrics.dea.engine.answers import ENGINE, Distances, Raw, certified_answer
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.batch import Batch, Stage
from govmetrics.dea.engine.certificate import CERTIFIED, LITERAL, Behind, dual_violation
from govmetrics.dea.engine.frontier import blocks, two_passes
from govmetrics.dea.engine.increasing import far_apart
from govmetrics.dea.engine.projection import (
    DISTANCE,
    OWN,
    Projections,
    Technology,
    batch_of,
    one_stage,
    projections,
    stages,
    start_basis,
)
from govmetrics.dea.engine.simplex import Bases, maximise
from govmetrics.dea.engine.single import one_by_one

ATTEMPTS = 8
"""How often a point that fails the certificate is solved again, more carefully, before HiGHS gets it."""


def distances(
    tech: Technology, some: Projections, *, slacks: bool = True, pool: Ints | None = None, solver: Any = None,
    behind: Behind | None = None,
) -> Distances:  # fmt: skip
    """Project every point onto the technology's frontier.

    Parameters
    ----------
    tech : Technology
    some : Projections
    slacks : bool
        Whether to maximise the slacks (the sum of shares of the unit's own amounts) in a second phase.
    pool : array of int, optional
        Reference units that are likely to suffice (what is missing is found by the certificate).
    solver : optional
        "highs" or a PuLP solver object: solve unit by unit with it, on the frontier's columns.
    behind : optional
        For points that may not use some reference unit: which units lie behind which, so that not all are looked at.
    """
    last, values = tech.m + tech.s, some.values
    if tech.slack[last:].tolist() == [-1.0] and far_apart(values[:last], tech.columns[:last, : tech.n]):
        return _by_both(tech, some, slacks, pool, solver)
    return _distances(tech, some, slacks, pool, solver, behind)


def _by_both(tech: Technology, some: Projections, slacks: bool, pool: Ints | None, solver: Any) -> Distances:
    """Solve increasing returns by constant and, where their weights sum to less than 1, by variable returns."""
    last = tech.m + tech.s
    constant = replace(tech, columns=np.ascontiguousarray(tech.columns[:last]), slack=tech.slack[:last])
    rows = None if some.restrictions is None else some.restrictions[:last]
    cone = replace(
        some, values=some.values[:last], base=some.base[:last], move=some.move[:last], restrictions=rows
    )
    found = _distances(constant, cone, slacks, pool, solver)
    units = (found.peers >= 0) & (found.peers < tech.n)
    total = np.where(units, found.weights, 0.0).sum(axis=0)
    found = replace(
        found,
        slacks=np.vstack([found.slacks, total - 1.0]),
        multipliers=np.vstack([found.multipliers, np.zeros(len(total))]),
    )
    # What a solver could not answer under constant returns stays unanswered: variable returns would not be its answer.
    short = np.flatnonzero(~(total >= 1) & found.certified)
    if len(short):
        level = replace(tech, slack=np.r_[tech.slack[:last], 0.0])
        again = _distances(level, some.take(short), slacks, pool, solver)
        # Where both are equally good the intercept may have either sign: constant returns have a valid price.
        equal = again.multipliers[last] < 0
        again.multipliers[:, equal] = found.multipliers[:, short[equal]]
        found.put(short, again)
    return found


def _distances(
    tech: Technology,
    some: Projections,
    slacks: bool,
    pool: Ints | None,
    solver: Any,
    behind: Behind | None = None,
) -> Distances:
    basis = None
    if behind is not None:
        pool = behind.front
    if pool is None:
        pool, basis = _pool(tech, some)
    if solver is not None:
        return one_by_one(tech, some, pool, slacks, solver)
    by_proof = basis is not None and tech.n > LITERAL
    if behind is not None:
        basis = behind.basis
    answer = _solve(tech, some, pool, slacks, basis=basis, by_proof=by_proof, behind=behind)
    attempt = -1
    while attempt < ATTEMPTS:
        wrong = np.flatnonzero(~answer.certified)
        if not len(wrong):
            return answer
        missing = np.unique(answer.worst[wrong][answer.dual[wrong] > CERTIFIED])
        wider = np.union1d(pool, missing[missing < tech.n])
        attempt += len(wider) == len(pool)  # nothing was missing: look more carefully
        pool = wider
        part = some.take(wrong)
        again = _solve(tech, part, pool, slacks, attempt=attempt, by_proof=by_proof, behind=behind)
        answer.put(wrong, again)
    wrong = np.flatnonzero(~answer.certified)
    if len(wrong):
        answer.put(wrong, one_by_one(tech, some.take(wrong), pool, slacks, "highs"))
        wrong = np.flatnonzero(~answer.certified)
    if by_proof and len(wrong):  # these are not proved to lie behind the frontier: look at them too
        each = np.arange(len(answer.t))[None]
        dual, _ = dual_violation(tech, some, answer.multipliers, each, over=wrong)
        np.maximum(answer.dual, dual, out=answer.dual)
    return answer


def frontier(tech: Technology) -> Ints:
    """Return positions of reference units that span the technology: all extreme units, and few others."""
    x, y = -tech.columns[: tech.m, : tech.n].T, tech.columns[tech.m : tech.m + tech.s, : tech.n].T
    return two_passes(tech, projections(tech, x, y, -x, np.zeros_like(y), sense=-1, start=1.0))[0]


def _pool(tech: Technology, some: Projections) -> tuple[Ints, Ints | None]:
    """Return enough reference units, and a warm start where the points are the reference units."""
    everyone = np.array_equal(some.member, np.arange(tech.n)) and not some.others
    if some.level is not None or (tech.slack[: tech.m + tech.s] == 0).any():
        return np.arange(tech.n), None
    return two_passes(tech, some) if everyone else (frontier(tech), None)


def _solve(
    tech: Technology,
    some: Projections,
    pool: Ints,
    slacks: bool,
    *,
    basis: Ints | None = None,
    attempt: int = -1,
    by_proof: bool = False,
    behind: Behind | None = None,
) -> Distances:
    """Solve in blocks, so that memory stays flat, and certify; further attempts are slower and more careful."""
    identity = tech.identity(pool)

    def programs(block: Ints) -> tuple[Any, ...]:
        part = some.take(block)
        start = start_basis(tech, part) if basis is None else basis[:, block]
        steps = stages(tech, part, slacks) if behind is None or basis is None else one_stage(part)
        return part, identity, batch_of(tech, part, pool), start, steps, attempt

    parts = together(_block, InTurn(blocks(some.values.shape[1], len(pool)), programs))
    raw = Raw(*(np.concatenate(a, axis=-1) for a in zip(*parts, strict=True)))
    alone = np.flatnonzero(raw.key[0] < 0)
    raw.key[0, alone] = -1 - alone
    over = behind.front if behind is not None else pool if by_proof else None
    over = None if over is None else tech.identity(over)
    return certified_answer(tech, some, raw, ENGINE, over, behind)


def _block(
    some: Projections, identity: Ints, made: Batch, start: Ints, steps: list[Stage], attempt: int
) -> Raw:
    """Return the answers of some points, worked out here or by a worker that is given nothing but their programs."""
    shake = 1e-7 if attempt < 0 else 10.0 ** -(7 + attempt % 4)
    found = maximise(made, start, steps, shake=shake, seed=attempt + 1, careful=attempt >= 0)
    return read(some, identity, made, found, steps)


def read(some: Projections, identity: Ints, made: Batch, found: Bases, steps: list[Stage]) -> Raw:
    """Read a block's answers from its bases; the key is -1 where the multipliers are like no other's."""
    codes = found.codes
    p, b = codes.shape
    slack = np.zeros((p, b))
    rows, cols = np.nonzero(codes < p)
    slack[codes[rows, cols], cols] = found.values[rows, cols]
    artificial = some.others | (some.member < 0)
    shared = p + some.specials
    peers = np.where(codes >= shared, identity[np.maximum(codes - shared, 0)], -1)
    peers = np.where((codes == p + OWN) & ~artificial, some.member, peers)
    weights = np.where(peers >= 0, found.values, 0.0)
    t = found.values[0].copy()
    q = -found.multipliers(*steps[-1 if steps[-1][1].any() else -2], made.slack)
    limits = np.zeros((shared - p - 2, b))
    rows, cols = np.nonzero((codes >= p + 2) & (codes < shared))
    limits[codes[rows, cols] - p - 2, cols] = found.values[rows, cols]
    alone = ~found.done
    alone[cols] = True
    if not steps[0][1][DISTANCE].any():  # there was a first stage that drove helpers out
        lost = found.reached[0] < -CERTIFIED
        t[lost] = np.nan
        phase = -found.multipliers(*steps[0], made.slack)
        q[:, lost] = phase[:, lost]
        left = ~lost & ((codes == p + OWN) & artificial).any(axis=0)
        _lift(made, q, phase, np.flatnonzero(left))
        alone |= lost | left
    q[:, ~found.done] = np.nan
    key = np.sort(np.where(peers >= 0, shared + peers, codes), axis=0)
    key[:, alone] = -1
    return Raw(t, slack, np.where(weights > 0, peers, -1), weights, q * made.scale, key, limits)


def _lift(made: Batch, q: Floats, phase: Floats, where: Ints) -> None:
    """Add enough of the first stage's multipliers to make the second's valid where a helper column stayed at 0."""
    if not len(where):
        return
    some = made.take(where)
    wrong, help_ = some.price(q[:, where]), -some.price(phase[:, where])
    if some.barred is not None:
        wrong[some.barred] = 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        need = np.where((wrong > 1e-12) & (help_ > 1e-12), wrong / help_, 0.0).max(axis=1, initial=0.0)
        rows = np.where(
            (q[:, where] < -1e-12) & (phase[:, where] > 1e-12), -q[:, where] / phase[:, where], 0.0
        )
    q[:, where] += phase[:, where] * np.maximum(need, rows[made.slack < 0].max(axis=0, initial=0.0))
