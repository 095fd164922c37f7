"""Which sheets of a workbook are read: the first, a named one, or all of them as periods."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, number
from govmetrics.core.spreadsheets import sheet_titles
from govmetrics.core.tables import NO_ROWS, read_table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note
from govmetrics.intake.columns import aliases, code_of
from govmetrics.intake.layout import laid_out

PERIOD = "period"


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
    path = Path(source) if isinstance(source, str | Path) else None
    if path is None or path.suffix.lower() != ".xlsx" or not path.is_file():
        if sheets is not None:
            raise FaultyInput(Fault("sheets", "only a workbook (.xlsx) has sheets", "leave it out"))
        return laid_out(read_table(source, decimal=decimal), tree, *keys)
    if sheets is not None and sheets != PERIOD:
        return laid_out(read_table(path, sheets, decimal=decimal), tree, *keys)
    found: dict[str, tuple[pd.DataFrame, list[Note]]] = {}
    titles = sheet_titles(path)
    for title in titles if sheets == PERIOD or len(titles) > 1 else []:
        try:
            frame, notes = laid_out(read_table(path, title, decimal=decimal), tree, *keys)
        except FaultyInput as error:
            if sheets == PERIOD and not all(fault.problem.template == NO_ROWS for fault in error.faults):
                raise
            continue
        if _has_values(frame, tree):
            found[title] = frame, notes
    if sheets is None and len(found) < 2:
        return laid_out(read_table(path, decimal=decimal), tree, *keys)
    if sheets is None:
        problem = "several sheets have columns of the tree's indicators: {names}"
        way_out = 'say sheets="period" to read each as a period, or name one: sheets="{name}"'
        raise FaultyInput(Fault(path.name, problem, way_out, names=list(found), name=next(iter(found))))
    return _as_periods(path, titles, found)


def _has_values(frame: pd.DataFrame, tree: IndicatorTree) -> bool:
    """Tell whether a sheet has a number of an indicator; a guide only names them."""
    known = aliases(tree)
    columns = [place for place, column in enumerate(frame.columns) if code_of(column, known) is not None]
    cells = (cell for place in columns for cell in frame.iloc[:, place])
    return any((read := number(cell)) is not None and not math.isnan(read) for cell in cells)


def _as_periods(
    path: Path, titles: list[str], found: dict[str, tuple[pd.DataFrame, list[Note]]]
) -> tuple[pd.DataFrame, list[Note]]:
    if not found:
        problem = "no sheet has columns of the tree's indicators; the sheets are: {names}"
        raise FaultyInput(Fault(path.name, problem, "name indicators by code or name", names=titles))
    frames = [frame.assign(**{PERIOD: clean(title)}) for title, (frame, _) in found.items()]
    notes = list(dict.fromkeys(note for _, more in found.values() for note in more))
    left = [title for title in titles if title not in found]
    if left:
        notes.append(Note("sheets without indicators are not read: {names}", names=left))
    return pd.concat(frames, ignore_index=True), notes
