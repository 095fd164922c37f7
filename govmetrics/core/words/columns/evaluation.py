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
    "folder": Term("Folder", "文件夹", "text"),
    "status": Term("Status", "状态", "word"),
    "units": Term("Units", "单元数", "count"),
    "best": Term("Best", "最优", "text"),
    "worst": Term("Worst", "最差", "text"),
    "fault": Term("First fault", "首个错误", "text"),
    "seconds": Term("Seconds", "用时（秒）", "number", 2),
}
