"""Which indicator would have to get better by how much, alone, to gain a grade or places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import (
    Dataset,
    Fault,
    IndicatorTree,
    InfeasibleTargets,
    Judgements,
    Result,
    Survey,
    Text,
    UnsuitableMethod,
)  # fmt: skip
from govmetrics.core.checks import holders, place_of, positions_of, unit_faults
from govmetrics.core.errors import Faults
from govmetrics.core.labels import row_label
from govmetrics.core.nodes import Indicator, unit_of
from govmetrics.core.options import MAPPING, NUMBER, is_number, optional
from govmetrics.planning.checks import GRADES, joined_data, leaf_faults, refuse_unplannable
from govmetrics.planning.goals import Goal, bisection, closed_form
from govmetrics.planning.grades import Grades
from govmetrics.planning.model import Model, directions, model, peers, rank_among, spans, stops
from govmetrics.planning.sentences import NO_SCORE, change_of, rank_of
from govmetrics.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Needed(Result):
    """What each indicator alone would have to become.

    Attributes
    ----------
    leaves : DataFrame
        A row for each leaf, the smallest share of its way first: measured_in, now, needed (NaN where the leaf alone is
        not enough), change, share (of the way from now to its limit), limit, score_at_limit, rank_at_limit.
    unit : label
        Whose.
    score, goal : float
        Now, and to be reached.
    rank, rank_at_goal : float
        Now, and with the goal reached.
    most : float
        The score with every leaf at its limit.
    tree : IndicatorTree
        For names.

    See Also
    --------
    needed
    """

    leaves: pd.DataFrame
    unit: Any
    score: float
    goal: float
    rank: float
    rank_at_goal: float
    most: float
    tree: IndicatorTree

    _shown: ClassVar = {"leaves": "What each indicator alone would have to become"}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "For one indicator at a time the value was computed at which the score of {unit} gets from {score:.4g} to "
            "{goal:.4g}, all other indicators, bounds and weights held as they are."
        )
        return (Text(told, unit=row_label(self.unit), score=self.score, goal=self.goal),)

    def _finding(self) -> tuple[Text, ...]:
        """Say what is enough alone; if nothing is, how far one gets."""
        enough = self.leaves[self.leaves["needed"].notna()]
        unit, told = row_label(self.unit), []
        for code, row in enough.iterrows():
            leaf = self.tree[str(code)]
            assert isinstance(leaf, Indicator)
            told.append(Text(
                "{unit}: {change}: {gain:+.3g} points, {standing}.", unit=unit,
                change=change_of(leaf, row["now"], row["needed"]), gain=self.goal - self.score,
                standing=rank_of(self.rank, self.rank_at_goal),
            ))  # fmt: skip
        if told:
            return tuple(told)
        if not len(self.leaves):
            return (Text("{unit}: no value is known that could be changed.", unit=unit),)
        reach, names = self.leaves["score_at_limit"], self.tree.names()
        return (Text(
            "{unit}: no indicator alone is enough for {goal:.4g}: {leaf:3} gets to {reach:.4g}, all together get to "
            "{most:.4g}.", unit=unit, goal=self.goal, leaf=[names[str(one)] for one in holders(reach)],
            reach=reach.max(), most=self.most,
        ),)  # fmt: skip


def needed(
    recipe: Recipe, data: Dataset, unit: Any, *,
    score: float | None = None, rank: int | None = None, places: int | None = None, grade: str | None = None,
    grades: Grades | None = None, limits: Mapping[str, float] | None = None, survey: Survey | Any = None,
    judgements: Judgements | None = None,
) -> Needed:  # fmt: skip
    """Return for each leaf the value that, alone, would bring a unit to a score, rank or grade.

    Everything else stays as it is: the other leaves, the other units, bounds and weights (see `what_if`). Additive
    indices are solved in closed form, other monotone ones by bisection to the last digit.

    Parameters
    ----------
    recipe : Recipe
        An aggregation under which a better leaf never lowers the score.
    data : Dataset
        As it is now.
    unit : label
        Whose; with periods ``(period, unit)``, ranked within its period.
    score, rank, places, grade : optional
        The goal, exactly one of them: a score; a rank; so many places up; a grade's name. Ties share a rank, so
        equalling the unit on that place is enough.
    grades : Grades, optional
        Needed for a grade.
    limits : mapping of str to float, optional
        How far a leaf can get, in its own unit. By default its best bound: the best goalpost or target, else the best
        value that any unit shows.
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        For the weighting "ahp".

    Returns
    -------
    Needed
        Leaves without a value, or with an imputed one, are not listed: their starting point is not known.

    Raises
    ------
    FaultyInput
        An unknown unit, no goal or several, a goal that is reached already, limits that lie against the direction:
        all at once.
    InfeasibleTargets
        Even with all leaves at their limits the goal is not reached; the message says how far one gets.
    UnsuitableMethod
        Other aggregations; a unit without a score.

    Examples
    --------
    >>> from govmetrics.demo import us_states
    >>> found = needed(*us_states(), "Utah", places=1, limits={"poverty": 8.0})
    >>> print(found.summary())  # doctest: +ELLIPSIS
    Utah: lower Poverty from 11.5 to 10.23%: +1.58 points, rank 3 → 2. Utah: raise ...
    """
    joined = joined_data(
        recipe, data, survey, judgements, grades=(grades, GRADES), limits=(limits, optional(MAPPING))
    )
    base = model(recipe, joined, judgements)
    refuse_unplannable(base, "needed")
    asked = Goal(score, rank, places, grade, grades)
    row, faults = _row(base, unit, limits)
    values = base.given[row : row + 1]
    signs = directions(base, values)
    start, end = spans(base, values, signs)
    roots = base.nominal.scores.values.iloc[:, 0].to_numpy()
    others = roots[peers(base, row)]
    with faults:
        end = _limited(base, values, signs, end, limits or {})
    with faults:
        goal, told = asked.of(roots[row], others)
    faults.raise_all()
    levers = np.flatnonzero(~np.isnan(values[0]) & ~np.isin(base.data.tree.codes, list(base.moved)))
    now = base.complete()[row]
    most = float(base.roots(_with_all(now, levers, end[0])[None])[0])
    if most < goal - 1e-9 * max(1.0, abs(goal)):
        problem = (
            "with every indicator at its limit the score gets from {now:.6g} to {most:.6g}, rank {rank:.0f}; {goal} needs "
            "{needs:.6g}"
        )
        raise InfeasibleTargets(place_of(unit), problem, "widen the limits, or aim lower", now=float(roots[row]), most=most,
            rank=rank_among(others, most), goal=told, needs=goal)  # fmt: skip
    at_limit, found = _alone(base, now, levers, (start[0], end[0]), goal)
    table = _table(base, now, levers, end[0], at_limit, found, others)
    reached = max(goal, roots[row])
    return Needed(
        table, unit, float(roots[row]), goal, rank_among(others, roots[row]), rank_among(others, reached), most,
        base.data.tree,
    )  # fmt: skip


def _row(base: Model, unit: Any, limits: Any) -> tuple[int, Faults]:
    """Return the unit's row, and what is wrong with the limits; refuse an unknown unit together with these."""
    index = base.data.values.index
    faults = Faults(unit_faults(index, [unit], "unit") + leaf_faults(base, limits or {}, "limits: "))
    for code, limit in (limits or {}).items():
        faults += NUMBER.faults(f"limits: {place_of(code)}", limit)
    row = positions_of(index, [unit])[0]
    if row < 0:
        faults.raise_all()
    if np.isnan(base.nominal.scores.values.iloc[row, :1]).any():
        raise UnsuitableMethod(place_of(unit), NO_SCORE, "impute it, or lower min_coverage")
    return row, faults


