"""Are neighbours alike: Moran's I, maps of scores and of clusters, moves beside neighbours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.words import Label, Text
from govmetrics.evaluation.spatial_found import SpatialPattern
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.clusters import LOOKS, OTHERS
from govmetrics.plots.map import classed, shades_of
from govmetrics.report.numbers import number
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.outlined import drawn_map
from govmetrics.report.page.section import Section, at_latest, chapter, tables_of, told
from govmetrics.report.view import View
from govmetrics.spatial import LocalMoran
from govmetrics.spatial.boundaries import Boundaries, boundaries_of
from govmetrics.spatial.local import QUADRANTS

MAPS = 4
"""Of so many nodes maps are drawn."""


def spatial(view: View) -> list[Chapter]:
    """Return the chapter on neighbours; nothing where it was not asked."""
    found = None if view.whole is None else view.whole.spatial
    sections = [] if found is None else _sections(view, found)
    return chapter(view.said(TITLES["spatial"]), "spatial-part", sections)


def _sections(view: View, found: SpatialPattern) -> list[Section]:
    moran, neighbours = tables_of(view, found.moran), tables_of(view, found.neighbours)
    notes = [view.said(note) for note in (*found.notes, *found.neighbours.notes)]
    sections = [
        Section("", [*told(view, found.moran), *told(view, found.neighbours), *notes], [], moran, neighbours)
    ]
    outlines = None if found.outlines is None else boundaries_of(found.outlines, "unit", "map")
    for code, one in list(found.local.items())[:MAPS]:
        charts = (
            []
            if outlines is None
            else [_scores(view, code, outlines), _clusters(view, found, code, one, outlines)]
        )
        title = view.said(found.labels.get(code, Label(code)))
        sections.append(Section(title, told(view, one), charts, [], tables_of(view, one)))
    if found.markov is not None:
        first, *more = tables_of(view, found.markov)
        title = view.said(Text("Moves beside neighbours"))
        sections.append(Section(title, told(view, found.markov), [], [first], more))
    return sections


def _scores(view: View, code: str, outlines: Boundaries) -> Chart:
    """Return the map of the scores of a node in the latest period."""
    assert view.whole is not None
    asked = view.whole.evaluation.spatial
    assert asked is not None
    cuts = list(asked.cuts) if asked.cuts is not None else None
    places, labels, title = classed(
        view.assessment.scores, code, asked.classes, asked.number, cuts, outlines.units
    )
    shades = [_hex(shade) for shade in shades_of(len(labels))]
    values = at_latest(view.assessment.scores.values[code]).reindex(outlines.units)
    digits = view.stands.digits
    lacking = view.said(Text("no value"))
    said = [number(value, digits) if np.isfinite(value) else lacking for value in values]
    keys = [(shade, view.said(label)) for shade, label in zip(shades, labels, strict=True)]
    heads = [view.said(Text("unit")), view.said(Text("score"))]
    known = values.sort_values(ascending=False).dropna()
    rows = [[str(unit), number(value, digits)] for unit, value in known.items()]
    svg = drawn_map(outlines, [shades[at] if at >= 0 else "" for at in places],
                    [f"{unit}: {text}" for unit, text in zip(outlines.units, said, strict=True)])  # fmt: skip
    keys += (
        [("repeating-linear-gradient(135deg,#999 0 1px,#fff 1px 4px)", lacking)]
        if values.isna().any()
        else []
    )
    sentence = view.said(Text("The darker, the higher the score; the map is the one that was given."))
    return Chart(view.said(title), sentence, {}, heads, rows, svg=svg, keys=keys)


def _clusters(view: View, found: SpatialPattern, code: str, local: LocalMoran, outlines: Boundaries) -> Chart:
    """Return the map of the units that are left after false discoveries were held down."""
    table = local.table.reindex(outlines.units)
    sure = (table["significant"] == True).to_numpy()  # noqa: E712  # missing is not
    colours = [LOOKS.get(str(quadrant), OTHERS) if there else ("" if pd.isna(quadrant) else OTHERS)
               for quadrant, there in zip(table["quadrant"], sure, strict=True)]  # fmt: skip
    words = {str(word): view.said(word) for word in QUADRANTS.values()}
    calm = view.said(Text("not significant"))
    said = [f"{unit}: {words.get(str(quadrant), calm) if there else calm}"
            for unit, quadrant, there in zip(outlines.units, table["quadrant"], sure, strict=True)]  # fmt: skip
    used = [quadrant for quadrant in LOOKS if (table["quadrant"][sure] == quadrant).any()]
    keys = [*((LOOKS[one], words[one]) for one in used), (OTHERS, calm)]
    heads = [view.said(Text(word)) for word in ("unit", "quadrant")] + ["q"]
    rows = [[str(unit), words.get(str(row["quadrant"]), str(row["quadrant"])), number(row["q"], 3)]
            for unit, row in table[sure].sort_values("q", kind="stable").iterrows()]  # fmt: skip
    name = found.labels.get(code, Label(code))
    title = view.said(Text("Clusters: {name}", name=name))
    sentence = view.said(Text(
        "Coloured are the units that stand out from chance beside their neighbours, at a false discovery rate of {level:g}.",
        level=local.level_of_q,
    ))  # fmt: skip
    return Chart(title, sentence, {}, heads, rows, svg=drawn_map(outlines, colours, said), keys=keys)


def _hex(shade: object) -> str:
    from matplotlib.colors import to_hex

    return to_hex(shade)  # type: ignore[arg-type]
