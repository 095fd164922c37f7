"""Headings of files that DuckDB reads: it renames those that occur twice, and takes files by the order of their columns."""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from govmetrics.core.encodings import line_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.reasons import reason_of
from govmetrics.core.sheets import DEEPEST, named_in
from govmetrics.core.words import Text

Named = Callable[[Any], object]
"""What a cell names as a heading; None where it is no item."""
_START = 1_000_000
"""Bytes within which the headings stand."""
_BLOCK = 1_000_000
"""Bytes that are searched at a time."""
_SEPARATORS = ",;\t"
_SAVE = "save it as CSV in UTF-8, or as .parquet"


class Layout(NamedTuple):
    """How a text file is laid out: its separator, lines above the headings, the headings, the row they are in, titles above."""

    separator: str
    skip: int
    heads: list[str]
    row: int
    titles: tuple[str, ...]


def layout_of(paths: Sequence[Path], named: Named) -> Layout:
    """Return the layout of text files of one kind.

    Raises
    ------
    FaultyInput
        Headings that occur twice, or are merged from rows above; files whose headings are not the same; NUL bytes.
    """
    first = _layout(paths[0], named)
    faults = Faults(twice(paths[0].name, first.heads))
    problem, way_out = "has other headings than {file}", "give files of the same columns in the same order"
    faults += [
        Fault(path.name, problem, way_out, file=paths[0].name)
        for path in paths[1:]
        if _layout(path, named)[:3] != first[:3]
    ]
    for path in paths:
        with faults:
            _refuse_nul(path)
    faults.raise_all()
    return first


def _layout(path: Path, named: Named) -> Layout:
    """Return the layout of a text file; the headings are those of the row that names most, among the first."""
    with path.open("rb") as file:
        start = file.read(_START)
    try:
        text = getincrementaldecoder("utf-8-sig")().decode(start)  # the last letter may be cut
    except UnicodeDecodeError:
        raise FaultyInput(path.name, "is not text in UTF-8", _SAVE) from None
    lines = list(StringIO(text, newline=""))
    before = int(bool(lines) and lines[0][:4].lower() == "sep=")  # what Excel reads as a setting
    plain = (re.sub(r'"[^"]*"', "", line) for line in lines[before : before + DEEPEST])
    several = next((line for line in plain if any(sign in line for sign in _SEPARATORS)), "")
    separator = lines[0][4:5].strip() if before else max(_SEPARATORS, key=several.count)
    separator = "\t" if path.suffix.lower() == ".tsv" else separator or ","
    reader = csv.reader(lines[before:], delimiter=separator)
    rows, ends = list[list[str]](), [before]
    try:
        for row in islice(reader, DEEPEST + 1):
            rows.append([head.strip() for head in row])
            ends.append(before + reader.line_num)
    except csv.Error as error:
        way_out = "give every row as many cells as the header, which comes first"
        reason = reason_of(error)
        raise FaultyInput(path.name, "is not a readable table ({reason})", way_out, reason=reason) from None
    counts = [named_in(row, named) for row in rows]
    some = next((at for at, row in enumerate(rows) if any(row)), 0)
    best = counts.index(max(counts)) if any(counts) else some
    above = rows[some:best]
    _refuse_merged(path.name, ends[best] + 1, rows, best)
    titles = tuple(first for row in above if (first := next(filter(None, row), None)))
    # DuckDB skips rows: one with a quoted cell may be of several lines
    return Layout(separator, before + best, rows[best] if rows else [], before + best + 1, titles)


def _refuse_merged(file: str, line: int, rows: Sequence[Sequence[str]], best: int) -> None:
    """Refuse a row of headings that lacks some which stand in a row above, as merged cells have them."""
    problem, way_out = (
        "the heading {head!r} stands above line {line}, which has the others",
        "write it in the line of the others",
    )
    faults = Faults()
    for column, head in enumerate(rows[best] if rows else ()):
        above = [
            row[column]
            for row in rows[:best]
            if column < len(row) and row[column] and len([c for c in row if c]) > 1
        ]
        if not head and above:
            place = Text("{file}, column {column}", file=file, column=column + 1)
            faults.append(Fault(place, problem, way_out, head=above[-1][:60], line=line))
    faults.raise_all()


def _refuse_nul(path: Path) -> None:
    """Refuse a file with a NUL byte: DuckDB takes it for a part of a cell, or for the end of the file."""
    with path.open("rb") as file:
        before = 0
        while (block := file.read(_BLOCK)) and (at := block.find(b"\0")) < 0:
            before += len(block)
        if not block:
            return
        file.seek(0)
        line = 1 + sum(
            file.read(min(_BLOCK, before + at - done)).count(b"\n") for done in range(0, before + at, _BLOCK)
        )
    way_out = (
        "take such lines out, which are left where writing broke off, or save the table anew as CSV in UTF-8"
    )
    raise FaultyInput(line_of(path.name, line), "holds a NUL byte, which no text has", way_out)


def twice(file: str, heads: Sequence[str]) -> list[Fault]:
    """Return a fault for each heading that DuckDB cannot tell from one before it."""
    seen: dict[str, int] = {}
    faults, way_out = [], "give every column its own heading"
    for column, head in enumerate(heads, 1):
        first = seen.setdefault(head.lower(), column)
        if head and first != column:
            place: Any = Text("{file}, column {column}", file=file, column=column)
            problem = "the heading {head!r} stands in column {first} already"
            if heads[first - 1] != head:
                problem = "the heading {head!r} differs from that of column {first} in capital letters only"
            faults.append(Fault(place, problem, way_out, head=head[:60], first=first))
    return faults
