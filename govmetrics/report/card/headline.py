"""The first lines of a card: score and rank with their intervals, what changed, verdict and points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.card.rows import unit_of
from govmetrics.report.card.values import withheld
from govmetrics.report.numbers import interval, number, signed

if TYPE_CHECKING:
    from govmetrics.report.card.points import Points
    from govmetrics.report.card.verdict import Membership
    from govmetrics.report.since import Since
    from govmetrics.report.view import View


def headline(
    view: View, label: Any, changed: Since | None, verdict: Membership | None, appraisal: Points | None
) -> list[Text]:
    """Return what must be known of a unit.

    Parameters
    ----------
    view : View
    label : label
        Its row in the ranking.
    changed : Since or None
    verdict : Membership or None
    appraisal : Points or None
    """
    told = [_score(view, unit_of(label), view.stands.table.loc[label]), *_change(view, label, changed)]
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
    scale = view.assessment.scores.scale  # which that of the indicators need not be
    told: dict[str, Any] = {
        "score": number(row["score"], stands.digits), "rank": f"{row['rank']:.0f}",
        "count": int(stands.table["rank"].notna().sum()),
    }  # fmt: skip
    scored = Text("Score {score}", score=told["score"])
    if scale is not None:
        low, high = (number(end, 0 if float(end).is_integer() else 2) for end in scale)
        text = "Score {score} (scale {low} to {high})"
        if (
            not scale[0] - 1e-9 <= row["score"] <= scale[1] + 1e-9
        ):  # by bounds that are narrower than the values
            text = "Score {score} (beyond the scale, {low} to {high})"
        scored = Text(text, score=told["score"], low=low, high=high)
    if len(stands.table) == 1:  # nobody to be ranked against
        return Text("{score}.", score=scored)
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


def _change(view: View, label: Any, changed: Since | None) -> list[Text]:
    """Return the change of the score since the period before, or since an earlier evaluation, and of the rank."""
    if changed is None:
        return []
    known, digits = changed.table.loc[label], view.stands.digits
    if pd.isna(known["change"]):
        return []
    told: dict[str, Any] = {"since": changed.before, "change": signed(known["change"], digits)}
    moved, alone = _moved(known["moved"]), len(view.stands.table) == 1  # alone there are no ranks
    if pd.isna(known["lower"]) or changed.level is None:
        text = "Since {since}: {change} points." if alone else "Since {since}: {change} points, {moved}."
        return [Text(text, moved=moved, **told)]
    told |= {
        "low": signed(known["lower"], digits), "high": signed(known["upper"], digits), "level": float(changed.level),
        "verdict": _verdict(known),
    }  # fmt: skip
    text = "Since {since}: {change} points ({level:.0%} interval: {low} to {high}: {verdict}), {moved}."
    if alone:
        text = "Since {since}: {change} points ({level:.0%} interval: {low} to {high}: {verdict})."
    return [Text(text, moved=moved, **told)]


def _moved(places: float) -> Text:
    """Return how the rank changed."""
    if pd.isna(places):
        return Text("without a rank to compare with")
    if places == 0:
        return Text("the same rank")
    text = "{count:# place|# places} up" if places > 0 else "{count:# place|# places} down"
    return Text(text, count=int(abs(places)))


def _verdict(known: pd.Series) -> Text:
    if not known["sure"]:
        return Text("may not have changed")
    return Text("surely better") if known["change"] > 0 else Text("surely worse")
