"""Rows that are no units: totals and averages at the foot of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import all_clean, clean
from govmetrics.core.words import Note, Text

_CHINESE = r"(?:合计|总计|小计|共计|总和|汇总|平均(?:值|数|分)?|均值)"
_AREAS = r"(?:全市|全区|全县|全省|全国|全街道|全镇|全乡)"
_MARKED = re.compile(rf".*{_CHINESE}[)）:：]*|{_CHINESE}[(（:：].*|{_AREAS}[)）:：]*")
_HINT = re.compile(f"{_CHINESE}|{_AREAS}")
_WORDS = {
    *("totaux", "gesamt", "summe", "sum", "mean", "average", "avg", "avg.", "overall", "world", "promedio"),
    *("moyenne", "mittelwert"),
    *(
        f"{before}total{after}"
        for before in ("", "grand ", "sub", "sub ", "sub-")
        for after in ("", "s", ":", "s:")
    ),
}


_WAY_OUT = Text("leave the row out, or rename the unit if it is one")


def total_faults(units: pd.Index) -> list[Fault]:
    """Return a fault for every name that is one of a total or an average."""
    found = dict.fromkeys(units[named_totals(units)])
    problem = "is a row of totals or averages, not a unit"
    return each(found, lambda name: Fault(str(name), problem, _WAY_OUT))


def total_notes(units: pd.Index) -> list[Note]:
    """Return a note that names the units called like totals or averages, where there are any."""
    found = list(dict.fromkeys(units[named_totals(units)]))
    return (
        [Note("counted as units, though called like totals or averages: {names:10}", names=found)]
        if found
        else []
    )


def is_total(name: Any) -> bool:
    """Tell whether a row's name is that of a total or an average.

    Examples
    --------
    >>> [is_total(name) for name in ("合 计", "东街道小计", "全区", "Total", "总计路社区", "Totalville")]
    [True, True, True, True, False, False]
    """
    if not isinstance(name, str):
        return False
    text = clean(name).casefold()
    return text in _WORDS or _MARKED.fullmatch(text) is not None


def named_totals(units: pd.Series | pd.Index) -> np.ndarray:
    """Return which rows are totals by their names; none where all rows are, or a single one is left.

    Parameters
    ----------
    units : Series or Index
        The name of every row.
    """
    if pd.api.types.is_numeric_dtype(units.dtype):
        return np.zeros(len(units), dtype=bool)
    if _none_named(pd.Index(units).to_numpy(dtype=object).tolist()):
        return np.zeros(len(units), dtype=bool)
    codes, unique = pd.factorize(pd.Index(units))
    total = np.array([is_total(name) for name in unique], dtype=bool)
    if not total.any() or (~total).sum() < 2:
        return np.zeros(len(codes), dtype=bool)
    return np.asarray(np.append(total, False)[codes])


def _none_named(names: list[Any]) -> bool:
    """Tell, looking at all names at once, that none is that of a total: so it is in nearly every table."""
    if set(map(type, names)) != {str} or not all_clean(names):
        return False
    text = "|".join(names).casefold()
    return _WORDS.isdisjoint(text.split("|")) and (text.isascii() or not _HINT.search(text))


def computed_totals(values: pd.DataFrame, periods: np.ndarray | None = None) -> dict[int, str]:
    """Return rows that equal the sum or the mean of the other rows (of their period) in every column.

    Up to the digits that were written. One column, or columns that all move together, prove nothing: in 10, 20, 30 the
    middle is the mean of the others.

    Parameters
    ----------
    values : DataFrame of float
    periods : array of int, optional
        The period of every row.

    Returns
    -------
    dict
        Place of the row: "sum" or "mean".
    """
    group = np.zeros(len(values), dtype=np.intp) if periods is None else periods
    return {place: what for what, test in _TESTS.items() for place in _equal(values, group, test)}


Test = Callable[[np.ndarray, np.ndarray], np.ndarray]
# From the sum of a row's others, and how many they are, what the row has if it stands for them.
_TESTS: dict[str, Test] = {
    "sum": lambda rest, _: rest,
    "mean": lambda rest, others: rest / np.maximum(others, 1),
}


def _equal(values: pd.DataFrame, group: np.ndarray, test: Test) -> Sequence[int]:
    rows = np.arange(len(values))
    seen = np.zeros(len(values), dtype=int)
    for column in range(values.shape[1]):
        x = values.iloc[:, column].to_numpy(dtype=float)
        known = np.isfinite(x)
        rows = rows[~np.isinf(x[rows])]
        total = np.bincount(group, np.where(known, x, 0.0))
        count = np.bincount(group, known)
        here, at = x[rows], group[rows]
        near = test(total[at] - here, count[at] - 1)
        blank = np.isnan(here)
        fits = blank | ((np.abs(here - near) <= _written(here, near)) & (count[at] > 3))
        seen[rows[fits & ~blank]] += 1
        rows = rows[fits]
        if not len(rows):
            return []
    return [int(row) for row in rows if seen[row] > 1 and _independent(values, group, int(row))]


def _written(x: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return half a unit of the last digit that was written; whole numbers are exact."""
    size = np.asarray(1e-9 * np.maximum(1.0, np.abs(near)))
    left = np.abs(x - np.round(x)) > 1e-9
    for digits in range(1, 7):
        here = left & (np.abs(x - np.round(x, digits)) <= 1e-9)
        size[here] = np.maximum(size[here], 0.5001 * 10.0**-digits)
        left &= ~here
    return size


def _independent(values: pd.DataFrame, group: np.ndarray, row: int) -> bool:
    """Tell whether the other rows of the period differ in more than one way."""
    others = values[group == group[row]].drop(values.index[[row]]).to_numpy(dtype=float)
    others = others[:, ~np.isnan(others).any(axis=0)]
    spread = others - others.mean(axis=0)
    spread = spread[:, np.abs(spread).max(axis=0, initial=0) > 0]
    size = spread / np.abs(spread).max(axis=0, initial=1e-300)
    return bool(np.linalg.matrix_rank(size, tol=1e-6) > 1) if size.size else False
