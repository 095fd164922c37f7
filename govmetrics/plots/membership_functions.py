"""Membership functions: the degree of every grade along an indicator's values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, Kind, asked, instance, is_number, optional, several
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.fuzzy import GradeScale, from_values
from govmetrics.fuzzy.breakpoints import scale_for
from govmetrics.fuzzy.values import Shape
from govmetrics.plots.style import AXES, canvas, finished, legend_above, line

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def membership_functions(
    breakpoints: Sequence[float],
    shape: Shape = "triangular",
    grades: GradeScale | None = None,
    ax: Axes | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw the degree of membership in every grade along the values of an indicator where more is better.

    Parameters
    ----------
    breakpoints : sequence of float
        Rising: one a grade, or two for every step between grades, as `fuzzy.from_values` takes them.
    shape : {"triangular", "trapezoidal", "gaussian", "sigmoid", "cloud"}
        Of the functions.
    grades : GradeScale, optional
        By default the usual one of as many grades.
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
    FaultyInput
        Break points that are not rising or too few for the grades.

    Examples
    --------
    >>> import govmetrics as gm
    >>> ax = gm.plots.membership_functions([20, 50, 80], language="en")
    >>> [line.get_label() for line in ax.lines]
    ['poor', 'fair', 'good']
    """
    asked(breakpoints=(breakpoints, several(Kind(is_number, Text("give a number")), 2)), ax=(ax, AXES),
          grades=(grades, optional(instance(GradeScale, Text("make it with fuzzy.GradeScale")))),
          language=(language, BOTH))  # fmt: skip
    points = [float(point) for point in breakpoints]
    scale = scale_for(points, shape) if grades is None else grades
    room = 0.25 * (max(points) - min(points))
    x = np.union1d(np.linspace(min(points) - room, max(points) + room, 601), points)
    data = Dataset(
        IndicatorTree.from_groups({"all": ["x"]}), pd.DataFrame({"x": x}, index=pd.RangeIndex(len(x)))
    )
    degrees = from_values(data, {"x": points}, shape, scale).to_numpy()
    ax = canvas(ax, 7.2, 3.6)
    names = scale.labels(language_asked(language))
    for k, grade in enumerate(scale.worst_to_best):
        ax.plot(x, degrees[:, grade], label=names[grade], **{**line(k), "marker": None})
    ax.set_xlabel(said(Text("value"), language_asked(language)))
    ax.set_ylabel(said(Text("degree of membership"), language_asked(language)))
    ax.set_ylim(0, 1.05)
    ax.set_xlim(x[0], x[-1])
    legend_above(ax, len(names))
    return finished(ax)
