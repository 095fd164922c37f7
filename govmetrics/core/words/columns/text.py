"""Columns of the room of text."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
