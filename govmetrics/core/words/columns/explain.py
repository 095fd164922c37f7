"""Columns of what a score comes from."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "score_other": Term("Score of the other", "对照单元得分", "number", 2),
    "baseline": Term("Baseline", "基准", "number", 2),
    "before": Term("Before", "前", "number", 2),
    "after": Term("After", "后", "number", 2),
    "change": Term("Difference", "差异", "number", 2),
    "performance": Term("Values", "指标值", "number", 2),
    "weighting": Term("Weights", "权重", "number", 2),
    "weights": Term("Weights", "权重", "number", 2),
    # two recipes
    "score_before": Term("Score before", "原得分", "number", 2),
    "score_after": Term("Score after", "新得分", "number", 2),
    "move": Term("Places gained", "上升位次", "count"),
    "cause": Term("Main cause", "主要原因", "word"),
    "treatment": Term("Treatment", "数据处理", "number", 1),
    "normalisation": Term("Normalisation", "归一化", "number", 1),
    "aggregation": Term("Aggregation", "合成", "number", 1),
    "base_period": Term("Base period", "基期", "number", 1),
    "roles": Term("Roles", "指标角色", "number", 1),
    "number": Term("Step", "步骤", "text"),
    "filled": Term("Cells filled", "填补单元格数", "count"),
    "changed": Term("Cells changed", "改变单元格数", "count"),
    "leaves": Term("Indicators", "涉及指标数", "count"),
    "rows": Term("Rows", "涉及行数", "count"),
    "moved": Term("Ranks that move", "名次变动单元数", "count"),
    "furthest": Term("Furthest move", "最大变动位次", "count"),
    "moved_most": Term("Moves most", "变动最大的单元", "text"),
    "rank_correlation": Term("Rank correlation", "等级相关系数", "number", 3),
    "step": Term("Step", "步骤", "count"),
    "seed": Term("Seed", "随机种子", "number", 1),
}
