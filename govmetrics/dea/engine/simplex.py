"""Thousands of small linear programs of one shape, solved together by the revised simplex method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, Stage, basic_cost, exact_rows, factorise, gather_basis
from govmetrics.dea.engine.pivots import NOTHING, TOLERANCE, State

__all__ = ["Batch", "Bases", "Stage", "finish", "maximise"]


@dataclass(frozen=True, eq=False)
class Bases:
    """Bases, values and multipliers of a batch, freshly factorised with the true right side.

    Attributes
    ----------
    codes : (p, B)
        Basic columns.
    values : (p, B)
        Their values.
    inverse : (p, p, B)
        Inverse of the basis, columns unscaled.
    done : (B,)
        Every stage ended at an optimum and the basis is feasible.
    reached : (stages, B)
        The objective of each stage.
    matrix : (p, p, B) or None
        The bases, kept where the multipliers are worth refining.
    """

    codes: Ints
    values: Floats
    inverse: Floats
    done: Bools
    reached: Floats
    matrix: Floats | None = None

    def multipliers(self, cost_slack: Floats, cost_special: Floats, sign: Floats) -> Floats:
        """Return the dual values (p, B) of this basis for the given costs and signs of the slacks."""
        cost = basic_cost(self.codes, cost_slack, cost_special)
        pi: Floats = np.einsum("kb,kpb->pb", cost, self.inverse)
        if self.matrix is not None:
            for _ in range(3):
                exact_rows(pi, self.codes, cost_slack, sign)
                missing = cost - np.einsum("pb,pkb->kb", pi, self.matrix)
                pi += np.einsum("kb,kpb->pb", missing, self.inverse)
        exact_rows(pi, self.codes, cost_slack, sign)
        return pi


def maximise(
    programs: Batch,
    basis: Ints,
    stages: list[Stage],
    *,
    shake: float = 1e-7,
    seed: int = 0,
    careful: bool = False,
) -> Bases:
    """Maximise the stages' objectives one after the other (lexicographically), from a feasible basis.

    Parameters
    ----------
    programs : Batch
    basis : (p, B)
        A feasible basis of each program; slot 0 holds the free variable if there is one.
    stages : list of (slack costs, special costs)
        Later objectives are maximised among the optima of the earlier ones.
    shake : float
        The basic values start this much (1 to 2 times) above their true values, so that degenerate programs do
        not cycle; the final values are computed from the true right side.
    seed : int
        Of the shake.
    careful : bool
        Judge every zero beside the terms it was computed from: slower, for programs whose numbers differ by many
        orders of magnitude.
    """
    codes = basis.copy()
    inverse, norm = factorise(programs, codes)
    values = np.einsum("ijb,jb->ib", inverse, programs.right)
    ended = np.ones(codes.shape[1], dtype=bool)
    state = State(programs, codes, inverse, norm, values=values, careful=careful)
    state.shake(shake, seed)
    for number, (cost_slack, cost_special) in enumerate(stages):
        ended &= state.run(cost_slack, cost_special)
        if number + 1 < len(stages):
            state.bar(cost_slack, cost_special)
    return finish(programs, state, ended, stages)


def finish(programs: Batch, state: State, ended: Bools, stages: list[Stage], *, fresh: bool = True) -> Bases:
    """Return the answers of where the pivots ended; `fresh` with nothing of the roundings on the way there."""
    signed = slice(int(programs.free), None)
    inverse, norm = factorise(programs, state.codes) if fresh else (state.inverse.copy(), state.norm)
    values = np.einsum("ijb,jb->ib", inverse, programs.right)
    least = np.full_like(values, -TOLERANCE)
    matrix = None
    if state.careful:
        matrix = gather_basis(programs, state.codes)
        for _ in range(3):
            missing = programs.right - np.einsum("ijb,jb->ib", matrix, values / norm)
            values += np.einsum("ijb,jb->ib", inverse, missing)
        noise = np.einsum("ijb,jb->ib", np.abs(inverse), np.abs(programs.right))
        least = np.minimum(least, -1e-13 * noise)
    feasible = (values >= least)[signed].all(axis=0) & np.isfinite(values).all(axis=0)
    values[signed] = np.where(values[signed] > NOTHING, values[signed], 0.0)
    values /= norm
    inverse /= norm[:, None]
    reached = np.stack([(basic_cost(state.codes, *stage) * values).sum(axis=0) for stage in stages])
    return Bases(state.codes, values, inverse, ended & feasible, reached, matrix)
