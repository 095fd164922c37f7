"""The ceiling over a scatter plot: how much of a condition a level of the outcome takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.core.language import Both, language_asked
from govmetrics.core.options import BOTH, among, asked, instance, wanted
from govmetrics.core.words import Text
from govmetrics.plots.style import AXES, COLOURS, canvas, finished
from govmetrics.qca import NecessaryConditions

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ceiling(
    result: NecessaryConditions,
    condition: str | None = None,
    ax: Axes | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw the cases and both ceilings over them: steps (CE-FDH) and the line through their corners (CR-FDH).

    Parameters
    ----------
    result : NecessaryConditions
        From `qca.necessary_condition_analysis`. What was turned round (``~name``) is drawn as its negative.
    condition : str, optional
        That with the largest effect by default.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    FaultyInput
        Another kind of result, an unknown condition.

    References
    ----------
    Dul, J. (2016). Necessary condition analysis (NCA). Organizational Research Methods 19, 10-52.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> frame = pd.DataFrame({"FUNDS": [0, 1, 2, 3, 4], "DONE": [1, 1, 3, 2, 5]}, list("abcde"))
    >>> ax = gm.plots.ceiling(gm.qca.necessary_condition_analysis(frame, "DONE", draws=100))
    >>> ax.get_xlabel()
    'FUNDS'
    """
    way_out = Text("make it with qca.necessary_condition_analysis")
    faults = wanted(
        result=(result, instance(NecessaryConditions, way_out)), language=(language, BOTH), ax=(ax, AXES)
    )
    faults.raise_all()
    steps = result.effects.xs("CE-FDH", level="ceiling")["effect"]
    name: Any = steps.idxmax() if condition is None else condition
    asked(condition=(name, among(steps.index)))
    language_asked(language)  # names and numbers are the same in all
    x, y = (result.points[key].to_numpy(dtype=float) for key in (name, result.outcome))
    ax = canvas(ax, 7, 5)
    at = np.unique(x)
    top = np.maximum.accumulate([y[x == one].max() for one in at])
    drawn = [*ax.step([*at, at[-1]], [*top, y.max()], where="post", color=COLOURS[0], linewidth=1.5)]
    labels = [f"CE-FDH, d = {steps[name]:.2f}"]
    intercept, slope = result.lines.loc[name, ["intercept", "slope"]]
    if np.isfinite(slope) and slope > 0:
        ends = np.clip((np.array([y.min(), y.max()]) - intercept) / slope, x.min(), x.max())
        drawn += ax.plot(ends, intercept + slope * ends, color=COLOURS[1], linewidth=1.5, linestyle="--")
        effect = result.effects.loc[(name, "CR-FDH"), "effect"]
        labels.append(f"CR-FDH, d = {effect:.2f}")
    ax.scatter(x, y, s=24, color="none", edgecolors="black", linewidths=0.8, zorder=3)
    ax.set_xlabel(str(name))
    ax.set_ylabel(str(result.outcome))
    ax.margins(0.06)
    ax.legend(drawn, labels, loc="lower right")
    finished(ax)
    return ax
