"""What holds the units back, over all of them."""

from __future__ import annotations

from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View
from govmetrics.report.words import word


def obstacles(view: View) -> list[Chapter]:
    """Return the indicators that hold units back most; nothing where the values have no best end."""
    rows = [(view.said(name), mean, count) for name, mean, count in view.walls]
    return [Chapter("obstacles", word("walls", view.language), {"rows": rows})] if rows else []
