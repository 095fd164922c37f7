"""Actors on the left, meetings on the right, a line for everybody who came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.network import TwoMode
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, MARKERS, NAME_WIDTH, QUIET, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 120


def two_mode(result: TwoMode, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw actors on the left and meetings on the right, with a line for everybody who came; size says how often.

    Both sides are in the order of the second singular vector, so that those who met stand beside each other.

    Parameters
    ----------
    result : TwoMode
        From `network.two_mode`.
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
        More actors or meetings than a picture shows.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> came = pd.DataFrame({"spring": [1, 1, 0], "autumn": [0, 1, 1]}, index=["Li", "Wu", "He"])
    >>> ax = gm.plots.two_mode(gm.network.two_mode(came))
    >>> len(ax.texts)
    7
    """
    asked(result=(result, instance(TwoMode, Text("make it with network.two_mode"))), ax=(ax, AXES),
          language=(language, BOTH))  # fmt: skip
    chosen = language_asked(language)
    x = result.attendance.to_numpy(dtype=float)
    if max(x.shape) > _MOST:
        way_out = "draw a part of them"
        raise UnsuitableMethod(
            "result", "has more than {most} actors or meetings, too many for a picture", way_out, most=_MOST
        )
    heights = [_heights(one) for one in (x, x.T)]
    ax = canvas(ax, 7.2, max(3.0, 0.9 + 0.24 * max(x.shape)))
    for actor, event in np.argwhere(x > 0):
        ax.plot(
            [0, 1], [heights[0][actor], heights[1][event]], color=QUIET, linewidth=0.7, alpha=0.8, zorder=1
        )
    sides = (
        (result.actors["attended"], "right", Text("actors")),
        (result.events["size"], "left", Text("meetings")),
    )
    for side, (counts, align, head) in enumerate(sides):
        place, away = heights[side], -0.05 if side == 0 else 0.05
        area = 25 + 120 * counts.to_numpy() / max(counts.max(), 1)
        ax.scatter(
            np.full(len(place), side), place, s=area, color=COLOURS[side], marker=MARKERS[side], zorder=3
        )
        for name, count, y in zip(counts.index, counts, place, strict=True):
            ax.text(side + away, y, f"{fitted(str(name), NAME_WIDTH, lines=1)} ({count})", ha=align, va="center",
                    fontsize="small")  # fmt: skip
        ax.text(side, 1.06, said(head, chosen), ha="center", va="bottom")
    ax.set_xlim(-0.75, 1.75)
    ax.set_ylim(-0.05, 1.15)
    ax.set_axis_off()
    return finished(ax)


def _heights(x: np.ndarray) -> np.ndarray:
    """Return a height from 1 down for every row: by the second singular vector of the attendance, as correspondences have it."""
    rows, columns = np.maximum(x.sum(axis=1), 1), np.maximum(x.sum(axis=0), 1)
    scaled = x / np.sqrt(rows)[:, None] / np.sqrt(columns)
    u, s, _ = np.linalg.svd(scaled, full_matrices=False)
    if len(s) < 2:
        order = np.arange(len(x))
    else:
        second = u[:, 1] / np.sqrt(rows)
        # of the two signs that which both sides share: by the weights of who came in the table's own order
        lean = second @ x @ np.arange(x.shape[1])
        order = np.lexsort([np.arange(len(x)), np.round(second * (1 if lean >= 0 else -1), 9)])
    found = np.empty(len(x))
    found[order] = np.linspace(1, 0, len(x)) if len(x) > 1 else 0.5
    return found
