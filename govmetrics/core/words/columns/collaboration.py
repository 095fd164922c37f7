"""Columns of the room of collaboration."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
