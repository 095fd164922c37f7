"""What treatment did: the spread of every leaf before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, among, asked, optional, several
from govmetrics.core.words import Text
from govmetrics.plots.labels import node_names
from govmetrics.plots.style import AXES, COLOURS, canvas, finished, legend_above, one_a_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def distributions(
    before: Dataset,
    after: Dataset,
    ax: Axes | None = None,
    codes: Sequence[str] | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw the values of every leaf as boxes before and after treatment, in steps of the spread before.

    Zero is the median before treatment and one its distance to the quartiles on average, so that leaves of any
    unit stand beside each other and an outlier shows.

    Parameters
    ----------
    before, after : Dataset
        For example `assessment.dataset` and `assessment.treated`, of the same leaves.
    ax : matplotlib Axes, optional
        A new figure by default.
    codes : sequence of str, optional
        Which leaves; all by default.
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
    >>> recipe, data = us_states()
    >>> ax = gm.plots.distributions(data, gm.treatment.winsorise(data), codes=["murder"])
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Murder']
    """
    asked(before=(before, DATASET), after=(after, DATASET), ax=(ax, AXES), language=(language, BOTH))
    if before.tree.codes != after.tree.codes:
        raise FaultyInput("after", "has other leaves than the data before", "give the same data, treated")
    asked(codes=(codes, optional(several(among(before.tree.codes), 1))))
    chosen, shown = language_asked(language), list(codes or before.tree.codes)
    middle = before.values[shown].median()
    spread = (before.values[shown].quantile(0.75) - before.values[shown].quantile(0.25)) / 2
    spread = spread.where(spread > 0, before.values[shown].std()).where(lambda found: found > 0, 1.0)
    ax = canvas(ax, 8, 1.4 + 0.42 * max(len(shown), 3))
    places = np.arange(len(shown))
    for k, (word, data) in enumerate({"before": before, "after": after}.items()):
        found = ((data.values[shown] - middle) / spread).to_numpy()
        boxes = [column[~np.isnan(column)] for column in found.T]
        drawn = ax.boxplot(boxes, positions=places + 0.36 * k - 0.18, widths=0.3, orientation="horizontal",
                           manage_ticks=False, patch_artist=True, flierprops={"markersize": 3})  # fmt: skip
        for box in drawn["boxes"]:
            box.set(facecolor=COLOURS[(5, 1)[k]], hatch=("", "///")[k])
        ax.bar(0, 0, color=COLOURS[(5, 1)[k]], hatch=("", "///")[k], label=said(Text(word), chosen))
    one_a_row(ax, node_names([before.tree[code] for code in shown], chosen))
    ax.set_xlabel(
        said(Text("distance from the median, in half interquartile ranges before treatment"), chosen)
    )
    legend_above(ax, 2)
    return finished(ax)
