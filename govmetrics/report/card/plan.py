"""What is planned for a unit: measure, who does it, until when, at what cost, and what it brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.words import Language, Text
from govmetrics.planning.plan_table import plan_table
from govmetrics.planning.sentences import standing_of
from govmetrics.report.card.rows import at_latest
from govmetrics.report.numbers import number

if TYPE_CHECKING:
    from govmetrics.report.view import View


@dataclass(frozen=True)
class Planned:
    """The plan for one unit.

    Parameters
    ----------
    sentence : str
        What all measures together bring.
    heads : list of str
    rows : list of list of str
    """

    sentence: str
    heads: list[str]
    rows: list[list[str]]


def plans(view: View) -> dict[Any, Planned]:
    """Return what is planned for units in the latest period; none for those that the plan leaves out."""
    found = None if view.whole is None else view.whole.plan
    if found is None or not len(found.actions):
        return {}
    table = plan_table(found.actions, found.what_if)
    if "period" in table:
        table = table[table["period"].map(str) == str(view.stands.period)]
    scores = at_latest(found.what_if.scores, view.stands.period).to_dict("index")
    spoken: Language = "en" if view.language == "en" else "zh"
    names = found.what_if.after.scores.weights.tree.names()
    found_for = {}
    for unit, rows in table.groupby("unit", sort=False):
        own = rows.drop(columns=[key for key in ("period", "unit") if key in rows])
        heads, cells, _ = Table.of("", own, "planning", names).said(spoken).printed()
        found_for[unit] = Planned(
            view.said(_brings(pd.Series(scores[unit], dtype=object), view.stands.digits)), heads, cells
        )
    return found_for


def _brings(row: pd.Series, digits: int) -> Text:
    text = "All measures together: score {before} → {after}, {standing}."
    before, after = (number(row[key], digits) for key in ("score_before", "score_after"))
    return Text(text, before=before, after=after, standing=standing_of(row))
