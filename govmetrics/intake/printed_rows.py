"""Rows that belong to the print and not to the data: headers again on every page, streets as headings, remarks at the foot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.numbers import number
from govmetrics.core.remarks import above_remarks
from govmetrics.core.sheets import filled
from govmetrics.core.words import Note
from govmetrics.intake.columns import code_of, key

_STREET = re.compile(
    r".*(?:街道|街道办事处|街道办|镇|乡|片区|苏木)|.*\b(?:subdistrict|district|township|ward|street)"
)
"""What a row is called that is the heading of a street."""


def without_headers(frame: pd.DataFrame, known: Mapping[str, str]) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table without rows that repeat its header, as a print does on every page, and titles above such rows."""
    leaves = [place for place, column in enumerate(frame.columns) if code_of(column, known) is not None]
    if not leaves or len(frame) < 2:
        return frame, []
    first = frame.iloc[:, leaves[0]]
    if pd.api.types.is_numeric_dtype(first):
        return frame, []
    head = key(frame.columns[leaves[0]])
    texts = [text for text in first.dropna().unique() if isinstance(text, str) and key(text) == head]
    if not texts:
        return frame, []
    again: list[int] = np.flatnonzero(first.isin(texts).to_numpy()).tolist()
    for place in leaves[1:]:
        head = key(frame.columns[place])
        again = [row for row in again if key(frame.iloc[row, place]) == head]
    titles = [row - 1 for row in again if row and _is_title(frame.iloc[row - 1].tolist(), leaves)]
    gone = sorted({*again, *titles})
    if not gone:
        return frame, []
    kept = frame.drop(index=frame.index[gone])
    told = "rows that repeat the header, or stand above it as a title, are not read: {rows:20}"
    return kept, [Note(told, rows=[int(row) + 2 for row in frame.index[gone]])]


def _is_title(cells: list[Any], leaves: list[int]) -> bool:
    return sum(map(filled, cells)) == 1 and not any(filled(cells[place]) for place in leaves)


def without_remarks(frame: pd.DataFrame, known: Mapping[str, str]) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table without the remarks below it (注：…, 制表人：…, a date), which have no value of any indicator."""
    leaves = [column for column in frame.columns if code_of(column, known) is not None]
    return above_remarks(frame, leaves, number)


def with_streets(frame: pd.DataFrame, unit: str, known: Mapping[str, str]) -> tuple[pd.DataFrame, list[Note]]:
    """Return the table with a column of the streets that stand as headings above their communities, in rows of their own.

    A heading is a row with the name of a street and nothing else, which its units follow; the first row must be one, and
    every row without a value.
    """
    leaves = [place for place, column in enumerate(frame.columns) if code_of(column, known) is not None]
    if unit not in frame.columns or not leaves or frame.columns.duplicated().any() or len(frame) < 2:
        return frame, []
    if not _is_street(frame.iloc[0], unit):
        return frame, []
    heads = np.array([_is_street(row, unit) for _, row in frame.iterrows()])
    if heads[-1] or (heads[1:] & heads[:-1]).any():
        return frame, []
    names = frame.iloc[:, 0].where(frame.iloc[:, 0].map(filled), frame[unit])
    streets = names.where(heads).ffill()
    told = "rows that are the heading of a street, whose name goes to the column {column!r}: {rows:20}"
    column = "街道" if any("\u4e00" <= mark <= "\u9fff" for mark in str(streets.iloc[0])) else "street"
    if column in frame.columns:
        return frame, []
    note = Note(told, column=column, rows=[int(row) + 2 for row in frame.index[heads]])
    return frame.assign(**{column: streets})[~heads], [note]


def _is_street(row: pd.Series, unit: str) -> bool:
    said = [cell for cell in row if filled(cell)]
    first = len(said) == 1 and (filled(row[unit]) or filled(row.iloc[0]))
    return first and isinstance(said[0], str) and _STREET.fullmatch(key(said[0])) is not None
