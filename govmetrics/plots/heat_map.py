"""Scores as a heat map: units by nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, among, asked, optional
from govmetrics.core.scores import SCORES, Scores
from govmetrics.core.words import Text
from govmetrics.plots.grid import shaded
from govmetrics.plots.labels import digits_of, latest, node_names, unit_names
from govmetrics.plots.style import AXES, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def heat_map(
    scores: Scores,
    ax: Axes | None = None,
    top: int = 40,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw a node's score and its parts' scores for every unit, best on top.

    Parameters
    ----------
    scores : Scores
        With several periods the latest one is drawn.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node; the root by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> ax = gm.plots.heat_map(gm.follow(*us_states()).scores, top=3)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['New Hampshire', 'Wyoming', 'Utah']
    """
    asked(scores=(scores, SCORES), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH))
    tree = scores.weights.tree
    asked(node=(node, optional(among(tree.node_codes))))
    code = node or tree.root.code
    columns = [code, *tree.parts(code)]
    ranked, period = latest(scores.ranking(code))
    ranked = ranked[ranked["score"].notna()].head(top)
    ax = canvas(ax, 2.5 + 0.95 * len(columns), 1.6 + 0.26 * max(len(ranked), 3))
    names = node_names([tree[part] for part in columns], language_asked(language), 12, lines=3)
    label = said(Text("score"), language_asked(language)) + ("" if period is None else f", {period}")
    return shaded(ax, scores.values.loc[ranked.index, columns].to_numpy(), unit_names(ranked.index), names,
                  f".{digits_of(scores)}f", limits=scores.scale, label=label)  # fmt: skip
