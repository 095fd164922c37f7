"""The efficient frontier in two dimensions, and how far each unit is from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, FRAME, asked, instance
from govmetrics.core.words import Text
from govmetrics.dea import Efficiency
from govmetrics.plots.apart import label_points
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, QUIET, canvas, finished, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 40
"""Of more units only the efficient ones are named."""


def frontier(
    result: Efficiency,
    inputs: pd.DataFrame,
    outputs: pd.DataFrame,
    ax: Axes | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw units, the frontier through the efficient ones and the way of every other unit to its target.

    One input and one output are drawn as they are; two inputs of one output by unit of output, and two outputs of
    one input by unit of input, which needs constant returns to scale.

    Parameters
    ----------
    result : Efficiency
        From `dea.radial` with the same inputs and outputs, of one period.
    inputs, outputs : DataFrame, shape (units, 1 or 2)
        As given to `dea.radial`.
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
        More than three inputs and outputs together, or two of a kind without constant returns.

    References
    ----------
    Farrell, M. J. (1957), The measurement of productive efficiency. Journal of the Royal Statistical Society A
    120(3): 253-290.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> staff = pd.DataFrame({"staff": [2.0, 4.0, 5.0]}, index=["East", "West", "North"])
    >>> solved = pd.DataFrame({"solved": [2.0, 5.0, 3.0]}, index=["East", "West", "North"])
    >>> ax = gm.plots.frontier(gm.dea.radial(staff, solved, returns="variable"), staff, solved)
    >>> ax.lines[0].get_xydata().tolist()
    [[2.0, 0.0], [2.0, 2.0], [4.0, 5.0], [5.0, 5.0]]
    """
    asked(result=(result, instance(Efficiency, Text("make it with dea.radial"))), inputs=(inputs, FRAME),
          outputs=(outputs, FRAME), ax=(ax, AXES), language=(language, BOTH))  # fmt: skip
    for name, frame in {"inputs": inputs, "outputs": outputs}.items():
        same = frame.index.equals(result.scores.index) and frame.columns.isin(result.targets.columns).all()
        if not same:
            raise FaultyInput(
                name, "has other rows or columns than the result", "give the frame that dea.radial was given"
            )
    names, points, targets = _coordinates(result, inputs, outputs)
    efficient = (result.efficient == "strong").to_numpy()
    ax = canvas(ax, 6.6, 5)
    edge = _edge(result.returns, (inputs.shape[1], outputs.shape[1]), points, efficient)
    ax.plot(*edge.T, color="black", linewidth=1.4, label=said(Text("frontier"), language_asked(language)))
    ax.scatter(
        points[efficient, 0],
        points[efficient, 1],
        color=COLOURS[0],
        s=36,
        zorder=3,
        label=said(Text("efficient"), language_asked(language)),
    )
    ax.scatter(points[~efficient, 0], points[~efficient, 1], color=COLOURS[1], marker="s", s=26, zorder=3,
               label=said(Text("not efficient"), language_asked(language)))  # fmt: skip
    for point, target in zip(points[~efficient], targets[~efficient], strict=True):
        ax.annotate("", target, point, arrowprops={"arrowstyle": "->", "color": QUIET, "linewidth": 0.8})
    ax.set_xlabel(names[0])
    ax.set_ylabel(names[1])
    ax.set_xlim(left=0)
    ax.set_ylim(bottom=0)
    ax.margins(0.1)
    legend_above(ax, 3)
    finished(ax)
    named = efficient | (len(points) <= NAMED)
    label_points(ax, points[named], [fitted(str(unit), 16, lines=1) for unit in result.scores.index[named]])
    return ax


def _coordinates(
    result: Efficiency, inputs: pd.DataFrame, outputs: pd.DataFrame
) -> tuple[tuple[str, str], np.ndarray, np.ndarray]:
    """Return the names of the axes, the units' points and their targets, both of shape (units, 2)."""
    x, y = inputs.to_numpy(dtype=float), outputs.to_numpy(dtype=float)
    at_x, at_y = (result.targets[list(frame.columns)].to_numpy(dtype=float) for frame in (inputs, outputs))
    one, two = (
        [fitted(str(name), 30, lines=1) for name in inputs],
        [fitted(str(name), 30, lines=1) for name in outputs],
    )
    if (x.shape[1], y.shape[1]) == (1, 1):
        return (one[0], two[0]), np.hstack([x, y]), np.hstack([at_x, at_y])
    if x.shape[1] + y.shape[1] > 3 or result.returns != "constant":
        raise UnsuitableMethod("result", "of {inputs} inputs and {outputs} outputs with {returns} returns has more than two axes",
                               "draw one input and one output, or three in all with constant returns, or plots.efficiency",
                               inputs=x.shape[1], outputs=y.shape[1], returns=Text(result.returns))  # fmt: skip
    if x.shape[1] == 2:
        return (f"{one[0]} / {two[0]}", f"{one[1]} / {two[0]}"), x / y, at_x / at_y
    return (f"{two[0]} / {one[0]}", f"{two[1]} / {one[0]}"), y / x, at_y / at_x


def _edge(returns: str, sizes: tuple[int, int], points: np.ndarray, efficient: np.ndarray) -> np.ndarray:
    """Return the corners of the frontier, shape (corners, 2)."""
    best = points[efficient]
    best = best[np.lexsort((best[:, 1], best[:, 0]))]
    right, top = points.max(axis=0) * 1.0
    if sizes == (2, 1):  # less of both is better: from the top down and then to the right
        return np.vstack([[best[0, 0], top * 1.1], best, [right * 1.1, best[-1, 1]]])
    if sizes == (1, 2):  # more of both is better
        return np.vstack([[0.0, best[0, 1]], best, [best[-1, 0], 0.0]])
    slope = float((best[:, 1] / best[:, 0]).max())
    if returns == "constant":
        return np.array([[0.0, 0.0], [right, slope * right]])
    start = {"variable": [[best[0, 0], 0.0]], "increasing": [[best[0, 0], 0.0]], "decreasing": [[0.0, 0.0]]}[
        returns
    ]
    end = [[right, slope * right]] if returns == "increasing" else [[right, best[-1, 1]]]
    return np.vstack([start, best, end])
