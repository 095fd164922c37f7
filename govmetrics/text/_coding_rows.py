"""The rows of a coding, read cell by cell: a grid of documents by codes, or a list of passages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import clean
from govmetrics.core.merged import filled_down
from govmetrics.core.totals import is_total
from govmetrics.core.words import Note
from govmetrics.text._coding_grids import add_grid
from govmetrics.text._coding_lists import add_list
from govmetrics.text._coding_parts import Place, Row, Rows, name_of
from govmetrics.text._coding_sources import Source, keys_in
from govmetrics.text._marks import is_empty

ONLY = "1"
"""What the coder is called where nobody says who it was."""


def add_rows(
    into: Rows, source: Source, spoken: Mapping[str, str] | None, columns: Mapping[str, str], faults: Faults
) -> None:
    """Read one table into the rows: every fault with its place.

    `spoken` is what people may write for each code of the codebook; None without a codebook.
    """
    into.notes += source.notes
    heads = [clean(column) if isinstance(column, str) else column for column in source.table.columns]
    table = source.table.set_axis(pd.Index(heads, dtype=object), axis=1)
    keys = keys_in(heads, columns)
    wrong = _table_faults(table, keys, source.place or "coding")
    faults += wrong
    if wrong:
        return
    at = Place(source.place, table.index)
    table = table.set_axis(pd.RangeIndex(len(table)))
    table = table[[not all(map(is_empty, row)) for row in table.itertuples(index=False)]]
    table = _filled(_without_totals(table, keys, at, into.notes), keys, into.notes)
    records = []
    for place, row in zip(table.index, table.to_dict("records"), strict=True):
        one = Row(at.rows[place], row, name_of(row[keys["document"]]), _coder(row, keys, source))
        if one.document is None:
            faults.append(Fault(at(one.row), "the document is not named", "name it"))
        if one.coder is None:
            faults.append(Fault(at(one.row), "the coder is not named", "name who coded"))
        if one.document is not None and one.coder is not None:
            records.append(one)
    others = [head for head in heads if head not in set(keys.values())]
    add = add_list if "code" in keys else add_grid
    add(into, records, keys, others, spoken, at, faults)


def _table_faults(table: pd.DataFrame, keys: Mapping[str, Any], place: str) -> list[Fault]:
    """Return what is wrong with a table as a whole."""
    faults = []
    twice = list(dict.fromkeys(str(one) for one in table.columns[table.columns.duplicated()]))
    if twice:
        faults.append(
            Fault(place, "columns occur more than once: {names:10}", "keep one of each", names=twice)
        )
    if "document" not in keys:
        way = "head it document, policy, interview or case, or name it: columns={{'document': ...}}"
        faults.append(Fault(place, "there is no column of documents", way))
    if not len(table):
        way = "give one row a document, or one a passage"
        faults.append(Fault(place, "the coding has no rows", way))
    return faults


def _without_totals(
    table: pd.DataFrame, keys: Mapping[str, Any], at: Place, notes: list[Note]
) -> pd.DataFrame:
    """Return a table without rows of totals: called so as a document, or by their number where no document stands."""
    named = table[keys["document"]].map(name_of)
    total = named.map(is_total)
    if "number" in keys:
        total |= named.isna() & table[keys["number"]].map(name_of).map(is_total)
    total = total.astype(bool)
    if total.any():
        rows = [at.rows[place] for place in table.index[total]]
        notes.append(Note("rows of totals are no documents: {rows:20}", rows=rows))
    kept: pd.DataFrame = table.loc[~total]
    return kept


def _filled(table: pd.DataFrame, keys: Mapping[str, Any], notes: list[Note]) -> pd.DataFrame:
    """Return a table with documents, and their coders, in the rows that merged cells cover."""
    document, coder = keys["document"], keys.get("coder")
    bare = table[document].map(is_empty)
    given = table.assign(**{str(document): table[document].mask(bare, None)})
    table, told = filled_down(given, [document])
    who = [document] if coder is None else [document, coder]
    if "code" not in keys and table.duplicated(who).any():
        return given  # of one coder a document has one row: the cell is empty, not merged
    notes += told
    if coder is not None and told:
        below = bare & table[coder].map(is_empty)  # the document goes on, and so does who coded it
        cells = table[coder].mask(table[coder].map(is_empty), None)
        table = table.assign(**{str(coder): table[coder].where(~below, cells.ffill())})
    return table


def _coder(row: Mapping[Any, Any], keys: Mapping[str, Any], source: Source) -> Any:
    if "coder" in keys:
        return name_of(row[keys["coder"]])
    return ONLY if source.coder is None else str(clean(str(source.coder)))
