"""A unit's last periods: score and rank, and a small line beside that of the median."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.numbers import number

if TYPE_CHECKING:
    from govmetrics.report.view import View

PERIODS_SHOWN = 8
WIDTH, HEIGHT, EDGE = 240, 56, 5
"""Of the line, in pixels."""


@dataclass(frozen=True)
class Trend:
    """The last periods of a unit.

    Parameters
    ----------
    periods : list of tuple
        Period, score, rank, median of all units.
    line, middle : list of str
        The points of the lines of score and median in the picture, one text an unbroken piece.
    dots : list of tuple
        The points of the scores.
    sentence : str
        What the picture shows.
    """

    periods: list[tuple[str, float, float, float]]
    line: list[str]
    middle: list[str]
    dots: list[tuple[float, float]]
    sentence: str


def trends(view: View, rows: pd.Index) -> dict[Any, Trend]:
    """Return the trend of every row; none without periods. All lines share one scale, so that cards can be compared."""
    stands = view.stands
    if stands.before is None:
        return {}
    ranking = view.assessment.ranking().astype({"rank": float})
    shown = list(stands.periods[-PERIODS_SHOWN:])
    tables = [ranking.xs(period, level="period")[["score", "rank"]] for period in shown]
    medians = np.array([table["score"].median() for table in tables])
    known = np.concatenate([table["score"].dropna().to_numpy() for table in tables])
    low, high = (known.min(), known.max()) if len(known) else (0.0, 1.0)
    units = rows.get_level_values("unit")
    told = np.stack([table.reindex(units).to_numpy() for table in tables])
    middle = _pieces(_points(medians, low, high))
    return {
        row: _trend(view, [str(period) for period in shown], told[:, at], medians, middle, (low, high))
        for at, row in enumerate(rows)
    }


def _trend(
    view: View, periods: list[str], told: np.ndarray, medians: np.ndarray, middle: list[str], ends: tuple[float, float]
) -> Trend:  # fmt: skip
    score, rank = told[:, 0], told[:, 1]
    points = _points(score, *ends)
    cells = [
        Text("{period} {score}", period=period, score=number(value, view.stands.digits))
        for period, value in zip(periods, score, strict=True)
    ]
    return Trend(
        list(zip(periods, score, rank, medians, strict=True)),
        _pieces(points),
        middle,
        [point for point in points if not np.isnan(point[1])],
        view.said(Text("Score by period: {cells:99}; dashed: median of all units.", cells=cells)),
    )


def _points(values: np.ndarray, low: float, high: float) -> list[tuple[float, float]]:
    """Return where values stand in the picture; those without a value have NaN."""
    x = np.linspace(EDGE, WIDTH - EDGE, len(values))
    share = (values - low) / (high - low) if high > low else np.where(np.isnan(values), np.nan, 0.5)
    y = HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE)
    return [(round(float(a), 1), round(float(b), 1)) for a, b in zip(x, y, strict=True)]


def _pieces(points: list[tuple[float, float]]) -> list[str]:
    """Return the points of the unbroken pieces of a line: over a gap nothing is drawn."""
    pieces: list[list[str]] = [[]]
    for x, y in points:
        if np.isnan(y):
            pieces.append([])
        else:
            pieces[-1].append(f"{x:g},{y:g}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1]
