"""Vote: residents approve options, or rank them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import IndicatorTree
from govmetrics.core.errors import Faults
from govmetrics.core.words import Label, Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.asking import kept_fields, named_lines, ticked
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, ordinal, whole
from govmetrics.serve.rounds import Activity

TASKS = {
    "approval": Text("Tick every option that you approve"),
    "ranking": Text("Number the options: 1 for the best; those without a number come last, together"),
}


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:  # noqa: ARG001 - as every kind's
    """Return the settings: options and the rule, said before anybody votes."""
    options = named_lines(values, "options", faults)
    rule = values.get("rule") if values.get("rule") in TASKS else "approval"
    completion = (
        values.get("completion") if values.get("completion") in ("schulze", "copeland") else "schulze"
    )
    most = whole(values, "most", 0, (0, 60), faults)
    return {"options": options, "rule": rule, "completion": completion, "most": most}


def form(activity: Activity, values: Values, step: int | None) -> dict[str, Any]:  # noqa: ARG001 - one page
    """Return what the page shows."""
    said = activity.settings
    options = [(f"o.{at}", Label(text, text)) for at, text in enumerate(said["options"])]
    return {"options": options, "ranking": said["rule"] == "ranking", "task": TASKS[said["rule"]]}


def check(activity: Activity, values: Values, step: int | None) -> Said:  # noqa: ARG001 - one page
    """Return the ballot: which options, or their places."""
    said = activity.settings
    fields = {name: text for name, text in values.items() if name.startswith("o.") or name == "none"}
    if said["rule"] == "approval":
        chosen, faults = ticked(said["options"], values), {}
        ballot: dict[str, Any] = {"approved": [said["options"][at] for at in chosen]}
        if said["most"] and len(chosen) > said["most"]:
            faults["o"] = Text(
                "{count} are ticked: tick {most} at most", count=len(chosen), most=said["most"]
            )
    else:
        places, faults = _places(said["options"], values)
        ballot = {"places": places}
    some = bool(ballot.get("approved") or ballot.get("places"))
    if some == (values.get("none") == "yes") and not faults:
        faults["o"] = Text("choose some, or say that it is none of them, not both")
    return Said(ballot | {"fields": fields}, faults)


def _places(options: Sequence[str], values: Values) -> tuple[dict[str, int], dict[str, Text]]:
    """Return the places of options, and what is wrong with them."""
    found: dict[str, int] = {}
    faults: dict[str, Text] = {}
    for at, option in enumerate(options):
        text = values.get(f"o.{at}", "").strip()
        if not text:
            continue
        if not 1 <= ordinal(text) <= len(options):
            faults[f"o.{at}"] = Text(
                "{place}: {problem}",
                place=option,
                problem=Text("give a whole number from 1 to {most}", most=len(options)),
            )
        elif ordinal(text) in found.values():
            faults[f"o.{at}"] = Text(
                "{place}: {problem}", place=option, problem=Text("another option has this number")
            )
        else:
            found[option] = ordinal(text)
    return found, faults


def ballots(activity: Activity, responses: Sequence[Response]) -> pd.DataFrame:
    """Return the ballots that chose something: people by options, approvals or places."""
    options, rule = activity.settings["options"], activity.settings["rule"]
    if rule == "approval":
        rows = [[float(option in one.content["approved"]) for option in options] for one in responses]
    else:
        given = [one.content["places"] for one in responses if one.content["places"]]
        rows = [[float(places.get(option, np.nan)) for option in options] for places in given]
    return pd.DataFrame(rows, pd.RangeIndex(1, len(rows) + 1), options, dtype=float)


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return the count: approvals, or pairs and points side by side."""
    from govmetrics.collaboration import approval_vote, ranked_vote

    frame = ballots(activity, responses)
    if frame.empty:
        return Shown()
    ranking = activity.settings["rule"] == "ranking"
    found = ranked_vote(frame, activity.settings["completion"]) if ranking else approval_vote(frame)
    nothing = len(responses) - len(frame)
    told = [Text("{n:# ballot says|# ballots say} that it is none of them.", n=nothing)] if nothing else []
    return Shown([*found._finding(), *found.notes, *told], found._tables())


VOTE = Kind(
    "vote",
    Text("Vote"),
    Text("Residents approve options or rank them; how it is counted is said before."),
    form, check, kept_fields, results, read,
    settings=(
        Setting("options", Text("Options, one a line"), "lines"),
        Setting("rule", Text("How people vote"), "choice", "approval", choices={
            "approval": Text("They tick all that they approve"),
            "ranking": Text("They rank: Condorcet and Borda are both shown")}),
        Setting("most", Text("Ticks at most (0: as many as they like)"), "number", "0"),
        Setting("completion", Text("Where majorities go in a circle"), "choice", "schulze", choices={
            "schulze": Text("Schulze's strongest paths"), "copeland": Text("Copeland's wins less losses")}),
    ),
)  # fmt: skip
