"""Columns of the room of ledger."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    "row": Term("Row", "条目", "count"),
    "line": Term("Line of the file", "文件行号", "count"),
    "problem": Term("Problem", "问题", "word"),
    "source": Term("Kept by", "保存方", "word"),
    "size": Term("Leaves", "条目数", "count"),
    "signed": Term("Signed", "签名有效", "flag"),
    "holds": Term("Holds", "成立", "flag"),
}
