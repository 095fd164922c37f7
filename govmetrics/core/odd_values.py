"""Values that are probably none: codes for "missing" such as 99999, shares among percentages, what a unit does not allow."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.measures import bounds, is_percentage, plain, span_of, wider_unit
from govmetrics.core.nodes import Indicator, unit_of
from govmetrics.core.words import Note, Text

Array = NDArray[np.float64]

CODES = np.array([-9.0, -99.0, *(sign * (10.0**digits - 1) for digits in range(3, 9) for sign in (1, -1))])
"""What stands for "missing" in official tables: nines, three and more of them above zero."""
_FIRST = 1_000
_FAR = 3.0
_CHANGE = re.compile(
    r"growth|change|increas|decreas|reduc|improve|decline|\b(?:fall|rise|drop|gain|net)\b|difference|balance|delay"
    "|增长|增加|增速|增幅|变化|变动|同比|环比|下降|降低|降幅|减少|改善|提升|提高|提前|超期|逾期|净|差额|差值|偏差|逆差|顺差"
)
_EXCEEDED = re.compile(
    "complet|execut|achiev|attain|utili[sz]|occupan|capacit|enrol|完成|执行|达成|利用|超额"
)
"""Names of what may lie below zero, and of percentages that may be above 100, without the unit saying so."""
CODES_SAID = "values that may be codes for missing ones (if they are, {way}): {cells:10}"
SHARES_SAID = "shares and percentages may be mixed (0.95 for 95): {cells:10}"
NOT_ALLOWED = "values that the unit of the indicator does not allow: {cells:10}"


def odd_values(
    values: pd.DataFrame,
    leaves: Sequence[Indicator],
    signed: Mapping[str, NDArray[np.bool_]] | None = None,
    way: Text | None = None,
) -> tuple[list[Note], list[Fault]]:
    """Return notes of the cells that look like codes for "missing" or like shares, and faults of impossible ones.

    A code is one of `CODES` that lies further beyond all other values of its column than three times their range (or
    half their size), or below zero where no other is. It is a fault where the unit of the indicator (a percentage,
    "0-100", a count) does not go so far, unless a goalpost of the tree does; so is every other value there, unless the
    name of the indicator speaks of a change, or of what may be exceeded (完成率). Shares are values between 0 and 1
    beside others from 10 to 100, or these where they are fewer; and plain numbers up to 1 beside cells with a percent
    sign, which `signed` has by leaf. `way` says what is done about codes.
    """
    array = values.to_numpy(dtype=float)
    if not len(array):
        return [], []
    with np.errstate(invalid="ignore"):
        ends = np.array([np.fmin.reduce(array, axis=0), np.fmax.reduce(array, axis=0)])
    codes: list[Text] = []
    shares: list[Text] = []
    parts: list[str] = []
    faults: list[Fault] = []
    limits = np.array([_limits(leaf) for leaf in leaves]).reshape(-1, 2).T
    beyond = (ends[0] < limits[0]) | (ends[1] > limits[1])
    coded = np.asarray(np.isin(ends, CODES).any(axis=0))
    for column in np.flatnonzero(coded | beyond).tolist():
        leaf, x = leaves[column], array[:, column]
        far = _far_codes(x) if coded[column] else np.zeros(len(x), dtype=bool)
        low, high = _limits(leaf, usual=True)
        impossible = far & ((x < low) | (x > high))
        codes += _cells(values.index, leaf, x, far & ~impossible)
        faults += each(_at(values.index, leaf, x, impossible), _code)
        low, high = limits[:, column]
        faults += _outside(values.index, leaf, np.where(far | np.isinf(x), np.nan, x), (low, high))
    # Most columns show at a glance that there are no two kinds: those that may have them are looked at one by one.
    within = (ends[0] <= 1) & (ends[1] <= 100)
    first = array[:_FIRST]
    mixed = (ends[0] < 1) & (ends[1] > 10) & ~((first >= 1) & (first <= 10)).any(axis=0)
    told = [leaf.code in signed and signed[leaf.code].any() for leaf in leaves] if signed else False
    within &= mixed | (ends[1] <= 1) | told
    for column in np.flatnonzero(within).tolist():
        leaf, x = leaves[column], array[:, column]
        if not leaf.unit or is_percentage(leaf.unit):
            shares += _cells(values.index, leaf, x, _shares(x, (signed or {}).get(leaf.code)))
            if leaf.unit and ends[1, column] <= 1 and ends[0, column] >= 0 and _all_shares(leaf, x):
                parts.append(leaf.code)
    way = Text("read with `missing_codes=`") if way is None else way
    notes = [Note(CODES_SAID, way=way, cells=codes)] if codes else []
    if shares:
        notes.append(Note(SHARES_SAID, cells=shares))
    if parts:
        notes.append(Note("no value is above 1, though the unit is % (if they are shares, multiply by 100): {codes:10}",
                          codes=parts))  # fmt: skip
    return notes, faults


def odd_notes(values: pd.DataFrame, way: Text | None = None) -> list[Note]:
    """Return notes of the odd cells of a table of numbers whose columns have no unit.

    Examples
    --------
    >>> table = pd.DataFrame({"staff": [12.0, 15, 9, 99999]}, index=["East", "West", "North", "South"])
    >>> print(*odd_notes(table, Text("leave the units out")))
    values that may be codes for missing ones (if they are, leave the units out): South, staff (99999)
    """
    return odd_values(values, [Indicator(str(column)) for column in values.columns], way=way)[0]


def _far_codes(x: Array) -> NDArray[np.bool_]:
    """Return which cells hold a code that lies far outside the other values."""
    code = np.isin(x, CODES)
    rest = x[~code & np.isfinite(x)]
    if len(rest) < 2:
        return np.zeros(len(x), dtype=bool)
    low, high = rest.min(), rest.max()
    reach = _FAR * max(high - low, 0.5 * max(abs(low), abs(high)), 1.0)
    return np.asarray(code & ((x > high + reach) | (x < (0 if low >= 0 else low - reach))))


def _limits(leaf: Indicator, usual: bool = False) -> tuple[float, float]:
    """Return what the unit of a leaf, its name and its goalposts allow; or what they do as a rule (`usual`)."""
    if not leaf.unit:
        return -math.inf, math.inf
    low, high = bounds(leaf.unit, usual)
    if span_of(leaf.unit) is None and (math.isfinite(low) or math.isfinite(high)):
        names = leaf.name.values() if isinstance(leaf.name, Mapping) else (leaf.name,)
        changes, exceeded = _speaks_of(" ".join([leaf.code, *names]))
        low, high = (-math.inf, math.inf) if changes else (low, high)
        high = math.inf if exceeded and not usual else high
    targets = leaf.target if isinstance(leaf.target, tuple) else (leaf.target,)
    posts = [float(post) for post in (leaf.worst, leaf.best, *targets) if post is not None]
    return min([low, *posts]), max([high, *posts])


@lru_cache(maxsize=10_000)
def _speaks_of(name: str) -> tuple[bool, bool]:
    """Tell whether a name speaks of a change, and of what may be exceeded."""
    text = plain(name)
    return _CHANGE.search(text) is not None, _EXCEEDED.search(text) is not None


def _outside(index: pd.Index, leaf: Indicator, x: Array, limits: tuple[float, float]) -> list[Fault]:
    """Return a fault for every value beyond the limits of a leaf, up to what computing with decimals leaves."""
    low, high = limits
    size = 1e-9 * max(1.0, *(abs(end) for end in limits if math.isfinite(end)), 1.0)
    wrong = (x < low - size) | (x > high + size)
    if not wrong.any():
        return []
    problem = "{value:g} is not between {low:g} and {high:g}: the unit of the indicator is {unit}"
    if high == math.inf:
        problem = "{value:g} is below {low:g}: the unit of the indicator is {unit}"
    known = x[np.isfinite(x)]
    lowest = min(0.0 if low == -math.inf else low, math.floor(known.min()))
    highest = max(1.0 if high == math.inf else high, math.ceil(known.max()))
    way_out = "correct it, or say in the tree that it may be so: unit: {wider}, or goalposts that go so far"

    wider = json.dumps(wider_unit(leaf.unit, lowest, highest), ensure_ascii=False)

    def fault(cell: tuple[object, Indicator, float]) -> Fault:
        return Fault(place_of(cell[0], leaf.code), problem, way_out, value=cell[2], low=low, high=high,
                     unit=unit_of(leaf), wider=wider)  # fmt: skip

    return each(_at(index, leaf, x, wrong), fault)


def _at(
    index: pd.Index, leaf: Indicator, x: Array, rows: NDArray[np.bool_]
) -> list[tuple[object, Indicator, float]]:
    return [(index[row], leaf, float(x[row])) for row in np.flatnonzero(rows).tolist()]


def _shares(x: Array, signed: NDArray[np.bool_] | None) -> NDArray[np.bool_]:
    """Return the shares among percentages, or the percentages among shares, whichever are fewer."""
    if signed is not None and signed.any():
        return np.asarray(~signed & (x > 0) & (x <= 1))
    for part in (x[:_FIRST], x):  # the first rows mostly tell
        if ((part >= 1) & (part <= 10)).any():
            return np.zeros(len(x), dtype=bool)
    small, large = (x > 0) & (x < 1), x > 10
    if not large.any():
        return np.zeros(len(x), dtype=bool)
    return small if small.sum() <= large.sum() else large


def _all_shares(leaf: Indicator, x: Array) -> bool:
    """Tell whether all values may be shares of one: some are large for a percentage below 1, and no goalpost says so."""
    known = x[np.isfinite(x)]
    return len(known) > 1 and bool(np.median(known) > 0.2) and max(_limits(leaf, usual=True)[1], 1.0) > 1


def _cells(index: pd.Index, leaf: Indicator, x: Array, rows: NDArray[np.bool_]) -> list[Text]:
    return [
        Text("{place} ({value:g})", place=place_of(index[row], leaf.code), value=x[row])
        for row in np.flatnonzero(rows).tolist()
    ]


def _code(cell: tuple[object, Indicator, float]) -> Fault:
    row, leaf, value = cell
    problem = "{value:g} is probably a code for a missing value: the unit of the indicator is {unit}"
    way_out = (
        "read with missing_codes=[{value:g}], correct it, or give the indicator goalposts that go so far"
    )
    return Fault(place_of(row, leaf.code), problem, way_out, value=value, unit=unit_of(leaf))
