"""A network: who has ties with whom, kinds by colour and marker, size by how often one is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked
from govmetrics.core.words import Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import groups_of, pairs_of
from govmetrics.plots.labels import fitted
from govmetrics.plots.places_of import places_of
from govmetrics.plots.style import AXES, COLOURS, LEGEND_WIDTH, MARKERS, QUIET, canvas, finished, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMED, _MOST = 60, 500


def network(
    net: Network | pd.DataFrame,
    by: str | pd.Series | None = None,
    ax: Axes | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw a network: those with ties stand near each other, kinds have colours and markers, size says how often named.

    The places are computed from the ties and are the same every time.

    Parameters
    ----------
    net : Network of one community, or DataFrame, shape (actors, actors)
        Of at most 500 actors; names are written for up to 60.
    by : str or Series, optional
        Kinds: an attribute of the actors, or one for each, such as the roles or the communities that were found.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    UnsuitableMethod
        More actors than a picture shows.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> ties = pd.DataFrame([[0, 1, 0], [1, 0, 1], [0, 0, 0]], ["Li", "Wu", "Chen"], ["Li", "Wu", "Chen"])
    >>> ax = gm.plots.network(ties)
    >>> [text.get_text() for text in ax.texts]
    ['', 'Li', 'Wu', 'Chen', 'size: how often named']
    """
    asked(ax=(ax, AXES), language=(language, BOTH))
    chosen = language_asked(language)
    pairs = pairs_of(net, "net")
    if pairs.n > _MOST:
        way_out = "draw a part of them, or plots.blocks"
        raise UnsuitableMethod("net", "has {count:,} actors, too many for a picture", way_out, count=pairs.n)
    kinds: list[Any] = []
    codes = np.zeros(pairs.n, dtype=np.intp)
    if by is not None:
        codes, kinds = groups_of(pairs, by)
    places, ties = places_of(pairs.ties), pairs.ties
    ax = canvas(ax, 7.2, 6.4)
    _lines(ax, ties, places, pairs.directed)
    size = 40 + 260 * ties.sum(axis=0) / max(ties.sum(axis=0).max(), 1)
    for code in range(codes.max() + 1):
        mine = codes == code
        label = fitted(str(kinds[code]), LEGEND_WIDTH // 4, lines=1) if kinds else None
        look: dict[str, Any] = {"color": COLOURS[code % len(COLOURS)], "marker": MARKERS[code % len(MARKERS)]}
        ax.scatter(
            places[mine, 0],
            places[mine, 1],
            s=size[mine],
            edgecolors="#4D4D4D",
            linewidths=0.5,
            zorder=3,
            **look,
        )
        ax.scatter([], [], s=50, label=label, **look)
    if pairs.n <= _NAMED:
        for name, (x, y), area in zip(pairs.actors, places, size, strict=True):
            ax.annotate(fitted(str(name), 16, lines=1), (x, y), (0, -3 - np.sqrt(area) / 2), textcoords="offset points",
                        ha="center", va="top", fontsize="small", zorder=4)  # fmt: skip
    ax.set_xlim(-1.15, 1.15)
    ax.set_ylim(-1.2, 1.1)
    ax.set_aspect("equal")
    ax.set_axis_off()
    if kinds:
        legend_above(ax, min(len(kinds), 4))
    told = Text("size: how often named") if pairs.directed else Text("size: how many ties")
    ax.text(
        1,
        0,
        said(told, chosen),
        transform=ax.transAxes,
        ha="right",
        va="bottom",
        fontsize="small",
        color=QUIET,
    )
    return finished(ax)


def _lines(ax: Axes, ties: np.ndarray, places: np.ndarray, directed: bool) -> None:
    """Draw a line for every pair with a tie: dark where both name each other, an arrow where one does."""
    from matplotlib.collections import LineCollection

    mutual = ties * ties.T > 0
    rows, columns = np.nonzero(np.triu(mutual))
    both = np.stack([places[rows], places[columns]], axis=1)
    ax.add_collection(LineCollection(list(both), colors="#4D4D4D", linewidths=0.9, alpha=0.7, zorder=1))
    if directed:
        rows, columns = np.nonzero((ties > 0) & ~mutual)
        start, way = places[rows], places[columns] - places[rows]
        ends = start + 0.93 * way
        for (x, y), (to_x, to_y) in zip(start, ends, strict=True):
            ax.annotate("", (to_x, to_y), (x, y), zorder=1,
                        arrowprops={"arrowstyle": "-|>", "color": QUIET, "linewidth": 0.6, "mutation_scale": 7})  # fmt: skip
