"""What an evaluation found beside the index and has no chapter of its own: its sentences and tables."""

from __future__ import annotations

from dataclasses import replace

from govmetrics.evaluation import Findings
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.parts import ORDER, ROWS_SHOWN, parts_of
from govmetrics.report.view import View

CHAPTERS = (
    "grades",
    "efficiency",
    "efficiency_intervals",
    "scale_efficiency",
    "second_stage",
    "panel",
    "monitoring",
    "forecast",
    "warnings",
    "backtest",
    "policy",
    "spatial",
    "documents",
    "coding",
    "said",
    "proposals",
    "configurations",
    "survey",
    "raked",
    "screening",
    "sample",
    "descriptives",
    "reliability",
    "validity",
    "measurement",
    "invariance",
    "raters",
    "correlations",
    "differences",
    "paired",
    "regressions",
    "paths",
    "audit",
)
"""Parts with a chapter of their own, which shows them; so have experts and the sureness of the ranks."""


def parts(view: View) -> list[Chapter]:
    """Return the parts that have no chapter of their own."""
    if view.whole is None:
        return []
    names = [name for name in ORDER if name not in CHAPTERS]
    return [
        Chapter("part", part.title, {"part": part, "rows_shown": ROWS_SHOWN}, f"{part.name}-part")
        for part in parts_of(_rest(view.whole), view.language, names)
    ]


def _rest(whole: Findings) -> Findings:
    """Return an evaluation without what of its diagnosis has a chapter; a diagnosis of nothing else is none."""
    if whole.diagnosis is None:
        return whole
    diagnosis = replace(whole.diagnosis, coupling=None, importance_performance=None)
    return replace(whole, diagnosis=diagnosis if diagnosis.results else None)
