"""Coupling coordination over time as a heat map: units by periods, with their levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, COUNT, asked, instance
from govmetrics.core.panel_rows import crossed
from govmetrics.core.words import Text
from govmetrics.diagnosis import Coupling
from govmetrics.plots.grid import shaded
from govmetrics.plots.labels import in_time, unit_names
from govmetrics.plots.style import AXES, canvas

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def coupling(result: Coupling, ax: Axes | None = None, top: int = 40, language: Both | None = None) -> Axes:
    """Draw the coordination degree D of every unit and period, best units of the latest period on top.

    Parameters
    ----------
    result : Coupling
        From `diagnosis.coupling`.
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
    >>> import govmetrics as gm
    >>> from govmetrics.demo import us_states
    >>> ax = gm.plots.coupling(gm.diagnosis.coupling(gm.follow(*us_states()).scores), top=2)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['New Hampshire', 'Wyoming']
    """
    made = Text("make it with diagnosis.coupling")
    asked(
        result=(result, instance(Coupling, made)), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH)
    )
    chosen = language_asked(language)
    degree = result.coordination
    periods = list(in_time(degree.index))
    label = said(Text("coordination degree D"), chosen)
    table = crossed(degree, "period")[periods] if periods else degree.to_frame(label)
    table = table.sort_values(table.columns[-1], ascending=False, kind="stable").head(top)
    ax = canvas(ax, 2.6 + 0.8 * max(table.shape[1], 2), 1.4 + 0.26 * max(len(table), 3))
    return shaded(ax, np.asarray(table, dtype=float), unit_names(table.index), [str(name) for name in table.columns],
                  ".2f", limits=(0.0, 1.0), label=label)  # fmt: skip
