"""The cells of a sheet as they are read: only those that are filled, so that one far away costs nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.bounds import CELLS, CHARACTERS, COLUMNS, ROWS
from govmetrics.core.errors import FaultyInput
from govmetrics.core.words import Text

_SPARE = 4
"""So many times as many places as filled cells are no waste."""


def place_of(row: int, column: int) -> str:
    """Return what a cell is called, such as B3.

    Examples
    --------
    >>> place_of(3, 2), place_of(20_000, 16_384)
    ('B3', 'XFD20000')
    """
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row}"


class Cells:
    """The filled cells of a sheet, row by row from above; rows and columns count from 1.

    Attributes
    ----------
    rows : dict of int to (columns, values)
    last : int
        The last row of the sheet, be it blank.
    merged : list of (top, left, bottom, right)
    typed : dict of (row, column) to str
        The formulas that have no value.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: dict[int, tuple[Sequence[int], list[Any]]] = {}
        self.last = self.count = self.characters = 0
        self.merged: list[tuple[int, int, int, int]] = []
        self.typed: dict[tuple[int, int], str] = {}
        self._columns: tuple[int, ...] = ()

    def add(self, row: int, columns: Sequence[int], values: list[Any], times: int = 1) -> None:
        """Add the filled cells of a row, which stands so many times below each other.

        Raises
        ------
        FaultyInput
            Outside of a sheet; more than the rule says.
        """
        self._check(row + times - 1, columns, times)
        if not values:
            return
        characters = sum(len(value) for value in values if type(value) is str)
        self.room(len(values) * times, characters * times)
        self.count += len(values) * times
        self.characters += characters * times
        told = tuple(columns)
        self._columns = told = self._columns if told == self._columns else told  # one for all rows alike
        for place in range(row, row + times):
            self.rows[place] = told, values if place == row else list(values)

    def _check(self, row: int, columns: Sequence[int], times: int) -> None:
        """Refuse what stands outside of a sheet, or above what stands before it."""
        if row > ROWS or row < 1 or columns:
            self.inside(row, max(columns, default=1))
        if row - times < self.last:
            raise ValueError("rows are out of order")
        self.last = row

    def room(self, cells: int, characters: int) -> None:
        """Refuse more cells or characters than the rule says."""
        if self.count + cells > CELLS:
            problem, way_out = "has more than {most:,} filled cells", "save the sheet as .csv, or split it"
            raise FaultyInput(self.name, problem, way_out, most=CELLS)
        if self.characters + characters > CHARACTERS:
            problem = "has more than {most:,} characters in its cells"
            raise FaultyInput(self.name, problem, "shorten its texts, or split it", most=CHARACTERS)

    def inside(self, row: int, column: int) -> None:
        """Refuse a cell outside of a sheet."""
        if not (1 <= row <= ROWS and 1 <= column <= COLUMNS):
            cell = Text("{file}, cell {cell}", file=self.name, cell=place_of(max(row, 1), max(column, 1)))
            problem = "lies outside of a sheet, which has {rows:,} rows and {columns:,} columns"
            raise FaultyInput(cell, problem, "remove it", rows=ROWS, columns=COLUMNS)

    def at(self, row: int, column: int) -> Any:
        """Return the value of a cell, None where it is empty."""
        columns, values = self.rows.get(row, ((), []))
        place = bisect_left(columns, column)
        return values[place] if place < len(columns) and columns[place] == column else None

    def filled(self) -> Iterator[tuple[int, int, Any]]:
        """Yield the filled cells: row, column, value."""
        for row, (columns, values) in self.rows.items():
            yield from ((row, column, value) for column, value in zip(columns, values, strict=True))

    def grid(self) -> pd.DataFrame:
        """Return the rows and columns that have something in them; both are labelled from 0, as they stand in the sheet.

        Raises
        ------
        FaultyInput
            Few cells that are spread over many rows and columns.
        """
        used = np.array(sorted({c for columns in {id(c): c for c, _ in self.rows.values()}.values() for c in columns}),
                        dtype=int)  # fmt: skip
        size = len(self.rows) * len(used)
        if size > CELLS and size > _SPARE * self.count:
            self._refuse_spread(used)
        grid = np.full((len(self.rows), len(used)), None, dtype=object)
        seen: Sequence[int] | None = None
        places = np.array([], dtype=int)
        for place, (columns, values) in enumerate(self.rows.values()):
            if columns is not seen:
                seen, places = columns, np.searchsorted(used, columns)
            grid[place, places] = values
        rows = np.fromiter(self.rows, dtype=int, count=len(self.rows)) - 1
        return pd.DataFrame(grid, pd.Index(rows), pd.Index(used - 1), dtype=object, copy=False)

    def _refuse_spread(self, used: np.ndarray) -> None:
        cell = place_of(max(self.rows), int(used[-1]))
        problem = (
            "{count:,} filled cells are spread over {rows:,} rows and {columns:,} columns, as far as {cell}"
        )
        raise FaultyInput(self.name, problem, "remove what stands apart from the table", count=self.count,
                          rows=len(self.rows), columns=len(used), cell=cell)  # fmt: skip
