"""A confirmatory factor model as a path diagram: factors, items, loadings, correlations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, asked, instance
from govmetrics.core.words import Text
from govmetrics.plots.labels import fitted
from govmetrics.plots.style import AXES, COLOURS, canvas, finished
from govmetrics.psychometrics import Confirmation

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LINK = {"arrowstyle": "->", "color": "black", "linewidth": 0.9}


def path_diagram(result: Confirmation, ax: Axes | None = None, language: Both | None = None) -> Axes:
    """Draw factors as ellipses, items as boxes, standardised loadings on the arrows and residual variances beside the items.

    Parameters
    ----------
    result : Confirmation
        From `psychometrics.confirm`.
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
    from matplotlib.patches import Ellipse, FancyArrowPatch, Rectangle

    asked(result=(result, instance(Confirmation, Text("make it with psychometrics.confirm"))), ax=(ax, AXES),
          language=(language, BOTH))  # fmt: skip
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
    names, bend = list(factors), 0.0
    links = result.factor_correlations.loc[names, names].to_numpy()
    for k, one in enumerate(names):
        for m, other in enumerate(names[k + 1 :]):
            gap = abs(factors[one] - factors[other])
            bend = 0.35 + 0.1 * gap / max(1.0, len(items) / len(names))
            ax.add_patch(FancyArrowPatch((-0.62, factors[one]), (-0.62, factors[other]), arrowstyle="<->", mutation_scale=8,
                                         connectionstyle=f"arc3,rad={bend}", linewidth=0.9))  # fmt: skip
            ax.text(-0.62 - bend * gap / 2, (factors[one] + factors[other]) / 2,
                    f"{links[k, k + 1 + m]:.2f}", ha="center", va="center", fontsize="small",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})  # fmt: skip
    far = max((abs(a - b) for a in factors.values() for b in factors.values()), default=0.0)
    ax.set_xlim(-1.0 - max(bend, 0.35) * far / 2, 4.6)
    ax.set_ylim(-len(items) + 0.4, 0.9)
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
