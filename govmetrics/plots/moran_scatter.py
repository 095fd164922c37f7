"""Moran scatter plots: what neighbours have over what units have; the slope is Moran's I."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, count
from govmetrics.core.words import Text
from govmetrics.plots.apart import label_points
from govmetrics.plots.clusters import LOCAL, LOOKS, one_table
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, MARKERS, NAME_WIDTH, QUIET, canvas, finished, legend_above
from govmetrics.spatial.local import QUADRANTS, LocalMoran

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def moran_scatter(
    result: LocalMoran, ax: Axes | None = None, top: int = 10, language: Both | None = None
) -> Axes:
    """Draw neighbours' means over units' own deviations; units that are left after false discoveries were held down have colours.

    With weights that sum to one the slope of the line is Moran's I.

    Parameters
    ----------
    result : LocalMoran
        From `spatial.local`, of one measure in one period.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units are named: those with the smallest q.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    FaultyInput
        Several measures or periods.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> w = gm.spatial.weights(pd.DataFrame({"from": list("abcde"), "to": list("bcdef")}))
    >>> found = gm.spatial.local(pd.Series([9.0, 8, 7, 2, 1, 1], list("abcdef")), w, draws=99)
    >>> ax = gm.plots.moran_scatter(found)
    >>> ax.get_xlabel()
    'own value (standard deviations from the mean)'
    """
    asked(result=(result, LOCAL), ax=(ax, AXES), top=(top, count(0)), language=(language, BOTH))
    chosen = language_asked(language)
    table = one_table(result)
    x, y = table["deviation"].to_numpy(), table["lag"].to_numpy()
    sure = table["significant"].to_numpy(dtype=bool)
    ax = canvas(ax, 6.4, 5.2)
    ax.axhline(0, color=QUIET, linewidth=0.8)
    ax.axvline(0, color=QUIET, linewidth=0.8)
    ax.scatter(
        x[~sure],
        y[~sure],
        s=22,
        facecolors="none",
        edgecolors=QUIET,
        label=said(Text("not significant"), chosen),
    )
    for marker, word in zip(MARKERS, QUADRANTS.values(), strict=False):
        mine = sure & (table["quadrant"] == str(word)).to_numpy()
        if mine.any():
            ax.scatter(
                x[mine],
                y[mine],
                s=30,
                color=LOOKS[str(word)],
                marker=marker,
                label=said(word, chosen),
                zorder=3,
            )
    slope = float(x @ y / (x @ x))
    ends = np.array([x.min(), x.max()])
    ax.plot(ends, y.mean() + slope * (ends - x.mean()), color="black", linewidth=1,
            label=said(Text("slope {slope:.3f}", slope=slope), chosen))  # fmt: skip
    ax.set_xlabel(said(Text("own value (standard deviations from the mean)"), chosen))
    ax.set_ylabel(said(Text("neighbours' mean"), chosen))
    legend_above(ax, 3)
    finished(ax)
    named = table.sort_values("q", kind="stable").head(top)
    labels = [fitted(str(unit), NAME_WIDTH, lines=1) for unit in named.index]
    label_points(ax, named[["deviation", "lag"]].to_numpy(), labels)
    return ax
