"""How sure each rank is: ranks with their intervals, units that cannot be told apart in one colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import unit_names
from govmetrics.plots.style import AXES, COLOURS, canvas, finished, legend_above, one_a_row
from govmetrics.robustness import Uncertainty

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def rank_intervals(
    uncertainty: Uncertainty, ax: Axes | None = None, top: int = 60, language: Both | None = None
) -> Axes:
    """Draw the interval of every rank, best on top; the two colours change where a tier begins.

    Parameters
    ----------
    uncertainty : Uncertainty
        From `robustness.uncertainty`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units; those without a rank are left out.
    language : {"en", "zh", "both"}
        Of the labels.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    FaultyInput
        Another kind of result, an unknown language, no number of units: all at once.

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> sure = gm.robustness.uncertainty(*us_states(), [gm.robustness.PerturbedWeights(0.25)], draws=50)
    >>> ax = gm.plots.rank_intervals(sure, top=3)
    >>> ax.get_xlabel()
    'rank'
    """
    from matplotlib.ticker import MaxNLocator

    asked(uncertainty=(uncertainty, instance(Uncertainty, Text("make it with robustness.uncertainty"))),
          top=(top, COUNT), language=(language, BOTH), ax=(ax, AXES))  # fmt: skip
    chosen = language_asked(language)
    shown = uncertainty.intervals.dropna(subset=["nominal", "lower", "upper"]).head(top)
    tiers = uncertainty.tiers.reindex(shown.index).to_numpy(dtype=float)
    colours = [COLOURS[:2][int(step) % 2] for step in np.cumsum(np.diff(tiers, prepend=tiers[:1]) != 0)]
    places = np.arange(len(shown))
    interval = Text("{level:.0%} interval; a change of colour: another tier", level=uncertainty.level)
    ax = canvas(ax, 8, 1.4 + 0.24 * max(len(shown), 3))
    ax.hlines(
        places, shown["lower"], shown["upper"], colors=colours, linewidth=5, label=said(interval, chosen)
    )
    ax.scatter(shown["median"], places, color="white", edgecolor="black", s=26, zorder=3,
               label=said(Text("median of the draws"), chosen))  # fmt: skip
    ax.scatter(shown["nominal"], places, color="black", marker="|", s=90, zorder=4,
               label=said(Text("nominal rank"), chosen))  # fmt: skip
    one_a_row(ax, unit_names(shown.index))
    ax.set_xlim(left=0.5)
    ax.set_xlabel(said(Text("rank"), chosen))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(axis="x", alpha=0.3)
    legend_above(ax, 3)
    return finished(ax)
