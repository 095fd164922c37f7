"""Example calls of the appraisal room."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp

from govmetrics.appraisal import Rulebook, appraise, blank_rulebook
from tests.contracts.calls.fuzzy import VALUES

BOOK = {"items": [{"code": "a", "by": "entered", "points": 100}], "grades": [{"name": "pass", "at_least": 60},
        {"name": "fail"}]}  # fmt: skip
FORM = Path(mkdtemp()) / "rulebook.xlsx"
APPRAISAL = appraise(BOOK, VALUES)

CALLS = {
    "blank_rulebook": (blank_rulebook, {"path": FORM, "language": "zh", "rulebook": Rulebook(BOOK)}),
    "Rulebook": (Rulebook, {"content": BOOK}),
    "appraise": (appraise, {"rulebook": BOOK, "data": VALUES, "unit": "unit"}),
    "reasons": (APPRAISAL.reasons, {"language": "zh"}),
    "summary": (APPRAISAL.summary, {"language": "zh"}),
    "tables": (APPRAISAL.tables, {"language": "zh"}),
    "Rulebook.read": (Rulebook.read, {"source": BOOK}),
    "grade_names": (Rulebook(BOOK).grade_names, {"language": "zh"}),
}  # fmt: skip
