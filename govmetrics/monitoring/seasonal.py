"""Seasons: what comes back every year, taken out; short panels learn it from all units together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.options import among, asked, choice, count, optional, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.calendar import Calendar
from govmetrics.monitoring.history import history_of
from govmetrics.monitoring.panels import Panel
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.seasons import above_cycle, by_place, mean_known, own_share

Pool = Literal["shrunk", "all", "own"]


@dataclass(frozen=True, eq=False)
class Seasonal(Result):
    """What of a panel comes back every year, and what is left without it.

    Attributes
    ----------
    adjusted : DataFrame, shape (periods, units)
        Values without their season.
    effects : DataFrame, shape (seasons, units)
        What a season adds; a unit's sum to zero. Seasons count from 1, the first of the year, or of the data where
        periods have no year.
    pooled : Series, by season
        The mean effect of all units.
    strength : DataFrame
        By unit: strength (1 - Var(remainder) / Var(season + remainder), not below 0), own (the share of its own season in
        the effects, the rest is the pooled one), values (from which the season was learnt).
    length : int
        Seasons in a cycle.
    pool : str
        As chosen.
    node : str
        What was looked at.

    See Also
    --------
    seasonal
    """

    adjusted: pd.DataFrame
    effects: pd.DataFrame
    pooled: pd.Series
    strength: pd.DataFrame
    length: int
    pool: str
    node: str
    names: Mapping[str, Label] = field(default_factory=dict)
    procedure: Procedure = field(default_factory=Procedure)
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {
        "strength": "Strength of the season",
        "effects": "What a season adds",
        "adjusted": "Values without season",
    }
    _kinds: ClassVar = {"effects": "number", "adjusted": "number"}
    _left_out: ClassVar = ("names",)

    def _names(self) -> Mapping[Any, str]:
        return dict(self.names)

    def _finding(self) -> tuple[Text, ...]:
        """When it is high and low, and how strong that is."""
        high, low = int(self.pooled.argmax()) + 1, int(self.pooled.argmin()) + 1
        return (
            Text("{n:# unit|# units}, {m} seasons: season {high} adds {up:+.3g} on average, season {low} {down:+.3g}; median "
                 "strength {strength:.2f}.", n=self.effects.shape[1], m=self.length, high=high, up=self.pooled[high],
                 low=low, down=self.pooled[low], strength=self.strength["strength"].median()),
        )  # fmt: skip


def seasonal(
    data: Panel, node: str | None = None, length: int | None = None, pool: Pool = "shrunk"
) -> Seasonal:
    r"""Take the season out of every unit's series.

    The trend is the centred moving average over a cycle; a season's own effect is the mean of what lies above it,
    centred. A unit with two years has one or two values a season: its effect is drawn towards the mean of all units,
    :math:`\bar s_k + B / (B + \sigma^2 / c) (s_{ik} - \bar s_k)`, where c values of a season have variance
    :math:`\sigma^2` around their mean, and effects differ between units with variance B (both by moments, not below 0).

    Parameters
    ----------
    data : Assessment, Scores, Dataset, DataFrame, Series or {period: Scores}
        Rows (period, unit). Periods may be missing, but lie at equal distances.
    node : str, optional
        Column; the first by default.
    length : int, optional
        Seasons in a cycle; by default as many periods as a year has. Periods without a calendar (wave 3) need it.
    pool : {"shrunk", "all", "own"}
        Effects between pooled and own, the mean of all units, or every unit's own (what R's `decompose` gives).

    Returns
    -------
    Seasonal
        Adjusted values, effects, and how strong the season is.

    Raises
    ------
    FaultyInput
        No periods, rows twice, text, an unknown node.
    UnsuitableMethod
        Yearly or unequally spaced periods, or a season of which no unit has a value with half a cycle on both sides.

    References
    ----------
    Hyndman, R. J. and Athanasopoulos, G. (2021). Forecasting: Principles and Practice, 3rd ed., OTexts, sections 3.4
    (classical decomposition) and 4.3 (strength of seasonality). The shrinkage, empirical Bayes by moments, is ours.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product([[f"{y}Q{q}" for y in (2023, 2024, 2025) for q in (1, 2, 3, 4)], ["East", "West"]],
    ...                                   names=["period", "unit"])
    >>> season, trend = np.tile([-2.0, 0, 3, -1], 3), np.arange(12.0)
    >>> found = seasonal(pd.Series(np.column_stack([season + trend, season + 2 * trend]).ravel(), rows))
    >>> found.effects["East"].tolist(), found.strength["strength"].tolist()
    ([-2.0, 0.0, 3.0, -1.0], [1.0, 1.0])
    """
    faults = wanted(length=(length, optional(count(2, 400))), pool=(pool, choice("shrunk", "all", "own")))
    with faults:
        history = history_of(data)
        chosen = history.nodes[0] if node is None else node
        asked(node=(chosen, among(history.nodes)))
    faults.raise_all()
    y, labels = history.values[:, :, history.nodes.index(chosen)], history.calendar.labels
    season, m = _seasons(history.calendar, length)
    above = above_cycle(y, m)
    found = by_place(above, season, m)
    there = found.counts > 0
    if not there.any(axis=1).all():
        way_out = "give at least two cycles, {periods} periods in a row"
        raise UnsuitableMethod("period", "there are too few: of a season no value has half a cycle on both sides", way_out,
                               periods=2 * m)  # fmt: skip
    complete = there.all(axis=0)
    own = found.mean - np.where(complete, found.mean.mean(axis=0), 0.0)
    pooled = mean_known(own, axis=1)
    pooled -= pooled.mean()
    alone = len(history.units) == 1
    share = there.astype(float)
    if pool == "all":
        share = np.zeros(own.shape)
    elif pool == "shrunk" and not alone:
        share = own_share(own, pooled, found)
    effects = pooled[:, None] + share * (np.where(np.isnan(own), pooled[:, None], own) - pooled[:, None])
    effects -= effects.mean(axis=0)
    rest = above - effects[season]
    known = ~np.isnan(above)
    strength = pd.DataFrame({"strength": _strength(rest, above), "own": share.mean(axis=0), "values": known.sum(axis=0)},
                            history.units)  # fmt: skip
    index = pd.RangeIndex(1, m + 1, name="season_number")
    notes = list(history.notes)
    if pool == "shrunk" and not alone and np.isnan(found.chance):
        notes.append(Note("no season has two values of one unit: what units have of their own cannot be told from chance, and "
                          "all have the pooled season"))  # fmt: skip
    return Seasonal(
        adjusted=pd.DataFrame((y - effects[season])[history.calendar.places], pd.Index(labels, name="period"), history.units),
        effects=pd.DataFrame(effects, index, history.units), pooled=pd.Series(pooled, index, name="pooled"),
        strength=strength.rename_axis("unit"), length=m, pool=pool, node=str(chosen), names=history.names,
        procedure=_PROCEDURES[pool], notes=tuple(notes),
    )  # fmt: skip


_PROCEDURES = {
    "shrunk": Procedure.of("Seasons were estimated by classical decomposition (centred moving average) and shrunk towards the "
                           "mean of all units.", "HyndmanAthanasopoulos2021"),
    "all": Procedure.of("Seasons were estimated by classical decomposition (centred moving average) as the mean of all units.",
                        "HyndmanAthanasopoulos2021"),
    "own": Procedure.of("Seasons were estimated by classical decomposition (centred moving average) for every unit by itself.",
                        "HyndmanAthanasopoulos2021"),
}  # fmt: skip


def _seasons(calendar: Calendar, length: int | None) -> tuple[Ints, int]:
    """Return the season of every place on the calendar's grid, and how many there are."""
    if length is None and calendar.length == 1:
        raise FaultyInput("length", "periods do not tell how many seasons a cycle has", "give it: length=4")
    m = calendar.length if length is None else length
    first = calendar.first if m == calendar.length else 0
    return (np.arange(int(calendar.places[-1]) + 1) + first) % m, m


def _strength(rest: Array, above: Array) -> Array:
    """Return 1 - Var(remainder) / Var(season + remainder) of every unit, not below 0; NaN without two values."""
    enough = (~np.isnan(above)).sum(axis=0) > 1
    found = np.full(above.shape[1], np.nan)
    whole, left = np.nanvar(above[:, enough], axis=0), np.nanvar(rest[:, enough], axis=0)
    flat = whole <= 1e-24 * np.nanmax(np.abs(above), initial=1.0) ** 2
    found[enough] = np.where(flat, 0.0, np.clip(1 - left / np.where(flat, 1, whole), 0, 1))
    return found
