"""Columns of what fuzzy evaluation finds."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "node": Term("Node", "指标", "text"),
    "tree_level": Term("Level", "层级", "word"),
    "grade": Term("Grade", "等级", "text"),
    "value": Term("Value", "分值", "number", 2),
    "validity": Term("Validity", "有效度", "number", 2),
    "tied": Term("Tied grades", "并列等级", "text"),
    "grade_by_score": Term("Grade by score", "按得分的等级", "text"),
    "degree": Term("Greatest degree", "最大值", "number", 3),
    "Ex": Term("Ex", "期望Ex", "number", 2),
    "En": Term("En", "熵En", "number", 2),
    "He": Term("He", "超熵He", "number", 2),
    "place": Term("Mean place in the scale", "级别特征值", "number", 2),
    "grade_by_place": Term("Grade by mean place", "按级别特征值的等级", "text"),
    "grade_by_confidence": Term("Grade by the confidence rule", "按置信度准则的等级", "text"),
    "entropy": Term("Entropy", "熵", "number", 3),
    "agree": Term("All agree", "结论一致", "flag"),
    "lower": Term("Lower bound", "得分下限", "number", 2),
    "upper": Term("Upper bound", "得分上限", "number", 2),
}
