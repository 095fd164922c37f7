"""How consistent every expert's judgements are, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.ahp import GroupWeights
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted, node_names
from govmetrics.plots.style import AXES, COLOURS, MARKERS, NAME_WIDTH, POOR, canvas, finished, one_a_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def consistency(result: GroupWeights, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw the consistency ratio of every matrix of every expert, and the limit; hollow marks were not used.

    Parameters
    ----------
    result : GroupWeights
        From `ahp.weights`.
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
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust", "votes", "aid"]})
    >>> judged = gm.read_judgements({"Li": {"actors": [[1, 2, 4], [1 / 2, 1, 3], [1 / 4, 1 / 3, 1]]}}, tree)
    >>> ax = gm.plots.consistency(gm.ahp.weights(judged))
    >>> round(float(ax.collections[0].get_offsets()[0, 0]), 4)
    0.0158
    """
    asked(result=(result, instance(GroupWeights, Text("make it with ahp.weights"))), ax=(ax, AXES),
          language=(language, BOTH))  # fmt: skip
    chosen, tree = language_asked(language), result.weights.tree
    found = result.experts.reset_index()
    experts = list(dict.fromkeys(found["expert"]))
    place = {expert: k for k, expert in enumerate(experts)}
    ax = canvas(ax, 7.6, 1.5 + 0.28 * max(len(experts), 3))
    for k, (group, rows) in enumerate(found.groupby("group", sort=False)):
        colour = COLOURS[k % len(COLOURS)]
        used = rows["used"].to_numpy(dtype=bool)
        ax.scatter(rows["consistency_ratio"], rows["expert"].map(place), s=26, marker=MARKERS[k % len(MARKERS)],
                   facecolors=np.where(used, colour, "none"), edgecolors=colour,
                   label=node_names([tree[str(group)]], chosen, 18, lines=1)[0])  # fmt: skip
    limit = Text("limit {value:.2f}", value=result.max_consistency_ratio)
    ax.axvline(
        result.max_consistency_ratio, color=POOR, linestyle="--", linewidth=1, label=said(limit, chosen)
    )
    one_a_row(ax, [fitted(str(expert), NAME_WIDTH, lines=1) for expert in experts])
    ax.set_xlim(left=-0.005)
    ax.set_xlabel(said(Text("consistency ratio"), chosen))
    ax.legend(frameon=False, loc="center left", bbox_to_anchor=(1, 0.5), fontsize="small")
    return finished(ax)
