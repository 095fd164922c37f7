"""Control charts: a series against its limits, many of them as small multiples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.words import Text
from govmetrics.monitoring import ControlChart, Watch
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, GOOD, POOR, QUIET, TITLE_WIDTH, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = 3
_MARKS = {"improved": (GOOD, "^"), "worsened": (POOR, "v"), "up": ("black", "^"), "down": ("black", "v")}


def control_charts(
    result: ControlChart | Watch, ax: Axes | None = None, top: int = 12, language: Both | None = None
) -> Axes:
    """Draw a control chart, or those of the series that were watched, the surest signals of the latest period first.

    Limits are grey, the centre is a thin line; periods beyond the limits of one chart, or the signals among many series, are
    marked: blue up for the better, orange down for the worse, black where nothing says what is good.

    Parameters
    ----------
    result : ControlChart or Watch
        From `monitoring.individuals`, `proportions`, `counts`, `ewma` or `cusum`, or from `monitoring.watch`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many series.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib; the small multiples are its `child_axes`.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ax = gm.plots.control_charts(gm.monitoring.individuals([4, 5, 4, 6, 5, 4, 5, 14, 5, 4]))
    >>> ax.get_title(loc="left")
    'individuals chart'
    """
    made = Text("make it with monitoring.watch, or a chart such as monitoring.individuals")
    asked(
        result=(result, instance(ControlChart | Watch, made)),
        ax=(ax, AXES),
        top=(top, COUNT),
        language=(language, BOTH),
    )
    chosen = language_asked(language)
    if isinstance(result, ControlChart):
        ax = canvas(ax, 7.4, 3.2)
        shown = result.points.assign(
            charted=_charted(result.points), mark=result.points["side"].isin(["too_high", "too_low"])
        )
        _chart(ax, shown, {})
        ax.set_title(fitted(said(result.chart, chosen), TITLE_WIDTH), loc="left", fontsize="medium")
        return finished(ax)
    series = _surest(result, top)
    if not series:
        raise FaultyInput("result", "has no series that was watched", "give monitoring.watch more periods")
    columns = min(COLUMNS, len(series))
    rows = -(-len(series) // columns)
    ax = canvas(ax, 2.8 * columns + 0.4, 1.9 * rows + 0.4)
    ax.set_axis_off()
    marks = result.signals.set_index(["node", "unit", "period"])["direction"]
    parts = []
    for place, (node, unit) in enumerate(series):
        left, low = place % columns / columns, 1 - (place // columns + 1) / rows
        part = ax.inset_axes((left + 0.06 / columns, low + 0.16 / rows, 0.86 / columns, 0.64 / rows))
        points = result.limits.xs((node, unit), level=("node", "unit"))
        own = {period: marks[(node, unit, period)] for period in points.index[points["signal"]]}
        _chart(part, points.assign(mark=points["signal"]), own)
        name = said(result.names.get(node, str(node)), chosen)
        part.set_title(fitted(f"{unit} · {name}", 34, lines=1), loc="left", fontsize="small")
        part.tick_params(labelsize="x-small")
        parts.append(part)
    for part in parts:
        part.spines[["top", "right"]].set_visible(False)
    return finished(ax, *parts)


def _charted(points: pd.DataFrame) -> pd.Series:
    """Return what a chart shows of its points: the moving mean, the larger of both sums, or the value."""
    if "ewma" in points:
        return points["ewma"]
    if "high" in points:
        return points["high"].where(points["high"] >= points["low"], -points["low"])
    return points["value"]


def _surest(result: Watch, top: int) -> list[tuple[Any, Any]]:
    """Return the series to be drawn: signals of the latest period, of earlier ones, then those nearest to one."""
    signals = list(result.signals[["node", "unit"]].itertuples(index=False, name=None))
    rows: Any = result.limits["p"].dropna().sort_values(kind="stable").index
    order = rows.droplevel("period")
    return list(dict.fromkeys([*signals, *order]))[:top]


def _chart(ax: Axes, points: pd.DataFrame, directions: dict[Any, str]) -> None:
    """Draw one series, its centre and limits, and what is marked."""
    x, y = np.arange(len(points)), points["charted"].to_numpy(dtype=float)
    lower, upper = (points[name].to_numpy(dtype=float) for name in ("lower", "upper"))
    ax.fill_between(x, lower, upper, color="0.9", linewidth=0, step="mid")
    for end in (lower, upper):
        ax.step(x, end, where="mid", color=QUIET, linewidth=0.8)
    ax.plot(x, points["centre"].to_numpy(dtype=float), color=QUIET, linewidth=0.8, linestyle="--")
    ax.plot(x, y, color="black", linewidth=0.9, marker="o", markersize=2.2)
    for at in np.flatnonzero(points["mark"].to_numpy(dtype=bool)).tolist():
        colour, marker = _MARKS.get(directions.get(points.index[at], ""), (POOR, "o"))
        ax.plot(
            x[at], y[at], marker, color=colour, markersize=6, markeredgecolor="white", markeredgewidth=0.5
        )
    ticks = sorted({0, len(points) // 2, len(points) - 1})
    ax.set_xticks(ticks, [fitted(str(points.index[at]), 10, lines=1) for at in ticks])
    ax.margins(x=0.03)
