"""Example calls of the appraisal room."""

from __future__ import annotations

from govmetrics.appraisal import Rulebook, appraise
from tests.contracts.calls.fuzzy import VALUES

BOOK = {"items": [{"code": "a", "by": "entered", "points": 100}], "grades": [{"name": "pass", "at_least": 60},
        {"name": "fail"}]}  # fmt: skip
APPRAISAL = appraise(BOOK, VALUES)

CALLS = {
    "Rulebook": (Rulebook, {"content": BOOK}),
    "appraise": (appraise, {"rulebook": BOOK, "data": VALUES}),
    "reasons": (APPRAISAL.reasons, {"language": "zh"}),
    "summary": (APPRAISAL.summary, {"language": "zh"}),
    "tables": (APPRAISAL.tables, {"language": "zh"}),
    "Rulebook.read": (Rulebook.read, {"source": BOOK}),
    "grade_names": (Rulebook(BOOK).grade_names, {"language": "zh"}),
}  # fmt: skip
