"""The verdict on a unit as a sentence, in English and Chinese."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.operators import SYMBOLS


def sentence(
    unit: Any, row: pd.Series, grades: GradeScale, *, share: float, agree: bool, operator: str, language: str
) -> str:
    """Return what `FuzzyEvaluation.verdicts` says of one unit; `share` is the largest membership."""
    name = ", ".join(map(str, unit)) if isinstance(unit, tuple) else str(unit)
    chinese = language == "zh"
    if pd.isna(row["grade"]):
        return f"{name}：证据不足，不作评定。" if chinese else f"{name}: not enough evidence for a verdict."
    label = dict(zip(grades.keys, grades.labels(language), strict=True))
    words = {
        "unit": name,
        "grade": label[row["grade"]],
        "share": share,
        "validity": row["validity"],
        "trust": _trust(row["validity"], chinese),
        "score": row["score"],
        "by_score": label[row["grade_by_score"]],
        "symbol": SYMBOLS[operator],
    }
    text = (_CHINESE if chinese else _ENGLISH).format(**words)
    if row["tied"]:
        tied = [label[key] for key in row["tied"].split("; ")]
        text += f"并列等级：{'、'.join(tied)}。" if chinese else f" Tied: {', '.join(tied)}."
    if not agree:
        text += "各合成算子结论不一致。" if chinese else " The operators do not agree: see `operators()`."
    return text


_ENGLISH = (
    "{unit}: {grade} by maximum membership ({share:.3f}, validity {validity:.2f}: {trust}; {symbol}); "
    "score {score:.2f}, which is {by_score}."
)
_CHINESE = (
    "{unit}：按最大隶属度原则评为“{grade}”（隶属度 {share:.3f}，有效度 {validity:.2f}，{trust}；"
    "算子 {symbol}）；综合得分 {score:.2f}，对应“{by_score}”。"
)


def _trust(validity: float, chinese: bool) -> str:
    """Return how far the maximum-membership principle can be relied on at this validity index."""
    if validity >= 1:
        return "非常有效" if chinese else "very valid"
    if validity >= 0.5:
        return "比较有效" if chinese else "fairly valid"
    return "低效，宜看得分" if chinese else "hardly valid, prefer the score"
