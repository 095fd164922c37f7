"""What the cells of a coding say: that a code was given, that it was not, or a level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.labels import clean
from govmetrics.core.numbers import number

GIVEN = frozenset(["√", "✓", "✔", "v", "y", "yes", "true", "是", "有", "符合", "涉及", "提及"])
NOT_GIVEN = frozenset(["×", "✗", "✘", "n", "no", "false", "否", "没有", "不符合", "未涉及", "未提及", "无"])
EMPTY = frozenset({"", "-", "--", "—", "——", "n/a", "na", "nan", "none", "null"})
LARGEST = 100.0
"""Above it a number is no level of a code but a year, an amount, or a slip."""


def is_empty(cell: Any) -> bool:
    """Tell whether nothing was put into a cell."""
    if isinstance(cell, str):
        return str(clean(cell)).casefold() in EMPTY
    return (
        cell is None or cell is pd.NA or cell is pd.NaT or (isinstance(cell, float) and bool(np.isnan(cell)))
    )


def mark(cell: Any) -> float | None:
    """Return what a cell says: NaN nothing, None what cannot be read.

    Examples
    --------
    >>> [mark(cell) for cell in ("√", "否", 0.5, "maybe", None)]
    [1.0, 0.0, 0.5, None, nan]
    """
    if is_empty(cell):
        return float("nan")
    if isinstance(cell, bool | np.bool_):
        return float(cell)
    if isinstance(cell, str):
        word = str(clean(cell)).casefold()
        if word in GIVEN or word in NOT_GIVEN:
            return float(word in GIVEN)
        if "%" in word or "％" in word:
            return None
    value = number(cell)
    return value if value is not None and 0 <= value <= LARGEST else None
