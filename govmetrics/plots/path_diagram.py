"""A confirmatory factor model, or a model of paths, as a path diagram."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots._structural_diagram import drawn_paths
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, canvas, finished
from govmetrics.psychometrics import Confirmation, Paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINK = {"arrowstyle": "->", "color": "black", "linewidth": 0.9}
_EDGE = -0.62
"""The left end of a factor's ellipse."""


def path_diagram(result: Confirmation | Paths, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw factors as ellipses, items as boxes, standardised loadings on the arrows and residual variances beside the items.

    Of a model of paths the variables are drawn, causes at the left, with standardised coefficients on the arrows (dashed where
    they do not differ from zero), R squared below the outcomes and correlations of the causes; items are not.

    Parameters
    ----------
    result : Confirmation or Paths
        From `psychometrics.confirm` or `psychometrics.paths`.
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
    >>> import numpy as np
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> common = np.random.default_rng(0).normal(size=(200, 2))
    >>> noise = np.random.default_rng(1).normal(size=(200, 6))
    >>> items = pd.DataFrame(common[:, [0, 0, 0, 1, 1, 1]] + noise, columns=list("abcdef"))
    >>> found = gm.psychometrics.confirm(items, {"trust": list("abc"), "order": list("def")})
    >>> ax = gm.plots.path_diagram(found)
    >>> [text.get_text() for text in ax.texts if text.get_text() in ("trust", "order")]
    ['trust', 'order']
    """
    way = Text("make it with psychometrics.confirm or psychometrics.paths")
    asked(result=(result, instance(Confirmation | Paths, way)), ax=(ax, AXES), language=(language, BOTH))
    if isinstance(result, Paths):
        ax, pairs = drawn_paths(result, ax)
        for one, other, places, value in pairs:
            _correlation(ax, one, other, _bulge(places), value)
        return _finished(ax, result, language)
    from matplotlib.patches import Ellipse, Rectangle

    loadings = result.loadings["standardized"]
    items = list(dict.fromkeys(loadings.index.get_level_values("item")))
    height = {item: -float(k) for k, item in enumerate(items)}
    factors = {
        str(factor): float(np.mean([height[item] for item in rows.index.get_level_values("item")]))
        for factor, rows in loadings.groupby(level="factor", sort=False)
    }
    ax = canvas(ax, 8, 0.9 + 0.46 * len(items))
    for factor, item, value in loadings.reset_index().itertuples(index=False):
        ax.annotate("", (2.0, height[item]), (0.62, factors[factor]), arrowprops=_LINK)
        x = 1.55
        y = factors[factor] + (height[item] - factors[factor]) * (x - 0.62) / (2.0 - 0.62)
        ax.text(x, y, f"{value:.2f}", fontsize="small", ha="center", va="center",
                bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip
    for item, y in height.items():
        ax.add_patch(Rectangle((2.0, y - 0.34), 1.5, 0.68, facecolor="white", edgecolor="black"))
        ax.text(2.75, y, fitted(str(item), 20, lines=1), ha="center", va="center", fontsize="small")
        ax.annotate("", (3.52, y), (3.95, y), arrowprops=_LINK)
        ax.text(4.0, y, f"{result.residuals['standardized'][item]:.2f}", va="center", fontsize="small")
    for factor, y in factors.items():
        ax.add_patch(Ellipse((0.0, y), 1.24, 0.95, facecolor=COLOURS[5], alpha=0.6, edgecolor="black"))
        ax.text(0.0, y, fitted(str(factor), 16), ha="center", va="center", fontsize="small")
    links = result.factor_correlations.loc[list(factors), list(factors)].to_numpy()
    for (k, one), (m, other) in combinations(enumerate(factors.values()), 2):
        _correlation(ax, one, other, _bulge(m - k), links[k, m])
    ax.set_xlim(_EDGE - _bulge(len(factors) - 1) - 0.4, 4.6)
    ax.set_ylim(-len(items) + 0.4, 0.9)
    return _finished(ax, result, language)


def _finished(ax: Axes, result: Confirmation | Paths, language: Both | None) -> Axes:
    """Return the axes with the fit above them."""
    fit = result.fit
    told = Text(
        "CFI {cfi:.3f}, RMSEA {rmsea:.3f}, SRMR {srmr:.3f}",
        cfi=fit["cfi"],
        rmsea=fit["rmsea"],
        srmr=fit["srmr"],
    )
    ax.set_title(said(told, language_asked(language)), loc="left", fontsize="medium")
    ax.set_axis_off()
    return finished(ax)


def _bulge(steps: int) -> float:
    """Return how far to the left an arc reaches between factors so many places apart; none crosses another's number."""
    return 0.5 * steps


def _correlation(ax: Axes, one: float, other: float, bulge: float, value: float) -> None:
    """Draw an arc between two factors, and its number where it is furthest from them."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    middle = (one + other) / 2
    corner = (_EDGE - 2 * bulge, middle)  # of a parabola, whose top lies half way to it
    arc = Path([(_EDGE, one), corner, (_EDGE, other)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    ax.add_patch(FancyArrowPatch(path=arc, arrowstyle="<->", mutation_scale=8, linewidth=0.9))
    ax.text(_EDGE - bulge, middle, f"{value:.2f}", ha="center", va="center", fontsize="small",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip
