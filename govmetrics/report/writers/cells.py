"""Cells that are made once for a column and filled row by row: openpyxl writes a row as soon as it is given one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from openpyxl.cell import Cell


class Refilled(Cell):
    """A cell that holds one value after the other; its style is looked up among those of the workbook once.

    Parameters
    ----------
    sheet : WriteOnlyWorksheet
    data_type : {"n", "s"}
        Whether it holds numbers, or texts, which are no formulas then.
    style : StyleArray, optional
        As another cell of the workbook has it.
    """

    __slots__ = ("_found", "_styled")

    def __init__(self, sheet: Any, data_type: str, style: Any = None) -> None:
        super().__init__(sheet, row=1, column=1)
        self.data_type, self._style = data_type, style
        self._styled, self._found = style is not None and any(style), -1

    def holding(self, value: Any) -> Refilled:
        """Return the cell with another value, of which nothing needs to be told."""
        self._value = value
        return self

    @property
    def has_style(self) -> bool:
        """Whether it looks otherwise than a plain cell."""
        return self._styled

    @property
    def style_id(self) -> int:
        """Which of the workbook's styles it has."""
        if self._found < 0:
            self._found = super().style_id
        return self._found


def of_cells_only(sheet: Any) -> None:
    """Let a sheet that is only given rows of cells (and None) take them as they are.

    It would look at each as at a value first, and make a new cell behind it, which takes longer than to write it.
    """
    sheet._values_to_row = _placed


def _placed(row: Iterable[Any], number: int) -> Iterator[Any]:
    for place, cell in enumerate(row, 1):
        if cell is not None:
            cell.column, cell.row = place, number
            yield cell
