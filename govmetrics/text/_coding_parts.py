"""What reading a coding fills: rows of grids and passages, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.labels import clean
from govmetrics.core.near import meant
from govmetrics.core.words import Note, Text
from govmetrics.text._marks import is_empty

NOT_READ = Text("write 1 where the code is given and 0 where it is not, or a level from 0 to 100")


@dataclass
class Rows:
    """What tables of a coding hold.

    Attributes
    ----------
    grids : list of (document, coder, {code: mark})
        Rows of a grid.
    passages : list of dict
        Rows of a list: document, coder, code, quote, value, and whatever else stands beside.
    attributes : {document: {name: value}}
        What stands beside the codes.
    """

    grids: list[tuple[Any, Any, dict[str, float]]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    attributes: dict[Any, dict[str, Any]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    empty_cells: list[Text] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


@dataclass
class Row:
    row: int
    cells: dict[Any, Any]
    document: Any
    coder: Any


class Place:
    """Where a row stands, as a spreadsheet counts rows."""

    def __init__(self, place: str, index: pd.Index) -> None:
        self.place = place
        self.rows = [int(row) + 2 for row in index]

    def __call__(self, row: int, key: Any = "") -> Text:
        if self.place:
            inner = {"table": self.place, "row": row}
            return (
                Text("{table}, row {row}, {key}", **inner, key=str(key))
                if key
                else Text("{table}, row {row}", **inner)
            )
        return Text("row {row}, {key}", row=row, key=str(key)) if key else Text("row {row}", row=row)


def name_of(cell: Any) -> Any:
    if is_empty(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))


def code_of(word: str, spoken: Mapping[str, str] | None) -> str | None:
    """Return the code that a word stands for, None where the codebook has no such one."""
    text = str(clean(word))
    return text if spoken is None else spoken.get(text.casefold())


def unknown(place: Text | str, word: str, spoken: Mapping[str, str]) -> Fault:
    there = Text("the codes are: {labels:10}", labels=list(dict.fromkeys(spoken.values())))
    return Fault(place, "{code!r} is not in the codebook", meant(word, spoken, there), code=str(word)[:60])
