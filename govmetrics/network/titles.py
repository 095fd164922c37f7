"""Titles above a table of ties, and remarks below it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.core.remarks import above_remarks
from govmetrics.core.sheets import Sheet, filled
from govmetrics.core.words import Note


def bare_of_text(table: pd.DataFrame) -> Sheet:
    """Return a table without the titles above its headings and the remarks below it."""
    titles: list[str] = []
    while len(table) > 1 and len(table.columns) > 1 and _is_title(list(table.columns)):
        titles.append(str(table.columns[0]))
        heads = [
            cell if filled(cell) else f"Unnamed: {place}" for place, cell in enumerate(table.iloc[0].tolist())
        ]
        table = table.iloc[1:].set_axis(pd.Index(heads, dtype=object), axis="columns")
    notes = [Note("titles above the table are not read: {titles:5}", titles=titles)] if titles else []
    if not table.columns.is_unique:
        return table, notes
    table, remarks = above_remarks(table, list(table.columns[1:]), lambda cell: cell)
    return table, [*notes, *remarks]


def _is_title(heads: list[Any]) -> bool:
    """Tell whether a row of headings is a title: one text, over cells that are empty or merged with it."""
    empty = [str(one).startswith("Unnamed: ") for one in heads]
    return not empty[0] and all(empty[1:])
