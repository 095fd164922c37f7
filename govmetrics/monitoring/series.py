"""One series, or several of the same periods: read, checked, and put in the order of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput, UnsuitableMethod
from govmetrics.core.dataset import as_floats, finite_faults
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import LIST, asked
from govmetrics.core.periods import Period, ordered, times
from govmetrics.core.words import Note, Text

Series = pd.Series | Sequence[float] | np.ndarray
"""One value a period: a Series by period, or a list in the order of time."""
_UNEQUAL = 1.5
"""Steps whose longest is more than so many times the shortest are not equal; months are, whatever their days."""


def series_of(**given: Any) -> tuple[pd.DataFrame, list[Note]]:
    """Return series of the same periods side by side, in the order of time, and what is odd about their periods.

    Raises
    ------
    FaultyInput
        What is no series, or of other periods than the first one; periods that are there twice or have no order; text
        and infinite values.

    Examples
    --------
    >>> frame, notes = series_of(events=pd.Series([3, 4], ["2024Q2", "2024Q1"]), out_of=pd.Series([9, 8], ["2024Q1", "2024Q2"]))
    >>> frame.to_dict("index")
    {'2024Q1': {'events': 4.0, 'out_of': 9.0}, '2024Q2': {'events': 3.0, 'out_of': 8.0}}
    """
    asked(**{name: (one, LIST) for name, one in given.items()})
    faults, columns, first = Faults(), dict[str, pd.Series](), pd.Index([])
    for name, one in given.items():
        column = one if isinstance(one, pd.Series) else pd.Series(list(one), dtype=object)
        if not isinstance(one, pd.Series):
            column.index = pd.RangeIndex(1, len(column) + 1)
        index = column.index
        if not len(column):
            faults.append(Fault(name, "is empty", "give a value for every period"))
        elif index.nlevels > 1:
            faults.append(
                Fault(name, "its rows have several names", "give the series of one unit, by period")
            )
        else:
            repeated = index[index.duplicated()].unique()
            places = [Text("{name}, {period}", name=name, period=str(row)) for row in repeated]
            faults += each(places, lambda place: Fault(place, "occurs more than once", "keep one of them"))
            if not columns:
                with faults:
                    ordered(index)
                first = index
            elif not len(repeated) and (len(index) != len(first) or not index.isin(first).all()):
                way = "give a value for every period of {other}"
                faults.append(
                    Fault(
                        name, "its periods are others than those of {other}", way, other=next(iter(columns))
                    )
                )
        columns[name] = column
    faults.raise_all()
    frame = pd.DataFrame({name: column.reindex(first) for name, column in columns.items()})
    frame = frame.loc[ordered(first)].rename_axis("period")
    Faults(finite_faults(frame)).raise_all()
    return as_floats(frame), period_notes(frame.index)


def period_notes(labels: pd.Index) -> list[Note]:
    """Return notes on periods that are not equally far apart, and on those that have not begun."""
    return spacing_notes(labels) + future_notes(labels)


def spacing_notes(labels: pd.Index) -> list[Note]:
    """Return a note where periods that are taken one after the other are not equally far apart."""
    try:
        at = np.sort(list(times(labels).values()))
    except UnsuitableMethod:  # there is an order, but no distance
        return []
    steps = np.diff(at)
    if len(steps) > 1 and steps.max() > _UNEQUAL * steps.min():
        return [
            Note("periods are not equally far apart: they are taken one after the other, as if they were")
        ]
    return []


def future_notes(labels: pd.Index) -> list[Note]:
    """Return a note on periods that have not begun."""
    late = [str(label) for label in labels.unique() if _not_begun(label)]
    return (
        [Note("periods that have not begun are taken as measured: {periods:5}", periods=late)] if late else []
    )


def _not_begun(label: Any) -> bool:
    """Tell whether a period lies in the future; years may be plain numbers."""
    period, today = Period.read(label), dt.datetime.now()
    if period is None:
        return False
    if period.kind == "number":
        return bool(today.year < period.start <= 2100 and float(period.start).is_integer())
    return period.kind == "date" and isinstance(period.start, dt.datetime) and period.start > today


def refuse_short(count: int, least: int, place: str = "series") -> None:
    """Refuse a series with fewer values than a method needs."""
    if count < least:
        problem, way_out = "{count:# value is|# values are} known", "at least {least} are needed"
        raise UnsuitableMethod(place, problem, way_out, count=count, least=least)


def baseline_of(count: int, baseline: int | None) -> int:
    """Return how many of the first periods the limits rest on: all of them by default."""
    if baseline is not None and not 2 <= baseline <= count:
        problem, way_out = (
            "is {baseline}, and there are {count:# period|# periods}",
            "give a number from 2 to {count}, or leave it out",
        )
        raise FaultyInput("baseline", problem, way_out, baseline=baseline, count=count)
    return count if baseline is None else baseline
