"""The indicator tree as an icicle: every node as high as its share of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govmetrics.core.language import Both, language_asked
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, canvas, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def tree(weights: Weights, ax: Axes | None = None, language: Both | None = None) -> Axes:
    r"""Draw the tree from left to right, every node as high as its weight in the whole index.

    Parameters
    ----------
    weights : Weights
        From any weighting; `gm.weighting.assigned(tree)` takes those that stand in the tree.
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
    >>> small = gm.IndicatorTree.from_groups({"actors": ["trust", "votes"], "outcomes": ["solved"]})
    >>> ax = gm.plots.tree(gm.weighting.equal(small))
    >>> [text.get_text() for text in ax.texts][1:3]
    ['actors\n50.0%', 'trust\n25.0%']
    """
    made = Text("make them with gm.weighting, for example gm.weighting.assigned(tree)")
    asked(weights=(weights, instance(Weights, made, ("weights",))), ax=(ax, AXES), language=(language, BOTH))
    chosen, drawn = language_asked(language), weights.tree
    leaves = weights.across_tree()
    width, depth = 26, _depth(drawn, drawn.root.code)
    ax = canvas(ax, 2.1 * depth + 0.6, max(3.0, 0.3 * len(leaves)))
    high = ax.get_window_extent().height / 72  # in inches at 72 dots: how much text has room

    def place(code: str, level: int, top: float, colour: str) -> float:
        parts = drawn.parts(code)
        share = float(leaves[code]) if not parts else float(sum(leaves[leaf] for leaf in drawn.leaves(code)))
        wide = depth - level if not parts else 1  # a leaf reaches the right edge, whatever its depth
        ax.bar(level, share, wide, bottom=1 - top - share, align="edge", color=colour, edgecolor="white", linewidth=1,
               alpha=(1.0, 0.85, 0.6, 0.45)[min(level, 3)])  # fmt: skip
        lines = 2 if share * high > 0.45 else 1
        name, percent = fitted(drawn[code].label(chosen), width, lines=1), f"{share:.1%}"
        if share * high > 0.1:
            ax.text(level + 0.04, 1 - top - share / 2, f"{name}\n{percent}" if lines == 2 else f"{name}  {percent}",
                    va="center", fontsize="small")  # fmt: skip
        inside = top
        for k, part in enumerate(parts):
            inside += place(part, level + 1, inside, _LIGHT[k % len(_LIGHT)] if level == 0 else colour)
        return share

    place(drawn.root.code, 0, 0.0, "#DDDDDD")
    ax.set_xlim(0, depth)
    ax.set_ylim(0, 1)
    ax.set_axis_off()
    return finished(ax)


_LIGHT = tuple(COLOURS[k] for k in (5, 1, 3, 4, 2))
"""Light enough for black text."""


def _depth(tree: IndicatorTree, code: str) -> int:
    return 1 + max((_depth(tree, part) for part in tree.parts(code)), default=0)
