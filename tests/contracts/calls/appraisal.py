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
    "ranking": (APPRAISAL.ranking, {"language": "zh"}),
    "to_frame": (APPRAISAL.to_frame, {"language": "zh"}),
}  # fmt: skip
