"""How sure the ranks are: intervals and tiers, who is surely ahead than whom, and what the ranks depend on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.language import Language
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.style import COLOURS
from govmetrics.report.numbers import interval, number
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import STRIPES, bars, spans
from govmetrics.report.page.section import Heat, Section, chapter, tables_of, told
from govmetrics.report.sentences import sureness as sureness_told
from govmetrics.report.view import View
from govmetrics.robustness import Sensitivity, Uncertainty

ROWS = 60
"""So many units are drawn."""
PAIRS = 40
"""Up to so many units every pair is shown; of more, every unit with those that follow it."""
FOLLOWING = 5
"""So many of those that follow a unit are shown."""


def sureness(view: View) -> list[Chapter]:
    """Return intervals, tiers and pairs of the latest period; nothing where it was not asked."""
    found = view.uncertainty
    if found is None:
        return []
    known = found.intervals.dropna(subset=["nominal", "lower", "upper"])
    pairs = _pairs(view, found, known)
    section = Section(
        "", [view.said(sureness_told(found)), *_apart(view, found, known)], [_intervals(view, found, known)],
        [_next(view, found, known)], heat=pairs,
    )  # fmt: skip
    depends = None if view.whole is None else view.whole.sensitivity
    sections = [section, None if depends is None else _depends(view, depends)]
    return chapter(view.said(TITLES["uncertainty"]), "uncertainty-part", sections)


def _depends(view: View, found: Sensitivity) -> Section:
    """Return the share of the variance that each choice causes, alone and with its interactions."""
    table = found.indices.sort_values("total", ascending=False, kind="stable")
    words = {"first": Text("alone (first order)"), "total": Text("with all interactions (total)")}
    series = {view.said(word): table[key].tolist() for key, word in words.items()}
    chart = bars(
        (view.said(TITLES["sensitivity"]), view.said(Text(
            "Share of the variance of the ranks that each choice causes: alone, and with all interactions."
        ))),
        [view.said(Text("name")), *series], [view.said(Text(name)) for name in table.index], series, digits=2,
        looks=[{"color": COLOURS[0]}, {"color": COLOURS[1], "decal": STRIPES}],
    )  # fmt: skip
    return Section(view.said(TITLES["sensitivity"]), told(view, found), [chart], tables_of(view, found))


def beside_next(found: Uncertainty, known: pd.DataFrame) -> pd.Series:
    """Return with which probability each unit is better than the next one in rank; NaN for the last one."""
    ranks = found.ranks[known.index].to_numpy()
    better = (ranks[:, :-1] < ranks[:, 1:]).mean(axis=0)
    return pd.Series([*better, np.nan], index=known.index)


def _apart(view: View, found: Uncertainty, known: pd.DataFrame) -> list[str]:
    """Return how many neighbours in rank can be told apart."""
    better = beside_next(found, known).dropna()
    if better.empty:
        return []
    text = (
        "Of {count:# pair|# pairs} of neighbours in rank {sure} {sure:is|are} surely apart: the first is better in "
        "{level:.0%} of the draws or more."
    )
    sure = int((better >= found.level).sum())
    return [view.said(Text(text, count=len(better), sure=sure, level=found.level))]


def _intervals(view: View, found: Uncertainty, known: pd.DataFrame) -> Chart:
    """Return every unit's rank with its interval."""
    shown = known.head(ROWS)
    rank = view.said(Text("rank"))
    chart = spans(
        (view.said(Text("Ranks and how sure they are")),
         view.said(Text("Point: the rank; bar: where it lies in {level:.0%} of the draws.", level=found.level))),
        [view.said(Text("unit")), rank, view.said(Text("lower end")), view.said(Text("upper end"))],
        [str(unit) for unit in shown.index], shown["lower"].tolist(), shown["upper"].tolist(),
        {rank: shown["nominal"].tolist()}, called=view.said(Text("{level:.0%} interval", level=found.level)), digits=0,
    )  # fmt: skip
    return chart


def _next(view: View, found: Uncertainty, known: pd.DataFrame) -> Table:
    """Return rank, interval and tier of every unit, and whether it is surely ahead than the next one."""
    better = beside_next(found, known)
    verdict = [
        None if np.isnan(share) else Text("surely ahead") if share >= found.level else Text("may be equal")
        for share in better
    ]
    table = found.to_frame().loc[known.index]
    between = [interval(*ends) for ends in zip(table["lower"], table["upper"], strict=True)]
    heads = [Text("Rank interval"), Text("Better than the next one in"), Text("Against the next one")]
    frame = pd.concat([
        table["nominal"], pd.Series(between, known.index, dtype=object), table["tier"], better,
        pd.Series(verdict, known.index, dtype=object),
    ], axis=1)  # fmt: skip
    frame.columns = pd.Index(["nominal", heads[0], "tier", *heads[1:]], dtype=object)
    kinds: Any = dict(zip(heads, ("text", "share", "word"), strict=True))
    caption = Text("Ranks, tiers and neighbours ({level:.0%} intervals)", level=found.level)
    spoken: Language = view.language  # type: ignore[assignment]
    return Table.of(caption, frame, "robustness", kind=kinds).said(spoken)


def _pairs(view: View, found: Uncertainty, known: pd.DataFrame) -> Heat | None:
    """Return who beats whom: of up to forty units every pair, of more each unit with the five that follow it."""
    if len(known) < 2:
        return None
    whole = len(known) <= PAIRS
    shown = list(known.index[:ROWS])
    beats = found.beats(shown)[list(known.index)].to_numpy()
    shared = known["nominal"].duplicated(keep=False)
    places = [f"{rank:.0f}{'=' * tied}" for rank, tied in zip(known["nominal"], shared, strict=True)]
    names = [f"{place} {unit}" for place, unit in zip(places, known.index, strict=True)][: len(shown)]
    corner = view.said(Text("the row is better than"))
    if whole:
        caption = view.said(Text("Who is better than whom, in percent of the draws"))
        cells = [
            [_cell(share if i != j else np.nan) for j, share in enumerate(row)] for i, row in enumerate(beats)
        ]
        return Heat(caption, corner, places, names, cells)
    caption = view.said(Text("Each unit against those that follow it, in percent of the draws"))
    heads = [view.said(Text("{place} places below", place=place)) for place in range(1, FOLLOWING + 1)]
    padded = np.pad(beats, ((0, 0), (0, FOLLOWING)), constant_values=np.nan)
    cells = [[_cell(share) for share in row[i + 1 : i + 1 + FOLLOWING]] for i, row in enumerate(padded)]
    return Heat(caption, corner, heads, names, cells)


def _cell(share: float) -> tuple[str, float | None]:
    return ("", None) if np.isnan(share) else (number(100 * share, 0), float(share))
