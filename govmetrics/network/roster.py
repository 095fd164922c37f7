"""Matrices, rosters and the choices of survey platforms: a row for each who was asked, a column for each who could be named."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import no_value
from govmetrics.core.words import Note, Text
from govmetrics.network import cells
from govmetrics.network.cells import head, name_of, question_of, tie_of
from govmetrics.network.records import (
    Records,
    column_in,
    communities_of,
    nameless,
    no_such,
    odd_cell,
    one_of,
    place_in,
)
from govmetrics.numerics.arrays import Array, Bools

SEPARATOR = "┋"
"""Between the options that one chose, in the exports of survey platforms."""
_NO_ROSTER = "delete the column; of names that were written down, head the columns 提名1, 提名2, with one name in a cell"
_NEEDS = "give a matrix, a list with sender and receiver, or respondents with named_1, named_2..."


def roster(table: pd.DataFrame, by: str, only: Hashable, relation: str | None) -> Records:
    """Return what a matrix or a roster says.

    Empty cells of a row that says something are no tie where the table has no zeros, and not known where it has.
    """
    table = _one_column_an_option(table, relation)
    twice = table.columns[table.columns.duplicated()].unique()
    way = "give every column its own heading"
    Faults(Fault(Text("column {c!r}", c=str(c)), "occurs more than once", way) for c in twice).raise_all()
    places, community = communities_of(table, by, only)
    ego, options, notes = _columns(table, community, relation)
    names = [name_of(option) for option in options.values()]
    respondents = [name_of(cell) for cell in (table.index if ego is None else table[ego])]
    found, faults = Records(asked={}, notes=notes), Faults()
    values = _values(table, options, names, faults)
    says: Bools = ~np.isnan(values)
    own, seats = np.zeros(values.shape, dtype=bool), {name: at for at, name in enumerate(names)}
    for row, sender in enumerate(respondents):
        if sender in seats:
            own[row, seats[sender]] = True
    blank = ~says & ~own & np.asarray(says.any(axis=1))[:, None]
    if not (values == 0).any():
        values[blank] = 0.0
    elif blank.any():
        told = "{count:# empty cell|# empty cells} beside zeros: whether there is a tie is not known"
        found.notes.append(Note(told, count=int(blank.sum())))
    columns = list(options)
    tied: Bools = np.asarray((values != 0) & (says | blank))
    for row, sender in enumerate(respondents):
        if sender is None:
            faults += [nameless(table, row, ego)] if says[row].any() else []
            continue
        found.ask((places[row], sender), bool(says[row].any()), place_in(table, row), faults)
        for at in np.flatnonzero(tied[row]).tolist():
            where = place_in(table, row, columns[at])
            found.ties.append((places[row], sender, names[at], float(values[row, at]), where))
    faults.raise_all()
    found.complete = not table.attrs.get("chosen", False)  # options that nobody chose are not among them
    found.listed = _listed(places, names, respondents, says) if found.complete else list(found.asked or ())
    return found


def _values(table: pd.DataFrame, options: dict[Any, Any], names: list[Any], faults: Faults) -> Array:
    values = np.full((len(table), len(options)), np.nan)
    for at, column in enumerate(options):
        if pd.api.types.is_numeric_dtype(table[column]):  # most are: these in one go
            values[:, at] = table[column].to_numpy(dtype=float, na_value=np.nan)
            continue
        read = [tie_of(cell, names[at]) for cell in table[column]]
        odd = [row for row, value in enumerate(read) if value is None]
        if odd and not any(value is not None and value > 0 for value in read):
            told, first = "no cell says that there is a tie; row {row} says {value!r}", odd[0]
            faults.append(Fault(Text("column {c!r}", c=str(column)), told, _NO_ROSTER, value=str(table[column].iloc[first]),
                                row=first + 2 if table.attrs.get("file") else table.index[first]))  # fmt: skip
            continue
        faults += (odd_cell(table, row, column) for row in odd)
        values[:, at] = [np.nan if value is None else value for value in read]
    return values


def _listed(
    places: list[Any], names: list[Any], respondents: list[Any], says: Bools
) -> list[tuple[Any, Any]]:
    """Return who belongs to each community: those asked, and those of whom anything is said."""
    several, found = len(set(places)) > 1, []
    for where in dict.fromkeys(places):
        rows = np.array([place == where for place in places])
        mine = [respondents[row] for row in np.flatnonzero(rows)]
        can = [name for at, name in enumerate(names) if not several or name in mine or says[rows, at].any()]
        found += [(where, name) for name in dict.fromkeys([*can, *mine]) if name is not None]
    return found


def _columns(
    table: pd.DataFrame, community: Any, relation: str | None
) -> tuple[Any, dict[Any, Any], list[Note]]:
    """Return the column of those who were asked (None: the index), that of each who can be named, and notes."""
    rest = [column for column in table.columns if column != community]
    asked = {column: found for column in rest if (found := question_of(column)) is not None}
    if not asked and not table.attrs.get("file"):
        rows = {name_of(label) for label in table.index}
        if rows & {name_of(column) for column in rest}:
            return None, {column: column for column in rest}, []
    ego = column_in(table, cells.RESPONDENTS)
    if not asked:
        ego = rest[0] if ego is None and rest else ego
        options = {column: column for column in rest if column != ego}
        if not options:
            raise FaultyInput("source", "has no ties in it", _NEEDS)
        return ego, options, []
    who = (column for column in rest if column not in asked and cells.ASKED_WHO.search(head(column)))
    ego = next(who, None) if ego is None else ego
    if ego is None:
        way_out = "head it respondent, or 姓名 or 单位名称"
        raise FaultyInput("source", "no column tells who answered", way_out)
    question = _question(list(dict.fromkeys(question for question, _ in asked.values())), relation)
    left = [one for one in rest if one not in asked and one != ego and not cells.META.fullmatch(head(one))]
    notes = [Note("columns that are not read: {names:10}", names=list(map(str, left)))] if left else []
    return ego, {column: option for column, (of, option) in asked.items() if of == question}, notes


def _question(questions: list[str], relation: str | None) -> str:
    fits = [question for question in questions if relation is not None and head(relation) in head(question)]
    if len(fits) == 1:
        return fits[0]
    if relation is not None and len(questions) > 1:
        raise no_such(relation, questions)
    return str(one_of(questions))  # of an only question the relation may have another name


def _unasked(cell: Any) -> bool:
    return no_value(cell) or head(cell) in {"", *cells.UNASKED}


def _one_column_an_option(table: pd.DataFrame, relation: str | None) -> pd.DataFrame:
    """Return a table in which a column that holds all options chosen, 居委会┋物业公司, is one column an option."""
    held = [
        column
        for column in table.columns
        if any(SEPARATOR in cell for cell in table[column] if isinstance(cell, str))
    ]
    if not held:
        return table
    column = _question(list(map(str, held)), relation)
    lists = [
        None if _unasked(cell) else [name_of(part) for part in str(cell).split(SEPARATOR)]
        for cell in table[column]
    ]
    options = [
        option
        for option in dict.fromkeys(option for chosen in lists if chosen is not None for option in chosen)
        if option is not None
    ]
    wide = {
        f"1({option})": [None if chosen is None else float(option in chosen) for chosen in lists]
        for option in options
    }
    choices = pd.DataFrame(wide, index=table.index, dtype=object)
    found = pd.concat([table.drop(columns=held), choices], axis="columns")
    found.attrs = table.attrs | {"chosen": True}
    return found
