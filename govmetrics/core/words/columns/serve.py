"""Columns of the room of serve."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
