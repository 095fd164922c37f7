"""The arrows of a model of paths: causes at the left, effects at the right, standardised coefficients on the arrows."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from govmetrics.plots.labels import fitted
from govmetrics.plots.style import COLOURS, canvas
from govmetrics.psychometrics import Paths

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HALF, TALL = 0.62, 0.34
"""Half the width and half the height of a node."""
_COLUMN, _ROW = 3.0, 1.5
_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}


def drawn_paths(result: Paths, ax: Axes | None) -> tuple[Axes, list[tuple[float, float, int, float]]]:
    """Draw nodes and arrows; return the axes, and of every pair of causes their heights, places apart and correlation."""
    columns = _columns(result)
    at = {
        name: (_COLUMN * k, _ROW * ((len(names) - 1) / 2 - i))
        for k, names in enumerate(columns)
        for i, name in enumerate(names)
    }
    tallest = max(len(names) for names in columns)
    ax = canvas(ax, 2.2 + 2.3 * len(columns), 1.4 + 0.9 * tallest)
    sure = result.coefficients["p"] < 1 - result.level
    betas, heights = result.coefficients["beta"], list[float]()
    for outcome, causes in result.model.items():
        for name in causes:
            arrow = (outcome, name)
            heights.append(_arrow(ax, at[name], at[outcome], float(betas[arrow]), solid=bool(sure[arrow])))
    for name, (x, y) in at.items():
        _node(ax, name, x, y, latent=name in result.factors)
        if name in result.model:
            ax.text(
                x,
                y - TALL - 0.08,
                f"R² {result.r_squared[name]:.2f}",
                ha="center",
                va="top",
                fontsize="small",
            )
    links = []
    for (k, one), (m, other) in combinations(enumerate(columns[0]), 2):
        found = result.covariances["correlation"]
        pair = (one, other) if (one, other) in found.index else (other, one)
        if pair in found.index:
            links.append((at[one][1], at[other][1], m - k, float(found[pair])))
    widest = max((places for *_, places, _ in links), default=0)
    span = max(_ROW * tallest / 2, *(abs(height) for height in heights))
    ax.set_xlim(-HALF - 0.5 * widest - 0.4, _COLUMN * (len(columns) - 1) + HALF + 0.3)
    ax.set_ylim(-span - 0.9, span + 0.9)
    return ax, links


def _columns(result: Paths) -> list[list[str]]:
    """Return the nodes by how many arrows lead to them at most."""
    depth: dict[str, int] = {}

    def of(name: str) -> int:
        if name not in depth:
            depth[name] = max((of(cause) + 1 for cause in result.model.get(name, ())), default=0)
        return depth[name]

    for outcome in result.model:
        of(outcome)
    return [[name for name in depth if depth[name] == k] for k in range(max(depth.values()) + 1)]


def _node(ax: Axes, name: str, x: float, y: float, *, latent: bool) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    if latent:
        ax.add_patch(
            Ellipse((x, y), 2 * HALF, 2.4 * TALL, facecolor=COLOURS[5], alpha=0.6, edgecolor="black")
        )
    else:
        ax.add_patch(
            Rectangle((x - HALF, y - TALL), 2 * HALF, 2 * TALL, facecolor="white", edgecolor="black")
        )
    ax.text(x, y, fitted(name, 16), ha="center", va="center", fontsize="small")


def _arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], value: float, *, solid: bool
) -> float:
    """Draw an arrow, around the nodes between where it passes a column, and its number; return that one's height."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    (x0, y0), (x1, y1) = (start[0] + HALF, start[1]), (end[0] - HALF, end[1])
    passed = round((end[0] - start[0]) / _COLUMN) - 1
    bulge = (1.0 if y0 + y1 >= 0 else -1.0) * 1.3 * passed
    corner = ((x0 + x1) / 2, (y0 + y1) / 2 + 2 * bulge)
    curve = Path([(x0, y0), corner, (x1, y1)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    ax.add_patch(
        FancyArrowPatch(
            path=curve, arrowstyle="->", mutation_scale=10, linewidth=0.9, linestyle="-" if solid else "--"
        )
    )
    share = 0.5 if passed else 0.4  # nearer to the cause: arrows that cross do so half way
    x = (1 - share) ** 2 * x0 + 2 * share * (1 - share) * corner[0] + share**2 * x1
    y = (1 - share) ** 2 * y0 + 2 * share * (1 - share) * corner[1] + share**2 * y1
    ax.text(x, y, f"{value:.2f}", fontsize="small", ha="center", va="center", bbox=_WHITE)
    return y
