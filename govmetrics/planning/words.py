"""The sentences of plans, in English and Chinese."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import choose
from govmetrics.core.nodes import Indicator

Language = Literal["en", "zh"]


def change_text(leaf: Indicator, before: float, after: float, language: str) -> str:
    """Return "raise Trust from 40 to 55 %"."""
    up = not after < before
    unit = f" {leaf.unit}" if leaf.unit else ""
    if np.isnan(before):
        text = "set {leaf} to {after}{unit}" if language == "en" else "将{leaf}设为 {after}{unit}"
    elif language == "en":
        text = f"{'raise' if up else 'lower'} {{leaf}} from {{before}} to {{after}}{{unit}}"
    else:
        text = f"将{{leaf}}从 {{before}} {'提高' if up else '降低'}到 {{after}}{{unit}}"
    return text.format(leaf=leaf.label(language), before=f"{before:.6g}", after=f"{after:.6g}", unit=unit)


def gain_text(gain: float, language: str) -> str:
    """Return "+3.1 points"; empty when the gain of a single change is not known."""
    if pd.isna(gain):
        return ""
    return f": {gain:+.3g} points" if language == "en" else f"：{gain:+.3g} 分"


def standing_text(row: pd.Series, language: str) -> str:
    """Return "rank 12 -> 8, grade fair -> good" of one unit's row of `WhatIf.scores`."""
    before, after = _place(row["rank_before"]), _place(row["rank_after"])
    if before == after:
        parts = [f"still rank {before}" if language == "en" else f"名次仍为 {before}"]
    else:
        parts = [f"rank {before} -> {after}" if language == "en" else f"名次 {before} → {after}"]
    if "grade_before" in row and row["grade_before"] != row["grade_after"]:
        arrow = "grade {} -> {}" if language == "en" else "等级 {} → {}"
        parts.append(arrow.format(row["grade_before"] or "-", row["grade_after"] or "-"))
    return ", ".join(parts) if language == "en" else "，".join(parts)


def score_text(row: pd.Series, language: str) -> str:
    """Return "score 61.2 -> 66.8"."""
    text = "score {} -> {}" if language == "en" else "得分 {} → {}"
    return text.format(
        *("-" if pd.isna(row[k]) else f"{row[k]:.4g}" for k in ("score_before", "score_after"))
    )


def unit_text(unit: Any) -> str:
    """Return a unit's label, with its period before it where there is one."""
    return " ".join(map(str, unit)) if isinstance(unit, tuple) else str(unit)


def check_language(language: str) -> None:
    """Refuse other languages."""
    choose(language, ("en", "zh"), "language")


def _place(rank: Any) -> str:
    return "-" if pd.isna(rank) else f"{rank:.0f}"
