"""Pictures of a Word report: as wide as the text, with words for those who do not see them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govmetrics.ahp import GroupWeights
from govmetrics.core.errors import GovmetricsError
from govmetrics.core.words import Label, Text
from govmetrics.dea import Efficiency
from govmetrics.plots import (
    clusters,
    code_matrix,
    consistency,
    control_charts,
    coupling,
    densities,
    efficiency,
    event_study,
    expert_weights,
    fan,
    funnel,
    grades,
    heat_map,
    importance_performance,
    moran_scatter,
    obstacles,
    rank_intervals,
    ranking,
    save,
    trends,
    word_trends,
    xy,
)
from govmetrics.plots import map as drawn_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from govmetrics.report.view import View

WIDTH, ROW, AROUND, SQUARE = 7.0, 0.18, 1.5, 5.0
"""In inches before a picture is made as wide as the text, nine tenths of that: a row of names, what stands around the
rows, a picture without rows."""
UNITS_DRAWN, LEAVES_DRAWN, SERIES_DRAWN, MAPS_DRAWN = 40, 8, 6, 4
DOTS = 200
"""An inch."""


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture that is not drawn yet.

    Parameters
    ----------
    caption, told : Text
        What stands below it, and what it shows in words.
    draw : callable
        Takes axes.
    rows : int
        Names below each other; 0 where there are none.
    """

    caption: Any
    told: Any
    draw: Callable[[Axes], Any]
    rows: int = 0


def drawn(picture: Picture) -> bytes | str:
    """Return a picture as PNG; why there is none where it cannot be drawn, as with a name that no font has."""
    from matplotlib.figure import Figure

    height = AROUND + ROW * max(picture.rows, 5) if picture.rows else SQUARE
    ax = Figure(figsize=(WIDTH, height), layout="constrained").subplots()
    try:
        picture.draw(ax)
    except GovmetricsError as error:
        return str(error)
    with tempfile.TemporaryDirectory() as folder:
        return save(ax, Path(folder) / "picture.png", dpi=DOTS).read_bytes()


def ranked(view: View) -> list[Picture]:
    """Return the ranks with their intervals, else the scores; and the scores of the dimensions."""
    scores, sure, count = view.assessment.scores, view.uncertainty, len(view.stands.table)
    rows, level = min(count, UNITS_DRAWN), view.language
    if count < 2:
        return []
    found = [
        Picture(
            _first(Text("Ranks and their intervals"), count),
            Text("Every unit's rank, the median of the draws and the interval; the same as in the ranking's table."),
            lambda ax: rank_intervals(sure, ax, UNITS_DRAWN, level), rows,
        ) if sure is not None else Picture(
            _first(Text("Scores of the units"), count),
            Text("A bar for every unit, the best on top; the same as in the ranking's table."),
            lambda ax: ranking(scores, ax, UNITS_DRAWN, level), rows,
        )
    ]  # fmt: skip
    if len(view.groups) > 1:
        told = Text("Units by dimensions, the best unit on top; the same as in the ranking's table.")
        caption = _first(Text("Scores of the dimensions"), count)
        found.append(Picture(caption, told, lambda ax: heat_map(scores, ax, UNITS_DRAWN, level), rows))
    return found


def held_back(view: View) -> list[Picture]:
    """Return the obstacle degrees of the units of the latest period."""
    held, table = view.held, view.stands.table
    if held is None or not view.walls or len(table) < 2:
        return []
    shown = replace(held, values=held.values.loc[table.index[:UNITS_DRAWN]])
    told = Text(
        "Units by the indicators that hold back most, the darkest cells the greatest obstacle degrees."
    )
    caption = _first(Text("Obstacle degrees"), len(table))
    return [
        Picture(
            caption, told, lambda ax: obstacles(shown, ax, LEAVES_DRAWN, view.language), len(shown.values)
        )
    ]


def of_part(view: View, part: str) -> list[Picture]:
    """Return the pictures of a part of an evaluation; none where it has none."""
    whole = view.whole
    result = None if whole is None else getattr(whole, part, None)
    find = _PARTS.get(part)
    return [] if result is None or find is None else find(view, result)


def _graded(view: View, result: Any) -> list[Picture]:
    told = Text("A bar for every unit, split by how far each grade applies to it.")
    return [_of_units(view, Text("How far each grade applies"), told, grades, result)]


def _efficient(view: View, result: Any) -> list[Picture]:
    if not isinstance(result, Efficiency):  # of another model
        return []
    told = Text("A bar for every unit: how efficient it is beside the best.")
    return [_of_units(view, Text("Efficiency of the units"), told, efficiency, result)]


def _diagnosed(view: View, result: Any) -> list[Picture]:
    found = []
    if result.coupling is not None:
        told = Text("Units by periods: how well their dimensions are coordinated.")
        found.append(_of_units(view, Text("Coordination of the dimensions"), told, coupling, result.coupling))
    if result.importance_performance is not None:
        found.append(Picture(
            Text("Importance and performance"), Text("The indicators in four quadrants; the same as in the table."),
            lambda ax: importance_performance(result.importance_performance, ax, view.language),
        ))  # fmt: skip
    return found


def _changing(view: View, result: Any) -> list[Picture]:
    drawn = []
    if getattr(result, "trends", None) is not None:
        told = Text("Every unit's change a year with its interval, the steepest rise on top.")
        drawn.append(_of_units(view, Text("Trends of the units"), told, trends, result.trends))
    if getattr(result, "kernels", None) is not None:
        told = Text("Where units stand in each period; two peaks are two groups of units.")
        ridges = min(12, result.kernels.densities.shape[1])
        drawn.append(Picture(Text("Densities of the scores"), told,
                             lambda ax: densities(result.kernels, ax, language=view.language), 3 * ridges))  # fmt: skip
    return drawn


