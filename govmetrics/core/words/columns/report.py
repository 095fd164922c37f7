"""Columns of the workbook."""

from govmetrics.core.words.terms import Term

COLUMNS = {
    "rank_lower": Term("Rank, from", "名次区间下限", "rank"),
    "rank_upper": Term("Rank, to", "名次区间上限", "rank"),
    "tier": Term("Tier", "名次档", "count"),
    "change": Term("Change", "得分变动", "number", 2),
    "rank_within": Term("Rank within its group", "组内排名", "rank"),
    "moved": Term("Places gained", "名次变化", "count"),
    "trial": Term("Share to try", "试算权重", "number", 4),
    "published": Term("Published score", "公布得分", "number", 2),
    "published_rank": Term("Published rank", "公布名次", "rank"),
    "computed": Term("Score by formula", "公式得分", "number", 2),
    "computed_rank": Term("Rank by formula", "公式名次", "rank"),
    "difference": Term("Difference", "差值", "number", 9),
}
