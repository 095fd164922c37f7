"""Which sheets of a workbook are read: the first, a named one, or all of them as periods."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.forms import unread_sheets
from govmetrics.core.labels import PERIODS, clean
from govmetrics.core.numbers import Decimal, number
from govmetrics.core.periods import Period, ordered
from govmetrics.core.sheets import DEEPEST, FaultyTable, Sheet, filled_sheets, one_sheet
from govmetrics.core.spreadsheets import Uncomputed, sheets_of
from govmetrics.core.tables import NO_ROWS, read_table
from govmetrics.core.totals import is_total
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.intake.columns import aliases, code_of, key
from govmetrics.intake.labels import YEARS
from govmetrics.intake.layout import headings_repeat, laid_out
from govmetrics.intake.period_headings import PERIOD
from govmetrics.intake.years import sheets_with_years

BY_SHEET = Text("each sheet is the period of its name: {names}", names=[]).template
"""The template of the note on sheets that are periods, though nobody said so."""


def read_sheets(
    source: str | Path,
    tree: IndicatorTree,
    keys: tuple[str, str | None],
    sheets: str | None,
    decimal: Decimal | None,
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a file's table under its header: of one sheet, or of all sheets with the sheets' names as `period`.

    Raises
    ------
    FaultyInput
        Several sheets with the indicators of the tree, and none chosen.
    """
    if not isinstance(source, str | Path):
        return laid_out(read_table(source, decimal=decimal), tree, *keys)
    path = Path(source)

    def read(title: str | int) -> Sheet:
        try:
            table = read_table(path, title, decimal, covered=True, repeats=True)
        except Uncomputed as error:
            if _names_indicators(error.typed, tree):  # its numbers are those that are looked for
                raise FaultyTable(error.faults) from None
            raise
        try:
            if headings_repeat(table, tree):
                table = read_table(path, title, decimal, covered=True)  # says which
            return laid_out(table, tree, *keys)
        except FaultyInput as error:
            raise FaultyTable(error.faults) from None

    def holds(frame: pd.DataFrame) -> bool:
        return _has_values(frame, tree)

    hidden = sheets_of(path)
    if sheets == PERIOD and keys[1] not in (None, PERIOD):
        problem = "the sheets are the periods already"
        raise FaultyInput(
            "period", problem, 'leave it out, or name one sheet: sheets="{name}"', name=next(iter(hidden), "")
        )
    if sheets == PERIOD and hidden:
        visible = [title for title, unseen in hidden.items() if not unseen] or list(hidden)
        try:
            return _as_periods(path, hidden, filled_sheets(visible, read, holds, _has_no_rows))
        except FaultyTable as error:
            raise FaultyInput(error.faults) from None
    if sheets is None and keys[1] in (None, PERIOD) and len(hidden) > 1:
        visible = [title for title, unseen in hidden.items() if not unseen] or list(hidden)
        dated = [title for title in visible if _period(title) is not None]
        faulty: dict[str, FaultyInput] = {}
        found = filled_sheets(visible, read, holds, faulty=faulty) if len(dated) > 1 else {}
        if _are_periods(found):
            Faults(fault for title in dated if title in faulty for fault in faulty[title].faults).raise_all()
            frame, notes = _as_periods(path, hidden, found)
            return frame, [Note(BY_SHEET, names=list(found)), *notes]
    several = "several sheets have columns of the tree's indicators: {names}"
    way_out = 'say sheets="period" to read each as a period, or name one: sheets="{name}"'
    try:
        return one_sheet(path, sheets, read, holds, several, way_out)
    except FaultyTable as error:
        raise FaultyInput(error.faults) from None


def _are_periods(found: Mapping[str, Sheet]) -> bool:
    """Tell whether sheets are named by periods that follow each other, and no column of them names periods."""
    if len(found) < 2 or any(_period(title) is None for title in found):
        return False
    if any(key(column) in PERIODS for frame, _ in found.values() for column in frame.columns):
        return False
    try:
        return len(ordered([clean(title) for title in found])) == len(found)
    except FaultyInput:
        return False


def _period(title: str) -> Period | None:
    """Return a sheet's name as a period; a bare number is none, but for a year."""
    found = Period.read(str(clean(title)))
    return None if found is None or (found.kind == "number" and not 1900 <= found.start < 2100) else found


def _has_no_rows(error: FaultyInput) -> bool:
    return all(fault.problem.template == NO_ROWS for fault in error.faults)


def _names_indicators(rows: list[list[Any]], tree: IndicatorTree) -> bool:
    """Tell whether a row of cells heads indicators, with formulas or numbers below one of them."""
    known = aliases(tree)
    for place, row in enumerate(rows[:DEEPEST]):
        for column in (
            c for c, cell in enumerate(row) if cell is not None and code_of(cell, known) is not None
        ):
            below = (other[column] for other in rows[place + 1 :])
            if any(
                str(cell).startswith("=") or number(cell) is not None for cell in below if cell is not None
            ):
                return True
    return False


def _has_values(frame: pd.DataFrame, tree: IndicatorTree) -> bool:
    """Tell whether a sheet has a number of an indicator; a guide only names them."""
    known = aliases(tree)
    columns = [place for place, column in enumerate(frame.columns) if code_of(column, known) is not None]
    cells = (cell for place in columns for cell in frame.iloc[:, place])
    return any((read := number(cell)) is not None and not math.isnan(read) for cell in cells)


def _as_periods(
    path: Path, hidden: Mapping[str, bool], found: dict[str, Sheet]
) -> tuple[pd.DataFrame, list[Note]]:
    if not found:
        problem = "no sheet has columns of the tree's indicators; the sheets are: {names}"
        raise FaultyInput(path.name, problem, "name indicators by code or name", names=list(hidden))
    if summed := [title for title in found if is_total(title)]:
        problem = "the sheets are the periods, and some are totals of others: {names}"
        raise FaultyInput(path.name, problem, "hide these sheets, or remove them", names=summed)
    stacked = [title for title, (frame, _) in found.items() if PERIOD in frame.columns]
    if stacked:
        problem = "the sheets are the periods, and columns of them name periods too: {names}"
        raise FaultyInput(
            path.name, problem, 'name one sheet: sheets="{name}"', names=stacked, name=stacked[0]
        )
    dated = any(key(column) in YEARS for frame, _ in found.values() for column in frame.columns)
    above = {title: () if dated else tuple(more) for title, (_, more) in found.items()}
    labels, told = sheets_with_years(above)
    frames = {title: frame.assign(**{PERIOD: labels[title]}) for title, (frame, _) in found.items()}
    notes = list(dict.fromkeys(note for _, more in found.values() for note in more))
    left = [title for title in hidden if title not in found]
    return pd.concat(frames), [*notes, *told, *unread_sheets(left, hidden)]
