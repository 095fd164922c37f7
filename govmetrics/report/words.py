"""The words of reports, in both languages."""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "zh", "both"]
LANGUAGES = ("en", "zh", "both")

WORDS = {
    "ranking": ("Ranking", "排名"), "rank": ("rank", "名次"), "unit": ("unit", "单位"), "period": ("period", "时期"),
    "score": ("score", "得分"), "coverage": ("coverage", "数据覆盖率"), "notes": ("Notes of the calculation", "计算说明"),
    "change": ("change", "得分变化"), "moved": ("places gained", "名次变化"),
    "found": ("In brief", "要点"), "next": ("What to do next", "下一步"), "contents": ("Contents", "目录"),
    "indicators": ("indicators", "项指标"), "units_word": ("units", "个单位"), "latest": ("latest period", "最新时期"),
    "since": ("since", "较"), "values": ("values and targets", "指标数值与目标"), "value": ("value", "数值"),
    "trend": ("trend", "变化趋势"), "walls": ("What holds the units back", "主要障碍因素"),
    "degree": ("mean obstacle degree, %", "平均障碍度（%）"),
    "among": ("units with it among their first three", "列入前三位障碍的单位数"),
    "degree_said": ("Obstacle degree: weight times shortfall, as a share of all a unit's shortfalls.",
                    "障碍度：指标权重与差距之积占该单位全部差距的比例。"),
    "tick_said": ("Bar: score; mark: median of all units.", "条形为得分，竖线为全部单位的中位数。"),
    "gaps": ("Missing data", "缺失数据"), "gap_count": ("missing", "缺失数"), "gap_share": ("share, %", "占比（%）"),
    "weights": ("Weights", "权重"), "local": ("share in its group", "组内权重"), "across": ("share of the whole", "全局权重"),
    "experts": ("The experts' judgements", "专家判断"),
    "dictionary": ("Indicators", "指标说明"), "code": ("code", "代码"), "name": ("name", "名称"), "measure": ("unit", "计量单位"),
    "better": ("better", "方向"), "bounds": ("bounds used", "归一化上下界"), "source": ("source", "数据来源"),
    "worst": ("worst", "最差"), "best": ("best", "最优"),
    "record": ("records", "统计记录"), "survey": ("survey", "问卷"), "expert": ("experts", "专家"),
    "network": ("network", "网络"),
    "units": ("Unit by unit", "逐个单位"), "median": ("median", "中位数"), "changes": ("Changed cells", "被处理的数据"),
    "before": ("before", "处理前"), "after": ("after", "处理后"), "step": ("step", "步骤"),
    "made": ("How this was made", "计算依据"), "versions": ("versions", "软件版本"), "seed": ("seed", "随机种子"),
    "inputs": ("SHA-256 of the input", "输入数据的 SHA-256"), "missing": ("missing cells", "个缺失数据"),
    "treatment": ("treatment", "数据处理"), "normalisation": ("normalisation", "归一化"), "weighting": ("weighting", "赋权"),
    "aggregation": ("aggregation", "合成"), "base_period": ("base period", "基期"), "roles": ("roles scored", "计分的角色"),
    "title": ("title", "标题"),
    "more": ("more is better", "越大越好"), "less": ("less is better", "越小越好"), "target": ("target", "目标值"),
    "interval": ("interval", "区间"), "strong": ("strongest", "强项"), "weak": ("weakest", "短板"),
    "rest": ("more units are in scores.csv", "个单位见 scores.csv"),
    "rest_ranking": ("more units are in ranking.csv", "个单位见 ranking.csv"),
    "rest_weights": ("more nodes are in weights.csv", "个节点见 weights.csv"),
    "rest_leaves": ("more indicators are in the tree file", "项指标见指标树文件"),
    "all_changes": ("more cells are in changes.csv", "处数据见 changes.csv"),
    "interval_rank": ("rank interval", "名次区间"), "obstacles": ("held back by", "主要障碍"),
    "about": ("About the indicators", "指标体系出处"), "none": ("none", "无"), "top": ("back to the ranking", "回到排名"),
}  # fmt: skip


def word(key: str, language: str, default: str | None = None) -> str:
    """Return a word in a language; "both" gives Chinese and English. Unknown keys give the default, if there is one."""
    if default is not None and key not in WORDS:
        return default
    english, chinese = WORDS[key]
    return {"en": english, "zh": chinese}.get(language, f"{chinese} {english}")
