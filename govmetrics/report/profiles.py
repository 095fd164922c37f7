"""One part of the report a unit: scores against the median, strengths against peers, values against targets, trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.language import Both
from govmetrics.core.nodes import Indicator
from govmetrics.diagnosis import distance_to_target
from govmetrics.recipe import Assessment
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.diagnosis import Obstacles, Strengths

LEAVES_SHOWN, PERIODS_SHOWN, OBSTACLES_SHOWN, STRENGTHS_SHOWN = 60, 8, 3, 3


def share_of(value: float, ends: tuple[float, float]) -> float:
    """Return the length of a bar in percent of its cell."""
    low, high = ends
    if not np.isfinite(value) or not high > low:
        return 0.0
    return float(np.clip((value - low) / (high - low) * 100, 0, 100))


def profiles(
    assessment: Assessment, stands: Standing, strengths: Strengths, obstacles: Obstacles | None,
    ends: tuple[float, float], language: Both, most: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return what the report tells of the first `most` units, in the order of `stands`; medians are over all units."""
    scores, tree = assessment.scores, assessment.weights.tree
    rows, units = stands.table.index[:most], stands.table["unit"].head(most)
    nodes = tree.parts(tree.root.code) or [tree.root.code]
    bars = scores.values.loc[rows, nodes]
    medians = scores.values.loc[stands.table.index, nodes].median()
    names = {code: tree[code].label(language) for code in [*nodes, *tree.codes]}
    values = _values(assessment, stands, most, ends, language) if len(tree) <= LEAVES_SHOWN else {}
    strong, weak = _against_peers(assessment, stands, strengths, rows, names)
    short = _short_of_targets(assessment, rows, names)
    held, trends = _held_back(obstacles, rows, names), _trends(assessment, stands, most)
    return [
        {
            "unit": unit, "values": values.get(row, []), "held": held.get(row, []), "trend": trends.get(unit, []),
            "bars": [(names[code], value, share_of(value, ends), medians[code], share_of(medians[code], ends))
                     for code, value in zip(nodes, bar, strict=True)],
            "strong": strong[row], "weak": weak[row], "short": short.get(row, []),
        } for row, unit, bar in zip(rows, units, bars.to_numpy(), strict=True)
    ]  # fmt: skip


def _against_peers(
    assessment: Assessment, stands: Standing, strengths: Strengths, rows: pd.Index, names: dict[str, str]
) -> tuple[dict[Any, list[tuple[str, float, float]]], dict[Any, list[tuple[str, float, float]]]]:
    """Return every row's strengths and weaknesses, the largest gaps first: name, score, median of the peers.

    Peers may be those of one street: what is behind them and still above the median of all is no shortfall.
    """
    codes = [code for code in assessment.weights.tree.codes if code in strengths.gaps.columns]
    own = assessment.scores.values.loc[rows, codes].to_numpy()
    middle = assessment.scores.values.loc[stands.table.index, codes].median().to_numpy()
    gaps, medians, verdicts = (
        frame.reindex(index=rows, columns=codes).to_numpy()
        for frame in (strengths.gaps, strengths.medians, strengths.verdicts)
    )

    def first(there: np.ndarray, sign: int) -> dict[Any, list[tuple[str, float, float]]]:
        return {
            row: [
                (names[codes[j]], own[at, j], medians[at, j])
                for j in np.argsort(-sign * gaps[at], kind="stable") if there[at, j]
            ][:STRENGTHS_SHOWN]
            for at, row in enumerate(rows)
        }  # fmt: skip

    strong = first((verdicts == "strength") & (own > middle), 1)
    return strong, first((verdicts == "weakness") & (own < middle), -1)


def _short_of_targets(
    assessment: Assessment, rows: pd.Index, names: dict[str, str]
) -> dict[Any, list[tuple[str, float, str]]]:
    """Return every row's values that miss their target, the furthest from it first: name, value, target."""
    leaves = {leaf.code: leaf for leaf in assessment.weights.tree.indicators if leaf.target is not None}
    if not leaves:
        return {}
    told, codes = distance_to_target(assessment.dataset), list(leaves)
    gaps, ways = (frame.loc[rows, codes].to_numpy() for frame in (told.gaps, told.relative))
    values = assessment.dataset.values.loc[rows, codes].to_numpy()
    return {
        row: [
            (names[codes[j]], values[at, j], _target(leaves[codes[j]]))
            for j in np.argsort(-np.nan_to_num(ways[at]), kind="stable") if gaps[at, j] > 0
        ][:STRENGTHS_SHOWN]
        for at, row in enumerate(rows)
    }  # fmt: skip


def _values(
    assessment: Assessment, stands: Standing, most: int, ends: tuple[float, float], language: Both
) -> dict[Any, list[tuple[Any, ...]]]:
    """Return for every row (indicator, value, unit, median, target, score, bar), the values as they came in."""
    tree, rows = assessment.weights.tree, stands.table.index
    given = assessment.dataset.values.loc[rows, tree.codes]
    scored = assessment.scores.values.loc[rows[:most], tree.codes]
    medians = given.median().to_numpy()
    heads = [(leaf.label(language), leaf.measured_in(language), _target(leaf)) for leaf in tree.indicators]
    return {
        row: [
            (name, value, unit, median, target, score, share_of(score, ends))
            for (name, unit, target), value, median, score in zip(heads, mine, medians, scores, strict=True)
        ]
        for row, mine, scores in zip(rows[:most], given.head(most).to_numpy(), scored.to_numpy(), strict=True)
    }


def _target(leaf: Indicator) -> str:
    if leaf.target is None:
        return ""
    return (
        "–".join(f"{end:g}" for end in leaf.target)
        if isinstance(leaf.target, tuple | list)
        else f"{leaf.target:g}"
    )


def _held_back(
    obstacles: Obstacles | None, rows: pd.Index, names: dict[str, str]
) -> dict[Any, list[tuple[str, float]]]:
    """Return every row's greatest obstacles: name of the indicator, and degree in percent."""
    if obstacles is None:
        return {}
    degrees = obstacles.to_frame().reindex(rows)
    found = {}
    for row, degree in zip(rows, degrees.fillna(0.0).to_numpy(), strict=True):
        first = [j for j in np.argsort(-degree, kind="stable")[:OBSTACLES_SHOWN] if degree[j] > 0]
        found[row] = [(names[degrees.columns[j]], degree[j] * 100) for j in first]
    return found


def _trends(assessment: Assessment, stands: Standing, most: int) -> dict[str, list[tuple[str, float, float]]]:
    """Return every unit's last periods: name, score, rank."""
    if stands.before is None:
        return {}
    ranking = assessment.ranking().astype({"rank": float})
    shown = stands.periods[-PERIODS_SHOWN:]
    tables = [ranking.xs(period, level="period")[["score", "rank"]] for period in shown]
    units = stands.table.index.get_level_values("unit")[:most]
    told = [table.reindex(units).to_numpy() for table in tables]
    return {
        str(unit): [(str(period), *table[place]) for period, table in zip(shown, told, strict=True)]
        for place, unit in enumerate(units)
    }
