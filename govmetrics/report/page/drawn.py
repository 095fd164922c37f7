"""Charts that several chapters draw: bars, intervals and lines, each with the table of its numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from govmetrics.plots.style import COLOURS, QUIET
from govmetrics.report.numbers import number
from govmetrics.report.page.chart import LEAST_HEIGHT, ROW_HEIGHT, Chart, frame, plain, whiskers

Values = Mapping[str, Sequence[Any]]
STRIPES = {
    "symbol": "rect",
    "dashArrayX": [1, 0],
    "dashArrayY": [2, 4],
    "rotation": 0.785,
    "color": "rgba(0,0,0,.35)",
}
"""Over a colour, so that it is not told by colour alone."""
ON_WHITE = tuple(colour for colour in COLOURS if colour != "#F0E442")
"""Colours that are seen as thin lines."""
NAMES_WIDTH, NARROW, NARROW_WIDTH = 190, 560, 90
"""Of the names at the left in pixels; and on a screen narrower than the second."""
POINTS = ("circle", "diamond", "triangle", "rect", "roundRect", "pin")
"""Shapes of points, one after the other."""


def limits_at(limits: Mapping[str, float], axis: str = "xAxis") -> dict[str, Any]:
    """Return dashed lines at limits, each under its name: for a series' `markLine`."""
    marks = [
        {axis: at, "label": {"formatter": name, "position": "start" if axis == "xAxis" else "end"}}
        for name, at in limits.items()
    ]
    return {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"type": "dashed", "color": "#4d4d4d"},
        "data": marks,
    }


def height_of(rows: int, each: int = 1) -> int:
    """Return the height of a chart with so many rows, in pixels: each with so many bars beside one another."""
    return max(LEAST_HEIGHT, 86 + rows * (ROW_HEIGHT if each == 1 else 8 + 12 * each))


def bars(
    named: tuple[str, str], heads: Sequence[str], names: Sequence[str], series: Values, *,
    stacked: bool = False, looks: Sequence[Mapping[str, Any]] = (), limits: Mapping[str, float] | None = None,
    digits: int = 1, ends: tuple[float, float] | None = None,
) -> Chart:  # fmt: skip
    """Return bars, a row for every name.

    Parameters
    ----------
    named : (title, sentence)
    heads : sequence of str
        Of the numbers' table: of the names, then of every series.
    names : sequence of str
        The first one on top.
    series : mapping of name to values
    stacked : bool
        One behind the other.
    looks : sequence of mapping, optional
        Of every series, as the library has them.
    limits : mapping of name to value, optional
        Where dashed lines stand.
    digits : int
        Of the numbers.
    ends : (low, high), optional
        Of the axis.
    """
    drawn: list[dict[str, Any]] = []
    for place, (name, values) in enumerate(series.items()):
        look = dict(looks[place]) if looks else {"color": COLOURS[place % len(COLOURS)]}
        one: dict[str, Any] = {
            "type": "bar",
            "name": name,
            "data": plain(values),
            "itemStyle": look,
            "barMaxWidth": 16,
        }
        drawn.append(one | ({"stack": "all"} if stacked else {}))
    if limits:
        drawn[0]["markLine"] = limits_at(limits)
    option = frame(names, True, series=drawn, **({"legend": legend()} if len(series) > 1 else {}))
    option["grid"]["top"] = 46
    return Chart(*named, _finished(option, ends), heads, numbered(names, series, digits),
                 height_of(len(names), 1 if stacked else len(series)))  # fmt: skip


