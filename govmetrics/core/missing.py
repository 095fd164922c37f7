"""Codes that were declared as missing: 99999, -999, "not surveyed"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, number, numbers
from govmetrics.core.options import Kind, is_number
from govmetrics.core.words import Note, Text

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

    def without(self, cells: pd.Series, decimal: Decimal | None) -> pd.Series:
        """Return cells, of any kind, without the texts and the numbers that mean missing."""
        cells = self.without_texts(cells)
        return cells.mask(self._counted(numbers(cells, decimal)[0], self.numbers)) if self.numbers else cells

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
