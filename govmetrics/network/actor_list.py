"""The list of actors: who belongs to a community, with or without ties, and who of them answered."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.near import meant
from govmetrics.core.options import shown
from govmetrics.core.tables import read_table
from govmetrics.core.united import Unit, columns_of, one_unit
from govmetrics.core.words import Note, Text
from govmetrics.network import cells
from govmetrics.network.cells import name_of
from govmetrics.network.records import column_in, community_words


@dataclass(frozen=True)
class ActorList:
    """Names, each with a community where the list tells it, and attributes in the same order."""

    names: list[tuple[Hashable, Hashable]]
    frame: pd.DataFrame
    of_all: bool
    """The list tells no communities, and holds for each."""

    def of(self, communities: list[Hashable]) -> list[tuple[Hashable, Hashable]]:
        """Return (community, actor) of the list, for these communities where it tells none."""
        if not self.of_all:
            return self.names
        return [(where, name) for where in communities for _, name in self.names]

    def attributes(self, index: pd.MultiIndex) -> pd.DataFrame:
        """Return the attributes of the actors."""
        rows = {(None if self.of_all else where, name): row for row, (where, name) in enumerate(self.names)}
        at = [rows[None if self.of_all else where, name] for where, name in index]
        return self.frame.iloc[at].set_axis(index)


def under_one(
    tables: Mapping[Hashable, pd.DataFrame], by: Unit
) -> tuple[dict[Hashable, pd.DataFrame], str, list[Note]]:
    """Return tables of ties with their communities in one column, what heads it, and notes."""
    found, notes, heading = dict[Hashable, pd.DataFrame](), list[Note](), None
    for name, table in tables.items():
        found[name], own, told = one_unit(table, by, "by")
        notes += told
        heading = own or heading
    return found, heading or "community", notes


def actor_list(given: Any, by: Unit, heading: str) -> tuple[ActorList | None, list[Note]]:
    """Return the list of actors of a file, a table or a list, and notes; `heading` heads the communities of the ties."""
    if given is None:
        return None, []
    table, notes = _table(given), list[Note]()
    parts = [column for column in columns_of(by) if column_in(table, {cells.head(column)}) is not None]
    if parts and heading not in (by, "community"):  # a list without any of them holds for every community
        table, _, notes = one_unit(table, columns_of(by), "actors")
    by = heading
    column = column_in(table, cells.RESPONDENTS)
    if column is None and not isinstance(table.index, pd.RangeIndex):
        column, table = "actor", table.rename_axis("actor").reset_index()
    if column is None:
        raise FaultyInput("actors", "no column holds the names", "head it actor, or 主体 or 单位名称")
    where = column_in(table, community_words(by))
    names = [name_of(cell) for cell in table[column]]
    if not names:
        raise FaultyInput("actors", "the list is empty", "name every actor")
    places = [None] * len(table) if where is None else [name_of(cell) for cell in table[where]]
    empty = [
        row for row, name in enumerate(names) if name is None or (where is not None and places[row] is None)
    ]
    told = "the name is missing", "fill it in, or delete the row"
    faults = Faults(each(empty, lambda row: Fault(Text("actors, row {row}", row=row + 2), *told)))
    pairs = list(zip(places, names, strict=True))
    again = (
        [who for at, who in enumerate(pairs) if who in set(pairs[:at])]
        if len(set(pairs)) < len(pairs)
        else []
    )
    shown_as = dict.fromkeys(place_of(who if where is not None else who[1]) for who in again)
    faults += each(shown_as, lambda place: Fault(place, "is on the list of actors twice", "keep one row"))
    faults.raise_all()
    frame = table.drop(columns=[column, *([] if where is None else [where])]).reset_index(drop=True)
    return ActorList(pairs, frame, where is None), notes


def _table(given: Any) -> pd.DataFrame:
    if isinstance(given, str | os.PathLike):
        return read_table(Path(given))
    if isinstance(given, pd.DataFrame):
        return given.rename_axis(["community", "actor"]).reset_index() if given.index.nlevels == 2 else given
    if isinstance(given, list | tuple | pd.Index | pd.Series):
        return pd.DataFrame({"actor": pd.Series(list(given), dtype=object)})
    raise FaultyInput(
        "actors", "is {value}", "give a path, a DataFrame or a list of names", value=shown(given)
    )


def respondents_of(given: Any, index: pd.MultiIndex) -> pd.Series:
    """Return who answered."""
    if isinstance(given, str) and given == "all":
        return pd.Series(True, index, name="answered")
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        way_out = 'give "all", or a list of names or of (community, name)'
        raise FaultyInput("respondents", "is {value}", way_out, value=shown(given))
    listed = [tuple(map(name_of, one)) if isinstance(one, tuple) else name_of(one) for one in given]
    whole, names = set(index), set(index.get_level_values(1))
    unknown = [one for one in dict.fromkeys(listed) if one not in whole and one not in names]
    known = sorted(map(str, names))
    there = Text("actors are: {known:10}", known=known)

    def fault(one: Any) -> Fault:
        way_out = meant(str(one), known, there)
        return Fault("respondents", "{name} is not among the actors", way_out, name=place_of(one))

    Faults(each(unknown, fault)).raise_all()
    chosen = set(listed)
    return pd.Series([who in chosen or who[1] in chosen for who in index], index, name="answered")
