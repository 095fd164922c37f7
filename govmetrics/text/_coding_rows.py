"""The rows of a coding, read cell by cell: a grid of documents by codes, or a list of passages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.labels import clean
from govmetrics.core.near import meant
from govmetrics.core.options import shown
from govmetrics.core.totals import is_total
from govmetrics.core.words import Note, Text
from govmetrics.text._coding_sources import Source, keys_in
from govmetrics.text._marks import is_empty, mark

_BETWEEN = re.compile(r"\s*[;；、|\n]\s*")
ONLY = "1"
"""What the coder is called where nobody says who it was."""
_NOT_READ = Text("write 1 where the code is given and 0 where it is not, or a level from 0 to 100")


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


def add_rows(
    into: Rows, source: Source, spoken: Mapping[str, str] | None, columns: Mapping[str, str], faults: Faults
) -> None:
    """Read one table into the rows: every fault with its place.

    `spoken` is what people may write for each code of the codebook; None without a codebook.
    """
    table = source.table
    into.notes += source.notes
    heads = [clean(column) if isinstance(column, str) else column for column in table.columns]
    table = table.set_axis(pd.Index(heads, dtype=object), axis=1)
    twice = list(dict.fromkeys(str(one) for one in table.columns[table.columns.duplicated()]))
    keys = keys_in(heads, columns)
    if twice:
        faults.append(
            Fault(
                source.place or "coding",
                "columns occur more than once: {names:10}",
                "keep one of each",
                names=twice,
            )
        )
    if "document" not in keys:
        way = "head it document, policy, interview or case, or name it: columns={{'document': ...}}"
        faults.append(Fault(source.place or "coding", "there is no column of documents", way))
    if not len(table):
        faults.append(
            Fault(
                source.place or "coding",
                "the coding has no rows",
                "give one row a document, or one a passage",
            )
        )
    if twice or "document" not in keys or not len(table):
        return
    at = _Place(source.place, table.index)
    records = [
        _Row(number, row, _name(row[keys["document"]]), _coder(row, keys, source)) for number, row in
        zip(at.rows, table.to_dict("records"), strict=True)
    ]  # fmt: skip
    records = [one for one in records if not all(map(is_empty, one.cells.values()))]
    totals = [one for one in records if is_total(one.document)]
    if totals:
        into.notes.append(
            Note("rows of totals are no documents: {rows:20}", rows=[one.row for one in totals])
        )
    records = [one for one in records if not is_total(one.document)]
    for one in records:
        if one.document is None:
            faults.append(Fault(at(one.row), "the document is not named", "name it"))
        if one.coder is None:
            faults.append(Fault(at(one.row), "the coder is not named", "name who coded"))
    records = [one for one in records if one.document is not None and one.coder is not None]
    others = [head for head in heads if head not in set(keys.values())]
    if "code" in keys:
        _list(into, records, keys, others, spoken, at, faults)
    else:
        _grid(into, records, keys, others, spoken, at, faults)


@dataclass
class _Row:
    row: int
    cells: dict[Any, Any]
    document: Any
    coder: Any


class _Place:
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


def _name(cell: Any) -> Any:
    if is_empty(cell):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean(str(cell))


def _coder(row: Mapping[Any, Any], keys: Mapping[str, Any], source: Source) -> Any:
    if "coder" in keys:
        return _name(row[keys["coder"]])
    return ONLY if source.coder is None else str(clean(str(source.coder)))


def _code(word: str, spoken: Mapping[str, str] | None) -> str | None:
    """Return the code that a word stands for, None where the codebook has no such one."""
    text = str(clean(word))
    return text if spoken is None else spoken.get(text.casefold())


def _unknown(place: Text | str, word: str, spoken: Mapping[str, str]) -> Fault:
    there = Text("the codes are: {labels:10}", labels=list(dict.fromkeys(spoken.values())))
    return Fault(place, "{code!r} is not in the codebook", meant(word, spoken, there), code=str(word)[:60])


def _list(
    into: Rows, records: list[_Row], keys: Mapping[str, Any], others: list[Any], spoken: Mapping[str, str] | None,
    at: _Place, faults: Faults,
) -> None:  # fmt: skip
    """Read rows of passages; a row without a code says that the document was read."""
    for one in records:
        cell = one.cells[keys["code"]]
        words = [] if is_empty(cell) else [word for word in _BETWEEN.split(str(_name(cell))) if word]
        value = mark(one.cells[keys["value"]]) if "value" in keys else float("nan")
        if value is None:
            odd = shown(one.cells[keys["value"]])
            faults.append(Fault(at(one.row, keys["value"]), "{value} is no mark", _NOT_READ, value=odd))
            value = float("nan")
        quote = one.cells[keys["quote"]] if "quote" in keys else None
        quote = None if is_empty(quote) else str(clean(str(quote)))
        beside = {str(head): one.cells[head] for head in others}
        if not words:
            if quote is not None:
                faults.append(
                    Fault(
                        at(one.row, keys["code"]),
                        "the passage has no code",
                        "give one, or take out the passage",
                    )
                )
            into.passages.append(
                {
                    "document": one.document,
                    "coder": one.coder,
                    "code": None,
                    "beside": beside,
                    "row": at(one.row),
                }
            )
        for word in words:
            code = _code(word, spoken)
            if code is None:
                faults.append(_unknown(at(one.row, keys["code"]), word, spoken or {}))
                continue
            into.passages.append({"document": one.document, "coder": one.coder, "code": code, "quote": quote, "value": value,
                                  "beside": beside, "row": at(one.row)})  # fmt: skip


def _grid(
    into: Rows, records: list[_Row], keys: Mapping[str, Any], others: list[Any], spoken: Mapping[str, str] | None,
    at: _Place, faults: Faults,
) -> None:  # fmt: skip
    """Read rows of a grid: which columns are codes, and what their cells say."""
    read = {head: [mark(one.cells[head]) for one in records] for head in others}
    codes: dict[Any, str] = {}
    for head in others:
        code = _code(str(head), spoken)
        marks = [value for value in read[head] if value is None or not np.isnan(value)]
        fits = sum(value is not None for value in marks)
        if spoken is None:
            code = str(head) if marks and 2 * fits >= len(marks) else None
        elif code is None and marks and all(value is not None and value <= 1 for value in marks):
            faults.append(
                _unknown(Text("{table}, {key}", table=at.place or "coding", key=str(head)), str(head), spoken)
            )
            continue
        if code is not None and code in codes.values():
            other = next(str(before) for before, known in codes.items() if known == code)
            faults.append(Fault(at.place or "coding", "{first!r} and {second!r} are the same code", "keep one of them",
                                first=other, second=str(head)))  # fmt: skip
        elif code is not None:
            codes[head] = code
    if not codes and not faults:
        faults.append(
            Fault(
                at.place or "coding",
                "there is no column of codes",
                "head one column by each code, or a column code",
            )
        )
    quote = keys.get("quote")
    for place, one in enumerate(records):
        marks_ = {code: read[head][place] for head, code in codes.items()}
        odd = [head for head, code in codes.items() if marks_[code] is None]
        faults += each(odd, lambda head, one=one: Fault(  # type: ignore[misc]
            at(one.row, head), "{value} is no mark", _NOT_READ, value=shown(one.cells[head])))  # fmt: skip
        known = {code: float("nan") if value is None else value for code, value in marks_.items()}
        blank = [
            head
            for head, code in codes.items()
            if code in known and np.isnan(known[code]) and head not in odd
        ]
        if len(blank) == len(codes):
            into.silent.append(f"{one.document} / {one.coder}")
        else:
            into.empty_cells += [at(one.row, head) for head in blank]
        beside = {str(head): one.cells[head] for head in others if head not in codes}
        if quote is not None and not is_empty(one.cells[quote]):
            beside["quote"] = one.cells[quote]
        into.grids.append((one.document, one.coder, known))
        into.passages.append({"document": one.document, "coder": one.coder, "code": None, "beside": beside, "row": at(one.row),
                              "grid": True})  # fmt: skip
