"""What no argument may hold, of whatever kind it is: one rule, kept where arguments are checked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.words import Text
from govmetrics.core.words.text import is_large, label_text, printed

DEEPEST = 200
"""Lists and mappings within each other."""
HUGE = 1e100
"""Numbers from here on measure nothing; their squares and products would not fit into a float."""
_HALF = re.compile("[\ud800-\udfff]")
_NESTS = (list, tuple, dict, set, frozenset)
_TABLES = (pd.DataFrame, pd.Series)
_CELLS = (
    str, Number, bool, bytes, np.generic, dt.date, dt.time, dt.timedelta, pd.Period, pd.Interval, type(None), type(pd.NA),
    type(pd.NaT),
)  # fmt: skip
"""What may stand in a cell or head a column: text, a number, a day, nothing; tuples of these head panels."""
_SAFE = frozenset({float, bool, type(None), type(pd.NA), type(pd.NaT), np.float64, np.int64})


def within_faults(place: str | Text, value: Any, halves: bool = True, numbers: bool = False) -> list[Fault]:
    """Return a fault where an argument holds what no function can use.

    That is: cells and labels of a table that are no text, number or day, such as lists; whole numbers of hundreds of
    digits; halves of characters, which no column of text can hold; lists and mappings within each other without end,
    and such numbers and halves in them. What is read as a name, which is made visible, may have `halves`. Options, and
    of what an index is made the `numbers`, stay below 1e100; tables of one method may go as far as the method does.

    Examples
    --------
    >>> within_faults("frame", pd.DataFrame({"a": [1]})), within_faults("names", ["East", "甲社区"])
    ([], [])
    >>> print(*within_faults("table", pd.DataFrame([[1]], pd.Index([{}], dtype=object))))
    table: a label is {}, which is no name; name rows and columns by text or numbers
    >>> print(*within_faults("table", pd.DataFrame({"trust": [4, [5]]}, ["East", "West"])))
    table, West, trust: is [5], which is no value of one cell; give a text or a number in each cell
    >>> print(*within_faults("table", pd.DataFrame({"trust": [4, 1e200]}, ["East", "West"]), numbers=True))
    table, West, trust: is 1e+200, and no number may reach 1e+100; correct it, or measure in larger units
    """
    if isinstance(value, _TABLES):
        rows, *columns = value.axes
        faults = [
            *_label_faults(place, rows, halves),
            *(fault for axis in columns for fault in _label_faults(place, axis)),
        ]
        return faults or _cell_faults(place, value, halves, numbers)
    if isinstance(value, pd.Index):
        return _label_faults(place, value, halves)
    if isinstance(value, np.ndarray):
        return _array_faults(place, value, numbers)
    if isinstance(value, str):
        return _half_faults(place, (value,)) if halves else []
    if isinstance(value, float):
        return _part_faults(place, (), (None, value), halves, True) or tiny_faults(place, value)
    return _nested_faults(place, value, halves, numbers) if isinstance(value, _NESTS) else []


def twice_faults(place: str | Text, frame: pd.DataFrame) -> list[Fault]:
    """Return a fault for each heading that several columns of a table have.

    Examples
    --------
    >>> print(*twice_faults("survey", pd.DataFrame([[1, 2]], columns=["town", "town"])))
    survey, town: occurs more than once; keep one of them
    """
    twice = frame.columns[frame.columns.duplicated()].unique()
    return [
        Fault(Text("{parts}", parts=[place, label_text(name)]), "occurs more than once", "keep one of them")
        for name in twice
    ]


def refuse_within(place: str | Text, value: Any, halves: bool = True, numbers: bool = False) -> None:
    """Raise what `within_faults` finds: for what is no argument by itself, or has no `Kind`."""
    Faults(within_faults(place, value, halves, numbers)).raise_all()


def is_cell(value: Any) -> bool:
    """Tell whether a value is what one cell may hold, or one label: text, a number, a day, nothing, or some in a tuple.

    Examples
    --------
    >>> is_cell("East"), is_cell((2024, "East")), is_cell(["East"]), is_cell(object())
    (True, True, False, False)
    """
    if isinstance(value, tuple):
        return all(map(is_cell, value))
    return isinstance(value, _CELLS) and not is_large(value)


def _odd(cells: Iterable[Any], halves: bool) -> Any:
    """Return the place of the first cell that is none, or holds half of a character; None where all may stand."""
    for place, cell in enumerate(cells):
        if type(cell) is str:
            if halves and not cell.isprintable() and _HALF.search(cell):
                return place
        elif type(cell) not in _SAFE and not (
            is_cell(cell) and not (halves and _half_faults("", _texts(cell)))
        ):
            return place
    return None


def _texts(cell: Any) -> tuple[Any, ...]:
    return cell if isinstance(cell, tuple) else (cell,)


def _label_faults(place: str | Text, labels: pd.Index, halves: bool = True) -> list[Fault]:
    if isinstance(labels, pd.MultiIndex):
        return [fault for level in labels.levels for fault in _label_faults(place, level, halves)][:1]
    if labels.dtype != object or (at := _odd(labels, halves)) is None:
        return []
    if halves and (half := _half_faults(place, _texts(labels[at]))):
        return half
    way_out = "name rows and columns by text or numbers"
    return [Fault(place, "a label is {value}, which is no name", way_out, value=printed(labels[at]))]


def _cell_faults(
    place: str | Text, table: pd.DataFrame | pd.Series, halves: bool, numbers: bool
) -> list[Fault]:
    """Return a fault for each column with a cell that is none, and for each with a number beyond all measure."""
    frame = table.to_frame() if isinstance(table, pd.Series) else table
    if all(dtype == np.float64 for dtype in frame.dtypes) and not (numbers and _reaches(frame.to_numpy())):
        return []  # most tables: one look at all cells, and none at each column
    faults = []
    for at, dtype in enumerate(frame.dtypes):
        if isinstance(dtype, np.dtype) and dtype.kind in ("fO" if numbers else "O"):
            column = frame.iloc[:, at]
            row = _odd(column, halves) if dtype.kind == "O" else None
            row = _huge(column.to_numpy()) if row is None and numbers else row
            if row is not None:
                name = () if isinstance(table, pd.Series) else _texts(frame.columns[at])
                parts = [*filter(None, [place]), *map(label_text, (*_texts(frame.index[row]), *name))]
                faults.append(_cell_fault(Text("{parts}", parts=parts), column.iloc[row]))
    return faults


def _cell_fault(place: str | Text, cell: Any) -> Fault:
    if half := _half_faults(place, _texts(cell)):
        return half[0]
    if isinstance(cell, float):
        problem = "is {value:g}, and no number may reach {most:g}"
        return Fault(place, problem, "correct it, or measure in larger units", value=float(cell), most=HUGE)
    problem = "is {value}, which is no value of one cell"
    return Fault(place, problem, "give a text or a number in each cell", value=printed(cell))


def _huge(array: np.ndarray) -> int | None:
    """Return the place of the first finite number that is beyond all measure."""
    if array.dtype == object:
        array = np.array([cell if isinstance(cell, float) else 0.0 for cell in array])
    if not _reaches(array):
        return None
    far = np.flatnonzero((np.abs(array) >= HUGE) & np.isfinite(array))
    return int(far[0]) if len(far) else None


def _reaches(array: np.ndarray) -> bool:
    """Tell whether any number is beyond all measure, or infinite."""
    return bool(array.size) and bool(
        np.fmax(np.fmax.reduce(array, axis=None), -np.fmin.reduce(array, axis=None)) >= HUGE
    )


def _array_faults(place: str | Text, array: np.ndarray, numbers: bool) -> list[Fault]:
    if array.dtype == object:
        return _nested_faults(place, array.ravel().tolist(), True, numbers)
    at = _huge(array.ravel()) if numbers and array.dtype.kind == "f" else None
    return [] if at is None else [_cell_fault(place, float(array.ravel()[at]))]


def _half_faults(place: str | Text, texts: Iterable[Any]) -> list[Fault]:
    for text in texts:
        if isinstance(text, str) and not text.isprintable() and _HALF.search(text):
            return [
                Fault(place, "{value!r} holds half of a character", "write it again", value=str.__str__(text))
            ]
    return []


def _nested_faults(place: str | Text, value: Any, halves: bool, numbers: bool) -> list[Fault]:
    """Look through all that is within, level by level; of a mapping the keys are part of the place."""
    level: list[tuple[tuple[Any, ...], Any]] = [((), value)]
    seen: set[int] = set()
    for _ in range(DEEPEST):
        below = []
        for path, nest in level:
            keyed = isinstance(nest, Mapping)
            for key, part in nest.items() if keyed else ((None, part) for part in nest):
                where = (*path, key) if keyed else path
                if is_large(key):
                    return _part_faults(place, path, (None, key), halves, numbers)
                if isinstance(part, _NESTS):
                    if halves and (faults := _half_faults(place, (key,))):
                        return faults
                    if id(part) not in seen:
                        seen.add(id(part))
                        below.append((where, part))
                elif faults := _part_faults(place, where, (key, part), halves, numbers):
                    return faults[:1]
        level = below
        if not level:
            return []
    return [Fault(place, "is nested more than {most} deep", "give fewer levels", most=DEEPEST)]


def _part_faults(
    place: str | Text, path: tuple[Any, ...], parts: tuple[Any, Any], halves: bool, numbers: bool
) -> list[Fault]:
    """Return a fault of a key or of what stands under it, which is no list or mapping."""
    part = parts[1]
    if type(part) is float and -HUGE < part < HUGE and not isinstance(parts[0], str):
        return []  # most numbers
    if isinstance(part, str) and part.isprintable() and (parts[0] is None or str(parts[0]).isprintable()):
        return []  # most texts
    here = Text("{parts}", parts=[*filter(None, [place]), *map(label_text, path)]) if path else place
    if halves and (half := _half_faults(here, parts)):
        return half
    if isinstance(part, float):
        return [_cell_fault(here, part)] if numbers and HUGE <= abs(part) < np.inf else []
    if isinstance(part, int) and is_large(part):
        problem = "holds {value}, and no number may reach {most:g}"
        way_out = "correct it, or measure in larger units"
        return [Fault(here, problem, way_out, value=printed(part), most=HUGE)]
    return within_faults(here, part, halves, numbers) if isinstance(part, (*_TABLES, np.ndarray)) else []


def tiny_faults(place: str | Text, value: float) -> list[Fault]:
    """Return a fault of an option that is no zero, and vanishes where it is squared: cells may have come to that."""
    if not 0 < abs(value) < 1 / HUGE:
        return []
    problem = "is {value:g}, and only zero may be below {least:g}"
    return [
        Fault(place, problem, "correct it, or measure in smaller units", value=float(value), least=1 / HUGE)
    ]
