"""Columns that mean the same in many rooms."""

from govmetrics.core.words.terms import Term

_DIGITS = "一二三四五六七八九"

COLUMNS = {
    "unit": Term("Unit", "单元", "text"),
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
    "coverage_imputed": Term("Coverage, with imputed values", "数据覆盖率（含插补值）", "share"),
    "n": Term("n", "样本量", "count"),
    "mean": Term("Mean", "均值", "number", 3),
    "sd": Term("Standard deviation", "标准差", "number", 3),
    "median": Term("Median", "中位数", "number", 3),
    "min": Term("Minimum", "最小值", "number", 3),
    "max": Term("Maximum", "最大值", "number", 3),
    "lower": Term("Lower bound", "下限", "number", 3),
    "upper": Term("Upper bound", "上限", "number", 3),
    "changes_below": Term("Changes just below", "下限处变动的单元", "text"),
    "changes_above": Term("Changes just above", "上限处变动的单元", "text"),
    "p": Term("p", "p 值", "p"),
    "df": Term("df", "自由度", "number", 0),
    "parent": Term("Group above", "上级", "text"),
    "measure": Term("Unit of measurement", "计量单位", "text"),
    "better": Term("Direction", "方向", "word"),
    "worst": Term("Worst", "最差值", "number", 3),
    "best": Term("Best", "最优值", "number", 3),
    "target": Term("Target", "目标值", "text"),
    "role": Term("Role", "用途", "word"),
    "source": Term("Source", "来源", "word"),
    "local": Term("Share in its group", "组内权重", "number", 4),
    "across_tree": Term("Share of the whole", "综合权重", "number", 4),
    "step": Term("Step", "步骤", "word"),
    "before": Term("Before", "处理前", "number", 3),
    "after": Term("After", "处理后", "number", 3),
    "change_lower": Term("Change, from", "变动下限", "number", 2),
    "change_upper": Term("Change, to", "变动上限", "number", 2),
    "sure": Term("Beyond error", "超出误差", "flag"),
    "rank_before": Term("Rank before", "原排名", "rank"),
    "rank_after": Term("Rank after", "新排名", "rank"),
    "why": Term("Why", "说明", "text"),
    "first": Term("First", "前项", "text"),
    "second": Term("Second", "后项", "text"),
    "value": Term("Value", "取值", "number", 3),
    "status": Term("Status", "状态", "word"),
}
COLUMNS |= {f"level {n}": Term(f"Level {n}", f"{digit}级指标", "text") for n, digit in enumerate(_DIGITS, 1)}
COLUMNS |= {
    f"weight {n}": Term(f"Weight of level {n}", f"{digit}级指标权重", "number", 4)
    for n, digit in enumerate(_DIGITS, 1)
}
