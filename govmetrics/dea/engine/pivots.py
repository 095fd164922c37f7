"""Pivots of thousands of small linear programs of one shape at once: by the primal and by the dual simplex method."""

from __future__ import annotations

import numpy as np

from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.batch import Batch, basic_cost, exact_rows, sizes

TOLERANCE = 1e-10
"""Reduced costs below this share of the size of their terms are zero."""
NOTHING = 1e-13
"""Basic values below this share of the right side are zero."""
LEAST = 1e-9
"""A pivot that is smaller is none."""
LOW = 1e-11
"""So far below zero a basic value may stay."""


class State:
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

    def only(self, chosen: Bools) -> State:
        """Return the chosen programs."""
        if chosen.all():
            return self
        inverse, values = self.inverse[:, :, chosen], self.values[:, chosen]
        programs = self.programs.take(np.flatnonzero(chosen))
        return State(
            programs,
            self.codes[:, chosen],
            inverse,
            self.norm[:, chosen],
            values=values,
            careful=self.careful,
        )

    def shake(self, size: float, seed: int) -> None:
        """Raise the basic values by a little (1 to 2 times its size), so that degenerate programs do not cycle."""
        signed = slice(int(self.programs.free), None)
        self.values[signed] += size * (1 + np.random.default_rng(seed).random((len(self.codes), 1)))[signed]

    def run(self, cost_slack: Floats, cost_special: Floats, limit: int = 2000) -> Bools:
        """Pivot every program to the optimum of these costs; return which ones ended there."""
        ended = np.zeros(self.codes.shape[1], dtype=bool)
        active = np.arange(self.codes.shape[1])
        work = Work(self, active, cost_slack, cost_special)
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
            work = Work(self, active, cost_slack, cost_special)
        work.store(self, active)
        return ended

    def lift(self, cost_slack: Floats, cost_special: Floats, limit: int = 60) -> Bools:
        """Pivot every program, while all prices stay right, until no value is below zero; return which ones got there."""
        ended = np.zeros(self.codes.shape[1], dtype=bool)
        active = np.flatnonzero(np.isfinite(self.values).all(axis=0))
        for _ in range(limit):
            if not len(active):
                return ended
            work = Work(self, active, cost_slack, cost_special)
            alive = np.ones(len(active), dtype=bool)
            while alive.mean() > 0.8:
                leaving, short = work.lowest()
                ended[active[alive & ~short]] = True
                alive &= short
                entering, some = work.enter_for(leaving)
                alive = work.exchange(leaving, entering, alive & some)
            work.store(self, active)
            active = active[alive]
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


class Work:
    """The active programs of one stage, gathered so that each pivot runs on contiguous arrays."""

    def __init__(self, state: State, active: Ints, cost_slack: Floats, cost_special: Floats) -> None:
        whole = len(active) == state.codes.shape[1]
        self.programs = state.programs if whole else state.programs.take(active)
        # `take` keeps the programs along memory, where an index of them would put each program's numbers side by side.
        self.codes, self.norm = state.codes.take(active, axis=1), state.norm.take(active, axis=1)
        self.inverse, self.values = state.inverse.take(active, axis=2), state.values.take(active, axis=1)
        self.cost_slack, self.cost_special = (
            cost_slack.take(active, axis=1),
            cost_special.take(active, axis=1),
        )
        self.barred = None if state.barred is None else state.barred[active]
        self.barred_slack = state.barred_slack.take(active, axis=1)
        self.barred_special = state.barred_special.take(active, axis=1)
        cost = basic_cost(self.codes, self.cost_slack, self.cost_special) / self.norm
        self.pi = np.einsum("kb,kpb->pb", cost, self.inverse)
        self.all = np.arange(len(active))
        self.careful = state.careful

    def store(self, state: State, active: Ints) -> None:
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
        change = np.einsum("ijb,jb->ib", self.inverse, column)
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
        self._exchange(leaving, entering, gain, moves, change, norm)
        return moves, stuck

    def lowest(self) -> tuple[Ints, Bools]:
        """Return each program's slot with the lowest value, and whether that is below zero."""
        first = int(self.programs.free)
        slot = self.values[first:].argmin(axis=0) + first
        return slot, self.values[slot, self.all] < -LOW

    def enter_for(self, leaving: Ints) -> tuple[Ints, Bools]:
        """Return the column that can take the place of a slot's so that all prices stay right, and whether there is one."""
        row = np.ascontiguousarray(self.inverse[leaving, :, self.all].T)
        signs, special = self.programs.slack[:, None], self.programs.special
        change = np.concatenate([row * signs, np.einsum("pb,pkb->kb", row, special)])
        change[np.concatenate([self.barred_slack, self.barred_special])] = 0.0
        price = np.concatenate([self.pi * signs, np.einsum("pb,pkb->kb", self.pi, special)])
        price -= np.concatenate([self.cost_slack, self.cost_special])
        first, steepest = _steepest(price.T, change.T)
        if not self.programs.columns.shape[1]:
            return first, steepest < 0
        other, steeper = _steepest(self.programs.price(self.pi), self.programs.price(row))
        return np.where(steeper < steepest, other + len(change), first), np.minimum(steeper, steepest) < 0

    def exchange(self, leaving: Ints, entering: Ints, moves: Bools) -> Bools:
        """Bring columns into slots where the program moves, unless rounding has made the pivot nothing; return where."""
        column = self.programs.gather(entering)
        cost = basic_cost(entering[None], self.cost_slack, self.cost_special)[0]
        gain = np.minimum(cost - (self.pi * column).sum(axis=0), 0.0)
        norm = np.maximum(np.abs(column).max(axis=0), 1e-300)
        change = np.einsum("ijb,jb->ib", self.inverse, column / norm)
        moves = moves & (change[leaving, self.all] < 0)
        self._exchange(leaving, entering, gain, moves, change, norm)
        return moves

    def _exchange(
        self, leaving: Ints, entering: Ints, gain: Floats, moves: Bools, change: Floats, norm: Floats
    ) -> None:
        """Put the entering columns into the slots `leaving` where a program moves."""
        pivot = np.where(moves, change[leaving, self.all], 1.0)
        step = np.where(moves, self.values[leaving, self.all] / pivot, 0.0)
        row = np.where(moves, np.ascontiguousarray(self.inverse[leaving, :, self.all].T) / pivot, 0.0)
        change[leaving, self.all] -= 1.0
        for i, times in enumerate(change):  # row by row: small temporaries stay in the cache
            self.inverse[i] -= times * row
        self.values -= change * step
        self.pi += np.where(moves, gain / norm, 0.0) * row
        here = self.all[moves]
        self.codes[leaving[here], here] = entering[here]
        self.norm[leaving[here], here] = norm[here]


def _steepest(price: Floats, change: Floats) -> tuple[Ints, Floats]:
    """Return each row's column whose price turns wrong first as its change is paid, and change / price there, below 0 if any.

    Of prices that are nothing the largest change is taken. The arrays are written over.
    """
    change += LEAST
    change /= np.maximum(price, NOTHING, out=price)
    column: Ints = change.argmin(axis=1)
    return column, change[np.arange(len(column)), column]
