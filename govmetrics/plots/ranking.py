"""The ranking as bars, and one unit's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.language import Both, language_asked
from govmetrics.core.nodes import Node
from govmetrics.core.options import BOTH, COUNT, Kind, among, asked, optional
from govmetrics.core.scores import SCORES, Scores
from govmetrics.core.words import Text
from govmetrics.plots.fonts import drawable, drawn, fonts
from govmetrics.plots.labels import digits_of, fitted, in_time, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#33658a", "#86bbd8", "#758e4f", "#f6ae2d", "#f26419", "#7d5ba6", "#8d99ae", "#2f4858")
AXES = Kind(lambda value: value is None or hasattr(value, "add_patch"), Text("give matplotlib Axes"))
NAME_WIDTH, TITLE_WIDTH, LEGEND_WIDTH = 28, 50, 100
"""In Western characters: of a label beside a bar, of a title, of a line of the legend."""


def ranking(
    scores: Scores,
    ax: Axes | None = None,
    top: int = 30,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw the best units as bars, best on top, each bar split into the groups below the node.

    Parameters
    ----------
    scores : Scores
        With an arithmetic mean the pieces of a bar add up to the score; else the bar is plain. With several
        periods the latest one is drawn.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node; the root by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> ax = gm.plots.ranking(run.scores)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['East', 'North', 'West']
    """
    import matplotlib.pyplot as plt

    asked(scores=(scores, SCORES), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH))
    chosen, tree = language_asked(language), scores.weights.tree
    asked(node=(node, optional(among(tree.node_codes))))
    code = node or tree.root.code
    shown, period = _latest(scores.ranking(code))
    shown = shown[shown["score"].notna()].head(top)
    with fonts():
        if ax is None:
            _, ax = plt.subplots(figsize=(8, 1.2 + 0.3 * max(len(shown), 3)), layout="constrained")
        pieces = _pieces(scores, code, shown)
        if pieces is None:
            ax.barh(np.arange(len(shown)), shown["score"], color=COLOURS[0])
        else:
            _stack(ax, pieces, _labels([tree[part] for part in tree.parts(code)], chosen))
        digits = digits_of(scores)
        for place, (score, rank) in enumerate(zip(shown["score"], shown["rank"], strict=True)):
            ax.text(max(score, 0), place, f" {score:.{digits}f}  (#{rank})", va="center", fontsize="small")
        ax.set_yticks(np.arange(len(shown)), unit_names(shown.index))
        ax.set_ylim(max(len(shown), 1) - 0.4, -0.6)
        ax.margins(x=0.15)
        name = _labels([tree[code]], chosen, TITLE_WIDTH)[0]
        ax.set_xlabel(name if period is None else f"{name}, {period}")
        ax.spines[["top", "right"]].set_visible(False)
    return ax


