"""One unit at a time, by HiGHS or any solver of PuLP, in the unit's own units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import shown
from govmetrics.dea.engine.answers import HIGHS, PULP, Distances, Raw, certified_answer
from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.highs import least
from govmetrics.dea.engine.projection import Projections, Technology, batch_of, own_scale


@dataclass(frozen=True, eq=False)
class Single:
    """One unit's program: columns t, restrictions, lambda (pool, trade-offs), slacks; rows in own units.

    Attributes
    ----------
    matrix : (p, 1 + r + f + p)
        Rows and columns scaled until their largest entries are near one.
    rows : (p,)
        What the rows were multiplied by.
    size : (1 + r + f + p,)
        What the columns were divided by.
    right : (p,)
        Scaled as the rows.
    upper : (1 + r + f + p,)
        0 closes a column, infinity leaves it open.
    sense : int
        1 to maximise t.
    goal : (1 + r + f + p,)
        Costs of the second phase: the slacks.
    """

    matrix: Floats
    rows: Floats
    size: Floats
    right: Floats
    upper: Floats
    sense: int
    goal: Floats


@dataclass(frozen=True, eq=False)
class SingleAnswer:
    """One unit's answer in own units; `t` is NaN when there is none. `weights` begin with the restrictions'."""

    t: float
    weights: Floats
    slacks: Floats
    multipliers: Floats


def one_by_one(tech: Technology, some: Projections, pool: Ints, slacks: bool, solver: Any) -> Distances:
    """Solve one point at a time with HiGHS or a PuLP solver object."""
    p, r = len(tech.columns), some.specials - 2
    f = r + len(pool) + tech.trade_offs
    count = some.values.shape[1]
    t, slack, weights, q = np.empty(count), np.empty((p, count)), np.empty((f, count)), np.empty((p, count))
    for i in range(count):
        program = single(tech, some, i, pool)
        found = by_highs(program, slacks) if isinstance(solver, str) else by_pulp(program, slacks, solver)
        t[i], slack[:, i], weights[:, i], q[:, i] = found.t, found.slacks, found.weights, found.multipliers
    limits, weights = weights[:r], weights[r:]
    most = max(p, int((weights > 0).sum(axis=0).max(initial=0)))
    used = np.argsort(-weights, axis=0, kind="stable")[:most]
    weights = np.take_along_axis(weights, used, axis=0)
    peers = np.where(weights > 0, tech.identity(pool)[used], -1)
    scale = own_scale(tech, some.values)
    raw = Raw(t, slack, peers, weights, q * scale, np.arange(count)[None], limits)
    return certified_answer(tech, some, raw, HIGHS if isinstance(solver, str) else PULP)


def single(tech: Technology, some: Projections, index: int, pool: Ints) -> Single:
    """Return the program of one point."""
    made = batch_of(tech, some.take(np.array([index])), pool)
    scale, p = made.scale[:, 0], len(made.scale)
    sign = np.where(tech.slack == 0, 0.0, tech.slack)
    own = made.special[:, :, 0]
    matrix = np.column_stack([own[:, 0], own[:, 2:], made.columns * scale[:, None], np.diag(sign)])
    upper = np.full(matrix.shape[1], np.inf)
    if made.barred is not None:
        upper[own.shape[1] - 1 : len(upper) - p][made.barred[0]] = 0.0
    upper[len(upper) - p :][sign == 0] = 0.0
    goal = np.zeros(len(upper))
    goal[len(upper) - p :][: tech.m + tech.s] = sign[: tech.m + tech.s] != 0
    matrix, rows, size = _even(matrix, upper > 0)
    return Single(matrix, rows, size, made.right[:, 0] * rows, upper, some.sense, goal)


def _even(matrix: Floats, there: Bools) -> tuple[Floats, Floats, Floats]:
    """Return the matrix with even rows and columns, and what they were multiplied and divided by.

    A unit ten million times less efficient than its peers has inputs beside which theirs vanish; where the least
    and the largest entry of every row are as far from one, a solver's tolerances hold for it, too (geometric
    scaling). Powers of two, so that nothing is rounded.
    """
    rows = np.ones(len(matrix))
    slacks = matrix.shape[1] - len(matrix)
    size = np.abs(matrix)
    shown = (size > 0) & there
    shown[:, 0], shown[:, slacks:] = False, False
    for _ in range(4):
        most = np.where(shown, size, 0.0).max(axis=1)
        least = np.where(shown, size, most[:, None]).min(axis=1)
        step = _power(np.sqrt(least * most))
        rows, size = rows / step, size / step[:, None]
        size = size / _power(size.max(axis=0))
    matrix = matrix * rows[:, None]
    columns = _power(np.abs(matrix).max(axis=0))
    return matrix / columns, rows, columns


def _power(x: Floats) -> Floats:
    """Return the power of two next to each number; one for zero."""
    return np.asarray(np.exp2(np.round(np.log2(np.where(x > 0, x, 1.0)))))


def by_highs(program: Single, slacks: bool) -> SingleAnswer:
    """Solve with scipy's HiGHS."""
    size = program.size
    cost = np.zeros(len(size))
    cost[0] = -program.sense
    first = _highs(program, cost, (-np.inf, np.inf))
    if first.x is None:
        return _none(program)
    z = first.x
    if slacks:
        goal = program.goal / size
        second = _highs(program, -goal / max(goal.max(), 1e-300), (z[0], z[0]))
        z = z if second.x is None else second.x
    return _solved(program, first.x[0], z, first.eqlin.marginals)


