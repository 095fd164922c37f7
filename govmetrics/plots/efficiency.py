"""Efficiency scores as bars, with what would have to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.words import Text
from govmetrics.dea import Efficiency
from govmetrics.plots.labels import latest, unit_names
from govmetrics.plots.style import AXES, COLOURS, GOOD, canvas, finished, one_a_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def efficiency(
    result: Efficiency, ax: Axes | None = None, top: int = 40, language: Both | None = None
) -> Axes:
    """Draw every unit's efficiency, best on top, and beside each bar by how much it would have to change.

    Parameters
    ----------
    result : Efficiency
        From `dea.radial` and the models of its kind. With several periods the latest one is drawn.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units.
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
    >>> staff = pd.DataFrame({"staff": [2.0, 4.0]}, index=["East", "West"])
    >>> solved = pd.DataFrame({"solved": [4.0, 4.0]}, index=["East", "West"])
    >>> ax = gm.plots.efficiency(gm.dea.radial(staff, solved, returns="constant"), language="en")
    >>> [text.get_text() for text in ax.texts]
    [' 1.000', ' 0.500  (inputs −50.0%)']
    """
    made = Text("make it with dea.radial")
    asked(
        result=(result, instance(Efficiency, made)),
        ax=(ax, AXES),
        top=(top, COUNT),
        language=(language, BOTH),
    )
    chosen = language_asked(language)
    found, period = latest(result.scores.to_frame("score"))
    scores = found["score"].dropna().sort_values(ascending=False, kind="stable").head(top)
    efficient = scores.to_numpy() > 1 - 1e-9
    ax = canvas(ax, 8, 1.2 + 0.27 * max(len(scores), 3))
    ax.barh(np.arange(len(scores)), scores, color=np.where(efficient, GOOD, COLOURS[5]))
    word = said(Text("outputs" if result.orientation == "output" else "inputs"), chosen)
    for place, score in enumerate(scores):
        change = 100 * (1 / score - 1 if result.orientation == "output" else score - 1)
        more = "" if abs(change) < 0.05 else f"  ({word} {change:+.1f}%)".replace("-", "−")
        ax.text(max(score, 1.0), place, f" {score:.3f}{more}", va="center", fontsize="small")
    ax.axvline(1, color="black", linewidth=0.8)
    one_a_row(ax, unit_names(scores.index))
    ax.margins(x=0.2)
    label = said(Text("efficiency"), chosen)
    ax.set_xlabel(label if period is None else f"{label}, {period}")
    return finished(ax)
