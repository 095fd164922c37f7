"""The words of tables and sentences about weights, in English and Chinese."""

from __future__ import annotations

from typing import Literal

from govmetrics.core.errors import choose

Language = Literal["en", "zh"]
_WORDS = {
    "item": ("item", "项"),
    "vector": ("eigenvector", "特征向量"),
    "weight": ("weight", "权重值"),
    "lambda": ("lambda max", "最大特征值"),
    "CI": ("CI", "CI值"),
    "RI": ("RI", "RI值"),
    "CR": ("CR", "CR值"),
    "result": ("consistency check", "一致性检验结果"),
    True: ("pass", "通过"),
    False: ("fail", "未通过"),
    "group": ("group", "判断矩阵"),
    "experts": ("experts", "专家数"),
    "consensus": ("consensus", "共识度"),
    "band": ("agreement", "共识水平"),
    "W": ("Kendall's W", "肯德尔W"),
    "eigenvector": ("eigenvector", "特征根法"),
    "geometric mean": ("geometric mean", "方根法"),
    "column mean": ("column mean", "和积法"),
}


def say(name: str | bool, language: Language) -> str:
    """Return a word in a language; another language is refused."""
    choose(language, ("en", "zh"), "language")
    english, chinese = _WORDS[name]
    return chinese if language == "zh" else english
