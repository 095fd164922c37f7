"""Cells of records as numbers: which are missing, which are none, which are odd."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import value_faults
from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import clean
from govmetrics.core.nodes import Indicator
from govmetrics.core.numbers import Decimal, no_number, number, numbers
from govmetrics.core.options import Kind, is_number
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.intake.odd_values import is_percentage, odd_values

MISSING_CODES = Kind(
    lambda given: (
        isinstance(given, str)
        or is_number(given)
        or (
            isinstance(given, list | tuple | set | frozenset)
            and all(isinstance(code, str) or is_number(code) for code in given)
        )
    ),
    Text("list numbers and texts, such as [99999, -999]"),
)


class Reading(NamedTuple):
    """What the cells say: numbers, the rows with a cell that is none, what is wrong, what must be known."""

    values: pd.DataFrame
    unread: NDArray[np.bool_]
    faults: list[Fault]
    notes: list[Note]


class Missing:
    """Codes that were declared as missing, with how often each was found."""

    def __init__(self, codes: Any) -> None:
        every = (codes,) if isinstance(codes, str) or is_number(codes) else tuple(codes)
        read = {code: number(code) for code in every}
        self.numbers = [value for value in read.values() if value is not None and not np.isnan(value)]
        self.texts = {
            str(clean(code)) for code, value in read.items() if isinstance(code, str) and value is None
        }
        self.counts: dict[str, int] = {}

    def without_texts(self, cells: pd.Series) -> pd.Series:
        """Return the cells without the texts that mean missing."""
        if not self.texts or pd.api.types.is_numeric_dtype(cells):
            return cells
        names = cells.map(lambda cell: clean(cell) if isinstance(cell, str) else None)
        return cells.mask(self._counted(names, self.texts))

    def without_numbers(self, values: pd.Series) -> pd.Series:
        """Return the numbers without those that mean missing."""
        return values.mask(self._counted(values, self.numbers)) if self.numbers else values

    def _counted(self, cells: pd.Series, codes: Iterable[Any]) -> pd.Series:
        gone = cells.isin(list(codes))
        for code, times in cells[gone].value_counts().items():
            name = code if isinstance(code, str) else f"{code:g}"
            self.counts[name] = self.counts.get(name, 0) + int(times)
        return gone

    def notes(self) -> list[Note]:
        """Return how many cells count as missing, by code."""
        told = [Text("{code} ({times})", code=code, times=times) for code, times in self.counts.items()]
        return [Note("cells that count as missing by `missing_codes=`: {codes}", codes=told)] if told else []


def values_of(
    frame: pd.DataFrame,
    matched: dict[str, Any],
    tree: IndicatorTree,
    index: pd.Index,
    decimal: Decimal,
    missing: Missing,
) -> Reading:
    """Return the cells of the leaves that have a column as numbers; the others are missing."""
    unread = np.zeros(len(frame), dtype=bool)
    wanted = [matched[code] for code in tree.codes if code in matched]
    if len(wanted) == len(tree.codes) and all(dtype == np.float64 for dtype in frame[wanted].dtypes):
        values = frame[wanted].set_axis(tree.codes, axis="columns").set_axis(index)
        values = values.apply(missing.without_numbers) if missing.numbers else values
        notes, faults = odd_values(values, tree.indicators, {})
        return Reading(values, unread, faults + value_faults(values), missing.notes() + notes)
    columns: dict[str, Any] = {}
    faults, signed = [], {}
    for leaf in tree.indicators:
        if leaf.code not in matched:
            columns[leaf.code] = np.full(len(frame), np.nan)
            continue
        cells = missing.without_texts(frame[matched[leaf.code]].set_axis(index))
        read, wrong = numbers(cells, decimal)
        if wrong:
            unread |= index.isin([label for label, _ in wrong])
        faults += each(wrong, partial(_no_number, leaf))
        signed[leaf.code] = _signed(cells)
        if leaf.unit and not is_percentage(leaf):  # 85% may be 85 or 0.85
            faults += each(cells[signed[leaf.code]].items(), partial(_a_percentage, leaf))
        columns[leaf.code] = missing.without_numbers(read).to_numpy()
    values = pd.DataFrame(columns, index=index)
    notes, odd = odd_values(values, tree.indicators, signed)
    return Reading(values, unread, faults + odd + value_faults(values), missing.notes() + notes)


def _no_number(leaf: Indicator, cell: tuple[object, str]) -> Fault:
    return no_number(place_of(cell[0], leaf.code), cell[1])


def _a_percentage(leaf: Indicator, cell: tuple[object, str]) -> Fault:
    problem, way_out = "{value!r} is a percentage", "write the number in the unit of the indicator ({unit})"
    return Fault(place_of(cell[0], leaf.code), problem, way_out, value=cell[1][:40], unit=leaf.unit)


def _signed(cells: pd.Series) -> NDArray[np.bool_]:
    """Return which cells have a percent sign."""
    text = isinstance(cells.dtype, pd.StringDtype)
    if pd.api.types.is_numeric_dtype(cells) or (text and not cells.str.contains("[%％]", na=False).any()):
        return np.zeros(len(cells), dtype=bool)
    sign = cells.map(lambda cell: isinstance(cell, str) and cell.strip().endswith(("%", "％")))
    return sign.to_numpy(dtype=bool)
