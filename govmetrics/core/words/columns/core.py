"""Columns that mean the same in many rooms."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "unit": Term("Unit", "单位", "text"),
    "period": Term("Period", "时期", "text"),
    "name": Term("Name", "名称", "text"),
    "node": Term("Node", "指标", "text"),
    "code": Term("Indicator", "指标", "text"),
    "group": Term("Group", "分组", "text"),
    "expert": Term("Expert", "专家", "text"),
    "item": Term("Item", "题目", "text"),
    "method": Term("Method", "方法", "text"),
    "score": Term("Score", "得分", "number", 2),
    "rank": Term("Rank", "排名", "rank"),
    "weight": Term("Weight", "权重", "number", 4),
    "coverage": Term("Coverage", "数据覆盖率", "share"),
    "n": Term("n", "样本量", "count"),
    "mean": Term("Mean", "均值", "number", 3),
    "sd": Term("Standard deviation", "标准差", "number", 3),
    "median": Term("Median", "中位数", "number", 3),
    "min": Term("Minimum", "最小值", "number", 3),
    "max": Term("Maximum", "最大值", "number", 3),
    "lower": Term("Lower bound", "下限", "number", 3),
    "upper": Term("Upper bound", "上限", "number", 3),
    "p": Term("p", "p 值", "p"),
    "df": Term("df", "自由度", "number", 0),
    "status": Term("Status", "状态", "word"),
}
