"""Words that stand together, as a heat map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, choice, count, instance
from govmetrics.core.words import Text
from govmetrics.plots.grid import shaded
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, canvas
from govmetrics.text import Cooccurrence

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def cooccurrence(
    result: Cooccurrence,
    ax: Axes | None = None,
    top: int = 15,
    language: Both | None = None,
    measure: Literal["jaccard", "pmi", "counts"] = "jaccard",
) -> Axes:
    """Draw how closely the most frequent words stand together; the diagonal stays white.

    Parameters
    ----------
    result : Cooccurrence
        From `text.cooccurrence`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many words, from 2 to 40.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    measure : {"jaccard", "pmi", "counts"}
        What the cells show; of words that never stand together there is no pmi, and the cell stays white.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> found = gm.text.cooccurrence(["停车和物业", "停车和物业", "路灯", "停车"], ["停车", "物业", "路灯"])
    >>> ax = gm.plots.cooccurrence(found)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['停车', '物业', '路灯']
    """
    asked(result=(result, instance(Cooccurrence, Text("make it with text.cooccurrence"))), ax=(ax, AXES),
          top=(top, count(2, 40)), language=(language, BOTH), measure=(measure, choice("jaccard", "pmi", "counts")))  # fmt: skip
    alone = np.diag(result.counts.to_numpy())
    order = np.argsort(-alone, kind="stable")[:top]
    values = getattr(result, measure).to_numpy(dtype=float)[np.ix_(order, order)]
    values[np.eye(len(order), dtype=bool) | ~np.isfinite(values)] = np.nan
    limits = (0.0, 1.0) if np.isnan(values).all() else None
    names = [fitted(str(result.counts.index[at]), 16) for at in order]
    size = 1.8 + 0.42 * len(order)
    label = {
        "jaccard": Text("Jaccard's index"),
        "pmi": Text("PMI (bits)"),
        "counts": Text("how often together"),
    }[measure]
    form = ".0f" if measure == "counts" else ".2f" if measure == "jaccard" else ".1f"
    shown = said(label, language_asked(language))
    return shaded(canvas(ax, size + 1.2, size), values, names, names, form, limits=limits, label=shown)
