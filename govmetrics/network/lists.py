"""Lists of ties, and sheets of the names that respondents wrote down."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from govmetrics.core import FaultyInput
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Note
from govmetrics.network import cells
from govmetrics.network.cells import head, name_of, nth_of, question_of, tie_of
from govmetrics.network.records import (
    Records,
    column_in,
    communities_of,
    is_none,
    nameless,
    no_such,
    odd_cell,
    one_of,
    place_in,
)


def edge_list(table: pd.DataFrame, by: str, only: Hashable, relation: str | None) -> Records | None:
    """Return what a list of ties says: one row a tie, of whom, to whom, how strong; None where it is none."""
    ends = column_in(table, cells.SENDERS), column_in(table, cells.RECEIVERS)
    if None in ends:
        return None
    table, kind = _of_relation(table, relation)
    places, community = communities_of(table, by, only)
    weight = _weight_column(table, {*ends, community, kind}, relation)
    found, faults = Records(), Faults()
    values = [1.0] * len(table) if weight is None else [tie_of(cell) for cell in table[weight]]
    for row, pair in enumerate(zip(*(table[end] for end in ends), strict=True)):
        names, value = [name_of(cell) for cell in pair], values[row]
        if names == [None, None] and (weight is None or is_none(value)):
            continue  # an empty row
        faults += [nameless(table, row, end) for name, end in zip(names, ends, strict=True) if name is None]
        if value is None or is_none(value):
            faults.append(odd_cell(table, row, weight))
        elif None not in names:
            found.ties.append((places[row], names[0], names[1], value, place_in(table, row)))
    faults.raise_all()
    return found


def _of_relation(table: pd.DataFrame, relation: str | None) -> tuple[pd.DataFrame, Any]:
    """Return the rows of a relation, where a column tells which each is of, and that column."""
    kind = column_in(table, cells.RELATIONS)
    if kind is None:
        return table, None
    names = table[kind].map(name_of)
    known = [name for name in dict.fromkeys(names) if name is not None]
    if not known:
        return table, kind
    wanted = one_of(known) if relation is None else name_of(relation)
    if wanted not in known:
        raise no_such(relation, known)
    return table[(names == wanted).to_numpy()], kind


def _weight_column(table: pd.DataFrame, taken: set[Any], relation: str | None) -> Any:
    """Return the column of weights: the relation's own, or one that is called so; refuse to guess among others."""
    rest = [column for column in table.columns if column not in taken]
    if relation is not None and any(head(column) == head(relation) for column in rest):
        return next(column for column in rest if head(column) == head(relation))
    named = next((column for column in rest if head(column) in cells.WEIGHTS), None)
    filled = {column: table[column].dropna() for column in rest}
    numeric = [name for name, given in filled.items() if len(given) and given.map(tie_of).notna().all()]
    if named is None and numeric:
        told, way_out = (
            "may be the weights, or not: {columns}",
            "name the column: relation={name!r}; or call it weight",
        )
        raise FaultyInput("relation", told, way_out, columns=list(map(str, numeric)), name=str(numeric[0]))
    return named


def name_generator(table: pd.DataFrame, by: str, only: Hashable, relation: str | None) -> Records | None:
    """Return what respondents wrote down, named_1, named_2..., perhaps with weight_1...; None where it is no such sheet."""
    stems: dict[str, dict[int, Any]] = {}
    for column in table.columns:
        numbered = nth_of(column) if question_of(column) is None else None
        if numbered is not None:
            stems.setdefault(numbered[0], {})[numbered[1]] = column
    weights = {stem: columns for stem, columns in stems.items() if stem in cells.WEIGHTS}
    names = {
        stem: columns
        for stem, columns in stems.items()
        if stem not in weights and _are_names(table, columns, stem, relation)
    }
    ego = column_in(table, cells.RESPONDENTS)
    if not names or ego is None:
        return None
    chosen = head(relation) if relation is not None and head(relation) in names else one_of(list(names))
    return _written_down(table, by, only, ego, names[chosen], next(iter(weights.values()), {}))


def _written_down(
    table: pd.DataFrame,
    by: str,
    only: Hashable,
    ego: Any,
    columns: dict[int, Any],
    weights: dict[int, Any],
) -> Records:
    places, _ = communities_of(table, by, only)
    found, faults = Records(asked={}, cap=len(columns)), Faults()
    known = {name_of(cell) for column in (ego, *columns.values()) for cell in table[column]}
    empty = 0
    for row, cell in enumerate(table[ego]):
        sender = name_of(cell)
        said = {nth: table[column].iloc[row] for nth, column in columns.items()}
        given = {nth: name_of(one) for nth, one in said.items()}
        given = {nth: name for nth, name in given.items() if not _nobody(name)}
        if sender is None:
            faults += [nameless(table, row, ego)] if given else []
            continue
        unasked = all(head(one) in cells.UNASKED for one in said.values())
        found.ask((places[row], sender), not unasked, place_in(table, row, ego), faults)
        empty += all(name_of(one) is None for one in said.values())
        for nth, name in list(given.items()):
            if _several(name, known):
                faults.append(Fault(place_in(table, row, columns[nth]), "several names stand in one cell: {name}",
                                    "give each a column of its own", name=str(given.pop(nth))))  # fmt: skip
        for nth, receiver in given.items():
            value = tie_of(table[weights[nth]].iloc[row]) if nth in weights else 1.0
            if value is None or is_none(value):
                faults.append(odd_cell(table, row, weights[nth]))
            else:
                found.ties.append((places[row], sender, receiver, value, place_in(table, row, columns[nth])))
    faults.raise_all()
    if empty:
        told = "{count:# row names|# rows name} nobody, and counts as an answer; `respondents=` says who did not answer"
        found.notes.append(Note(told, count=empty))
    return found


def _nobody(name: Hashable | None) -> bool:
    return name is None or head(name) in cells.NOBODY | cells.UNASKED


def _several(name: Hashable, known: set[Hashable | None]) -> bool:
    """Tell whether a cell holds several names: between its signs stands one that stands elsewhere by itself."""
    parts = cells.SEVERAL.split(name) if isinstance(name, str) else []
    return len(parts) > 1 and any(name_of(part) in known - {None} for part in parts)


def _are_names(table: pd.DataFrame, columns: dict[int, Any], stem: str, relation: str | None) -> bool:
    """Tell whether columns hold names: they are headed so, or several hold text that is no answer."""
    if stem in cells.NAMED or (relation is not None and stem == head(relation)):
        return True
    given = pd.concat([table[column].dropna() for column in columns.values()])
    return len(columns) > 1 and len(given) > 0 and all(tie_of(cell) is None for cell in given)
