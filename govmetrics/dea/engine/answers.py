"""Answers of many points, with their certificates."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.certificate import (
    CERTIFIED,
    Behind,
    dual_violation,
    duality_gap,
    own_violation,
    primal_residual,
    violation_behind,
)
from govmetrics.dea.engine.projection import Projections, Technology, own_scale

ENGINE, HIGHS, PULP = 0, 1, 2
SOLVERS = ("engine", "highs", "pulp")


@dataclass(frozen=True, eq=False)
class Distances:
    """Answers for B points; the batch is the last axis.

    Attributes
    ----------
    t : (B,)
        NaN where infeasible.
    slacks : (p, B)
        In the unit's own units.
    peers, weights : (p, B)
        Positions of reference columns (-1 for none) and their lambda.
    multipliers : (p, B)
        v, u and the intercept w, in raw units: u y_j - v x_j + w <= 0 for every reference unit j.
    residual, dual, gap : (B,)
        The certificate.
    worst : (B,)
        The column with the largest dual violation.
    solver : (B,)
        Position in `SOLVERS`.
    """

    t: Floats
    slacks: Floats
    peers: Ints
    weights: Floats
    multipliers: Floats
    residual: Floats
    dual: Floats
    gap: Floats
    worst: Ints
    solver: Ints

    @property
    def certified(self) -> Bools:
        """Which points pass the certificate."""
        worst = np.maximum(np.maximum(self.residual, self.dual), self.gap)
        return np.asarray(worst <= CERTIFIED)

    def put(self, where: Ints, other: Distances) -> None:
        """Overwrite some points' answers (in place: only while the engine works)."""
        for f in fields(self):
            mine, new = getattr(self, f.name), getattr(other, f.name)
            if mine.ndim == 2:
                mine, new = _fill_up(mine, len(new)), _fill_up(new, len(mine))
                object.__setattr__(self, f.name, mine)
            mine[..., where] = new


class Raw(NamedTuple):
    """Answers before they are certified (fields as in Distances); points of one key have proportional q."""

    t: Floats
    slacks: Floats
    peers: Ints
    weights: Floats
    q: Floats
    key: Ints
    limits: Floats  # (r, B): weights of the restrictions


def _fill_up(a: Any, rows: int) -> Any:
    """Return a (k, B) array with rows of -1 (integers) or 0 added up to `rows`."""
    more = np.full((max(rows - len(a), 0), a.shape[1]), -(a.dtype.kind == "i"), a.dtype)
    return np.concatenate([a, more])


def certified_answer(
    tech: Technology, some: Projections, raw: Raw, solver: int, over: Ints | None = None,
    behind: Behind | None = None,
) -> Distances:  # fmt: skip
    """Certify: residual, dual violation over all columns, and the gap, all from the data.

    Where the points are the reference units themselves and many, only the columns `over` are looked at: every other
    unit's own answer shows that it lies behind them, so its violation is at most a mean of theirs plus its residual. Where
    a point may not use some unit, those `behind` it are looked at as well.
    """
    q, lost, scale = raw.q, np.isnan(raw.t), own_scale(tech, some.values)
    t = np.where(lost, 0.0, raw.t)
    signed = tech.slack != 0
    q[signed] = np.where(np.abs(q[signed]) < 1e-12 * scale[signed], 0.0, q[signed])
    dual, worst = dual_violation(tech, some, q, raw.key, over)
    if behind is not None:
        more, where = violation_behind(tech, some, q, behind)
        worst, dual = np.where(more > dual, where, worst), np.maximum(more, dual)
    residual = primal_residual(
        tech, some, t, raw.slacks, peers=raw.peers, weights=raw.weights, limits=raw.limits
    )
    bad = ~np.isfinite(q).all(axis=0)
    return Distances(
        t=raw.t,
        slacks=raw.slacks,
        peers=raw.peers,
        weights=raw.weights,
        multipliers=q,
        residual=np.where(lost, 0.0, residual),
        dual=np.where(bad, np.inf, np.maximum(dual, own_violation(tech, some, q / scale, scale, lost))),
        gap=np.where(bad, np.inf, duality_gap(some, q, t, lost)),
        worst=worst,
        solver=np.full(len(t), solver),
    )
