"""A card for every unit: dimensions against the median, strengths and shortfalls, trend, values."""

from __future__ import annotations

from govmetrics.report.page.chapter import Chapter
from govmetrics.report.profiles import profiles
from govmetrics.report.view import View, rank_intervals
from govmetrics.report.words import word

UNITS_SHOWN = 300


def cards(view: View) -> list[Chapter]:
    """Return the cards, in the order of the ranking."""
    index, stands = view.assessment, view.stands
    shown = profiles(index, stands, view.strengths, view.held, view.ends, view.language, UNITS_SHOWN)
    table = stands.table.head(UNITS_SHOWN)
    content = {
        "stands": stands, "digits": stands.digits, "cards": shown,
        "rows": [{"row": row, **cells} for row, cells in zip(table.index, table.to_dict("records"), strict=True)],
        "targets": any(leaf.target is not None for leaf in view.tree.indicators),
        "intervals": rank_intervals(view.uncertainty, stands, view.language),
        "left_out": max(0, len(stands.table) - UNITS_SHOWN),
    }  # fmt: skip
    return [Chapter("cards", word("units", view.language), content, "units")]
