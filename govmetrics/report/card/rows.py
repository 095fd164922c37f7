"""The rows of the latest period, by unit alone: how every part of a card finds its unit."""

from __future__ import annotations

from typing import Any, TypeVar

import pandas as pd

Frame = TypeVar("Frame", pd.DataFrame, pd.Series)


def at_latest(frame: Frame, period: Any) -> Frame:
    """Return the rows of a period by unit alone; a frame without periods as it is.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_tuples([(2024, "a"), (2025, "a")], names=["period", "unit"])
    >>> at_latest(pd.Series([1, 2], rows), 2025).to_dict(), at_latest(pd.Series([1], ["a"]), 2025).to_dict()
    ({'a': 2}, {'a': 1})
    """
    if frame.index.nlevels == 1:
        return frame
    rows: Any = frame[frame.index.get_level_values("period").map(str) == str(period)]
    found: Frame = rows.droplevel("period")
    return found


def unit_of(row: Any) -> Any:
    """Return the unit of a row's label: that alone, or the last of (period, unit)."""
    return row[-1] if isinstance(row, tuple) else row
