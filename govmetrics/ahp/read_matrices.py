"""Judgement matrices in files: one labelled matrix per table, one sheet per group."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from govmetrics.ahp.coded_answers import Answers, pair_place, ratio
from govmetrics.ahp.names import Names, missing, texts
from govmetrics.core.errors import Fault
from govmetrics.core.tables import read_table
from govmetrics.core.words import Text

Found = tuple[str, list[str], list[str], list[str]]


def matrix_group(frame: pd.DataFrame, names: Names) -> Found | None:
    """Return group, its parts, row codes and column codes of a table that is a judgement matrix of the tree, else None.

    Its first column holds the labels of the rows, by code or name, the other headings those of the columns.
    """
    if frame.shape[1] != len(frame) + 1 or len(frame) < 2:
        return None
    heads = [names.codes(text) for text in frame.columns[1:]]
    sides = [[] if missing(text) else names.codes(text) for text in frame.iloc[:, 0]]
    for group in names.tree.groups:
        parts = {part.code for part in group.parts}
        columns, rows = (
            [code for found in axis for code in found if code in parts] for axis in (heads, sides)
        )
        if (
            len(parts) == len(frame)
            and set(columns) == set(rows) == parts
            and len(columns) == len(rows) == len(parts)
        ):
            return group.code, names.tree.parts(group.code), rows, columns
    return None


def read_matrices(path: Path, frame: pd.DataFrame, names: Names, answers: Answers) -> bool:
    """Add the judgements of a file whose table, or first sheet, is a matrix; False when it is not one.

    The expert goes by the file's name. One side of a pair is enough; both sides must be reciprocal.
    """
    if matrix_group(frame, names) is None:
        return False
    expert = path.stem
    answers.everyone[expert] = path.name
    for title, sheet in _sheets(path, frame).items():
        where = f"{path.name}, {title}" if title else path.name
        found = matrix_group(sheet, names)
        if found is not None:
            _add(sheet, found, expert, where, answers)
        elif sheet.shape[1] == len(sheet) + 1 and len(sheet) > 1:  # square: meant as a matrix
            answers.faults.append(
                Fault(
                    Text("{at} ({where})", at=[expert], where=where),
                    "compares rows ({rows}) with columns ({columns}), which are not the parts of one group",
                    "label rows and columns with codes or names of the tree",
                    rows=texts(sheet.iloc[:, 0]), columns=texts(sheet.columns[1:]),
                )
            )  # fmt: skip
    return True


def _sheets(path: Path, first: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    if path.suffix.lower() != ".xlsx":
        return {"": first}
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    titles = [sheet.title for sheet in book.worksheets if (sheet.max_row or 0) > 1]
    book.close()
    return {title: read_table(path, title) for title in titles}


def _add(frame: pd.DataFrame, found: Found, expert: str, where: str, answers: Answers) -> None:
    group, parts, rows, columns = found
    cells = {
        (parts.index(r), parts.index(c)): frame.iloc[i, j + 1]
        for i, r in enumerate(rows)
        for j, c in enumerate(columns)
    }
    for (i, j), cell in cells.items():
        if i == j and not missing(cell) and ratio(cell) != 1:
            place = pair_place((expert, group), parts[i], parts[i], where)
            answers.faults.append(
                Fault(
                    place, "the diagonal is {value}", "whatever is compared with itself is 1", value=str(cell)
                )
            )
        # of a pair without any answer the upper side stands for both
        elif i != j and (not missing(cell) or (i < j and missing(cells[j, i]))):
            answers.add(expert, (group, i, j), cell, where)
