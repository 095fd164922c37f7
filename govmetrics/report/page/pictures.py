"""The pictures of the first screen: the ranking, the dimensions, what holds back or what changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.given import by_unit
from govmetrics.report.numbers import interval, number, signed, span
from govmetrics.report.page.chart import ROW_HEIGHT, Chart, frame, plain, whiskers
from govmetrics.report.since import Since
from govmetrics.report.standing import period_name, spread
from govmetrics.report.view import View
from govmetrics.report.words import word

ENDS_SHOWN = 10
"""Of many units so many at either end are drawn."""
HEIGHT = 60
"""Of axes and legend, in pixels."""


def pictures(view: View, changed: Since | None) -> list[Chart]:
    """Return the pictures that the scores allow: none where nobody has one."""
    known = view.stands.table.dropna(subset=["score"])
    if known.empty:
        return []
    found = [_ranking(view, known)] if len(known) > 1 else []
    if view.groups:
        found.append(_dimensions(view) if len(view.stands.table) > 1 else _own_dimensions(view))
    if view.walls:
        return [*found, _walls(view)]
    return [*found, _changes(view, changed)] if changed is not None else found


def _ends(rows: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """Return the first and the last rows of many, and whether some are left out."""
    if len(rows) <= 2 * ENDS_SHOWN:
        return rows, False
    return pd.concat([rows.head(ENDS_SHOWN), rows.tail(ENDS_SHOWN)]), True


def _said(view: View, whole: Text, ends: Text, cut: bool) -> str:
    return view.said(ends if cut else whole)


def _ranking(view: View, known: pd.DataFrame) -> Chart:
    """Return the ranks with their intervals; the scores where no intervals are known."""
    rows, cut = _ends(known)
    names, digits = rows["unit"].tolist(), view.stands.digits
    heads = [word("unit", view.language), word("rank", view.language), word("score", view.language)]
    cells = [[unit, place, number(score, digits)]
             for unit, place, score in zip(names, rows["place"], rows["score"], strict=True)]  # fmt: skip
    height = HEIGHT + ROW_HEIGHT * len(rows)
    if view.uncertainty is None:
        option = frame(
            names, True, series=[{"type": "bar", "name": heads[2], "data": _rounded(rows["score"], digits)}]
        )
        told = _said(
            view, Text("The score of every unit, the best on top."),
            Text("The scores of the first {count} and the last {count}; those between are in the ranking.", count=ENDS_SHOWN),
            cut,
        )  # fmt: skip
        return Chart(view.said(Text("Score of every unit")), told, option, heads, cells, height)
    ends = view.uncertainty.intervals.reindex(by_unit(rows).index)[["lower", "upper"]]
    heads.append(word("interval_rank", view.language))
    series = whiskers(ends["lower"], ends["upper"], rows["rank"], (heads[3], heads[1]))
    option = frame(names, True, series=series, legend={"top": 0, "data": [heads[3], heads[1]]})
    option["xAxis"] |= {"minInterval": 1, "min": 1}
    shown = {"level": view.uncertainty.level, "count": ENDS_SHOWN}
    told = _said(
        view, Text("Point: rank; bar: its {level:.0%} interval. Units whose bars overlap may change places.", **shown),
        Text("Point: rank; bar: its {level:.0%} interval, of the first {count} and the last {count}. Units whose bars overlap "
             "may change places.", **shown), cut,
    )  # fmt: skip
    cells = [[*mine, interval(*end)] for mine, end in zip(cells, ends.to_numpy(), strict=True)]
    return Chart(view.said(Text("Ranks and how sure they are")), told, option, heads, cells, height)


def _dimensions(view: View) -> Chart:
    """Return median and quartiles of every dimension, beside the median of the period before."""
    found, digits = spread(view.assessment, view.stands, view.groups), view.stands.digits
    names = [view.tree[code].label(view.language) for code in view.groups]
    keys = [
        Text("middle half of the units"),
        Text("median"),
        Text("median of {period}", period=period_name(view.stands.before)),
    ]
    half, median, before = (view.said(key) for key in keys)
    series = whiskers(found["lower"], found["upper"], found["median"], (half, median))
    heads = [view.said(Text("dimension")), median, half]
    rows = [[name, number(row.median_, digits), span(row.lower, row.upper, digits)]
            for name, row in zip(names, found.rename(columns={"median": "median_"}).itertuples(), strict=True)]  # fmt: skip
    legend = [half, median]
    if found["before"].notna().any():
        series.append({"type": "scatter", "name": before, "symbol": "emptyDiamond", "symbolSize": 11,
                       "itemStyle": {"color": "#D55E00"}, "data": plain(found["before"])})  # fmt: skip
        legend.append(before)
        heads.append(before)
        rows = [[*row, number(value, digits)] for row, value in zip(rows, found["before"], strict=True)]
    option = frame(names, True, series=series, legend={"top": 0, "data": legend})
    option["grid"] = option["grid"] | {"top": 56}
    told, medians = (
        Text("Bar: the middle half of the units; point: their median."),
        found["median"].to_numpy(),
    )
    if np.isfinite(medians).any() and len(names) > 1:
        low = np.nanmin(medians)
        lowest = [
            name
            for name, median in zip(names, medians, strict=True)
            if np.isclose(median, low, rtol=0, atol=1e-9)
        ]
        text = "Bar: the middle half of the units; point: their median. The lowest median is that of {name} ({score})."
        if len(lowest) < len(names):  # else none is lower than others
            told = Text(text, name=lowest, score=number(low, digits))
    height = HEIGHT + 30 + 2 * ROW_HEIGHT * len(names)
    return Chart(view.said(Text("Dimensions")), view.said(told), option, heads, rows, height)


def _own_dimensions(view: View) -> Chart:
    """Return the dimensions of a single unit, beside those of the period before."""
    found, digits = spread(view.assessment, view.stands, view.groups), view.stands.digits
    names = [view.tree[code].label(view.language) for code in view.groups]
    heads = [view.said(Text("dimension")), word("score", view.language)]
    columns = [found["median"]]
    if found["before"].notna().any():
        heads.append(str(view.said(period_name(view.stands.before))))
        columns.append(found["before"])
    series = [
        {"type": "bar", "name": head, "data": _rounded(column, digits)}
        for head, column in zip(heads[1:], columns, strict=True)
    ]
    option = frame(names, True, series=series, legend={"top": 0, "data": heads[1:]})
    rows = [
        [name, *(number(value, digits) for value in values)]
        for name, *values in zip(names, *columns, strict=True)
    ]
    told = view.said(Text("The score of every dimension."))
    return Chart(
        view.said(Text("Dimensions")), told, option, heads, rows, HEIGHT + 2 * ROW_HEIGHT * len(names)
    )


def _walls(view: View) -> Chart:
    """Return what holds the units back most."""
    names = [view.said(name) for name, _, _ in view.walls]
    means = [mean for _, mean, _ in view.walls]
    heads = [word("name", view.language), word("degree", view.language), word("among", view.language)]
    rows = [
        [name, number(mean), str(count)]
        for name, mean, (_, _, count) in zip(names, means, view.walls, strict=True)
    ]
    option = frame(names, True, series=[
        {"type": "bar", "name": heads[1], "data": [round(mean, 2) for mean in means], "itemStyle": {"color": "#E69F00"}}
    ])  # fmt: skip
    option["yAxis"]["axisLabel"] |= {"overflow": "break", "width": 130}  # two lines, and no name cut
    told = view.said(
        Text("Mean obstacle degree in percent: weight times shortfall, as a share of all that is lacking.")
    )
    return Chart(
        word("walls", view.language), told, option, heads, rows, HEIGHT + 2 * ROW_HEIGHT * len(names)
    )


def _changes(view: View, changed: Since | None) -> Chart:
    """Return the changes since the time before, the greatest gain on top."""
    assert changed is not None
    table = view.stands.table[["unit"]].join(changed.table).dropna(subset=["change"])
    rows, cut = _ends(table.sort_values("change", ascending=False, kind="stable"))
    names, digits = rows["unit"].tolist(), view.stands.digits
    heads = [word("unit", view.language), word("change", view.language)]
    option = frame(
        names, True, series=[{"type": "bar", "name": heads[1], "data": _rounded(rows["change"], digits)}]
    )
    told = _said(
        view, Text("Change of the score since {before}.", before=changed.before),
        Text("Change of the score since {before}: the {count} best and the {count} worst.", before=changed.before,
             count=ENDS_SHOWN), cut,
    )  # fmt: skip
    cells = [[unit, signed(change, digits)] for unit, change in zip(names, rows["change"], strict=True)]
    title = view.said(Text("What changed"))
    return Chart(title, told, option, heads, cells, HEIGHT + ROW_HEIGHT * len(rows))


def _rounded(values: pd.Series, digits: int) -> list[Any]:
    """Return numbers with a digit more than is printed: a picture needs no others."""
    return plain(np.round(values.to_numpy(dtype=float), digits + 1))
