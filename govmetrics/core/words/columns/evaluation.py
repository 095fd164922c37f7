"""Columns of what an evaluation verifies and compares."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "check": Term("Check", "核对内容", "word"),
    "result": Term("Result", "结果", "mixed", 0),
    "file": Term("File", "文件", "text"),
    "place": Term("Place", "位置", "word"),
    "before": Term("In the run", "原运行", "text"),
    "what": Term("What", "内容", "word"),
    "count": Term("How many", "数量", "count"),
    "why": Term("Why", "原因", "word"),
    "now": Term("Now", "现在", "word"),
}
