"""What the tests take: one network, or a table of actors by actors, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import cell_faults, floats_of
from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.groups import factorised
from govmetrics.core.near import meant
from govmetrics.core.options import among
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Text
from govmetrics.network.network import Network
from govmetrics.numerics.arrays import Array, Bools, Ints

_WAY_OUT = Text("give a network, or a DataFrame of actors by actors")


@dataclass(frozen=True, eq=False)
class Pairs:
    """A value for every pair of actors.

    Attributes
    ----------
    values : array, shape (actors, actors)
        Rows name columns; NaN where a pair is not known. The diagonal is zero.
    actors : Index
    directed : bool
    attributes : DataFrame
        One row an actor; without columns where there are none.
    """

    values: Array
    actors: pd.Index
    directed: bool
    attributes: pd.DataFrame

    @property
    def n(self) -> int:
        """How many actors there are."""
        return len(self.actors)

    @property
    def off(self) -> Bools:
        """The pairs that count: the diagonal does not."""
        return ~np.eye(self.n, dtype=bool)

    @property
    def known(self) -> Bools:
        """Pairs of two actors that are known."""
        return ~np.isnan(self.values) & self.off

    @property
    def ties(self) -> Array:
        """1 where there is a tie, 0 where there is none or it is not known."""
        found: Bools = (np.nan_to_num(self.values) != 0) & self.off
        return found.astype(float)

    def halved(self) -> Bools:
        """Return the pairs, each once where the network has no direction."""
        return self.off if self.directed else np.triu(self.off)


def pairs_of(given: Any, place: str, *, signed: bool = False) -> Pairs:
    """Return one network, or a square table, as arrays.

    Parameters
    ----------
    given : Network of one community, or DataFrame
        A table's rows and columns name the same actors; empty cells are not known.
    place : str
        What the argument is called.
    signed : bool
        Whether values below zero make sense: of differences they do, of ties they do not.
    """
    if isinstance(given, Network):
        names = list(given.communities)
        if len(names) != 1:
            way_out = "take one: {place}.only({first!r})"
            raise FaultyInput(place, "holds {count:# community|# communities}", way_out, count=len(names), place=place,
                              first=names[0])  # fmt: skip
        frame = given.matrix()
        attributes = given.actors.set_axis(given.actors.index.get_level_values(1))
        return Pairs(frame.to_numpy(), pd.Index(frame.index, name="actor"), given.directed, attributes)
    if not isinstance(given, pd.DataFrame):
        raise FaultyInput(place, "is {given}", _WAY_OUT, given=type(given).__name__)
    frame = _square(given, place)
    values, wrong = floats_of(frame)
    off = ~np.eye(len(frame), dtype=bool)
    if (wrong & off).any():
        raise FaultyInput(cell_faults(frame, wrong & off, "{value!r} is not a number", "correct the cell"))
    values = np.where(off, values, 0.0)
    bad = np.isinf(values) if signed else np.isinf(values) | (values < 0)
    if bad.any():
        table = pd.DataFrame(values, frame.index, frame.columns)
        way_out = "give a finite number" if signed else "give a number from zero on"
        raise FaultyInput(cell_faults(table, bad, "is {value:g}", way_out))
    directed = not np.array_equal(values, values.T, equal_nan=True)
    return Pairs(values, frame.index.rename("actor"), directed, pd.DataFrame(index=frame.index))


def _square(frame: pd.DataFrame, place: str) -> pd.DataFrame:
    """Return a table with its columns in the order of its rows, which name the same actors."""
    refuse_within(place, frame)
    if frame.shape[0] != frame.shape[1]:
        problem = "has {rows} rows and {columns} columns"
        raise FaultyInput(place, problem, _WAY_OUT, rows=frame.shape[0], columns=frame.shape[1])
    if frame.index.nlevels > 1 or frame.columns.nlevels > 1:
        raise FaultyInput(place, "has headings of several levels", "name every actor once")
    for index in (frame.index, frame.columns):
        twice = index[index.duplicated()].unique()
        if len(twice):
            raise FaultyInput(
                place, "names actors more than once: {names:5}", "name every actor once", names=list(twice)
            )
    if set(frame.index) != set(frame.columns):
        others = [
            name
            for name in [*frame.index, *frame.columns]
            if (name in frame.index) != (name in frame.columns)
        ]
        problem = "its rows and columns name different actors: {names:5}"
        raise FaultyInput(place, problem, "name the same actors in both", names=others)
    return frame[frame.index]


def like(given: Any, first: Pairs, place: str, beside: str, *, signed: bool = True) -> Pairs:
    """Return another network of the same actors, in the order of the first."""
    found = pairs_of(given, place, signed=signed)
    if set(found.actors) != set(first.actors):
        others = [
            *found.actors.difference(first.actors, sort=False),
            *first.actors.difference(found.actors, sort=False),
        ]
        problem = "has other actors than {beside}: {names:5}"
        raise FaultyInput(place, problem, "give two networks of the same actors", beside=beside, names=others)
    rows = found.actors.get_indexer(first.actors)
    return Pairs(found.values[np.ix_(rows, rows)], first.actors, found.directed, found.attributes.iloc[rows])


def groups_of(pairs: Pairs, by: Any, place: str = "by") -> tuple[Ints, list[Any]]:
    """Return the group of every actor as a place in the list of groups, and the list: an attribute, or one label each.

    Raises
    ------
    FaultyInput
        An unknown attribute; actors without a group.
    """
    if isinstance(by, pd.Series):
        if not by.index.is_unique:
            raise FaultyInput(place, "names actors more than once", "give one group for every actor")
        unknown = [actor for actor in by.index if actor not in pairs.actors]
        if unknown:
            raise FaultyInput(
                place, "has actors that are not in the network: {names:5}", "leave them out", names=unknown
            )
        column = by.reindex(pairs.actors)
    else:
        known = list(pairs.attributes.columns)
        if among(known).faults(place, by):
            way_out = Text(
                "attributes are: {known}; or give a Series with a group for every actor", known=known
            )
            if not known:
                way_out = Text("give a Series with a group for every actor")
            raise FaultyInput(
                Fault(place, "{name!r} is not an attribute", meant(by, known, way_out), name=str(by))
            )
        column = pairs.attributes[by]
    codes, labels = factorised(column.reset_index(drop=True))
    lacking = pairs.actors[codes < 0]
    if len(lacking):
        add = "give every actor a group, such as 'unknown'"
        raise FaultyInput(place, "actors have none: {names:5}", add, names=list(lacking))
    used = np.unique(codes)
    return np.searchsorted(used, codes).astype(np.intp), [labels[code] for code in used]


def enough(pairs: Pairs, least: int, place: str, what: str | Text) -> None:
    """Refuse a network of too few actors."""
    if pairs.n < least:
        problem = "{count:# actor is|# actors are} too few for {what}"
        way_out = "give at least {least} actors"
        raise UnsuitableMethod(place, problem, way_out, count=pairs.n, what=what, least=least)
