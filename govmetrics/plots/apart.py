"""Labels beside points that do not lie on each other."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from govmetrics.plots.fonts import dress
from govmetrics.plots.style import QUIET

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Bbox

_AROUND = [(np.cos(a), np.sin(a)) for a in np.radians([20, -20, 160, 200, 90, -90, 45, -45, 135, 225])]
_OFFSETS = np.array([(r * x, r * y) for r, (x, y) in product((7, 15, 25, 38, 54), _AROUND)])  # in points


def label_points(ax: Axes, points: np.ndarray, names: list[str]) -> None:
    """Write a name beside each point, shape (points, 2), where it meets no other name and no point if it can be.

    Each name takes the nearest free place, the crowded points first; one that had to go far has a line to its point.
    """
    from matplotlib.transforms import Bbox as Box

    figure = ax.get_figure(root=True)
    assert figure is not None
    texts = [ax.annotate(name, point, (0, 0), textcoords="offset points", fontsize="small")
             for name, point in zip(names, points, strict=True)]  # fmt: skip
    dress(texts)
    figure.draw_without_rendering()  # lays out the axes, so that places on the page are known
    scale = figure.dpi / 72
    at = ax.transData.transform(points)
    sizes = [(box.width, box.height) for box in (text.get_window_extent() for text in texts)]
    distance = np.hypot(*(at[:, None, :] - at[None, :, :]).T)
    crowded = np.argsort(-(distance < 60 * scale).sum(axis=0), kind="stable")
    taken = [Box.from_extents(x - 4, y - 4, x + 4, y + 4) for x, y in at]
    frame = ax.get_window_extent()
    for k in crowded:
        boxes = [_box(at[k], offset * scale, sizes[k]) for offset in _OFFSETS]
        cost = [_cost(box, [other for j, other in enumerate(taken) if j != k], frame) for box in boxes]
        best = int(np.argmin(cost))  # the first of equals: the nearest
        x, y = _OFFSETS[best]
        texts[k].set(position=(x, y), ha="left" if x > 1 else "right" if x < -1 else "center", va="center")
        taken.append(Box.from_extents(*boxes[best]))
        if best >= 2 * len(_AROUND):
            ax.annotate("", points[k], (x, y), textcoords="offset points",
                        arrowprops={"arrowstyle": "-", "color": QUIET, "linewidth": 0.6}, zorder=1)  # fmt: skip


def _box(at: np.ndarray, offset: np.ndarray, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return the ends of a text on the page: left, bottom, right, top."""
    (x, y), (wide, high) = at + offset, size
    left = x if offset[0] > 1 else x - wide if offset[0] < -1 else x - wide / 2
    return left, y - high / 2, left + wide, y + high / 2


def _cost(box: tuple[float, float, float, float], taken: list[Bbox], frame: Bbox) -> float:
    """Return the area that is not free: under other names and points, and beyond the axes."""
    left, low, right, high = box
    wide = np.array([min(right, b.x1) - max(left, b.x0) for b in taken]).clip(min=0)
    tall = np.array([min(high, b.y1) - max(low, b.y0) for b in taken]).clip(min=0)
    inside = max(0.0, min(right, frame.x1) - max(left, frame.x0)) * max(
        0.0, min(high, frame.y1) - max(low, frame.y0)
    )
    return float((wide * tall).sum() + (right - left) * (high - low) - inside)
