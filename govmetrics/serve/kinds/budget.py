"""Budget: residents share a budget among projects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.asking import kept_fields, priced_lines, ticked
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, number
from govmetrics.serve.rounds import Activity

TASK = Text("Tick the projects that you want")
WITHIN = Text("Tick the projects that you want, for {budget:,.6g} in all")


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:  # noqa: ARG001 - as every kind's
    """Return the settings: projects with costs, the budget, the rule."""
    projects = priced_lines(values, "projects", faults)
    budget = number(values.get("budget", ""), 0.01, 1e15)
    if isinstance(budget, Text):
        faults.append(Fault("budget", budget))
    rule = values.get("rule") if values.get("rule") in ("equal_shares", "greedy") else "equal_shares"
    return {"projects": [name for name, _ in projects], "costs": [cost for _, cost in projects],
            "budget": budget if isinstance(budget, float) else 0.0, "rule": rule,
            "within": values.get("within") == "yes"}  # fmt: skip


def form(activity: Activity, values: Values, step: int | None) -> dict[str, Any]:  # noqa: ARG001 - one page
    """Return what the page shows."""
    said = activity.settings
    options = [
        (f"o.{at}", Text("{name} ({cost:,.6g})", name=name, cost=cost))
        for at, (name, cost) in enumerate(zip(said["projects"], said["costs"], strict=True))
    ]
    task = Text(WITHIN, budget=said["budget"]) if said["within"] else TASK
    return {"options": options, "task": task}


def check(activity: Activity, values: Values, step: int | None) -> Said:  # noqa: ARG001 - one page
    """Return the projects that somebody wants; within the budget where the activity says so."""
    said = activity.settings
    chosen, faults = ticked(said["projects"], values), {}
    total = sum(said["costs"][at] for at in chosen)
    if said["within"] and total > said["budget"]:
        told = "the ticked projects cost {total:,.6g}, and the budget is {budget:,.6g}: take some out"
        faults["o"] = Text(told, total=total, budget=said["budget"])
    elif bool(chosen) == (values.get("none") == "yes"):
        faults["o"] = Text("choose some, or say that it is none of them, not both")
    fields = {name: text for name, text in values.items() if name.startswith("o.") or name == "none"}
    return Said({"wanted": [said["projects"][at] for at in chosen], "fields": fields}, faults)


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return which projects are paid by the rule that was said before, and by the other one."""
    from govmetrics.collaboration import budget_vote

    said = activity.settings
    rows = [[float(name in one.content["wanted"]) for name in said["projects"]] for one in responses]
    if not rows:
        return Shown()
    frame = pd.DataFrame(rows, pd.RangeIndex(1, len(rows) + 1), said["projects"])
    costs = dict(zip(said["projects"], said["costs"], strict=True))
    found = budget_vote(frame, costs, said["budget"], said["rule"])
    return Shown([*found._finding(), *found._method(), *found.notes], found._tables())


BUDGET = Kind(
    "budget",
    Text("Share a budget"),
    Text("Residents choose projects; a rule that is said before divides the money."),
    form, check, kept_fields, results, read,
    settings=(
        Setting("projects", Text("Projects with their costs, one a line"), "lines", hint=Text("Such as: Park = 120000")),
        Setting("budget", Text("Budget"), "number"),
        Setting("rule", Text("How the money is divided"), "choice", "equal_shares", choices={
            "equal_shares": Text("The same share for every voter (method of equal shares)"),
            "greedy": Text("By votes, the most first (greedy)")}),
        Setting("within", Text("Everybody chooses within the budget"), "tick"),
    ),
)  # fmt: skip
