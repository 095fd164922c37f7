"""What moved and what is to be expected: control charts, funnels, early warnings, fans, and whether such came true."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from govmetrics.core.words import Label, Text
from govmetrics.evaluation import Findings
from govmetrics.evaluation.monitored import Monitored
from govmetrics.evaluation.titles import TITLES
from govmetrics.monitoring import EarlyWarnings, Forecast, Funnel, Watch
from govmetrics.plots.style import GOOD, POOR
from govmetrics.report.numbers import number
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart, plain
from govmetrics.report.page.drawn import bars, legend, lines
from govmetrics.report.page.section import Section, chapter, only, tables_of, told
from govmetrics.report.view import View

CHARTS, CHART_HEIGHT = 4, 230
"""So many signals are drawn as control charts, each so high in pixels."""
WARNED = 20
"""So many units' probabilities are drawn."""


def over_time(view: View) -> list[Chapter]:
    """Return the chapters of signals, and of forecasts and warnings; nothing where they were not asked."""
    whole = view.whole
    if whole is None:
        return []
    monitored = [] if whole.monitoring is None else _monitored(view, whole.monitoring)
    return [
        *chapter(view.said(TITLES["monitoring"]), "monitoring-part", monitored),
        *chapter(view.said(TITLES["forecast"]), "forecast-part", _foreseen(view, whole)),
    ]


def _monitored(view: View, found: Monitored) -> list[Section]:
    """Return the signals with their charts, the rates of tickets, and a section for every funnel."""
    sections = []
    if found.watch is not None:
        tables = tables_of(view, found.watch)
        first = only(
            tables[0], "unit", "node", "direction", "value", "centre", "q"
        )  # the whole table is behind it
        sections.append(
            Section("", told(view, found.watch), _control_charts(view, found.watch), [first], tables)
        )
    if found.rates is not None:
        title = view.said(Text("Response, resolution and satisfaction"))
        sections.append(Section(title, told(view, found.rates), [], [], tables_of(view, found.rates)))
    for name, funnel in found.funnels.items():
        title = view.said(found.labels.get(name, Label(name)))
        tables = tables_of(view, funnel)
        sections.append(Section(title, told(view, funnel), [_funnel(view, title, funnel)], [], tables))
    return sections


def _control_charts(view: View, found: Watch) -> list[Chart]:
    """Return a control chart for each of the surest signals of the latest period."""
    now = found.signals[found.signals["period"] == found.latest].head(CHARTS)
    heads = [view.said(Text(word)) for word in ("centre line", "lower limit", "upper limit", "charted value")]
    charts = []
    for row in now.to_dict("records"):
        points = found.limits.xs((row["node"], row["unit"]), level=("node", "unit"))
        series = {
            head: points[key].tolist()
            for head, key in zip(heads, ("centre", "lower", "upper", "charted"), strict=True)
        }
        name = view.said(found.names.get(row["node"], Label(str(row["node"]))))
        made = lines((f"{row['unit']}: {name}", view.said(row["sentence"])), [view.said(Text("period")), *series],
                     [str(period) for period in points.index], series, 2)  # fmt: skip
        charts.append(replace(_sparse(made), height=CHART_HEIGHT))
    return charts


def _sparse(chart: Chart) -> Chart:
    """Return a chart over time whose periods are named as far as there is room."""
    axis = chart.option["xAxis"]
    label = {**axis["axisLabel"], "interval": "auto", "hideOverlap": True}
    return replace(chart, option={**chart.option, "xAxis": {**axis, "axisLabel": label}})


def _funnel(view: View, title: str, found: Funnel) -> Chart:
    """Return rates over what they are out of, between the limits within which chance alone may bring them."""
    table, sizes = found.table, found.table["out_of"].to_numpy(dtype=float)
    grid = np.geomspace(sizes.min(), sizes.max(), 40) if sizes.max() > sizes.min() else sizes[:1]
    limits = found.limits_at(grid.tolist())
    keys = {"lower": Text("99.8% limits"), "upper": Text("99.8% limits"), "warning_lower": Text("95% limits"),
            "warning_upper": Text("95% limits")}  # fmt: skip
    curves: list[dict[str, Any]] = [
        {"type": "line", "name": view.said(name), "showSymbol": False, "silent": True, "color": "#4d4d4d",
         "lineStyle": {"width": 1, "color": "#4d4d4d", "type": "dashed" if "warning" in key else "solid"},
         "data": [[float(n), one] for n, one in zip(grid, plain(limits[key]), strict=True)]}
        for key, name in keys.items()
    ]  # fmt: skip
    outside = table["verdict"].isin(["above limits", "below limits"]).to_numpy()
    for name, mine, look in (
        (Text("within limits"), ~outside, GOOD),
        (Text("beyond the 99.8% limits"), outside, POOR),
    ):
        if mine.any():
            curves.append({
                "type": "scatter", "name": view.said(name), "symbolSize": 9, "symbol": "circle" if look == GOOD else "diamond",
                "itemStyle": {"color": look}, "tooltip": {"formatter": "{b}"},
                "data": [{"name": str(unit), "value": [float(n), float(rate)]} for unit, n, rate in
                         zip(table.index[mine], sizes[mine], table["rate"][mine], strict=True)],
            })  # fmt: skip
    heads = [view.said(Text(word)) for word in ("unit", "out of", "rate")]
    log = bool(sizes.max() > 20 * sizes.min())
    axis = {"splitLine": {"show": False}, "nameLocation": "middle", "scale": True}
    option = {
        "animation": False, "aria": {"enabled": False}, "series": curves, "legend": legend(),
        "grid": {"left": 50, "right": 24, "top": 40, "bottom": 42}, "tooltip": {"trigger": "item", "confine": True},
        "xAxis": {**axis, "type": "log" if log else "value", "name": heads[1], "nameGap": 26},
        "yAxis": {**axis, "type": "value", "name": heads[2], "nameGap": 36},
    }  # fmt: skip
    rows = [
        [str(unit), number(n, 0), number(rate, 3)]
        for unit, n, rate in zip(table.index, sizes, table["rate"], strict=True)
    ]
    sentence = view.said(Text("Every point a unit: between the solid lines its rate may lie by chance."))
    return Chart(title, sentence, option, heads, rows, 380)


