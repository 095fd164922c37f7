"""A network as a matrix, its rows and columns by kinds: blocks show who has ties with whom."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked
from govmetrics.core.words import Text
from govmetrics.network.network import Network
from govmetrics.network.pairs import groups_of, pairs_of
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, NAME_WIDTH, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMED = 40


def blocks(
    net: Network | pd.DataFrame,
    by: str | pd.Series,
    ax: Axes | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw a network as a matrix, rows and columns by kinds, with the density of every block.

    Within a kind those with more ties come first. Rows of people who did not answer are grey.

    Parameters
    ----------
    net : Network of one community, or DataFrame, shape (actors, actors)
        A tie is any weight above zero.
    by : str or Series
        Kinds: an attribute of the actors, or one for each, such as core and periphery or the communities found.
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
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> ties = pd.DataFrame([[0, 1, 0], [1, 0, 0], [1, 0, 0]], list("abc"), list("abc"))
    >>> ax = gm.plots.blocks(ties, pd.Series(["office", "office", "firm"], list("abc")))
    >>> sorted(text.get_text() for text in ax.texts)
    ['0.00', '0.50', '1.00']
    """
    asked(ax=(ax, AXES), language=(language, BOTH))
    chosen = language_asked(language)
    pairs = pairs_of(net, "net")
    codes, kinds = groups_of(pairs, by)
    degree = pairs.ties.sum(axis=0) + pairs.ties.sum(axis=1)
    order = np.lexsort([-degree, codes])
    ties, known = pairs.ties[np.ix_(order, order)], pairs.known[np.ix_(order, order)]
    shade = np.ones((pairs.n, pairs.n, 3))
    shade[~known & pairs.off] = 0.85
    shade[ties > 0] = [int(COLOURS[0][place : place + 2], 16) / 255 for place in (1, 3, 5)]
    size = min(9.0, 3.4 + 0.16 * pairs.n)
    ax = canvas(ax, size, size)
    ax.imshow(shade, interpolation="nearest", aspect="equal")
    ends = np.concatenate([[0], np.cumsum(np.bincount(codes))])
    for end in ends[1:-1]:
        ax.axhline(end - 0.5, color="black", linewidth=0.9)
        ax.axvline(end - 0.5, color="black", linewidth=0.9)
    _densities(ax, ties, known, ends)
    middle = (ends[1:] + ends[:-1] - 1) / 2
    if pairs.n <= _NAMED:
        names = [fitted(str(name), 14, lines=1) for name in pairs.actors[order]]
        ax.set_xticks(range(pairs.n), names, rotation=90, fontsize="small")
        ax.set_yticks(range(pairs.n), names, fontsize="small")
        above = ax.secondary_xaxis("top")
    else:
        ax.set_xticks([])
        above = ax.secondary_xaxis("top")
        ax.set_yticks(middle, [fitted(str(kind), NAME_WIDTH, lines=1) for kind in kinds])
    above.set_xticks(middle, [fitted(str(kind), 12, lines=2) for kind in kinds])
    for axis in (ax, above):
        axis.tick_params(length=0)
    ax.set_ylabel(said(Text("who names"), chosen))
    ax.set_xlabel(said(Text("who is named"), chosen))
    return finished(ax, above, frame=True)  # type: ignore[arg-type]  # an axis of its own, with texts


def _densities(ax: Axes, ties: np.ndarray, known: np.ndarray, ends: np.ndarray) -> None:
    """Write the density of every block into its middle."""
    for top, bottom in pairwise(ends):
        for left, right in pairwise(ends):
            possible = known[top:bottom, left:right].sum()
            if possible:
                share = ties[top:bottom, left:right].sum() / possible
                behind = {"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 1}
                ax.text((left + right - 1) / 2, (top + bottom - 1) / 2, f"{share:.2f}", ha="center", va="center",
                        fontsize="small", bbox=behind)  # fmt: skip
