"""Importance against performance: four quadrants, and what to do about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.diagnosis import ImportancePerformance
from govmetrics.diagnosis.importance import QUADRANTS
from govmetrics.plots.style import COLOURS
from govmetrics.report.numbers import number
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import POINTS, by_width, legend
from govmetrics.report.page.section import Section, chapter, only, tables_of, told
from govmetrics.report.view import View

LOOKS = (COLOURS[0], COLOURS[6], COLOURS[7], COLOURS[2])
"""Of the quadrants, in their order; each has a shape of its own, too."""

FONT, WIDTH, HEIGHT = 11, 1000, 478
"""Of the names, and of the space between the axes on a wide screen, in pixels."""


def importance(view: View) -> list[Chapter]:
    """Return the quadrants; nothing where they were not asked."""
    diagnosis = None if view.whole is None else view.whole.diagnosis
    found = None if diagnosis is None else diagnosis.importance_performance
    if found is None:
        return []
    tables = tables_of(view, found)
    first = only(tables[0], "quadrant_name", "item", "importance", "performance", "lower", "upper", "sure")
    keep, urgent, *others = told(view, found)  # what is urgent comes first
    section = Section("", [urgent, keep, *others], [_quadrants(view, found)], [first], tables)
    return chapter(view.said(Text("Importance and performance")), "importance-part", [section])


def _quadrants(view: View, found: ImportancePerformance) -> Chart:
    """Return the items as points: performance to the right, importance upwards, a series a quadrant."""
    names = {} if found.tree is None else found.tree.names()
    table = found.table
    ends = [_ends(table[column]) for column in ("performance", "importance")]
    called = [view.said(names.get(str(item), str(item))) for item in table.index]
    sides = dict(
        zip(table.index, _sides(table[["performance", "importance"]].to_numpy(), called, ends), strict=True)
    )
    series: list[dict[str, Any]] = []
    rows: list[list[str]] = []
    for k, quadrant in enumerate(QUADRANTS, 1):
        mine = table[table["quadrant"] == k]
        points = [
            (called[place], sides[item], *table.loc[item, ["performance", "importance"]].astype(float))
            for place, item in enumerate(table.index) if item in mine.index
        ]  # fmt: skip
        series.append({
            "type": "scatter", "name": view.said(quadrant), "symbol": POINTS[k - 1], "symbolSize": 11,
            "itemStyle": {"color": LOOKS[k - 1]},
            "label": {"formatter": "{b}", "fontSize": FONT, "color": "#1d2b36"},
            "tooltip": {"formatter": "{b}"},
            "data": [
                {"name": name, "value": [x, y], "label": {"show": bool(side), "position": side or "right"}}
                for name, side, x, y in points
            ],
        })  # fmt: skip
        rows += [[name, view.said(quadrant), number(x, 2), number(y, 3)] for name, _, x, y in points]
    right, up = found.lines
    series[0]["markLine"] = {
        "silent": True, "symbol": "none", "label": {"show": False}, "lineStyle": {"type": "dashed", "color": "#4d4d4d"},
        "data": [{"xAxis": right}, {"yAxis": up}],
    }  # fmt: skip
    performance, importance = view.said(Text("performance")), view.said(Text("importance"))
    axis: dict[str, Any] = {"type": "value", "splitLine": {"show": False}, "nameLocation": "middle"}
    bare = [
        {"data": [point | {"label": {"show": False}} for point in part["data"]]} for part in series
    ]  # names are in the table
    option = {
        "animation": False, "aria": {"enabled": False}, "series": series, "legend": legend(),
        "grid": {"left": 50, "right": 24, "top": 40, "bottom": 42}, "tooltip": {"trigger": "item", "confine": True},
        "xAxis": axis | dict(zip(("min", "max"), ends[0], strict=True)) | {"name": performance, "nameGap": 26},
        "yAxis": axis | dict(zip(("min", "max"), ends[1], strict=True)) | {"name": importance, "nameGap": 36},
        "media": by_width({"series": [{"data": part["data"]} for part in series]}, {"series": bare}),
    }  # fmt: skip
    sentence = view.said(Text(
        "Lines: a performance of {performance:.3f} and an importance of {importance:.3f}. Names that find no room are in "
        "the table.", performance=right, importance=up,
    ))  # fmt: skip
    heads = [view.said(Text("name")), view.said(Text("quadrant")), performance, importance]
    return Chart(view.said(Text("Four quadrants")), sentence, option, heads, rows, 560)


def _ends(values: pd.Series) -> tuple[float, float]:
    """Return the ends of an axis: round numbers with some room beside the outermost points."""
    low, high = float(values.min()), float(values.max())
    room = 0.06 * (high - low) or 0.1 * abs(high) or 1.0
    step = 10.0 ** np.floor(np.log10(high - low + room))
    low_end, high_end = (
        np.floor((low - room) / step * 5) / 5 * step,
        np.ceil((high + room) / step * 5) / 5 * step,
    )
    return (
        max(0.0, float(round(low_end, 12))) if low >= 0 else float(round(low_end, 12)),
        float(round(high_end, 12)),
    )


def _sides(points: np.ndarray, names: Sequence[str], ends: Sequence[tuple[float, float]]) -> list[str]:
    """Return on which side of its point each name stands free of points and other names; empty where on none."""
    (left, right), (bottom, top) = ends
    x = (points[:, 0] - left) / (right - left) * WIDTH
    y = (points[:, 1] - bottom) / (top - bottom) * HEIGHT
    boxes = [(a - 6, b - 6, a + 6, b + 6) for a, b in zip(x, y, strict=True)]
    sides = []
    for place, name in enumerate(names):
        wide = FONT * sum(0.55 if ord(letter) < 0x2E80 else 1.0 for letter in name) + 4
        here = {
            "right": (x[place] + 8, y[place] - 7, x[place] + 8 + wide, y[place] + 7),
            "left": (x[place] - 8 - wide, y[place] - 7, x[place] - 8, y[place] + 7),
            "top": (x[place] - wide / 2, y[place] + 7, x[place] + wide / 2, y[place] + 21),
            "bottom": (x[place] - wide / 2, y[place] - 21, x[place] + wide / 2, y[place] - 7),
        }  # fmt: skip
        free = (side for side, box in here.items() if _fits(box, boxes))
        side = next(free, "")
        sides.append(side)
        boxes += [here[side]] if side else []
    return sides


def _fits(box: tuple[float, ...], others: Sequence[tuple[float, ...]]) -> bool:
    inside = box[0] >= 0 and box[2] <= WIDTH and box[1] >= 0 and box[3] <= HEIGHT
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
        for other in others
    )