def _moving(view: View, result: Any) -> list[Picture]:
    """Return the control charts of the surest signals, and the funnels."""
    drawn, language = [], view.language
    if result.watch is not None and len(result.watch.signals):
        told = Text("Each series with its centre line and limits; signals are marked.")
        drawn.append(Picture(Text("Control charts of the surest signals"), told,
                             lambda ax: control_charts(result.watch, ax, SERIES_DRAWN, language)))  # fmt: skip
    for name, one in result.funnels.items():
        told = Text("Every point a unit: between the solid lines its rate may lie by chance.")
        caption = result.labels.get(name, Label(name))
        drawn.append(Picture(caption, told, lambda ax, one=one: funnel(one, ax, language=language)))  # type: ignore[misc]
    return drawn


def _foreseen(view: View, result: Any) -> list[Picture]:
    """Return the fan of the first node of one unit."""
    told = Text("History and forecast of one unit, with bands that hold 50, 80 and 95 of a hundred values.")
    return [
        Picture(Text("Forecast of one unit"), told, lambda ax: fan(result, ax, language=view.language), 12)
    ]


def _worked(view: View, result: Any) -> list[Picture]:
    """Return an event study of every outcome."""
    told = Text("Effects before and after treatment began; before it there should be none.")
    return [
        Picture(Text("Event study: {name}", name=result.labels.get(name, Label(name))), told,
                partial(event_study, replace(one, outcome=view.said(result.labels.get(name, name))), language=view.language))
        for name, one in list(result.staggered.items())[:MAPS_DRAWN]
    ]  # fmt: skip


def _spread(view: View, result: Any) -> list[Picture]:
    """Return the maps of scores and clusters; without a map the scatter of neighbours."""
    asked = view.whole.evaluation.spatial if view.whole is not None else None
    found = []
    told = Text("Neighbours' means over units' own scores; units that stand out from chance have colours.")
    for code, one in list(result.local.items())[:MAPS_DRAWN]:
        name = result.labels.get(code, Label(code))
        caption = Text("Clusters: {name}", name=name)
        if result.outlines is None or asked is None:
            found.append(Picture(caption, told, partial(moran_scatter, one, language=view.language)))
            continue
        scores = partial(
            drawn_map, view.assessment.scores, result.outlines, asked.classes, node=code, number=asked.number,
            cuts=asked.cuts and list(asked.cuts), unit="unit", language=view.language,
        )  # fmt: skip
        found += [
            Picture(Text("Map of the scores: {name}", name=name), Text("The darker, the higher the score."), scores),
            Picture(caption, Text("Coloured are the units that stand out from chance beside their neighbours."),
                    partial(clusters, one, result.outlines, unit="unit", language=view.language)),
        ]  # fmt: skip
    return found


def _counted(view: View, result: Any) -> list[Picture]:
    """Return the most frequent themes, or words, over periods."""
    if result.trends is None:
        return []
    told = Text("A line for each of the most frequent themes or words, with the band of its interval.")
    return [
        Picture(
            Text("Words over time"),
            told,
            lambda ax: word_trends(result.trends, ax, language=view.language),
            12,
        )
    ]


def _coded(view: View, result: Any) -> list[Picture]:
    """Return codes by community."""
    if result.matrix is None:
        return []
    told = Text(
        "Codes by communities: the darker a cell, the more documents have the code; in it how many they are."
    )
    rows = min(LEAVES_DRAWN * 2, result.matrix.values.shape[1])
    return [Picture(Text("Codes by community"), told,
                    lambda ax: code_matrix(result.matrix, ax, 2 * LEAVES_DRAWN, view.language), 2 * rows)]  # fmt: skip


def _configured(view: View, result: Any) -> list[Picture]:
    """Return the XY plot of the chosen solution."""
    told = Text("Every point a unit: above the line it is in the outcome at least as far as in the solution.")
    return [
        Picture(
            Text("The solution and the outcome"),
            told,
            lambda ax: xy(result.solution, ax=ax, language=view.language),
        )
    ]


def _judged(view: View, result: Any) -> list[Picture]:
    if not isinstance(result, GroupWeights):
        return []
    root = result.weights.tree.root.code
    parts, experts = (
        len(result.weights.tree.parts(root)),
        result.experts.index.get_level_values("expert").nunique(),
    )
    return [
        Picture(Text("What the experts weigh"), Text("Every expert's weights of the dimensions, and the group's."),
                lambda ax: expert_weights(result, ax, language=view.language), 3 * parts),
        Picture(Text("How consistent the experts are"), Text("The consistency ratio of every matrix of every expert."),
                lambda ax: consistency(result, ax, view.language), experts),
    ]  # fmt: skip


_PARTS: dict[str, Callable[[View, Any], list[Picture]]] = {
    "grades": _graded, "efficiency": _efficient, "diagnosis": _diagnosed, "panel": _changing, "experts": _judged,
    "monitoring": _moving, "forecast": _foreseen, "policy": _worked, "spatial": _spread,
    "documents": _counted, "coding": _coded, "configurations": _configured,
}  # fmt: skip


def _of_units(view: View, caption: Text, told: Text, draw: Callable[..., Any], result: Any) -> Picture:
    count = len(view.stands.table) if view.index is not None else UNITS_DRAWN
    return Picture(
        _first(caption, count), told,
        lambda ax: draw(result, ax=ax, top=UNITS_DRAWN, language=view.language), min(count, UNITS_DRAWN),
    )  # fmt: skip


def _first(caption: Text, count: int) -> Text:
    """Return a caption that says how many units are drawn, where those are not all."""
    if count <= UNITS_DRAWN:
        return caption
    return Text("{caption} (the first {count} units)", caption=caption, count=UNITS_DRAWN)
