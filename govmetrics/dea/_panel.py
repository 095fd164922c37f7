"""Panels: tables indexed (period, unit), split into one set of points per period."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.dea._observe import Observed, Table, from_roles, observe


def split_periods(
    inputs: Table, outputs: Table, undesirable: Table = None, *, least: int = 2
) -> list[tuple[Hashable, Observed]]:
    """Check a panel and return its periods in their sorted order, with the points of each.

    Raises
    ------
    FaultyInput
        Not indexed by (period, unit), fewer than `least` periods, or a fault of the tables.
    """
    if outputs is None:
        inputs, outputs = from_roles(inputs)
    for name, table in (("inputs", inputs), ("outputs", outputs), ("undesirable", undesirable)):
        if table is not None and not (
            isinstance(table, pd.DataFrame | pd.Series) and table.index.nlevels == 2
        ):
            problem = "is not a table indexed by (period, unit)"
            raise FaultyInput(Fault(name, problem, "set_index(['period', 'unit'])"))
    whole = observe(inputs, outputs, undesirable)
    labels = whole.units.get_level_values(0)
    periods = in_order(labels)
    if len(periods) < least:
        problem = f"has {len(periods)} period(s)"
        raise FaultyInput(Fault("inputs", problem, f"give at least {least} periods"))
    found = []
    for period in periods:
        here = labels == period
        found.append((period, whole.take(here, whole.units[here].get_level_values(1))))
    return found


def in_order(labels: pd.Index) -> list[Hashable]:
    """Return the periods from the first to the last.

    Raises
    ------
    FaultyInput
        Periods of kinds that have no order among them, such as 2020 and "2021".
    """
    periods = list(labels.unique())
    try:
        return sorted(periods)
    except TypeError as error:
        kinds = " and ".join(sorted({type(period).__name__ for period in periods}))
        problem = f"the periods have no order: they are of the types {kinds}"
        raise FaultyInput(Fault("inputs", problem, "write all periods alike")) from error


def absent(panel: list[tuple[Hashable, Observed]]) -> tuple[str, ...]:
    """Return a note for every unit that is missing in some period."""
    everyone = pd.Index([])
    for _, points in panel:
        everyone = everyone.union(points.units, sort=False)
    return tuple(
        f"{unit} has no data in {period}"
        for period, points in panel
        for unit in everyone.difference(points.units, sort=False)
    )
