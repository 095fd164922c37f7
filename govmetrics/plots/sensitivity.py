"""What the uncertainty of a ranking comes from: Sobol indices as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, NAME_WIDTH, canvas, fill, finished, legend_above, one_a_row
from govmetrics.robustness import Sensitivity

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def sensitivity(result: Sensitivity, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw the first and the total Sobol index of every factor, with their intervals.

    Parameters
    ----------
    result : Sensitivity
        From `robustness.sensitivity`.
    ax : matplotlib Axes, optional
        A new figure by default.
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
    >>> factors = [gm.robustness.PerturbedWeights(0.25), gm.robustness.Choice("aggregation", ["arithmetic", "geometric"])]
    >>> recipe, data = us_states()
    >>> ax = gm.plots.sensitivity(gm.robustness.sensitivity(recipe, data, factors[:1], draws=32), language="en")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['perturbed weights']
    """
    made = Text("make it with robustness.sensitivity")
    asked(result=(result, instance(Sensitivity, made)), ax=(ax, AXES), language=(language, BOTH))
    chosen, table = language_asked(language), result.indices
    ax = canvas(ax, 7.2, 1.5 + 0.7 * max(len(table), 2))
    places = np.arange(len(table))
    words = {"first": Text("alone (first order)"), "total": Text("with all interactions (total)")}
    for k, (kind, word) in enumerate(words.items()):
        error = np.vstack([table[kind] - table[f"{kind}_lower"], table[f"{kind}_upper"] - table[kind]]).clip(
            min=0
        )
        ax.barh(places + 0.36 * k - 0.18, table[kind], 0.34, xerr=error, label=said(word, chosen), **fill(k),
                error_kw={"capsize": 3, "linewidth": 1})  # fmt: skip
    ax.axvline(0, color="black", linewidth=0.8)
    one_a_row(ax, [fitted(said(Text(name), chosen), NAME_WIDTH) for name in table.index])
    ax.set_xlabel(said(Text("share of the variance"), chosen))
    legend_above(ax, 2)
    return finished(ax)
