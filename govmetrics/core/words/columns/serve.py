"""Columns of the room of serve."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    # survey
    "item": Term("Item", "题项", "text"),
    "highest_two": Term("Two highest answers", "前两档占比", "share"),
    "group": Term("Question", "问题", "text"),
    "answer": Term("Answer", "答案", "text"),
    "share": Term("Share of those who answered", "作答者占比", "share"),
    "census_share": Term("Share of the residents", "居民占比", "share"),
    "ratio": Term("Ratio", "代表比", "number", 2),
}
