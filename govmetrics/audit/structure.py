"""Step 4, and what of steps 6 and 8 rests on the same statistics: the coherence of the framework."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from govmetrics.audit.found import MOST, Found, Subject
from govmetrics.core import Text

DOUBTFUL = "look at"
UNKNOWN = "cannot tell"


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
        rows = found.checks[(found.checks["check"] == check) & (found.checks["verdict"] != UNKNOWN)]
        if rows.empty:
            return Text("no group has parts enough, or their values are constant")
        names = found._names()
        low = rows[rows["verdict"] == DOUBTFUL]
        count = len(low)
        if count > MOST:  # pairs of siblings can be millions: the worst stand for them
            far = (low["value"] - low["threshold"]).abs().to_numpy()
            low = low.iloc[np.argsort(-far, kind="stable")[:MOST]]
        cases = [
            (place, names[place], float(value))
            for place, value in zip(low["place"], low["value"], strict=True)
        ]
        return Found(float(count), cases, len(rows), {"count": count})

    return find


CHECKS = {
    "enough_units": enough_units, "own_group": doubts("own group"), "other_groups": doubts("other groups"),
    "redundant": doubts("redundant pair"), "negative": doubts("negative pair"), "one_component": doubts("one component"),
    "alpha": doubts("alpha"), "effective": doubts("effective weight"), "adds": doubts("added value"),
}  # fmt: skip
