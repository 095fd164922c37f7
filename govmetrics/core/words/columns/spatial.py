"""Columns of the room of spatial."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    "neighbour": Term("Neighbour", "邻居", "text"),
    "distance": Term("Distance", "距离", "number", 3),
    "neighbours": Term("Neighbours", "邻居数", "count"),
    "component": Term("Part of the map", "所属部分", "count"),
    # association
    "i": Term("I", "I", "number", 3),
    "c": Term("c", "c", "number", 3),
    "g": Term("G", "G", "number", 4),
    "expected": Term("Expected", "期望值", "number", 4),
    "variance": Term("Variance", "方差", "number", 5),
    "z": Term("z", "z 值", "number", 3),
    "p_permuted": Term("p by permutation", "置换 p 值", "p"),
    "p_one_sided": Term("p, one-sided", "单侧 p 值", "p"),
    "deviation": Term("Deviation (sd)", "离差（标准差）", "number", 3),
    "lag": Term("Neighbours' (sd)", "邻居均值（标准差）", "number", 3),
    "q": Term("q", "q 值", "p"),
    "quadrant": Term("Quadrant", "象限", "word"),
    "significant": Term("Significant", "显著", "flag"),
    # regression
    "term": Term("Term", "变量", "word"),
    "estimate": Term("Estimate", "估计值", "estimate", 3),
    "standard_error": Term("Standard error", "标准误", "number", 3),
    "regressor": Term("Regressor", "自变量", "text"),
    "direct": Term("Direct", "直接效应", "number", 4),
    "direct_error": Term("Error", "标准误", "number", 4),
    "direct_p": Term("p, direct", "直接效应 p 值", "p"),
    "indirect": Term("Indirect", "间接效应", "number", 4),
    "indirect_error": Term("Error, indirect", "间接效应标准误", "number", 4),
    "indirect_p": Term("p, indirect", "间接效应 p 值", "p"),
    "total": Term("Total", "总效应", "number", 4),
    "total_error": Term("Error, total", "总效应标准误", "number", 4),
    "total_p": Term("p, total", "总效应 p 值", "p"),
    "test": Term("Test", "检验", "word"),
    "statistic": Term("Statistic", "统计量", "number", 3),
    "fit_index": Term("Fit", "拟合", "word"),
    "value": Term("Value", "取值", "mixed", 3),
}
