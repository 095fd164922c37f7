"""Periods: the one place that knows in which order they come and how far apart they are.

Years, halves, quarters, months, weeks, days, seasons (2025Q3, 2025年三季度, 上半年, 9月, Q4 2024, 2025-9), counted
names (第9期, wave 10, 第十轮), numbers, dates and timestamps are read; the labels in the data stay as they are. What has
no order that can be known is refused, never sorted as text; an ordered categorical (`periods=` of `read_records`)
gives an order of one's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import _period_names as names
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod

WAY_OUT = (
    "name periods like 2024, 2024Q3, 2024-03 or wave 3, or give their order: `periods=[...]` of read_records, "
    "an ordered categorical in a frame"
)
_ALIKE = "name each period once, and all of them alike"
_YEAR = 365.2425


@dataclass(frozen=True)
class Period:
    """A period: its label, and where it lies among those of its kind.

    Parameters
    ----------
    label : str, int, date, ...
        As it stands in the data.
    kind : str
        What it can be compared with: "date", "part of a year", "number", or the words of a counted name (第#期).
    start, end : datetime, number or tuple
        From where to where it reaches; the same for what has no length.

    Examples
    --------
    >>> Period.read("2025年二季度") < Period.read("Q3 2025"), Period.read("第9期") < Period.read("第10期")
    (True, True)
    >>> Period.read("sometime") is None
    True
    """

    label: Hashable
    kind: str
    start: Any
    end: Any

    @staticmethod
    @lru_cache(maxsize=4096, typed=True)
    def read(label: Any) -> Period | None:
        """Return a label as a period; None where it has no order that can be known."""
        if isinstance(label, pd.Period):
            return Period(
                label, "date", label.start_time.to_pydatetime(), (label + 1).start_time.to_pydatetime()
            )
        if isinstance(label, bool | np.bool_):
            return None
        if isinstance(label, float | np.floating) and _year_and_month(float(label)):
            return None
        if isinstance(label, int | float | np.integer | np.floating):
            return Period(label, "number", label, label) if np.isfinite(label) else None
        if isinstance(label, dt.date | np.datetime64):
            return _instant(label, label)
        return _named(label) if isinstance(label, str) else None

    def __lt__(self, other: Period) -> bool:
        if self.kind != other.kind:
            return NotImplemented
        return bool(self.start < other.start)


def _instant(label: Hashable, moment: Any) -> Period | None:
    stamp = pd.Timestamp(moment)
    if pd.isna(stamp):
        return None
    return Period(label, "date" if stamp.tzinfo is None else "date with zone", stamp.to_pydatetime(warn=False),
                  stamp.to_pydatetime(warn=False))  # fmt: skip


def _named(label: str) -> Period | None:
    text = names.spelled(label)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) and not re.fullmatch(r"(19|20)\d\d\.\d\d?", text):
        number = int(text) if "." not in text else float(text)
        return Period(label, "number", number, number)
    if re.fullmatch(r"\d{4}-\d\d-\d\d[t ]\d\d?:.*", text):
        try:
            return _instant(label, text.upper())
        except ValueError:
            return None
    span = names.dated(text)
    if span:
        return Period(label, "date", *span)
    span = names.within_a_year(text)
    if span:
        return Period(label, "part of a year", *span)
    count = names.counted(text)
    return Period(label, count[0], count[1], count[1]) if count else None


def ordered(labels: Iterable[Any]) -> list[Any]:
    """Return the different labels from the first to the last in time.

    Parameters
    ----------
    labels : iterable
        An index, a column or a list; an ordered categorical gives its own order.

    Raises
    ------
    FaultyInput
        Labels without a known order, of several kinds, or of the same time.

    Examples
    --------
    >>> ordered(["2024年10月", "2024年9月"]), ordered(["第三季度", "第二季度"]), ordered(["wave 10", "wave 9"])
    (['2024年9月', '2024年10月'], ['第二季度', '第三季度'], ['wave 9', 'wave 10'])
    """
    given = _given(labels)
    return [period.label for period in _series(_unique(labels))] if given is None else given


def times(labels: Iterable[Any], equal_months: bool = True) -> dict[Any, float]:
    """Return the time of every period: in years, or for counted names and an order of one's own in steps.

    Dates are parts of their year; months and quarters are equal steps, whatever their days, unless `equal_months` is
    False.

    Raises
    ------
    UnsuitableMethod
        Labels without a known order or distance, such as 202403 (name it 2024-03), and two names of one time.

    Examples
    --------
    >>> times(["2024Q1", "2024Q3"]), times(["第9期", "第10期"])
    ({'2024Q1': 2024.0, '2024Q3': 2024.5}, {'第9期': 9.0, '第10期': 10.0})
    """
    unique, given = _unique(labels), _given(labels)
    if given is not None:
        return {label: float(step) for step, label in enumerate(given)}
    try:
        series = _series(unique)
    except FaultyInput as error:
        raise UnsuitableMethod(error.faults) from error
    faults = [fault for period in series if (fault := _no_distance(period))]
    Faults(faults).raise_all(UnsuitableMethod)
    found = dict(zip((period.label for period in series), _floats(series, equal_months), strict=True))
    return {label: found[label] for label in unique}


def codes_of(labels: pd.Index) -> np.ndarray:
    """Return the place in time of every row's period, the first being 0."""
    codes, unique = pd.factorize(labels)
    place = {label: step for step, label in enumerate(ordered(labels))}
    return np.array([place[label] for label in unique], dtype=np.intp)[codes]


def in_order_given(column: pd.Series, periods: Iterable[Any]) -> tuple[pd.Series, list[Fault]]:
    """Return a column of periods in an order of one's own, and the labels that the order does not have."""
    order = list(periods)
    known = {str(label): label for label in column.unique()}
    wanted = [known.get(str(label), label) for label in order]
    lost = [label for label in column.unique() if label not in wanted]
    faults = [
        Fault("periods", "{text!r} is not in the order given", "add it", text=str(label)) for label in lost
    ]
    twice = sorted({str(label) for label in order if order.count(label) > 1})
    faults += [
        Fault("periods", "{text!r} is there more than once", "keep one of them", text=text) for text in twice
    ]
    if faults:
        return column, faults
    return column.astype(pd.CategoricalDtype(wanted, ordered=True)), []


def order_faults(labels: pd.Index) -> list[Fault]:
    """Return what is wrong with the order of periods."""
    try:
        ordered(labels)
    except FaultyInput as error:
        return list(error.faults)
    return []


def _unique(labels: Iterable[Any]) -> list[Any]:
    return list(labels.unique()) if isinstance(labels, pd.Index | pd.Series) else list(dict.fromkeys(labels))


def _given(labels: Iterable[Any]) -> list[Any] | None:
    """Return the labels in an order of one's own, where there is one."""
    dtype = getattr(labels, "dtype", None)
    if not (isinstance(dtype, pd.CategoricalDtype) and dtype.ordered):
        return None
    there = set(_unique(labels))
    return [label for label in dtype.categories if label in there]


def _series(labels: list[Any]) -> list[Period]:
    """Return labels as periods of one kind, in order."""
    if len(labels) == 1:
        return [Period.read(labels[0]) or Period(labels[0], "only", 0, 0)]
    if len({isinstance(label, str) for label in labels}) > 1:
        problem = "some periods are text and others are not"
        raise FaultyInput("period", problem, "write all of them alike")
    found = {label: Period.read(label) for label in labels}
    unknown = [label for label, period in found.items() if period is None]
    problem = "{text!r} has no order in time that can be known"
    if unknown:
        raise FaultyInput([Fault("period", problem, WAY_OUT, text=str(label)) for label in unknown])
    series = _one_kind([period for period in found.values() if period])
    series.sort(key=lambda period: period.start)
    faults = [
        Fault("period", "{text} is the same time as another period, {other}", _ALIKE, text=str(late.label),
              other=str(early.label)) if late.start == early.start else
        Fault("period", "{text} overlaps with {other}", WAY_OUT, text=str(late.label), other=str(early.label))
        for early, late in pairwise(series)
        if late.start == early.start or late.start < early.end
    ]  # fmt: skip
    Faults(faults).raise_all()
    return series


def _one_kind(series: list[Period]) -> list[Period]:
    """Return periods that can be compared: numbers beside dates are years, 2011-12 beside 2012-13 are two years."""
    texts = [names.spelled(period.label) if isinstance(period.label, str) else "" for period in series]
    pairs = [names.as_two_years(text) for text in texts]
    if all(pairs):
        return [
            Period(period.label, "date", *pair) for period, pair in zip(series, pairs, strict=True) if pair
        ]
    kinds = dict.fromkeys(period.kind for period in series)
    if list(kinds) != ["number"] and kinds.keys() <= {"number", "date"}:
        series = [_as_year(period) for period in series]
        kinds = dict.fromkeys(period.kind for period in series)
    if len(kinds) > 1:
        problem = "the periods are of several kinds, which have no order among them: {names:5}"
        firsts = [str(next(period.label for period in series if period.kind == kind)) for kind in kinds]
        raise FaultyInput("period", problem, WAY_OUT, names=firsts)
    return series


def _as_year(period: Period) -> Period:
    span = names.dated(str(period.label)) if period.kind == "number" else None
    return Period(period.label, "date", *span) if span else period


def _no_distance(period: Period) -> Fault | None:
    """Return why the distance from a period is not known."""
    text = str(period.label)
    if period.kind == "only":
        return Fault("period", "{text!r} has no order in time that can be known", WAY_OUT, text=text)
    if isinstance(period.start, tuple) and len(period.start) > 1:
        return Fault(
            "period", "{text!r} has an order, but no distance in time from others", WAY_OUT, text=text
        )
    if period.kind != "number":
        return None
    if _is_month(period.start):
        return Fault("period", "{text} looks like a year and a month, between which numbers do not measure time",
                     "name it {name}", text=text, name=f"{text[:4]}-{text[4:6]}")  # fmt: skip
    if _is_month(period.start // 100) and 1 <= period.start % 100 <= 31:
        return Fault("period", "{text} looks like a date, between which numbers do not measure time",
                     "name it {name}", text=text, name=f"{text[:4]}-{text[4:6]}-{text[6:8]}")  # fmt: skip
    return None


def _year_and_month(number: float) -> bool:
    """Tell whether a number may be a year and a month that a spreadsheet took for a number: 2024.1 is January or October."""
    return bool(1900 < number < 2100 and number % 1 and abs(number - round(number, 2)) < 1e-9)


def _is_month(number: float) -> bool:
    return bool(190001 <= number <= 210012 and 1 <= number % 100 <= 12)


def _floats(series: list[Period], equal_months: bool) -> list[float]:
    starts = [period.start for period in series]
    if not isinstance(starts[0], dt.datetime):
        return [float(start[0] if isinstance(start, tuple) else start) for start in starts]
    if len({start.utcoffset() for start in starts}) > 1:
        starts = [start.astimezone(dt.UTC) for start in starts]
    starts = [start.replace(tzinfo=None) for start in starts]
    if equal_months and all(start.day == 1 and start.time() == dt.time() for start in starts):
        found = [start.year + (start.month - 1) / 12 for start in starts]
    else:
        found = [1970 + (start - dt.datetime(1970, 1, 1)) / dt.timedelta(days=_YEAR) for start in starts]
    return [time - names.NO_YEAR for time in found] if series[0].kind == "part of a year" else found
