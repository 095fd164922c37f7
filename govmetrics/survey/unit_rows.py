"""Group columns of a survey as places of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.groups import factorised, period_first, unit_columns
from govmetrics.core.options import shown
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Ints

ALL = "all"
"""What all respondents are called where nothing says of which units they are."""


@dataclass(frozen=True, eq=False)
class Units:
    """The rows of a result: their index, and the place of every respondent in it (-1: none)."""

    index: pd.Index
    place: Ints
    notes: tuple[Note, ...] = ()


def units_of(survey: Survey, by: str | Sequence[str] | None) -> Units:
    """Return units, or (period, unit) rows, from group columns; see `score` for what `by` may be."""
    columns = _columns(survey, by)
    told = _told(columns) if by is None else ()
    if not columns:
        return Units(pd.Index([ALL], name="unit"), np.zeros(survey.n, dtype=np.intp))
    _refuse_unknown(survey, columns)
    frame = survey.by[columns]
    gone = frame.isna().any(axis="columns").to_numpy()
    codes, labels = zip(*(factorised(frame[column]) for column in columns), strict=True)
    key = codes[0] if len(codes) == 1 else codes[0] * len(labels[1]) + codes[1]
    found, place = np.unique(np.where(gone, -1, key), return_inverse=True)
    first = int(found[0] == -1)
    found, place = found[first:], place - first
    if not len(found):
        where = "by, " + ", ".join(map(repr, columns))
        raise FaultyInput(where, "is missing for every respondent", "name another column")
    if len(columns) == 1:
        index = pd.Index(labels[0][found], name="unit")
    else:
        periods, units = labels[0][found // len(labels[1])], labels[1][found % len(labels[1])]
        index = pd.MultiIndex.from_arrays([periods, units], names=["period", "unit"])
    lost = "{count:# respondent has|# respondents have} no {columns} and {count:is|are} not counted"
    notes = (Note(lost, count=int(gone.sum()), columns=columns),) if gone.any() else ()
    return Units(index, place.astype(np.intp), (*told, *notes))


def codes_of(survey: Survey, column: str, place: str) -> Ints:
    """Return the place of every respondent's group among the groups of a column; missing ones are refused."""
    _refuse_unknown(survey, [column], place)
    gone = survey.by[column].isna()
    if gone.any():
        problem, way = "is missing for respondents {names:10}", "fill it, or leave these respondents out"
        names = survey.answers.index[gone]
        raise FaultyInput(f"{place}, {column!r}", problem, way, names=names)
    return factorised(survey.by[column])[0]


def refuse_single_clusters(units: Units, clusters: Ints | None, column: str | None) -> None:
    """Refuse clusters that are the units themselves: none would have an error."""
    if clusters is None or len(units.index) < 2:
        return
    used = units.place >= 0
    pairs = len(np.unique(np.column_stack([units.place[used], clusters[used]]), axis=0))
    if pairs == len(units.index):
        problem = "every unit is a single cluster, so it has no error"
        way = "name what respondents were drawn by within the unit (building, interviewer), or leave `cluster` out"
        raise UnsuitableMethod(f"cluster, {column!r}", problem, way)


def _columns(survey: Survey, by: str | Sequence[str] | None) -> list[str]:
    refuse_no_survey(survey)
    if by is None:
        return unit_columns(survey.by)
    columns = [by] if isinstance(by, str) else by
    way = "name the unit, or the period and the unit"
    if not isinstance(columns, list | tuple) or not all(isinstance(c, str) for c in columns):
        raise FaultyInput("by", "is {value}", way, value=shown(by))
    if not 0 < len(set(columns)) == len(columns) <= 2:
        raise FaultyInput("by", "names {columns}", way, columns=columns)
    return period_first(survey.by, columns)


def _told(columns: list[str]) -> tuple[Note, ...]:
    """Say which column is the period, where it is not called so."""
    if len(columns) < 2 or columns[0] == "period":
        return ()
    told = "the group column {column!r} is the period; for all respondents together say by={unit!r}"
    return (Note(told, column=columns[0], unit=columns[1]),)


def _refuse_unknown(survey: Survey, columns: list[str], place: str = "by") -> None:
    have = list(survey.by.columns)
    way = (
        Text("group columns are: {columns}", columns=have)
        if have
        else Text("the survey has none: name them in `by` when the survey is read")
    )
    faults = [Fault(f"{place}, {c!r}", "is not a group column", way) for c in columns if c not in survey.by]
    Faults(faults).raise_all()
