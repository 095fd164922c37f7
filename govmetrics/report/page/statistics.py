"""The tables of a thesis in their order, from the sample to regressions and paths, each with its sentence and notes."""

from __future__ import annotations

from govmetrics.core import Result
from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.scales import reliability, validity
from govmetrics.report.page.section import Section, chapter, tables_of
from govmetrics.report.view import View

STATISTICS = Text("Statistical analysis")


def statistics(view: View) -> list[Chapter]:
    """Return what statistics say of the answers; nothing where none were asked for."""
    whole = view.whole
    if whole is None:
        return []
    sections = [
        _shown(view, "sample"),
        _shown(view, "descriptives"),
        None if whole.reliability is None else reliability(view, whole.reliability),
        None if whole.validity is None else validity(view, whole.validity),
        _shown(view, "measurement"),
        _shown(view, "invariance"),
        _shown(view, "raters"),
        _shown(view, "correlations"),
        _shown(view, "differences"),
        _shown(view, "paired"),
        _shown(view, "regressions"),
        _shown(view, "paths"),
    ]
    return chapter(view.said(STATISTICS), "statistics-part", sections)


def _shown(view: View, name: str) -> Section | None:
    """Return those of a part's tables that have a sentence, each with it and its notes; the others stand behind them."""
    found = None if view.whole is None else view.whole[name]
    if not isinstance(found, Result):
        return None
    tables = tables_of(view, found)
    leading = [table for at, table in enumerate(tables) if not at or table.sentence]
    more = [table for table in tables if not any(table is one for one in leading)]
    return Section(view.said(TITLES[name]), tables=leading, more=more, noted=True)
