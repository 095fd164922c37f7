"""Tickets of a hotline as offices export them: columns found by their headings, times and words read cell by cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.labels import HANDLERS, STREETS, UNIT_HEADING, clean, cleaned
from govmetrics.core.moments import blank, moments
from govmetrics.core.tables import plain_text
from govmetrics.core.united import Unit, one_unit, several_streets
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.ticket_sheets import HEADINGS, heading_names, places_in, ticket_sheet

_DONE = "是 已响应 响应 已联系 联系 已签收 已解决 解决 已办结 办结 按期办结 按时办结 已完成 √ yes y true 1 answered resolved done"
_NOT_DONE = "否 未响应 未联系 未签收 未解决 未办结 在办 办理中 处理中 未完成 无 × no n false 0 open unanswered unresolved"
_PLEASED = "满意 非常满意 很满意 十分满意 比较满意 较满意 基本满意 satisfied"
_DISPLEASED = "不满意 非常不满意 很不满意 十分不满意 不太满意 较不满意 比较不满意 dissatisfied unsatisfied"
_NOT_REACHED = (
    "未回访 无法接通 未接通 未接听 无人接听 拒访 拒绝回访 空号 停机 关机 忙音 无需回访 不需回访 联系不上 匿名"
)
WORDS: dict[str, dict[str, bool | None]] = {
    "done": {**dict.fromkeys(_DONE.split(), True), **dict.fromkeys(_NOT_DONE.split(), False)},
    "callback": {
        **dict.fromkeys(_PLEASED.split(), True), **dict.fromkeys(_DISPLEASED.split(), False),
        **dict.fromkeys(_NOT_REACHED.split()),
        "very satisfied": True, "very dissatisfied": False, "not reached": None, "no answer": None, "not called back": None,
    },
}  # fmt: skip
"""What cells say: it was so, it was not, or (of a call-back) nobody was asked."""
_KNOWN = (str, bool, int, float, np.generic, dt.date, type(pd.NA), type(pd.NaT))


def read_tickets(
    source: Any, columns: Mapping[str, Unit] | None, words: Mapping[str, bool | None], timed: bool
) -> tuple[pd.DataFrame, list[Note]]:
    """Return tickets: unit, received, answered, answered_at, resolved, resolved_at, asked, satisfied; and what was left out.

    `timed`: the time of receipt is needed. Rows are counted as a spreadsheet counts them, the heading being row 1.
    """
    table, notes = ticket_sheet(source, columns or {})
    table, unit, told = one_unit(table, (columns or {}).get("unit"), "columns")
    notes = [*notes, *told]
    found = _columns(table, {**dict[str, Any](columns or {}), "unit": unit}, timed, notes)
    headed = {key: str(table.columns[place]) for key, place in found.items()}
    table = pd.DataFrame(
        {key: table.iloc[:, place].map(_plain).to_numpy() for key, place in found.items()}, _numbered(table)
    )
    table = table[~table.isna().all(axis=1)]
    faults = Faults()
    if table.empty:
        faults.append(Fault("tickets", "there are none", "give one row for each ticket"))
        faults.raise_all()
    row = Rows(headed)
    out = pd.DataFrame(index=table.index)
    out.attrs[UNIT_HEADING] = headed["unit"]
    out["unit"] = cleaned(table["unit"])
    empty = out["unit"].isna() | (out["unit"].astype(str).str.strip() == "")
    faults += each(
        table.index[empty], lambda at: Fault(row.place(at, "unit"), "the cell is empty", "name the unit")
    )
    if "ticket" in table:
        number = cleaned(table["ticket"]).dropna()
        twice = number.index[number.duplicated()]
        faults += each(twice, lambda at: Fault(row.place(at, "ticket"), "{value!r} is there already", "keep one row a ticket",
                                               value=str(number[at])))  # fmt: skip
    out["received"] = pd.NaT
    if "received" in table:
        out["received"], odd = moments(table["received"])
        odd |= out["received"].isna()
        faults += each(
            table.index[odd], lambda at: _no_time(row.place(at, "received"), table["received"][at])
        )
    known = {str(clean(word)).casefold(): says for word, says in words.items()}
    for key in ("answered", "resolved"):
        out[key], out[f"{key}_at"] = _done(table[key], key, known, row, faults)
        early = (
            (out[f"{key}_at"] < out["received"].dt.normalize())
            if "received" in table
            else np.zeros(len(out), dtype=bool)
        )
        faults += each(table.index[early], lambda at, key=key: Fault(row.place(at, key), "is before the ticket was received",
                                                                     "correct one of the times"))  # type: ignore[misc]  # fmt: skip
    asked_so = {"是": True, "否": False, "yes": True, "no": False} if "满意" in headed["callback"] else {}
    says = _said(table["callback"], {**WORDS["callback"], **asked_so, **known})
    faults += _unknown(table["callback"][says == "?"], "callback", row)
    out["asked"] = [one is True or one is False for one in says]
    out["satisfied"] = [one is True for one in says]
    faults.raise_all()
    return out, notes


def _numbered(table: pd.DataFrame) -> pd.Index:
    """Return the numbers of rows: those of the file where it was read, and else counted."""
    return (
        table.index
        if pd.api.types.is_integer_dtype(table.index) and table.index.is_unique
        else pd.RangeIndex(len(table))
    )


class Rows:
    """Where a ticket's cell stands."""

    def __init__(self, headed: Mapping[str, str]) -> None:
        self.headed = headed

    def place(self, row: Any, key: str) -> Text:
        """Return the place of a cell: its row in the sheet, and the heading of its column."""
        return Text("row {row}, {key}", row=int(row) + 2, key=self.headed[key])


