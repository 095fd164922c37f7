"""Step 4, and what of steps 6 and 8 rests on the same statistics: the coherence of the framework."""

from __future__ import annotations

from collections.abc import Callable

from govmetrics.audit.found import MOST, Found, Subject
from govmetrics.core import Text


def enough_units(subject: Subject) -> Found:
    """Divide the units by the indicators, in the latest period."""
    units, leaves = subject.scaled.values.shape
    return Found(units / leaves, more={"units": units, "leaves": leaves})


def doubts(check: str) -> Callable[[Subject], Found | Text]:
    """Return what counts the places that a check of the coherence says to look at."""

    def find(subject: Subject) -> Found | Text:
        found = subject.coherence
        if isinstance(found, Text):
            return found
        judged, count, cases = found.doubts(check, MOST)  # of pairs, which can be millions, the worst
        if not judged:
            return Text("no group has parts enough, or their values are constant")
        return Found(float(count), cases, judged, {"count": count})

    return find


CHECKS = {
    "enough_units": enough_units, "own_group": doubts("own group"), "other_groups": doubts("other groups"),
    "redundant": doubts("redundant pair"), "negative": doubts("negative pair"), "one_component": doubts("one component"),
    "alpha": doubts("alpha"), "effective": doubts("effective weight"), "adds": doubts("added value"),
}  # fmt: skip
