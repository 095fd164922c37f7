"""Headings of files that DuckDB reads: it renames those that occur twice, and takes files by the order of their columns."""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.words import Text

_START = 1_000_000
"""Bytes within which the headings stand."""


def separator_of(paths: Sequence[Path]) -> str:
    """Return the separator of text files; refuse headings that occur twice, and files whose headings are not the same."""
    separator, first = headings(paths[0])
    faults = Faults(twice(paths[0].name, first))
    problem, way_out = "has other headings than {file}", "give files of the same columns in the same order"
    faults += [
        Fault(path.name, problem, way_out, file=paths[0].name)
        for path in paths[1:]
        if headings(path) != (separator, first)
    ]
    faults.raise_all()
    return separator


def headings(path: Path) -> tuple[str, list[str]]:
    """Return the separator of a text file and its first line."""
    with path.open("rb") as file:
        start = file.read(_START)
    try:
        text = getincrementaldecoder("utf-8-sig")().decode(start)  # the last letter may be cut
    except UnicodeDecodeError:
        raise FaultyInput(
            path.name, "is not text in UTF-8", "save it as CSV in UTF-8, or as .parquet"
        ) from None
    lines = text.lstrip("\r\n").splitlines(keepends=True)
    plain = re.sub(r'"[^"]*"', "", "".join(lines[:1]))
    separator = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=plain.count)
    return separator, [head.strip() for head in next(csv.reader(lines, delimiter=separator), [])]


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
