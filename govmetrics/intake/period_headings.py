"""Headings that say of which period the numbers are: years above or below the indicators, or in one heading with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.numbers import number
from govmetrics.core.periods import Period, known_as, order_faults
from govmetrics.core.sheets import filled, header_rows
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.intake.columns import aliases, code_of, key, without_unit

PERIOD = "period"
STACKED = Text("the headings name periods; every row is read once for each: {names}", names=[]).template
"""The template of the note on headings that name periods."""
_BETWEEN = " _-—·:：/()（）[]【】,，"
_COUNTED = re.compile("期|轮|波|wave|round|phase")
"""Words of counted names that are periods in a heading; other words with a number are codes."""


@dataclass(frozen=True)
class _Heads:
    """What the columns are headed, of which period each is (None: of none), and which row is the last of the header."""

    heads: list[Any]
    labels: list[Any]
    last: int


def under_periods(frame: pd.DataFrame, tree: IndicatorTree) -> tuple[pd.DataFrame, list[Note]] | None:
    """Return a table whose headings name periods with one row for each unit and period; None where they name none.

    Raises
    ------
    FaultyInput
        An indicator twice in one period, a column `period` besides.
    """
    known = aliases(tree)
    rows, best = header_rows(frame, lambda cell: code_of(cell, known) or (_split(cell, known) or [None])[0])
    found = _below(rows, best, known) or _above(rows, best, known) or _within(rows[best], best, known)
    if found is None:
        return None
    heads = found.heads
    for place, head in enumerate(heads):
        if not filled(head):
            above = [row[place] for row in rows[: found.last + 1] if filled(row[place])]
            heads[place] = above[-1] if above else f"Unnamed: {place}"
    heads = [
        code_of(head, known) if label is not None else head
        for head, label in zip(heads, found.labels, strict=True)
    ]
    labels = _one_each(label for label in found.labels if label is not None)
    columns = [(head, known_as(label, labels)) for head, label in zip(heads, found.labels, strict=True)]
    _refuse_twice(columns, known)
    table = frame.iloc[found.last :]
    places = [place for place, (_, label) in enumerate(columns) if label is None]
    parts = []
    for label in labels:
        own = [place for place, (_, other) in enumerate(columns) if other is not None and other == label]
        picked = table.iloc[:, places + own]
        named = pd.Index([heads[place] for place in places + own], dtype=object)
        parts.append(picked.set_axis(named, axis="columns").assign(**{PERIOD: label}))
    return pd.concat(parts), [Note(STACKED, names=labels)]


def _one_each(labels: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for label in labels:
        if known_as(label, found) is None:
            found.append(label)
    return found


def _refuse_twice(columns: list[tuple[Any, Any]], known: Mapping[str, str]) -> None:
    seen: set[tuple[str | None, str]] = set()
    faults = []
    for head, label in columns:
        if label is None and key(head) == PERIOD:
            problem = "the headings name periods, and the column {column} too"
            faults.append(Fault("period", problem, "keep one of the two", column=str(head)))
        one = (code_of(head, known), str(label))
        if label is not None and one in seen:
            problem, way_out = "two columns give {code} in {period}", "keep one of them"
            faults.append(Fault("columns", problem, way_out, code=str(head), period=str(label)))
        seen.add(one)
    Faults(faults).raise_all()


def _below(rows: list[list[Any]], best: int, known: Mapping[str, str]) -> _Heads | None:
    """Read periods below headings of indicators that are merged, or repeat."""
    if best + 1 >= len(rows):
        return None
    heads = _to_the_right(rows[best])
    leaves = [code_of(head, known) is not None for head in heads]
    below = rows[best + 1]
    # Only merged headings leave a heading empty that has a period below; the others repeat.
    named = [code_of(head, known) for head in heads]
    codes = [code for code in named if code is not None]
    if len(set(codes)) == len(codes):
        return None
    leaves = [leaf and filled(cell) for leaf, cell in zip(leaves, below, strict=True)]
    if any(filled(cell) and not leaf for leaf, cell in zip(leaves, below, strict=True)):
        return None
    heads = [head if leaf else cell for head, leaf, cell in zip(heads, leaves, rows[best], strict=True)]
    labels = [_label(cell) if leaf else None for leaf, cell in zip(leaves, below, strict=True)]
    return _Heads(heads, labels, best + 1) if _are_periods(labels, leaves) else None


def _above(rows: list[list[Any]], best: int, known: Mapping[str, str]) -> _Heads | None:
    """Read periods above headings of indicators that repeat."""
    codes = [code_of(cell, known) for cell in rows[best]]
    leaves = [code is not None for code in codes]
    if len(set(codes) - {None}) == sum(leaves):
        return None
    for row in reversed(rows[:best]):
        labels = [
            _label(cell) if leaf else None for leaf, cell in zip(leaves, _to_the_right(row), strict=True)
        ]
        if _are_periods(labels, leaves):
            return _Heads(list(rows[best]), labels, best)
    return None


def _within(row: list[Any], best: int, known: Mapping[str, str]) -> _Heads | None:
    """Read periods in one heading with the indicator: 2023年响应率, Response rate (2024)."""
    read = [_split(cell, known) for cell in row]
    if any(pair is None and code_of(cell, known) for cell, pair in zip(row, read, strict=True)):
        return None
    labels = [None if pair is None else _label(pair[1]) for pair in read]
    if not _are_periods(labels, [pair is not None for pair in read]):
        return None
    heads = [cell if pair is None else pair[0] for cell, pair in zip(row, read, strict=True)]
    return _Heads(heads, labels, best)


def _split(cell: Any, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the leaf and the period that a heading names together."""
    text = key(cell) if isinstance(cell, str) else ""
    if text in known or not any(mark.isdigit() for mark in text) or number(text) is not None:
        return None
    for name in sorted(known, key=len, reverse=True):
        for whole in (text, without_unit(text)):
            rest = next((cut(name) for at, cut in ((whole.startswith, whole.removeprefix), (whole.endswith, whole.removesuffix))
                         if at(name)), "").strip(_BETWEEN)  # fmt: skip
            if rest and _label(rest) is not None and any(mark.isdigit() for mark in rest):
                return known[name], rest
    return None


def _to_the_right(row: list[Any]) -> list[Any]:
    """Return cells with those of merged ones filled from the left."""
    found: list[Any] = []
    for cell in row:
        found.append(cell if filled(cell) or not found else found[-1])
    return found


def _label(cell: Any) -> Any:
    """Return a heading as a period: a year, or text that is a period by its words; None for other headings."""
    year = cell if isinstance(cell, int | float) and not isinstance(cell, bool) else None
    if isinstance(cell, str) and cell.strip().isascii() and cell.strip().isdigit():
        year = int(cell)
    if year is not None:
        return int(year) if year % 1 == 0 and 1900 <= year <= 2100 else None
    period = Period.read(cell.strip()) if isinstance(cell, str) else None
    known = period is not None and (period.kind in ("date", "part of a year") or _COUNTED.search(period.kind))
    return str(cell).strip() if known else None


def _are_periods(labels: list[Any], leaves: list[bool]) -> bool:
    """Tell whether every leaf has a period, and there are several in a known order."""
    read = [label for label, leaf in zip(labels, leaves, strict=True) if leaf]
    if any(label is None for label in read):
        return False
    different = _one_each(read)
    return len(different) > 1 and not order_faults(pd.Index(list(map(str, different)), dtype=object))
