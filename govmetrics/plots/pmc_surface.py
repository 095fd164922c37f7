"""The surface of a policy's main variables: a hill in three dimensions, or a flat grid that can be read off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.near import meant
from govmetrics.core.options import BOTH, FLAG, LABEL, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.plots.fonts import dress
from govmetrics.plots.grid import shaded
from govmetrics.plots.style import AXES, SHADES, canvas
from govmetrics.text import Rubric

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def pmc_surface(
    result: Rubric,
    document: Any = None,
    ax: Axes | None = None,
    flat: bool = False,
    language: Both | None = None,
) -> Axes:
    """Draw the surface of a policy: its main variables row by row, as heights.

    Heights between the points stand for nothing, and a point in front hides what is behind it: the flat grid (`flat=True`)
    shows the same numbers and can be read off.

    Parameters
    ----------
    result : Rubric
        From `gm.text.rubric`.
    document : label, optional
        Which policy; by default the one with the highest index.
    ax : matplotlib Axes, optional
        A new figure by default; one with ``projection="3d"`` for the hill.
    flat : bool
        A grid of shaded cells with their numbers.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({f"X{at}": [f"x{at}"] for at in range(1, 10)})
    >>> marks = {code: at % 2 for at, code in enumerate(tree.codes)}
    >>> coding = pd.DataFrame([{"policy": "P1", "coder": coder, **marks} for coder in "AB"])
    >>> found = gm.text.rubric(coding, tree, draws=10)
    >>> ax = gm.plots.pmc_surface(found, flat=True)
    >>> ax.images[0].get_array().shape
    (3, 3)
    """
    kind = instance(Rubric, Text("give what gm.text.rubric returns"))
    asked(result=(result, kind), document=(document, optional(LABEL)), ax=(ax, AXES), flat=(flat, FLAG),
          language=(language, BOTH))  # fmt: skip
    there = [str(one) for one in result.pmc.index]
    chosen = str(result.pmc.idxmax() if document is None else document)
    if chosen not in there:
        way = meant(chosen, there, Text("the documents are: {labels:10}", labels=there))
        raise FaultyInput([Fault("document", "{name!r} was not coded", way, name=chosen)])
    levels = result.surface.index.get_level_values("document").astype(str)
    heights = result.surface[levels == chosen].to_numpy()
    spoken = language_asked(language)
    title = said(
        Text("{document}: {pmc:.2f}", document=chosen, pmc=result.pmc.iloc[there.index(chosen)]), spoken
    )
    high, wide = heights.shape
    rows, columns = [str(at + 1) for at in range(high)], [str(at + 1) for at in range(wide)]
    label = said(Text("main variable"), spoken)
    if flat:
        ax = canvas(ax, 2.2 + 0.9 * wide, 1.6 + 0.7 * high)
        names = [*result.arranged, *[""] * (heights.size - len(result.arranged))]
        texts = np.array(
            [f"{name}\n{height:.2f}" for name, height in zip(names, heights.ravel(), strict=True)]
        )
        shaded(
            ax,
            heights,
            rows,
            columns,
            ".2f",
            limits=(0.0, 1.0),
            label=label,
            texts=texts.reshape(heights.shape),
        )
    else:
        _hill(ax := _space(ax), heights, rows, columns, label)
    ax.set_title(title)
    dress([ax])
    return ax


def _space(ax: Axes | None) -> Axes:
    if ax is None:
        return canvas(None, 5.6, 4.6, subplot_kw={"projection": "3d"})
    if not hasattr(ax, "plot_surface"):
        raise FaultyInput(
            "ax", "has two dimensions", 'make it with projection="3d", or draw the grid: flat=True'
        )
    return ax


def _hill(ax: Any, heights: np.ndarray, rows: list[str], columns: list[str], label: str) -> None:
    """Draw the heights at the points, and planes between them; empty cells have none."""
    high, wide = heights.shape
    x, y = np.meshgrid(np.arange(wide), np.arange(high))
    if high > 1 and wide > 1:
        ax.plot_surface(
            x, y, heights, cmap=SHADES, vmin=0, vmax=1, edgecolor="white", linewidth=0.6, alpha=0.9
        )
    for place in zip(x.ravel(), y.ravel(), heights.ravel(), strict=True):
        if not np.isnan(place[2]):
            ax.plot([place[0]] * 2, [place[1]] * 2, [0, place[2]], color="#9A9A9A", linewidth=0.8)
            ax.scatter(*place, color="black", s=12)
    ax.set_xticks(range(wide), columns)
    ax.set_yticks(range(high), rows)
    ax.set_zlim(0, 1)
    ax.zaxis.set_rotate_label(False)
    ax.set_zlabel(label, rotation=90, labelpad=8)
    ax.view_init(elev=28, azim=-58)
