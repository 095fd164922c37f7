"""The first screen: the finding in one sentence, three pictures, what to do next and what it brings."""

from __future__ import annotations

from govmetrics.report.opening import opening, scope
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.pictures import pictures
from govmetrics.report.view import View


def first(view: View) -> list[Chapter]:
    """Return the first screen of an index."""
    told = opening(view)
    content = {
        "root": view.tree.root.label(view.language),
        "scope": " · ".join(scope(view)),
        "headline": view.said(told.headline), "pictures": pictures(view, told.changed),
        "findings": [view.said(text) for text in told.findings],
        "gains": [(view.said(text), to) for text, to in told.gains],
        "next": [(view.said(text), to) for text, to in told.steps],
    }  # fmt: skip
    return [Chapter("first", "", content)]