def profile(
    scores: Scores,
    unit: object,
    ax: Axes | None = None,
    language: Both | None = None,
    node: str | None = None,
) -> Axes:
    """Draw a unit's score in every group below a node against the median of all units.

    Parameters
    ----------
    scores : Scores
        Of all units; with several periods the median is that of the unit's own period.
    unit : label
        The row: a unit, or (period, unit).
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.
    node : str, optional
        Which node's parts are shown; the root's by default.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [90.0, 55, 40]}, index=["East", "West", "North"])
    >>> run = gm.follow(gm.Recipe(weighting="equal"), gm.read_records(table, tree))
    >>> ax = gm.plots.profile(run.scores, "West")
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['actors', 'outcomes']
    """
    import matplotlib.pyplot as plt

    asked(scores=(scores, SCORES), ax=(ax, AXES), language=(language, BOTH))
    chosen, tree = language_asked(language), scores.weights.tree
    asked(unit=(unit, among(scores.values.index)), node=(node, optional(among(tree.node_codes))))
    parts = tree.parts(node or tree.root.code) or [tree.root.code]
    values = scores.values[parts].iloc[scores.values.index.get_loc(unit)]
    score, middle = (drawn(Text(word), chosen) for word in ("score", "median"))
    with fonts():
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.4 + 0.4 * len(parts)), layout="constrained")
        places = np.arange(len(parts))
        ax.barh(places, values.fillna(0), color=COLOURS[0], height=0.6, label=score)
        ax.scatter(_median(scores.values[parts], unit), places, color=COLOURS[4], marker="|", s=300, linewidths=3,
                   zorder=3, label=middle)  # fmt: skip
        ax.set_yticks(places, _labels([tree[part] for part in parts], chosen))
        ax.set_ylim(len(parts) - 0.5, -0.5)
        if scores.scale is not None:
            ax.set_xlim(min(0, scores.scale[0]), scores.scale[1])
        name = " ".join(map(str, unit)) if isinstance(unit, tuple) else str(unit)
        ax.set_title(fitted(drawable([name], ["unit"])[0], TITLE_WIDTH), loc="left")
        ax.legend(frameon=False, ncols=2, loc="upper left", bbox_to_anchor=(0, 0), borderaxespad=2)
        ax.spines[["top", "right"]].set_visible(False)
    return ax


def _latest(ranking: pd.DataFrame) -> tuple[pd.DataFrame, Any]:
    """Return the rows of the latest period without its label, and the period; all rows and None without periods."""
    periods = in_time(ranking.index)
    if not periods:
        return ranking, None
    return ranking[ranking.index.get_level_values("period") == periods[-1]], periods[-1]


def _pieces(scores: Scores, code: str, shown: pd.DataFrame) -> np.ndarray | None:
    """Return what each part adds to the score, shape (units, parts); None where parts do not add up to it."""
    parts = scores.weights.tree.parts(code)
    if not parts:
        return None
    values, shares = scores.values.loc[shown.index, parts].to_numpy(), scores.weights.of(code).to_numpy()
    known = ~np.isnan(values) * shares  # a missing part is left out, the others keep their proportions
    pieces = np.nan_to_num(values) * known / known.sum(axis=1, keepdims=True)
    fits = np.allclose(pieces.sum(axis=1), shown["score"]) and not (pieces < 0).any()
    return np.asarray(pieces) if fits else None


def _stack(ax: Axes, pieces: np.ndarray, labels: list[str]) -> None:
    """Draw bars of pieces, with a legend above that is no wider than the axes."""
    left = np.zeros(len(pieces))
    for place, (piece, label) in enumerate(zip(pieces.T, labels, strict=True)):
        ax.barh(np.arange(len(piece)), piece, left=left, color=COLOURS[place % len(COLOURS)], label=label)
        left = left + piece
    widest = max(width_of(line) for label in labels for line in label.split("\n"))
    columns = max(1, min(4, LEGEND_WIDTH // (widest + 8)))
    ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=columns, fontsize="small")


def _median(values: pd.DataFrame, unit: object) -> pd.Series:
    """Return the median of every column over the units of the unit's own period."""
    if values.index.nlevels == 2 and isinstance(unit, tuple):
        values = values[values.index.get_level_values("period") == unit[0]]
    return values.median()


def unit_names(index: pd.Index) -> list[str]:
    """Return the units' names as labels, on one line each."""
    units = index if index.nlevels == 1 else index.get_level_values("unit")
    names = drawable(map(str, units), (f"unit {place}" for place in range(1, len(units) + 1)))
    return [fitted(name, NAME_WIDTH, lines=1) for name in names]


def _labels(nodes: list[Node], language: Both, width: int = NAME_WIDTH) -> list[str]:
    fallbacks = [node.label("en") for node in nodes]
    codes = [node.code for node in nodes]
    english = drawable(fallbacks, codes)  # a tree with Chinese names only falls back to codes
    return [fitted(label, width) for label in drawable([node.label(language) for node in nodes], english)]
