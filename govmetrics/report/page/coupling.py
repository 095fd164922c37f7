"""How evenly the dimensions develop: the coordination degree of every unit, level by level."""

from __future__ import annotations

import numpy as np

from govmetrics.core.words import Text
from govmetrics.diagnosis import Coupling
from govmetrics.diagnosis.coupling import GRADES
from govmetrics.plots.style import COLOURS, GOOD, POOR
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import STRIPES, bars
from govmetrics.report.page.section import (
    Section,
    at_latest,
    chapter,
    column_of,
    kept,
    line,
    of_period,
    tables_of,
    taken,
)
from govmetrics.report.view import View

ROWS = 60
"""So many units are drawn; the table has as many as others."""
EVEN = 0.5
"""From this coordination degree on (barely coordinated and better) units are out of imbalance."""


def coupling(view: View) -> list[Chapter]:
    """Return the coordination of the latest period; nothing where it was not asked."""
    diagnosis = None if view.whole is None else view.whole.diagnosis
    found = None if diagnosis is None else diagnosis.coupling
    if found is None:
        return []
    tables, rest = taken(tables_of(view, found), "lagging")
    degree = column_of(tables[0], "D").to_numpy(dtype=float)
    first = kept(tables[0], np.argsort(-degree, kind="stable").tolist())
    charts = [_degrees(view, found), _levels(view, found)]
    section = Section("", [_lead(view, found)], charts, [first], rest)
    return chapter(view.said(Text("How evenly the dimensions develop")), "coupling-part", [section])


def _lead(view: View, found: Coupling) -> str:
    """Return how many units reach each level, and what lags behind most often."""
    grade = at_latest(found.grade).dropna()
    levels = [
        Text("{level} {count:# unit|# units}", level=Text(name), count=int((grade == k).sum()))
        for k, name in reversed(list(enumerate(GRADES, 1)))
        if (grade == k).any()
    ]
    told = [
        *of_period(view),
        Text("Coordination of {count:# unit|# units}: {levels:99}.", count=len(grade), levels=levels),
    ]
    lagging = at_latest(found.lagging).dropna().value_counts()
    if len(lagging):
        most = int(lagging.iloc[0])
        names = [found.names.get(str(code), str(code)) for code in lagging.index[lagging == most]]
        text = "{name} lags behind most often ({count:# unit|# units})."
        if len(names) > 1:
            text = "{name} lag behind equally often ({count:# unit|# units} each)."
        told.append(Text(text, name=names, count=most))
    return line(view, told)


def _degrees(view: View, found: Coupling) -> Chart:
    """Return the chart."""
    degree = at_latest(found.coordination).dropna().sort_values(ascending=False, kind="stable").head(ROWS)
    words = view.said(Text("coordinated")), view.said(Text("out of balance"))
    even = degree >= EVEN
    return bars(
        (view.said(Text("Coordination degree D of every unit")),
         view.said(Text("D is 1 where all dimensions are complete and equal; below 0.5 they are out of balance."))),
        [view.said(Text("unit")), *words], [str(unit) for unit in degree.index],
        dict(zip(words, (degree.where(even).tolist(), degree.mask(even).tolist()), strict=True)), stacked=True, digits=3,
        looks=[{"color": GOOD}, {"color": POOR, "decal": STRIPES}], limits={f"{EVEN:g}": EVEN}, ends=(0, 1),
    )  # fmt: skip


def _levels(view: View, found: Coupling) -> Chart:
    """Return the chart."""
    grade = at_latest(found.grade).dropna()
    units = view.said(Text("number of units"))
    return bars(
        (view.said(Text("Units by level of coordination")), view.said(Text("Ten levels, the best on top."))),
        [view.said(Text("level")), units], [view.said(Text(name)) for name in reversed(GRADES)],
        {units: [int((grade == k).sum()) for k in range(len(GRADES), 0, -1)]}, digits=0, looks=[{"color": COLOURS[0]}],
    )  # fmt: skip