def _columns(table: pd.DataFrame, given: Mapping[str, Any], timed: bool, notes: list[Note]) -> dict[str, int]:
    """Return the place of every column: by the heading that was given, else by those of the field."""
    titles = [heading_names(title) for title in table.columns]
    faults, found = Faults(), {}
    for key, known in HEADINGS.items():
        own = given.get(key)
        named = {str(clean(str(own))).casefold()} if own is not None else {key, *known}
        places = [place for place, title in enumerate(titles) if title & named
                  or (key == "unit" and own is None and places_in(title))]  # fmt: skip
        exact = [place for place in places if key in titles[place]]
        places = exact if len(exact) == 1 else places
        if (
            key == "ticket" and own is None and len(places) > 1
        ):  # 序号 counts the rows, beside a number of the ticket
            places = [place for place in places if "序号" not in titles[place]] or places
        if key == "unit" and own is None and len(places) > 1:
            handlers = [place for place in places if titles[place] & {*HANDLERS}]
            if others := [place for place in places if place not in handlers]:
                notes += _not_the_unit(table, others, handlers)
                places = others
        label = Label(key, known[0])
        if len(places) > 1:
            names = [str(table.columns[place]) for place in places]
            way, both = "say which: columns={{{name!r}: ...}}", _street_and_name(key, names)
            if both:
                way = "say which: columns={{{name!r}: ...}}; or take both together: columns={{{name!r}: {both}}}"
            faults.append(Fault("tickets", "several columns may be {key}: {names}", way, key=label, names=names, name=key,
                                both=str(both)))  # fmt: skip
        elif places:
            found[key] = places[0]
        elif own is not None:
            faults.append(Fault("columns", "there is no column {name!r}", "the columns are: {names:12}", name=str(own),
                                names=[str(title) for title in table.columns]))  # fmt: skip
        elif key != "ticket" and (key != "received" or timed):
            faults.append(Fault("tickets", "the column {key} is missing", "add it, or say which it is: columns={{{name!r}: ...}}",
                                key=label, name=key))  # fmt: skip
    faults.raise_all()
    notes += several_streets(table, table.columns[found["unit"]], _SEVERAL_STREETS)
    return found


_SEVERAL_STREETS = (
    "{count:# name stands|# names stand} for units of several streets: {names:10}; if these are different units, name "
    "them by both columns: columns={{'unit': {both}}}"
)


def _street_and_name(key: str, names: list[str]) -> list[str]:
    """Return a street and what lies in it, of two columns that may be the unit."""
    streets = [name for name in names if str(clean(name)).casefold() in STREETS]
    others = [name for name in names if name not in streets]
    return [*streets, *others] if key == "unit" and len(streets) == len(others) == 1 else []


def _not_the_unit(table: pd.DataFrame, units: list[int], handlers: list[int]) -> list[Note]:
    """Say which column names the units where another one names who handles the tickets; several are asked for."""
    if len(units) > 1 or not handlers:
        return []
    told = (
        "the units are those of the column {column!r}; {others} names who handles the tickets "
        "(columns={{'unit': {other!r}}} takes it instead)"
    )
    names = [str(table.columns[place]) for place in handlers]
    return [Note(told, column=str(table.columns[units[0]]), others=names, other=names[0])]


def _plain(cell: Any) -> Any:
    """Return a cell that can be looked up; lists and the like as they print."""
    return plain_text(cell) if cell is None or isinstance(cell, _KNOWN) else str(cell)


def _said(column: pd.Series, known: Mapping[str, bool | None]) -> NDArray[np.object_]:
    """Return what every cell says: True, False, None, or "?" where that is not known; an empty one says nothing."""

    def says(cell: Any) -> Any:
        if isinstance(cell, bool | np.bool_):
            return bool(cell)
        whole = isinstance(cell, float | np.floating) and float(cell).is_integer()
        return known.get(str(clean(str(int(cell) if whole else cell))).casefold(), "?")

    places, cells = pd.factorize(column.mask(blank(column)).astype(object))
    read = np.empty(len(cells) + 1, dtype=object)
    read[:-1], read[-1] = [says(cell) for cell in cells], None
    return read[places]


def _done(
    column: pd.Series, key: str, words: Mapping[str, bool | None], row: Rows, faults: Faults
) -> tuple[pd.Series, pd.Series]:
    """Return whether it was done, and when where that is said; an empty cell: not yet."""
    times, no_time = moments(column)
    says = _said(column, {**WORDS["done"], **words})
    unknown = no_time & (says == "?")
    faults += _unknown(column[unknown], key, row)
    return pd.Series(
        [time or one is True for time, one in zip(times.notna(), says, strict=True)], column.index, dtype=bool
    ), times


def _unknown(cells: pd.Series, key: str, row: Rows) -> list[Fault]:
    """Return a fault for each word that is not known, at the first of its rows: one word stands in hundreds of them."""
    words = cells.map(lambda cell: str(cell)[:40])
    counts, first = words.value_counts(), words[~words.duplicated()]
    problem = "{value!r} is not known ({count:# row|# rows})"
    way_out = (
        "correct it, or say what it means: words={{{value!r}: True}}, words={{{value!r}: False}}, or, where nobody was "
        "asked, words={{{value!r}: None}}"
    )
    return each(
        first.items(),
        lambda one: Fault(row.place(one[0], key), problem, way_out, value=one[1], count=int(counts[one[1]])),
    )


def _no_time(place: Text, cell: Any) -> Fault:
    if pd.isna(cell):
        return Fault(place, "the cell is empty", "give the time, such as 2024-03-05 10:22")
    return Fault(
        place, "{value!r} is no time that can be known", "write it as 2024-03-05 10:22", value=str(cell)[:40]
    )
