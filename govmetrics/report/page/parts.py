"""What an evaluation found beside the index: a chapter a part, its sentences and tables."""

from __future__ import annotations

from govmetrics.report.page.chapter import Chapter
from govmetrics.report.parts import BESIDE, ORDER, ROWS_SHOWN, parts_of
from govmetrics.report.view import View


def parts(view: View) -> list[Chapter]:
    """Return the parts that have no chapter of their own."""
    if view.whole is None:
        return []
    names = ORDER if view.index is not None else (*ORDER, *BESIDE)
    return [
        Chapter("part", part.title, {"part": part, "rows_shown": ROWS_SHOWN}, f"{part.name}-part")
        for part in parts_of(view.whole, view.language, names)
    ]
