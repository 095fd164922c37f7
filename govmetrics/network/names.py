"""Names that are none, that are not on the list, or that are nearly the same."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.near import meant
from govmetrics.core.totals import is_statistic, is_total
from govmetrics.core.words import Text
from govmetrics.network import cells
from govmetrics.network.cells import head, loose

_ADD = Text("add it to the list, or correct the name")


def unknown(rows: list[Any], asked_: dict[Any, Any], could: list[Any], listed: list[Any]) -> Faults:
    """Return a fault for every name that is not on the list of its community, at the first place where it stands."""
    names: dict[Hashable, list[Hashable]] = {}
    for where, name in listed:
        names.setdefault(where, []).append(name)
    places = {who: place for who, (_, place) in asked_.items()}
    for where, sender, receiver, _, place in rows:
        for who in ((where, sender), (where, receiver)):
            places.setdefault(who, place)
    there = set(listed)
    wrong = [who for who in dict.fromkeys([*places, *could]) if who not in there]

    def fault(who: Any) -> Fault:
        way_out = meant(who[1], names.get(who[0], []), _ADD)
        return Fault(
            places.get(who, "source"), "{name} is not on the list of actors", way_out, name=str(who[1])
        )

    return Faults(each(wrong, fault))


def no_actors(listed: list[Any]) -> Faults:
    """Return a fault for every total, and for every word that says nobody, among the names."""
    sums = [who for who in listed if is_total(who[1]) and not is_statistic(who[1])]  # Max may be an actor
    told, way_out = (
        "is a row or column of totals, not an actor",
        "leave it out; if it is an actor, give the list of actors",
    )
    faults = Faults(each(sums, lambda who: Fault(place_of(who), told, way_out)))
    none = [who for who in listed if isinstance(who[1], str) and head(who[1]) in cells.NOBODY | cells.UNASKED]
    gone = "delete the row, and give the list of actors"
    faults += each(none, lambda who: Fault(place_of(who), "is no name", gone))
    return faults


def alike(listed: list[Any]) -> Faults:
    """Return a fault for names of one community that differ only in what people write now so, now so."""
    spelled: dict[tuple[Hashable, str], list[Any]] = {}
    for where, name in listed:
        spelled.setdefault((where, loose(name)), []).append(name)
    twice = [(where, " / ".join(map(str, names))) for (where, _), names in spelled.items() if len(names) > 1]
    told = "names that are nearly the same: {names}"
    way_out = "spell it alike if it is one; if not, give the list of actors"
    return Faults(each(twice, lambda one: Fault(place_of(one[0]), told, way_out, names=one[1])))