def _foreseen(view: View, whole: Findings) -> list[Section]:
    """Return early warnings, the forecast, and whether such came true."""
    sections = []
    if whole.warnings is not None:
        tables = tables_of(view, whole.warnings)
        title = view.said(TITLES["warnings"])
        drawn = _probabilities(view, whole.warnings)
        sections.append(Section(title, told(view, whole.warnings), drawn, tables[1:2], tables[:1]))
    if whole.backtest is not None:
        tables = tables_of(view, whole.backtest)
        title = view.said(TITLES["backtest"])
        warned = whole.warnings is not None
        first, more = (tables[2:], tables[:2]) if warned else (tables[:1], tables[1:])
        sections.append(Section(title, told(view, whole.backtest), [], first, more))
    if whole.forecast is not None:
        tables = tables_of(view, whole.forecast)
        fan = _fan(view, whole.forecast, whole.warnings)
        sections.append(Section(view.said(Text("Forecasts")), told(view, whole.forecast), fan, [], tables))
    return sections


def _probabilities(view: View, found: EarlyWarnings) -> list[Chart]:
    """Return how probable it is that units come to lie beyond each limit in the first period to come."""
    charts = []
    for (node, side, limit), rows in found.table.reset_index().groupby(
        ["node", "side", "threshold"], sort=False
    ):
        first = rows[rows["period"] == rows["period"].iloc[0]].sort_values(
            "probability", ascending=False, kind="stable"
        )
        shown, period = first.head(WARNED), str(rows["period"].iloc[0])
        name = view.said(found.names.get(str(node), Label(str(node))))
        percent = view.said(Text("probability, %"))
        beyond = (
            Text("below {limit:g}", limit=limit)
            if str(side).startswith("below")
            else Text("above {limit:g}", limit=limit)
        )
        sentence = Text(
            "Probability of a value {beyond} in {period}, the highest first.", beyond=beyond, period=period
        )
        charts.append(bars((name, view.said(sentence)), [view.said(Text("unit")), percent], [str(u) for u in shown["unit"]],
                           {percent: (100 * shown["probability"]).tolist()}, digits=0, ends=(0, 100)))  # fmt: skip
    return charts


def _fan(view: View, found: Forecast, warned: EarlyWarnings | None) -> list[Chart]:
    """Return history and forecast of one unit: the one whose warning is least certain, else the first."""
    node, unit = str(found.median.columns[0]), found.median.index.get_level_values("unit")[0]
    if warned is not None and len(warned.table):
        open_ = (warned.table["probability"] - 0.5).abs().to_numpy().argmin()
        unit, node = warned.table.reset_index()[["unit", "node"]].iloc[int(open_)]
    past = found.history[node].xs(unit, level="unit")
    ahead = {key: getattr(found, key)[node].xs(unit, level="unit") for key in ("median", "lower", "upper")}
    steps = [*map(str, past.index), *map(str, ahead["median"].index)]
    gap, start = [np.nan] * (len(past) - 1), float(past.iloc[-1])
    known = [*past.tolist(), *[np.nan] * len(ahead["median"])]
    heads = {"median": Text("forecast"), "lower": Text("lower end"), "upper": Text("upper end")}
    series = {view.said(Text("until now")): known} | {
        view.said(head): [*gap, start, *ahead[key].where(np.isfinite(ahead[key])).tolist()] for key, head in heads.items()
    }  # fmt: skip
    name = view.said(found.names.get(node, Label(node)))
    sentence = Text(
        "{unit} as an example: the ends hold {level:.0%} of such values.", unit=str(unit), level=found.level
    )
    return [
        _sparse(
            lines(
                (f"{unit}: {name}", view.said(sentence)), [view.said(Text("period")), *series], steps, series
            )
        )
    ]
