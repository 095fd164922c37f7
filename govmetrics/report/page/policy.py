"""Did the policy work: the answers side by side, event studies, what two-way fixed effects are made of, plan and execution."""

from __future__ import annotations

from typing import Any

from govmetrics.core.checks import place_of
from govmetrics.core.words import Label, Text
from govmetrics.evaluation.policy_found import PolicyFindings
from govmetrics.evaluation.titles import TITLES
from govmetrics.policy import Deviation, Staggered
from govmetrics.report.numbers import number
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart, frame, plain
from govmetrics.report.page.drawn import bars, legend, span_series
from govmetrics.report.page.section import Section, chapter
from govmetrics.report.view import View

WORST = 12
"""So many bottlenecks are drawn."""


def policy(view: View) -> list[Chapter]:
    """Return the chapter on the policy; nothing where it was not asked."""
    found = None if view.whole is None else view.whole.policy
    sections = [] if found is None else _sections(view, found)
    return chapter(view.said(TITLES["policy"]), "policy-part", sections)


def _sections(view: View, found: PolicyFindings) -> list[Section]:
    sections, language = [], view.language
    if found.overview is not None:
        notes = [view.said(note) for note in (*found.cautions, *found.notes)]
        sections.append(Section("", notes, [], [_spoken(found.overview, language)], noted=True))
    for outcome, one in found.staggered.items():
        name = view.said(found.labels.get(outcome, Label(outcome)))
        tables = [_spoken(table, language) for table in found.named(one, outcome)]
        sentences = [view.said(text) for text in found.told(one)]
        sections.append(Section(name, sentences, [_events(view, name, one)], [], tables))
        if (split := found.decompositions.get(outcome)) is not None:
            first, *more = (_spoken(table, language) for table in found.named(split, outcome))
            title = view.said(Text("What two-way fixed effects are made of"))
            sections.append(
                Section(title, [view.said(text) for text in found.told(split)], [], [first], more)
            )
    if found.effects:
        sections.append(_regressions(view, found))
    if found.deviation is not None:
        sections.append(_carried(view, found, found.deviation))
    return sections


def _regressions(view: View, found: PolicyFindings) -> Section:
    """Return panel regressions, several of them side by side; each by itself is behind that."""
    each = [
        _spoken(table, view.language)
        for name, one in found.effects.items()
        for table in found.named(one, name)
    ]
    beside = (
        [] if found.models is None else [_spoken(table, view.language) for table in found.named(found.models)]
    )
    first, *more = [*beside, *each]
    several = len(found.effects) > 1
    sentences = [
        view.said(
            Text("{name}: {finding}", name=found.labels.get(name, Label(name)), finding=text)
            if several
            else text
        )
        for name, one in found.effects.items()
        for text in found.told(one)
    ]
    return Section(view.said(Text("Panel regressions")), sentences, [], [first], more)


def _spoken(table: Any, language: Any) -> Any:
    return table.said(language)


def _events(view: View, name: str, found: Staggered) -> Chart:
    """Return effects by periods since treatment began, with their intervals."""
    events = found.events
    steps = [f"{int(event)}" if event < 0 else f"+{int(event)}" for event in events.index]
    interval, effect = (
        view.said(Text("{level:.0%} interval", level=found.level)),
        view.said(Text("effect of the policy")),
    )
    series = span_series(
        plain(events["lower"]), plain(events["upper"]), (interval, effect), plain(events["estimate"])
    )
    began = view.said(Text("began"))
    marks = {"silent": True, "symbol": "none", "lineStyle": {"type": "dashed", "color": "#4d4d4d"},
             "data": [{"yAxis": 0, "label": {"show": False}}, {"xAxis": "+0", "label": {"formatter": began}}]}  # fmt: skip
    series[-1]["markLine"] = marks
    option = frame(steps, False, series=series, legend=legend([interval, effect]))
    option["grid"] = {**option["grid"], "top": 56, "bottom": 30}
    axis = view.said(Text("periods since treatment began"))
    option["xAxis"] |= {"axisLine": {"onZero": False}, "name": axis, "nameLocation": "middle", "nameGap": 26}
    heads = [axis, effect, view.said(Text("lower end")), view.said(Text("upper end"))]
    rows = [[step, *(number(row[key], 2) for key in ("estimate", "lower", "upper"))]
            for step, (_, row) in zip(steps, events.iterrows(), strict=True)]  # fmt: skip
    base = (
        Text(
            "Before treatment each period is compared with the one before it; afterwards with the last before treatment."
        )
        if found.base == "varying"
        else Text("All periods are compared with the last before treatment.")
    )
    title = view.said(Text("Event study: {name}", name=name))
    return Chart(title, view.said(base), option, heads, rows, 340)


def _carried(view: View, found: PolicyFindings, one: Deviation) -> Section:
    """Return the gaps between plan and execution, the worst on top."""
    worst = one.bottlenecks.head(WORST)
    names = [view.said(place_of(row)) for row in worst.index]
    share, row = view.said(Text("share of all gaps, %")), view.said(Text("row of the plan"))
    named = (
        view.said(Text("Bottlenecks")),
        view.said(Text("Where what was done lies furthest behind the plan.")),
    )
    charts = (
        [bars(named, [row, share], names, {share: (100 * worst["share"]).tolist()}, digits=1)]
        if names
        else []
    )
    first, *more = (_spoken(table, view.language) for table in found.named(one))
    title = view.said(Text("Plan and execution"))
    sentences = [view.said(text) for text in found.told(one)]
    return Section(title, sentences, charts, [first], more)
