"""Rows of a panel: the periods that there are, and those of one of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.options import among, asked
from govmetrics.core.periods import known_as, ordered
from govmetrics.core.words import Text

Noun = TypeVar("Noun")
UNITS = (
    "{units:# unit|# units}",
    "{rows:# case|# cases} ({units:# unit|# units} over {periods:# period|# periods})",
)
"""How many units there are: in one period, and in a panel."""


def periods_of(index: pd.Index) -> list[Hashable]:
    """Return the periods in the order of time; empty where the rows are units alone."""
    return [] if index.nlevels == 1 else ordered(index.get_level_values("period"))


def period_among(index: pd.Index, period: object) -> Hashable:
    """Return a period as the rows call it ("2024年" is 2024); others than those there are are refused."""
    periods = periods_of(index)
    named = known_as(period, periods)
    if named is None:
        asked(period=(period, among(periods, None if periods else Text("the rows have no periods"))))
    return named  # type: ignore[no-any-return]


def rows_at(index: pd.Index, period: object) -> np.ndarray:
    """Return which rows are of a period; others than those there are are refused."""
    return np.asarray(index.get_level_values("period") == period_among(index, period))


MOST_CELLS = 50_000_000
"""Of a table that crosses units and periods, 400 MB: people print none of this size."""


def crossed(values: Any, level: str) -> Any:
    """Return rows of a panel with one of their levels, "unit" or "period", across.

    Raises
    ------
    FaultyInput
        Units times periods are more cells than are taken.
    """
    periods, units = (values.index.get_level_values(name).nunique() for name in ("period", "unit"))
    refuse_crossed(units, periods)
    return values.unstack(level)


FEWER_PERIODS = "merge periods, such as days into months, or take fewer of them"


def refuse_crossed(units: int, periods: int, rows: int = 0) -> None:
    """Refuse a table of units by periods that has more cells than are taken, and than twice the `rows` that there are.

    Examples
    --------
    >>> refuse_crossed(300, 12)
    """
    most = max(MOST_CELLS, 2 * rows)
    if periods * units > most:
        problem = "{periods:,} periods of {units:,} units make a table of {cells:,} cells; {most:,} are taken"
        raise FaultyInput("period", problem, FEWER_PERIODS, periods=periods, units=units, cells=periods * units,
                          most=most)  # fmt: skip


def counted(index: pd.Index, said: tuple[str, str] = UNITS) -> Text:
    """Return how many units rows are about: those of a panel are cases where a unit comes again.

    Examples
    --------
    >>> print(counted(pd.Index(["East", "West"])))
    2 units
    >>> print(counted(pd.MultiIndex.from_product([[2024, 2025], ["East", "West"]], names=["period", "unit"])))
    4 cases (2 units over 2 periods)
    """
    rows = len(index)
    units = rows if index.nlevels == 1 else index.get_level_values(-1).nunique()
    if units == rows:
        return Text(said[0], n=units, units=units)
    return Text(said[1], n=rows, rows=rows, units=units, periods=index.get_level_values(0).nunique())


def at_period(noun: Noun, period: object, frames: tuple[str, ...]) -> Noun:
    """Return a noun with the rows of one period in each of its frames, indexed by unit."""
    period = period_among(noun.values.index, period)  # type: ignore[attr-defined]
    cut: dict[str, Any] = {}
    for name in frames:
        frame = getattr(noun, name)
        if frame is not None and frame.index.nlevels == 2:
            cut[name] = frame[frame.index.get_level_values("period") == period].droplevel("period")
    return replace(noun, **cut)  # type: ignore[type-var]
