"""What changed between the periods: all units, those that moved most, how sure it is, and trends."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.core.panel_rows import crossed
from govmetrics.core.words import Text
from govmetrics.evaluation.findings import Panel
from govmetrics.evaluation.titles import TITLES
from govmetrics.panel import Trends
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import bars, lines, spans
from govmetrics.report.page.section import Section, chapter, column_of, kept, only, tables_of, told
from govmetrics.report.page.shape import shape
from govmetrics.report.sentences import findings
from govmetrics.report.view import View
from govmetrics.robustness import ChangeConfidence

MOVERS = 3
"""So many of the units that gained and lost most are drawn over time."""
ROWS = 60
"""So many units' changes are drawn."""


def changes(view: View) -> list[Chapter]:
    """Return the changes since the period before and the trends; nothing where they were not asked."""
    panel = None if view.whole is None else view.whole.panel
    if panel is None or view.index is None:
        return []
    trends = None if panel.trends is None else _trends(view, panel.trends)
    sections = [_since(view, panel), trends, *shape(view, panel)]
    return chapter(view.said(TITLES["panel"]), "panel-part", sections)


def _since(view: View, panel: Panel) -> Section:
    """Return who moved since the period before, drawn over all periods, and how sure each change is."""
    charts = [_over_time(view)]
    tables, sentences = [], []
    if panel.sureness is not None:
        charts.append(_how_sure(view, panel.sureness))
        tables = tables_of(view, panel.sureness)
        sentences = told(view, panel.sureness)
    elif view.stands.before is not None:
        charts.append(_moved(view))
        sentences = [view.said(text) for text in findings(view.stands, [], None)]
    steps = [] if panel.changes is None else tables_of(view, panel.changes)
    sentences += [] if panel.changes is None else told(view, panel.changes)[-1:]
    return Section(
        "", sentences, charts, tables[:1] or steps[:1], [*tables[1:], *(steps if tables else steps[1:])]
    )


def movers(view: View) -> pd.DataFrame:
    """Return the units that gained most and those that lost most since the period before, the best first."""
    table = view.stands.table.dropna(subset=["change"]).sort_values("change", ascending=False, kind="stable")
    up = table[table["change"] > 0].head(MOVERS)
    down = table[table["change"] < 0].tail(MOVERS)
    return pd.concat([up, down])


def _over_time(view: View) -> Chart:
    """Return the median of all units and the largest movers, period by period."""
    root, periods = view.tree.root.code, view.stands.periods
    scores = crossed(view.assessment.scores.values[root], "unit").reindex(list(periods))
    median = view.said(Text("median of all units"))
    series: dict[str, Any] = {median: scores.median(axis=1).tolist()}
    for unit in movers(view)["unit"]:
        series[str(unit)] = scores[_own(scores, unit)].tolist()
    return lines(
        (view.said(Text("Scores over time")),
         view.said(Text("The median of all units, and those that gained and lost most in {period}.",
                        period=str(view.stands.period)))),
        [view.said(Text("period")), *series], [str(period) for period in periods], series, view.stands.digits,
    )  # fmt: skip


def _own(scores: pd.DataFrame, unit: Any) -> Any:
    """Return a unit's label in the scores; the ranking has it as text."""
    return unit if unit in scores.columns else next(one for one in scores.columns if str(one) == str(unit))


def _how_sure(view: View, found: ChangeConfidence) -> Chart:
    """Return every change with its interval, the greatest gain first; of many units those at both ends."""
    table = found.changes.dropna(subset=["change", "change_lower", "change_upper"])
    table = table.sort_values("change", ascending=False, kind="stable")
    if len(table) > ROWS:
        table = pd.concat([table.head(ROWS // 2), table.tail(ROWS // 2)])
    change = view.said(Text("change"))
    return spans(
        (view.said(Text("Changes and how sure they are")),
         view.said(Text("A bar that keeps clear of zero: the change is more than error ({level:.0%}).", level=found.level))),
        [view.said(Text("unit")), change, view.said(Text("lower end")), view.said(Text("upper end"))],
        [str(unit) for unit in table.index], table["change_lower"].tolist(), table["change_upper"].tolist(),
        {change: table["change"].tolist()}, called=view.said(Text("{level:.0%} interval", level=found.level)),
        limits={"0": 0.0}, digits=view.stands.digits,
    )  # fmt: skip


def _moved(view: View) -> Chart:
    """Return the changes as bars where nothing is known of how sure they are."""
    table = view.stands.table.dropna(subset=["change"]).sort_values("change", ascending=False, kind="stable")
    if len(table) > ROWS:
        table = pd.concat([table.head(ROWS // 2), table.tail(ROWS // 2)])
    change = view.said(Text("change"))
    return bars(
        (view.said(Text("Changes since {before}", before=str(view.stands.before))),
         view.said(Text("The greatest gain first; how sure each is was not asked."))),
        [view.said(Text("unit")), change], [str(unit) for unit in table["unit"]], {change: table["change"].tolist()},
        digits=view.stands.digits,
    )  # fmt: skip


def _trends(view: View, found: Trends) -> Section:
    """Return the trends of the whole index; behind them those of every node."""
    root = view.tree.root.code
    mine = found.table.xs(root, level="node") if root in found.table.index.get_level_values("node") else None
    table = tables_of(view, found)[0]
    if mine is None:
        return Section(view.said(Text("Trends")), told(view, found)[:1], [], [table])
    up, down = (int((mine["direction"] == word).sum()) for word in ("up", "down"))
    known = int(mine["p"].notna().sum())
    text = (
        "Over {periods:# period|# periods} {up} of {count:# unit rises|# units rise} and {down} {down:falls|fall}; about "
        "{chance:.1f} would seem to by chance alone."
    )
    chance = known * (1 - found.level)
    sentence = Text(text, periods=len(found.years), up=up, down=down, count=known, chance=chance)
    whole = (found.table.index.get_level_values("node") == root).nonzero()[0].tolist()
    slope = column_of(table, "slope").to_numpy(dtype=float)
    first = only(
        kept(table, sorted(whole, key=lambda row: (pd.isna(slope[row]), -slope[row]))),
        "unit", "slope", "lower", "upper", "p", "direction",
    )  # fmt: skip
    return Section(view.said(Text("Trends")), [view.said(sentence)], [], [first], [table])
