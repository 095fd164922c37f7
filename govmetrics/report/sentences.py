"""The sentences of the report: what was found, and what to do next, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.recipe import Assessment
from govmetrics.report.numbers import number, signed
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.robustness import Uncertainty

SENTENCES = {
    "middle": (
        "{n} units have a score, from {low} to {high}; half of them reach {median} or more.",
        "{n} 个单位有得分，最低 {low}，最高 {high}，半数达到或超过 {median}。",
    ),
    "best": ("Highest: {names}.", "得分最高：{names}。"),
    "lowest": ("Lowest: {names}.", "得分最低：{names}。"),
    "none": (
        "Without a score, for too much of the evidence is missing: {n}.",
        "{n} 个单位缺失数据过多，没有得分。",
    ),
    "ties": (
        "Units that share their rank with another (marked =): {n}.",
        "{n} 个单位与其他单位并列（以“=”标出）。",
    ),
    "since": (
        "Since {before}, {up} units gained and {down} lost; the best change is {best} ({most}), "
        "the worst {worst} ({least}).",
        "与 {before} 相比，{up} 个单位得分上升，{down} 个下降；"
        "变化最好的是{best}（{most}），最差的是{worst}（{least}）。",
    ),
    "held": (
        "What holds the units back most, on average: {names}.",
        "平均而言，主要障碍因素为：{names}。",
    ),
    "sure": (
        "How sure the ranks are: with {factors} varied in {draws:,} draws, the {level:.0%} interval of a rank "
        "is {width:.0f} places wide at the median; {tiers} tiers can be told apart.",
        "名次的可靠性：{factors}变动 {draws:,} 次，名次的 {level:.0%} 区间"
        "宽度中位数为 {width:.0f} 位；可区分 {tiers} 个档次。",
    ),
    "unsure": (
        "How sure the ranks are has not been computed: neighbouring ranks may well be equal.",
        "尚未计算名次的可靠性：相邻名次之间未必有实质差别。",
    ),
    "do_gaps": (
        "Fill or confirm the missing data first: {missing:,} of {cells:,} cells ({share:.1%}) are empty.",
        "先补齐或核实缺失数据：{cells:,} 个数据中缺 {missing:,} 个（{share:.1%}）。",
    ),
    "do_partial": (
        "Read with care the scores that rest on part of the evidence (see coverage): {partial} of {scored}.",
        "{scored} 个得分中有 {partial} 个只依据部分数据（见数据覆盖率），引用时须谨慎。",
    ),
    "do_units": (
        "Click a unit's name in the ranking: its strengths, its shortfalls and what to begin with.",
        "在排名中点击单位名称，查看其强项、短板和应优先改进之处。",
    ),
    "do_obstacles": (
        "Plan improvements where most units are held back.",
        "从制约单位最多的指标入手安排改进。",
    ),
    "do_sure": (
        "Before ranks are published, ask how sure they are: govmetrics run --draws 1000, or robustness.uncertainty.",
        "公布名次之前，先检验名次的可靠性：govmetrics run --draws 1000，或 robustness.uncertainty。",
    ),
    "do_compare": (
        "Try other weights or another mean, and see who moves: govmetrics compare.",
        "换一组权重或合成方法再算一次，用 govmetrics compare 查看名次变化。",
    ),
}


FACTORS = {
    "PerturbedWeights": ("the weights", "权重"), "DirichletWeights": ("the weights", "权重"),
    "WeightDraws": ("the experts' weights", "专家权重"), "choice of weighting": ("the weighting", "赋权方法"),
    "choice of normalisation": ("the normalisation", "归一化方法"), "choice of aggregation": ("the aggregation", "合成方法"),
    "choice of treatment": ("the treatment", "数据处理方法"),
}  # fmt: skip
"""What the factors of an uncertainty analysis are called for people; others keep their names."""


def say(key: str, language: str, values: Mapping[str, Any]) -> str:
    """Return a sentence in a language; "both" gives Chinese and English."""
    english, chinese = (text.format_map(values) for text in SENTENCES[key])
    return {"en": english, "zh": chinese}.get(language, f"{chinese} {english}")


def findings(stands: Standing, held: list[str], sure: Uncertainty | None, language: str) -> list[str]:
    """Return what a reader must know, a sentence each.

    Parameters
    ----------
    stands : Standing
        The ranking of the latest period.
    held : list of str
        Names of the indicators that hold units back most; may be empty.
    sure : Uncertainty or None
        How sure the ranks are.
    language : {"en", "zh", "both"}
        Of the sentences.
    """
    table = stands.table
    known = table[table["score"].notna()]
    told: list[tuple[str, dict[str, Any]]] = []
    if len(known):
        score, digits = known["score"], stands.digits
        ends = {"low": score.min(), "high": score.max(), "median": score.median()}
        told.append(("middle", {"n": len(known), **{key: number(end, digits) for key, end in ends.items()}}))
        told.append(("best", {"names": _named(known.head(3), digits, language)}))
        told += [("lowest", {"names": _named(known.tail(3)[::-1], digits, language)})] * (len(known) > 3)
    told += [("none", {"n": len(table) - len(known)})] if len(known) < len(table) else []
    ties = int(table["place"].str.endswith("=").sum())
    told += [("ties", {"n": ties})] if ties else []
    told += _since(stands)
    told += [("held", {"names": _joined(held, language)})] if held else []
    return [say(key, language, values) for key, values in told] + [sureness(sure, language)]


def next_steps(
    assessment: Assessment, stands: Standing, sure: Uncertainty | None, held: bool, language: str
) -> list[tuple[str, str]]:
    """Return what to do next, each with the part of the report that it leads to."""
    values, known = assessment.dataset.values, stands.table.dropna(subset=["score"])
    missing, partial = int(np.isnan(values.to_numpy()).sum()), int((known["coverage"] < 1 - 1e-9).sum())
    gaps = {"missing": missing, "cells": values.size, "share": missing / max(values.size, 1)}
    gaps |= {"partial": partial, "scored": len(known)}
    steps = [("do_gaps", "gaps")] * (missing > 0) + [("do_partial", "ranking")] * (partial > 0)
    steps += [("do_units", "units")] + [("do_obstacles", "obstacles")] * held
    steps += [("do_sure", "ranking")] * (sure is None) + [("do_compare", "made")]
    return [(say(key, language, gaps), anchor) for key, anchor in steps]


def _since(stands: Standing) -> list[tuple[str, dict[str, Any]]]:
    changed = stands.table.dropna(subset=["change"]).sort_values("change", kind="stable")
    if changed.empty:
        return []
    unit, change = changed["unit"].tolist(), changed["change"].to_numpy().round(9)  # less is rounding
    return [("since", {
        "before": stands.before, "up": int((change > 0).sum()), "down": int((change < 0).sum()),
        "best": unit[-1], "most": signed(change[-1], stands.digits),
        "worst": unit[0], "least": signed(change[0], stands.digits),
    })]  # fmt: skip


def sureness(sure: Uncertainty | None, language: str) -> str:
    """Return how sure the ranks are: what was varied, and how wide the intervals are."""
    if sure is None:
        return say("unsure", language, {})
    names = [FACTORS.get(factor, (factor, factor)) for factor in sure.factors]
    english, chinese = (_joined([pair[k] for pair in names], ("en", "zh")[k]) for k in (0, 1))
    width = (sure.intervals["upper"] - sure.intervals["lower"]).median()
    return say("sure", language, {
        "factors": {"en": english, "zh": chinese}.get(language, f"{chinese} {english}"), "width": width,
        "draws": len(sure.scores), "level": sure.level, "tiers": int(sure.tiers.max()),
    })  # fmt: skip


def _named(rows: Any, digits: int, language: str) -> str:
    return _joined(
        [f"{u} {number(s, digits)}" for u, s in zip(rows["unit"], rows["score"], strict=True)], language
    )


def _joined(names: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(names)
