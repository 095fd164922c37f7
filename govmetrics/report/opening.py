"""What every report says first: the finding in one sentence, what to know, what to do next and what it brings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.core.words import Text
from govmetrics.report.gains import caught_up, coming_up, planned
from govmetrics.report.graded import graded
from govmetrics.report.headline import headline
from govmetrics.report.sentences import findings, next_steps
from govmetrics.report.since import Since, since
from govmetrics.report.standing import period_name
from govmetrics.report.view import View
from govmetrics.report.words import word

WALLS_TOLD = 3


@dataclass(frozen=True, eq=False)
class Opening:
    """The first words of a report; without language.

    Parameters
    ----------
    headline : Text
    findings : list of Text
    gains, steps : list of tuple
        Sentences, each with the part of the report that it leads to.
    changed : Since or None
    """

    headline: Text
    findings: list[Text]
    gains: list[tuple[Text, str]]
    steps: list[tuple[Text, str]]
    changed: Since | None


def opening(view: View) -> Opening:
    """Return what a report of an index says first."""
    index, stands, whole = view.assessment, view.stands, view.whole
    names = [wall[0] for wall in view.walls[:WALLS_TOLD]]
    changed = since(stands, whole, view.uncertainty)
    gains = [(told, "plan-part") for told in planned(whole, stands.digits)]
    gains += [(told, "obstacles") for told in coming_up(caught_up(index, _codes(view)), stands.digits)]
    return Opening(
        headline(stands, whole, view.uncertainty, changed, graded(whole, stands), names),
        [*findings(stands, names, view.uncertainty), *_beyond(view)],
        gains,
        next_steps(index, stands, view.uncertainty, bool(view.walls), evaluated=whole is not None),
        changed,
    )


def _beyond(view: View) -> list[Text]:
    """Say that scores leave their scale, as they do where bounds are given that are narrower than the values."""
    scale = view.assessment.scores.scale
    if scale is None:
        return []
    score = view.stands.table["score"]
    count = int(((score < scale[0] - 1e-9) | (score > scale[1] + 1e-9)).sum())
    text = (
        "{count:# score lies|# scores lie} beyond the scale, {low} to {high}: check the bounds that the indicators are "
        "scaled by."
    )
    low, high = (f"{end:g}" for end in scale)
    return [Text(text, count=count, low=low, high=high)] if count else []


def scope(view: View) -> list[str]:
    """Return how much was evaluated: units by indicators, the periods, the cells that are empty."""
    stands, units = view.stands, len(view.stands.table)
    told = [
        Text("{units:# unit|# units} × {leaves:# indicator|# indicators}", units=units, leaves=len(view.tree))
    ]
    latest = ""
    if len(stands.periods) > 1:
        since = Text("{period} (of {count} since {first})", count=len(stands.periods),
                     period=period_name(stands.period), first=period_name(stands.periods[0]))  # fmt: skip
        latest = f"{word('latest', view.language)} {view.said(since)}"  # other programs find the period by the word
    elif stands.periods:
        told.append(Text("one period: {period}", period=period_name(stands.period)))
    missing = int(np.isnan(view.assessment.dataset.values.to_numpy()).sum())
    told.append(Text("{missing:# missing cell|# missing cells}", missing=missing))
    said = [view.said(text) for text in told]
    return [*said[:1], latest, *said[1:]] if latest else said


def _codes(view: View) -> list[str]:
    """Return the codes of the leaves that hold the units back most, as `View.walls` orders them."""
    held = view.held
    if held is None or not view.walls:
        return []
    means = held.to_frame().reindex(view.stands.table.index).mean().fillna(0.0).to_numpy()
    order = np.argsort(-means, kind="stable")[:WALLS_TOLD]
    return [str(held.values.columns[place]) for place in order if means[place] > 0]
