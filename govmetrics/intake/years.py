"""A column of years beside a column, or sheets, of the parts of a year: together they name the period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import PERIODS, clean
from govmetrics.core.numbers import number
from govmetrics.core.periods import Period, known_as
from govmetrics.core.plain import plain
from govmetrics.core.sheets import titles_told
from govmetrics.core.tables import plain_text
from govmetrics.core.words import Note
from govmetrics.intake.columns import key
from govmetrics.intake.labels import YEARS, row_of

_IN_TITLE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\s?年度?\s?(?:第?[一二三四1-4]季度|[上下]半年|(?:1[0-2]|0?[1-9])月份?)?|(?:19|20)\d\d\s?-?Q[1-4]"
    r"|Q[1-4]\s?(?:19|20)\d\d|(?:19|20)\d\d)(?![\d-])"
)
"""A period within a title."""
_FILLED_IN = re.compile("填报|填表|制表|编制|报送|上报|打印|导出|日期")
"""Words of a line above a table that says when it was made, not what it is about."""
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
    if "period" not in frame or not len(frame):
        return frame, [], []
    found = [column for column in frame.columns if key(column) in YEARS]
    if len(found) != 1:
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


def period_in(notes: Iterable[Note]) -> str | None:
    """Return the period that the titles above a table name, as notes tell these: the only one of the first that names any.

    Examples
    --------
    >>> from govmetrics.core.sheets import below_titles
    >>> period_in([below_titles(2, [["某区2024年三季度社区治理数据"]])]), period_in([below_titles(2, [["台账"]])])
    ('2024年三季度', None)
    """
    for title in titles_told(notes):
        found = [text.strip() for text in _IN_TITLE.findall(clean(title)) if not _FILLED_IN.search(title)]
        known = dict.fromkeys(text for text in found if Period.read(text) is not None)
        if known:  # the first line that names any: below it stand days and the like
            return next(iter(known)) if len(known) == 1 else None
    return None


def title_note(notes: Iterable[Note], frame: pd.DataFrame) -> list[Note]:
    """Tell the period that a title names, where no column of the rows names any."""
    named = period_in(notes)
    if named is None or any(key(column) in PERIODS for column in frame.columns):
        return []
    text = (
        "the title names a period, {period}, and the rows have none, so that it is not read: where it is wanted, name the "
        'sheet by it and say sheets="period", or give the rows a column of it and say period="period"'
    )
    return [Note(text, period=named)]


def sheets_with_years(titles: Mapping[str, Sequence[Note]]) -> tuple[dict[str, str], list[Note]]:
    """Return the periods of sheets that are parts of a year, each with the year that the title above its table names.

    Parameters
    ----------
    titles : mapping
        The notes on each sheet, by its name.
    """
    labels = {title: clean(title) for title in titles}
    above = {title: period_in(notes) for title, notes in titles.items()}
    if not all(_is_part(label, None) for label in labels.values()) or not any(above.values()):
        return labels, []
    joined = {title: _with_year_of(labels[title], above[title]) for title in titles}
    if None in joined.values():
        text = "the years in the titles of the sheets do not fit all of them, and are no part of the periods: {titles:8}"
        told = [f"{title}: {named}" for title, named in above.items() if named]
        return labels, [Note(text, titles=told)]
    text = "the years in the titles of the sheets are part of the periods: {names:8}"
    known = {title: label for title, label in joined.items() if label is not None}
    return known, [Note(text, names=list(known.values()))]


def _with_year_of(part: str, named: str | None) -> str | None:
    """Return a part of a year with the year of a period; None where there is none, or it is of another part."""
    period = None if named is None else Period.read(named)
    if period is None:
        return None
    if period.kind == "number":
        return _together(int(period.start), part, None)
    if period.kind != "date":
        return None
    label = _together(period.start.year, part, None)
    same = Period.read(label)
    if _year(named) is None and (same is None or (same.start, same.end) != (period.start, period.end)):
        return None
    return label


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
