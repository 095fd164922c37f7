"""A unit's appraisal: points with the reason for each, what was vetoed, why it must improve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core.words import Label, Text
from govmetrics.report.card.rows import at_latest
from govmetrics.report.numbers import number

if TYPE_CHECKING:
    from govmetrics.report.view import View

SECTIONS = {"base": Text("base"), "bonus": Text("bonus"), "deductions": Text("deductions")}
BECAUSE = {
    "below": Text("the points are below the line"), "bottom": Text("it is among the last of its group"),
    "veto": Text("a veto fell"),
}  # fmt: skip


@dataclass(frozen=True)
class Points:
    """The appraisal of one unit.

    Parameters
    ----------
    grade : str
        Empty where the rulebook has none.
    sentences : list of str
    rows : list of tuple
        Section, item, points, full marks, reason.
    """

    grade: str
    sentences: list[str]
    rows: list[tuple[str, str, str, str, str]]


def points(view: View, units: pd.Index) -> dict[Any, Points]:
    """Return the appraisal of units in the latest period; none where the evaluation has no rulebook."""
    found = None if view.whole is None else view.whole.appraisal
    if found is None:
        return {}
    frames = {
        name: at_latest(getattr(found, name), view.stands.period)
        for name in ("points", "values", "full", "totals")
    }
    shown = frames["totals"].index.intersection(units)
    part = replace(found, **{name: frame.loc[shown] for name, frame in frames.items()})
    names = _names(view, found)
    reasons = part.to_frame().rename_axis(["unit", "code"])
    return {
        unit: _points(view, part, unit, names, rows.droplevel("unit"))
        for unit, rows in reasons.groupby(level="unit", sort=False)
    }


def _names(view: View, found: Any) -> Mapping[str, Any]:
    """Return what the items are called: as the rulebook says; what it leaves to its code may have a name in the tree."""
    named = found.rulebook.names()
    known: dict[Any, Label] = {} if view.index is None else dict(view.assessment.dataset.tree.names())
    return {code: known.get(code, name) if str(name) == code else name for code, name in named.items()}


def _points(view: View, found: Any, unit: Any, names: Mapping[str, Any], rows: pd.DataFrame) -> Points:
    totals = found.totals.loc[unit]
    grade = "" if pd.isna(totals.get("grade")) else view.said(names[str(totals["grade"])])
    told = [
        (view.said(SECTIONS[str(row.section)]), view.said(names[str(row.Index)]), _short(row.points), _short(row.full),
         view.said(row.reason))
        for row in rows.itertuples()
    ]  # fmt: skip
    return Points(grade, [view.said(text) for text in _sentences(totals, names)], told)


def _sentences(totals: pd.Series, names: Mapping[str, Any]) -> list[Text]:
    """Return total, grade and rank; the parts of the total; vetoes; why the unit must improve."""
    told: dict[str, Any] = {
        "points": _short(totals["total"]),
        "rank": int(totals["rank"]),
        "of": int(totals["of"]),
    }
    first = Text("{points} points", **told)
    if "grade" in totals and not pd.isna(totals["grade"]):
        first = Text("{points}: {grade}", points=first, grade=names[str(totals["grade"])])
    place = Text("rank {rank} of {count}", rank=told["rank"], count=told["of"])
    if "group" in totals:
        place = Text(
            "rank {rank} of {of} in {group}", group=totals["group"], rank=told["rank"], of=told["of"]
        )
    sentences = [Text("{score}, {rank}.", score=first, rank=place)]
    parts = [
        Text("{section} {points}", section=SECTIONS[key], points=_short(totals[key]))
        for key in SECTIONS if key in totals and (key == "base" or totals[key])
    ]  # fmt: skip
    if len(parts) > 1:
        sentences.append(Text("Made of: {parts}.", parts=parts))
    if totals["vetoes"]:
        vetoes = [names[code] for code in str(totals["vetoes"]).split("; ")]
        sentences.append(Text("One vote against: {vetoes}.", vetoes=vetoes))
    elif "grade" in totals and totals["grade"] != totals["grade_by_points"]:
        by_points = names[str(totals["grade_by_points"])]
        sentences.append(Text("By points it would be {grade}, but the quota is full.", grade=by_points))
    if totals["must_improve"]:
        causes = [BECAUSE[key] for key in str(totals["improve_because"]).split(";") if key in BECAUSE]
        sentences.append(Text("It must improve: {causes}.", causes=causes))
    return sentences


def _short(value: Any) -> str:
    """Return points with the digits that they have, two at most."""
    text = number(value, 2)
    return text.rstrip("0").rstrip(".") if "." in text else text
