"""The ranking: place, score, change, dimensions, how sure the rank is."""

from __future__ import annotations

from typing import Any

from govmetrics.report.given import by_unit
from govmetrics.report.page.cards import UNITS_SHOWN
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.profiles import share_of
from govmetrics.report.view import View, rank_intervals
from govmetrics.report.words import word

ROWS_SHOWN = 2_000


def ranking(view: View) -> list[Chapter]:
    """Return the ranking of the latest period."""
    stands = view.stands
    title = word("ranking", view.language)
    content = {
        "stands": stands, "digits": stands.digits, "rows": ranking_rows(view),
        "groups": [view.tree[code].label(view.language) for code in view.groups],
        "rows_left": max(0, len(stands.table) - ROWS_SHOWN),
        "cards": min(len(stands.table), UNITS_SHOWN),
        "intervals": rank_intervals(view.uncertainty, stands, view.language), "lows": _lows(view),
    }  # fmt: skip
    return [Chapter("ranking", title, content)]


def ranking_rows(view: View) -> list[dict[str, Any]]:
    """Return the rows of the ranking, each with its bars."""
    table = view.stands.table.head(ROWS_SHOWN)
    parts = view.assessment.scores.values.loc[table.index, view.groups].to_numpy()
    return [
        {
            **dict(zip(table.columns, cells, strict=True)), "row": row, "bar": share_of(cells[1], view.ends),
            "parts": [(value, share_of(value, view.ends)) for value in mine],
        }
        for row, cells, mine in zip(table.index, table.itertuples(index=False, name=None), parts, strict=True)
    ]  # fmt: skip


def _lows(view: View) -> dict[Any, float]:
    """Return the lower ends of the rank intervals, for sorting."""
    if view.uncertainty is None:
        return {}
    table = view.stands.table
    lower = view.uncertainty.intervals.reindex(by_unit(table).index)["lower"]
    return dict(zip(table.index, lower, strict=True))
