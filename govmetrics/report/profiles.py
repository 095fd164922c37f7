"""One part of the report a unit: scores against the median, values against targets, obstacles, trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.language import Both
from govmetrics.core.nodes import Indicator
from govmetrics.recipe import Assessment
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.diagnosis import Obstacles

LEAVES_SHOWN, PERIODS_SHOWN, OBSTACLES_SHOWN = 60, 8, 3


def share_of(value: float, ends: tuple[float, float]) -> float:
    """Return the length of a bar in percent of its cell."""
    low, high = ends
    if not np.isfinite(value) or not high > low:
        return 0.0
    return float(np.clip((value - low) / (high - low) * 100, 0, 100))


def profiles(
    assessment: Assessment, stands: Standing, obstacles: Obstacles | None, ends: tuple[float, float], language: Both,
    most: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """Return what the report tells of the first `most` units, in the order of `stands`; medians are over all units."""
    scores, tree = assessment.scores, assessment.weights.tree
    rows, units = stands.table.index[:most], stands.table["unit"].head(most)
    nodes = tree.parts(tree.root.code) or [tree.root.code]
    bars, leaves = scores.values.loc[rows, nodes], scores.values.loc[rows, tree.codes]
    medians = scores.values.loc[stands.table.index, nodes].median()
    names = {code: tree[code].label(language) for code in [*nodes, *tree.codes]}
    values = _values(assessment, stands, most, ends, language) if len(tree) <= LEAVES_SHOWN else {}
    held, trends = _held_back(obstacles, rows, names), _trends(assessment, stands, most)
    found = []
    for row, unit, bar, leaf in zip(rows, units, bars.to_numpy(), leaves.to_numpy(), strict=True):
        known = np.flatnonzero(~np.isnan(leaf))
        best = known[np.argsort(-leaf[known], kind="stable")]
        ordered = [(names[tree.codes[j]], leaf[j]) for j in best]
        few = min(3, (len(ordered) + 1) // 2)  # no indicator is a strength and a shortfall
        found.append({
            "unit": unit, "values": values.get(row, []), "held": held.get(row, []), "trend": trends.get(unit, []),
            "bars": [(names[code], value, share_of(value, ends), medians[code], share_of(medians[code], ends))
                     for code, value in zip(nodes, bar, strict=True)],
            "strong": ordered[:few], "weak": ordered[few:][::-1][:3],
        })  # fmt: skip
    return found


def _values(
    assessment: Assessment, stands: Standing, most: int, ends: tuple[float, float], language: Both
) -> dict[Any, list[tuple[Any, ...]]]:
    """Return for every row (indicator, value, unit, median, target, score, bar), the values as they came in."""
    tree, rows = assessment.weights.tree, stands.table.index
    given = assessment.dataset.values.loc[rows, tree.codes]
    scored = assessment.scores.values.loc[rows[:most], tree.codes]
    medians = given.median().to_numpy()
    heads = [(leaf.label(language), leaf.unit, _target(leaf)) for leaf in tree.indicators]
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
