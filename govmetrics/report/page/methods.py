"""How every part was found, as a paper says it, and the works that the methods rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govmetrics.core.errors import FaultyInput
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View
from govmetrics.report.words import word
from govmetrics.report.writers.bibliography import References
from govmetrics.report.writers.chapter import before_stop

if TYPE_CHECKING:
    from govmetrics.core import Result

DOI = "https://doi.org/"
"""The page names no address that it could open: it works without a network."""


def methods(view: View) -> list[Chapter]:
    """Return a paragraph for every part, with the works it cites; these by GB/T 7714 in Chinese, by APA in English."""
    spoken: Any = "en" if view.language == "en" else "zh"
    cited = References("gb7714" if spoken == "zh" else "apa")
    paragraphs = []
    for name, result in _results(view).items():
        told = result.method_paragraph(spoken)
        if told:
            paragraphs.append(
                (view.said(TITLES[name]), before_stop(told, _cited(cited, list(result._works()))))
            )
    content = {"paragraphs": paragraphs, "references": [line.replace(DOI, "doi:") for line in cited.lines()]}
    return [Chapter("methods", word("methods", view.language), content)] if paragraphs else []


def _results(view: View) -> dict[str, Result]:
    if view.whole is not None:
        return view.whole.results
    shown: dict[str, Any] = {
        "experts": view.experts, "assessment": view.index, "uncertainty": view.uncertainty, "audit": view.audit
    }  # fmt: skip
    return {name: result for name, result in shown.items() if result is not None}


def _cited(cited: References, keys: list[str]) -> str:
    """Return the marks of works; none where the bibliography cannot be read, because pybtex is not installed."""
    try:
        return cited.cite(keys)
    except FaultyInput:
        return ""
