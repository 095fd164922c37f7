"""What no argument may hold, of whatever kind it is: one rule, kept where arguments are checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Text
from govmetrics.core.words.text import is_large, printed

DEEPEST = 200
"""Lists and mappings within each other."""
_HALF = re.compile("[\ud800-\udfff]")
_PLAIN = ("string", "floating", "boolean", "datetime", "date", "empty", "decimal")
_NESTS = (list, tuple, dict, set, frozenset)


def within_faults(place: str | Text, value: Any, halves: bool = False) -> list[Fault]:
    """Return a fault where an argument holds what no function can use.

    That is: labels of a table that are lists or mappings; lists and mappings within each other without end; halves of
    characters in a table, which no column of text can hold, and, where it is to become one, in other arguments (`halves`).

    Examples
    --------
    >>> within_faults("frame", pd.DataFrame({"a": [1]})), within_faults("names", ["East", "甲社区"])
    ([], [])
    >>> print(*within_faults("table", pd.DataFrame([[1]], pd.Index([{}], dtype=object))))
    table: a label is {}, which is no name; name rows and columns by text or numbers
    """
    if isinstance(value, pd.DataFrame | pd.Series):
        faults = [fault for axis in value.axes for fault in _label_faults(place, axis)]
        return faults or _cell_faults(place, value)
    if isinstance(value, str):
        return _half_faults(place, (value,)) if halves else []
    return _nested_faults(place, value, halves) if isinstance(value, _NESTS) else []


def refuse_within(place: str | Text, value: Any) -> None:
    """Raise what `within_faults` finds: for what is no argument by itself, or has no `Kind`."""
    Faults(within_faults(place, value, halves=True)).raise_all()


def _label_faults(place: str | Text, labels: pd.Index) -> list[Fault]:
    if isinstance(labels, pd.MultiIndex):
        return [fault for level in labels.levels for fault in _label_faults(place, level)]
    if labels.dtype.kind != "O" or isinstance(labels.dtype, pd.StringDtype):
        return []
    if not _is_mixed(labels):
        return _half_faults(place, labels)
    for label in labels:
        if not pd.api.types.is_hashable(label) or is_large(label):
            way_out = "name rows and columns by text or numbers"
            return [Fault(place, "a label is {value}, which is no name", way_out, value=printed(label))]
    return _half_faults(place, labels)


def _is_mixed(values: pd.Index | pd.Series) -> bool:
    """Tell whether there may be anything among the values; texts and numbers are told at once."""
    return values.dtype.kind == "O" and pd.api.types.infer_dtype(values, skipna=True) not in _PLAIN


def _cell_faults(place: str | Text, table: pd.DataFrame | pd.Series) -> list[Fault]:
    kinds = [table.dtype] if isinstance(table, pd.Series) else table.dtypes
    for at in [
        at for at, kind in enumerate(kinds) if kind.kind == "O" and not isinstance(kind, pd.StringDtype)
    ]:  # of thousands of columns hardly any
        column = table if isinstance(table, pd.Series) else table.iloc[:, at]
        if _is_mixed(column) and (
            faults := _nested_faults(place, [cell for cell in column if isinstance(cell, _NESTS)], False)
        ):
            return faults
        if faults := _half_faults(place, column):
            return faults
    return []


def _half_faults(place: str | Text, texts: Iterable[Any]) -> list[Fault]:
    for text in texts:
        if isinstance(text, str) and not text.isprintable() and _HALF.search(text):
            return [
                Fault(place, "{value!r} holds half of a character", "write it again", value=str.__str__(text))
            ]
    return []


def _nested_faults(place: str | Text, value: Collection[Any], halves: bool) -> list[Fault]:
    level: list[Any] = [value]
    seen: set[int] = set()
    for _ in range(DEEPEST):
        parts = [part for one in level for part in _parts(one)]
        if halves and (faults := _half_faults(place, parts)):
            return faults
        level = list(
            {id(part): part for part in parts if isinstance(part, _NESTS) and id(part) not in seen}.values()
        )
        seen.update(map(id, level))
        if not level:
            return []
    return [Fault(place, "is nested more than {most} deep", "give fewer levels", most=DEEPEST)]


def _parts(value: Any) -> list[Any]:
    return [*value, *value.values()] if isinstance(value, Mapping) else list(value)
