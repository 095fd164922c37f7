"""The report as a Word document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.core.language import Both, language_asked
from govmetrics.core.options import COUNT, FLAG, asked, choice, optional
from govmetrics.core.progress import PROGRESS, TABLES, Progress, advance, following
from govmetrics.core.words import Text
from govmetrics.core.words.visible import visible
from govmetrics.core.workbooks import save_office
from govmetrics.recipe import Assessment
from govmetrics.report.document.closing import dictionary, methods, notes, references, weights
from govmetrics.report.document.index import brief, ranking, walls
from govmetrics.report.document.pages import Pages
from govmetrics.report.document.parts import parts
from govmetrics.report.document.units import units
from govmetrics.report.given import findings_of, refuse_odd
from govmetrics.report.opening import opening, scope
from govmetrics.report.parts import BESIDE, ORDER, missing_of
from govmetrics.report.view import View, given_by
from govmetrics.report.writers.bibliography import STYLES, Style
from govmetrics.report.writers.chapter import RESULTS, Results, chapter_of
from govmetrics.report.writers.docx import write_docx

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

_PROPERTY = 255
"""So many characters a property of a document may have."""


def word(
    results: Assessment | Findings | Results, path: str | Path, language: Both | None = None, top: int = 200,
    uncertainty: Uncertainty | None = None, style: Style | None = None, pictures: bool = True,
    progress: Progress = None,
) -> Path:  # fmt: skip
    """Write a report, or the tables of results, as a .docx file; needs the extra ``report``.

    An assessment or a whole evaluation becomes a report: the finding and what to do next, contents, ranking and
    obstacles with pictures, every part of the evaluation, a card for each unit (two a page, of the first 60), weights,
    indicators, how all was found, and the references. All else becomes a chapter: of each result how it was found, its
    three-line tables with numbered captions and notes, and what they say; at the end the references.

    Headings, captions, mentions of them and pages are counted by Word. The pages of the contents stand there once its
    field is updated (in Word: click into it, F9); LibreOffice fills them in by itself.

    Parameters
    ----------
    results : Assessment, Findings, Result, Table, or a list of results and tables
        With several periods the report of an assessment shows the latest one, and what changed. That of a whole
        evaluation has a section for every part, and its first page says what is missing and why.
    path : path
        The .docx file.
    language : {"en", "zh", "both"}, optional
        Of the words; by default the one in use.
    top : int
        How many units the ranking shows.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`: the ranking of a report then shows each rank's interval and the tiers.
    style : {"gb7714", "apa"}, optional
        Of the references; by default GB/T 7714 in Chinese, APA in English.
    pictures : bool
        Whether a report has pictures, each of which takes about a third of a second.
    progress : {"bar"}, callable or None
        Shows how far it is: a bar, or a function of (done, total, what).

    Returns
    -------
    Path
        The file.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from pathlib import Path
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> with TemporaryDirectory() as folder:
    ...     gm.report.word(run, Path(folder) / "report.docx", language="zh").name
    'report.docx'
    """
    asked(progress=(progress, PROGRESS))
    whole = findings_of(results)
    if RESULTS.fits(results) and not isinstance(results, Assessment) and whole is None:
        chapter = chapter_of(results, path, ".docx", language, style)
        with following(progress, len(list(chapter.numbered())), TABLES):
            return write_docx(chapter, path)
    index: Any = results if whole is None else whole.assessment
    others = given_by(whole, uncertainty, None, None)
    refuse_odd(index, path, ".docx", language, whole, **others)
    asked(top=(top, COUNT), style=(style, optional(choice(*STYLES))), pictures=(pictures, FLAG))
    view = View(index, whole, language_asked(language), **others)
    with following(progress, STEPS, TABLES):
        document = _report(view, top, pictures, style or ("apa" if view.language == "en" else "gb7714"))
    save_office(document, path, None if whole is None else whole.evaluation.signed[1])
    return Path(path)


STEPS = 4
"""What `progress` counts: the index, the parts, the units, the end."""


def _report(view: View, top: int, pictures: bool, style: Style) -> Any:
    """Return the report of an assessment, or of a whole evaluation."""
    index, whole = view.index, view.whole
    pages = _head(view)
    if index is not None:
        told = opening(view)
        pages.line(view.said(told.headline), "Leading")
        _front(pages, view)
        brief(pages, told)
        ranking(pages, view, top, pictures)
        walls(pages, view, pictures)
    else:
        _front(pages, view)
    advance()
    if whole is not None:
        own = ("experts",) if index is not None else ()  # they stand beside the weights
        parts(pages, view, [name for name in (*ORDER, *BESIDE) if name not in own], pictures)
    advance()
    if index is not None:
        units(pages, view)
        advance()
        weights(pages, view, pictures)
        dictionary(pages, view)
    cited = methods(pages, view, style)
    notes(pages, view)
    references(pages, cited)
    pages.fill_contents()
    return pages.document


def _head(view: View) -> Pages:
    """Begin a document with its title, what was scored, and that the data are simulated where they are."""
    index, whole = view.index, view.whole
    title: Any = "" if whole is None else whole.evaluation.heading or Text("Evaluation")
    if index is not None:
        title = index.recipe.title or view.tree.root.label(view.language)
    told = view.said(title)
    pages = Pages(view.language, told)
    pages.document.core_properties.title = _property(told)
    pages.heading(told, 0)
    if index is not None:
        pages.line(_scope(view), "Scope")
    if whole is not None and any(whole.evaluation.signed):
        author, day = whole.evaluation.signed
        pages.document.core_properties.author = _property(author)
        pages.line("  ".join(filter(None, (visible(author), day))), "Scope")
    if whole is not None and whole.evaluation.simulated:
        pages.line(view.said(whole.notes[0]), "Scope")
    return pages


def _property(text: str) -> str:
    """Return a text as the properties of a document take it: its characters visible, at most 255 of them."""
    told = visible(text)
    return told if len(told) <= _PROPERTY else told[: _PROPERTY - 1] + "…"


def _front(pages: Pages, view: View) -> None:
    """Write what is missing and the contents; what follows begins a page."""
    lacking = [] if view.whole is None else missing_of(view.whole, view.language)
    if lacking:
        pages.line(pages.word("lacking"), "Contents Heading")
        pages.bullets(lacking)
    pages.contents()
    pages.break_page()


def _scope(view: View) -> str:
    """Return what was scored: the tree, how many units and indicators, which periods."""
    told = [view.tree.root.label(view.language), *scope(view)]
    return " · ".join(told)
