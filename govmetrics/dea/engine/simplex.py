"""Thousands of small linear programs of one shape, solved together by the revised simplex method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, Stage, basic_cost, exact_rows, factorise, gather_basis, sizes

__all__ = ["Batch", "Bases", "Stage", "maximise"]

TOLERANCE = 1e-10
"""Reduced costs below this share of the size of their terms are zero."""
NOTHING = 1e-13
"""Basic values below this share of the right side are zero."""


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
    signed = slice(int(programs.free), None)
    values[signed] += shake * (1 + np.random.default_rng(seed).random((len(codes), 1)))[signed]
    ended = np.ones(codes.shape[1], dtype=bool)
    state = _State(programs, codes, inverse, norm, values=values, careful=careful)
    for number, (cost_slack, cost_special) in enumerate(stages):
        ended &= state.run(cost_slack, cost_special)
        if number + 1 < len(stages):
            state.bar(cost_slack, cost_special)
    inverse, norm = factorise(programs, state.codes)
    values = np.einsum("ijb,jb->ib", inverse, programs.right)
    least = np.full_like(values, -TOLERANCE)
    matrix = None
    if careful:
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


class _State:
    """The batch between pivots. Mutable on purpose: it is the loop's working memory."""

    def __init__(
        self, programs: Batch, codes: Ints, inverse: Floats, norm: Floats, *, values: Floats, careful: bool
    ) -> None:
        self.programs, self.careful = programs, careful
        self.codes, self.inverse, self.norm, self.values = codes, inverse, norm, values
        k, b = programs.special.shape[1:]
        closed = np.zeros((k, b), dtype=bool)
        self.barred_special = closed if programs.barred_special is None else programs.barred_special.copy()
        if programs.free:
            free = codes[0] - len(codes)
            self.barred_special[free, np.arange(b)] = True  # always in the basis
        self.barred_slack = np.repeat(programs.slack[:, None] == 0, b, axis=1)
        self.barred = programs.barred

    def run(self, cost_slack: Floats, cost_special: Floats, limit: int = 2000) -> Bools:
        """Pivot every program to the optimum of these costs; return which ones ended there."""
        ended = np.zeros(self.codes.shape[1], dtype=bool)
        active = np.arange(self.codes.shape[1])
        work = _Work(self, active, cost_slack, cost_special)
        for _ in range(limit):
            entering, gain = work.enter()
            alive, stuck = work.pivot(entering, gain)
            if alive.all():
                continue
            over = gain <= 0
            ended[active[over & ~stuck]] = True
            if alive.mean() > 0.8 and alive.any():
                continue  # finished programs price to nothing; drop them when they are many
            work.store(self, active)
            active = active[alive]
            if not len(active):
                return ended
            work = _Work(self, active, cost_slack, cost_special)
        work.store(self, active)
        return ended

    def bar(self, cost_slack: Floats, cost_special: Floats) -> None:
        """Close the columns that would lower the objective just reached."""
        programs = self.programs
        cost = basic_cost(self.codes, cost_slack, cost_special) / self.norm
        pi = np.einsum("kb,kpb->pb", cost, self.inverse)
        size = np.abs(pi)
        slack = cost_slack - pi * programs.slack[:, None]
        self.barred_slack |= slack < -TOLERANCE * np.maximum(size.max(axis=0), 1.0)
        special = cost_special - np.einsum("pb,pkb->kb", pi, programs.special)
        terms = np.einsum("pb,pkb->kb", size, np.abs(programs.special))
        self.barred_special |= special < -TOLERANCE * np.maximum(terms, 1e-3)
        loss = programs.price(pi) > TOLERANCE * sizes(programs, pi)
        self.barred = loss if self.barred is None else self.barred | loss


