"""The finding in one sentence: how high the scores are, what changed, who leads and who is last, who must act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.core.words.text import paragraph
from govmetrics.report.given import by_unit
from govmetrics.report.graded import Graded, latest
from govmetrics.report.numbers import interval, number, signed
from govmetrics.report.since import Since
from govmetrics.report.standing import Standing, period_name

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings
    from govmetrics.robustness import Uncertainty

NAMED = 3
"""Of more units or bodies than these it is said how many they are."""


def headline(
    stands: Standing, whole: Findings | None, sure: Uncertainty | None, changed: Since | None, grades: list[Graded],
    walls: Sequence[Any],
) -> Text:  # fmt: skip
    """Return the finding in one sentence.

    Parameters
    ----------
    stands : Standing
    whole : Findings or None
        Its plan and its appraisal say who must act.
    sure : Uncertainty or None
        For the intervals of the ranks.
    changed : Since or None
    grades : list of Graded
    walls : list of str
        Names of the indicators that hold units back, the greatest first.
    """
    known = stands.table.dropna(subset=["score"])
    if known.empty:
        text = "{count:The unit has no score|None of the # units has a score}: too much of the evidence is missing"
        return paragraph([Text(text, count=len(stands.table))])
    told = [_changed(_level(stands, known), changed, stands.digits, len(known))]
    if len(stands.table) == 1:
        told += [Text("{part}: {grade}", part=one.title, grade=one.counts[0][0]) for one in grades]
    else:
        told += [Text("{part}: {grades}", part=one.title, grades=_counted(one)) for one in grades[:1]]
    told += _ends(stands, known, sure)
    told += _who(whole, stands) or [
        Text("what holds back most is {name}", name=name) for name in walls[:1]
    ]  # fmt: skip
    return paragraph(told)


def _level(stands: Standing, known: pd.DataFrame) -> Text:
    """Return how high the scores are: of a single unit its own, else the mean."""
    shown: dict[str, Any] = {"period": period_name(stands.period)}
    if len(stands.table) == 1:
        shown |= {"unit": known["unit"].iloc[0], "score": number(known["score"].iloc[0], stands.digits)}
        if stands.period is None:
            return Text("{unit} scores {score}", **shown)
        return Text("In {period} {unit} scores {score}", **shown)
    shown |= {"count": len(known), "mean": number(known["score"].mean(), stands.digits)}
    if stands.period is None:
        return Text("The mean score of {count:# unit|# units} is {mean}", **shown)
    return Text("In {period} the mean score of {count:# unit|# units} is {mean}", **shown)


def _changed(level: Text, changed: Since | None, digits: int, scored: int) -> Text:
    """Return the level of so many units with what changed since the time before; of those that have both."""
    if changed is None or np.isnan(changed.mean):
        return level
    by = round(changed.mean, 9)
    shown: dict[str, Any] = {
        "level": level, "before": changed.before, "by": number(abs(by), digits), "share": changed.level or 0.0,
        "low": signed(changed.lower, digits), "high": signed(changed.upper, digits),
    }  # fmt: skip
    if shown["by"].strip("0.") == "":
        text = "{level}, as in {before}"
    elif by > 0:
        text = "{level}, {by} points more than in {before}"
    else:
        text = "{level}, {by} points less than in {before}"
    shown["both"] = both = int(changed.table["change"].notna().sum())
    if both < scored:  # the means of the two times are of other units
        text = (
            "{level}; {both:# unit has|# units have} a score in {before}, too, and {both:its|their} mean change is "
            "{change} points"
        )
        shown["change"] = signed(by, digits)
    told = Text(text, **shown)
    if np.isnan(changed.lower) or changed.level is None:
        return told
    return Text("{told} ({share:.0%} interval of the change: {low} to {high})", **shown | {"told": told})


def _counted(one: Graded) -> list[Text]:
    return [Text("{grade} {count:,}", grade=grade, count=count) for grade, count in one.counts]


def _ends(stands: Standing, known: pd.DataFrame, sure: Uncertainty | None) -> list[Text]:
    """Return who leads and who is last, with the intervals of their ranks; nothing where all are level."""
    best, last = known["rank"].min(), known["rank"].max()
    if best == last:
        return []
    first, end = known[known["rank"] == best], known[known["rank"] == last]
    text = "{first} ranks first ({best}), {last} last ({worst})"
    if len(first) > 1:
        text = "{first} rank first ({best}), {last} last ({worst})"
    return [
        Text(text, first=_named(first["unit"].tolist()), last=_named(end["unit"].tolist()),
             best=_placed(first, sure, stands.digits), worst=_placed(end, sure, stands.digits))
    ]  # fmt: skip


def _named(units: Sequence[str]) -> Any:
    return list(units) if len(units) <= NAMED else Text("{count:# unit|# units}", count=len(units))


def _placed(rows: pd.DataFrame, sure: Uncertainty | None, digits: int) -> Any:
    """Return the score, of a single unit with the interval of its rank."""
    score = number(rows["score"].iloc[0], digits)
    if sure is None or len(rows) != 1:
        return score
    ends = sure.intervals.reindex(by_unit(rows).index)[["lower", "upper"]].iloc[0]
    if ends.isna().any():
        return score
    return Text("{score}, rank interval {interval}", score=score, interval=interval(*ends))


def _who(whole: Findings | None, stands: Standing) -> list[Text]:
    """Return who must act: the bodies of the plan, the units that the appraisal tells to improve."""
    told = []
    plan = None if whole is None else whole.plan
    if plan is not None and len(plan.actions):
        units = list(dict.fromkeys(plan.actions["unit"].astype(str)))
        bodies = [
            body for body in dict.fromkeys(plan.actions.get("body", pd.Series(dtype=object)).dropna()) if body
        ]
        if bodies:
            text = "by the plan {bodies:5} must act in {units}"
            told.append(Text(text, bodies=bodies, units=_named(units)))
        else:
            told.append(Text("the plan is for {units}", units=_named(units)))
    appraisal = None if whole is None else whole.appraisal
    if appraisal is not None and "must_improve" in appraisal.totals:
        must = latest(appraisal.totals["must_improve"].astype(object), stands)
        units = stands.table["unit"][must.eq(True).to_numpy()].tolist()
        text = "{count:# unit|# units} must improve by the appraisal: {units}"
        if len(units) > NAMED:
            text = "{count:# unit|# units} must improve by the appraisal, among them {units}"
        told += [Text(text, count=len(units), units=units[:NAMED])] if units else []
    return told
