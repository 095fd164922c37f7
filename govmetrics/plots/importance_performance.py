"""Importance-performance analysis as the picture that people know: four quadrants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.diagnosis import ImportancePerformance
from govmetrics.diagnosis.importance import QUADRANTS
from govmetrics.plots.apart import label_points
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, NAME_WIDTH, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CORNERS = {1: (0.99, 0.99), 2: (0.01, 0.99), 3: (0.01, 0.01), 4: (0.99, 0.01)}


def importance_performance(
    result: ImportancePerformance, ax: Axes | None = None, language: Both | None = None
) -> Axes:
    """Draw every item by its performance and its importance, with the dividing lines and the quadrants' names.

    Parameters
    ----------
    result : ImportancePerformance
        From `diagnosis.importance_performance`. Items whose quadrant is not sure are hollow.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    FaultyInput
        Another kind of result, an unknown language: both at once.

    References
    ----------
    Martilla and James (1977), Importance-performance analysis, Journal of Marketing 41(1), 77-79.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> performance = pd.DataFrame({"safety": [80.0, 90, 85], "parks": [60.0, 50, 55]})
    >>> stated = pd.DataFrame({"safety": [90.0, 85, 95], "parks": [95.0, 90, 100]})
    >>> ax = gm.plots.importance_performance(gm.diagnosis.importance_performance(performance, stated))
    >>> ax.get_xlabel()
    'performance'
    """
    way_out = Text("make it with diagnosis.importance_performance")
    asked(result=(result, instance(ImportancePerformance, way_out)), language=(language, BOTH), ax=(ax, AXES))
    chosen = language_asked(language)
    table = result.table
    colours = [COLOURS[(0, 4, 6, 2)[int(q) - 1]] for q in table["quadrant"]]
    fill = [colour if sure else "none" for colour, sure in zip(colours, table["sure"], strict=True)]
    ax = canvas(ax, 7, 6)
    ax.axvline(result.lines[0], color="grey", linewidth=1)
    ax.axhline(result.lines[1], color="grey", linewidth=1)
    ax.scatter(table["performance"], table["importance"], s=40, c=fill, edgecolors=colours, zorder=3)
    for quadrant, (x, y) in _CORNERS.items():
        text = said(QUADRANTS[quadrant - 1], chosen)
        ax.text(x, y, text, transform=ax.transAxes, color="grey", ha="right" if x > 0.5 else "left",
                va="top" if y > 0.5 else "bottom", fontsize="small")  # fmt: skip
    ax.set_xlabel(said(Text("performance"), chosen))
    ax.set_ylabel(said(Text("importance"), chosen))
    ax.margins(0.12)
    finished(ax)
    names = {} if result.tree is None else result.tree.names()
    shown = [
        fitted(said(names[item], chosen) if item in names else str(item), NAME_WIDTH, lines=1)
        for item in table.index
    ]
    label_points(ax, table[["performance", "importance"]].to_numpy(), shown)
    return ax
