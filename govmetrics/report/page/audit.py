"""The audit in ten steps: every check with its threshold, what was found, the verdict and a sentence."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View
from govmetrics.report.words import word

if TYPE_CHECKING:
    from govmetrics.audit import TenSteps

CASES_SHOWN = 200
MARKS = {"met": "✓", "not met": "✗", "not examined": "–"}
"""A verdict is told by a sign and in words, not by colour alone."""


def audit(view: View) -> list[Chapter]:
    """Return the audit that the evaluation holds, or that of an index by itself; nothing where it was left out."""
    found = view.audit
    if found is None:
        return []
    spoken: Any = "en" if view.language == "en" else "zh"
    cases = found._table_of_cases(CASES_SHOWN)  # there may be thousands
    content = {
        "sentence": " ".join(view.said(text) for text in found._finding()),
        "method": found.method_paragraph(spoken),
        "steps": _steps(found, view),
        "cases": None if cases is None else cases.said(spoken),
        "count": len(found.cases),
        "rows_shown": CASES_SHOWN,
    }
    return [Chapter("audit", word("audit", view.language), content)]


def _steps(found: TenSteps, view: View) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the steps, each with its checks."""
    rows = [
        {
            **{key: view.said(row[key]) for key in ("check", "rule", "basis", "found", "sentence")},
            "stage": view.said(row["stage"]), "mark": MARKS[row["verdict"]],
            "verdict": word(row["verdict"], view.language), "state": row["verdict"].replace(" ", "-"),
        }
        for row in found.checks.to_dict("records")
    ]  # fmt: skip
    return [(stage, list(checks)) for stage, checks in groupby(rows, key=lambda row: row["stage"])]
