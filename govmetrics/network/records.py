"""What tables of ties say, whatever their form, and where each cell stands."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.near import meant
from govmetrics.core.words import Note, Text
from govmetrics.network import cells
from govmetrics.network.cells import head, name_of, tie_of

Who = tuple[Hashable, Hashable]
"""Community and actor."""


@dataclass
class Records:
    """What a table says.

    Parameters
    ----------
    ties : list of (community, sender, receiver, weight, place)
        A weight of NaN is not known.
    asked : dict of (community, actor) to (bool, place), optional
        Who has a row, whether it says anything, and where it is; None where the table does not tell who was asked.
    listed : list of (community, actor)
        Who could be named, in order.
    complete : bool
        Whether those listed are all there are.
    cap : int, optional
        How many could be named.
    """

    ties: list[tuple[Hashable, Hashable, Hashable, float, Text]] = field(default_factory=list)
    asked: dict[Who, tuple[bool, Text]] | None = None
    listed: list[Who] = field(default_factory=list)
    complete: bool = False
    cap: int | None = None
    notes: list[Note] = field(default_factory=list)

    def ask(self, who: Who, says: bool, place: Text, faults: Faults) -> None:
        """Keep that somebody has a row; a second one is a fault."""
        if self.asked is None:
            self.asked = {}
        if who in self.asked:
            told = "{name} has a second row"
            faults.append(Fault(place, told, "keep one row for each respondent", name=str(who[1])))
        self.asked[who] = says, place


def column_in(table: pd.DataFrame, words: set[str]) -> Any:
    """Return the first column that one of these words heads, None where there is none."""
    return next((column for column in table.columns if head(column) in words), None)


def place_in(table: pd.DataFrame, row: int, key: Any = None) -> Text:
    """Return where a cell is: a file counts its heading as row 1, a frame has its labels."""
    label: Any = table.index[row]
    number = label + 2 if table.attrs.get("file") else label
    if key is None:
        return Text("row {row}", row=number)
    return Text("row {row}, {key}", row=number, key=str(key))


def communities_of(table: pd.DataFrame, by: str, only: Hashable) -> tuple[list[Any], Any]:
    """Return the community of every row, and the column that has it; where there is none, the only one."""
    column = column_in(table, community_words(by))
    if column is None:
        return [only] * len(table), None
    names = [name_of(cell) for cell in table[column]]
    empty = [row for row, name in enumerate(names) if name is None]
    told = "the community is missing"
    Faults(each(empty, lambda row: Fault(place_in(table, row, column), told, "fill it in"))).raise_all()
    return list(names), column


def community_words(by: str) -> set[str]:
    """Return what the column of communities may be headed."""
    return {head(by)} | (cells.COMMUNITIES if by == "community" else set())


def odd_cell(table: pd.DataFrame, row: int, column: Any) -> Fault:
    """Return the fault of a cell that should hold a weight."""
    place, cell = place_in(table, row, column), table[column].iloc[row]
    if tie_of(cell) is None:
        told = "{value!r} says nothing of a tie"
        return Fault(place, told, "give a number, or yes or no", value=str(cell))
    return Fault(place, "the weight is missing", "fill it in, 0 for no tie, or delete the row")


def nameless(table: pd.DataFrame, row: int, column: Any = None) -> Fault:
    """Return the fault of a row without a name."""
    return Fault(place_in(table, row, column), "the name is missing", "fill it in, or delete the row")


def one_of(known: Sequence[Any]) -> Any:
    """Return the only relation there is; refuse to choose among several."""
    if len(known) > 1:
        told, way_out = "there are several: {known}", "name one: relation={name!r}"
        raise FaultyInput("relation", told, way_out, known=list(map(str, known)), name=str(known[0]))
    return known[0]


def no_such(relation: Any, known: Sequence[Any]) -> FaultyInput:
    """Return the error of a relation that is not there."""
    there = Text("there are: {known}", known=list(map(str, known)))
    return FaultyInput(
        "relation", "{name!r} is not in the table", meant(relation, known, there), name=str(relation)
    )


def is_none(value: float | None) -> bool:
    """Tell whether no weight was read: none known, or no number at all."""
    return value is None or bool(np.isnan(value))
