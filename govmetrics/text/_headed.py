"""Columns of tables, found by their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import clean
from govmetrics.core.words import Note


def columns_of(
    table: pd.DataFrame, own: Mapping[str, str], headings: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the column of each key that a table has: the caller's own heading first, then by the order of the words."""
    by_word = {str(clean(str(column))).casefold(): column for column in table.columns}
    found = {}
    for key, words in headings.items():
        listed = [str(clean(str(own[key]))).casefold()] if key in own else list(words)
        hit = next((by_word[word] for word in listed if word in by_word), None)
        if hit is not None:
            found[key] = hit
        elif key in own:
            there = "the columns are: {labels:10}"
            names = [str(one) for one in table.columns]
            raise FaultyInput(
                "columns", "there is no column {name!r}", there, name=str(own[key]), labels=names
            )
    return found


def passed_over(
    table: pd.DataFrame,
    found: Mapping[str, Any],
    own: Mapping[str, str],
    headings: Mapping[str, Sequence[str]],
) -> list[Note]:
    """Return a note for every key that another column could be, too, and that nobody named."""
    notes = []
    for key, column in found.items():
        if key in own:
            continue
        others = [
            str(one) for one in table.columns
            if one not in found.values() and str(clean(str(one))).casefold() in headings[key]
        ]  # fmt: skip
        if others:
            told = "{column!r} is taken as {key}, and not {others}; say columns={{{key!r}: ...}} if another is meant"
            notes.append(Note(told, column=str(column), key=key, others=others))
    return notes
