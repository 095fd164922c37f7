"""Columns of the room of policy."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    "kind": Term("Comparison", "比较类型", "word"),
    "statistic": Term("Statistic", "统计量", "number", 3),
    "test": Term("Test", "检验", "word"),
    "upper": Term("Upper bound", "上限", "number", 4),
    "lower": Term("Lower bound", "下限", "number", 4),
    "error": Term("Standard error", "标准误", "number", 4),
    "estimate": Term("Estimate", "估计值", "number", 4),
    # staggered adoption and its decomposition
    "average": Term("Average", "平均方式", "word"),
    "event": Term("Periods since", "实施以来期数", "text"),
    "band_lower": Term("Band, lower", "联合置信带下限", "number", 4),
    "band_upper": Term("Band, upper", "联合置信带上限", "number", 4),
    "groups": Term("Groups", "组数", "count"),
    "base": Term("Base", "基期", "text"),
    "treated": Term("Treated units", "处理单元数", "count"),
    "controls": Term("Control units", "对照单元数", "count"),
    "control": Term("Control", "对照组", "text"),
    "slope_50": Term("Drift found with power 50%", "功效 50% 的偏离", "number", 4),
    "slope_80": Term("Drift found with power 80%", "功效 80% 的偏离", "number", 4),
    "bias_80": Term("Bias by the latter", "后者带来的偏误", "number", 4),
}
