"""The calendar of a panel: how far apart its periods are, how long a year is, what the next ones are called."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, GovmetricsError, UnsuitableMethod, each
from govmetrics.core.periods import Period, of_different_length, ordered, times
from govmetrics.numerics.arrays import Ints

UNEVEN = 0.12
"""A step may be so much longer than the shortest: months have 28 to 31 days."""
SPARSE = 4
"""Periods that would be fewer than one in so many of a grid lie on none."""
LONGEST = 53
"""No season of more steps is looked for."""


class Calendar(NamedTuple):
    """Periods on a grid of equal steps.

    Attributes
    ----------
    labels : list
        In the order of time.
    places : ndarray
        Of every label on the grid; what lies between is missing.
    step : float
        From one place to the next: in years, or in what counts.
    length : int
        Steps in a year; 1 where there are no seasons.
    first : int
        Place of the first period in its year, from 0.
    own_order : bool
        The order is the user's own (an ordered categorical).
    """

    labels: list[Any]
    places: Ints
    step: float
    length: int
    first: int
    own_order: bool


def calendar_of(column: pd.Index) -> Calendar:
    """Return the grid on which the periods lie; refuse those that lie on none.

    Raises
    ------
    UnsuitableMethod
        Periods without distance, of clearly different length, or unequally spaced.
    """
    labels, time_of = ordered(column), times(column)
    own_order = isinstance(column.dtype, pd.CategoricalDtype)
    if of_different_length(labels):
        raise UnsuitableMethod("period", "the periods are of different length", "keep those of one length")
    time = np.array([time_of[label] for label in labels])
    if len(time) < 2:
        return Calendar(labels, np.arange(len(time)), 1.0, 1, 0, own_order)
    steps = np.diff(time)
    whole = np.round(steps / steps.min()).astype(np.intp)
    uneven = np.abs(steps / steps.min() - whole) > UNEVEN * whole
    problem, way_out = (
        "{late} does not follow {early} at the distance of the others, or a multiple of it",
        "give periods at equal distances",
    )
    Faults(
        each(np.flatnonzero(uneven),
             lambda i: Fault("period", problem, way_out, late=str(labels[i + 1]), early=str(labels[i])))
    ).raise_all(UnsuitableMethod)  # fmt: skip
    if whole.sum() > SPARSE * len(time):
        problem = "of {all:#} periods at the shortest distance only {count} are there: they are not equally far apart"
        raise UnsuitableMethod(
            "period", problem, "give periods at equal distances", all=int(whole.sum()) + 1, count=len(time)
        )
    step = float(steps.sum() / whole.sum())
    length = 1
    if all((read := Period.read(label)) and isinstance(read.start, dt.datetime) for label in labels):
        a_year = round(1 / step) if step < 0.75 else 1
        length = a_year if 2 <= a_year <= LONGEST and abs(a_year * step - 1) < 0.03 else 1
    first = int((time[0] % 1) * length + 1e-6) % length
    return Calendar(labels, np.concatenate([[0], np.cumsum(whole)]), step, length, first, own_order)


def following(calendar: Calendar, count: int) -> list[Any]:
    """Return what the next periods are called: like those that there are, or +1, +2 where that cannot be told.

    Examples
    --------
    >>> following(calendar_of(pd.Index(["2024年三季度", "2024年四季度", "2025年一季度", "2025年二季度"])), 2)
    ['2025年三季度', '2025年四季度']
    >>> following(calendar_of(pd.Index(["第9期", "第10期"])), 1), following(calendar_of(pd.Index([2023, 2024])), 2)
    (['第11期'], [2025, 2026])
    """
    found = [_next(calendar, k) for k in range(1, count + 1)]
    known = not any(label is None for label in found) and len(set(found)) == count
    return found if known else [f"+{k}" for k in range(1, count + 1)]


def _next(calendar: Calendar, k: int) -> Any:
    """Return the name of the k-th period to come; None where it cannot be told."""
    labels, step = calendar.labels, calendar.step
    last = labels[-1]
    if calendar.own_order:
        return None
    if isinstance(last, pd.Period):
        ordinals = [label.ordinal for label in labels]
        return last + k * round((ordinals[-1] - ordinals[0]) / max(int(calendar.places[-1]), 1))
    if isinstance(last, dt.date | np.datetime64):
        return _date(last, k * step)
    if isinstance(last, int | float | np.integer | np.floating):
        ahead = float(last) + k * step
        return round(ahead) if isinstance(last, int | np.integer) else ahead
    return _text(calendar, k) if isinstance(last, str) else None


def _date(last: Any, years: float) -> Any:
    """Return the date so many years after another, of its type: whole months where they are, else days."""
    stamp = pd.Timestamp(last)
    months = round(12 * years)
    if months and abs(12 * years - months) < 0.15:
        ends = stamp.is_month_end
        stamp = stamp + pd.DateOffset(months=months)
        stamp = stamp + pd.offsets.MonthEnd(0) if ends else stamp
    else:
        stamp = stamp + pd.Timedelta(days=round(years * 365.2425))
    if isinstance(last, np.datetime64):
        return stamp.to_datetime64()
    plain = isinstance(last, dt.date) and not isinstance(last, dt.datetime)
    return stamp.date() if plain else stamp if isinstance(last, pd.Timestamp) else stamp.to_pydatetime()


def _text(calendar: Calendar, k: int) -> str | None:
    """Return a name as the others have it, that is read as the period meant."""
    labels = calendar.labels
    time_of = times(labels)
    wanted = time_of[labels[-1]] + k * calendar.step
    for candidate in (
        *_a_year_on(time_of, wanted),
        *_counted_on(labels, k, calendar),
        *_plain(wanted, calendar),
    ):
        try:
            found = times([*labels, candidate])[candidate] if candidate not in time_of else None
        except GovmetricsError:
            continue
        if found is not None and abs(found - wanted) < 0.02 * calendar.step:
            return candidate
    return None


def _a_year_on(time_of: dict[Any, float], wanted: float) -> list[str]:
    """Return names of the same part of an earlier year, with the year that is wanted."""
    found = []
    for label, time in reversed(time_of.items()):
        on = wanted - time
        year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", label)
        if year and round(on) >= 1 and abs(on - round(on)) < 1e-6:
            found.append(f"{label[: year.start()]}{int(year[0]) + round(on)}{label[year.end() :]}")
    return found


def _counted_on(labels: list[str], k: int, calendar: Calendar) -> list[str]:
    """Return the last name with its last number counted on."""
    number = list(re.finditer(r"\d+", labels[-1]))
    if not number:
        return []
    by = max(round(calendar.step), 1) if calendar.length == 1 else 1
    last = number[-1]
    text = str(int(last[0]) + k * by).zfill(len(last[0]))
    return [f"{labels[-1][: last.start()]}{text}{labels[-1][last.end() :]}"]


def _plain(wanted: float, calendar: Calendar) -> list[str]:
    """Return the plain name of a quarter or a month."""
    year, part = divmod(round(wanted * calendar.length), calendar.length)
    names = {4: f"{year}Q{part + 1}", 12: f"{year}-{part + 1:02d}", 2: f"{year}H{part + 1}"}
    return [names[calendar.length]] if calendar.length in names else []
