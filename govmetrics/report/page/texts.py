"""What people said where the score fell, what coders and counting found in texts, and what became of proposals."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from govmetrics.core.words import Label, Text
from govmetrics.evaluation.said_found import WhatPeopleSaid
from govmetrics.evaluation.texts_found import CodedDocuments, CountedWords
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import ON_WHITE, lines
from govmetrics.report.page.section import Heat, Section, chapter, kept, only, tables_of, told
from govmetrics.report.view import View
from govmetrics.text import CodeMatrix, WordTrends

THEMES = 5
"""So many themes, or words, are drawn over time."""


def texts(view: View) -> list[Chapter]:
    """Return the chapters of texts; nothing where none was asked for."""
    whole = view.whole
    if whole is None:
        return []
    followed = whole.proposals
    parts = {
        "said": [] if whole.said is None else _said(view, whole.said),
        "coding": [] if whole.coding is None else _coded(view, whole.coding),
        "documents": [] if whole.documents is None else _counted(view, whole.documents),
        "proposals": []
        if followed is None
        else [Section("", told(view, followed), [], (every := tables_of(view, followed))[:1], every[1:])],
    }
    return [
        one
        for name, sections in parts.items()
        for one in chapter(view.said(TITLES[name]), f"{name}-part", sections)
    ]


def _said(view: View, found: WhatPeopleSaid) -> list[Section]:
    """Return a section for each node: its units with their scores, codes and quotes."""
    sections, (table,) = [Section("", told(view, found))], tables_of(view, found)
    wanted = (
        "unit",
        "score",
        "change",
        "code",
        "quote",
        "share",
        "documents",
    )  # a narrow screen shows the first ones
    keys = [key for key in wanted if key in found.shown]
    for node in dict.fromkeys(found.table["node"]):
        title = view.said(found.names.get(node, Label(node)))
        rows = kept(table, found.table.index[found.table["node"] == node].tolist())
        sections.append(Section("", [], [], [only(replace(rows, caption=title), *keys)]))
    return sections


def _coded(view: View, found: CodedDocuments) -> list[Section]:
    """Return codes by community as a table that is the darker the more documents have a code, and the agreement."""
    sections = []
    if found.matrix is not None:
        tables = tables_of(view, found.matrix)
        quotes = [table for table in tables if any(column.key == "quote" for column in table.columns)]
        rest = [table for table in tables if not any(table is one for one in quotes)]
        title = view.said(Text("Codes by community"))
        sections.append(
            Section(
                title, told(view, found.matrix), [], [], [*quotes, *rest], _heat(view, title, found.matrix)
            )
        )
    if found.agreement is not None:
        tables = tables_of(view, found.agreement)
        title = view.said(Text("Do the coders agree?"))
        sections.append(Section(title, told(view, found.agreement), [], tables[:1], tables[1:]))
    return sections


def _heat(view: View, title: str, found: CodeMatrix) -> Heat:
    heads = [view.said(found.labels.get(str(code), Label(str(code)))) for code in found.values.columns]
    names = [f"{unit} ({count})" for unit, count in zip(found.values.index, found.documents, strict=True)]
    cells = [
        [("–", None) if isnan(share) else (f"{share:.0%}", share) for share in row]
        for row in found.values.to_numpy(dtype=float).tolist()
    ]
    caption = view.said(Text("{title}: share of documents, in brackets how many there are", title=title))
    return Heat(caption, view.said(Text("unit")), heads, names, cells)


def _counted(view: View, found: CountedWords) -> list[Section]:
    """Return the words that were counted, and how they went over time."""
    tables = tables_of(view, found.words)
    by_theme = [
        table for table in tables if any(column.key == "theme" for column in table.columns[:1])
    ] or tables[:1]
    rest = [table for table in tables if not any(table is one for one in by_theme)]
    sections = [Section("", told(view, found.words), [], by_theme[:1], [*by_theme[1:], *rest])]
    if found.trends is not None:
        title = view.said(Text("Over time"))
        chart = _over_time(view, title, found.trends)
        sections.append(Section(title, told(view, found.trends), [chart], [], tables_of(view, found.trends)))
    return sections


def _over_time(view: View, title: str, found: WordTrends) -> Chart:
    """Return the most frequent themes or words by period, beside all of them together."""
    names, total = found._names(), found.values["count"].groupby(level=0, sort=False).sum()
    top = [name for name in total.sort_values(ascending=False, kind="stable").index[:THEMES] if total[name]]
    top = top or list(total.index[:1])
    series = {
        view.said(names.get(name, Label(str(name)))): found.values.loc[name, "rate"].tolist() for name in top
    }
    sentence = view.said(Text("Occurrences per 1,000 characters; the most frequent ones."))
    steps = [str(period) for period in found.periods.index]
    made = lines((title, sentence), [view.said(Text("period")), *series], steps, series, 2)
    first, *others = made.option["series"]  # one among equals here
    alike = {"itemStyle": {"color": ON_WHITE[-1]}, "lineStyle": {"width": 2, "type": "solid"}}
    return replace(made, option={**made.option, "series": [{**first, **alike}, *others]})
