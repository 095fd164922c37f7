"""Every tie once: what repeats is told, what contradicts itself is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Note


def once(rows: Iterable[Any]) -> pd.DataFrame:
    """Return ties (community, sender, receiver, weight, place), each once, with notes in `attrs`.

    Raises
    ------
    FaultyInput
        Weights below zero, or infinite; repeated ties with other weights: each with its place.
    """
    kept: dict[Any, Any] = {}
    own: dict[Any, None] = {}
    again: dict[Any, None] = {}
    faults = Faults()
    for row in rows:
        key, weight, place = row[:3], row[3], row[4]
        if weight < 0 or np.isinf(weight):
            way_out = "give zero or more; read what people dislike as a relation of its own"
            faults.append(Fault(place, "the weight is {value:g}", way_out, value=weight))
        elif row[1] == row[2]:
            own |= {key: None} if weight != 0 else {}
        elif key not in kept:
            kept[key] = row
        else:
            again[key] = None
            first = kept[key][3]
            if not np.array_equal(first, weight, equal_nan=True):
                told = "the tie stands in another row with another weight ({first:g}, {second:g})"
                faults.append(
                    Fault(place, told, "keep one of them, or add them up", first=first, second=weight)
                )
    faults.raise_all()
    columns = ["community", "sender", "receiver", "weight"]
    found = pd.DataFrame([row[:4] for row in kept.values() if row[3] != 0], columns=columns)
    found = found.astype({"weight": float})
    found.attrs["notes"] = []
    if own:
        told = "{count:# actor names|# actors name} themselves: these are not counted"
        found.attrs["notes"].append(Note(told, count=len(own)))
    if again:
        pairs = [f"{sender} → {receiver}" for _, sender, receiver in again]
        found.attrs["notes"].append(Note("ties that occur again are counted once: {ties:5}", ties=pairs))
    return found
