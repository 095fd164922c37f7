"""Columns of what is said on how sure ranks are."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    # uncertainty
    "nominal": Term("Rank", "排名", "rank"),
    "median": Term("Median rank", "排名中位数", "number", 1),
    "mean": Term("Mean rank", "平均排名", "number", 2),
    "lower": Term("From", "排名区间下限", "rank"),
    "upper": Term("To", "排名区间上限", "rank"),
    "tier": Term("Tier", "名次档", "count"),
    # changes
    "before": Term("Before", "变动前", "number", 2),
    "after": Term("After", "变动后", "number", 2),
    "change": Term("Change", "变动", "number", 2),
    "performance": Term("Values", "指标值", "number", 2),
    "performance_lower": Term("Values, from", "指标值贡献下限", "number", 2),
    "performance_upper": Term("Values, to", "指标值贡献上限", "number", 2),
    "weighting": Term("Weights", "权重", "number", 2),
    "weighting_lower": Term("Weights, from", "权重贡献下限", "number", 2),
    "weighting_upper": Term("Weights, to", "权重贡献上限", "number", 2),
    # what the ranks depend on
    "factor": Term("Factor", "不确定性来源", "word"),
    "first": Term("First-order index", "一阶指数", "number", 3),
    "first_lower": Term("First-order, lower bound", "一阶指数下限", "number", 3),
    "first_upper": Term("First-order, upper bound", "一阶指数上限", "number", 3),
    "total": Term("Total index", "总效应指数", "number", 3),
    "total_lower": Term("Total, lower bound", "总效应指数下限", "number", 3),
    "total_upper": Term("Total, upper bound", "总效应指数上限", "number", 3),
    "levels": Term("Levels tried", "试用水平数", "count"),
    "mean_shift": Term("Mean shift of ranks", "排名平均变动", "number", 2),
    "largest_shift": Term("Largest shift", "最大变动", "number", 0),
    "moved_most": Term("Unit that moved most", "变动最大的单元", "text"),
    # confidence sets
    "value": Term("Estimate", "估计值", "number", 3),
    "standard_error": Term("Standard error", "标准误", "number", 3),
}
