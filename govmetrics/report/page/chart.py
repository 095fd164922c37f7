"""Charts of the page: what the library draws, and the same numbers as a table for whoever cannot see or run it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from govmetrics.core.labels import TOGETHER
from govmetrics.core.words.text import beside_others
from govmetrics.plots.style import COLOURS, GOOD
from govmetrics.report.live import as_data

ROW_HEIGHT, LEAST_HEIGHT = 22, 220
"""Of charts with a row for every unit, in pixels."""


@dataclass(frozen=True)
class Chart:
    """One chart.

    Parameters
    ----------
    title : str
    sentence : str
        What it shows: also what a screen reader says in place of the picture.
    option : mapping
        What Apache ECharts draws, as plain JSON: no functions.
    heads, rows : list of str, list of list of str
        The same numbers as printed.
    height : int
        In pixels.
    svg : str
        A map, which is not drawn by the library.
    keys : sequence of (colour, name)
        The legend of a map.
    """

    title: str
    sentence: str
    option: Mapping[str, Any]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    height: int = 320
    svg: str = ""
    keys: Sequence[tuple[str, str]] = ()

    @property
    def data(self) -> str:
        """The option as JSON that may stand inside a page."""
        return as_data(self.option)


def plain(values: Iterable[Any]) -> list[Any]:
    """Return numbers as JSON knows them: what is missing is null."""
    return [None if value is None or not np.isfinite(value) else float(value) for value in values]


def frame(names: Sequence[str], flat: bool, **more: Any) -> dict[str, Any]:
    """Return the option of a chart with one axis of names and one of numbers.

    Parameters
    ----------
    names : sequence of str
    flat : bool
        The names stand at the left, the first one on top; else below.
    **more
        Of the option: series, legend, ...
    """
    named: dict[str, Any] = {
        "type": "category",
        "data": [beside_others(name) for name in _apart(list(map(str, names)))],
        "axisTick": {"show": False},
    }
    named["axisLabel"] = {"width": 110, "overflow": "truncate", "interval": 0 if len(names) <= 40 else "auto"}
    numbers: dict[str, Any] = {
        "type": "value",
        "scale": False,
        "splitLine": {"lineStyle": {"color": "#e6eaee"}},
    }
    axes = (
        {"yAxis": named | {"inverse": True}, "xAxis": numbers} if flat else {"xAxis": named, "yAxis": numbers}
    )
    return {
        "animation": False, "color": list(COLOURS), "aria": {"enabled": False},
        "grid": {"left": 8, "right": 24, "top": 30, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        **axes, **more,
    }  # fmt: skip


def _apart(names: list[str]) -> list[str]:
    """Return the names of units that several columns name by the last one, where that tells them apart.

    The axis cuts a name at its end: of 中山路街道 · 学府社区 the street alone was left.
    """
    if not all(TOGETHER in name for name in names):
        return names
    last = [name.rsplit(TOGETHER, maxsplit=1)[1] for name in names]
    return [name if last.count(short) > 1 else short for name, short in zip(names, last, strict=True)]


def whiskers(
    low: Iterable[Any], high: Iterable[Any], middle: Iterable[Any], names: tuple[str, str]
) -> list[dict[str, Any]]:
    """Return the series of points with intervals: an unseen bar up to the lower end, a thin one from there, the points.

    Parameters
    ----------
    low, high, middle : sequence of float
    names : tuple of str
        What the interval and the point are called.
    """
    span = [None if a is None or b is None else b - a for a, b in zip(plain(low), plain(high), strict=True)]
    return [
        {"type": "bar", "stack": "interval", "silent": True, "itemStyle": {"color": "transparent"}, "data": plain(low),
         "tooltip": {"show": False}},
        {"type": "bar", "stack": "interval", "name": names[0], "barWidth": 7, "itemStyle": {"color": "#9bbfd6"},
         "data": span, "tooltip": {"show": False}},
        {"type": "scatter", "name": names[1], "symbolSize": 9, "itemStyle": {"color": GOOD}, "data": plain(middle)},
    ]  # fmt: skip
