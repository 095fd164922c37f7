"""The first sheet: the title, what is missing and why, what the other sheets show, and what a reader must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govmetrics.core.language import Language
from govmetrics.core.words import Text, say
from govmetrics.recipe import Assessment
from govmetrics.report.parts import missing_of
from govmetrics.report.workbook.check import reason_against
from govmetrics.report.workbook.index import CHECK
from govmetrics.report.workbook.sheet import Sheet

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings


@dataclass(frozen=True)
class Contents:
    """What the first sheet says, in a language.

    Parameters
    ----------
    name, title : str
        Of the sheet, and of the book.
    missing : sequence of str
        What is missing and why.
    sheets : sequence of Sheet
        The others.
    notes : sequence of str
    language : {"en", "zh"}
    author : str
    day : str or None
        Of the file's properties.
    """

    name: str
    title: str
    missing: Sequence[str]
    sheets: Sequence[Sheet]
    notes: Sequence[str]
    language: Language
    author: str = ""
    day: str | None = None


def contents_of(
    assessment: Assessment | None, whole: Findings | None, sheets: Sequence[Sheet], language: Language
) -> Contents:
    """Return what the first sheet says."""
    notes = [*(() if whole is None else whole.notes), *(() if assessment is None else assessment.notes)]
    if assessment is not None and (reason := reason_against(assessment)) is not None:
        notes.append(Text("{sheet}: {reason}", sheet=CHECK, reason=reason))
    missing = [] if whole is None else missing_of(whole, language)
    told = list(dict.fromkeys(say(note, language) for note in notes))
    title = _title(assessment, whole, language)
    signed = ("", None) if whole is None else whole.evaluation.signed
    return Contents(Text("Contents").say(language), title, missing, sheets, told, language, *signed)


def _title(assessment: Assessment | None, whole: Findings | None, language: Language) -> str:
    if whole is not None and whole.evaluation.heading:
        return say(whole.evaluation.heading, language)
    if assessment is None:
        return Text("Evaluation").say(language)
    return assessment.recipe.title or assessment.weights.tree.root.label(language)
