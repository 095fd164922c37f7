"""One edition of the page: all its chapters in one language."""

from __future__ import annotations

from dataclasses import dataclass

from govmetrics.core.words import Text
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chapters import chapters_of
from govmetrics.report.parts import missing_of
from govmetrics.report.sentences import by_kind
from govmetrics.report.view import View


@dataclass(frozen=True)
class Edition:
    """What the page says in one language.

    Parameters
    ----------
    view : View
    title : str
    failed : list of str
        Parts of the evaluation that are missing, and why.
    opening, chapters : list of Chapter
    notes : list of str
    """

    view: View
    title: str
    failed: list[str]
    opening: list[Chapter]
    chapters: list[Chapter]
    notes: list[str]

    def w(self, key: str) -> str:
        """Return a word of reports."""
        return self.view.word(key)

    def at(self, anchor: str) -> str:
        """Return the anchor of this edition: a page with two has every anchor twice."""
        return f"{self.view.prefix}{anchor}"

    def card(self, place: int, most: int) -> str:
        """Return where the card of the unit at a place of the ranking is; nothing beyond the `most` that the page has."""
        if self.view.pages:
            return f"{self.view.pages[place - 1]}#{self.at('top')}"
        return f"#{self.at('u')}{place}" if place <= most else ""


def edition_of(view: View) -> Edition:
    """Return all that the page says of a view."""
    opening, chapters = chapters_of(view)
    notes = [
        *(() if view.whole is None else view.whole.notes),
        *(() if view.index is None else view.index.notes),
    ]
    failed = [] if view.whole is None else missing_of(view.whole, view.language)
    return Edition(
        view, _title(view), failed, opening, chapters, [view.said(note) for note in by_kind(notes)]
    )


def _title(view: View) -> str:
    if view.index is not None:
        return view.said(view.index.recipe.title or view.tree.root.label(view.language))
    assert view.whole is not None
    return view.said(view.whole.evaluation.heading or Text("Evaluation"))
