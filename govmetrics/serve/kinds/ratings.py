"""Ratings: experts give each unit points on each leaf that is asked of experts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from govmetrics.core import IndicatorTree, Table
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Text
from govmetrics.serve.answers import Response
from govmetrics.serve.kinds.base import Kind, Said, Setting, Shown, Values, lines, number, whole
from govmetrics.serve.rounds import Activity

MOST = 600
"""So many ratings one person is asked for at most."""


def read(values: Values, tree: IndicatorTree, faults: Faults) -> dict[str, Any]:
    """Return the settings: units, leaves, and the scale."""
    named = lines(values, "codes")
    wrong = [code for code in named if code not in tree.codes]
    if wrong:
        problem, way_out = "{labels} are no leaves of the tree", "there are: {codes}"
        faults.append(Fault("codes", problem, way_out, labels=wrong, codes=tree.codes))
    experts = [node.code for node in tree.indicators if node.source == "expert"]
    codes, units = named or experts or tree.codes, lines(values, "units") or [""]
    low, high = (
        whole(values, "low", 0, (-1000, 1000), faults),
        whole(values, "high", 100, (-1000, 1000), faults),
    )
    if not faults and low >= high:
        faults.append(Fault("high", "is not above the lowest points", "give a larger number"))
    if len(codes) * len(units) > MOST:
        problem, way_out = "{count} ratings would be asked of everybody", "ask for {most} at most"
        faults.append(Fault("units", problem, way_out, count=len(codes) * len(units), most=MOST))
    return {"codes": codes, "units": units, "low": low, "high": high}


def form(activity: Activity, values: Values, step: int | None) -> Mapping[str, Any]:
    """Return what the page shows: a unit a page, or everything."""
    units = activity.settings["units"]
    asked = range(len(units)) if step is None else [step - 1]
    names = activity.names
    blocks = [
        {"unit": units[u], "fields": [(_field(u, k), names[code], values.get(_field(u, k), ""))
                                      for k, code in enumerate(activity.settings["codes"])]}
        for u in asked
    ]  # fmt: skip
    scale = {"low": activity.settings["low"], "high": activity.settings["high"]}
    return {"blocks": blocks, **scale}


def check(activity: Activity, values: Values, step: int | None) -> Said:
    """Return the ratings; each is asked, none is guessed."""
    said, faults = activity.settings, {}
    rated: dict[str, dict[str, float]] = {}
    for u, unit in enumerate(said["units"]):
        if step not in (None, u + 1):
            continue
        for k, code in enumerate(said["codes"]):
            name = _field(u, k)
            text = values.get(name, "").strip()
            found = number(text, said["low"], said["high"]) if text else Text("is not rated yet")
            if isinstance(found, float):
                rated.setdefault(unit, {})[code] = found
            else:
                faults[name] = Text("{place}: {problem}", place=activity.names[code], problem=found)
    return Said(
        {"ratings": rated, "fields": {name: text for name, text in values.items() if name.startswith("r.")}},
        faults,
    )


def values(content: Mapping[str, Any]) -> Values:
    """Return the fields of an answer."""
    return dict(content["fields"])


def frame(responses: Sequence[Response]) -> pd.DataFrame:
    """Return one row a rating: expert, unit, code, value."""
    rows = [
        (response.person or str(place), unit, code, value)
        for place, response in enumerate(responses, 1)
        for unit, codes in response.content["ratings"].items()
        for code, value in codes.items()
    ]
    return pd.DataFrame(rows, columns=["expert", "unit", "code", "value"])


def results(activity: Activity, responses: Sequence[Response]) -> Shown:
    """Return mean, spread and number of ratings of each unit and leaf."""
    rated = frame(responses)
    if rated.empty:
        return Shown()
    found = (
        rated.groupby(["unit", "code"], sort=False)["value"]
        .agg(["mean", "std", "min", "max", "count"])
        .reset_index()
    )
    found = found.rename(columns={"std": "sd", "count": "n", "code": "node"})
    found["node"] = [activity.names[code] for code in found["node"]]
    if activity.settings["units"] == [""]:
        found = found.drop(columns="unit")
    return Shown(tables=[Table.of(Text("Ratings"), found, "serve")])


def _field(unit: int, code: int) -> str:
    return f"r.{unit}.{code}"


RATINGS = Kind(
    "ratings",
    Text("Ratings by experts"),
    Text("Experts give points to each unit on the leaves that are judged."),
    form, check, values, results, read,
    steps=lambda activity: len(activity.settings["units"]),
    settings=(
        Setting("units", Text("Units, one a line"), "lines", hint=Text("Leave empty where there is only one.")),
        Setting("codes", Text("Leaves, one code a line"), "lines",
                hint=Text("Leave empty for the leaves whose source is expert.")),
        Setting("low", Text("Lowest points"), "number", "0"),
        Setting("high", Text("Highest points"), "number", "100"),
    ),
)  # fmt: skip
