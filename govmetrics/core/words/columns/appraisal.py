"""Columns of an appraisal."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "code": Term("Item", "考核事项", "text"),
    "section": Term("Section", "类别", "word"),
    "value": Term("Value", "数值", "text"),
    "points": Term("Points", "得分", "number", 2),
    "full": Term("Full marks", "满分", "number", 2),
    "reason": Term("Reason", "理由", "text"),
    "base": Term("Base", "基础分", "number", 2),
    "bonus": Term("Bonus", "加分", "number", 2),
    "deductions": Term("Deductions", "扣分", "number", 2),
    "total": Term("Total", "总分", "number", 2),
    "vetoes": Term("Vetoes", "一票否决", "text"),
    "grade_by_points": Term("Grade by points", "按分数的等级", "text"),
    "grade": Term("Grade", "等级", "text"),
    "of": Term("Of", "单元数", "count"),
    "must_improve": Term("Must improve", "须整改", "flag"),
    "improve_because": Term("Why", "整改缘由", "text"),
    "change": Term("Change", "得分变动", "number", 2),
    "places_gained": Term("Places gained", "名次上升", "number", 0),
}
