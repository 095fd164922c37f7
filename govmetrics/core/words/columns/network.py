"""Columns of the room of network."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    "community": Term("Community", "社区", "text"),
    "actor": Term("Actor", "主体", "text"),
    "sender": Term("Who names", "提名人", "text"),
    "receiver": Term("Who is named", "被提名人", "text"),
    "weight": Term("Weight", "强度", "number", 2),
}
