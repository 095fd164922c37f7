"""Verdicts by bounds, and p values as journals print them."""

from __future__ import annotations

from collections.abc import Sequence

from govmetrics.core.words import Text


def p_words(p: float) -> str:
    """Return a p value as journals print it.

    Examples
    --------
    >>> p_words(0.0312), p_words(1e-9)
    ('p = 0.031', 'p < 0.001')
    """
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def grade_of(value: float, bounds: Sequence[float], grades: Sequence[Text]) -> Text:
    """Return the grade of the first bound that the value reaches, else the last."""
    return next((grade for bound, grade in zip(bounds, grades, strict=False) if value >= bound), grades[-1])
