"""Values that are probably none: codes for "missing" such as 99999, and shares among percentages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, each
from govmetrics.core.nodes import Indicator
from govmetrics.core.words import Note, Text

Array = NDArray[np.float64]

CODES = np.array([-9.0, -99.0, *(sign * (10.0**digits - 1) for digits in range(3, 9) for sign in (1, -1))])
"""What stands for "missing" in official tables: nines, three and more of them above zero."""
_FIRST = 1_000
_FAR = 3.0
PERCENT = ("%", "％", "percent", "per cent", "百分")
_COUNTED = (
    "count counts number case cases person persons people resident residents household households visit visits meeting "
    "meetings hour hours day days step steps yuan time times 个 件 次 人 人次 人数 户 天 日 "
    "工作日 小时 分钟 步 元 万元 项 条 起 场 场次 家 处 名"
)
COUNTED = frozenset(_COUNTED.split())
"""Units of measurement in which nothing lies below zero."""
_RANGE = re.compile(
    r"(?:scores?|points?|ratio|得分|分值)?\s*(\d+(?:\.\d+)?)\s*(?:-|–|—|~|～|至|到|to)\s*(\d+(?:\.\d+)?)\s*分?"
)
_CHANGE = ("year", "growth", "change", "increase", "增", "变", "年")


def is_percentage(leaf: Indicator) -> bool:
    """Tell whether a leaf's unit is a percentage."""
    return any(sign in leaf.unit.lower() for sign in PERCENT)


def odd_values(
    values: pd.DataFrame, leaves: Sequence[Indicator], signed: Mapping[str, NDArray[np.bool_]]
) -> tuple[list[Note], list[Fault]]:
    """Return notes of the cells that look like codes for "missing" or like shares, and faults of impossible ones.

    A code is one of `CODES` that lies further beyond all other values of its column than three times their range (or
    half their size), or below zero where no other is. It is a fault where the unit of the indicator (a percentage,
    "0-100", a count) does not go so far, unless a goalpost of the tree does. Shares are values between 0 and 1 beside
    others from 10 to 100, or these where they are fewer; and plain numbers up to 1 beside cells with a percent sign,
    which `signed` has by leaf.
    """
    array = values.to_numpy(dtype=float)
    if not len(array):
        return [], []
    ends = np.array([np.fmin.reduce(array, axis=0), np.fmax.reduce(array, axis=0)])
    codes: list[Text] = []
    shares: list[Text] = []
    faults: list[Fault] = []
    for column in np.flatnonzero(np.isin(ends, CODES).any(axis=0)).tolist():
        leaf, x = leaves[column], array[:, column]
        far = _far_codes(x)
        impossible = _outside(leaf, x) & far
        codes += _cells(values.index, leaf, x, far & ~impossible)
        bad = [(values.index[row], leaf, float(x[row])) for row in np.flatnonzero(impossible).tolist()]
        faults += each(bad, _impossible)
    for column in np.flatnonzero((ends[0] <= 1) & (ends[1] <= 100)).tolist():
        leaf, x = leaves[column], array[:, column]
        if not leaf.unit or is_percentage(leaf):
            shares += _cells(values.index, leaf, x, _shares(x, signed.get(leaf.code)))
    said = "values that may be codes for missing ones (if they are, read with `missing_codes=`): {cells:10}"
    notes = [Note(said, cells=codes)] if codes else []
    if shares:
        notes.append(Note("shares and percentages may be mixed (0.95 for 95): {cells:10}", cells=shares))
    return notes, faults


def _far_codes(x: Array) -> NDArray[np.bool_]:
    """Return which cells hold a code that lies far outside the other values."""
    code = np.isin(x, CODES)
    rest = x[~code & np.isfinite(x)]
    if len(rest) < 2:
        return np.zeros(len(x), dtype=bool)
    low, high = rest.min(), rest.max()
    reach = _FAR * max(high - low, 0.5 * max(abs(low), abs(high)), 1.0)
    return np.asarray(code & ((x > high + reach) | (x < (0 if low >= 0 else low - reach))))


def _outside(leaf: Indicator, x: Array) -> NDArray[np.bool_]:
    """Return which values lie beyond what the unit of a leaf, and its goalposts, allow."""
    low, high = _bounds(leaf.unit.strip().lower())
    posts = [float(post) for post in (leaf.worst, leaf.best) if post is not None]
    return np.asarray((x < min([low, *posts])) | (x > max([high, *posts])))


def _bounds(unit: str) -> tuple[float, float]:
    """Return the lowest and the highest value that a unit of measurement has."""
    scale = _RANGE.fullmatch(unit)
    if scale:
        return float(scale[1]), float(scale[2])
    if any(sign in unit for sign in PERCENT) and not any(word in unit for word in _CHANGE):
        return 0.0, 100.0
    return (0.0 if unit.split("/", maxsplit=1)[0].strip() in COUNTED else -np.inf), np.inf


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


def _cells(index: pd.Index, leaf: Indicator, x: Array, rows: NDArray[np.bool_]) -> list[Text]:
    return [
        Text("{place} ({value:g})", place=place_of(index[row], leaf.code), value=x[row])
        for row in np.flatnonzero(rows).tolist()
    ]


def _impossible(cell: tuple[object, Indicator, float]) -> Fault:
    row, leaf, value = cell
    problem = "{value:g} is probably a code for a missing value: the unit of the indicator is {unit}"
    way_out = (
        "read with missing_codes=[{value:g}], correct it, or give the indicator goalposts that go so far"
    )
    return Fault(place_of(row, leaf.code), problem, way_out, value=value, unit=leaf.unit)
