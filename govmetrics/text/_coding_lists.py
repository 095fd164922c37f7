"""Rows of a coding by passages: document, coder, code, perhaps a value and a quote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.labels import clean
from govmetrics.core.options import shown
from govmetrics.text._coding_parts import NOT_READ, Place, Row, Rows, code_of, name_of, unknown
from govmetrics.text._marks import is_empty, mark

_BETWEEN = re.compile(r"\s*[;；、|\n]\s*")


def add_list(
    into: Rows, records: list[Row], keys: Mapping[str, Any], others: list[Any], spoken: Mapping[str, str] | None,
    at: Place, faults: Faults,
) -> None:  # fmt: skip
    """Read rows of passages; a row without a code says that the document was read."""
    for one in records:
        cell = one.cells[keys["code"]]
        words = [] if is_empty(cell) else [word for word in _BETWEEN.split(str(name_of(cell))) if word]
        quote = one.cells[keys["quote"]] if "quote" in keys else None
        quote = None if is_empty(quote) else str(clean(str(quote)))
        passage = {"document": one.document, "coder": one.coder, "row": at(one.row),
                   "beside": {str(head): one.cells[head] for head in others}}  # fmt: skip
        value = _value(one, keys, at, faults)
        if not words and quote is not None:
            way_out = "give one, or take out the passage"
            faults.append(Fault(at(one.row, keys["code"]), "the passage has no code", way_out))
        if not words:
            into.passages.append({**passage, "code": None})
        for word in words:
            code = code_of(word, spoken)
            if code is None:
                faults.append(unknown(at(one.row, keys["code"]), word, spoken or {}))
            else:
                into.passages.append({**passage, "code": code, "quote": quote, "value": value})


def _value(one: Row, keys: Mapping[str, Any], at: Place, faults: Faults) -> float:
    """Return the level of a row, NaN where none is told."""
    value = mark(one.cells[keys["value"]]) if "value" in keys else float("nan")
    if value is None:
        odd = shown(one.cells[keys["value"]])
        faults.append(Fault(at(one.row, keys["value"]), "{value} is no mark", NOT_READ, value=odd))
        return float("nan")
    return value
