"""Columns of the room of network."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
