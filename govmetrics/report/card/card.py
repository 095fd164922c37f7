"""A card: all that is told of one unit, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govmetrics.report.card.bars import Bar, bars, peers
from govmetrics.report.card.headline import headline
from govmetrics.report.card.means import Means, means
from govmetrics.report.card.plan import Planned, plans
from govmetrics.report.card.points import Points, points
from govmetrics.report.card.rows import unit_of
from govmetrics.report.card.trend import Trend, trends
from govmetrics.report.card.values import Value, missed_targets, values
from govmetrics.report.card.verdict import Membership, verdicts
from govmetrics.report.profiles import profiles
from govmetrics.report.since import since

if TYPE_CHECKING:
    from govmetrics.report.view import View

LEAVES_SHOWN = 60
"""A card on a page of many has no table of values where there are more indicators than that."""


@dataclass(frozen=True)
class Card:
    """One unit.

    Parameters
    ----------
    unit, place : str
        Its name, and its place in the ranking.
    score : float
    headline : list of str
        Score and rank with their intervals, what changed.
    bars : list of Bar
    peers : str
        Who is compared with it.
    profile : dict
        Strengths and shortfalls, as `profiles` has them.
    values : list of Value
        Empty on a page of many cards where there are too many.
    verdict, means, points, plan, trend
        None where the evaluation has none.
    """

    unit: str
    place: str
    score: float
    headline: list[str]
    bars: list[Bar]
    peers: str
    profile: dict[str, Any]
    values: list[Value]
    verdict: Membership | None = None
    means: Means | None = None
    points: Points | None = None
    plan: Planned | None = None
    trend: Trend | None = None

    @property
    def short(self) -> bool:
        """Whether any indicator has a target."""
        return any(value.target for value in self.values) or bool(self.profile["short"])


def cards_of(view: View, most: int | None = None, whole: bool = False) -> list[Card]:
    """Return the cards of the first units of the ranking.

    Parameters
    ----------
    view : View
        Of an index.
    most : int, optional
        So many; all by default.
    whole : bool
        With the values of all indicators, however many.
    """
    table = view.stands.table.iloc[: len(view.stands.table) if most is None else most]
    rows = table.index
    units = rows.get_level_values(-1)
    told = profiles(view.assessment, view.stands, view.strengths, view.held, view.language, rows)
    missed = missed_targets(view, rows)
    shown = bars(view, rows, missed)
    given = values(view, rows, missed) if whole or len(view.tree) <= LEAVES_SHOWN else {}
    graded, frugal, appraised = verdicts(view), means(view, units), points(view, units)
    planned, lines, others = plans(view), trends(view, rows), peers(view)
    changed = since(view.stands, view.whole, view.uncertainty)
    found = []
    for label, (_, row) in zip(rows, table.iterrows(), strict=True):
        unit = unit_of(label)
        verdict, appraisal = graded.get(unit), appraised.get(unit)
        first = [view.said(text) for text in headline(view, label, changed, verdict, appraisal)]
        found.append(Card(
            str(row["unit"]), str(row["place"]), float(row["score"]), first, shown[label], view.said(others[unit]),
            told[label], given.get(label, []), verdict, frugal.get(unit), appraisal, planned.get(unit), lines.get(label),
        ))  # fmt: skip
    return found