class _Work:
    """The active programs of one stage, gathered so that each pivot runs on contiguous arrays."""

    def __init__(self, state: _State, active: Ints, cost_slack: Floats, cost_special: Floats) -> None:
        whole = len(active) == state.codes.shape[1]
        self.programs = state.programs if whole else state.programs.take(active)
        self.codes, self.norm = state.codes[:, active], state.norm[:, active]
        self.inverse, self.values = state.inverse[:, :, active], state.values[:, active]
        self.cost_slack, self.cost_special = cost_slack[:, active], cost_special[:, active]
        self.barred = None if state.barred is None else state.barred[active]
        self.barred_slack = state.barred_slack[:, active]
        self.barred_special = state.barred_special[:, active]
        cost = basic_cost(self.codes, self.cost_slack, self.cost_special) / self.norm
        self.pi = np.einsum("kb,kpb->pb", cost, self.inverse)
        self.all = np.arange(len(active))
        self.careful = state.careful

    def store(self, state: _State, active: Ints) -> None:
        """Write the active programs back."""
        state.codes[:, active], state.norm[:, active] = self.codes, self.norm
        state.inverse[:, :, active], state.values[:, active] = self.inverse, self.values

    def enter(self) -> tuple[Ints, Floats]:
        """Return each program's best entering column and its reduced cost; 0 at the optimum."""
        p, k = len(self.codes), len(self.cost_special)
        if self.careful:
            exact_rows(self.pi, self.codes, self.cost_slack, self.programs.slack)
        slack = self.cost_slack - self.pi * self.programs.slack[:, None]
        slack[self.barred_slack] = -np.inf
        special = self.cost_special - np.einsum("pb,pkb->kb", self.pi, self.programs.special)
        special[self.barred_special] = -np.inf
        fixed = np.concatenate([slack, special])
        if self.careful:  # a basic column's price is 0; noise must not bring it in again
            slot, program = np.nonzero(self.codes < p + k)
            fixed[self.codes[slot, program], program] = -np.inf
        code = fixed.argmax(axis=0)
        gain = fixed[code, self.all]
        gain[gain <= TOLERANCE * np.maximum(np.abs(self.pi).max(axis=0), 1.0)] = 0.0
        if self.programs.columns.shape[1] == 0:
            return code, gain
        prices = self.programs.price(-self.pi)
        if self.barred is not None:
            prices[self.barred] = -np.inf
        if self.careful:
            slot, program = np.nonzero(self.codes >= p + k)
            prices[program, self.codes[slot, program] - p - k] = -np.inf
        best = prices.argmax(axis=1)
        price = prices[self.all, best]
        use = price > gain
        size = np.abs(self.pi * self.programs.gather(best + p + k)).sum(axis=0)
        small = use & (price <= TOLERANCE * size)
        unsure = np.flatnonzero(small & (gain == 0))
        code = np.where(use & ~small, best + p + k, code)
        gain = np.where(use & ~small, price, gain)
        if len(
            unsure
        ):  # the largest price was noise of a huge column: look at each price beside its own terms
            some = prices[unsure] - TOLERANCE * sizes(self.programs.take(unsure), self.pi[:, unsure])
            best = some.argmax(axis=1)
            found = some[np.arange(len(unsure)), best] > 0
            code[unsure[found]] = best[found] + p + k
            gain[unsure[found]] = prices[unsure[found], best[found]]
        return code, gain

    def pivot(self, entering: Ints, gain: Floats) -> tuple[Bools, Bools]:
        """Bring the entering columns in; return which programs moved and which are stuck (unbounded)."""
        column = self.programs.gather(entering)
        norm = np.maximum(np.abs(column).max(axis=0), 1e-300)
        column /= norm
        change = self.inverse[:, 0] * column[0]
        for i in range(1, len(column)):
            change += self.inverse[:, i] * column[i]
        able = change > 1e-9
        if self.careful:
            able = change > 1e-11 * np.einsum("ijb,jb->ib", np.abs(self.inverse), np.abs(column))
        if self.programs.free:
            able[0] = False
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            ratio = np.where(able, self.values / change, np.inf)
            bound = np.where(able, (self.values + 1e-12) / change, np.inf).min(axis=0)
        leaving: Ints = np.where(ratio <= bound, change, -1.0).argmax(
            axis=0
        )  # of the near ties, the largest pivot
        moves = gain > 0
        stuck = moves & ~np.isfinite(bound)
        moves &= ~stuck
        pivot = np.where(moves, change[leaving, self.all], 1.0)
        step = np.where(moves, self.values[leaving, self.all] / pivot, 0.0)
        row = np.where(moves, self.inverse[leaving, :, self.all].T / pivot, 0.0)
        change[leaving, self.all] -= 1.0
        for i, times in enumerate(change):  # row by row: small temporaries stay in the cache
            self.inverse[i] -= times * row
        self.values -= change * step
        self.pi += np.where(moves, gain / norm, 0.0) * row
        here = self.all[moves]
        self.codes[leaving[here], here] = entering[here]
        self.norm[leaving[here], here] = norm[here]
        return moves, stuck
