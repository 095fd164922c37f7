"""Columns of the audit in ten steps."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "key": Term("Key", "代号", "text"),
    "stage": Term("Step", "步骤", "text"),
    "check": Term("Check", "检查项", "text"),
    "rule": Term("Threshold", "阈值", "text"),
    "basis": Term("From", "阈值依据", "text"),
    "limit": Term("Limit", "界限", "number", 3),
    "found": Term("Found", "检查结果", "text"),
    "verdict": Term("Verdict", "结论", "text"),
    "sentence": Term("In words", "说明", "text"),
    "place": Term("Indicator, group or unit", "指标、维度或单元", "text"),
}
