"""One unit's profile: its score in every part against the median of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.labels import row_label
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, among, asked, optional
from govmetrics.core.scores import SCORES, Scores
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted, node_names, row_of
from govmetrics.plots.style import AXES, COLOURS, TITLE_WIDTH, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def profile(
    scores: Scores,
    unit: object,
    ax: Axes | None = None,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw a unit's score in every group below a node against the median of all units.

    Parameters
    ----------
    scores : Scores
        Of all units; with several periods the median is that of the unit's own period.
    unit : label
        A unit, of several periods in the latest one; or (period, unit).
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node's parts are shown; the root's by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> ax = gm.plots.profile(run.scores, "West")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['actors', 'outcomes']
    """
    asked(scores=(scores, SCORES), ax=(ax, AXES), language=(language, BOTH))
    chosen, tree = language_asked(language), scores.weights.tree
    unit = row_of(scores.values.index, unit)
    asked(unit=(unit, among(scores.values.index)), node=(node, optional(among(tree.node_codes))))
    parts = tree.parts(node or tree.root.code) or [tree.root.code]
    values = scores.values[parts].iloc[scores.values.index.get_loc(unit)]
    score, middle = (said(Text(word), chosen) for word in ("score", "median"))
    ax = canvas(ax, 7, 1.4 + 0.4 * len(parts))
    places = np.arange(len(parts))
    ax.barh(places, values.fillna(0), color=COLOURS[0], height=0.6, label=score)
    ax.scatter(median_of(scores.values[parts], unit), places, color=COLOURS[6], marker="|", s=300, linewidths=3,
               zorder=3, label=middle)  # fmt: skip
    ax.set_yticks(places, node_names([tree[part] for part in parts], chosen))
    ax.set_ylim(len(parts) - 0.5, -0.5)
    if scores.scale is not None:
        ax.set_xlim(min(0, scores.scale[0]), scores.scale[1])
    ax.set_title(fitted(row_label(unit), TITLE_WIDTH), loc="left")
    ax.legend(frameon=False, ncols=2, loc="upper left", bbox_to_anchor=(0, 0), borderaxespad=2)
    return finished(ax)


def median_of(values: pd.DataFrame, unit: object) -> pd.Series:
    """Return the median of every column over the units of the unit's own period."""
    if values.index.nlevels == 2 and isinstance(unit, tuple):
        values = values[values.index.get_level_values("period") == unit[0]]
    return values.median()
