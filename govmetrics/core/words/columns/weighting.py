"""Columns of what weighting finds."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "before": Term("Before", "变动前", "number", 2),
    "after": Term("After", "变动后", "number", 2),
    "change": Term("Change", "变动", "number", 2),
    "performance": Term("By values", "指标值贡献", "number", 2),
    "weighting": Term("By weights", "权重贡献", "number", 2),
    "constant": Term("By constant weights", "常权得分", "number", 2),
    "variable": Term("By variable weights", "变权得分", "number", 2),
    "stage": Term("Stage", "阶段", "number", 2),
    "of": Term("Part of", "所属节点", "text"),
    "nominal": Term("Nominal weight", "名义权重", "share"),
    "linear": Term("Squared correlation", "相关系数平方", "number", 3),
    "smooth": Term("Squared correlation ratio", "相关比平方", "number", 3),
    "linear_share": Term("Linear share", "线性份额", "share"),
    "effective_share": Term("Effective weight", "有效权重", "share"),
    "ratio": Term("Effective / nominal", "有效权重与名义权重之比", "number", 2),
}
