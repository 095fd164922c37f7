"""Columns of trends, convergence, inequality and districts."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    # changes
    "since": Term("Since", "起始时期", "text"),
    "years": Term("Years", "年数", "number", 2),
    "before": Term("Before", "变动前", "number", 2),
    "after": Term("After", "变动后", "number", 2),
    "change": Term("Change", "变动", "number", 2),
    "performance": Term("Values", "指标值", "number", 2),
    "weighting": Term("Weights", "权重", "number", 2),
    # trends
    "slope": Term("Slope per year", "年均变化", "number", 3),
    "s": Term("S", "S值", "number", 0),
    "tau": Term("Kendall's tau", "Kendall τ", "number", 3),
    "z": Term("z", "z值", "number", 3),
    "adjusted_p": Term("Adjusted p", "校正后 p 值", "p"),
    "exact": Term("Exact p", "精确 p 值", "flag"),
    "direction": Term("Direction", "趋势", "word"),
    # convergence
    "variation": Term("Coefficient of variation", "变异系数", "number", 3),
    "beta": Term("Beta", "β", "number", 4),
    "se": Term("Standard error", "标准误", "number", 4),
    "r_squared": Term("R squared", "R²", "number", 3),
    "speed": Term("Speed per year", "年收敛速度", "number", 4),
    "half_life": Term("Half-life (years)", "半衰期（年）", "number", 1),
    # inequality
    "total": Term("Total", "总体", "number", 4),
    "within": Term("Within groups", "组内", "number", 4),
    "between": Term("Between groups", "组间", "number", 4),
    "within_share": Term("Share within groups", "组内占比", "share"),
    "net_between_share": Term("Share between groups, net", "组间净值占比", "share"),
    "overlap_share": Term("Share of the overlap", "超变密度占比", "share"),
    "between_share": Term("Share between groups", "组间占比", "share"),
    "missing": Term("Units without a value", "缺失单元数", "count"),
    "weight_share": Term("Share of the weight", "权重份额", "share"),
    "value_share": Term("Share of the value", "数值份额", "share"),
    "index": Term("Index", "指数", "number", 4),
    "gini": Term("Gini coefficient", "基尼系数", "number", 4),
    "net_between": Term("Between groups, net", "组间净值", "number", 4),
    "overlap": Term("Overlap", "超变密度", "number", 4),
    "first": Term("Richer group", "较高组", "text"),
    "second": Term("Poorer group", "较低组", "text"),
    "affluence": Term("Relative affluence", "相对富裕度", "number", 4),
    # districts
    "district": Term("District", "区域", "text"),
    "weight": Term("Weight", "权重", "mixed", 2),
    "units": Term("Units", "单元数", "count"),
}
