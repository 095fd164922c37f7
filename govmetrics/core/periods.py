"""Periods: the one place that knows in which order they come and how far apart they are.

Years, halves, quarters, months, weeks, days, seasons (2025Q3, 2025年三季度, 上半年, 9月, Q4 2024, 2025-9), counted
names (第9期, wave 10, 第十轮), numbers, dates and timestamps are read; the labels in the data stay as they are. Several
months of a year are a period (4-6月, Jan-Sep 2024); where all begin in January and one says that it counts on (前三季度,
全年, YTD), a quarter beside them is 1-3月, and each lies where it ends. 截至9月 and 2024年末 are the moment of the end. What has
no order that can be known is refused, never sorted as text; an ordered categorical (`periods=` of `read_records`)
gives an order of one's own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import _period_names as names
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.words import Text
from govmetrics.core.words.text import label_text

WAY_OUT = (
    "name periods like 2024, 2024Q3, 2024-03 or wave 3, or give their order: `periods=[...]`, "
    "in a frame an ordered categorical"
)
_ALIKE = "name each period once, and all of them alike"
_YEAR = 365.2425
_DAY_ZERO, _FIRST_DAY, _LAST_DAY = dt.date(1899, 12, 30), 30_000, 60_000
_DOTTED = re.compile(r"(19|20)\d\d\.\d\d?|(0?[1-9]|1[0-2])\.(19|20)\d\d|[012]\d\.(0?[1-9]|1[0-2])")
"""What may be a year and a month, so that 24.10 comes after 24.9 and 3.2024 after 12.2023."""
_LIKE: dict[str, tuple[Text, Callable[[int], str]]] = {
    "month": (Text("a year and a month"), lambda n: f"{n // 100}-{n % 100:02d}"),
    "short month": (Text("a year and a month"), lambda n: f"{n // 10}-{n % 10:02d}"),
    "date": (Text("a date"), lambda n: f"{n // 10_000}-{n // 100 % 100:02d}-{n % 100:02d}"),
    "day": (
        Text("a date that a spreadsheet keeps as a number"), lambda n: str(_DAY_ZERO + dt.timedelta(days=n))
    ),
}  # fmt: skip
"""What numbers of a shape look like, and how to write them."""
LARGEST = 2**53
"""Of periods that are numbers: beyond it neighbours are one number, and beyond 2^63 tables cannot hold them."""


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
        if isinstance(label, int | float | np.integer | np.floating) and not -LARGEST <= label <= LARGEST:
            return None
        if isinstance(label, float | np.floating) and _year_and_month(float(label)):
            return None
        if isinstance(label, int | float | np.integer | np.floating):
            return Period(label, "number", label, label)
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
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) and not _DOTTED.fullmatch(text):
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
    end = names.at_the_end(text)
    if end:
        return Period(label, f"end of a {end[0]}", end[1], end[1])
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
    there = list(column.unique())
    wanted = [label if (known := known_as(label, there)) is None else known for label in order]
    lost = [label for label in there if label not in wanted]
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


def known_as(wanted: Any, labels: Iterable[Any]) -> Any:
    """Return the label under which a period stands among others, however it is spelled; None where it is not there.

    Examples
    --------
    >>> known_as("2024年", [2023, 2024]), known_as("Wave 2", ["第1期", "wave 2"]), known_as(2020, [2023, 2024])
    (2024, 'wave 2', None)
    """
    there = list(labels)
    for alike in (lambda label: label == wanted, lambda label: label_text(label) == label_text(wanted)):
        if found := [label for label in there if alike(label) is True]:
            return found[0]
    time = _time_of(wanted)
    found = [label for label in there if time is not None and _time_of(label) == time]
    return found[0] if len(found) == 1 else None


def _time_of(label: Any) -> tuple[Any, ...] | None:
    """Return what two spellings of one period have in common; a day is its midnight, the number of a year the year."""
    period = Period.read(label) if isinstance(label, Hashable) else None
    if period is None:
        return None
    if period.kind == "number" and 1900 <= period.start <= 2100:
        period = _as_year(Period(str(int(period.start)), "number", period.start, period.end))
    start, end = period.start, period.end
    if period.kind == "date" and start == end and start.time() == dt.time():
        end = start + dt.timedelta(days=1)
    return period.kind, start, end


def in_one_spelling(column: pd.Series) -> tuple[pd.Series, list[str]]:
    """Return a column in which every period has the spelling that comes first, and which other spellings were joined.

    Examples
    --------
    >>> column, joined = in_one_spelling(pd.Series(["2024年", "2025", "2024"], dtype=object))
    >>> column.tolist(), joined
    (['2024年', '2025', '2024年'], ['2024'])
    """
    labels, first, one = list(column.unique()), dict[Any, Any](), dict[Any, Any]()
    for label in labels:
        time = _time_of(label)
        one[label] = label if time is None else first.setdefault((isinstance(label, str), time), label)
    joined = [str(label) for label in labels if one[label] is not label]
    return (column.map(one), joined) if joined else (column, [])


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
    found = _read_together(labels) or {label: Period.read(label) for label in labels}
    unknown = [label for label, period in found.items() if period is None]
    problem = "{text!r} has no order in time that can be known"
    if unknown:
        raise FaultyInput([Fault("period", problem, WAY_OUT, text=str(label)) for label in unknown])
    series = _counted_on(_one_kind([period for period in found.values() if period]))
    series.sort(key=lambda period: period.start)
    faults = [
        Fault("period", "{text} is the same time as another period, {other}", _ALIKE, text=str(late.label),
              other=str(early.label)) if (late.start, late.end) == (early.start, early.end) else
        Fault("period", "{text} overlaps with {other}", WAY_OUT, text=str(late.label), other=str(early.label))
        for early, late in pairwise(series)
        if late.start == early.start or late.start < early.end
    ]  # fmt: skip
    Faults(faults).raise_all()
    return series


def _read_together(labels: list[Any]) -> dict[Any, Period | None] | None:
    """Return labels as what only all of them together tell: 2011-12 beside 2012-13 are two years, 2024.09 is a month."""
    texts = [names.spelled(label) if isinstance(label, str) else "" for label in labels]
    for reading in (names.as_two_years, names.dotted_month):
        spans = [reading(text) for text in texts]
        if all(spans):
            return {
                label: Period(label, "date", *span) for label, span in zip(labels, spans, strict=True) if span
            }
    return None


def _one_kind(series: list[Period]) -> list[Period]:
    """Return periods that can be compared: numbers beside dates are years."""
    kinds = dict.fromkeys(period.kind for period in series)
    if list(kinds) != ["number"] and kinds.keys() <= {"number", "date"}:
        series = [_as_year(period) for period in series]
        kinds = dict.fromkeys(period.kind for period in series)
    if list(kinds) == ["number"]:
        series = _numbers_of_months(series)
    found = {
        period.label: _shape(period.start) if period.kind == "number" else period.kind for period in series
    }
    kinds = dict.fromkeys(found.values())
    if len(kinds) > 1:
        problem = "the periods are of several kinds, which have no order among them: {names:5}"
        firsts = [str(next(label for label in found if found[label] == kind)) for kind in kinds]
        raise FaultyInput("period", problem, WAY_OUT, names=firsts)
    return series


def _counted_on(series: list[Period]) -> list[Period]:
    """Return periods that all count from January on, 一季度, 上半年, 前三季度, 全年, as lying where they end."""
    starts = {period.start for period in series}
    said = any(isinstance(p.label, str) and names.adds_up(names.spelled(p.label)) for p in series)
    if not said or len(starts) == len(series) or any((p.start.month, p.start.day) != (1, 1) for p in series):
        return series
    return [Period(p.label, f"end of a {p.kind}", p.end, p.end) for p in series]


def of_different_length(labels: Iterable[Any]) -> bool:
    """Tell whether periods are of clearly different length: a half beside a quarter, 前三季度 beside 上半年.

    Examples
    --------
    >>> of_different_length(["2024Q1", "2024年上半年"]), of_different_length(["2024-01", "2024-02"])
    (True, False)
    """
    read = [period and _as_year(period) for period in map(Period.read, _unique(labels))]
    lengths = [p.end - p.start for p in read if p is not None and isinstance(p.start, dt.datetime)]
    return len(lengths) == len(read) > 1 and max(lengths) > 1.5 * min(lengths) > dt.timedelta()


def _numbers_of_months(series: list[Period]) -> list[Period]:
    """Return years and months that are written as one number, some with a month of one digit (202412, 20251), as 202501."""
    if {_shape(period.start) for period in series} != {"month", "short month"}:
        return series
    whole = [p.start if _shape(p.start) == "month" else p.start // 10 * 100 + p.start % 10 for p in series]
    return [Period(p.label, p.kind, month, month) for p, month in zip(series, whole, strict=True)]


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
    shape = _shape(period.start) if period.kind == "number" else ""
    if shape not in _LIKE:
        return None
    what, name = _LIKE[shape]
    problem = "{text} looks like {what}, between which numbers do not measure time"
    return Fault("period", problem, "name it {name}", text=text, what=what, name=name(int(period.start)))


def serial_date(number: Any) -> dt.date | None:
    """Return the day that a spreadsheet keeps as a number (from 1982 to 2064), where it is one.

    Examples
    --------
    >>> str(serial_date(45292)), serial_date(2024)
    ('2024-01-01', None)
    """
    return _DAY_ZERO + dt.timedelta(days=int(number)) if _shape(number) == "day" else None


def _shape(number: Any) -> str:
    """Return how a number may write a time: as a year and a month, a date, a spreadsheet's day; else it counts."""
    if number % 1:
        return "number"
    if _is_month(number):
        return "month"
    if 19001 <= number <= 21009 and number % 10:
        return "short month"
    if _is_month(number // 100) and 1 <= number % 100 <= 31:
        return "date"
    return "day" if _FIRST_DAY <= number <= _LAST_DAY else "number"


def _year_and_month(number: float) -> bool:
    """Tell whether a number may be a year and a month that a spreadsheet took for a number: 2024.1 is January or October."""
    hundredths = round(number % 1 * 100)
    if abs(number - round(number, 2)) >= 1e-9:  # 3.2024
        year = number % 1 * 10_000
        return bool(1 <= number < 13 and abs(year - round(year)) < 1e-6 and 1900 <= round(year) < 2100)
    short = 10 < number < 40 and (hundredths % 10 == 0 or hundredths <= 12)  # 24.1
    return bool((1900 < number < 2100 or short) and number % 1)


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
    return [time - names.NO_YEAR for time in found] if series[0].kind.endswith("part of a year") else found
