"""The ranking as bars, and one unit's profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.nodes import Node
from govmetrics.core.scores import Scores
from govmetrics.plots.fonts import drawable, fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#33658a", "#86bbd8", "#758e4f", "#f6ae2d", "#f26419", "#7d5ba6", "#8d99ae", "#2f4858")


def ranking(
    scores: Scores, ax: Axes | None = None, top: int = 30, language: str = "en", node: str | None = None
) -> Axes:
    """Draw the best units as bars, best on top, each bar split into the groups below the node.

    Parameters
    ----------
    scores : Scores
        With an arithmetic mean the pieces of a bar add up to the score; else the bar is plain.
    ax : matplotlib Axes, optional
        A new figure by default.
    top : int
        How many units.
    language : {"en", "zh", "both"}
        Of the labels.
    node : str, optional
        Which node; the root by default.
    """
    import matplotlib.pyplot as plt

    tree = scores.weights.tree
    code = node or tree.root.code
    shown = scores.ranking(code).head(top)
    shown = shown[shown["score"].notna()]
    names = [" ".join(map(str, row)) if isinstance(row, tuple) else str(row) for row in shown.index]
    labels = drawable(names, (f"unit {place}" for place in range(1, len(names) + 1)))
    with fonts():
        if ax is None:
            _, ax = plt.subplots(figsize=(8, 1.2 + 0.28 * len(shown)), layout="constrained")
        places = np.arange(len(shown))
        parts = tree.parts(code)
        pieces = (
            scores.values.loc[shown.index, parts].to_numpy() * scores.weights.of(code).to_numpy()
            if parts
            else None
        )
        if pieces is not None and np.allclose(pieces.sum(axis=1), shown["score"]):
            left = np.zeros(len(shown))
            for place, (piece, text) in enumerate(
                zip(pieces.T, _labels([tree[p] for p in parts], language), strict=True)
            ):
                ax.barh(places, piece, left=left, color=COLOURS[place % len(COLOURS)], label=text)
                left = left + piece
            ax.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, fontsize="small")
        else:
            ax.barh(places, shown["score"], color=COLOURS[0])
        for place, (score, rank) in enumerate(zip(shown["score"], shown["rank"], strict=True)):
            ax.text(score, place, f" {score:.1f}  (#{rank})", va="center", fontsize="small")
        ax.set_yticks(places, labels)
        ax.invert_yaxis()
        ax.margins(x=0.15)
        ax.set_xlabel(_labels([tree[code]], language)[0])
        ax.spines[["top", "right"]].set_visible(False)
    return ax


def profile(
    scores: Scores, unit: object, ax: Axes | None = None, language: str = "en", node: str | None = None
) -> Axes:
    """Draw a unit's score in every group below a node against the median of all units.

    Parameters
    ----------
    scores : Scores
        Of all units.
    unit : label
        The row: a unit, or (period, unit).
    ax : matplotlib Axes, optional
        A new figure by default.
    language : {"en", "zh", "both"}
        Of the labels.
    node : str, optional
        Which node's parts are shown; the root's by default.
    """
    import matplotlib.pyplot as plt

    if unit not in scores.values.index:
        raise FaultyInput(Fault("unit", f"{unit!r} is not among the units"))
    tree = scores.weights.tree
    parts = tree.parts(node or tree.root.code) or [tree.root.code]
    values = scores.values[parts].iloc[scores.values.index.get_loc(unit)]
    median = scores.values[parts].median()
    words = {"en": ("median", "score"), "zh": ("中位数", "得分")}["zh" if language == "zh" else "en"]
    with fonts():
        if ax is None:
            _, ax = plt.subplots(figsize=(7, 1.2 + 0.4 * len(parts)), layout="constrained")
        places = np.arange(len(parts))
        ax.barh(places, values, color=COLOURS[0], height=0.6, label=drawable([words[1]], ["score"])[0])
        ax.scatter(median, places, color=COLOURS[4], marker="|", s=300, linewidths=3, zorder=3,
                   label=drawable([words[0]], ["median"])[0])  # fmt: skip
        ax.set_yticks(places, _labels([tree[p] for p in parts], language))
        ax.invert_yaxis()
        name = " ".join(map(str, unit)) if isinstance(unit, tuple) else str(unit)
        ax.set_title(drawable([name], ["unit"])[0], loc="left")
        ax.legend(frameon=False, ncols=2, loc="upper left", bbox_to_anchor=(0, -0.12))
        ax.spines[["top", "right"]].set_visible(False)
    return ax


def _labels(nodes: list[Node], language: str) -> list[str]:
    fallbacks = [node.label("en") for node in nodes]
    codes = [node.code for node in nodes]
    english = drawable(fallbacks, codes)  # a tree with Chinese names only falls back to codes
    return drawable([node.label(language) for node in nodes], english)
