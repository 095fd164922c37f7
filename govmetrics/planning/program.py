"""The mixed-integer program of a plan, for PuLP and any of its solvers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from govmetrics.core import UnsuitableMethod
from govmetrics.core.reasons import reason_of
from govmetrics.numerics.mixed_integer import mixed_integer
from govmetrics.planning.actions import Levers

SECONDS = 60
"""The default solver stops after so long, each time it is called, with the best plan that it has."""


@dataclass(frozen=True, eq=False)
class Steps:
    """What counts in whole steps: grades and places, each a gain in points that a unit has to make.

    Parameters
    ----------
    row : ndarray of int
        Whose.
    gain : ndarray
        Points from now to the step.
    """

    row: np.ndarray
    gain: np.ndarray


def solve(
    levers: Levers, budget: float, worth: np.ndarray, steps: Steps | None, solver: Any
) -> tuple[np.ndarray, bool]:
    """Return the amount of every lever, in the leaf's unit, and whether no plan can be better.

    Without steps the points gained, each times its cell's `worth`, are maximised. With steps their number is, and
    among the plans that make as many the cheapest is taken.
    """
    import pulp

    room = _affordable(levers, budget)
    if not (room > 0).any() or (steps is not None and not len(steps.gain)):
        return np.zeros(len(levers.action)), True
    # Money, points and worth in numbers around one: solvers know absolute tolerances only.
    money = _usual(levers.cost * room + levers.fixed)
    grain = _usual(levers.most)
    problem = pulp.LpProblem("plan", pulp.LpMaximize)
    amounts, cost = _amounts(problem, levers, room, money)
    points = _points(pulp, problem, levers, amounts, grain)
    problem += pulp.lpSum(cost) <= budget / money, "budget"
    if steps is None:
        worth = worth / _usual(worth)
        problem.setObjective(pulp.lpSum(w * g for w, g in zip(worth.tolist(), points, strict=True)))
        proven = _run(pulp, problem, solver)
    else:
        taken = _taken(pulp, problem, levers, points, steps, grain)
        problem.setObjective(pulp.lpSum(taken))
        proven = _run(pulp, problem, solver)
        problem += pulp.lpSum(taken) >= round(pulp.value(problem.objective) or 0.0), "as_many"
        problem.setObjective(-1 * pulp.lpSum(cost))
        proven = _run(pulp, problem, solver) and proven
    found = np.array([pulp.value(amount) or 0.0 for amount in amounts])
    gained = np.array([max(0.0, pulp.value(g) or 0.0) for g in points]) * grain
    return _within(levers, _trimmed(levers, found, gained), budget), proven


def _usual(sizes: np.ndarray) -> float:
    """Return the mean of the positive sizes, or one."""
    positive = sizes[sizes > 0]
    return float(positive.mean()) if len(positive) else 1.0


def _affordable(levers: Levers, budget: float) -> np.ndarray:
    """Return how far each lever could move if the whole budget went into it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        room = np.minimum(
            levers.room, np.where(levers.cost > 0, (budget - levers.fixed) / levers.cost, np.inf)
        )
        whole = np.floor(room / levers.step * (1 + 1e-12) + 1e-9) * levers.step
    room = np.where(levers.step > 0, whole, room)
    return np.where(levers.fixed <= budget, np.maximum(room, 0.0), 0.0)


def _amounts(problem: Any, levers: Levers, room: np.ndarray, money: float) -> tuple[list[Any], list[Any]]:
    """Return each lever's amount (whole steps where it has steps) and what is paid.

    The variables are shares of the room, so that no leaf's unit is too large or too small for the solver.
    """
    amounts, cost = [], []
    for k, most in enumerate(room.tolist()):
        step, fixed = float(levers.step[k]), float(levers.fixed[k])
        count = round(most / step) if step > 0 else 1
        share = problem.add_variable(f"a{k}", 0, count, cat="Integer" if step > 0 else "Continuous")
        amount = (step or most) * share
        if fixed > 0:
            used = problem.add_variable(f"u{k}", cat="Binary")
            problem += share <= count * used, f"use{k}"
            cost.append(fixed / money * used)
        amounts.append(amount)
        cost.append(float(levers.cost[k]) / money * amount)
    return amounts, cost


