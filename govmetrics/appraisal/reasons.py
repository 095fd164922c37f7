"""Why a unit has the points that it has, in English and Chinese."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.appraisal.scoring import count_of
from govmetrics.appraisal.spec import Criteria, Each, Item, Linear, Rubric, Target

_TEXTS = {
    "none": ("no data: 0", "无数据，计 0 分"),
    "entered": ("entered: {got} of {full}", "录入：{got}/{full} 分"),
    "rubric": ("{value}: {got} of {full}", "{value}：{got}/{full} 分"),
    "reached": (
        "{value} reaches the target {target}: {got} of {full}",
        "{value} 达标（{target}）：{got}/{full} 分",
    ),
    "short": (
        "{value} misses the target {target}: {got} of {full}",
        "{value} 未达标（{target}）：{got}/{full} 分",
    ),
    "linear": (
        "{value} between {worst} and {best}: {got} of {full}",
        "{value}（{worst} 至 {best}）：{got}/{full} 分",
    ),
    "criteria": ("{value} of {of} criteria met: {got} of {full}", "满足 {value}/{of} 条：{got}/{full} 分"),
    "each": (
        "{value} x {each} points, at most {full}: {got}",
        "{value} 次，每次 {each} 分，上限 {full} 分：{got} 分",
    ),
    "free": (
        "{value} less {free} free, x {each} points, at most {full}: {got}",
        "{value} 次，免计 {free} 次，每次 {each} 分，上限 {full} 分：{got} 分",
    ),
}


def reason(item: Item, value: Any, points: float, full: float, language: str) -> str:
    """Return a short sentence: the value, the rule, and what it earned or cost."""
    words: dict[str, str] = {"got": f"{points:.6g}", "full": f"{full:g}"}
    if pd.isna(value):
        return _TEXTS["none"][language == "zh"]
    words["value"] = value if isinstance(value, str) else f"{value:.6g}"
    kind: str = item.by
    if isinstance(item, Target):
        met = value >= item.target if item.better == "more" else value <= item.target
        kind = "reached" if met else "short"
        words["target"] = f"{'≥' if item.better == 'more' else '≤'} {item.target:g}"
    elif isinstance(item, Linear):
        words |= {"worst": f"{item.worst:g}", "best": f"{item.best:g}"}
    elif isinstance(item, Criteria):
        words["of"] = str(count_of(item))
    elif isinstance(item, Each):
        kind = "free" if item.free else "each"
        words |= {"each": f"{item.each:g}", "free": f"{item.free:g}"}
    elif isinstance(item, Rubric):
        words["value"] = str(value)
    return _TEXTS[kind][language == "zh"].format(**words)
