"""Columns of what would change, what it takes, and plans."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    # changes and what they bring
    "before": Term("Before", "改前", "number", 3),
    "after": Term("After", "改后", "number", 3),
    "gain": Term("Points gained", "得分增加", "number", 2),
    "score_before": Term("Score before", "改前得分", "number", 2),
    "score_after": Term("Score after", "改后得分", "number", 2),
    "rank_before": Term("Rank before", "改前排名", "rank"),
    "rank_after": Term("Rank after", "改后排名", "rank"),
    "grade_before": Term("Grade before", "改前等级", "text"),
    "grade_after": Term("Grade after", "改后等级", "text"),
    # what it takes
    "measured_in": Term("Unit of measurement", "计量单位", "text"),
    "now": Term("Now", "现值", "number", 3),
    "needed": Term("Needed", "需达到", "number", 3),
    "change": Term("Change", "变动", "number", 3),
    "share": Term("Share of the way", "占可改进幅度", "share"),
    "limit": Term("Limit", "上限", "number", 3),
    "score_at_limit": Term("Score at the limit", "达上限时得分", "number", 2),
    "rank_at_limit": Term("Rank at the limit", "达上限时排名", "rank"),
    # catching up with the median
    "behind": Term("Units below the median", "低于中位数的单元数", "count"),
    "mean_gain": Term("Mean points gained by these", "这些单元平均增分", "number", 2),
    "overall": Term("Mean points gained by all units", "全部单元平均增分", "number", 2),
    "most": Term("Most points gained", "最大增分", "number", 2),
    # plans
    "problem": Term("Problem", "问题", "text"),
    "evidence": Term("Evidence", "依据", "text"),
    "measure": Term("Measure", "措施", "text"),
    "action": Term("Action", "措施", "text"),
    "body": Term("Responsible body", "责任单位", "text"),
    "deadline": Term("Deadline", "完成时限", "text"),
    "amount": Term("Amount", "改进量", "number", 3),
    "cost": Term("Cost", "费用", "number", 2),
}
