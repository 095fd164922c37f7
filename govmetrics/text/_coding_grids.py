"""Rows of a coding of documents by codes: which columns are codes, and what their cells say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.options import shown
from govmetrics.core.words import Text
from govmetrics.text._coding_parts import NOT_READ, Place, Row, Rows, code_of, unknown
from govmetrics.text._marks import is_empty, mark


def add_grid(
    into: Rows, records: list[Row], keys: Mapping[str, Any], others: list[Any], spoken: Mapping[str, str] | None,
    at: Place, faults: Faults,
) -> None:  # fmt: skip
    """Read rows of a grid."""
    read = {head: [mark(one.cells[head]) for one in records] for head in others}
    codes = _codes(read, spoken, at, faults)
    for place, one in enumerate(records):
        given = {code: read[head][place] for head, code in codes.items()}
        odd = [head for head, code in codes.items() if given[code] is None]
        faults += each(odd, lambda head, one=one: Fault(  # type: ignore[misc]
            at(one.row, head), "{value} is no mark", NOT_READ, value=shown(one.cells[head])))  # fmt: skip
        known = {code: float("nan") if value is None else value for code, value in given.items()}
        blank = [head for head, code in codes.items() if np.isnan(known[code]) and head not in odd]
        if len(blank) == len(codes):
            into.silent.append(f"{one.document} / {one.coder}")
        else:
            into.empty_cells += [at(one.row, head) for head in blank]
        beside = {str(head): one.cells[head] for head in others if head not in codes}
        quote = keys.get("quote")
        if quote is not None and not is_empty(one.cells[quote]):
            beside["quote"] = one.cells[quote]
        into.grids.append((one.document, one.coder, known))
        into.passages.append({"document": one.document, "coder": one.coder, "code": None, "beside": beside, "row": at(one.row),
                              "grid": True})  # fmt: skip


def _codes(
    read: Mapping[Any, list[float | None]], spoken: Mapping[str, str] | None, at: Place, faults: Faults
) -> dict[Any, str]:
    """Return the code of each column that is one: of the codebook, or by what its cells say."""
    codes: dict[Any, str] = {}
    place = at.place or "coding"
    for head, cells in read.items():
        code = code_of(str(head), spoken)
        marks = [value for value in cells if value is None or not np.isnan(value)]
        if spoken is None:
            fits = sum(value is not None for value in marks)
            code = str(head) if marks and 2 * fits >= len(marks) else None
        elif code is None and marks and all(value is not None and value <= 1 for value in marks):
            faults.append(unknown(Text("{table}, {key}", table=place, key=str(head)), str(head), spoken))
        if code is not None and code in codes.values():
            other = next(str(before) for before, known in codes.items() if known == code)
            faults.append(Fault(place, "{first!r} and {second!r} are the same code", "keep one of them",
                                first=other, second=str(head)))  # fmt: skip
        elif code is not None:
            codes[head] = code
    if not codes and not faults:
        way_out = "head one column by each code, or a column code"
        faults.append(Fault(place, "there is no column of codes", way_out))
    return codes
