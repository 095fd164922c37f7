"""Step 4, and what of steps 6 and 8 rests on the same statistics: the coherence of the framework."""

from __future__ import annotations

from collections.abc import Callable

from govmetrics.audit.found import Found, Subject, counted
from govmetrics.core import Text

DOUBTFUL = "look at"
UNKNOWN = "cannot tell"


def enough_units(subject: Subject) -> Found:
    """Divide the units by the indicators, in the latest period."""
    units, leaves = subject.scaled.values.shape
    return Found(units / leaves, more={"units": units, "leaves": leaves})


def doubts(check: str) -> Callable[[Subject], Found | Text]:
    """Return what counts the places that a check of the coherence says to look at."""

    def count(subject: Subject) -> Found | Text:
        found = subject.coherence
        if isinstance(found, Text):
            return found
        rows = found.checks[(found.checks["check"] == check) & (found.checks["verdict"] != UNKNOWN)]
        if rows.empty:
            return Text("no group has parts enough, or their values are constant")
        names = found._names()
        low = rows[rows["verdict"] == DOUBTFUL]
        cases = [
            (place, names[place], float(value))
            for place, value in zip(low["place"], low["value"], strict=True)
        ]
        return counted(cases, len(rows))

    return count


CHECKS = {
    "enough_units": enough_units, "own_group": doubts("own group"), "other_groups": doubts("other groups"),
    "redundant": doubts("redundant pair"), "negative": doubts("negative pair"), "one_component": doubts("one component"),
    "alpha": doubts("alpha"), "effective": doubts("effective weight"), "adds": doubts("added value"),
}  # fmt: skip
