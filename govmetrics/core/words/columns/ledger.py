"""Columns of the room of ledger."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {}
