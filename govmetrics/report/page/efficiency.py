"""Efficiency: who does most with least, whom the others learn from, what goes with it."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pandas as pd

from govmetrics.core.checks import holders, place_of
from govmetrics.core.language import Language
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea import Bootstrap, Efficiency, ScaleEfficiency, SecondStage
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.labels import in_time
from govmetrics.plots.style import COLOURS, GOOD
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.drawn import STRIPES, bars, spans
from govmetrics.report.page.section import Section, at_latest, chapter, line, of_period, tables_of, told
from govmetrics.report.view import View

ROWS = 60
"""So many units are drawn; the table has as many as others."""


VERDICTS = {
    "strong": Text("efficient"), "weak": Text("efficient, but with slacks"), "no": Text("not efficient"),
    "unknown": Text("on the frontier, slacks unknown"),
}  # fmt: skip


def efficiency(view: View) -> list[Chapter]:
    """Return the efficiency of the latest period and what goes with it; nothing where it was not asked."""
    whole = view.whole
    if whole is None:
        return []
    sections = [
        None if whole.efficiency is None else _scores(view, whole.efficiency),
        None if whole.efficiency_intervals is None else _intervals(view, whole.efficiency_intervals),
        None if whole.scale_efficiency is None else _scale(view, whole.scale_efficiency),
        None if whole.second_stage is None else _second_stage(view, whole.second_stage),
    ]
    return chapter(view.said(TITLES["efficiency"]), "efficiency-part", sections)


def _scores(view: View, found: Efficiency) -> Section:
    """Return scores, best first, with peers; behind them targets, slacks and weights."""
    scores = at_latest(found.scores).dropna().sort_values(ascending=False, kind="stable")
    strong = at_latest(found.efficient).reindex(scores.index).isin(["strong"])
    words = view.said(Text("efficient")), view.said(Text("not efficient"))
    shown, mine = scores.head(ROWS), strong.head(ROWS)
    chart = bars(
        (view.said(Text("Efficiency of every unit")), view.said(Text("The best first; 1 is the frontier."))),
        [view.said(Text("unit")), *words], [str(unit) for unit in shown.index],
        dict(zip(words, (shown.where(mine).tolist(), shown.mask(mine).tolist()), strict=True)),
        stacked=True, digits=3, looks=[{"color": GOOD}, {"color": COLOURS[5], "decal": STRIPES}], limits={"1": 1.0},
    )  # fmt: skip
    sentences = [*_lead(view, found, scores, strong), *told(view, found)]
    return Section("", sentences, [chart], [_judged(view, found, scores)], tables_of(view, found))


def _lead(view: View, found: Efficiency, scores: pd.Series, strong: pd.Series) -> list[str]:
    """Return what the latest period says: who is efficient, and what the others could save or gain."""
    rest = scores[~strong & (scores < 1)]
    known: dict[str, Any] = {"strong": int(strong.sum()), "count": len(scores)}
    said = [Text("{strong} of {count:# unit|# units} {strong:is|are} efficient.", **known)]
    if len(rest):
        change = 1 - rest if found.orientation == "input" else 1 / rest - 1
        text = (
            "The others would reach the same results with {mean:.0%} less of every input on average, {unit:3} with {most:.0%}."
            if found.orientation == "input"
            else "The others would reach {mean:.0%} more of every output on average with the same means, {unit:3} {most:.0%}."
        )
        said.append(Text(text, mean=change.mean(), most=change.max(), unit=holders(change)))
    return [line(view, [*of_period(view), *said])]


def _judged(view: View, found: Efficiency, scores: pd.Series) -> Table:
    """Return score, verdict, what could be saved or gained, and whom to learn from, the best first."""
    verdict = at_latest(found.efficient).reindex(scores.index).map(VERDICTS)
    less = found.orientation == "input"
    change = (1 - scores if less else 1 / scores - 1).clip(lower=0)
    peers, times = _peers(found)
    heads = (
        Text("Efficiency score"), Text("Verdict"),
        Text("Less of every input") if less else Text("More of every output"), Text("Times a peer"),
        Text("Learns from (share)"),
    )  # fmt: skip
    learns = ["; ".join(peers.get(unit, [])) for unit in scores.index]
    columns = (scores, verdict, change, [times.get(unit, 0) for unit in scores.index], learns)
    frame = pd.concat([pd.Series(list(column), scores.index, dtype=kind) for column, kind in
                       zip(columns, (float, object, float, int, object), strict=True)], axis=1)  # fmt: skip
    frame.columns = pd.Index(heads, dtype=object)
    kinds: Any = dict(zip(heads, ("number", "word", "share", "count", "text"), strict=True))
    spoken: Language = view.language  # type: ignore[assignment]
    caption = Text("Efficiency and whom to learn from")
    return Table.of(caption, frame.rename_axis("unit"), kind=kinds).said(spoken)


def _peers(found: Efficiency) -> tuple[dict[Any, list[str]], Counter[Any]]:
    """Return the peers of every unit of the latest period with their shares, and how often each is one."""
    table, panel = found.peers, found.scores.index.nlevels == 2
    last = in_time(found.scores.index)[-1] if panel else None
    peers: dict[Any, list[str]] = {}
    times: Counter[Any] = Counter()
    for unit, peer, weight in table.sort_values("weight", ascending=False, kind="stable")[
        ["unit", "peer", "weight"]
    ].itertuples(index=False):
        if unit == peer or (panel and unit[0] != last):
            continue
        same = panel and peer[0] == last
        peers.setdefault(unit[1] if panel else unit, []).append(
            f"{peer[1] if same else place_of(peer)}\u00a0({weight:.2f})"
        )
        if same or not panel:
            times[peer[1] if panel else peer] += 1
    return peers, times


def _intervals(view: View, found: Bootstrap) -> Section:
    """Return scores corrected for bias with their intervals, the best first, beside those as measured."""
    scores = at_latest(found.corrected).dropna().sort_values(ascending=False, kind="stable").head(ROWS)
    measured, low, high = (
        at_latest(one).reindex(scores.index) for one in (found.scores, found.lower, found.upper)
    )
    corrected, plainly = view.said(Text("corrected for bias")), view.said(Text("as measured"))
    chart = spans(
        (view.said(Text("Efficiency with its intervals")),
         view.said(Text("Scores as measured flatter everyone: the best seen are taken for the best possible."))),
        [view.said(Text("unit")), corrected, plainly, view.said(Text("lower end")), view.said(Text("upper end"))],
        [str(unit) for unit in scores.index], low.tolist(), high.tolist(),
        {corrected: scores.tolist(), plainly: measured.tolist()},
        called=view.said(Text("{level:.0%} interval", level=found.level)), digits=3, limits={"1": 1.0},
        ends=(math.floor(10 * low.min()) / 10, 1) if low.notna().all() else None,
    )  # fmt: skip
    # a mean over all periods is none of the latest one
    latest = [] if found.scores.index.nlevels == 2 else of_period(view)
    said = line(view, [*latest, *found._finding()])
    return Section(view.said(TITLES["efficiency_intervals"]), [said], [chart], [], tables_of(view, found))


def _scale(view: View, found: ScaleEfficiency) -> Section:
    """Return technical and scale efficiency, those furthest from their best scale first, and returns to scale."""
    scale = at_latest(found.scale).dropna().sort_values(kind="stable").head(ROWS)
    technical = at_latest(found.technical).reindex(scale.index)
    words = view.said(Text("technical efficiency")), view.said(Text("scale efficiency"))
    chart = bars(
        (view.said(Text("Technical and scale efficiency")),
         view.said(Text("Those furthest from the scale that suits them first; 1 is the best."))),
        [view.said(Text("unit")), *words], [str(unit) for unit in scale.index],
        dict(zip(words, (technical.tolist(), scale.tolist()), strict=True)), digits=3,
        looks=[{"color": COLOURS[5], "decal": STRIPES}, {"color": COLOURS[1]}],
    )  # fmt: skip
    kinds = at_latest(found.returns_to_scale).value_counts()
    text = (
        "{increasing:# unit works|# units work} at increasing returns to scale (too small), {constant} at constant, "
        "{decreasing} at decreasing ones (too large)."
    )
    counts: dict[str, Any] = {
        kind: int(kinds.get(kind, 0)) for kind in ("increasing", "constant", "decreasing")
    }
    said = line(view, [*of_period(view), Text(text, **counts)])
    return Section(
        view.said(TITLES["scale_efficiency"]), [said, *told(view, found)], [chart], tables_of(view, found)
    )


def _second_stage(view: View, found: SecondStage) -> Section:
    """Return how the surroundings go with inefficiency: coefficients with intervals, on either side of zero."""
    tables = tables_of(view, found)
    table = found.coefficients.drop(index=["constant", "sigma"], errors="ignore")
    table = table[table["lower"].notna()]
    estimate = view.said(Text("coefficient"))
    names = {} if view.index is None else view.tree.names()
    charts = [spans(
        (view.said(Text("What goes with inefficiency")),
         view.said(Text("Coefficients with their intervals: to the right of zero there is more inefficiency."))),
        [view.said(Text("name")), estimate, view.said(Text("lower end")), view.said(Text("upper end"))],
        [view.said(names.get(str(name), str(name))) for name in table.index], table["lower"].tolist(),
        table["upper"].tolist(), {estimate: table["estimate"].tolist()},
        called=view.said(Text("{level:.0%} interval", level=found.level)), digits=3, limits={"0": 0.0},
    )] if len(table) else []  # fmt: skip
    return Section(view.said(TITLES["second_stage"]), told(view, found), charts, tables[:1], tables[1:])
