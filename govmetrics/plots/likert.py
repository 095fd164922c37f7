"""Answers of a survey as stacked bars around the middle of the scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, among, asked, optional, several
from govmetrics.core.survey import SURVEY, Survey
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, NAME_WIDTH, canvas, finished, legend_above, one_a_row, steps

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def likert(
    survey: Survey, items: Sequence[str] | None = None, ax: Axes | None = None, language: Both | None = None
) -> Axes:
    """Draw the share of every answer to every item, the middle of the scale at zero.

    Shares are of the respondents who answered the item, weighted where the survey has weights; items worded
    against their scale are turned, and so are those of leaves where less is better: right is always better.

    Parameters
    ----------
    survey : Survey
        All items shown have one scale of whole numbers.
    items : sequence of str, optional
        Which; all by default.
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    UnsuitableMethod
        Items of different scales, or a scale of more than eleven points.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust", "votes"]})
    >>> answers = pd.DataFrame({"trust": [1, 3, 5, 5], "votes": [2, 2, 4, 4]})
    >>> ax = gm.plots.likert(gm.Survey(tree, answers))
    >>> sorted({round(bar.get_width()) for bar in ax.patches})
    [0, 25, 50]
    """
    asked(survey=(survey, SURVEY), ax=(ax, AXES), language=(language, BOTH))
    asked(items=(items, optional(several(among(survey.items), 1))))
    chosen, shown = language_asked(language), list(items or survey.items)
    limits = {tuple(survey.limits[survey.items.index(item)]) for item in shown}
    if len(limits) > 1:
        raise UnsuitableMethod("survey", "the items shown have different scales: {scales}",
                               "draw the items of one scale at a time, with items=", scales=sorted(limits))  # fmt: skip
    low, high = (int(end) for end in limits.pop())
    if high - low > 10:
        raise UnsuitableMethod("survey", "a scale from {low} to {high} has too many steps for bars",
                               "draw the items of shorter scales, with items=", low=low, high=high)  # fmt: skip
    answers = survey.favourable()[shown]
    weight = np.ones(len(answers)) if survey.weight is None else survey.weight.to_numpy(dtype=float)
    codes = np.arange(low, high + 1)
    hits = (answers.to_numpy()[:, :, None] == codes) * weight[:, None, None]  # respondents, items, codes
    totals = hits.sum(axis=(0, 2), keepdims=False)
    shares = 100 * hits.sum(axis=0) / np.where(totals > 0, totals, np.nan)[:, None]
    middle = (low + high) / 2
    left = -(shares[:, codes < middle].sum(axis=1) + shares[:, codes == middle].sum(axis=1) / 2)
    ax = canvas(ax, 8, 1.4 + 0.34 * max(len(shown), 3))
    places = np.arange(len(shown))
    for k, look in enumerate(steps(len(codes))[::-1]):
        ax.barh(places, shares[:, k], left=left, label=str(codes[k]), **look)
        left = left + shares[:, k]
    ax.axvline(0, color="black", linewidth=0.8)
    one_a_row(ax, [fitted(item, NAME_WIDTH) for item in shown])
    ax.set_xlabel(said(Text("share of answers (%), better to the right"), chosen))
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    legend_above(ax, len(codes))
    return finished(ax)
