"""Budgets of points: over all leaves, or a hundred percent in each group (the weights form)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, lines, number, whole
from govmetrics.serve.rounds import Activity

SLACK = 1e-6


def read_points(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:
    """Return the settings of a budget: how many points, over all leaves."""
    total = whole(values, "total", 100, (2, 100_000), faults)
    if total < len(tree.codes):
        faults.append(Fault("total", "is less than a point for each of {count} leaves", "give a larger number",
                            count=len(tree.codes)))  # fmt: skip
    return {"total": total, "budgets": {tree.node_codes[0]: list(tree.codes)}}


def read_weights(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:
    """Return the settings of the weights form: which groups share out a hundred percent."""
    able = [group.code for group in tree.groups if len(tree.parts(group.code)) > 1]
    named = lines(values, "groups")
    wrong = [code for code in named if code not in able]
    if wrong:
        faults.append(Fault("groups", "{labels} are no groups of two or more parts", "there are: {codes}", labels=wrong,
                            codes=able))  # fmt: skip
    groups = [code for code in able if code in named] or able
    return {"total": 100, "budgets": {group: tree.parts(group) for group in groups}}


def _fields(activity: Activity, step: int | None) -> dict[str, dict[str, str]]:
    """Return the fields of each budget on a page: by its parts."""
    every = {group: {code: f"w.{g}.{k}" for k, code in enumerate(parts)}
             for g, (group, parts) in enumerate(activity.settings["budgets"].items())}  # fmt: skip
    return every if step is None else dict([list(every.items())[step - 1]])


def form(activity: Activity, values: Values, step: int | None) -> Mapping[str, Any]:
    """Return what the page shows."""
    names, total = activity.names, activity.settings["total"]
    blocks = [
        {"group": f"s.{group}", "name": names[group],
         "fields": [(name, names[code], values.get(name, "")) for code, name in fields.items()]}
        for group, fields in _fields(activity, step).items()
    ]  # fmt: skip
    return {"blocks": blocks, "total": total, "percent": activity.kind == "weights"}


def check(activity: Activity, values: Values, step: int | None) -> Said:
    """Return the points. Nothing is rescaled: who spends more or less is told how much."""
    names, total, faults = activity.names, activity.settings["total"], {}
    points: dict[str, float] = {}
    for group, fields in _fields(activity, step).items():
        spent, wrong = 0.0, False
        for code, name in fields.items():
            found = number(values.get(name, "") or "0", 0, total)
            if isinstance(found, float):
                points[code] = found
                spent += found
            else:
                faults[name], wrong = Text("{place}: {problem}", place=names[code], problem=found), True
        if not wrong and abs(spent - total) > SLACK * total:
            template = (
                "{group}: {left:g} of {total:g} are not given out yet" if spent < total
                else "{group}: {over:g} more than {total:g} are given out"
            )  # fmt: skip
            faults[f"s.{group}"] = Text(template, group=names[group], total=total, left=round(total - spent, 6),
                                        over=round(spent - total, 6))  # fmt: skip
    kept = {name: text for name, text in values.items() if name.startswith("w.")}
    return Said({"points": points, "fields": kept}, faults)


def values(content: Mapping[str, Any]) -> Values:
    """Return the fields of an answer."""
    return dict(content["fields"])


def points(activity: Activity, responses: Sequence[Response]) -> pd.DataFrame:
    """Return the points of each expert, as `gm.ahp.budget_allocation` takes them.

    Raises
    ------
    FaultyInput
        Nobody has answered.
    """
    if not responses:
        raise FaultyInput("answers", "there are none yet", "wait until somebody has answered")
    width = len(str(len(responses)))
    names = [one.person or f"{place:0{width}}" for place, one in enumerate(responses, 1)]
    frame = pd.DataFrame(
        [one.content["points"] for one in responses], index=pd.Index(names, name="expert"), dtype=float
    )
    if activity.kind == "budget_points":
        return frame[activity.tree.codes]
    total = activity.settings["total"]
    for group in activity.tree.groups:  # groups that were not asked count their parts alike
        parts = activity.tree.parts(group.code)
        if len(parts) > 1 and group.code not in activity.settings["budgets"]:
            frame[parts] = total / len(parts)
    return frame


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return the weights that the points give, and how far the experts agree."""
    from govmetrics.ahp import budget_allocation, consensus

    if not responses:
        return Shown()
    given, total = points(activity, responses), activity.settings["total"]
    found = budget_allocation(given, activity.tree, total=total)
    names, told = activity.names, []
    for group, parts in activity.settings["budgets"].items():
        if len(given) > 1:
            template = "{group}: consensus {value:.0%} (Goepel; 100% where all give the same)"
            told.append(Text(template, group=names[group], value=consensus(given[parts] / total)))
    return Shown([*found._finding(), *told], found._tables())


_KIND = partial(Kind, form=form, check=check, values=values, results=results, template="points")
BUDGET_POINTS = _KIND(
    "budget_points",
    Text("Budget of points"),
    Text("Experts share out a budget of points over all leaves."),
    read=read_points,
    settings=(Setting("total", Text("Points to share out"), "number", "100"),),
)
WEIGHTS = _KIND(
    "weights",
    Text("Weights form"),
    Text("Experts say each part's weight in percent, group by group."),
    read=read_weights,
    steps=lambda activity: len(activity.settings["budgets"]),
    settings=(
        Setting("groups", Text("Groups, one code a line"), "lines", hint=Text("Leave empty for all groups.")),
    ),
)
