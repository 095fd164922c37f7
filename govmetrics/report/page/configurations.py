"""Which combinations of conditions go with an outcome: the configurations, the XY plot, and every step behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.evaluation.configured_found import ConfigurationalAnalysis
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.style import GOOD, POOR
from govmetrics.qca import Solution
from govmetrics.qca.expressions import memberships, read_terms
from govmetrics.qca.solution import CALLED
from govmetrics.report.numbers import number
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import legend
from govmetrics.report.page.section import Section, chapter, tables_of, told
from govmetrics.report.view import View


def configurations(view: View) -> list[Chapter]:
    """Return the chapter; nothing where it was not asked for."""
    found = None if view.whole is None else view.whole.configurations
    sections = [] if found is None else _sections(view, found)
    return chapter(view.said(TITLES["configurations"]), "configurations-part", sections)


def _sections(view: View, found: ConfigurationalAnalysis) -> list[Section]:
    """Return the chosen solution, then what is necessary, the truth table, robustness, the other solutions, the sets."""
    every = _tables(view, found, found.solution)
    shown = [table for table in every if table.columns and table.columns[0].key == "condition"]
    rest = [table for table in every if not any(table is one for one in shown)]
    sentences = [view.said(text) for text in (*found.solution._finding(), *found._finding()[-1:])]
    shown = [replace(table, sentence="") for table in shown]  # it stands above them
    sections = [Section("", sentences, [_xy(view, found)], shown, rest, noted=True)]
    steps: list[tuple[Any, Any]] = [
        (Text("Necessary conditions"), found.necessity), (Text("Truth table"), found.table),
        (Text("Does the solution stand?"), found.robustness),
        *((CALLED[key], one) for key, one in found.others.items()),
        (Text("Calibration"), found.sets),
    ]  # fmt: skip
    for title, one in steps:
        if one is not None:
            tables = _tables(view, found, one)
            sections.append(Section(view.said(title), told(view, one), [], tables[:1], tables[1:]))
    return sections


def _tables(view: View, found: ConfigurationalAnalysis, one: Any) -> list[Table]:
    names = {code: view.said(label) for code, label in found.labels.items()}
    return [table.named(names) for table in tables_of(view, one)]


def _xy(view: View, found: ConfigurationalAnalysis) -> Chart:
    """Return the cases by their membership in the solution and in the outcome."""
    solution: Solution = found.solution
    model, table = solution.models[0], solution.table.memberships
    terms = read_terms(model.expression, solution.table.conditions, "term")
    x, y = memberships(terms, table.to_numpy()[:, :-1]).max(axis=1), table.to_numpy()[:, -1]
    deviant = (x > 0.5) & (y < 0.5)
    names = [view.said(Text(one)) for one in ("in the solution", "in the outcome")]
    line = {"type": "line", "showSymbol": False, "silent": True, "data": [[0, 0], [1, 1]],
            "lineStyle": {"width": 1, "color": "#4d4d4d"}, "tooltip": {"show": False}}  # fmt: skip
    series = [line]
    for label, mine, look in (
        (Text("as the solution says"), ~deviant, GOOD),
        (Text("in the solution without the outcome"), deviant, POOR),
    ):
        if mine.any():
            series.append({
                "type": "scatter", "name": view.said(label), "symbolSize": 10, "itemStyle": {"color": look},
                "symbol": "circle" if look == GOOD else "diamond", "tooltip": {"formatter": "{b}"},
                "data": [{"name": str(unit), "value": [float(a), float(b)]}
                         for unit, a, b in zip(table.index[mine], x[mine], y[mine], strict=True)],
            })  # fmt: skip
    axis = {"type": "value", "min": 0, "max": 1, "nameLocation": "middle", "splitLine": {"show": False}}
    option = {
        "animation": False, "aria": {"enabled": False}, "series": series, "legend": legend(),
        "grid": {"left": 50, "right": 24, "top": 40, "bottom": 42}, "tooltip": {"trigger": "item", "confine": True},
        "xAxis": {**axis, "name": names[0], "nameGap": 26}, "yAxis": {**axis, "name": names[1], "nameGap": 34},
    }  # fmt: skip
    rows = [
        [str(unit), number(a, 3), number(b, 3)]
        for unit, a, b in zip(table.index, np.asarray(x), y, strict=True)
    ]
    title = f"{model.expression} → {model.outcome}"
    sentence = view.said(
        Text("Every point a unit: above the line it is in the outcome at least as far as in the solution.")
    )
    return Chart(title, sentence, option, [view.said(Text("unit")), *names], rows, 420)
