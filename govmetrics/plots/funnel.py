"""Funnels: rates over what they are out of, within limits that narrow as units grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, count, instance
from govmetrics.core.words import Text
from govmetrics.monitoring import Funnel
from govmetrics.plots.apart import label_points
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, GOOD, MIDDLE, NAME_WIDTH, POOR, QUIET, canvas, finished, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS, _WIDE = 400, 20.0
_LOOKS = {
    ("within limits",): (QUIET, "o", Text("within the limits")),
    ("rather high", "rather low"): (MIDDLE, "s", Text("beyond the 95% limits")),
    ("above limits", "below limits"): (POOR, "D", Text("beyond the 99.8% limits")),
}
_RATES = {"proportion": Text("proportion"), "rate": Text("rate"), "ratio": Text("observed over expected")}


def funnel(result: Funnel, ax: Axes | None = None, top: int = 12, language: Both | None = None) -> Axes:
    """Draw rates over what they are out of, with the target and both limits; the most extreme units are named.

    The lower axis is logarithmic where the largest unit is more than twenty times the smallest.

    Parameters
    ----------
    result : Funnel
        From `monitoring.funnel`.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units are named: the furthest from the target in standard errors; up to as many, all.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> found = gm.monitoring.funnel([22, 6428, 2429, 260], [22, 6530, 2584, 268])
    >>> ax = gm.plots.funnel(found)
    >>> ax.get_xscale()
    'log'
    """
    asked(result=(result, instance(Funnel, Text("make it with monitoring.funnel"))), top=(top, count(0)),
          language=(language, BOTH), ax=(ax, AXES))  # fmt: skip
    chosen = language_asked(language)
    table = result.table
    ax = canvas(ax, 7.6, 5)
    n = table["out_of"].to_numpy()
    grid = np.geomspace(n.min() * 0.8, n.max() * 1.2, _POINTS)
    limits = result.limits_at(grid)
    for names, style, label in (
        (("lower", "upper"), "-", Text("99.8% limits")),
        (("warning_lower", "warning_upper"), "--", Text("95% limits")),
    ):
        for k, name in enumerate(names):
            ax.plot(grid, limits[name], linestyle=style, color=GOOD, linewidth=1,
                    label=said(label, chosen) if k == 0 else None)  # fmt: skip
    ax.axhline(result.target, color="black", linewidth=1, label=said(Text("target"), chosen))
    for words, (colour, marker, label) in _LOOKS.items():
        part = table[table["verdict"].isin(words)]
        if len(part):
            ax.scatter(
                part["out_of"],
                part["rate"],
                s=26,
                color=colour,
                marker=marker,
                zorder=3,
                label=said(label, chosen),
            )
    if n.max() > _WIDE * n.min():
        ax.set_xscale("log")
        ax.xaxis.set_major_formatter("{x:,.6g}")  # 1,000 and not a power
        ax.xaxis.set_minor_formatter("")
    ax.set_xlabel(said(Text("out of"), chosen))
    ax.set_ylabel(said(_RATES[result.kind], chosen))
    legend_above(ax, 3)
    finished(ax)
    named = table.iloc[np.argsort(-table["z"].abs().to_numpy(), kind="stable")[:top]]
    label_points(
        ax,
        named[["out_of", "rate"]].to_numpy(),
        [fitted(str(place_of(unit)), NAME_WIDTH, lines=1) for unit in named.index],
    )
    return ax
