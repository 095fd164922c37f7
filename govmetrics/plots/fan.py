"""Fan chart: what was, and what is to be expected with widening intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, NUMBER, among, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.monitoring import Forecast
from govmetrics.monitoring.forecast import ends_of
from govmetrics.plots.labels import fitted, unit_names
from govmetrics.plots.style import AXES, GOOD, POOR, QUIET, TITLE_WIDTH, canvas, finished, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVELS = (0.95, 0.8, 0.5)
"""Of the bands, the widest first."""
SHADES = ("#CFE3F1", "#94C1E0", "#4D95C6")


def fan(
    result: Forecast,
    ax: Axes | None = None,
    unit: Any = None,
    node: str | None = None,
    limit: float | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw the history of a unit and its forecast, in bands that hold 50, 80 and 95 of a hundred values.

    Parameters
    ----------
    result : Forecast
        From `monitoring.forecast`.
    ax : matplotlib Axes, optional
        A new figure by default.
    unit : label, optional
        Which unit; the first that is forecast by default.
    node : str, optional
        Which node; the first of the result by default.
    limit : float, optional
        A target or a limit to draw.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib. Bands without ends, where too few errors are known, are not drawn.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> rows = pd.MultiIndex.from_product([range(2010, 2026), list("uvwxyz")], names=["period", "unit"])
    >>> values = pd.Series(np.random.default_rng(0).normal(70, 3, 96), rows, name="rate")
    >>> ax = gm.plots.fan(gm.monitoring.forecast(values), unit="v", limit=65)
    >>> len(ax.collections), ax.get_title(loc="right")
    (3, 'v: rate')
    """
    made = Text("make it with monitoring.forecast")
    asked(
        result=(result, instance(Forecast, made)),
        ax=(ax, AXES),
        limit=(limit, optional(NUMBER)),
        language=(language, BOTH),
    )
    units = list(result.median.index.unique("unit"))
    asked(node=(node, optional(among(result.median.columns))), unit=(unit, optional(among(units))))
    code = result.median.columns[0] if node is None else node
    track = result._tracks[code]
    known = np.flatnonzero(~np.isnan(track.path[-1]).any(0))
    if unit is None and len(known):
        unit = units[known[0]]
    if unit is None or units.index(unit) not in known:
        raise UnsuitableMethod("unit", "{unit} is not forecast at {node}", "name one of those that are",
                               unit="" if unit is None else str(unit), node=code)  # fmt: skip
    place, chosen = units.index(unit), language_asked(language)
    past = result.history[code].xs(unit, level="unit").to_numpy()
    periods = [*result.history.index.unique("period"), *result.median.index.unique("period")]
    ahead = np.arange(len(past) - 1, len(periods))
    ax = canvas(ax, 7.2, 3.8)
    for level, shade in zip(LEVELS, SHADES, strict=True):
        _, low, high = ends_of(track, len(ahead) - 1, level, result.limits.get(code))
        ends = [np.r_[past[-1], end[:, place]] for end in (low, high)]
        if np.isfinite(ends).all():
            ax.fill_between(ahead, *ends, color=shade, linewidth=0, label=f"{level:.0%}")
    ax.plot(np.arange(len(past)), past, color="black", marker="o", markersize=3, linewidth=1.2)
    ax.plot(ahead, np.r_[past[-1], track.path[-1][:, place]], color=GOOD, marker="o", markersize=3, linewidth=1.6,
            label=said(Text("forecast"), chosen))  # fmt: skip
    if limit is not None:
        ax.axhline(limit, color=POOR, linewidth=1.2, linestyle="--", label=said(Text("limit"), chosen))
    ax.axvline(len(past) - 0.5, color=QUIET, linewidth=0.8, linestyle=":")
    every = max(1, -(-len(periods) // 14))
    shown = np.arange(len(periods))[::-1][::every][::-1]
    ax.set_xticks(shown, [str(periods[k]) for k in shown], rotation=0 if len(shown) <= 6 else 45)
    told = Text(
        "{unit}: {node}",
        unit=unit_names(pd.Index([unit], dtype=object))[0],
        node=said(result.names.get(code, code), chosen),
    )
    ax.set_title(fitted(said(told, chosen), TITLE_WIDTH), fontsize="medium", loc="right")
    legend_above(ax, 5)
    return finished(ax)
