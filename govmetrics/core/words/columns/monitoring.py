"""Columns of the room of monitoring."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
