"""Coefficients of panel regressions with their intervals, one row a term, several models beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Label, Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, NAME_WIDTH, canvas, finished, legend_above, one_a_row
from govmetrics.policy import PanelEffects, PanelModels

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Drawn = tuple[str, pd.DataFrame]
"""The name of a model, and estimate, lower and upper of its terms."""


def coefficients(
    result: PanelEffects | PanelModels, ax: Axes | None = None, language: Both | None = None
) -> Axes:
    """Draw coefficients with their intervals; the constant and indicators of periods are left out.

    Parameters
    ----------
    result : PanelEffects or PanelModels
        From `policy.effects`, `policy.dynamic` or `policy.side_by_side`.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib. Terms are compared with zero, not with each other: each is of its own unit of measurement.

    Raises
    ------
    UnsuitableMethod
        No term but the constant and periods.

    Examples
    --------
    >>> import numpy as np
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> rows = pd.MultiIndex.from_product([range(2015, 2021), range(30)], names=["period", "unit"])
    >>> frame = pd.DataFrame(np.random.default_rng(0).normal(size=(180, 2)), rows, ["visits", "trust"])
    >>> ax = gm.plots.coefficients(gm.policy.effects(frame, "trust", ["visits"]))
    >>> ax.get_xlabel()
    'coefficient with 95% interval: trust'
    """
    made = Text("make it with policy.effects, policy.dynamic or policy.side_by_side")
    asked(
        result=(result, instance(PanelEffects | PanelModels, made)), ax=(ax, AXES), language=(language, BOTH)
    )
    chosen = language_asked(language)
    parts, terms, names = _drawn(result)
    place = np.arange(len(terms), dtype=float)
    ax = canvas(ax, 7.2, 1.3 + 0.34 * max(len(terms), 2) * max(1.0, len(parts) / 2))
    for at, (name, table) in enumerate(parts):
        rows = place + 0.6 * ((at + 0.5) / len(parts) - 0.5)
        held, colour = table.reindex(terms), COLOURS[at % len(COLOURS)]
        ends = held[["lower", "upper"]].replace([-np.inf, np.inf], np.nan)
        ax.hlines(rows, ends["lower"], ends["upper"], color=colour, linewidth=3)
        ax.scatter(
            held["estimate"],
            rows,
            color=colour,
            edgecolor="black",
            s=30,
            zorder=3,
            label=fitted(name, NAME_WIDTH),
        )
    ax.axvline(0, color="black", linewidth=0.8)
    one_a_row(ax, [fitted(said(names[one], chosen) if one in names else one, NAME_WIDTH) for one in terms])
    text = Text(
        "coefficient with {level:.0%} interval: {outcomes:3}", level=result.level, outcomes=_outcomes(result)
    )
    ax.set_xlabel(said(text, chosen))
    ax.grid(axis="x", alpha=0.3)
    if len(parts) > 1:
        legend_above(ax, min(len(parts), 4))
    return finished(ax)


def _drawn(result: PanelEffects | PanelModels) -> tuple[list[Drawn], list[str], dict[str, Label]]:
    """Return the models, the terms that are drawn, and names of nodes."""
    out = ["constant", *result.indicators]
    if isinstance(result, PanelEffects):
        parts, names = [(result.outcome, result.coefficients)], result.names
    else:
        frames = {"estimate": result.estimates, "lower": result.lower, "upper": result.upper}
        parts = [
            (str(head), pd.DataFrame({key: frame[head] for key, frame in frames.items()}))
            for head in result.estimates
        ]
        names = {}
    terms = [str(one) for one in parts[0][1].index if one not in out]
    if not terms:
        raise UnsuitableMethod("result", "has no terms to draw", "name regressors")
    return parts, terms, names


def _outcomes(result: PanelEffects | PanelModels) -> list[str]:
    return [result.outcome] if isinstance(result, PanelEffects) else list(dict.fromkeys(result.outcomes))
