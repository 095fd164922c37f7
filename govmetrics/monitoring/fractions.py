"""Events out of something: two columns of counts, one row a unit, checked before anything is divided."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import level_faults
from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.numbers import no_number, numbers
from govmetrics.core.options import LIST, Kind, choice, wanted
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Bools

RateKind = Literal["proportion", "rate", "ratio"]
"""Events of a count that holds them; events per exposure; events observed over events expected."""
RATE_KIND = choice(*get_args(RateKind))
_LEAST, _MOST = 1e-12, 1e15
COUNTS = Kind(
    lambda value: LIST.fits(value) and getattr(value, "ndim", 1) == 1,
    Text("give a Series by unit, or a list of numbers"),
)


def fractions(events: Any, out_of: Any, kind: RateKind) -> tuple[pd.Index, Array, Array]:
    """Return the units, their events and what these are out of; every fault of both is named at once.

    Two Series meet by their labels, two lists by their order.

    Examples
    --------
    >>> units, x, n = fractions(pd.Series({"East": 3, "West": 1}), pd.Series({"West": 4, "East": 5}), "proportion")
    >>> units.tolist(), x.tolist(), n.tolist()
    (['East', 'West'], [3.0, 1.0], [5.0, 4.0])
    """
    wanted(events=(events, COUNTS), out_of=(out_of, COUNTS), kind=(kind, RATE_KIND)).raise_all()
    upper, lower = _together(events, out_of)
    faults = Faults()
    x, odd_events = _floats(upper, "events", faults)
    n, odd_out_of = _floats(lower, "out_of", faults)
    units = upper.index

    def name(column: str, wrong: Bools, array: Array, problem: str, way_out: str) -> None:
        known = np.flatnonzero(wrong & ~(odd_events if column == "events" else odd_out_of)).tolist()
        faults.extend(
            each(
                known,
                lambda row: Fault(place_of(units[row], column), problem, way_out, value=array[row].item()),
            )
        )

    missing = "leave the unit out, or give the number"
    name("events", np.isnan(x), x, "the number is missing", missing)
    name("out_of", np.isnan(n), n, "the number is missing", missing)
    endless = "give a finite number"
    name("events", np.isinf(x), x, "is {value:g}", endless)
    name("out_of", np.isinf(n), n, "is {value:g}", endless)
    name("events", x < 0, x, "is {value:g}", "events are counted from 0")
    name("out_of", n < 0, n, "is {value:g}", "give a number above 0")
    name("out_of", n == 0, n, "is 0, and there is no rate", "leave the unit out: nothing is known of it")
    huge = "give other units: numbers from 1e-12 to 1e15 can be computed with"
    name("events", np.isfinite(x) & (x > _MOST), x, "is {value:g}", huge)
    name("out_of", np.isfinite(n) & (n > 0) & ((n > _MOST) | (n < _LEAST)), n, "is {value:g}", huge)
    part = np.isfinite(x) & (x != np.round(x))
    name(
        "events",
        part,
        x,
        "is {value:g}, and events are counted",
        "give how many, not a share or a percentage",
    )
    if kind == "proportion":
        above = (x > n) & (n > 0) & np.isfinite(x)
        name("events", above, x, "is {value:g}, more than there are (out_of)",
             "correct one of them; events per exposure are kind='rate', observed over expected ones kind='ratio'")  # fmt: skip
    faults.raise_all()
    return units, x, n


def _together(events: Any, out_of: Any) -> tuple[pd.Series, pd.Series]:
    """Return both as Series of one index."""
    named = [isinstance(one, pd.Series) for one in (events, out_of)]
    faults = Faults()
    if named[0] != named[1]:
        faults.append(
            Fault(
                "out_of", "one is a Series, the other is not", "give both as Series by unit, or both as lists"
            )
        )
        faults.raise_all()
    first, second = (
        one if isinstance(one, pd.Series) else pd.Series(list(one), dtype=object) for one in (events, out_of)
    )
    if not len(first):
        faults.append(Fault("events", "there are none", "give at least one unit"))
    if not named[0]:
        if len(first) != len(second):
            problem = "there are {second:,}, and {first:,} events"
            faults.append(
                Fault("out_of", problem, "give one for each unit", first=len(first), second=len(second))
            )
        faults.raise_all()
        rows = pd.RangeIndex(1, len(first) + 1)  # a list's units are counted from 1
        return first.set_axis(rows), second.set_axis(rows)
    faults += [*level_faults(first.index), *level_faults(second.index)]
    faults.raise_all()
    for place, one in (("events", first), ("out_of", second)):
        for row in one.index[one.index.duplicated()].unique()[:50]:
            faults.append(Fault(place_of(row, place), "occurs more than once", "keep one row"))
    if not faults and not first.index.equals(second.index):
        lacks = "give every unit in both"
        faults += each(first.index.difference(second.index, sort=False),
                       lambda row: Fault(place_of(row, "out_of"), "the unit is not there", lacks))  # fmt: skip
        faults += each(second.index.difference(first.index, sort=False),
                       lambda row: Fault(place_of(row, "events"), "the unit is not there", lacks))  # fmt: skip
    faults.raise_all()
    return first, second.reindex(first.index)


def _floats(column: pd.Series, place: str, faults: Faults) -> tuple[Array, Bools]:
    """Return a column as floats, and which cells are no numbers, each named."""
    values, wrong = numbers(column.reset_index(drop=True))
    faults += each(wrong, lambda at: no_number(place_of(column.index[at[0]], place), at[1]))
    odd = np.zeros(len(column), dtype=bool)
    odd[[row for row, _ in wrong]] = True
    odd_values: Array = values.to_numpy(dtype=float)
    return np.where(odd, np.nan, odd_values), odd
