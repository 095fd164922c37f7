"""How leaves go together: their correlations as a grid, with a line between groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.scaled import Scaled
from govmetrics.core.words import Text
from govmetrics.plots.grid import shaded
from govmetrics.plots.labels import node_names
from govmetrics.plots.style import AXES, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def correlations(scaled: Scaled, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw the correlations of all leaves by pairs of units that have both, groups of the tree kept together.

    Values are scaled, so that a negative correlation is a trade-off whatever the direction of the leaves.

    Parameters
    ----------
    scaled : Scaled
        From any normalisation. With several periods all rows are taken.
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
    >>> from govmetrics.demo import us_states
    >>> ax = gm.plots.correlations(gm.follow(*us_states()).scaled)
    >>> float(ax.images[0].get_array()[0, 0])
    1.0
    """
    asked(scaled=(scaled, instance(Scaled, Text("scale the data first, with gm.normalisation"), ("scaled",))),
          ax=(ax, AXES), language=(language, BOTH))  # fmt: skip
    chosen, tree = language_asked(language), scaled.tree
    found = scaled.values.corr(method="pearson").to_numpy()
    names = node_names([tree[code] for code in scaled.values.columns], chosen, 22, lines=1)
    side = 2.5 + 0.34 * max(len(names), 4)
    ax = canvas(ax, side + 0.8, side)
    shaded(
        ax,
        found,
        names,
        names,
        ".2f",
        limits=(-1.0, 1.0),
        label=said(Text("correlation"), chosen),
        shades="PuOr",
    )
    ax.set_xticks(np.arange(len(names)), names, rotation=90)
    groups = [tree.parent(code) for code in scaled.values.columns]
    for place in (k for k in range(1, len(groups)) if groups[k] != groups[k - 1]):
        ax.axhline(place - 0.5, color="black", linewidth=1)
        ax.axvline(place - 0.5, color="black", linewidth=1)
    return ax
