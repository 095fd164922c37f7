"""A grid of shaded cells with their numbers: what the heat maps of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.plots.style import SHADES, finished

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CELLS_WITH_NUMBERS = 400
"""In a grid of more cells the numbers would not be read."""


def shaded(
    ax: Axes,
    values: np.ndarray,
    rows: list[str],
    columns: list[str],
    form: str,
    *,
    limits: tuple[float, float] | None = None,
    label: str = "",
    texts: np.ndarray | None = None,
    shades: str = SHADES,
) -> Axes:
    """Draw values of shape (rows, columns), the first row on top; missing ones stay white."""
    low, high = limits or (float(np.nanmin(values)), float(np.nanmax(values)))
    image = ax.imshow(np.ma.masked_invalid(values), cmap=shades, vmin=low, vmax=high, aspect="auto")
    ax.set_xticks(np.arange(len(columns)), columns, rotation=0 if len(columns) <= 6 else 90)
    ax.set_yticks(np.arange(len(rows)), rows)
    ax.tick_params(length=0)
    if values.size <= CELLS_WITH_NUMBERS:
        _numbers(ax, values, form, low, high, texts, image.cmap)
    figure = ax.get_figure(root=True)
    assert figure is not None
    bar = figure.colorbar(image, ax=ax, label=label, shrink=0.8)
    return finished(ax, bar.ax, frame=True)


def _numbers(
    ax: Axes, values: np.ndarray, form: str, low: float, high: float, texts: np.ndarray | None, shades: Any
) -> None:
    for (row, column), value in np.ndenumerate(values):
        if np.isnan(value):
            continue
        red, green, blue, _ = shades((value - low) / ((high - low) or 1.0))
        dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5  # the luminance of the cell behind it
        shown = format(value, form) if texts is None else str(texts[row, column])
        ax.text(
            column, row, shown, ha="center", va="center", fontsize="small", color="white" if dark else "black"
        )
