"""Maps: units in the colours of their classes, on outlines that the user brings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import unit_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.labels import clean_index
from govmetrics.core.language import Both, language_asked, said
from govmetrics.core.options import BOTH, FLAG, Kind, asked, choice, count, is_ascending, optional
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.natural_breaks import natural_breaks
from govmetrics.plots.labels import LABELLED, fitted, latest
from govmetrics.plots.outlines import HATCHED, draw, fit
from govmetrics.plots.style import AXES, LEGEND_WIDTH, SHADES, canvas, finished
from govmetrics.spatial.boundaries import Boundaries, boundaries_of
from govmetrics.spatial.rings import inner_point
from govmetrics.spatial.values import Source, table_of
from govmetrics.spatial.weights import UNIT

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CUTS = Kind(
    lambda value: value is None or (not isinstance(value, str) and len(value) > 0 and is_ascending(value)),
    Text("give the lower ends of all classes but the first, ascending, such as [60, 75, 90]"),
)
_MOST_WORDS = 9


def map(  # what everybody calls it
    scores: Source,
    geojson: Any,
    classes: Literal["quantiles", "jenks", "grades"] = "quantiles",
    ax: Axes | None = None,
    node: str | None = None,
    number: int = 5,
    cuts: Sequence[float] | None = None,
    unit: str | Sequence[str] | None = None,
    names: bool | None = None,
    language: Both | None = None,
) -> Axes:
    """Draw units in the colours of their classes, darker where values are higher; units without a value are hatched.

    The outlines are the user's: none are shipped. With periods the latest is drawn.

    Parameters
    ----------
    scores : Assessment, Scores, Dataset, DataFrame or Series
        Values by unit; or for "grades" a Series of grades in words, in the order of their categories.
    geojson : path or mapping of GeoJSON, or an object with __geo_interface__
        Outlines, holes and several parts too. Of more units than have values, the others are hatched.
    classes : {"quantiles", "jenks", "grades"}
        Classes of equally many units, natural breaks, or grades: those between `cuts`, or in words.
    ax : matplotlib Axes, optional
        A new figure by default.
    node : str, optional
        Column; of scores the index itself by default.
    number : int
        Of classes by quantiles or natural breaks; fewer where so many values are alike.
    cuts : list of float, optional
        Of "grades": the lower ends of all but the lowest; a value at a cut belongs to the class above.
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
        Units that are not on the map, each named; faulty outlines; grades without cuts.
    UnsuitableMethod
        No unit with a value.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> def feature(name, x):
    ...     ring = [[x, 0], [x + 1, 0], [x + 1, 1], [x, 1], [x, 0]]
    ...     return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    >>> geojson = {"type": "FeatureCollection", "features": [feature(name, x) for x, name in enumerate("abc")]}
    >>> ax = gm.plots.map(pd.Series([61.0, 78, 92], list("abc")), geojson, "grades", cuts=[70, 90])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['under 70', '70 to under 90', '90 and above']
    """
    asked(classes=(classes, choice("quantiles", "jenks", "grades")), ax=(ax, AXES), number=(number, count(2, 9)),
          cuts=(cuts, _CUTS), unit=(unit, UNIT), names=(names, optional(FLAG)), language=(language, BOTH))  # fmt: skip
    if (classes == "grades") < (cuts is not None):
        raise FaultyInput("cuts", "are of grades alone", 'say classes="grades", or leave them out')
    chosen = language_asked(language)
    outlines = boundaries_of(geojson, unit, "geojson")
    places, labels, title = classed(scores, node, classes, number, cuts, outlines.units)
    ax = canvas(ax, 7.2, 6.0)
    look: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.6}
    for k, (shade, label) in enumerate(zip(shades_of(len(labels)), labels, strict=True)):
        draw(ax, outlines, np.flatnonzero(places == k).tolist(), {"facecolor": shade, **look})
        text = said(label, chosen) if isinstance(label, Text) else str(label)
        ax.scatter([], [], marker="s", s=80, color=shade, label=fitted(text, LEGEND_WIDTH // 3, lines=1))
    lacking = np.flatnonzero(places < 0).tolist()
    draw(ax, outlines, lacking, HATCHED)
    fit(ax, outlines)
    legend(ax, said(Text("no value"), chosen) if lacking else None)
    if title:
        ax.set_title(
            said(title, chosen) if isinstance(title, Text) else fitted(str(title), LEGEND_WIDTH // 2),
            fontsize="medium",
        )
    if names or (names is None and len(outlines.units) <= LABELLED):
        shades = [*shades_of(len(labels)), "white"]
        write_names(ax, outlines, [shades[place] for place in places])
    return finished(ax)


def shades_of(count_: int) -> list[Any]:
    """Return so many colours, the last one the darkest."""
    from matplotlib import colormaps

    return list(colormaps[SHADES]([0.97 - 0.87 * k / max(count_ - 1, 1) for k in range(count_)]))


def legend(ax: Axes, missing: str | None) -> None:
    """Put the legend below the map, with a hatched square for units without a value."""
    from matplotlib.patches import Patch

    handles: list[Any] = list(ax.get_legend_handles_labels()[0])
    if missing:
        handles.append(Patch(label=missing, **HATCHED))
    ax.legend(
        handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3, frameon=False, fontsize="small"
    )


def write_names(ax: Axes, outlines: Boundaries, shades: Sequence[Any]) -> None:
    """Write the names of units within them, in white on dark colours."""
    from matplotlib.colors import to_rgb

    for polygons, name, shade in zip(outlines.polygons, outlines.units, shades, strict=True):
        x, y = inner_point(max(polygons, key=lambda one: float(np.ptp(one[0], axis=0).prod())))
        dark = float(np.dot(to_rgb(shade), (0.299, 0.587, 0.114))) < 0.5
        ax.text(
            x,
            y,
            fitted(str(name), 14),
            ha="center",
            va="center",
            fontsize="x-small",
            color="white" if dark else "black",
        )


def classed(
    scores: Any, node: str | None, classes: str, number: int, cuts: Sequence[float] | None, units: pd.Index
) -> tuple[Ints, list[Any], Any]:
    """Return the class of every unit of the map, -1 without a value, the classes' labels, and a title."""
    if (
        classes == "grades"
        and isinstance(scores, pd.Series)
        and cuts is None
        and not pd.api.types.is_numeric_dtype(scores)
    ):
        return _words(scores, units)
    values, names = table_of(scores, node)
    if values.shape[1] > 1:
        known = list(pd.Index(values.columns).map(str))
        raise FaultyInput("node", "there are several columns: {known:10}", "name one: node=...", known=known)
    table, period = latest(values)
    series = table.iloc[:, 0] if period is None else table.droplevel("period").iloc[:, 0]
    Faults(unit_faults(units, series.index, "scores")).raise_all()
    known_values = series.dropna()
    if not len(known_values):
        raise UnsuitableMethod("scores", "no unit has a value", "give at least one")
    if classes == "grades" and cuts is None:
        raise FaultyInput(
            "cuts",
            "are missing",
            "give the lower ends of the grades, such as [60, 75, 90], or grades in words",
        )
    numbers = series.reindex(units).to_numpy()
    if classes == "grades":
        lower = np.array(list(cuts or ()), dtype=float)
        places = np.searchsorted(lower, numbers, side="right")
        labels: list[Any] = [Text("under {high:.6g}", high=float(lower[0])),
                             *(Text("{low:.6g} to under {high:.6g}", low=a, high=b) for a, b in pairwise(lower.tolist())),
                             Text("{low:.6g} and above", low=float(lower[-1]))]  # fmt: skip
    else:
        places, labels = _by_data(known_values.to_numpy(), numbers, classes, number)
    label = names.get(str(series.name), None if series.name == "value" else str(series.name))
    title = label if period is None else Text("{name}, {period}", name=label or "", period=str(period))
    return np.where(np.isnan(numbers), -1, places), labels, title


