"""Other weights to try: the page computes scores and ranks as `follow` does."""

from __future__ import annotations

from govmetrics.report.live import as_data, live
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View


def reweighting(view: View) -> list[Chapter]:
    """Return the weights to move; nothing where scores are no weighted sums, or too many."""
    playing = live(view.assessment, view.stands, view.language)
    if playing is None:
        return []
    if view.prefix:  # the numbers stand once in a page, in its first edition
        playing = {"names": [node["name"] for node in playing["nodes"]], "words": playing["words"]}
    return [Chapter("reweighting", "", {"data": as_data(playing)}, "try")]
