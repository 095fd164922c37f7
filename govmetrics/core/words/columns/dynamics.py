"""Columns of the room of dynamics."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
