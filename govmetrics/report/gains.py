"""What to do next with what it would bring: the plan unit by unit, and coming up to the median where units are held back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govmetrics.core import UnsuitableMethod
from govmetrics.core.labels import row_label
from govmetrics.core.words import Text
from govmetrics.planning import CatchUp, catch_up
from govmetrics.planning.sentences import standing_of
from govmetrics.report.numbers import number, signed

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings
    from govmetrics.planning import Plan
    from govmetrics.recipe import Assessment

UNITS_TOLD, LEAVES_TOLD = 5, 2
"""Of so many units of a plan, and so many indicators, the gain is told."""


def planned(whole: Findings | None, digits: int) -> list[Text]:
    """Return what the plan asks of each unit and what that brings, the greatest gain first; nothing without a plan."""
    told = list(by_unit_planned(whole, digits).values())
    if len(told) > UNITS_TOLD:
        more = Text("{count:# more unit is|# more units are} in the plan.", count=len(told) - UNITS_TOLD)
        told[UNITS_TOLD:] = [more]
    return told


def by_unit_planned(whole: Findings | None, digits: int) -> dict[Any, Text]:
    """Return the same of every unit of the plan, by its row there."""
    plan = None if whole is None else whole.plan
    if plan is None or plan.actions.empty:
        return {}
    rows = plan.what_if.changed()
    rows = rows[rows["gain"].notna()].sort_values("gain", ascending=False, kind="stable")
    return {row: _of_unit(plan, row, cells, digits) for row, cells in rows.iterrows()}


def _of_unit(plan: Plan, row: Any, cells: Any, digits: int) -> Text:
    """Return one unit's actions, each with body, deadline and gain, and where they bring it."""
    keys = ["period", "unit"] if "period" in plan.actions else ["unit"]
    labels = row if isinstance(row, tuple) else (row,)
    own = plan.actions[(plan.actions[keys] == list(labels)).all(axis=1)]
    names = plan._names()
    actions = [
        Text("{action} ({told})", action=one["action"] or names[one["code"]],
             told=[*(one[key] for key in ("body", "deadline") if one.get(key)),
                   Text("{gain} points", gain=signed(one["gain"], digits))])
        for one in own.to_dict("records")
    ]  # fmt: skip
    return Text(
        "{unit}: {actions}. Together {gain} points, score {before} → {after}, {standing}.",
        unit=row_label(row), actions=actions, gain=signed(cells["gain"], digits), standing=standing_of(cells),
        before=number(cells["score_before"], digits), after=number(cells["score_after"], digits),
    )  # fmt: skip


def caught_up(assessment: Assessment, walls: list[str]) -> CatchUp | None:
    """Return what coming up to the median would bring, for some leaves; None where scores do not allow to say."""
    try:
        return catch_up(assessment, walls) if walls else None
    except UnsuitableMethod:
        return None


def coming_up(found: CatchUp | None, digits: int) -> list[Text]:
    """Return what it would bring if units came up to the median in what holds most of them back."""
    if found is None:
        return []
    names, digits = found._names(), max(digits, 1)
    return [
        _lifted(names[str(code)], row, digits)
        for code, row in found.leaves[found.leaves["overall"] > 0].head(LEAVES_TOLD).iterrows()
    ]


def _lifted(leaf: Any, row: Any, digits: int) -> Text:
    """Return the gain of the units below the median; of a single one without a mean and a first."""
    if row["behind"] == 1:
        text = "Lift {leaf} where it is below the median: {unit} alone would gain {mean} points."
        return Text(text, leaf=leaf, unit=row["unit"], mean=number(row["mean_gain"], digits))
    return Text(
        "Lift {leaf} where it is below the median: {count:# unit|# units} would gain {mean} points on average, "
        "{unit} the most ({most}).",
        leaf=leaf, count=int(row["behind"]), mean=number(row["mean_gain"], digits),
        most=signed(row["most"], digits), unit=row["unit"],
    )  # fmt: skip
