"""Improvement plans: which actions raise the score, grade or rank most under a budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Judgements, Label, Result, Survey, Table, Text, UnsuitableMethod
from govmetrics.core.checks import place_of, positions_of, unit_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import FROM_ZERO, Kind, choice, optional
from govmetrics.planning.actions import Action, Levers, action_faults, levers
from govmetrics.planning.checks import GRADES, joined_data, refuse_unplannable
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import Model, model, peers
from govmetrics.planning.places import by_any_amount, most_steps
from govmetrics.planning.plan_table import plan_table
from govmetrics.planning.program import Steps, solve
from govmetrics.planning.sentences import NO_SCORE
from govmetrics.planning.what_if import WhatIf, assess
from govmetrics.recipe import Recipe

Maximise = Literal["score", "grade", "rank"]
SOLVER = optional(
    Kind(
        lambda value: hasattr(value, "actualSolve") and not isinstance(value, type),
        Text("give a solver of PuLP, such as pulp.HiGHS(msg=False)"),
    )
)
ROUNDING = 1e-6
"""Points that a solver may miss a step by; they are topped up."""
STEP_BY_STEP = "dynamic programming"
"""In place of a solver, where actions go by any amount and steps are counted."""


@dataclass(frozen=True, eq=False)
class Plan(Result):
    """Actions that bring the most for a budget, and what they bring.

    Attributes
    ----------
    actions : DataFrame
        A row for each action in a unit: unit (and period), code, action (its name), body and deadline where
        they are given, amount (how far it moves the leaf, in its unit), gain (points), cost.
    what_if : WhatIf
        The recipe followed on the changed data: before and after at every cell and unit.
    cost, budget : float
        Spent, and available.
    maximise : {"score", "grade", "rank"}
        What was maximised.
    gained : float
        Points (times the units' importance), grades, or places.
    proven : bool
        Whether no plan can be better; a solver that was stopped early may leave a good one that is not.
    solver : str
        What found it: HiGHS, the solver given, or "dynamic programming" (grades and ranks, where actions go by any amount).

    See Also
    --------
    improvement_plan
    """

    actions: pd.DataFrame
    what_if: WhatIf = field(repr=False)
    cost: float
    budget: float
    maximise: str
    gained: float
    proven: bool = True
    solver: str = "HiGHS"

    _left_out: ClassVar = ("solver",)
    _shown: ClassVar = {"actions": "Actions"}

    def _names(self) -> dict[Any, Label]:
        return self.what_if._names()

    def _tables(self) -> list[Table]:
        """Return the plan with problems, evidence and measures, though there be none; then what it changes."""
        cites = {"HiGHS": ("HuangfuHall2018",), STEP_BY_STEP: ()}.get(self.solver, ("Mitchell2011",))
        plan = plan_table(self.actions, self.what_if)
        first = Table.of(Text("Improvement plan"), plan, "planning", self._names(), cites=cites)
        return [first, *(self.what_if._tables() if len(plan) else ())]

    def _method(self) -> tuple[Text, ...]:
        told = (
            "The plan that brings the most {aim} for a budget of {budget:.6g} was found by mixed-integer programming "
            "({solver})."
        )
        if self.solver == STEP_BY_STEP:
            told = (
                "The plan that brings the most {aim} for a budget of {budget:.6g} was found by dynamic programming over what "
                "each unit's steps cost."
            )
        aims = {
            "score": Text("points to the planned units together"),
            "grade": Text("grades gained"),
            "rank": Text("places gained against units outside the plan"),
        }
        return (
            Text(told, aim=aims[self.maximise], budget=self.budget, solver=self.solver),
            *self.what_if._method(),
        )

    def _finding(self) -> tuple[Text, ...]:
        told = [Text("Of a budget of {budget:.6g}, {cost:.6g} is spent.", cost=self.cost, budget=self.budget)]
        if not self.proven:
            told.append(Text("There may be a better plan: the solver stopped early."))
        return (*told, *self.what_if._finding())


def improvement_plan(
    recipe: Recipe, data: Dataset, actions: Sequence[Action], budget: float, units: Any = None,
    maximise: Maximise = "score", *, grades: Grades | None = None, importance: str | None = None, solver: Any = None,
    survey: Survey | Any = None, judgements: Judgements | None = None,
) -> Plan:  # fmt: skip
    """Return the actions that raise score, grade or rank most for a budget: a mixed-integer program, or exact steps.

    Parameters
    ----------
    recipe : Recipe
        An additive one: arithmetic means of a linear normalisation.
    data : Dataset
        As it is now.
    actions : sequence of Action
        What can be done to which leaf, at what cost, how far.
    budget : float
        For all units together.
    units : label or list of labels, optional
        One unit, or those of a district; all by default. With periods ``(period, unit)``.
    maximise : {"score", "grade", "rank"}
        "score": points of all planned units together. "grade": how many grades they gain in all. "rank": how many units
        outside the plan they come level with or overtake (within the plan one's gain is another's loss). For "grade"
        and "rank" the cheapest of the best plans is taken.
    grades : Grades, optional
        Needed for "grade"; otherwise for the result.
    importance : str, optional
        An attribute, such as population, by which a unit's points count ("score" only).
    solver : pulp solver, optional
        For example ``pulp.HiGHS(msg=False, gapRel=0)``, which takes as long as it needs; by default HiGHS in
        memory, to a proven optimum, but for a minute at most: whole steps and fixed costs for hundreds of actions can
        keep a solver busy for hours. `Plan.proven` says whether it was enough. Grades and ranks need no solver where actions
        go by any amount, from the first on: the best plan is then found exactly, by dynamic programming.
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        For the weighting "ahp".

    Returns
    -------
    Plan
        Bounds and weights are those of the nominal run (see `what_if`).

    Raises
    ------
    FaultyInput
        A negative budget, unknown leaves or units, costs, limits or steps that make no sense: all at once.
    UnsuitableMethod
        Indices that are not additive; "rank" when all units are planned; a solver that does not finish.

    References
    ----------
    Mitchell, S., O'Sullivan, M. and Dunning, I. (2011). PuLP: a linear programming toolkit for Python. The
    University of Auckland. Huangfu, Q. and Hall, J. A. J. (2018). Parallelizing the dual revised simplex method.
    Mathematical Programming Computation, 10(1), 119-142.

    Examples
    --------
    >>> from govmetrics.demo import us_states
    >>> actions = [Action("hs_grad", cost=2.0), Action("poverty", cost=3.0, limit=10.0)]
    >>> print(improvement_plan(*us_states(), actions, budget=5.0, units="Texas").summary())
    Of a budget of 5, 5 is spent. Texas: raise High-school graduation from 79.9 to 82.4%: +3.5 points, rank 44 → 43.
    """
    joined = joined_data(recipe, data, survey, judgements, grades=(grades, GRADES), solver=(solver, SOLVER))
    base = model(recipe, joined, judgements)
    rows = requested(base, units, actions, (budget, maximise, grades, importance))
    found = levers(base, actions, rows)
    steps = (
        None if maximise == "score" else _steps(base, rows, found, grades if maximise == "grade" else None)
    )
    exact = None
    if steps is not None and solver is None and by_any_amount(found):
        exact = most_steps(found, steps.row, steps.gain, float(budget))
    if exact is None:
        amounts, proven = solve(found, float(budget), _worth(base, importance)[found.row], steps, solver)
    else:
        amounts, proven = exact, True
    if steps is not None:
        amounts = _topped_up(found, amounts, steps)
    moved = np.bincount(found.cell, weights=amounts, minlength=len(found.row))
    cells = [
        (int(row), int(leaf), float(base.given[row, leaf] + sign * by))
        for row, leaf, sign, by in zip(found.row, found.leaf, found.sign, moved, strict=True)
        if by > 0
    ]
    effect = assess(base, cells, grades)
    table = _table(base, actions, found, amounts)
    gained = _gained(base, rows, effect, maximise, (grades, importance))
    used = "HiGHS" if solver is None else str(getattr(solver, "name", type(solver).__name__))
    used = used if exact is None else STEP_BY_STEP
    return Plan(table, effect, float(table["cost"].sum()), float(budget), maximise, gained, proven, used)


def requested(
    base: Model, units: Any, actions: Any, asked: tuple[Any, Any, Grades | None, str | None]
) -> np.ndarray:
    """Return the rows of the planned units; refuse impossible requests (budget, maximise, grades, importance), all at once.

    What no plan can be found for is known then, before one is looked for.
    """
    refuse_unplannable(base, "improvement_plan", additive=True)
    index = base.data.values.index
    several = isinstance(
        units, list | pd.Index | pd.Series | np.ndarray
    )  # a tuple is one unit, with its period
    listed = list(index) if units is None else list(units) if several else [units]
    faults = Faults(unit_faults(index, listed))
    if not listed:
        faults.append(Fault("units", "there are none", "give at least one, or None for all"))
    known = not faults
    rows = np.array(list(dict.fromkeys(positions_of(index, listed) if known else [])), dtype=int)
    faults += action_faults(base, actions, rows)
    budget, maximise, grades, importance = asked
    faults += FROM_ZERO.faults("budget", budget) + choice(*get_args(Maximise)).faults("maximise", maximise)
    if isinstance(maximise, str) and maximise == "grade" and grades is None:
        faults.append(Fault("grades", "are not given", "give Grades(names, cuts)"))
    faults += _importance_faults(base, rows, maximise, importance)
    faults.raise_all()
    _refuse_rows(base, rows, maximise)
    return rows


def _importance_faults(base: Model, rows: np.ndarray, maximise: Any, importance: str | None) -> list[Fault]:
    if importance is None:
        return []
    if isinstance(maximise, str) and maximise in ("grade", "rank"):
        way_out = "leave it out, or maximise the score"
        return [Fault("importance", "does not count for {maximise!r}", way_out, maximise=maximise)]
    attributes = base.data.attributes
    if not (isinstance(importance, str) and importance in attributes):
        return [Fault("importance", "{value!r} is not an attribute of the data", "there are: {labels}", value=importance,
                      labels=list(attributes.columns))]  # fmt: skip
    cells = attributes[importance].iloc[rows]
    values = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    odd = cells[~(np.isfinite(values) & (values >= 0))]
    return each(odd.items(), lambda at: FROM_ZERO.faults(place_of(at[0], importance), at[1])[0])


def _refuse_rows(base: Model, rows: np.ndarray, maximise: str) -> None:
    """Refuse units without a score, and ranks that only planned units have."""
    roots = base.nominal.scores.values.iloc[rows, 0]
    way_out = "impute it, or leave it out of the plan"
    without = each(roots.index[roots.isna()], lambda unit: Fault(place_of(unit), NO_SCORE, way_out))
    Faults(without).raise_all(UnsuitableMethod)
    if maximise == "rank" and all(np.isin(peers(base, row), rows).all() for row in rows):
        problem = "all units are planned, and one's gain is another's loss"
        raise UnsuitableMethod("maximise", problem, "plan some of the units, or maximise score or grade")


def _worth(base: Model, importance: str | None) -> np.ndarray:
    """Return how much a point counts in every row."""
    if importance is None:
        return np.ones(len(base.data.values))
    values = pd.to_numeric(base.data.attributes[importance], errors="coerce")
    return np.asarray(
        np.nan_to_num(values.to_numpy(dtype=float, na_value=np.nan))
    )  # only planned units count


def _steps(base: Model, rows: np.ndarray, found: Levers, grades: Grades | None) -> Steps:
    """Return the gains at which each planned unit reaches the next grades, or units outside the plan."""
    roots = base.nominal.scores.values.iloc[:, 0].to_numpy()
    within = np.bincount(found.row, weights=found.most, minlength=len(roots))
    row, gain = [], []
    for r in rows:
        if grades is None:
            others = peers(base, r)
            levels = roots[others[~np.isin(others, rows)]]
        else:
            levels = np.asarray(grades.cuts, dtype=float)
        ahead = levels - roots[r]
        ahead = ahead[(ahead > 1e-9) & (ahead <= within[r] + 1e-9)]
        row += [int(r)] * len(ahead)
        gain += np.minimum(ahead, within[r]).tolist()
    return Steps(np.array(row, dtype=int), np.array(gain))


def _topped_up(found: Levers, amounts: np.ndarray, steps: Steps) -> np.ndarray:
    """Return amounts that make every step that the solver meant to, where its rounding left a trace missing."""
    amounts = amounts.copy()
    points = np.bincount(found.cell, weights=_points(found, amounts), minlength=len(found.row))
    for row in np.unique(steps.row):
        gained = points[found.row == row].sum()
        meant = steps.gain[(steps.row == row) & (steps.gain <= gained + ROUNDING * max(1.0, gained))]
        short = meant.max(initial=0.0) - gained
        for k in np.flatnonzero((found.row[found.cell] == row) & (found.step == 0) & (amounts > 0)):
            if short <= 0:
                break
            more = min(short / found.slope[found.cell[k]] * (1 + 1e-9), found.room[k] - amounts[k])
            amounts[k] += more
            short -= more * found.slope[found.cell[k]]
    return amounts


def _table(base: Model, actions: Sequence[Action], found: Levers, amounts: np.ndarray) -> pd.DataFrame:
    used = np.flatnonzero(amounts > 0)
    used = used[np.lexsort((found.action[used], found.row[found.cell[used]]))]
    rows = found.row[found.cell[used]]
    index = base.data.values.index
    table = index[rows].to_frame(index=False) if index.nlevels == 2 else pd.DataFrame({"unit": index[rows]})
    table["code"] = [actions[a].code for a in found.action[used]]
    table["action"] = [actions[a].name for a in found.action[used]]
    for told in ("body", "deadline"):  # columns that nobody filled are not shown
        if any(getattr(action, told) for action in actions):
            table[told] = [getattr(actions[a], told) for a in found.action[used]]
    table["amount"] = amounts[used]
    table["gain"] = _points(found, amounts)[used]
    table["cost"] = amounts[used] * found.cost[used] + found.fixed[used]
    return table


def _points(found: Levers, amounts: np.ndarray) -> np.ndarray:
    """Return the points that each action brings: those of its cell, by its share in moving it."""
    moved = np.bincount(found.cell, weights=amounts, minlength=len(found.row))
    points = np.clip(found.slope * (moved - found.dead), 0.0, found.most)
    return np.asarray(
        amounts * np.divide(points, moved, out=np.zeros_like(points), where=moved > 0)[found.cell]
    )


def _gained(
    base: Model, rows: np.ndarray, effect: WhatIf, maximise: str, asked: tuple[Grades | None, str | None]
) -> float:
    """Return what the plan gains of what it maximises, from the recipe followed again."""
    grades, importance = asked
    mine = effect.scores.iloc[rows]
    before, after = mine["score_before"].to_numpy(dtype=float), mine["score_after"].to_numpy(dtype=float)
    if maximise == "score":
        return float((_worth(base, importance)[rows] * (after - before)).sum())
    if grades is not None and maximise == "grade":
        return float((grades.places(after) - grades.places(before)).sum())
    roots, places = base.nominal.scores.values.iloc[:, 0].to_numpy(), 0
    for r, old, new in zip(rows, before, after, strict=True):
        others = peers(base, r)
        levels = roots[others[~np.isin(others, rows)]]
        places += int(((levels > old + 1e-9) & (levels <= new + 1e-9)).sum())
    return float(places)
