"""Obstacle degrees as a heat map: units by what holds them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.words import Text
from govmetrics.diagnosis import Obstacles
from govmetrics.plots.grid import shaded
from govmetrics.plots.labels import latest, node_names, unit_names
from govmetrics.plots.style import AXES, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def obstacles(result: Obstacles, ax: Axes | None = None, top: int = 8, language: Both | None = None) -> Axes:
    """Draw the share of each unit's shortfall that each leaf is the reason of, the largest obstacles first.

    Parameters
    ----------
    result : Obstacles
        From `diagnosis.obstacles`. With several periods the latest one is drawn.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many leaves: those with the largest mean share.
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
    >>> run = gm.follow(*us_states())
    >>> ax = gm.plots.obstacles(gm.diagnosis.obstacles(run.scaled, run.weights), top=2, language="en")
    >>> [" ".join(label.get_text().split()) for label in ax.get_xticklabels()]
    ['Single-paren t households', 'Murder']
    """
    made = Text("make it with diagnosis.obstacles")
    asked(
        result=(result, instance(Obstacles, made)), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH)
    )
    chosen = language_asked(language)
    shares, period = latest(result.values)
    leaves = shares.mean().sort_values(ascending=False, kind="stable").index[:top]
    ax = canvas(ax, 2.5 + 0.95 * len(leaves), 1.6 + 0.26 * max(len(shares), 3))
    label = said(Text("obstacle degree"), chosen)
    names = node_names([result.tree[leaf] for leaf in leaves], chosen, 12, lines=3)
    return shaded(ax, shares[leaves].to_numpy() * 100, unit_names(shares.index), names, ".0f",
                  label=f"{label} (%)" if period is None else f"{label} (%), {period}", shades="cividis_r")  # fmt: skip
