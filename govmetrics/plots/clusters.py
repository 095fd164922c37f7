"""Clusters on a map: units around which values are alike, or unlike, beyond false discoveries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import unit_faults
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, FLAG, asked, instance, optional
from govmetrics.core.words import Text
from govmetrics.plots.labels import LABELLED
from govmetrics.plots.map import legend, write_names
from govmetrics.plots.outlines import HATCHED, draw, fit
from govmetrics.plots.style import AXES, canvas, finished
from govmetrics.spatial.boundaries import boundaries_of
from govmetrics.spatial.local import QUADRANTS, LocalMoran
from govmetrics.spatial.weights import UNIT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOOKS = {"High-High": "#D55E00", "Low-Low": "#0072B2", "High-Low": "#E69F00", "Low-High": "#56B4E9"}
OTHERS = "#E5E5E5"
LOCAL = instance(LocalMoran, Text("make it with spatial.local"))


def one_table(result: LocalMoran) -> pd.DataFrame:
    """Return the table of one measure in one period."""
    if result.table.index.nlevels > 1:
        way = "compute spatial.local of one column in one period"
        raise FaultyInput("result", "holds several measures or periods", way)
    return result.table


def clusters(
    result: LocalMoran,
    geojson: Any,
    ax: Axes | None = None,
    unit: str | Sequence[str] | None = None,
    names: bool | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw the quadrants of units that are left after false discoveries were held down (LISA map); the others are grey.

    Parameters
    ----------
    result : LocalMoran
        From `spatial.local`, of one measure in one period.
    geojson : path or mapping of GeoJSON, or an object with __geo_interface__
        Outlines of the units.
    ax : matplotlib Axes, optional
        A new figure by default.
    unit : str or list of str, optional
        Property that names the units.
    names : bool, optional
        Write the units' names; by default up to 40 of them.
    language : {"en", "zh", "both"}, optional
        Of the labels; by default the one in use.

    Returns
    -------
    Axes
        Of matplotlib.

    Raises
    ------
    FaultyInput
        Units that are not on the map, each named; several measures.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> def feature(name, x):
    ...     ring = [[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]
    ...     return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    >>> geojson = {"type": "FeatureCollection", "features": [feature(name, x) for x, name in enumerate("abcdefgh")]}
    >>> values = pd.Series([9.0, 9, 8, 8, 2, 2, 1, 1], list("abcdefgh"))
    >>> found = gm.spatial.local(values, gm.spatial.weights(geojson), draws=99)
    >>> ax = gm.plots.clusters(found, geojson)
    >>> [text.get_text() for text in ax.get_legend().get_texts()][-1]
    'not significant'
    """
    asked(
        result=(result, LOCAL),
        ax=(ax, AXES),
        unit=(unit, UNIT),
        names=(names, optional(FLAG)),
        language=(language, BOTH),
    )
    chosen = language_asked(language)
    outlines, table = boundaries_of(geojson, unit, "geojson"), one_table(result)
    Faults(unit_faults(outlines.units, table.index, "result")).raise_all()
    there = table.reindex(outlines.units)
    sure = there["significant"].fillna(False).to_numpy(dtype=bool)
    ax = canvas(ax, 7.2, 6.0)
    look: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.6}
    for word in QUADRANTS.values():
        mine = sure & (there["quadrant"] == str(word)).to_numpy()
        if mine.any():
            shade = LOOKS[str(word)]
            draw(ax, outlines, np.flatnonzero(mine).tolist(), {"facecolor": shade, **look})
            label = Text("{word} ({count})", word=word, count=int(mine.sum()))
            ax.scatter([], [], marker="s", s=80, color=shade, label=said(label, chosen))
    lacking = there["i"].isna().to_numpy()
    draw(ax, outlines, np.flatnonzero(~sure & ~lacking).tolist(), {"facecolor": OTHERS, **look})
    draw(ax, outlines, np.flatnonzero(lacking).tolist(), HATCHED)
    ax.scatter([], [], marker="s", s=80, color=OTHERS, label=said(Text("not significant"), chosen))
    fit(ax, outlines)
    legend(ax, said(Text("no value"), chosen) if lacking.any() else None)
    if names or (names is None and len(outlines.units) <= LABELLED):
        words = zip(sure, lacking, there["quadrant"], strict=True)
        write_names(
            ax, outlines, ["white" if none else LOOKS[word] if one else OTHERS for one, none, word in words]
        )
    return finished(ax)
