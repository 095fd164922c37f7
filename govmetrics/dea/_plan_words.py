"""The words of an improvement plan, in English and Chinese."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

Language = Literal["en", "zh"]
SMALL = 5e-4  # relative changes below this are not worth a sentence


def sentence(part: pd.DataFrame, names: pd.DataFrame, language: Language) -> str:
    """Say what changes, as one sentence; `part` has the rows of one step of a plan."""
    less: list[str] = []
    more: list[str] = []
    row: Any
    for row in part.itertuples(index=False):
        if np.isnan(row.percent) or abs(row.percent) / 100 > SMALL:
            (less if row.change < 0 else more).append(_phrase(row, names, language))
    if language == "zh":
        head = "" if less and more else "产出不变的情况下，" if less else "投入不变的情况下，"
        return head + "，".join([*less, *more]) + "。"
    if less and more:
        return f"With {_and(less)}, {_and(more)}."
    return f"Same result with {_and(less)}." if less else f"With the same means {_and(more)}."


def _phrase(row: Any, names: pd.DataFrame, language: Language) -> str:
    name, unit = names.loc[row.column, language], names.loc[row.column, "unit"]
    size = (
        ""
        if np.isnan(row.percent)
        else f"{abs(row.percent):.0f}"
        if abs(row.percent) >= 1
        else f"{abs(row.percent):.1f}"
    )
    if language == "zh":
        word = "减少" if row.change < 0 else "增加"
        return f"{name}{word}{size + '%' if size else ''}（{row.now:.4g}→{row.target:.4g}{unit}）"
    word = "more" if row.change > 0 else "fewer" if row.whole else "less"
    return f"{size + ' % ' if size else ''}{word} {name} ({row.now:.4g} → {row.target:.4g}{' ' + unit if unit else ''})"


def _and(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def learn(peers: pd.DataFrame, unit: Any, language: Language) -> str:
    """Name the peers with their shares of the mixture; empty if the unit has no peer but itself."""
    peers = peers[(peers["peer"] != unit) & (peers["weight"] > SMALL)]
    if peers.empty:
        return ""
    share = 100 * peers["weight"] / peers["weight"].sum()
    form = "{}" if len(peers) == 1 else "{}（{:.0f}%）" if language == "zh" else "{} ({:.0f} %)"
    listed = [form.format(p, s) for p, s in zip(peers["peer"], share, strict=True)]
    return f"标杆单元：{'、'.join(listed)}。" if language == "zh" else f"Learn from {_and(listed)}."
