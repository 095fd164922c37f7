"""The notes of the diagnoses in Chinese; a test goes through all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govmetrics.core.notes import notes_in as translated

_PATTERNS = [
    (r"no shortfall where the weights lie, so no obstacles", "有权重的指标均无差距，故无障碍因素"),
    (r"no values, so no obstacles are known", "没有数据，障碍因素未知"),
    (r"some leaves are missing; the degrees are shared out over the known ones", "部分指标缺失，障碍度在已知指标间分配"),
    (r"fewer than (\d+) peers, so medians say little: all \((\d+)\)", r"仅有\2个单元（少于\1个），中位数参考意义有限"),
    (r"fewer than (\d+) peers, so medians say little: (.+)", r"同类少于\1个，中位数参考意义有限：\2"),
    (r"values taken as on a scale from (\S+) to (\S+)", r"数值按\1至\2的量表理解"),
    (r"the scale begins at (\S+), so values are taken as shares of (\S+)", r"量表自\1起，数值按占\2的比例理解"),
    (r"a subsystem is missing, so nothing is told", "有子系统缺失，不作判断"),
    (r"all subsystems are zero, so C is undefined and D is 0", "各子系统均为零，C无定义，D为0"),
    (r"values are missing in a period or its base", "本期或基期数据缺失"),
    (r"no target: (.+)", r"未设目标值：\1"),
    (r"importance has one number an item, so gaps are not tested", "每题仅有一个重要性数值，差值不作检验"),
    (r"answers count by the design weights of the survey", "答案按调查的设计权重计入"),
    (r"derived from (\d+) of (\d+) rows that are complete", r"由\2行中\1行完整数据推算"),
    (r"(\d+) orders of entry sampled; largest standard error (\S+)", r"抽取\1种进入顺序，最大标准误\2"),
    (r"the outcome follows exactly from the items, so nothing is tested", "结果变量完全由各题决定，不作检验"),
    (
        r"negative importance, often a sign of items that say the same: (.+); try shapley",
        r"重要性为负，常因题目内容重复：\1；宜改用shapley",
    ),
    (
        r"claims are tested as if the means came from different respondents, the cautious reading",
        "检验按两个均值来自不同受访者处理，属稳健做法",
    ),
]  # fmt: skip


def notes_in(notes: Iterable[str], language: str) -> list[str]:
    """Return notes in a language; a note without a Chinese sentence stays as it is."""
    found = translated(notes, language, _PATTERNS)
    return found if language == "en" else [re.sub(r" and (\d+) more", r"等另\1个", note) for note in found]
