"""What is wrong with the parts of a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.numbers import numbers
from govmetrics.core.options import FLAG, FRAME, LIST, SERIES, TEXT, count, optional, wanted

NEEDED = ("community", "sender", "receiver", "weight")


def network_faults(net: Any) -> Faults:
    """Return every fault; what stands on a part that is wrong is not looked at."""
    faults = wanted(actors=(net.actors, FRAME), ties=(net.ties, FRAME), answered=(net.answered, SERIES),
                    directed=(net.directed, FLAG), relation=(net.relation, TEXT), cap=(net.cap, optional(count())),
                    notes=(net.notes, optional(LIST)))  # fmt: skip
    if faults:
        return faults
    faults += _actors(net.actors)
    lacking = [name for name in NEEDED if name not in net.ties.columns]
    faults += [
        Fault(
            "ties", "the column {key} is missing", "the columns of ties are: {known}", key=name, known=NEEDED
        )
        for name in lacking
    ]
    if faults:
        return faults
    index = net.actors.index
    answered = net.answered
    if not answered.index.is_unique or set(answered.index) != set(index) or answered.isna().any():
        faults.append(
            Fault(
                "answered",
                "has other rows than the actors, or empty cells",
                "give True or False for every actor",
            )
        )
    elif not answered.map(lambda cell: isinstance(cell, bool | np.bool_)).all():
        faults.append(
            Fault(
                "answered", "holds something else than True and False", "give True or False for every actor"
            )
        )
    faults += _ties(net)
    return faults


def _actors(actors: pd.DataFrame) -> Iterator[Fault]:
    index = actors.index
    if index.nlevels != 2:
        yield Fault("actors", "its rows are not (community, actor)", "give an index of two levels")
        return
    if not len(index):
        yield Fault("actors", "there are none", "give a row for every actor")
    if index.to_frame().isna().any(axis=None):
        yield Fault("actors", "some have no name", "name every community and every actor")
    twice = index[index.duplicated()].unique()
    yield from each(twice, lambda row: Fault(place_of(row), "is on the list of actors twice", "keep one row"))
    if not actors.columns.is_unique:
        twice = actors.columns[actors.columns.duplicated()].unique()
        yield from each(
            twice, lambda name: Fault(str(name), "occurs twice among the columns", "keep one of them")
        )


def _ties(net: Any) -> Iterator[Fault]:
    ties, index = net.ties, net.actors.index
    ends = {end: pd.MultiIndex.from_arrays([ties["community"], ties[end]]) for end in ("sender", "receiver")}
    rows = {end: index.get_indexer(pair) for end, pair in ends.items()}

    def place(at: int) -> str:
        return place_of(tuple(ties.iloc[at][["community", "sender", "receiver"]]))

    for end in ("sender", "receiver"):
        unknown = np.unique(np.flatnonzero(rows[end] < 0))
        yield from each(unknown.tolist(), lambda at: Fault(place(at), "is a tie of an actor who is not on the list",
                                                           "add the actor to the list, or correct the name"))  # fmt: skip
    known = (rows["sender"] >= 0) & (rows["receiver"] >= 0)
    own = known & (rows["sender"] == rows["receiver"])
    yield from each(
        np.flatnonzero(own).tolist(),
        lambda at: Fault(place(at), "is a tie of an actor with itself", "leave it out"),
    )
    pairs = pd.DataFrame(rows)
    again = known & pairs.duplicated().to_numpy()
    yield from each(
        np.flatnonzero(again).tolist(), lambda at: Fault(place(at), "the tie occurs twice", "keep one row")
    )
    weights, bad = numbers(ties["weight"].reset_index(drop=True))
    wrong = np.flatnonzero((weights <= 0) | np.isinf(weights))
    odd = sorted({*wrong.tolist(), *(at for at, _ in bad)})
    yield from each(odd, lambda at: Fault(place(at), _WEIGHT, _ABOVE, value=str(ties["weight"].iloc[at])))
    if net.answered.index.is_unique:
        silent = ~net.answered.reindex(index).fillna(False).astype(bool).to_numpy()
        spoke = np.flatnonzero(known & silent[np.maximum(rows["sender"], 0)] & weights.notna().to_numpy())
        yield from each(
            spoke.tolist(), lambda at: Fault(place(at), "is a tie of one who did not answer", _SPOKE)
        )


_WEIGHT, _ABOVE = (
    "its weight is {value}",
    "give a number above zero; leave out pairs without a tie",
)
_SPOKE = "count the sender among those who answered, or leave the tie out"
