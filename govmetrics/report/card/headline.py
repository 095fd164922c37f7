"""The first lines of a card: score and rank with their intervals, what changed, verdict and points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.card.values import withheld
from govmetrics.report.numbers import interval, number, signed

if TYPE_CHECKING:
    from govmetrics.report.card.points import Points
    from govmetrics.report.card.verdict import Membership
    from govmetrics.report.view import View
    from govmetrics.robustness import ChangeConfidence


def headline(
    view: View, unit: Any, row: pd.Series, verdict: Membership | None, appraisal: Points | None
) -> list[Text]:
    """Return what must be known of a unit.

    Parameters
    ----------
    view : View
    unit : label
    row : Series
        Its row of the standing.
    verdict : Membership or None
    appraisal : Points or None
    """
    told = [_score(view, unit, row), *_change(view, unit, row)]
    if verdict is not None and verdict.grade == verdict.by_score != "":
        told.append(Text("Verdict by fuzzy evaluation: {grade}.", grade=verdict.grade))
    elif verdict is not None and verdict.grade:
        text = "Verdict by fuzzy evaluation: {grade} by the largest share, {other} by the score."
        told.append(Text(text, grade=verdict.grade, other=verdict.by_score))
    if appraisal is not None and appraisal.grade:
        told.append(Text("Grade of the appraisal: {grade}.", grade=appraisal.grade))
    return told


def _score(view: View, unit: Any, row: pd.Series) -> Text:
    stands = view.stands
    if pd.isna(row["score"]):
        if (unit, view.tree.root.code) in withheld(view):
            return Text("The score is withheld.")
        return Text("No score: too much of the evidence on this unit is missing.")
    scale = view.assessment.scaled.scale
    told: dict[str, Any] = {
        "score": number(row["score"], stands.digits), "rank": f"{row['rank']:.0f}",
        "count": int(stands.table["rank"].notna().sum()),
    }  # fmt: skip
    scored = Text("Score {score}", score=told["score"])
    if scale is not None:
        low, high = (number(end, 0 if float(end).is_integer() else 2) for end in scale)
        scored = Text("Score {score} (scale {low} to {high})", score=told["score"], low=low, high=high)
    placed = Text("rank {rank} of {count}", rank=told["rank"], count=told["count"])
    if str(row["place"]).endswith("="):
        placed = Text("rank {rank} of {count}, shared", rank=told["rank"], count=told["count"])
    ends = _rank_ends(view, unit)
    if ends is None:
        return Text("{score}, {rank}.", score=scored, rank=placed)
    span, level = ends
    text = "{score}, {rank} ({level:.0%} interval: {ends})."
    return Text(text, score=scored, rank=placed, level=level, ends=span)


def _rank_ends(view: View, unit: Any) -> tuple[str, float] | None:
    """Return the interval of a unit's rank, and its level."""
    sure = view.uncertainty
    if sure is None or unit not in sure.intervals.index:
        return None
    low, high = sure.intervals.loc[unit, ["lower", "upper"]]
    return None if pd.isna(low) else (interval(low, high), float(sure.level))


def _change(view: View, unit: Any, row: pd.Series) -> list[Text]:
    """Return the change of the score since the period before, and of the rank."""
    stands = view.stands
    if stands.before is None or pd.isna(row["change"]):
        return []
    told: dict[str, Any] = {
        "since": str(stands.before),
        "change": signed(row["change"], stands.digits),
        "moved": Text("the same rank")
        if row["moved"] == 0
        else Text("{count:# place|# places} up", count=int(row["moved"]))
        if row["moved"] > 0
        else Text("{count:# place|# places} down", count=int(-row["moved"])),
    }
    sure = sure_of(view)
    if sure is None or unit not in sure.changes.index:
        return [Text("Since {since}: {change} points, {moved}.", **told)]
    known = sure.changes.loc[unit]
    told |= {
        "low": signed(known["change_lower"], stands.digits), "high": signed(known["change_upper"], stands.digits),
        "level": float(sure.level), "verdict": _verdict(known),
    }  # fmt: skip
    text = "Since {since}: {change} points ({level:.0%} interval: {low} to {high}: {verdict}), {moved}."
    return [Text(text, **told)]


def sure_of(view: View) -> ChangeConfidence | None:
    """Return how sure the changes between the two last periods are; None where that is not known."""
    panel = None if view.whole is None else view.whole.panel
    sure = (None if view.uncertainty is None else view.uncertainty.change) or (
        None if panel is None else panel.sureness
    )
    stands = view.stands
    same = sure is not None and (str(sure.since), str(sure.period)) == (
        str(stands.before),
        str(stands.period),
    )
    return sure if same else None


def _verdict(known: pd.Series) -> Text:
    if not known["sure"]:
        return Text("may not have changed")
    return Text("surely better") if known["change"] > 0 else Text("surely worse")
