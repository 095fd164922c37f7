"""Gap to a synthetic control, in front of the placebos' gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, FLAG, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted, unit_names
from govmetrics.plots.style import AXES, GOOD, POOR, QUIET, TITLE_WIDTH, canvas, finished, legend_above
from govmetrics.policy import SyntheticControl

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def gap(
    result: SyntheticControl, ax: Axes | None = None, placebos: bool = True, language: Both | None = None
) -> Axes:
    """Draw how far a treated unit lies from its synthetic control over time, and how far every placebo from its own.

    Parameters
    ----------
    result : SyntheticControl
        From `policy.synthetic`.
    ax : matplotlib Axes, optional
        A new figure by default.
    placebos : bool
        Draw them too, in grey: what gaps look like where nothing was done.
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
    >>> frame = pd.DataFrame({"unit": ["East"] * 4 + ["West"] * 4 + ["South"] * 4 + ["North"] * 4,
    ...                       "period": [2020, 2021, 2022, 2023] * 4,
    ...                       "score": [3, 5, 6, 11, 2, 5, 5, 7, 4, 5, 7, 9, 9, 8, 9, 9.0]})
    >>> ax = gm.plots.gap(gm.policy.synthetic(frame, "score", "unit", "period", "East", 2023))
    >>> len(ax.lines), ax.get_title(loc="right")
    (6, 'score')
    """
    made = Text("make it with policy.synthetic")
    asked(
        result=(result, instance(SyntheticControl, made)),
        ax=(ax, AXES),
        placebos=(placebos, FLAG),
        language=(language, BOTH),
    )
    chosen, path = language_asked(language), result.path
    ax = canvas(ax, 7.0, 3.8)
    at = np.arange(len(path))
    if placebos:
        others = result.placebo_gaps.drop(columns=[result.treated])
        for k, column in enumerate(others):
            name = said(Text("placebos ({count})", count=others.shape[1]), chosen) if k == 0 else None
            ax.plot(at, others[column], color=QUIET, linewidth=0.7, label=name)
    name = unit_names(pd.Index([result.treated], dtype=object))[0]
    ax.plot(at, path["gap"], color=GOOD, linewidth=2.2, label=fitted(name, TITLE_WIDTH))
    ax.axhline(0, color="black", linewidth=0.8)
    start = int(np.argmax(path["after"].to_numpy()))
    ax.axvline(start - 0.5, color=POOR, linewidth=1.2, linestyle="--", label=said(Text("start"), chosen))
    every = max(1, -(-len(path) // 14))
    labels = [str(one) for one in path.index[::every]]
    ax.set_xticks(at[::every], labels, rotation=0 if len(labels) <= 6 else 45)
    ax.set_ylabel(said(Text("gap to the synthetic control"), chosen))
    ax.set_title(fitted(result.outcome, TITLE_WIDTH), fontsize="medium", loc="right")
    legend_above(ax, 3)
    return finished(ax)
