"""Long records, one row per value, to wide ones, one row per unit."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import by_cell
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.intake.columns import aliases, key, suggestion
from govmetrics.intake.labels import row_of

CODE_COLUMNS = ("code", "indicator", "指标", "指标代码")
VALUE_COLUMNS = ("value", "数值", "值")
_SOUGHT = 100
"""Of so many different unknown codes it is looked up which leaf may be meant: every comparison takes its time."""


def long_columns(frame: pd.DataFrame) -> tuple[str, str] | None:
    """Return the columns of code and value, if the table has both."""
    code = next((c for c in CODE_COLUMNS if c in frame.columns), None)
    value = next((c for c in VALUE_COLUMNS if c in frame.columns), None)
    return (code, value) if code and value else None


def widened(
    frame: pd.DataFrame, tree: IndicatorTree, keys: list[str], columns: tuple[str, str]
) -> tuple[pd.DataFrame, list[Note], list[Fault]]:
    """Turn long records into wide ones; a note names what is left out, faults unknown codes and cells given twice.

    Other columns are kept where they are the same in all rows of a unit.
    """
    code, value = columns
    known = aliases(tree)
    leaf = by_cell(frame[code], lambda cell: known.get(key(cell)))
    lost = leaf.isna().to_numpy()
    unknown = frame[code][lost]
    places = zip(frame.index[lost], unknown, strict=True)
    faults = each(places, lambda at: _unknown(at[0], at[1], tree))
    cells = frame[keys].assign(code=leaf)
    twice = cells[cells.duplicated(keep=False) & leaf.notna()].drop_duplicates()
    faults += each(
        twice.itertuples(index=False, name=None),
        lambda cell: Fault(place_of(cell), "there are two or more values for it", "keep one of them"),
    )
    kept = leaf.notna() & ~cells.duplicated()
    frame, leaf = frame[kept], leaf[kept]
    rows = frame.groupby(keys, sort=False, dropna=False)
    rest = [c for c in frame.columns if c not in (*keys, code, value)]
    varying = [c for c in rest if len(frame[[*keys, c]].drop_duplicates()) > len(rows)]
    given = frame[value]
    cells_given = given if pd.api.types.is_any_real_numeric_dtype(given) else given.astype(object)
    wide = frame[keys].assign(code=leaf, value=cells_given).pivot(index=keys, columns="code", values="value")
    # A leaf that was meant by an unknown code is not missing as well.
    names = list(dict.fromkeys(map(str, unknown)))[:_SOUGHT]
    meant = {code for name in names for code in get_close_matches(name, tree.codes, n=1)}
    wide = wide.reindex(columns=[*wide.columns, *sorted(meant - set(wide.columns))])
    others = rows[[c for c in rest if c not in varying]].first()
    left_out = Note(
        "columns that differ within a unit are left out: {columns}", columns=list(map(str, varying))
    )
    notes = [left_out] if varying else []
    return wide.reindex(others.index).join(others).reset_index(), notes, faults


def _unknown(row: Any, cell: object, tree: IndicatorTree) -> Fault:
    return Fault(
        row_of(row), Text("{value!r} is not an indicator of the tree", value=cell), suggestion(cell, tree)
    )
