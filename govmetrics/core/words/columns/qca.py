"""Columns of the room of qca."""

from govmetrics.core.words.terms import Term

COLUMNS: dict[str, Term] = {
    # calibration
    "set": Term("Set", "集合", "text"),
    "full_out": Term("Fully out", "完全不隶属", "number", 3),
    "crossover": Term("Crossover", "交叉点", "number", 3),
    "full_in": Term("Fully in", "完全隶属", "number", 3),
    "in_share": Term("More in than out", "隶属案例占比", "share"),
    # necessity
    "condition": Term("Condition", "条件", "text"),
    "union": Term("Union", "并集", "text"),
    "outcome": Term("Outcome", "结果", "text"),
    "consistency": Term("Consistency", "一致性", "number", 3),
    "RoN": Term("RoN", "必要性相关度", "number", 3),
    "coverage": Term("Raw coverage", "原始覆盖度", "number", 3),
    "verdict": Term("Verdict", "判断", "word"),
    "consistency_negated": Term("Consistency (negated)", "一致性（非结果）", "number", 3),
    "RoN_negated": Term("RoN (negated)", "必要性相关度（非结果）", "number", 3),
    "coverage_negated": Term("Coverage (negated)", "覆盖度（非结果）", "number", 3),
    "verdict_negated": Term("Verdict (negated)", "判断（非结果）", "word"),
    # truth table
    "row": Term("Row", "组合", "text"),
    "n": Term("Cases", "案例数", "count"),
    "inclusion": Term("Consistency", "一致性", "number", 3),
    "PRI": Term("PRI", "PRI", "number", 3),
    "OUT": Term("OUT", "结果取值", "count"),
    "inclusion_negated": Term("Consistency (negated)", "一致性（非结果）", "number", 3),
    "PRI_negated": Term("PRI (negated)", "PRI（非结果）", "number", 3),
    "OUT_negated": Term("OUT (negated)", "结果取值（非结果）", "count"),
    "contradictory": Term("Contradictory", "矛盾", "flag"),
    "gap": Term("Gap", "间隔", "number", 3),
    "cases": Term("Cases by name", "案例", "text"),
    # solutions
    "term": Term("Term", "组态", "text"),
    "model": Term("Model", "模型", "text"),
    "unique_coverage": Term("Unique coverage", "唯一覆盖度", "number", 3),
    "deviant": Term("Deviant cases", "偏离案例", "text"),
    "for_outcome": Term("For the outcome", "用于结果", "flag"),
    "for_negated": Term("For its negation", "用于非结果", "flag"),
    # necessary condition analysis
    "ceiling": Term("Ceiling", "上限", "text"),
    "effect": Term("Effect size d", "效应量 d", "number", 3),
    "size": Term("Size", "大小", "word"),
    "accuracy": Term("Accuracy", "精确度", "share"),
    "corners": Term("Corner cases", "边界点数", "count"),
    "level": Term("Level of the outcome, %", "结果水平（%）", "number", 0),
}