def _points(pulp: Any, problem: Any, levers: Levers, amounts: list[Any], grain: float) -> list[Any]:
    """Return the points, in grains, that each cell gains: a line that begins after the dead zone and ends at `most`."""
    points = []
    of_cell: list[list[Any]] = [[] for _ in levers.row]
    for amount, c in zip(amounts, levers.cell, strict=True):
        of_cell[c].append(amount)
    stepped = set(levers.cell[levers.step > 0].tolist())
    for c, amounts_of_cell in enumerate(of_cell):
        moved = pulp.lpSum(amounts_of_cell)
        if len(amounts_of_cell) > 1 and c in stepped:  # whole steps of two actions may meet beyond the limit
            problem += moved / float(levers.reach[c]) <= 1 + 1e-9, f"reach{c}"
        most = float(levers.most[c]) / grain
        gain = problem.add_variable(f"g{c}", 0, most)
        slope, dead = float(levers.slope[c]) / grain, float(levers.dead[c])
        if dead > 0:
            through = problem.add_variable(f"d{c}", cat="Binary")
            problem += gain <= slope * moved - slope * dead * through, f"line{c}"
            problem += gain <= most * through, f"through{c}"
        else:
            problem += gain <= slope * moved, f"line{c}"
        points.append(gain)
    return points


def _taken(
    pulp: Any, problem: Any, levers: Levers, points: list[Any], steps: Steps, grain: float
) -> list[Any]:
    """Return a binary for every step: it is one only if its unit gains as much, and so every step before it.

    A unit pays for the way from each step to the next, not for each step from the start: the bound that a solver gets
    without whole numbers is then the tightest there is.
    """
    of_row: dict[int, list[Any]] = {int(row): [] for row in levers.row}
    for row, point in zip(levers.row, points, strict=True):
        of_row[int(row)].append(point)
    taken = []
    for row in np.unique(steps.row[np.isin(steps.row, levers.row)]).tolist():
        ways = np.diff(np.sort(steps.gain[steps.row == row]), prepend=0.0) / grain
        mine = [problem.add_variable(f"z{row}_{h}", cat="Binary") for h in range(len(ways))]
        paid = pulp.lpSum(way * step for way, step in zip(ways.tolist(), mine, strict=True))
        problem += pulp.lpSum(of_row[row]) >= paid, f"way{row}"
        for h, (first, then) in enumerate(pairwise(mine)):
            problem += then <= first, f"order{row}_{h}"
        taken += mine
    return taken


def _run(pulp: Any, problem: Any, solver: Any) -> bool:
    """Solve, and return whether the optimum is proven; a solver stopped early may leave a plan that is not."""
    way_out = "give it more time, or another solver; where none is named, HiGHS is used"
    try:
        status = problem.solve(InMemory(SECONDS) if solver is None else solver)
    except pulp.PulpSolverError as error:
        raise UnsuitableMethod("solver", "failed: {reason}", way_out, reason=reason_of(error)) from error
    if status != pulp.LpStatusOptimal:
        problem = "ended with {status!r} and no plan"
        raise UnsuitableMethod("solver", problem, way_out, status=pulp.LpStatus[status])
    return bool(problem.sol_status == pulp.LpSolutionOptimal)


