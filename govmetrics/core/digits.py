"""Numbers as the shortest digits from which the same numbers are read again: many at once, several times as fast as one by one.

pydantic's JSON writer makes them (Rust's ryu); Python's own `repr` finds the same digits for each number by itself.
"""

from __future__ import annotations

from pydantic_core import to_json

from govmetrics.numerics.arrays import Array

_MISSING = "NaN"


def digits(numbers: Array) -> list[bytes]:
    """Return the digits of finite numbers, as they stand in a file.

    Examples
    --------
    >>> import numpy as np
    >>> digits(np.array([0.1 + 0.2, 2.0, -1e-9]))
    [b'0.30000000000000004', b'2.0', b'-1e-9']
    """
    return to_json(numbers.tolist())[1:-1].split(b",") if len(numbers) else []


def lines_of(rows: Array) -> list[str]:
    """Return rows of numbers, of one column at least, with commas between them; what is missing is empty.

    Examples
    --------
    >>> import numpy as np
    >>> lines_of(np.array([[0.5, np.nan], [1.0, np.inf]]))
    ['0.5,', '1.0,inf']
    """
    if not len(rows):
        return []
    text = to_json(rows.tolist())[2:-2].decode("ascii")
    return text.replace(_MISSING, "").replace("Infinity", "inf").split("],[")
