"""Which ranking methods an evaluation may ask for, and what is wrong with those that it does."""

from __future__ import annotations

import inspect

from govmetrics import ranking
from govmetrics.core import Fault, Text
from govmetrics.core.methods import Method, by_name
from govmetrics.evaluation.beside import chosen_of, method_faults
from govmetrics.evaluation.keys import Rankings

METHODS: dict[str, Method] = ranking.METHODS | by_name(
    Method(ranking.entropy_topsis, "scaled", compares_units=True),
    Method(ranking.rank_sum_ratio, "scaled and weights", compares_units=True),
    Method(ranking.fuzzy_topsis, "scaled and weights", compares_units=True),
)
"""What may be asked for: the methods of the room, its presets, and the one that takes experts' ratings."""


def ranking_faults(asked: Rankings) -> list[Fault]:
    """Return what is wrong with the methods that are asked for, and with what they are to rank."""
    faults = method_faults("ranking.methods", asked.methods, METHODS)
    if faults:
        return faults
    named = {
        one.method.name: one.method for one in chosen_of("ranking.methods", asked.methods, METHODS).values()
    }
    takes = {name: taken_by(method)[0] for name, method in named.items()}
    for name in asked.raw:
        place = f"ranking.raw.{name}"
        if name not in named:
            way_out = Text("methods are: {names}", names=list(named))
            faults.append(Fault(place, "is not among the methods that are asked for", way_out))
        elif takes[name] != "data":
            able = [key for key, one in METHODS.items() if taken_by(one)[0] == "data"]
            way_out = Text("leave it out here; raw values are taken by: {names:30}", names=able)
            faults.append(Fault(place, "takes no raw values", way_out))
    for name, one in named.items():
        if (
            inspect.signature(one.function).parameters[takes[name]].annotation == "Dataset"
            and name not in asked.raw
        ):
            faults.append(
                Fault(
                    f"ranking.methods.{name}",
                    "ranks raw values only",
                    "write `raw: [{name}]` beside `methods:`",
                    name=name,
                )
            )
    rated = [name for name, kind in takes.items() if kind == "ratings"]
    if rated and asked.ratings is None:
        way_out = Text("name the file of the experts' ratings, with a sheet for each of them")
        faults.append(Fault("ranking.ratings", "is missing", way_out))
    if asked.ratings is not None and not rated:
        faults.append(
            Fault(
                "ranking.ratings",
                "is read by no method that is asked for",
                "ask for `fuzzy_topsis`, or remove it",
            )
        )
    return faults


def taken_by(method: Method) -> list[str]:
    """Return the names of what a method takes: values, and weights where it has none of its own."""
    return list(inspect.signature(method.function).parameters)[: 1 if method.takes == "scaled" else 2]
