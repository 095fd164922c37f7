"""Panels: tables indexed (period, unit), split into one set of points per period."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import clean_index
from govmetrics.core.periods import ordered
from govmetrics.core.words import Note, Text
from govmetrics.dea._observe import Amounts, Observed, from_roles, observe

WAY_OUT = "set the index of every table to period and unit: set_index(['period', 'unit'])"


def split_periods(
    inputs: Amounts | Dataset,
    outputs: Amounts | None,
    undesirable: Amounts | None = None,
    *,
    least: int = 2,
    idle: bool = False,
) -> list[tuple[Hashable, Observed]]:
    """Check a panel and return its periods in the order of time, with the points of each.

    Raises
    ------
    FaultyInput
        Not indexed by (period, unit), fewer than `least` periods, or a fault of the tables.
    """
    if outputs is None:
        inputs, outputs = from_roles(inputs)  # type: ignore[arg-type]  # it refuses all else
    for name, table in (("inputs", inputs), ("outputs", outputs), ("undesirable", undesirable)):
        if table is not None and not (
            isinstance(table, pd.DataFrame | pd.Series) and clean_index(table.index).nlevels == 2
        ):
            raise FaultyInput(name, "is not indexed by period and unit", WAY_OUT)
    whole = observe(inputs, outputs, undesirable, idle=idle)
    labels = whole.units.get_level_values(0)
    periods = ordered(labels)
    if len(periods) < least:
        problem, way_out = "has {count:# period|# periods}", "give at least {least:# period|# periods}"
        raise FaultyInput("inputs", problem, way_out, count=len(periods), least=least)
    found = []
    for period in periods:
        here = labels == period
        found.append((period, whole.take(here, whole.units[here].get_level_values(1))))
    return found


def absent(panel: list[tuple[Hashable, Observed]]) -> tuple[str, ...]:
    """Return a note for every unit that is missing in some period."""
    everyone = pd.Index([])
    for _, points in panel:
        everyone = everyone.union(points.units, sort=False)
    return tuple(
        Note("{unit} has no data in {period}", unit=unit, period=period)
        for period, points in panel
        for unit in everyone.difference(points.units, sort=False)
    )


def intervals(periods: Iterable[Any]) -> dict[Any, str]:
    """Return the name of the interval that ends in each period but the first.

    Examples
    --------
    >>> intervals([2018, 2019])
    {2019: '2018-2019'}
    >>> str(intervals(["2018-01", "2018-02"])["2018-02"])
    '2018-01 to 2018-02'
    """
    return {
        after: Text("{before} to {after}", before=before, after=after)
        if "-" in f"{before}{after}"
        else f"{before}-{after}"
        for before, after in pairwise(periods)
    }


def by_interval(frame: pd.DataFrame, names: Mapping[Any, Any]) -> pd.DataFrame:
    """Return a table with the intervals that end in its periods, for the periods."""
    cells = pd.Series([names.get(period, period) for period in frame["period"]], frame.index, dtype=object)
    return pd.concat([cells.rename("interval"), frame.drop(columns="period")], axis=1)


def with_last(frame: pd.DataFrame, means: pd.Series, label: Text) -> pd.DataFrame:
    """Return a table with a last row of means, labelled in its first column."""
    last = {frame.columns[0]: label} | means.to_dict()
    columns = [pd.Series([*frame[name], last.get(name, "")], name=name, dtype=object) for name in frame]
    return pd.concat(columns, axis=1)


def with_means(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of units with a row of means, whose label is a text of its own, whatever the units are called."""
    return with_last(frame.reset_index(), frame.mean(numeric_only=True), Text("mean of all units"))
