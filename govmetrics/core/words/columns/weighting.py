"""Columns of what weighting finds."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    # how weights were found
    "e": Term("Entropy e", "信息熵值e", "number", 4),
    "d": Term("Divergence d", "信息效用值d", "number", 4),
    "weight": Term("Weight w", "权重w", "number", 4),
    "contrast": Term("Contrast", "指标变异性", "number", 4),
    "conflict": Term("Conflict", "指标冲突性", "number", 4),
    "mean": Term("Mean", "平均值", "number", 4),
    "deviation": Term("Standard deviation", "标准差", "number", 4),
    "variation": Term("Coefficient of variation", "变异系数", "number", 4),
    "correlation": Term("Correlation", "相关系数", "number", 4),
    "inverse": Term("Inverse", "倒数", "number", 4),
    "effect": Term("Removal effect", "移除效应", "number", 4),
    "loss": Term("Relative loss", "相对损失", "number", 4),
    "entropy": Term("Entropy weight", "熵权", "number", 4),
    "cilos": Term("CILOS weight", "CILOS权重", "number", 4),
    "loading": Term("Loading", "载荷系数", "number", 4),
    "component": Term("Component", "主成分", "count"),
    "explained": Term("Variance explained", "方差解释率", "share"),
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
