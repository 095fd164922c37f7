"""The experts: weights with their spread, consistency against the limit, consensus."""

from __future__ import annotations

from govmetrics.ahp import GroupWeights
from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES
from govmetrics.plots.style import COLOURS, GOOD, POOR
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import STRIPES, bars, spans
from govmetrics.report.page.section import Section, chapter, only, tables_of, taken, told
from govmetrics.report.view import View

ROWS = 40
"""So many weights, experts or groups are drawn; the tables have all."""
FIRST = (
    ("group", "consistency_ratio", "passed", "consensus", "Goepel five bands"),
    ("expert", "largest_ratio", "failed", "left_out", "lowered", "revised"),
)
"""Columns that the tables of groups and of experts begin with: what a narrow screen shows."""
HIGH = 0.75
"""From where on Goepel calls a consensus high."""


def experts(view: View) -> list[Chapter]:
    """Return who judged, how consistently, how far apart; nothing without experts."""
    found = view.experts
    if found is None:
        return []
    tables, rest = taken(tables_of(view, found), "consensus", "largest_ratio")
    charts = [
        chart for chart in (_spread(view, found), _consistency(view, found), _consensus(view, found)) if chart
    ]
    tables = [only(table, *first, *(column.key for column in table.columns if column.key not in first))
              for table, first in zip(tables, FIRST, strict=False)]  # fmt: skip
    section = Section("", told(view, found), charts, tables, rest)
    return chapter(view.said(TITLES["experts"]), "experts-part", [section])


def _spread(view: View, found: GroupWeights) -> Chart | None:
    """Return every weight in its group with the experts' own; where several judged."""
    table = found.spread.dropna(subset=["min", "max"]).head(ROWS)
    if table.empty:
        return None
    names = found.weights.tree.names()
    weight = view.said(Text("weight in its group"))
    return spans(
        (view.said(Text("Weights and how far the experts lie apart")),
         view.said(Text("Point: the weight that counts; bar: from the least to the greatest of the experts' own weights."))),
        [view.said(Text("name")), weight, view.said(Text("least")), view.said(Text("greatest"))],
        [view.said(names[str(node)]) for node in table.index], table["min"].tolist(), table["max"].tolist(),
        {weight: table["weight"].tolist()}, called=view.said(Text("the experts' own weights")), digits=3,
    )  # fmt: skip


def _consistency(view: View, found: GroupWeights) -> Chart | None:
    """Return each expert's largest consistency ratio against the limit."""
    limit = found.max_consistency_ratio
    table = found.by_expert.dropna(subset=["largest_ratio"]).head(ROWS)
    if table.empty:
        return None
    within, beyond = view.said(Text("within the limit")), view.said(Text("beyond the limit"))
    fails = table["failed"] > 0
    ratio = table["largest_ratio"]
    sentence = Text(
        "{passed} of {count:# expert|# experts} {passed:stays|stay} within the limit of {limit:g} in every matrix.",
        passed=int((~fails).sum()), count=len(table), limit=limit,
    )  # fmt: skip
    return bars(
        (view.said(Text("Largest consistency ratio (CR) of every expert")), view.said(sentence)),
        [view.said(Text("expert")), within, beyond], [str(name) for name in table.index],
        {within: ratio.mask(fails).tolist(), beyond: ratio.where(fails).tolist()}, stacked=True, digits=3,
        looks=[{"color": GOOD}, {"color": POOR, "decal": STRIPES}], limits={f"{limit:g}": limit},
    )  # fmt: skip


def _consensus(view: View, found: GroupWeights) -> Chart | None:
    """Return how far the experts agree in every group."""
    if "consensus" not in found.consensus or found.consensus.empty:
        return None
    table, names = found.consensus.head(ROWS), found.weights.tree.names()
    consensus = view.said(Text("consensus"))
    return bars(
        (view.said(Text("Consensus of the experts in every group")),
         view.said(Text("Consensus from 0 (none) to 1 (all alike); from 0.75 it counts as high."))),
        [view.said(Text("name")), consensus], [view.said(names[str(group)]) for group in table.index],
        {consensus: table["consensus"].tolist()}, digits=3, looks=[{"color": COLOURS[0]}],
        limits={f"{HIGH:g}": HIGH}, ends=(0, 1),
    )  # fmt: skip