def _highs(program: Single, cost: Floats, limits: tuple[float, float]) -> Any:
    lower, upper = np.zeros(len(cost)), program.upper.copy()
    lower[0], upper[0] = limits
    return least(cost, program.matrix, program.right, lower, upper)


def by_pulp(program: Single, slacks: bool, solver: Any) -> SingleAnswer:
    """Solve with a PuLP solver object; multipliers are NaN where the solver gives no duals."""
    import pulp

    def model(cost: Floats, fixed: float | None) -> tuple[str, Floats, Floats]:
        problem = pulp.LpProblem("unit", pulp.LpMaximize)
        z = [problem.add_variable("z0")]
        z += [
            problem.add_variable(f"z{k + 1}", 0, 0 if u == 0 else None)
            for k, u in enumerate(program.upper[1:])
        ]
        problem += pulp.lpSum(float(c) * v for c, v in zip(cost, z, strict=True) if c)
        for i, row in enumerate(program.matrix):
            terms = pulp.lpSum(float(a) * v for a, v in zip(row, z, strict=True) if a)
            problem += terms == float(program.right[i]), f"r{i}"
        if fixed is not None:
            problem += z[0] == fixed, "fixed"
        status = pulp.LpStatus[problem.solve(solver)]
        found = np.array([v.value() or 0.0 for v in z], dtype=float)  # unused variables have no value
        duals = [problem.get_constraint_by_name(f"r{i}").pi for i in range(len(program.right))]
        return status, found, np.array([np.nan if d is None else d for d in duals], dtype=float)

    cost = np.zeros(len(program.upper))
    cost[0] = program.sense
    status, z, duals = model(cost, None)
    if status != "Optimal":
        return _none(program)
    if duals @ program.matrix[:, 0] * cost[0] < 0:  # solvers differ in the sign of a maximum's duals
        duals = -duals
    best = float(z[0])
    if slacks:
        status, second, _ = model(program.goal / program.size, best)
        z = second if status == "Optimal" else z
    return _solved(program, best, z, -duals)


def check_solver(solver: Any) -> None:
    """Refuse what is neither None, "highs" nor a usable PuLP solver object."""
    if solver is None or (isinstance(solver, str) and solver == "highs"):
        return
    if not hasattr(solver, "actualSolve"):
        way_out = 'give None, "highs", or a PuLP solver object such as pulp.PULP_CBC_CMD(msg=False)'
        raise FaultyInput("solver", "is {value}", way_out, value=shown(solver))
    if not solver.available():
        raise FaultyInput("solver", "is not installed here", "install it, or leave `solver` out")


def _solved(program: Single, t: float, z: Floats, multipliers: Floats) -> SingleAnswer:
    p, z = len(program.right), z / program.size
    prices = multipliers * program.rows / program.size[0]
    return SingleAnswer(t / program.size[0], np.maximum(z[1:-p], 0.0), np.maximum(z[-p:], 0.0), prices)


def _none(program: Single) -> SingleAnswer:
    """Return no answer, with multipliers that prove that there is none, where HiGHS finds them.

    They are those of the least sum of what is missing in the rows; where that is nothing they prove nothing.
    """
    p = len(program.right)
    whole = np.hstack([program.matrix, np.eye(p), -np.eye(p)])
    lower, upper = np.zeros(whole.shape[1]), np.r_[program.upper, np.full(2 * p, np.inf)]
    lower[0], upper[0] = -np.inf, np.inf
    found = least(np.r_[np.zeros(len(program.upper)), np.ones(2 * p)], whole, program.right, lower, upper)
    missing = found.x is not None and found.fun > 1e-9
    prices = found.eqlin.marginals * program.rows if missing else np.full(p, np.nan)
    return SingleAnswer(np.nan, np.zeros(len(program.upper) - p - 1), np.zeros(p), prices)
