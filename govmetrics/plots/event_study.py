"""Event study: effects before and after treatment began, with intervals and bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, GOOD, QUIET, TITLE_WIDTH, canvas, finished, legend_above
from govmetrics.policy import Staggered

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def event_study(result: Staggered, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw effects by periods since treatment began: grey before it, blue from it on, whiskers where bands are known.

    Parameters
    ----------
    result : Staggered
        From `policy.staggered`.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib. The label of the x axis names the convention of the base.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> frame = pd.DataFrame({"unit": list("aaabbbcccddd"), "period": [1, 2, 3] * 4, "since": [3] * 6 + [None] * 6,
    ...                       "score": [1, 2, 6, 2, 2, 5, 1, 1, 2, 3, 3, 3.0]})
    >>> ax = gm.plots.event_study(gm.policy.staggered(frame, "score", "unit", "period", "since"))
    >>> ax.get_xlabel()
    'periods since treatment began (before it: against the period before)'
    """
    made = Text("make it with policy.staggered")
    asked(result=(result, instance(Staggered, made)), ax=(ax, AXES), language=(language, BOTH))
    chosen, events = language_asked(language), result.events
    ax = canvas(ax, 6.8, 3.8)
    interval = Text("{level:.0%} interval", level=result.level)
    named = [
        (events.index < 0, QUIET, Text("before treatment")),
        (events.index >= 0, GOOD, Text("since then")),
    ]
    for place, colour, name in named:
        part = events[place]
        at, estimate = part.index.to_numpy(dtype=float), part["estimate"].to_numpy()
        known = part["error"].notna().to_numpy()
        if "band_lower" in part:
            ax.vlines(
                at[known], part["band_lower"][known], part["band_upper"][known], color=colour, linewidth=1
            )
        ax.vlines(at[known], part["lower"][known], part["upper"][known], color=colour, linewidth=3.2)
        ax.scatter(at, estimate, color=colour, edgecolor="black", s=30, zorder=3, label=said(name, chosen))
    ax.axhline(0, color="black", linewidth=0.8)
    ax.axvline(-0.5, color=QUIET, linewidth=0.8, linestyle=":")
    every = max(1, -(-len(events) // 16))
    ax.set_xticks(events.index[::every].to_numpy(dtype=float), [f"{one:d}" for one in events.index[::every]])
    text = (
        Text("periods since treatment began (before it: against the period before)")
        if result.base == "varying"
        else Text("periods since treatment began (all against the last before it)")
    )
    ax.set_xlabel(said(text, chosen))
    ax.set_ylabel(fitted(result.outcome, TITLE_WIDTH))
    ax.plot([], [], color=QUIET, linewidth=3.2, label=said(interval, chosen))
    if "band_lower" in events and np.isfinite(events["band_lower"]).any():
        ax.plot([], [], color=QUIET, linewidth=1, label=said(Text("band of all at once"), chosen))
    legend_above(ax, 4)
    return finished(ax)
