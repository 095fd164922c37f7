"""The ranking: place and its interval, score, change, place in the street, grade, dimensions, coverage."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.given import by_unit
from govmetrics.report.graded import Graded, graded
from govmetrics.report.groups import Grouping, groupings, street_of
from govmetrics.report.numbers import interval, signed
from govmetrics.report.page.cards import UNITS_SHOWN
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.profiles import share_of
from govmetrics.report.since import Since, since
from govmetrics.report.standing import within
from govmetrics.report.view import View
from govmetrics.report.words import word

ROWS_SHOWN = 2_000
UP, DOWN, UNSURE = "▲", "▼", "○"
"""A change beyond error, in both directions, and one that may be none."""


def ranking(view: View) -> list[Chapter]:
    """Return the ranking of the latest period."""
    stands, whole = view.stands, view.whole
    groups = groupings(view.assessment, stands)
    street, grades = street_of(groups, whole), graded(whole, stands)
    changed = since(stands, whole, view.uncertainty)
    content = {
        "stands": stands, "digits": stands.digits,
        "rows": _rows(view, changed, groups, street, grades),
        "dimensions": [view.tree[code].label(view.language) for code in view.groups],
        "rows_left": max(0, len(stands.table) - ROWS_SHOWN),
        "cards": min(len(stands.table), UNITS_SHOWN),
        "sure": view.uncertainty is not None,
        "changed": changed, "since": "" if changed is None else view.said(changed.before),
        "street": None if street is None else street.name,
        "grades": [view.said(one.title) for one in grades],
        "filters": _filters(view, groups, grades),
        "legend": [view.said(text) for text in _legend(view, changed)],
        "words": {key: view.said(text) for key, text in WORDS.items()},
    }  # fmt: skip
    return [Chapter("ranking", word("ranking", view.language), content)]


_HOLES = {name: f"{{{name}}}" for name in ("count", "all", "first", "last")}
WORDS = {
    "shown": Text("{count} of {all} units", **_HOLES),
    "page": Text("rows {first} to {last}", **_HOLES),
    "all": Text("any"),
    "before": Text("previous rows"),
    "after": Text("next rows"),
    "every": Text("show all rows"),
    "pages": Text("page by page"),
    "clear": Text("clear the choice"),
    "columns": Text("all columns"),
}
"""What the tools say; the script fills the holes."""


def _rows(
    view: View, changed: Since | None, groups: list[Grouping], street: Grouping | None, grades: list[Graded]
) -> list[dict[str, Any]]:
    """Return the rows, each with all that stands in it."""
    table, digits = view.stands.table.head(ROWS_SHOWN), view.stands.digits
    parts = view.assessment.scores.values.loc[table.index, view.groups].to_numpy()
    placed = _street_places(view, street)
    ranks, tied = _ranks(view), table["place"].str.endswith("=").to_numpy()
    choices = _choices(groups, grades)
    told: list[dict[str, Any]] = []
    before = None
    for at, (row, cells) in enumerate(zip(table.index, table.to_dict("records"), strict=True)):
        low, high, tier = ranks.loc[row]
        told.append({str(key): cell for key, cell in cells.items()} | {
            "bar": share_of(cells["score"], view.ends), "tied": bool(tied[at]),
            "parts": [(value, share_of(value, view.ends)) for value in parts[at]],
            "low": low, "interval": interval(low, high), "band": not pd.isna(tier) and int(tier) % 2 == 0,
            "tier": "" if pd.isna(tier) else view.said(Text("tier {tier}", tier=int(tier))),
            "edge": before is not None and not pd.isna(tier) and tier != before,
            "change": _change(view, changed, row, digits), "street": placed.get(row),
            "grades": [(one.places[row], view.said(one.grades[row] or "–")) for one in grades],
            "about": " · ".join(filter(None, (one.of[row] for one in groups if one is street or one.telling))),
            "chosen": " ".join(str(choice[row]) for choice in choices),
        })  # fmt: skip
        before = before if pd.isna(tier) else tier
    return told


def _ranks(view: View) -> pd.DataFrame:
    """Return the ends of every rank's interval and its tier, by the rows of the ranking."""
    rows = by_unit(view.stands.table)
    columns = ["lower", "upper", "tier"]
    if view.uncertainty is None:
        return pd.DataFrame(np.nan, index=view.stands.table.index, columns=columns)
    found = view.uncertainty.to_frame().reindex(rows.index)[columns].astype(float)
    return found.set_axis(view.stands.table.index)


def _street_places(view: View, street: Grouping | None) -> dict[Any, tuple[float, str]]:
    """Return every unit's rank in its street, for sorting and as it is shown."""
    if street is None:
        return {}
    found = within(view.stands, street.of)
    told = {}
    for row, rank, of, tied in found.itertuples(name=None):
        text = Text("{rank} of {count}", rank=f"{rank:.0f}{'=' * tied}", count=f"{of:.0f}")
        told[row] = (rank, "–" if pd.isna(rank) else view.said(text))
    return told


def _change(view: View, changed: Since | None, row: Any, digits: int) -> dict[str, Any] | None:
    """Return a change as it is shown: a mark whose shape says whether it is beyond error, the points, their interval."""
    if changed is None:
        return None
    own = changed.table.loc[row]
    mark = ""
    if not np.isnan(own["sure"]):
        mark = UNSURE if not own["sure"] else UP if own["change"] > 0 else DOWN
    known = not np.isnan(own["lower"])
    text = Text("{low} to {high}", low=signed(own["lower"], digits), high=signed(own["upper"], digits))
    return {
        "value": own["change"], "mark": mark, "shown": signed(own["change"], digits), "places": own["moved"],
        "interval": view.said(text) if known else "",
    }  # fmt: skip


def _filters(view: View, groups: list[Grouping], grades: list[Graded]) -> list[tuple[str, list[str]]]:
    """Return what can be chosen from: attributes in words, grades."""
    chosen = [(one.name, one.values) for one in groups]
    return [*chosen, *((view.said(one.title), [view.said(name) for name, _ in one.counts]) for one in grades)]


def _choices(groups: list[Grouping], grades: list[Graded]) -> list[dict[Any, int]]:
    """Return for every filter which of its values each row has; -1 for none."""
    found = []
    for one in groups:
        order = {value: place for place, value in enumerate(one.values)}
        found.append({row: order.get(value, -1) for row, value in one.of.items()})
    for graded_by in grades:
        there = {name: place for place, (name, _) in enumerate(graded_by.counts)}
        found.append({row: there.get(name, -1) for row, name in graded_by.grades.items()})
    return found


def _legend(view: View, changed: Since | None) -> list[Text]:
    """Return how the table is to be read."""
    sure, told = view.uncertainty, []
    if sure is not None:
        text = (
            "Rank interval: the middle {level:.0%} of the ranks in {draws:,} draws. Units of one tier (one shade, with a dashed "
            "line where the next tier begins) cannot be told apart from the first of the tier at that level."
        )
        told.append(Text(text, level=sure.level, draws=sure.draws))
    if view.stands.table["place"].str.endswith("=").any():
        told.append(Text("= marks a rank that several units share."))
    if changed is not None and changed.level is not None:
        text = "Change since {before} with its {level:.0%} interval: {up} or {down} is beyond error, {unsure} may be none."
        told.append(Text(text, before=changed.before, level=changed.level, up=UP, down=DOWN, unsure=UNSURE))
    return told
