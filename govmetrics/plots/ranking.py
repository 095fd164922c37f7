"""The ranking as bars, each split into what the parts add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from govmetrics.core.language import Both, language_asked
from govmetrics.core.options import BOTH, COUNT, among, asked, optional
from govmetrics.core.scores import SCORES, Scores
from govmetrics.plots.labels import digits_of, latest, node_names, unit_names, width_of
from govmetrics.plots.style import (
    AXES,
    COLOURS,
    LEGEND_WIDTH,
    TITLE_WIDTH,
    canvas,
    fill,
    finished,
    legend_above,
    one_a_row,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
    asked(scores=(scores, SCORES), ax=(ax, AXES), top=(top, COUNT), language=(language, BOTH))
    chosen, tree = language_asked(language), scores.weights.tree
    asked(node=(node, optional(among(tree.node_codes))))
    code = node or tree.root.code
    shown, period = latest(scores.ranking(code))
    shown = shown[shown["score"].notna()].head(top)
    ax = canvas(ax, 8, 1.2 + 0.3 * max(len(shown), 3))
    pieces = _pieces(scores, code, shown)
    if pieces is None:
        ax.barh(np.arange(len(shown)), shown["score"], color=COLOURS[0])
    else:
        _stack(ax, pieces, node_names([tree[part] for part in tree.parts(code)], chosen))
    digits = digits_of(scores)
    for place, (score, rank) in enumerate(zip(shown["score"], shown["rank"], strict=True)):
        ax.text(max(score, 0), place, f" {score:.{digits}f}  (#{rank})", va="center", fontsize="small")
    one_a_row(ax, unit_names(shown.index))
    ax.margins(x=0.15)
    name = node_names([tree[code]], chosen, TITLE_WIDTH)[0]
    ax.set_xlabel(name if period is None else f"{name}, {period}")
    return finished(ax)


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
        ax.barh(np.arange(len(piece)), piece, left=left, label=label, **fill(place))
        left = left + piece
    widest = max(width_of(line) for label in labels for line in label.split("\n"))
    columns = max(1, min(4, LEGEND_WIDTH // (widest + 8)))
    legend_above(ax, columns)
