"""Any table as numbers with names: what items, ratings and groups share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import floats_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.groups import factorised
from govmetrics.core.options import way_to
from govmetrics.core.within import HUGE, refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.core.words.text import label_text
from govmetrics.numerics.arrays import Array, Bools, Ints

FEW_CLUSTERS = 40
"""Clusters below which a note says that errors by cluster come out too small.

About 40 is what is drawn from Cameron, Gelbach and Miller (2008) and Angrist and Pischke (2009); unequal clusters need more.
"""

_TABLES = {"items": ("favourable()", "correlations"), "frame": ("values", "favourable()")}
"""Under which names a survey, polychoric correlations and scores of respondents hold what is analysed here."""


def as_table(given: object, what: str = "items") -> pd.DataFrame:
    """Return answers or ratings as a frame; refuse anything that is not a table."""
    if isinstance(given, pd.DataFrame):
        refuse_within(what, given)
        return given
    try:
        table = np.asarray(given)
    except (TypeError, ValueError):  # rows of different lengths, odd objects
        table = np.empty(0)
    if table.ndim != 2:
        way = way_to(given, is_table, _TABLES.get(what, ())) or Text("give a DataFrame")
        raise FaultyInput(what, "is not a table", way)
    return pd.DataFrame(table)


def is_table(value: object) -> bool:
    """Tell whether a value is a frame."""
    return isinstance(value, pd.DataFrame)


def is_column(value: object) -> bool:
    """Tell whether a value is a series."""
    return isinstance(value, pd.Series)


def with_names(items: pd.DataFrame) -> pd.DataFrame:
    """Return the items with their names as text, in a frame of its own."""
    frame = as_table(items)
    return frame.set_axis([str(c) for c in frame.columns], axis=1)


def numbers_of(items: pd.DataFrame, what: str = "items") -> tuple[Array, list[str]]:
    """Return the cells (n, k) as floats and the columns' names; every column that is not numbers is named."""
    frame = as_table(items, what)
    names = [str(c) for c in frame.columns]
    faults = Faults(
        Fault(name, "is named twice", "give each column a name of its own") for name in repeated(names)
    )
    x, wrong = _floats(frame)
    way = "code the answers as numbers, and leave missing ones empty"
    told = "answers are not numbers, such as {value!r}"
    faults += [
        Fault(names[i], told, way, value=_first_word(frame.iloc[:, i]))
        for i in np.flatnonzero(wrong).tolist()
    ]
    if x.size and not -HUGE < np.fmin.reduce(x, axis=None) <= np.fmax.reduce(x, axis=None) < HUGE:
        with np.errstate(invalid="ignore"):
            beyond = (np.abs(x) >= HUGE).any(axis=0)
        faults += [
            Fault(names[i], "has answers that are infinite or beyond 1e100", "declare them as missing")
            for i in np.flatnonzero(beyond)
        ]
    faults.raise_all()
    return x, names


def _floats(frame: pd.DataFrame) -> tuple[Array, Bools]:
    """Return the cells as floats, and which columns hold something else."""
    if all(dtype.kind in "biuf" for dtype in frame.dtypes):
        return frame.to_numpy(dtype=float, na_value=np.nan), np.zeros(frame.shape[1], dtype=bool)
    x, wrong = floats_of(frame)
    return x, np.asarray(wrong.any(axis=0))


def _first_word(column: pd.Series) -> str:
    """Return the first cell of a column that is no number."""
    _, wrong = floats_of(column.to_frame())
    return label_text(column[wrong[:, 0]].iloc[0])[:40]


def repeated(names: list[str]) -> list[str]:
    """Return the names that stand twice."""
    return sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []


def matched_groups(groups: pd.Series, index: pd.Index, place: str = "groups") -> pd.Series:
    """Return the group of each respondent of `index`; a bare sequence is taken in their order."""
    refuse_within(place, groups)
    series = groups if isinstance(groups, pd.Series) else _in_order(groups, index, place)
    if not series.index.equals(index):
        if not (series.index.is_unique and index.is_unique):
            way = "give the groups under the respondents' own index"
            raise FaultyInput(place, "the index has duplicates, so rows cannot be matched", way)
        if len(index) and not series.index.isin(index).any():
            raise FaultyInput(
                place, "names none of the respondents", "give the groups under the respondents' own index"
            )
        series = series.reindex(index)
    try:
        series.nunique()
    except TypeError:  # lists and the like, which are no names
        raise FaultyInput(place, "some are neither text nor numbers", "name each group") from None
    return series


def _in_order(groups: object, index: pd.Index, place: str) -> pd.Series:
    way = "give one group for each respondent"
    try:
        cells = np.asarray(groups)
    except (TypeError, ValueError):
        cells = np.empty(0)
    if isinstance(groups, str | bytes) or cells.shape != (len(index),):
        found = way_to(groups, is_column, ("grade",)) or way
        raise FaultyInput(place, "is not a column of {count:,} cells", found, count=len(index))
    return pd.Series(cells, index=index)


def places_of(groups: pd.Series, index: pd.Index, place: str = "groups") -> tuple[Ints, pd.Index]:
    """Return the place of each respondent's group among the groups found, -1 for none, and the groups."""
    codes, labels = factorised(matched_groups(groups, index, place))
    found = np.unique(codes[codes >= 0])  # a category that nobody is in is no group
    places = np.full(len(labels) + 1, -1, dtype=np.intp)
    places[found] = np.arange(len(found))
    return places[codes], labels[found]


def clusters_of(cluster: pd.Series | None, index: pd.Index) -> Ints | None:
    """Return the number of each respondent's cluster; refuse respondents without one, and a single cluster."""
    if cluster is None:
        return None
    codes, found = places_of(cluster, index, "cluster")
    if (codes < 0).any():
        problem, way = "missing at {rows:10}", "name the cluster of every respondent, or leave `cluster` out"
        raise FaultyInput("cluster", problem, way, rows=list(index[codes < 0]))
    if len(found) < 2:
        way = (
            "errors rest on how clusters differ: name what respondents were drawn by, or leave `cluster` out"
        )
        raise UnsuitableMethod("cluster", "there is a single one", way)
    return codes


def few_clusters(groups: Ints | None) -> list[Note]:
    """Return a note where clusters are too few for errors that rest on how they differ."""
    count = FEW_CLUSTERS if groups is None else len(np.unique(groups))
    told = (
        "only {count} clusters: errors by cluster come out too small where there are fewer than about {least}"
    )
    return [Note(told, count=count, least=FEW_CLUSTERS)] if count < FEW_CLUSTERS else []


def rows_of_groups(items: pd.DataFrame, groups: pd.Series) -> list[tuple[Any, pd.DataFrame]]:
    """Return each group's name and its rows of `items`; every respondent has one, and there are two or more.

    Groups are in the order of their categories, or of their names, whatever the order of respondents: the first is the
    one that others are compared with.
    """
    series = matched_groups(groups, items.index)
    if series.isna().any():
        problem = "{count:# respondent has|# respondents have} no group"
        way = "name a group for each, or leave these respondents out"
        raise FaultyInput("groups", problem, way, count=int(series.isna().sum()))
    place, labels = factorised(series)
    names = [(name, place == at) for at, name in enumerate(labels) if (place == at).any()]
    if len(names) < 2:
        problem = "{count:# group|# groups}"
        raise UnsuitableMethod("groups", problem, "at least two are compared", count=len(names))
    return [(name, items.loc[rows]) for name, rows in names]