def _limited(
    base: Model, values: np.ndarray, signs: np.ndarray, end: np.ndarray, limits: Mapping[str, float]
) -> np.ndarray:
    """Return the ends with the user's limits; limits against the direction are faults."""
    end, faults = end.copy(), Faults()
    for code, limit in limits.items():
        if not (isinstance(code, str) and code in base.data.tree.codes and is_number(limit)):
            continue
        j = base.data.tree.codes.index(code)
        leaf = base.data.tree.indicators[j]
        sign, now = signs[0, j], values[0, j]
        if (limit - now) * sign < 0:
            problem = "{limit:g} lies against the direction, now {now:g} (better: {better})"
            way_out = "give a value that is better than now"
            faults.append(
                Fault(f"limits: {code}", problem, way_out, limit=limit, now=now, better=Text(leaf.better))
            )
        elif leaf.better in ("target", "interval"):  # beyond the target nothing is gained
            end[0, j] = end[0, j] if abs(limit - now) > abs(end[0, j] - now) else limit
        else:
            end[0, j] = limit
    faults.raise_all()
    return end


def _with_all(now: np.ndarray, levers: np.ndarray, end: np.ndarray) -> np.ndarray:
    values = now.copy()
    values[levers] = end[levers]
    return values


def _alone(
    base: Model, now: np.ndarray, levers: np.ndarray, way: tuple[np.ndarray, np.ndarray], goal: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the score with each lever alone at its limit, and the value at which it reaches the goal (or NaN)."""
    start, end = way

    def score(x: np.ndarray) -> np.ndarray:
        rows = np.tile(now, (len(levers), 1))
        rows[np.arange(len(levers)), levers] = x
        return base.roots(rows)

    if not len(levers):
        return np.empty(0), np.empty(0)
    top = score(end[levers])
    enough = top >= goal - 1e-12 * max(1.0, abs(goal))
    if base.additive:
        found = closed_form(score, start[levers], stops(base, start[None], end[None])[0, levers], goal)
    else:
        found = bisection(score, start[levers], end[levers], goal)
    return top, np.where(enough, found, np.nan)


def _table(
    base: Model, now: np.ndarray, levers: np.ndarray, end: np.ndarray, at_limit: np.ndarray, found: np.ndarray,
    others: np.ndarray,
) -> pd.DataFrame:  # fmt: skip
    leaves = [base.data.tree.indicators[j] for j in levers]
    room = end[levers] - now[levers]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (found - now[levers]) / room
    codes = pd.Index([leaf.code for leaf in leaves], name="code")
    table = pd.DataFrame(
        {
            "measured_in": pd.Series([unit_of(leaf) for leaf in leaves], codes, dtype=object),
            "now": now[levers],
            "needed": found,
            "change": found - now[levers],
            "share": share,
            "limit": end[levers],
            "score_at_limit": at_limit,
            "rank_at_limit": [rank_among(others, s) for s in at_limit],
        },
        index=codes,
    )
    return table.sort_values("share", kind="stable", na_position="last")
