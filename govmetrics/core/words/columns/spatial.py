"""Columns of the room of spatial."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
