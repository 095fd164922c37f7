"""A column of years beside a column, or sheets, of the parts of a year: together they name the period."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import clean
from govmetrics.core.numbers import number
from govmetrics.core.periods import Period, known_as
from govmetrics.core.plain import plain
from govmetrics.core.tables import plain_text
from govmetrics.core.words import Note
from govmetrics.intake.columns import key
from govmetrics.intake.labels import YEARS, row_of

_NUMBERED = {"季度": "{year}年{part}季度", "月份": "{year}年{part}月", "月": "{year}年{part}月",
             "quarter": "{year} Q{part}", "month": "{year}-{part:02d}"}  # fmt: skip
"""How a number under such a heading is the part of a year."""


def with_years(
    frame: pd.DataFrame, heading: str | None, periods: Sequence[object] | None
) -> tuple[pd.DataFrame, list[Note], list[Fault]]:
    """Return the frame with every part of a year in `period` named with the year beside it: 2024年三季度, 2024 Q3.

    Where the parts alone are in the order given by `periods` they stay as they are.

    Examples
    --------
    >>> table = pd.DataFrame({"period": ["Q4", "Q1"], "year": [2024, 2025]})
    >>> with_years(table, "quarter", None)[0]["period"].tolist()
    ['2024 Q4', '2025 Q1']
    """
    found = [column for column in frame.columns if key(column) in YEARS]
    if "period" not in frame or len(found) != 1 or not len(frame):
        return frame, [], []
    labels = {cell: clean(plain_text(plain(cell))) for cell in frame["period"].dropna().unique()}
    pattern = _NUMBERED.get(key(heading or ""))
    if not labels or not all(_is_part(cell, pattern) for cell in labels.values()):
        return frame, [], []
    if periods is not None and all(known_as(label, periods) is not None for label in labels.values()):
        return frame, [], []
    years = {cell: _year(cell) for cell in frame[found[0]].dropna().unique()}
    lost = [row for row, cell in zip(frame.index, frame[found[0]], strict=True) if years.get(cell) is None]
    if lost:
        problem, way_out = "{column} is no year, which the period needs", "fill in the year"
        return frame, [], each(lost, lambda row: Fault(row_of(row), problem, way_out, column=str(found[0])))
    named = [
        cell if pd.isna(cell) else _together(years[year], labels[cell], pattern)
        for year, cell in zip(frame[found[0]], frame["period"], strict=True)
    ]
    told = "the years of the column {column!r} are part of the periods: {names:8}"
    note = Note(told, column=str(found[0]), names=list(dict.fromkeys(named)))
    frame = frame.assign(period=pd.Series(named, frame.index, dtype=object))
    return frame.drop(columns=found), [note], []


def _is_part(cell: Any, pattern: str | None) -> bool:
    """Tell whether a label is a part of a year that is not named, or the number of one."""
    part = number(cell)
    if part is not None:
        return pattern is not None and part in range(1, 5 if "Q" in pattern or "季" in pattern else 13)
    period = Period.read(cell)
    return period is not None and period.kind.endswith("part of a year")


def _year(cell: Any) -> int | None:
    cell = plain(cell)
    if pd.isna(cell):
        return None
    year = number(cell) if isinstance(cell, str | int | float) else None
    if year is not None:
        return int(year) if year % 1 == 0 and 1900 <= year <= 2100 else None
    period = Period.read(clean(cell))
    if period is None or period.kind != "date" or (period.start.month, period.start.day) != (1, 1):
        return None
    whole = period.end.year == period.start.year + 1 and (period.end.month, period.end.day) == (1, 1)
    return int(period.start.year) if whole else None


def _together(year: int | None, part: Any, pattern: str | None) -> str:
    if number(part) is not None and pattern is not None:
        return pattern.format(year=year, part=int(number(part) or 0))
    chinese = any("\u4e00" <= mark <= "\u9fff" for mark in part)
    return f"{year}年{part}" if chinese else f"{year} {part}"
