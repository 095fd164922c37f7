"""What arguments of this room may be, and how numbers are read out of what people give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.options import Kind, is_number, number
from govmetrics.core.within import within_faults
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

PRIORITIES = Kind(
    lambda value: callable(value) and not isinstance(value, type),
    Text("give a function such as gm.ahp.eigenvector"),
)
LIMIT = number(0, open_low=True)
SCALE_END = Kind(lambda value: is_number(value) and value > 1, Text("give the end of the scale, such as 9"))


def numbers_of(value: Any) -> Array | None:
    """Return what people give as an array of numbers; None where something in it is none.

    Examples
    --------
    >>> numbers_of([[1, 3]]).tolist(), numbers_of([[1, "often"]]), numbers_of(1 + 2j)
    ([[1.0, 3.0]], None, None)
    """
    try:
        if np.iscomplexobj(value):
            return None
        return np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        return None


def row_of(given: Any) -> pd.Series | None:
    """Return a mapping or a series of numbers by name; None where it is neither, or holds something else.

    Examples
    --------
    >>> row_of({"Li": 1, "Wu": 2}).to_dict(), row_of({"Li": "often"}), row_of(3)
    ({'Li': 1.0, 'Wu': 2.0}, None, None)
    """
    if not isinstance(given, pd.Series | Mapping) or within_faults("", given, halves=True):
        return None
    named = (
        given if isinstance(given, pd.Series) else pd.Series(list(given.values()), list(given), dtype=object)
    )
    cells = numbers_of(list(named))
    return None if cells is None or cells.ndim != 1 else pd.Series(cells, named.index, dtype=float)