def _by_data(known: Array, numbers: Array, classes: str, number: int) -> tuple[Ints, list[Any]]:
    """Return classes by quantiles or natural breaks, and labels of the values that each holds."""
    ends = (
        natural_breaks(known, number)
        if classes == "jenks"
        else np.unique(np.quantile(known, np.arange(1, number) / number))
    )
    ends = ends[ends < known.max()]
    near = 1e-12 * np.abs(ends)
    of_known = (known[:, None] > ends + near).sum(axis=1)
    used = np.unique(of_known)  # few values leave some of the classes empty
    places = np.searchsorted(used, (numbers[:, None] > ends + near).sum(axis=1))
    parts = [known[of_known == one] for one in used]
    labels = [Text("{low:.4g} to {high:.4g}", low=float(own.min()), high=float(own.max())) for own in parts]
    return places.astype(np.intp), labels


def _words(scores: pd.Series, units: pd.Index) -> tuple[Ints, list[Any], Any]:
    """Return grades in words, in the order of their categories, else as they appear."""
    series = scores.set_axis(clean_index(scores.index))
    if series.index.nlevels > 1 or not series.index.is_unique or not len(series):
        raise FaultyInput("scores", "its rows are not units, each once", "give one grade for every unit")
    Faults(unit_faults(units, series.index, "scores")).raise_all()
    categorical = isinstance(series.dtype, pd.CategoricalDtype)
    labels = list(series.cat.categories) if categorical else list(dict.fromkeys(series.dropna()))
    faults = Faults()
    if not labels:
        faults.append(Fault("scores", "no unit has a value", "give at least one"))
    if len(labels) > _MOST_WORDS or not all(isinstance(one, str) for one in labels):
        faults.append(
            Fault(
                "scores", "holds no grades in words, or more than nine", "give up to nine words, or numbers"
            )
        )
    faults.raise_all()
    found = series.astype(object).reindex(units)
    return pd.Index(labels).get_indexer(pd.Index(found)).astype(np.intp), labels, series.name