def spans(
    named: tuple[str, str], heads: Sequence[str], names: Sequence[str], low: Sequence[Any], high: Sequence[Any],
    points: Values, *, called: str, limits: Mapping[str, float] | None = None, digits: int = 1,
    ends: tuple[float, float] | None = None,
) -> Chart:  # fmt: skip
    """Return intervals with points, a row for every name.

    Parameters
    ----------
    named, heads, names, limits, digits, ends
        As in `bars`; the numbers' table has the points, then the ends of the intervals.
    low, high : sequence of float
        The ends. An interval that lies on both sides of zero is drawn from zero to both sides.
    points : mapping of name to values
        The first ones are what the intervals are of.
    called : str
        What the intervals are called.
    """
    first, *others = points.items()
    drawn = span_series(plain(low), plain(high), (called, first[0]), first[1])
    for place, (name, values) in enumerate(others, 1):
        drawn.append({"type": "scatter", "name": name, "symbol": POINTS[place % len(POINTS)], "symbolSize": 9,
                      "itemStyle": {"color": COLOURS[place]}, "data": plain(values)})  # fmt: skip
    if limits:
        drawn[-1]["markLine"] = limits_at(limits)
    option = frame(names, True, series=drawn, legend=legend([called, *points]))
    option["grid"]["top"] = 46
    rows = numbered(names, {**points, "low": low, "high": high}, digits)
    return Chart(*named, _finished(option, ends), heads, rows, height_of(len(names)))


def span_series(
    low: list[Any], high: list[Any], called: tuple[str, str], points: Sequence[Any]
) -> list[dict[str, Any]]:
    """Return the series of intervals; stacks grow away from zero, so that one across zero is two bars."""
    if all(value is None or value >= 0 for value in low):
        return whiskers(low, high, points, called)
    known = [a is not None and b is not None for a, b in zip(low, high, strict=True)]
    above = [max(a, 0.0) if there else None for a, there in zip(low, known, strict=True)]
    below = [min(b, 0.0) if there else None for b, there in zip(high, known, strict=True)]
    up = [max(b, 0.0) if there else None for b, there in zip(high, known, strict=True)]
    down = [min(a, 0.0) if there else None for a, there in zip(low, known, strict=True)]
    series = whiskers(above, up, points, called)
    unseen, span = ({**one} for one in whiskers(below, below, points, called)[:2])
    unseen["stack"] = span["stack"] = "interval"
    span["data"] = [None if a is None or b is None else a - b for a, b in zip(down, below, strict=True)]
    return [series[0], unseen, series[1], span, series[2]]


def lines(
    named: tuple[str, str], heads: Sequence[str], steps: Sequence[str], series: Values, digits: int = 1
) -> Chart:
    """Return lines over steps in time, each with a symbol of its own; the first one is drawn thicker, in grey."""
    drawn = [
        {"type": "line", "name": name, "data": plain(values), "symbol": POINTS[place % len(POINTS)], "symbolSize": 7,
         "connectNulls": False, "itemStyle": {"color": QUIET if not place else ON_WHITE[(place - 1) % len(ON_WHITE)]},
         "lineStyle": {"width": 4 if not place else 2, "type": "solid" if place % 2 or not place else "dashed"}}
        for place, (name, values) in enumerate(series.items())
    ]  # fmt: skip
    option = frame(steps, False, series=drawn, legend=legend())
    option["yAxis"]["scale"] = True
    option["grid"]["top"] = 60
    option["tooltip"] = {"trigger": "axis", "confine": True}
    rows = [
        [step, *(number(values[at], digits) for values in series.values())] for at, step in enumerate(steps)
    ]
    return Chart(*named, option, heads, rows, 340)


def numbered(names: Sequence[str], series: Values, digits: int) -> list[list[str]]:
    """Return the numbers' table: a row for every name."""
    return [
        [name, *(number(values[at], digits) for values in series.values())] for at, name in enumerate(names)
    ]


def legend(shown: Sequence[str] | None = None) -> dict[str, Any]:
    """Return the legend above a chart, of all series or of those named."""
    own: dict[str, Any] = {"top": 0, "type": "scroll", "itemWidth": 18, "itemHeight": 10}
    return own if shown is None else own | {"data": list(shown)}


def _finished(option: dict[str, Any], ends: tuple[float, float] | None) -> dict[str, Any]:
    """Return the option of a chart of rows with the ends of its axis, and room for names as the screen has it."""
    if ends is not None:
        option["xAxis"] |= {"min": ends[0], "max": ends[1]}
    wide, narrow = ({"yAxis": {"axisLabel": {"width": width}}} for width in (NAMES_WIDTH, NARROW_WIDTH))
    return option | {"media": by_width(wide, narrow)}


def by_width(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what of an option depends on the width of the screen; the one without a query is gone back to."""
    return [{"query": {"maxWidth": NARROW}, "option": dict(narrow)}, {"option": dict(wide)}]