@dataclass(frozen=True)
class InMemory:
    """HiGHS as scipy has it, for a PuLP problem: CBC, PuLP's own, is a program that is handed its model as a file.

    Parameters
    ----------
    seconds : float
        It stops after so long with the best solution that it has.
    """

    seconds: float

    def actualSolve(self, problem: Any) -> int:  # noqa: N802 - as PuLP calls it
        """Solve, and leave the solution in the problem's variables."""
        import pulp
        from scipy.sparse import coo_array

        variables = problem.variables()
        column = {id(one): place for place, one in enumerate(variables)}
        cost = np.zeros(len(variables))
        for one, factor in problem.objective.items():
            cost[column[id(one)]] = factor
        rules = problem.constraints()
        cells = [
            (row, column[id(one)], factor) for row, rule in enumerate(rules) for one, factor in rule.items()
        ]
        rows, columns, factors = zip(*cells, strict=True)
        matrix = coo_array((factors, (rows, columns)), (len(rules), len(variables))).tocsr()
        right = np.array([-rule.constant for rule in rules])
        sense = np.array([rule.sense for rule in rules])
        low = np.where(sense == pulp.LpConstraintLE, -np.inf, right)
        high = np.where(sense == pulp.LpConstraintGE, np.inf, right)
        whole = [one.cat == pulp.LpInteger for one in variables]
        bounds = np.array([(_or(one.lowBound, -np.inf), _or(one.upBound, np.inf)) for one in variables])
        found = mixed_integer(
            problem.sense * cost, matrix, low, high, bounds[:, 0], bounds[:, 1], np.array(whole), self.seconds
        )
        if found.x is None:
            problem.assignStatus(pulp.LpStatusInfeasible if found.infeasible else pulp.LpStatusNotSolved)
            return int(problem.status)
        for one, value in zip(variables, found.x.tolist(), strict=True):
            one.varValue = round(value) if one.cat == pulp.LpInteger else value
        proven = pulp.LpSolutionOptimal if found.proven else pulp.LpSolutionIntegerFeasible
        problem.assignStatus(pulp.LpStatusOptimal, proven)
        return int(problem.status)


def _or(bound: float | None, none: float) -> float:
    return none if bound is None else bound


def _trimmed(levers: Levers, amounts: np.ndarray, gained: np.ndarray) -> np.ndarray:
    """Take back what brings nothing (a solver may spend what is left over), and the solver's rounding."""
    amounts = np.clip(amounts, 0.0, levers.room)
    whole = levers.step > 0
    amounts[whole] = np.round(amounts[whole] / levers.step[whole]) * levers.step[whole]
    near = ~whole & (np.abs(amounts - levers.room) < 1e-9 * levers.room)
    amounts = _cheapest(levers, np.where(near, levers.room, amounts))
    wanted = np.where(gained > 1e-9 * levers.most, levers.dead + gained / levers.slope, 0.0)
    spare = np.bincount(levers.cell, amounts, len(levers.row)) - wanted
    for k in np.argsort(-levers.cost, kind="stable"):  # the dearest first
        c = levers.cell[k]
        less = min(amounts[k], max(spare[c], 0.0))
        if levers.step[k] > 0:
            less = np.floor(less / levers.step[k] + 1e-9) * levers.step[k]
        elif wanted[c] > 0 and less < 1e-7 * levers.room[k]:
            less = 0.0  # rounding, not a saving
        amounts[k] -= less
        spare[c] -= less
    return amounts


def _cheapest(levers: Levers, amounts: np.ndarray) -> np.ndarray:
    """Let the cheapest of the actions that move a cell by any amount do the most: what a slack budget leaves open."""
    free = np.flatnonzero((levers.step == 0) & ((levers.fixed == 0) | (amounts > 0)))
    cells, counts = np.unique(levers.cell[free], return_counts=True)
    shared = free[np.isin(levers.cell[free], cells[counts > 1])]
    left = np.bincount(levers.cell[shared], amounts[shared], len(levers.row))
    for k in shared[np.argsort(levers.cost[shared], kind="stable")]:
        amounts[k] = min(levers.room[k], left[levers.cell[k]])
        left[levers.cell[k]] -= amounts[k]
    return amounts


def _within(levers: Levers, amounts: np.ndarray, budget: float) -> np.ndarray:
    """Take back the trace by which a solver overspends; it keeps a budget to about seven digits."""
    amounts = amounts.copy()
    for k in np.argsort(-levers.cost, kind="stable"):
        excess = (amounts * levers.cost + levers.fixed * (amounts > 0)).sum() - budget
        if excess <= 0 or levers.cost[k] <= 0:
            break
        if levers.step[k] == 0 and amounts[k] > 0:
            amounts[k] -= min(amounts[k], excess / levers.cost[k] * (1 + 1e-9))
    return amounts
