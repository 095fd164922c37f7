"""Words over periods: a line each, with its band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, choice, count, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, LEGEND_WIDTH, TITLE_WIDTH, canvas, finished, legend_above, line
from govmetrics.text import WordTrends

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def word_trends(
    result: WordTrends,
    ax: Axes | None = None,
    top: int = 4,
    language: Both | None = None,
    measure: Literal["rate", "share"] = "rate",
) -> Axes:
    """Draw words, or themes, over periods: the most frequent ones, each with the band of its interval.

    Parameters
    ----------
    result : WordTrends
        From `text.trends`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many words, 7 at most.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    measure : {"rate", "share"}
        Per 1,000 characters, or share of documents.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> told = pd.DataFrame({"text": ["停车难", "路灯坏停车", "路灯"], "period": ["2023", "2024", "2025"]})
    >>> ax = gm.plots.word_trends(gm.text.trends(told, ["停车", "路灯"]))
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['停车', '路灯']
    """
    asked(result=(result, instance(WordTrends, Text("make it with text.trends"))), ax=(ax, AXES), top=(top, count(1, 7)),
          language=(language, BOTH), measure=(measure, choice("rate", "share")))  # fmt: skip
    chosen, names = language_asked(language), result._names()
    totals = (
        result.values["count"].groupby(level=0, sort=False).sum().sort_values(ascending=False, kind="stable")
    )
    ends = ("lower", "upper") if measure == "rate" else ("share_lower", "share_upper")
    scale = 1.0 if measure == "rate" else 100.0
    periods = list(result.periods.index)
    times = np.arange(len(periods))
    ax = canvas(ax, 7.4, 4.2)
    for place, word in enumerate(totals.index[:top]):
        rows: Any = result.values.xs(word, level=0).loc[periods] * scale
        look = line(place) | {"markevery": max(1, len(times) // 12)}
        label = fitted(said(names.get(word, str(word)), chosen), LEGEND_WIDTH // 3)
        ax.plot(times, rows[measure], label=label, linewidth=1.6, **look)
        ax.fill_between(times, rows[ends[0]], rows[ends[1]], color=look["color"], alpha=0.15, linewidth=0)
    step = max(1, -(-len(periods) // 12))
    ax.set_xticks(times[::step], [str(period) for period in periods[::step]])
    ax.set_ylim(bottom=0)
    told = (
        Text("per 1,000 characters, with its {level:.0%} interval", level=result.level)
        if measure == "rate"
        else Text("% of documents, with its {level:.0%} interval", level=result.level)
    )
    ax.set_ylabel(fitted(said(told, chosen), TITLE_WIDTH))
    legend_above(ax, min(len(totals), top, 3))
    return finished(ax)
