"""Columns of the room of policy."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
