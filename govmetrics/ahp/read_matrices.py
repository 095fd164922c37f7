"""Judgement matrices in files: one labelled matrix per table, one sheet per group."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from govmetrics.ahp.coded_answers import Answers, pair_place, ratio
from govmetrics.ahp.names import Names, missing, texts
from govmetrics.core.errors import Fault
from govmetrics.core.forms import unread_sheets
from govmetrics.core.spreadsheets import sheets_of
from govmetrics.core.tables import read_table
from govmetrics.core.words import Note, Text

SEVERAL_EXPERTS = (
    "keep one of them; where they are of several experts, save every expert's sheets as a file of the expert's name and "
    "give the folder"
)
LONGEST = 1_000
"""Matrices are looked for in tables of at most so many rows."""


class Found(NamedTuple):
    """A matrix in a sheet: its group, and by the codes of row and column its cells."""

    group: str
    rows: list[str]
    columns: list[str]
    cells: dict[tuple[str, str], Any]

    def left_out(self, parts: list[str]) -> list[str]:
        """Return the pairs of the group that have no cell; half a matrix has all of them."""
        there = {frozenset(pair) for pair in self.cells}
        return [f"{a} : {b}" for a, b in combinations(parts, 2) if frozenset((a, b)) not in there]


def matrices_in(frame: pd.DataFrame, names: Names) -> list[Found]:
    """Return the judgement matrices of a table: below a row of parts of one group, the rows that one of them begins.

    Titles, remarks, blank rows and further columns may stand around them; rows and columns go by code or name.
    """
    if len(frame) > LONGEST or frame.shape[1] < 2:
        return []
    heads = [None if str(head).startswith("Unnamed: ") else head for head in frame.columns]
    grid = [heads, *frame.to_numpy(dtype=object).tolist()]
    known = [[names.codes(cell) if isinstance(cell, str) else [] for cell in row] for row in grid]
    found: list[Found] = []
    for place, row in enumerate(grid):
        top = _top(row, known[place], names)
        if top is None:
            continue
        group, columns = top
        matrix = _below(grid[place + 1 :], known[place + 1 :], group, columns, names)
        if matrix is not None:
            found.append(matrix)
    return found


def _top(row: list[Any], known: list[list[str]], names: Names) -> tuple[str, dict[int, str]] | None:
    """Return the group whose parts a row names, two at least and none twice, and their columns."""
    if any(not missing(cell) and ratio(cell) is not None for cell in row):
        return None
    best: tuple[str, dict[int, str]] | None = None
    for group in names.tree.groups:
        parts = {part.code for part in group.parts}
        columns = {place: code for place, codes in enumerate(known) for code in codes if code in parts}
        if len(set(columns.values())) == len(columns) > max(1, 0 if best is None else len(best[1])):
            best = group.code, columns
    return best


def _below(
    grid: list[list[Any]], known: list[list[list[str]]], group: str, columns: dict[int, str], names: Names
) -> Found | None:
    """Return the matrix below a row of parts; None where no row begins with one of them."""
    parts, side = names.tree.parts(group), range(min(columns))
    rows: dict[str, list[Any]] = {}
    for cells, codes in zip(grid, known, strict=True):
        named = [code for place in side for code in codes[place] if code in parts]
        if len(named) != 1 or named[0] in rows:
            if rows and any(not missing(cell) for cell in cells):
                break
            continue
        rows[named[0]] = cells
    if not rows:
        return None
    inside = {(row, code): cells[place] for row, cells in rows.items() for place, code in columns.items()}
    return Found(group, list(rows), list(columns.values()), inside)


def read_matrices(path: Path, frame: pd.DataFrame, names: Names, answers: Answers) -> bool:
    """Add the judgements of a file whose sheets hold matrices; False when the first has none.

    The expert goes by the file's name. One side of a pair is enough, so half a matrix may lack the row or column that
    is empty in it; both sides must be reciprocal.
    """
    if not matrices_in(frame, names):
        return False
    expert = path.stem
    answers.everyone[expert] = path.name
    hidden, unread = sheets_of(path), list[str]()
    stands: dict[str, list[str]] = {}
    for title, sheet in _sheets(path, frame).items():
        where = f"{path.name}, {title}" if title else path.name
        found = matrices_in(sheet, names)
        for matrix in found:
            parts = names.tree.parts(matrix.group)
            stands.setdefault(matrix.group, []).append(title or path.name)
            if len(stands[matrix.group]) > 1:
                continue
            if matrix.left_out(parts):
                answers.faults.append(
                    Fault(
                        Text("{at} ({where})", at=[expert, matrix.group], where=where),
                        "the matrix has no cells for: {pairs}",
                        "give it a row or a column for every part of the group",
                        pairs=matrix.left_out(parts),
                    )
                )
            _add(matrix, parts, expert, where, answers)
        if not found and sheet.shape[1] == len(sheet) + 1 and len(sheet) > 1:  # square: meant as a matrix
            answers.faults.append(
                Fault(
                    Text("{at} ({where})", at=[expert], where=where),
                    "compares rows ({rows}) with columns ({columns}), which are not the parts of one group",
                    "label rows and columns with codes or names of the tree",
                    rows=texts(sheet.iloc[:, 0]), columns=texts(sheet.columns[1:]),
                )
            )  # fmt: skip
        elif not found:
            unread.append(title)
    answers.faults += [
        Fault(Text("{at} ({where})", at=[expert, group], where=path.name), "has several matrices, in the sheets: {sheets}",
              SEVERAL_EXPERTS, sheets=titles)
        for group, titles in stands.items()
        if len(titles) > 1
    ]  # fmt: skip
    answers.notes += [
        Note("{file}: {note}", file=path.name, note=note) for note in unread_sheets(unread, hidden)
    ]
    return True


def _sheets(path: Path, first: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    titles = list(sheets_of(path))
    if not titles:
        return {"": first}
    sheets = {title: read_table(path, title, repeats=True) for title in titles}
    return {title: sheet for title, sheet in sheets.items() if len(sheet)}


def _add(found: Found, parts: list[str], expert: str, where: str, answers: Answers) -> None:
    group = found.group
    for (row, column), cell in found.cells.items():
        i, j = parts.index(row), parts.index(column)
        if i == j and not missing(cell) and ratio(cell) != 1:
            place = pair_place((expert, group), row, column, where)
            answers.faults.append(
                Fault(
                    place, "the diagonal is {value}", "whatever is compared with itself is 1", value=str(cell)
                )
            )
        # of a pair without any answer the upper side, or the only one, stands for both
        elif i != j and (not missing(cell) or (missing(found.cells.get((column, row))) and
                                               (i < j or (column, row) not in found.cells))):  # fmt: skip
            answers.add(expert, (group, i, j), cell, where)
