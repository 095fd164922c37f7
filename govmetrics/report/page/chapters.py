"""Which chapters a page has, in which order; a chapter more is one file, one template and one line."""

from __future__ import annotations

from collections.abc import Callable

from govmetrics.report.page.appendix import appendix
from govmetrics.report.page.audit import audit
from govmetrics.report.page.cards import cards
from govmetrics.report.page.changes import changes
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.configurations import configurations
from govmetrics.report.page.coupling import coupling
from govmetrics.report.page.efficiency import efficiency
from govmetrics.report.page.experts import experts
from govmetrics.report.page.first import first
from govmetrics.report.page.grades import grades
from govmetrics.report.page.importance import importance
from govmetrics.report.page.methods import methods
from govmetrics.report.page.obstacles import obstacles
from govmetrics.report.page.over_time import over_time
from govmetrics.report.page.parts import parts
from govmetrics.report.page.policy import policy
from govmetrics.report.page.ranking import ranking
from govmetrics.report.page.reweighting import reweighting
from govmetrics.report.page.spatial import spatial
from govmetrics.report.page.statistics import statistics
from govmetrics.report.page.sureness import sureness
from govmetrics.report.page.survey import survey
from govmetrics.report.page.texts import texts
from govmetrics.report.page.weights import weights
from govmetrics.report.view import View

OPENING: tuple[Callable[[View], list[Chapter]], ...] = (first,)
"""Before the contents: the first screen."""
INDEXED: tuple[Callable[[View], list[Chapter]], ...] = (ranking, reweighting, obstacles, cards)
"""Chapters of an index, before what else an evaluation found."""
FOUND: tuple[Callable[[View], list[Chapter]], ...] = (
    sureness, changes, texts, configurations, over_time, policy, spatial, parts, grades, efficiency, coupling, importance,
    survey, statistics, experts,
)  # fmt: skip
"""Chapters of an evaluation, with an index or without."""
CLOSING: tuple[Callable[[View], list[Chapter]], ...] = (audit, weights, appendix, methods)
"""Chapters of an index by which it can be checked."""


def chapters_of(view: View) -> tuple[list[Chapter], list[Chapter]]:
    """Return the chapters of the first screen, and all others."""
    indexed = view.index is not None
    later = (*(INDEXED if indexed else ()), *FOUND, *(CLOSING if indexed else ()))
    return (
        [chapter for write in (OPENING if indexed else ()) for chapter in write(view)],
        [chapter for write in later for chapter in write(view)],
    )
