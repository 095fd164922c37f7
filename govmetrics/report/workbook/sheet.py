"""`Sheet`: a table, or formulas, under a title."""

from __future__ import annotations

from dataclasses import dataclass

from govmetrics.core.table import Table
from govmetrics.report.workbook.check import Check


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet of the workbook.

    Parameters
    ----------
    title : str
        What it is called, in the language of the book; its name in the file may be cut.
    shows : str
        What it shows, for the sheet of contents.
    content : Table or Check
    inputs : tuple of str
        Keys of the columns that people may change.
    frozen : str
        The first cell that moves when one scrolls.
    """

    title: str
    shows: str
    content: Table | Check
    inputs: tuple[str, ...] = ()
    frozen: str = "B2"
