"""Within which weights no rank changes: a tornado of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import node_names
from govmetrics.plots.style import AXES, COLOURS, canvas, finished, legend_above, one_a_row
from govmetrics.robustness import WeightStability

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tornado(
    result: WeightStability, ax: Axes | None = None, top: int = 20, language: Both | None = None
) -> Axes:
    """Draw the interval in which each weight may move without a change of rank, the narrowest on top.

    Parameters
    ----------
    result : WeightStability
        From `robustness.weight_stability`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many nodes.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> found = gm.robustness.weight_stability(gm.follow(*us_states()).scores, top=1)
    >>> ax = gm.plots.tornado(found, top=2)
    >>> len(ax.get_yticklabels())
    2
    """
    made = Text("make it with robustness.weight_stability")
    asked(
        result=(result, instance(WeightStability, made)),
        ax=(ax, AXES),
        top=(top, COUNT),
        language=(language, BOTH),
    )
    chosen, table = language_asked(language), result.intervals
    table = table.iloc[
        np.argsort((table["upper"] - table["lower"]).to_numpy(dtype=float), kind="stable")
    ].head(top)
    ax = canvas(ax, 7.2, 1.5 + 0.34 * max(len(table), 3))
    places = np.arange(len(table))
    ax.barh(places, table["upper"] - table["lower"], left=table["lower"], color=COLOURS[5], height=0.6,
            label=said(Text("no rank changes"), chosen))  # fmt: skip
    ax.scatter(table["weight"], places, color="black", marker="|", s=160, linewidths=2, zorder=3,
               label=said(Text("weight in use"), chosen))  # fmt: skip
    one_a_row(ax, node_names([result.tree[str(code)] for code in table.index], chosen))
    ax.set_xlim(0, 1)
    ax.set_xlabel(said(Text("weight in the group"), chosen))
    legend_above(ax, 2)
    return finished(ax)
