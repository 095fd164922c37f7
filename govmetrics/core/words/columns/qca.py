"""Columns of the room of qca."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
