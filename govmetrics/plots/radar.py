"""One unit in every part of a node, on spokes, beside the median and a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.labels import row_label
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, MAPPING, Kind, among, asked, is_number, optional
from govmetrics.core.scores import SCORES, Scores
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted, node_names, row_of
from govmetrics.plots.profile import median_of
from govmetrics.plots.style import COLOURS, TITLE_WIDTH, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POLAR = Kind(lambda value: value is None or getattr(value, "name", "") == "polar",
              Text("give polar axes: figure.add_subplot(projection='polar')"))  # fmt: skip


def radar(
    scores: Scores,
    unit: object,
    ax: Axes | None = None,
    target: Mapping[str, float] | None = None,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw a unit's score in every part of a node against the median of all units and a target.

    Parameters
    ----------
    scores : Scores
        Of all units; with several periods the median is that of the unit's own period.
    unit : label
        A unit, of several periods in the latest one; or (period, unit).
    ax : matplotlib Axes, optional
        Polar ones; a new figure by default.
    target : mapping of code to number, optional
        A score that every part should reach.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node's parts are shown; the root's by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    UnsuitableMethod
        A node with fewer than three parts: `plots.profile` draws bars.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]})
    >>> frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [3.0, 1, 2], "c": [1.0, 5, 9]}, index=["East", "West", "North"])
    >>> ax = gm.plots.radar(gm.follow(gm.Recipe(), gm.Dataset(tree, frame)).scores, "North")
    >>> ax.lines[0].get_ydata().tolist()
    [100.0, 50.0, 100.0, 100.0]
    """
    asked(
        scores=(scores, SCORES),
        ax=(ax, _POLAR),
        target=(target, optional(MAPPING)),
        language=(language, BOTH),
    )
    chosen, tree = language_asked(language), scores.weights.tree
    unit = row_of(scores.values.index, unit)
    asked(unit=(unit, among(scores.values.index)), node=(node, optional(among(tree.node_codes))))
    parts = tree.parts(node or tree.root.code)
    if len(parts) < 3:
        raise UnsuitableMethod("node", "has {count:# part|# parts}, and a radar needs three spokes",
                               "draw plots.profile", count=len(parts))  # fmt: skip
    wrong = [code for code, value in (target or {}).items() if code not in parts or not is_number(value)]
    if wrong:
        raise FaultyInput("target", "{codes} are not parts of the node with a number", "give a number for each of: {parts}",
                          codes=wrong, parts=parts)  # fmt: skip
    angles = np.linspace(0, 2 * np.pi, len(parts), endpoint=False)
    values = scores.values[parts].iloc[scores.values.index.get_loc(unit)]
    ax = canvas(ax, 6, 5.4, subplot_kw={"projection": "polar"})
    _ring(ax, angles, values.to_numpy(), fitted(row_label(unit), 24, lines=1), color=COLOURS[0], linewidth=2)
    ax.fill(angles, np.nan_to_num(values), color=COLOURS[0], alpha=0.15)
    middle = median_of(scores.values[parts], unit).to_numpy()
    _ring(ax, angles, middle, said(Text("median"), chosen), color=COLOURS[6], linestyle="--")
    if target:
        goal = np.array([float(target.get(part, np.nan)) for part in parts])
        _ring(ax, angles, goal, said(Text("target"), chosen), color="black", linestyle=":")
    ax.set_xticks(angles, node_names([tree[part] for part in parts], chosen, 16))
    if scores.scale is not None:
        ax.set_ylim(*scores.scale)
    ax.set_title(
        fitted(tree[node or tree.root.code].label(chosen), TITLE_WIDTH), loc="left", fontsize="medium"
    )
    ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(-0.1, -0.05), ncols=3, fontsize="small")
    return finished(ax, frame=True)


def _ring(ax: Axes, angles: np.ndarray, values: np.ndarray, label: str, **look: object) -> None:
    """Draw a closed line; what is missing breaks it."""
    ax.plot(np.append(angles, angles[0]), np.append(values, values[0]), label=label, **look)  # type: ignore[arg-type]
