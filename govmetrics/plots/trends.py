"""Trends with their intervals: change a year of every unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, among, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.panel import Trends
from govmetrics.plots.labels import fitted, unit_names
from govmetrics.plots.style import AXES, GOOD, POOR, QUIET, TITLE_WIDTH, canvas, finished, one_a_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = {"up": GOOD, "down": POOR}


def trends(
    result: Trends,
    ax: Axes | None = None,
    top: int = 60,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw every unit's trend of a node with its interval, the steepest rise on top; grey ones are not sure.

    Parameters
    ----------
    result : Trends
        From `panel.trends`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node; the first of the result by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"]})
    >>> rows = pd.MultiIndex.from_product([range(2018, 2026), ["East", "West"]], names=["period", "unit"])
    >>> data = gm.Dataset(tree, pd.DataFrame({"trust": [float(k // 2 if k % 2 else 9 - k // 2) for k in range(16)]}, index=rows))
    >>> ax = gm.plots.trends(gm.panel.trends(gm.follow(gm.Recipe(), data).scores))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['West', 'East']
    """
    made = Text("make it with panel.trends")
    asked(result=(result, instance(Trends, made)), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH))
    nodes = list(dict.fromkeys(result.table.index.get_level_values("node")))
    asked(node=(node, optional(among(nodes))))
    chosen, code = language_asked(language), node or nodes[0]
    rows: Any = result.table.xs(code, level="node")
    rows = rows.dropna(subset=["slope"])
    if rows.empty:
        raise FaultyInput(
            "result", "has no trend of {node}", "give panel.trends four periods or more", node=code
        )
    rows = rows.sort_values("slope", ascending=False, kind="stable").head(top)
    ax = canvas(ax, 7.4, 1.3 + 0.24 * max(len(rows), 3))
    places = np.arange(len(rows))
    colours = [_COLOURS.get(str(direction), QUIET) for direction in rows["direction"]]
    ends = rows[["lower", "upper"]].replace([-np.inf, np.inf], np.nan)  # of too few periods for an interval
    ax.hlines(places, ends["lower"], ends["upper"], colors=colours, linewidth=3)
    ax.scatter(rows["slope"], places, color=colours, edgecolor="black", s=26, zorder=3)
    ax.axvline(0, color="black", linewidth=0.8)
    one_a_row(ax, unit_names(rows.index))
    told = Text(
        "{node}: change a year, with its {level:.0%} interval",
        node=said(result.names[code], chosen),
        level=result.level,
    )
    ax.set_xlabel(fitted(said(told, chosen), TITLE_WIDTH))
    return finished(ax)
