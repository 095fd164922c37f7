"""Why a unit has the points that it has."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.appraisal.scoring import count_of
from govmetrics.appraisal.spec import Criteria, Each, Entered, Item, Linear, Target
from govmetrics.core.words import Text


def reason(item: Item, value: Any, points: float, full: float) -> Text:
    """Return a short sentence: the value, the rule, and what it earned or cost."""
    if pd.isna(value):
        return Text("no data: 0")
    earned = {"got": f"{round(points, 2):g}", "full": f"{full:g}"}
    if isinstance(item, Entered):
        return Text("entered: {got} of {full}", **earned)
    shown = value if isinstance(value, str) else f"{value:.6g}"
    if isinstance(item, Target):
        bound = f"{'≥' if item.better == 'more' else '≤'} {item.target:g}"
        if value >= item.target if item.better == "more" else value <= item.target:
            return Text(
                "{value} reaches the target {target}: {got} of {full}", value=shown, target=bound, **earned
            )
        return Text(
            "{value} misses the target {target}: {got} of {full}", value=shown, target=bound, **earned
        )
    if isinstance(item, Linear):
        ends = {"worst": f"{item.worst:g}", "best": f"{item.best:g}"}
        return Text("{value} between {worst} and {best}: {got} of {full}", value=shown, **ends, **earned)
    if isinstance(item, Criteria):
        return Text("{value} of {of} criteria met: {got} of {full}", value=shown, of=count_of(item), **earned)
    if isinstance(item, Each):
        return _of_cases(item, shown, earned)
    return Text("{value}: {got} of {full}", value=shown, **earned)


def _of_cases(item: Each, shown: str, earned: dict[str, str]) -> Text:
    each = f"{item.each:g}"
    if item.free:
        return Text("{value} less {free} free, x {each} points, at most {full}: {got}", value=shown,
                    free=f"{item.free:g}", each=each, **earned)  # fmt: skip
    return Text("{value} x {each} points, at most {full}: {got}", value=shown, each=each, **earned)
