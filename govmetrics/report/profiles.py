"""What one unit is strong in, what it falls short of, and what holds it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.language import Both
from govmetrics.core.nodes import Indicator
from govmetrics.diagnosis import distance_to_target
from govmetrics.diagnosis.peers import standing_out
from govmetrics.numerics.arrays import Array, Bools
from govmetrics.numerics.ranks import smallest
from govmetrics.recipe import Assessment
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.diagnosis import Obstacles, Strengths

OBSTACLES_SHOWN, STRENGTHS_SHOWN = 3, 3


def share_of(value: float, ends: tuple[float, float]) -> float:
    """Return the length of a bar in percent of its cell."""
    low, high = ends
    if not np.isfinite(value) or not high > low:
        return 0.0
    return float(np.clip((value - low) / (high - low) * 100, 0, 100))


def profiles(
    assessment: Assessment, stands: Standing, strengths: Strengths, obstacles: Obstacles | None, language: Both,
    rows: pd.Index,
) -> dict[Any, dict[str, Any]]:  # fmt: skip
    """Return for rows of the ranking: strong, weak (name, score, median of the peers), short (of targets), held (back by)."""
    names = {code: assessment.weights.tree[code].label(language) for code in assessment.weights.tree.codes}
    strong, weak = _against_peers(assessment, stands, strengths, rows, names)
    short, held = _short_of_targets(assessment, rows, names), _held_back(obstacles, rows, names)
    return {
        row: {
            "strong": strong[row],
            "weak": weak[row],
            "short": short.get(row, []),
            "held": held.get(row, []),
        }
        for row in rows
    }


def lights(
    assessment: Assessment, stands: Standing, strengths: Strengths, rows: pd.Index, codes: list[str]
) -> np.ndarray:
    """Return what rows are in nodes: strength, weakness, like its peers; empty without a value.

    Peers may be those of one street: what is behind them and still above the median of all is no weakness, and what is
    before them and still below it no strength.
    """
    gaps, strong, weak = _standing_out(assessment, stands, strengths, rows, codes)
    # An array: a frame of so many words takes a hundred times as long where there are thousands of nodes.
    return np.select([np.isnan(gaps), strong, weak], ["", "strength", "weakness"], "like its peers")


def _standing_out(
    assessment: Assessment, stands: Standing, strengths: Strengths, rows: pd.Index, codes: list[str]
) -> tuple[Array, Bools, Bools]:
    """Return the gaps of rows in nodes, which are strengths, and which weaknesses."""
    own = assessment.scores.values.loc[rows, codes].to_numpy()
    middle = assessment.scores.values.loc[stands.table.index, codes].median().to_numpy()
    gaps, percentiles = (
        frame.reindex(index=rows, columns=codes).to_numpy()
        for frame in (strengths.gaps, strengths.percentiles)
    )
    strong, weak = standing_out(gaps, percentiles, strengths.share)
    return gaps, strong & ~(own <= middle), weak & ~(own >= middle)


def _against_peers(
    assessment: Assessment, stands: Standing, strengths: Strengths, rows: pd.Index, names: dict[str, str]
) -> tuple[dict[Any, list[tuple[str, float, float]]], dict[Any, list[tuple[str, float, float]]]]:
    """Return every row's strengths and weaknesses, the largest gaps first: name, score, median of the peers."""
    codes = [code for code in assessment.weights.tree.codes if code in strengths.gaps.columns]
    own = assessment.scores.values.loc[rows, codes].to_numpy()
    gaps, strong, weak = _standing_out(assessment, stands, strengths, rows, codes)
    medians = strengths.medians.reindex(index=rows, columns=codes).to_numpy()

    def first(there: Bools, sign: int) -> dict[Any, list[tuple[str, float, float]]]:
        found = {}
        for at, row in enumerate(rows):
            places = np.flatnonzero(there[at])
            largest = places[smallest(-sign * gaps[at, places], STRENGTHS_SHOWN)]
            found[row] = [(names[codes[j]], own[at, j], medians[at, j]) for j in largest]
        return found

    return first(strong, 1), first(weak, -1)


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
            (names[codes[j]], values[at, j], target_of(leaves[codes[j]]))
            for j in np.argsort(-np.nan_to_num(ways[at]), kind="stable") if gaps[at, j] > 0
        ][:STRENGTHS_SHOWN]
        for at, row in enumerate(rows)
    }  # fmt: skip


def target_of(leaf: Indicator) -> str:
    """Return an indicator's target as printed; nothing where there is none."""
    if leaf.target is None:
        return ""
    if isinstance(leaf.target, tuple | list):
        return "–".join(f"{end:g}" for end in leaf.target)
    return f"{leaf.target:g}"


def _held_back(
    obstacles: Obstacles | None, rows: pd.Index, names: dict[str, str]
) -> dict[Any, list[tuple[str, float]]]:
    """Return every row's greatest obstacles: name of the indicator, and degree in percent."""
    if obstacles is None:
        return {}
    degrees = obstacles.to_frame().reindex(rows)
    found = {}
    for row, degree in zip(rows, degrees.fillna(0.0).to_numpy(), strict=True):
        first = [j for j in smallest(-degree, OBSTACLES_SHOWN) if degree[j] > 0]
        found[row] = [(names[degrees.columns[j]], degree[j] * 100) for j in first]
    return found
