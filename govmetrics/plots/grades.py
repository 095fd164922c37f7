"""Verdicts of fuzzy evaluation: every unit's membership in every grade, stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.core.language import Both, language_asked
from govmetrics.core.options import BOTH, COUNT, among, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.fuzzy import FuzzyEvaluation
from govmetrics.plots.labels import fitted, latest, node_names, unit_names
from govmetrics.plots.style import AXES, TITLE_WIDTH, canvas, finished, legend_above, one_a_row, steps

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def grades(
    result: FuzzyEvaluation,
    ax: Axes | None = None,
    top: int = 40,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw the membership of every unit in every grade as a bar of 100 %, best score on top.

    Parameters
    ----------
    result : FuzzyEvaluation
        From `fuzzy.evaluate`. With several periods the latest one is drawn.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which group of the tree; the root by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> data = gm.Dataset(tree, pd.DataFrame({"trust": [60.0, 80], "solved": [90.0, 40]}, index=["East", "West"]))
    >>> degrees = gm.fuzzy.from_values(data, [0, 50, 100])
    >>> ax = gm.plots.grades(gm.fuzzy.evaluate(degrees, gm.weighting.equal(tree), gm.fuzzy.THREE_GRADES))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['East', 'West']
    """
    made = Text("make it with fuzzy.evaluate")
    asked(
        result=(result, instance(FuzzyEvaluation, made)),
        ax=(ax, AXES),
        top=(top, COUNT),
        language=(language, BOTH),
    )
    chosen, tree = language_asked(language), result.weights.tree
    asked(node=(node, optional(among([group.code for group in tree.groups]))))
    code = node or tree.root.code
    shares: Any = result.groups.xs(code, level="node")
    order = result.scores().values[code].sort_values(ascending=False, kind="stable").index
    shares, period = latest(shares.reindex(order).dropna())
    shares = shares.head(top)
    best_first = result.grades.worst_to_best[::-1]
    ax = canvas(ax, 8, 1.3 + 0.26 * max(len(shares), 3))
    places, left = np.arange(len(shares)), np.zeros(len(shares))
    names = result.grades.labels(chosen)
    for look, grade in zip(steps(len(best_first)), best_first, strict=True):
        wide = shares.iloc[:, grade].to_numpy() * 100
        ax.barh(places, wide, left=left, label=names[grade], **look)
        left = left + wide
    one_a_row(ax, unit_names(shares.index))
    ax.set_xlim(0, 100)
    title = node_names([tree[code]], chosen, TITLE_WIDTH)[0]
    ax.set_xlabel(fitted(f"{title} (%)" if period is None else f"{title} (%), {period}", TITLE_WIDTH))
    legend_above(ax, len(best_first))
    return finished(ax)
