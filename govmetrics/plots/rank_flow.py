"""Ranks from period to period: who passes whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, among, asked, optional
from govmetrics.core.panel_rows import crossed
from govmetrics.core.scores import SCORES, Scores
from govmetrics.core.words import Text
from govmetrics.plots.labels import in_time, unit_names
from govmetrics.plots.style import AXES, COLOURS, QUIET, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def rank_flow(
    scores: Scores,
    ax: Axes | None = None,
    top: int = 30,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw every unit's rank in every period; the four that rose and the four that fell most are in colour.

    Parameters
    ----------
    scores : Scores
        Of several periods.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units: the best of the latest period.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node's ranks; the root's by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    UnsuitableMethod
        Scores without periods.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"]})
    >>> rows = pd.MultiIndex.from_product([[2024, 2025], ["East", "West"]], names=["period", "unit"])
    >>> data = gm.Dataset(tree, pd.DataFrame({"trust": [1.0, 2.0, 4.0, 3.0]}, index=rows))
    >>> ax = gm.plots.rank_flow(gm.follow(gm.Recipe(), data).scores)
    >>> [line.get_ydata().tolist() for line in ax.lines]
    [[2.0, 1.0], [1.0, 2.0]]
    """
    asked(scores=(scores, SCORES), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH))
    asked(node=(node, optional(among(scores.weights.tree.node_codes))))
    periods = list(in_time(scores.values.index))
    if not periods:
        raise UnsuitableMethod("scores", "have one period, and ranks flow between several",
                               "read records of several periods, or draw plots.ranking")  # fmt: skip
    ranks = crossed(scores.ranking(node or scores.weights.tree.root.code)["rank"], "period")[periods].astype(
        float
    )
    ranks = ranks.sort_values(periods[-1], kind="stable").head(top)
    moved = ranks[periods[-1]] - ranks[periods[0]]
    most = [*moved[moved < 0].nsmallest(4).index, *moved[moved > 0].nlargest(4).index]
    ax = canvas(ax, 3 + 0.8 * len(periods), 1.4 + 0.2 * max(len(ranks), 6))
    places = np.arange(len(periods))
    for name, row in ranks.iterrows():
        k = most.index(name) if name in most else -1
        ax.plot(places, row, color=QUIET if k < 0 else COLOURS[k % len(COLOURS)], linewidth=1 if k < 0 else 2.2,
                marker="o", markersize=3, zorder=2 if k < 0 else 3)  # fmt: skip
    ax.set_xticks(places, [str(period) for period in periods], rotation=0 if len(periods) <= 5 else 45)
    _name_ends(ax, ranks[periods[0]], ranks[periods[-1]], len(periods) - 1, language_asked(language))
    ax.set_title(said(Text("rank"), language_asked(language)), fontsize="medium")
    ax.invert_yaxis()
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
    return finished(ax)


def _name_ends(ax: Axes, first: object, last: object, right: int, language: Both) -> None:
    """Write rank and name at both ends; units of one rank share a line."""
    for ranks, at, align, gap in ((first, 0, "right", -0.1), (last, right, "left", 0.1)):
        for rank, units in ranks.dropna().groupby(ranks.dropna()):  # type: ignore[attr-defined]
            names = said(Text("{names}", names=unit_names(units.index, 16)), language)
            shown = f"{names}  {rank:g}" if align == "right" else f"{rank:g}  {names}"
            ax.text(at + gap, rank, shown, ha=align, va="center", fontsize="small")
