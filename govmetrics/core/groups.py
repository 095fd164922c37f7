"""Group columns: which are the unit and the period, and names as places in a sorted list of groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import PERIODS, UNITS, categories, clean
from govmetrics.core.periods import order_faults, ordered
from govmetrics.core.words import Label
from govmetrics.numerics.arrays import Ints

ROLES = {"unit": Label("unit", "单元"), "period": Label("period", "时期")}
"""What the columns are called in which a survey holds units and periods."""


def role_of(heading: object, columns: Sequence[str]) -> str | None:
    """Return the column that holds what a usual heading of units or periods calls so; None where there is none.

    Examples
    --------
    >>> role_of("季度", ["unit", "period"]), role_of("性别", ["unit", "period"]), role_of("季度", ["unit"])
    ('period', None, None)
    """
    written = str(clean(heading)).casefold()
    roles = {"period": PERIODS, "unit": UNITS}
    return next((role for role, said in roles.items() if role in columns and written in said), None)


def in_time(groups: pd.DataFrame, name: str) -> pd.Series:
    """Return a group column; that of the period, where its labels have an order of time, as categories in it.

    Examples
    --------
    >>> in_time(pd.DataFrame({"period": ["三季度", "二季度"]}), "period").cat.categories.tolist()
    ['二季度', '三季度']
    """
    column = groups[name]
    if name != "period" or isinstance(column.dtype, pd.CategoricalDtype):
        return column
    column = categories(column)
    labels = pd.Index(column.dropna().unique())
    if order_faults(labels):
        return column
    return column.astype(pd.CategoricalDtype(ordered(labels), ordered=True))


def factorised(column: pd.Series) -> tuple[Ints, pd.Index]:
    """Return codes (-1: none) and labels: categories in their order, numbers and text sorted, mixtures as they come.

    Names are read by the rule of `core.labels.clean`, and empty text is no group.

    Examples
    --------
    >>> codes, labels = factorised(pd.Series(["b", "a", "", "b "]))
    >>> codes.tolist(), labels.tolist()
    ([1, 0, -1, 1], ['a', 'b'])
    """
    column = categories(column)
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.intp), pd.Index(column.cat.categories)
    try:
        codes, labels = pd.factorize(column, sort=True)
    except TypeError:
        codes, labels = pd.factorize(column)
    return codes.astype(np.intp), pd.Index(labels)


def unit_columns(groups: pd.DataFrame) -> list[str]:
    """Return the group columns that rows are made of: the first that is no period, behind the period where there is one.

    A column is the period by its heading (period, wave, year, 轮次), if it has several labels in an order of time.

    Raises
    ------
    FaultyInput
        Several columns may be the period.

    Examples
    --------
    >>> people = pd.DataFrame({"community": ["x", "y"], "wave": [1, 2], "sex": ["f", "m"]})
    >>> unit_columns(people), unit_columns(people[["community", "sex"]]), unit_columns(people[["wave"]])
    (['wave', 'community'], ['community'], ['wave'])
    """
    columns = list(groups.columns)
    periods = _periods(groups, columns, several=True)
    units = [column for column in columns if column not in periods][:1]
    if not units:
        return [] if columns == ["period"] else columns[:1]
    if len(periods) > 1:
        problem = "several group columns may be the period: {columns}"
        way_out = "name the period and the unit, or the unit alone: by={both}"
        raise FaultyInput("by", problem, way_out, columns=periods, both=str([periods[0], units[0]]))
    return [*periods, *units]


def period_first(groups: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    """Return columns with that of the period in front, where one of them is it."""
    periods = _periods(groups, [column for column in columns if column in groups])
    return sorted(columns, key=lambda column: column not in periods)


def _periods(groups: pd.DataFrame, columns: Sequence[str], several: bool = False) -> list[str]:
    if "period" in columns:
        return ["period"]
    headed = [column for column in columns if str(clean(column)).casefold() in PERIODS]
    labels = {column: pd.Index(groups[column].dropna().unique()) for column in headed}
    return [column for column in headed if len(labels[column]) > several and not order_faults(labels[column])]
