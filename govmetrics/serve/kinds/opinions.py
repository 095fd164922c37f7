"""Opinions: residents agree, disagree or pass on statements, and hand in statements of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree, Table
from govmetrics.core.errors import Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.words import Label, Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.asking import LONGEST, MOST, Question, alike, answered, kept_fields, named_lines
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, ordinal
from govmetrics.serve.rounds import Activity

VOTES = {"agree": (1.0, Text("Agree")), "disagree": (-1.0, Text("Disagree")), "pass": (0.0, Text("Pass"))}
A_PAGE = 10


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:  # noqa: ARG001 - as every kind's
    """Return the settings: statements, which are taken out, and whether people hand in their own."""
    return {
        "statements": named_lines(values, "statements", faults),
        "out": [],
        "own": values.get("own") == "yes",
    }


def asked_of(activity: Activity) -> list[Question]:
    """Return the statements that are voted on; those taken out are not."""
    choices = [(name, label) for name, (_, label) in VOTES.items()]
    out = set(activity.settings["out"])
    return [
        Question(f"s.{at}", Label(text, text), choices)
        for at, text in enumerate(activity.settings["statements"])
        if at not in out
    ]


def form(activity: Activity, values: Values, step: int | None) -> dict[str, Any]:  # noqa: ARG001 - as every kind's
    """Return what the page shows."""
    asked = asked_of(activity)
    shown = asked if step is None else asked[(step - 1) * A_PAGE : step * A_PAGE]
    return {"questions": shown, "own": activity.settings["own"] and step in (None, steps(activity))}


def steps(activity: Activity) -> int:
    """Return how many pages the form has."""
    return max(-(-len(asked_of(activity)) // A_PAGE), 1)


def check(activity: Activity, values: Values, step: int | None) -> Said:
    """Return the votes; a statement that somebody leaves out counts as not seen, but one vote there must be."""
    asked, faults, votes = asked_of(activity), {}, {}
    for place, question in enumerate(asked):
        if step in (None, place // A_PAGE + 1) and values.get(question.name):
            found = answered(question, values)
            if isinstance(found, Text):
                faults[question.name] = Text("{place}: {problem}", place=question.label, problem=found)
            else:
                votes[question.name[2:]] = found
    if not votes and not faults and step is None:
        faults[asked[0].name if asked else "own"] = Text("vote on one statement at least")
    own = " ".join(values.get("own", "").split()) if activity.settings["own"] else ""
    if len(own) > LONGEST:
        faults["own"] = Text("the statement has more than {most} letters", most=LONGEST)
    fields = {name: text for name, text in values.items() if name.startswith("s.") or name == "own"}
    return Said({"votes": votes, "own": own, "fields": fields}, faults)


def votes(activity: Activity, responses: Sequence[Response]) -> pd.DataFrame:
    """Return people by statements: 1 agree, -1 disagree, 0 pass, NaN not seen."""
    statements = activity.settings["statements"]
    rows = [[VOTES[one.content["votes"][str(at)]][0] if str(at) in one.content["votes"] else np.nan
             for at in range(len(statements))] for one in responses]  # fmt: skip
    return pd.DataFrame(rows, pd.RangeIndex(1, len(rows) + 1), statements, dtype=float)


def proposed(activity: Activity, responses: Sequence[Response]) -> list[str]:
    """Return statements that people handed in and that are not voted on yet."""
    known = set(activity.settings["statements"])
    return [
        text for text in dict.fromkeys(one.content["own"] for one in responses) if text and text not in known
    ]


def moderated(activity: Activity, add: str, out: str, back: str) -> dict[str, Any]:
    """Return the settings with a statement added, taken out, or put back."""
    said = {
        name: list(value) if isinstance(value, list) else value for name, value in activity.settings.items()
    }
    text = " ".join(add.split())
    if text and not any(alike(text, one) for one in said["statements"]):
        if len(text) > LONGEST or len(said["statements"]) >= MOST:
            raise FaultyInput(
                "add", "is too long, or there are too many statements", "take one out, or shorten it"
            )
        said["statements"].append(text)
    if 0 <= ordinal(out) < len(said["statements"]) and ordinal(out) not in said["out"]:
        said["out"].append(ordinal(out))
    said["out"] = [at for at in said["out"] if at != ordinal(back)]
    return said


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return groups and consensus; where nobody can be grouped yet, the counts."""
    from govmetrics.collaboration import opinions

    frame = votes(activity, responses)
    if frame.empty:
        return Shown()
    out = [activity.settings["statements"][at] for at in activity.settings["out"]]
    told = [Text("handed in and not voted on: {text}", text=text) for text in proposed(activity, responses)]
    try:
        found = opinions(frame, moderated=out)
    except UnsuitableMethod as error:
        counts = pd.DataFrame(
            {name: (frame == value).sum() for name, (value, _) in VOTES.items()}
        ).rename_axis("statement")
        return Shown([*error.texts, *told], [Table.of(Text("Statements"), counts, "collaboration")])
    return Shown([*found._finding(), *found.notes, *told], found._tables()[:2])


OPINIONS = Kind(
    "opinions",
    Text("Opinions"),
    Text("Residents agree, disagree or pass on statements; groups and what they agree on are shown."),
    form, check, kept_fields, results, read, steps,
    settings=(
        Setting("statements", Text("Statements, one a line"), "lines"),
        Setting("own", Text("People may hand in statements; moderators read them first"), "tick"),
    ),
)  # fmt: skip
