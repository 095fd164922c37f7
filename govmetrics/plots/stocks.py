"""Stocks over time, each as a share of its highest value, so that trust and backlogs stand in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.near import meant
from govmetrics.core.options import BOTH, LABEL, asked, instance, optional, several
from govmetrics.core.words import Text
from govmetrics.dynamics import Run
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, LEGEND_WIDTH, TITLE_WIDTH, canvas, finished, legend_above, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 7


def stocks(
    result: Run,
    ax: Axes | None = None,
    variables: Sequence[str] | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw stocks over time, each as a share of its highest absolute value, which the legend tells.

    Of a run of several scenarios the line is the median and the area holds nine in ten.

    Parameters
    ----------
    result : Run
        From `Model.run`.
    ax : matplotlib Axes, optional
        A new figure by default.
    variables : sequence of str, optional
        What to draw, at most seven; by default the first stocks.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import govmetrics as gm
    >>> cup = {"time": {"stop": 30, "step": 0.5, "unit": "minute"}, "stocks": {"tea": {"initial": 180, "out": "loss"}},
    ...        "flows": {"loss": "(tea - 70) / 10"}}
    >>> ax = gm.plots.stocks(gm.dynamics.read(cup).run())
    >>> ax.get_legend().get_texts()[0].get_text()
    'tea (highest 180)'
    """
    asked(result=(result, instance(Run, Text("make it with Model.run"))), ax=(ax, AXES),
          variables=(variables, optional(several(LABEL, 1))), language=(language, BOTH))  # fmt: skip
    columns = [str(one) for one in result.values]
    shown = result.stocks[:_MOST] or columns[:_MOST] if variables is None else list(variables)
    faults = Faults()
    if len(shown) > _MOST:
        faults.append(
            Fault("variables", "are {count:#}", "give {most} at most", count=len(shown), most=_MOST)
        )
    there = Text("there are: {labels}", labels=columns)
    faults += [
        Fault(
            "variables", "{name!r} is not a variable of the model", meant(one, columns, there), name=str(one)
        )
        for one in shown
        if one not in columns
    ]
    faults.raise_all()
    chosen, times = language_asked(language), result.times
    ax = canvas(ax, 7.4, 4.2)
    for place, name in enumerate(shown):
        values = result.of(name)
        high = float(np.abs(values).max()) or 1.0
        middle = np.median(values, axis=1) / high
        told = Text("{name} (highest {high:.3g})", name=result.names.get(name, name), high=high)
        look = line(place) | {"markevery": max(1, len(times) // 8)}
        ax.plot(times, middle, label=fitted(said(told, chosen), LEGEND_WIDTH // 3), linewidth=1.6, **look)
        if values.shape[1] > 1:
            low, upper = np.quantile(values, [0.05, 0.95], axis=1) / high
            ax.fill_between(times, low, upper, color=look["color"], alpha=0.18, linewidth=0)
    ax.set_ylabel(said(Text("share of the highest value"), chosen))
    told = Text("time ({unit})", unit=result.time_unit) if result.time_unit else Text("time")
    ax.set_xlabel(fitted(said(told, chosen), TITLE_WIDTH))
    legend_above(ax, min(len(shown), 3))
    return finished(ax)
