"""Productivity change by interval: its geometric mean and its two parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.dea import Malmquist
from govmetrics.plots.style import AXES, canvas, finished, legend_above, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINES = {
    "malmquist": Text("Malmquist index"),
    "efficiency_change": Text("efficiency change"),
    "technical_change": Text("technical change"),
}


def malmquist(result: Malmquist, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw the geometric means over units of the Malmquist index and its parts, interval by interval.

    Parameters
    ----------
    result : Malmquist
        From `dea.malmquist`.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> rows = pd.MultiIndex.from_product([[2023, 2024], ["East", "West"]], names=["period", "unit"])
    >>> staff = pd.DataFrame({"staff": [2.0, 4.0, 2.0, 4.0]}, index=rows)
    >>> solved = pd.DataFrame({"solved": [4.0, 4.0, 8.0, 8.0]}, index=rows)
    >>> ax = gm.plots.malmquist(gm.dea.malmquist(staff, solved), language="en")
    >>> [(label.get_text(), float(ax.lines[0].get_ydata()[0].round(6))) for label in ax.get_xticklabels()]
    [('2023-2024', 2.0)]
    """
    made = Text("make it with dea.malmquist")
    asked(result=(result, instance(Malmquist, made)), ax=(ax, AXES), language=(language, BOTH))
    chosen, means = language_asked(language), result.by_period
    ax = canvas(ax, 7.2, 4)
    places = np.arange(len(means))
    for k, (column, word) in enumerate(_LINES.items()):
        ax.plot(places, means[column], label=said(word, chosen), **line(k))
    ax.axhline(1, color="black", linewidth=0.8)
    periods = [str(period) for period in result.periods]
    before = dict(zip(periods[1:], periods, strict=False))
    ax.set_xticks(
        places,
        [f"{before[str(period)]}-{period}" for period in means.index],
        rotation=0 if len(means) < 5 else 45,
    )
    ax.set_ylabel(said(Text("geometric mean over units"), chosen))
    legend_above(ax, 3)
    return finished(ax)
