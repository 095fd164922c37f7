"""Verdicts by bounds."""

from __future__ import annotations

from collections.abc import Sequence

from govmetrics.core.words import Text


def grade_of(value: float, bounds: Sequence[float], grades: Sequence[Text]) -> Text:
    """Return the grade of the first bound that the value reaches, else the last."""
    return next((grade for bound, grade in zip(bounds, grades, strict=False) if value >= bound), grades[-1])
