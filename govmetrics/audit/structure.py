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
        checks = found.checks
        own = (checks["check"] == check).to_numpy(dtype=bool)
        judged = int(np.count_nonzero(own & (checks["verdict"] != UNKNOWN).to_numpy(dtype=bool)))
        if not judged:
            return Text("no group has parts enough, or their values are constant")
        names = found._names()
        low = np.flatnonzero(own & (checks["verdict"] == DOUBTFUL).to_numpy(dtype=bool))
        count, value = len(low), checks["value"].to_numpy()
        if count > MOST:  # pairs of siblings can be millions: the worst stand for them
            far = np.abs(value[low] - checks["threshold"].to_numpy()[low])
            low = low[np.argsort(-far, kind="stable")[:MOST]]
        cases = [
            (place, names[place], float(value[at]))
            for at, place in zip(low, checks["place"].iloc[low], strict=True)
        ]
        return Found(float(count), cases, judged, {"count": count})

    return find


CHECKS = {
    "enough_units": enough_units, "own_group": doubts("own group"), "other_groups": doubts("other groups"),
    "redundant": doubts("redundant pair"), "negative": doubts("negative pair"), "one_component": doubts("one component"),
    "alpha": doubts("alpha"), "effective": doubts("effective weight"), "adds": doubts("added value"),
}  # fmt: skip
