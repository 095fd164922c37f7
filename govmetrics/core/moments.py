"""Days and times as people type them, read by one rule."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.labels import clean
from govmetrics.core.numbers import MISSING, NONE
from govmetrics.core.periods import serial_date
from govmetrics.numerics.arrays import Bools

_SERIAL = re.compile(r"\d{5}(\.\d+)?")  # a spreadsheet's day in a text file
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[\sT]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2})(?:\.\d+)?)?\s*[分秒]?)?"
)


def moments(column: pd.Series) -> tuple[pd.Series, Bools]:
    """Return a column of times, and which cells hold something that is none; empty cells are missing.

    Dates, days that a spreadsheet keeps as numbers, and text that begins with the year are times: 2024-03-05 10:22,
    2024年3月5日, 2024/3/5. Whether 03/04/2024 is in March or in April cannot be known.

    Examples
    --------
    >>> times, odd = moments(pd.Series(["2024年3月5日 9:05", "2024/3/5", "05/03/2024", None], dtype=object))
    >>> times.astype(str).tolist()[:2], odd.tolist()
    (['2024-03-05 09:05:00', '2024-03-05 00:00:00'], [False, False, True, False])
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        plain = column.dt.tz_localize(None) if getattr(column.dt, "tz", None) is not None else column
        return plain, np.zeros(len(column), dtype=bool)
    empty = blank(column)
    places, cells = pd.factorize(column.mask(empty).astype(object))
    read = pd.DatetimeIndex([*(_moment(cell) for cell in cells), pd.NaT])
    found = pd.Series(read[places], column.index)
    return found, (found.isna() & ~empty).to_numpy(dtype=bool, copy=True)


def _moment(cell: Any) -> Any:
    """Return one cell as a time, NaT where it is none."""
    try:
        if isinstance(cell, bool | np.bool_):
            return pd.NaT
        if isinstance(cell, str) and _SERIAL.fullmatch(cell.strip()):
            cell = float(cell)
        if isinstance(cell, int | float | np.number):
            day = serial_date(int(cell))
            return (
                pd.NaT if day is None else pd.Timestamp(day) + pd.Timedelta(days=float(cell) % 1).round("s")
            )
        if isinstance(cell, str):
            read = _TIME.fullmatch(str(clean(cell)))
            parts = [int(part or 0) for part in read.groups()] if read else []
            return pd.Timestamp(dt.datetime(*parts)) if parts else pd.NaT  # type: ignore[arg-type]
        stamp = pd.Timestamp(cell)
        return stamp.tz_localize(None)
    except (TypeError, ValueError, OverflowError):
        return pd.NaT


def blank(column: pd.Series) -> pd.Series:
    """Tell which cells are empty, or say so ("-", "无数据"); "无" is a word of its own."""
    said = [cell for cell in pd.unique(column.dropna().astype(object)) if isinstance(cell, str)]
    empty = [cell for cell in said if cell.strip().lower() in MISSING and cell.strip() != NONE]
    return column.isna() | column.isin(empty)
