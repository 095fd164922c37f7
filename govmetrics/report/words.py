"""The words of reports, in both languages."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh", "both"]

WORDS = {
    "ranking": ("Ranking", "排名"), "rank": ("rank", "名次"), "unit": ("unit", "单位"), "period": ("period", "时期"),
    "score": ("score", "得分"), "coverage": ("coverage", "数据覆盖率"), "notes": ("Read this first", "请先阅读"),
    "weights": ("Weights", "权重"), "local": ("share in its group", "组内权重"), "across": ("share of the whole", "全局权重"),
    "dictionary": ("Indicators", "指标说明"), "code": ("code", "代码"), "name": ("name", "名称"), "measure": ("unit", "计量单位"),
    "better": ("better", "方向"), "bounds": ("bounds used", "归一化上下界"), "source": ("source", "数据来源"),
    "units": ("Unit by unit", "逐个单位"), "median": ("median", "中位数"), "changes": ("Changed cells", "被处理的数据"),
    "before": ("before", "处理前"), "after": ("after", "处理后"), "step": ("step", "步骤"),
    "provenance": ("How this was made", "计算依据"), "recipe": ("Choices", "方法选择"),
    "inputs": ("Input hashes (SHA-256)", "输入哈希"),
    "versions": ("Versions", "软件版本"), "seed": ("Seed", "随机种子"), "missing": ("missing cells", "缺失数据"),
    "more": ("more is better", "越大越好"), "less": ("less is better", "越小越好"), "target": ("target", "目标值"),
    "interval": ("interval", "区间"), "strong": ("strongest", "强项"), "weak": ("weakest", "短板"),
    "rest": ("more units are in scores.csv", "个单位见 scores.csv"),
    "all_changes": ("more cells are in changes.csv", "处数据见 changes.csv"),
    "interval_rank": ("rank interval", "名次区间"), "obstacles": ("held back by", "主要障碍"),
    "about": ("About the indicators", "指标体系出处"), "none": ("none", "无"),
}  # fmt: skip


def word(key: str, language: str) -> str:
    """Return a word in a language; "both" gives Chinese and English."""
    english, chinese = WORDS[key]
    return {"en": english, "zh": chinese}.get(language, f"{chinese} {english}")
