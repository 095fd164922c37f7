"""Kernel densities of every period, one ridge above the other or all in one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, choice, instance
from govmetrics.core.words import Text
from govmetrics.panel import KernelDensities
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, TITLE_WIDTH, canvas, finished, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINES = ("-", "--", "-.", ":")


def densities(
    result: KernelDensities,
    ax: Axes | None = None,
    style: Literal["ridges", "lines"] = "ridges",
    top: int = 12,
    language: Both | None = None,
) -> Axes:
    """Draw the density of every period: ridges with the earliest on top, or lines over each other.

    Parameters
    ----------
    result : KernelDensities
        From `panel.kernels`.
    ax : matplotlib Axes, optional
        A new figure by default.
    style : {"ridges", "lines"}
        Lines suit up to five periods; greys darken with time, so that print without colour can be read.
    top : int
        At most so many periods: the first, the last and those evenly between.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> rows = pd.MultiIndex.from_product([[2020, 2024], range(30)], names=["period", "unit"])
    >>> values = pd.Series(np.append(np.linspace(40, 60, 30), np.linspace(30, 80, 30)), rows, name="score")
    >>> ax = gm.plots.densities(gm.panel.kernels(values, bounds=(0, 100)))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['2020', '2024']
    """
    made = Text("make it with panel.kernels")
    asked(result=(result, instance(KernelDensities, made)), ax=(ax, AXES), style=(style, choice("ridges", "lines")),
          top=(top, COUNT), language=(language, BOTH))  # fmt: skip
    chosen, table = language_asked(language), result.densities
    places = np.unique(np.linspace(0, table.shape[1] - 1, min(top, table.shape[1])).round().astype(int))
    table = table.iloc[:, places]
    names = [said(result.summary_of_periods.index[place], chosen) for place in places]
    x, count = table.index.to_numpy(dtype=float), len(places)
    greys = [str(shade) for shade in np.linspace(0.72, 0.1, count)] if count > 1 else ["0.3"]
    ridges = style == "ridges"
    ax = canvas(ax, 7.4, 1.6 + 0.5 * count if ridges else 4.2)
    step = 0.55 * float(table.to_numpy().max())
    for k, (column, grey) in enumerate(zip(table, greys, strict=True)):
        y = table[column].to_numpy()
        if ridges:
            ax.fill_between(x, -k * step, y - k * step, color=grey, alpha=0.85, linewidth=0, zorder=2 * k)
            ax.plot(x, y - k * step, color="white", linewidth=1.6, zorder=2 * k + 1)
            ax.plot(x, y - k * step, color="black", linewidth=0.8, zorder=2 * k + 1)
        else:
            ax.plot(x, y, _LINES[k % len(_LINES)], color=grey, linewidth=1.8, label=names[k])
    name = result.names.get(result.node, result.node)
    ax.set_xlabel(fitted(said(name, chosen), TITLE_WIDTH))
    if ridges:
        ax.set_yticks([-k * step for k in range(count)], names)
        ax.tick_params(axis="y", length=0)
    else:
        ax.set_ylabel(said(Text("density"), chosen))
        ax.set_ylim(bottom=0)
        legend_above(ax, min(count, 6))
    return finished(ax)
