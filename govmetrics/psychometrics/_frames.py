"""Any table as numbers with names: what items, ratings and groups share."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.groups import factorised
from govmetrics.numerics.correlations import Array


def as_table(given: object, what: str = "items") -> pd.DataFrame:
    """Return answers or ratings as a frame; refuse anything that is not a table."""
    if isinstance(given, pd.DataFrame):
        return given
    try:
        table = np.asarray(given)
    except ValueError:  # rows of different lengths
        table = np.empty(0)
    if table.ndim != 2:
        raise FaultyInput(
            Fault(what, "not a table", f"give a DataFrame with one column for each of the {what}")
        )
    return pd.DataFrame(table)


def with_names(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items with their names as text, in a frame of its own."""
    frame = as_table(items)
    return frame.set_axis([str(c) for c in frame.columns], axis=1)


def numbers_of(items: pd.DataFrame) -> tuple[Array, list[str]]:
    """Return the cells (n, k) as floats and the columns' names; every column that is not numbers is named."""
    frame = as_table(items)
    names = [str(c) for c in frame.columns]
    odd = [dtype.kind in "Mmc" for dtype in frame.dtypes]
    faults = [
        Fault(name, "dates or complex numbers", "leave the column out")
        for name, is_odd in zip(names, odd, strict=True)
        if is_odd
    ]
    frame = frame.mask(np.broadcast_to(odd, frame.shape)) if any(odd) else frame
    faults += [Fault(name, "named twice", "give each item its own name") for name in _repeated(names)]
    try:
        x = frame.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        coerced = [pd.to_numeric(frame.iloc[:, i], errors="coerce") for i in range(len(names))]
        text = [bool((frame.iloc[:, i].notna() & column.isna()).any()) for i, column in enumerate(coerced)]
        way = "code the answers as numbers, and leave missing ones empty"
        faults += [
            Fault(name, "answers are not numbers", way) for name, bad in zip(names, text, strict=True) if bad
        ]
        x = np.column_stack([column.to_numpy(dtype=float, na_value=np.nan) for column in coerced])
    if x.size and not np.isfinite(x.sum()):
        infinite = np.isinf(x).any(axis=0)
        faults += [
            Fault(names[i], "infinite answers", "declare them as missing") for i in np.nonzero(infinite)[0]
        ]
    if faults:
        raise FaultyInput(faults)
    return x, names


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []


def matched_groups(groups: pd.Series, index: pd.Index) -> pd.Series:
    """Return the group of each respondent of `index`; a bare sequence is taken in their order."""
    series = groups if isinstance(groups, pd.Series) else pd.Series(np.asarray(groups), index=index)
    if not series.index.equals(index):
        if not (series.index.is_unique and index.is_unique):
            way = "give the groups under the respondents' own index"
            raise FaultyInput(Fault("groups", "the index has duplicates, so rows cannot be matched", way))
        series = series.reindex(index)
    return series


def places_of(groups: pd.Series, index: pd.Index) -> tuple[NDArray[np.intp], pd.Index]:
    """Return the place of each respondent's group among the groups found, -1 for none, and the groups."""
    codes, labels = factorised(matched_groups(groups, index))
    found = np.unique(codes[codes >= 0])  # a category that nobody is in is no group
    places = np.full(len(labels) + 1, -1, dtype=np.intp)
    places[found] = np.arange(len(found))
    return places[codes], labels[found]
