"""Small checks that every room makes: is an argument of its kind, and which names there are to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.near import meant
from govmetrics.core.numbers import numbers
from govmetrics.core.options import SEED, asked, is_count, is_number, shown
from govmetrics.core.words import Text
from govmetrics.core.words.text import label_text

__all__ = [
    "cell_faults", "floats_of", "generator_of", "groups_of", "is_count", "is_number",
    "place_of", "positions_of", "same_numbers", "unit_faults",
]  # fmt: skip


def place_of(row: Any, code: Any = None) -> str:
    """Return where a row, or a cell of it, is: period, unit and code, as people write them.

    Examples
    --------
    >>> place_of((2024, "Nanshan"), "trust"), place_of("Nanshan")
    ('2024, Nanshan, trust', 'Nanshan')
    """
    parts = [*(row if isinstance(row, tuple) else (row,)), *([] if code is None else [code])]
    return Text("{parts}", parts=[label_text(part) for part in parts])


def groups_of(attributes: pd.DataFrame, by: Any) -> pd.Series:
    """Return the group of every row by an attribute; refuse one that there is not, and rows without a group.

    Raises
    ------
    FaultyInput
    """
    if not isinstance(by, str) or by not in attributes:
        known = list(map(str, attributes))
        raise FaultyInput(
            "by", "{by} is not an attribute", "attributes are: {names}", by=shown(by), names=known
        )
    groups = attributes[by]
    nameless = groups.index[groups.isna()]
    Faults(
        each(nameless, lambda row: Fault(place_of(row), "has no {by!r}", "name its group", by=by))
    ).raise_all()
    return groups


def same_numbers(one: Any, other: Any, rtol: float) -> bool:
    """Tell whether two frames or series have the same labels and, up to rounding, the same numbers."""
    if not (one.shape == other.shape and all(map(pd.Index.equals, one.axes, other.axes))):
        return False
    try:
        found = np.allclose(one.to_numpy(dtype=float), other.to_numpy(dtype=float), rtol=rtol, equal_nan=True)
    except (TypeError, ValueError):  # they are words
        return bool(one.equals(other))
    return bool(found)


def holders(values: pd.Series, most: bool = True) -> tuple[str, ...]:
    """Return who has the largest value, or the smallest: all who do, as rounding alone does not tell them apart.

    Examples
    --------
    >>> holders(pd.Series([0.3, 0.1, 0.1 + 0.2], ["East", "West", "North"]))
    ('East', 'North')
    """
    numbers = values.to_numpy(float)
    end = np.nanmax(numbers) if most else np.nanmin(numbers)
    return tuple(place_of(label) for label in values.index[np.isclose(numbers, end, rtol=1e-9, atol=1e-12)])


def generator_of(rng: Any) -> tuple[np.random.Generator, int | None]:
    """Return a generator from a seed or a generator, and the seed where one was given; refuse all else.

    Examples
    --------
    >>> generator_of(5)[1], generator_of(np.random.default_rng(5))[1]
    (5, None)
    """
    if isinstance(rng, np.random.Generator):
        return rng, None
    asked(rng=(rng, SEED))
    return np.random.default_rng(int(rng)), int(rng)


def positions_of(index: pd.Index, labels: Iterable[Any]) -> list[int]:
    """Return the row of every label, -1 where there is none; a period alone is not a label.

    Examples
    --------
    >>> positions_of(pd.Index(["u", "v"]), ["v", "w", ["u"]])
    [1, -1, -1]
    """
    rows = {label: row for row, label in enumerate(index)}

    def row_of(label: Any) -> int:
        try:
            return rows.get(label, -1)
        except TypeError:  # a list, which no label is
            return -1

    return [row_of(label) for label in labels]


def unit_faults(index: pd.Index, units: Iterable[Any], place: str | Text = "units") -> list[Fault]:
    """Return a fault for every unit that has no row; with periods a unit is (period, unit).

    Examples
    --------
    >>> print(*unit_faults(pd.Index(["u", "v"]), ["v", "w"]))
    units: 'w' is not in the data; the units are: u, v
    """
    given, known = list(units), list(index)
    unknown = [unit for unit, row in zip(given, positions_of(index, given), strict=True) if row < 0]
    there = Text("the units are: {known:10}", known=known)
    labels = {str(place_of(label)): label for label in known}

    def fault(unit: Any) -> Fault:
        written = place_of(unit)
        return Fault(place, "{unit!r} is not in the data", meant(written, labels, there), unit=written)

    return each(unknown, fault)


def cell_faults(
    frame: pd.DataFrame, wrong: np.ndarray | pd.DataFrame, problem: str, way_out: str, **values: Any
) -> list[Fault]:
    """Return a fault for every wrong cell of a table: its place, and in the sentences its `value`.

    Examples
    --------
    >>> table = pd.DataFrame({"trust": [4.0, -1.0]}, index=["u", "v"])
    >>> print(*cell_faults(table, table < 0, "is {value:g}", "give zero or more"))
    v, trust: is -1; give zero or more
    """

    def fault(at: list[int]) -> Fault:
        cell: Any = frame.iloc[at[0], at[1]]
        value = (
            float(cell) if "{value:" in problem else shown(cell)
        )  # a number that is formatted, or as it is shown
        return Fault(
            place_of(frame.index[at[0]], frame.columns[at[1]]), problem, way_out, value=value, **values
        )

    return each(np.argwhere(np.asarray(wrong)).tolist(), fault)


def floats_of(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells as floats by the rule of `core.numbers.number`, and which hold something that is no number.

    Examples
    --------
    >>> array, wrong = floats_of(pd.DataFrame({"a": ["1,200", "many"], "b": [None, 0.5]}))
    >>> array.tolist(), wrong.tolist()
    ([[1200.0, nan], [nan, 0.5]], [[False, False], [True, False]])
    """
    wrong = np.zeros(frame.shape, dtype=bool)
    if all(isinstance(dtype, np.dtype) and dtype.kind in "iuf" for dtype in frame.dtypes):
        return frame.to_numpy(dtype=float, copy=True), wrong
    array = np.full(frame.shape, np.nan)
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place].reset_index(drop=True)
        values, bad = numbers(column)
        array[:, place] = values
        wrong[[row for row, _ in bad], place] = True
    return array, wrong
