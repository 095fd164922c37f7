"""JSON in one form only, so that the same content has the same hash on every machine."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from govmetrics.core.errors import Fault, FaultyInput, each
from govmetrics.core.extras import require
from govmetrics.core.options import shown
from govmetrics.core.words import Text

DEEPEST = 100
"""So many lists and mappings may stand inside each other."""
LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """Return JSON in its one canonical form.

    Parameters
    ----------
    value : mapping, list, text, number, bool or None
        What JSON knows. Dates as text in ISO 8601, numbers with more than 53 bits as text.

    Returns
    -------
    bytes
        UTF-8, keys in order, no blanks, numbers as ECMAScript writes them.

    Raises
    ------
    FaultyInput
        What JSON does not know: NaN, infinity, whole numbers beyond 2**53 - 1, keys that are no text, half of a character.

    References
    ----------
    Rundgren, A., Jordan, B. and Erdtman, S. (2020). JSON Canonicalization Scheme (JCS). RFC 8785.

    Examples
    --------
    >>> import govmetrics as gm
    >>> gm.ledger.canonical({"b": 1.0, "a": "居民"}).decode()
    '{"a":"居民","b":1}'
    """
    require("serve", "ledger", rfc8785="rfc8785")
    import rfc8785

    faults = each(_odd(value, "value", 0), lambda found: Fault(found[0], found[1], found[2]))
    if faults:
        raise FaultyInput(faults)
    return rfc8785.dumps(value)


def _odd(value: Any, place: str, depth: int) -> Iterator[tuple[str, Text, Text]]:
    """Find what JSON does not know, each with its place and what to give instead."""
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        if not _whole(value):
            yield place, Text("holds half of a character"), Text("give a text in UTF-8")
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            yield (
                place,
                Text("is {value}", value=shown(value)),
                Text("write numbers beyond 2**53 - 1 as text"),
            )
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield place, Text("is {value}", value=shown(value)), Text("give a finite number, or None")
    elif isinstance(value, dict | list | tuple):
        yield from _odd_inside(value, place, depth + 1)
    else:
        way = Text("give what JSON knows: mappings, lists, texts, numbers, True, False, None; dates as text")
        yield place, Text("is {value}", value=shown(value)), way


def _odd_inside(value: Any, place: str, depth: int) -> Iterator[tuple[str, Text, Text]]:
    """Find what JSON does not know inside a mapping or a list."""
    if depth > DEEPEST:
        way = Text("at most {most} lists and mappings inside each other", most=DEEPEST)
        yield place, Text("is too deep"), way
        return
    if not isinstance(value, dict):
        for at, one in enumerate(value):
            yield from _odd(one, f"{place}[{at}]", depth)
        return
    for key, one in value.items():
        if isinstance(key, str) and _whole(key):
            yield from _odd(one, f"{place}.{key}", depth)
        else:
            yield place, Text("{key} is no key of JSON", key=shown(key)), Text("keys are texts")


def _whole(text: str) -> bool:
    """Tell whether UTF-8 can write a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
