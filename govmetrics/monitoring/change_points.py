"""Breaks: when a series took another level, found exactly among all places where it may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import Kind, among, asked, count, is_number, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.monitoring.panels import Panel, panel_of
from govmetrics.monitoring.series import spacing_notes
from govmetrics.numerics.arrays import Array, Bools, Ints

_CELLS = 4_000_000
"""Costs of segments that are held at once."""
_LONGEST = 2000
_PER_CHANGE = {"BIC": 2, "strict": 3}
"""By how many times log n a change must improve the fit."""
_PENALTY = Kind(lambda value: (isinstance(value, str) and value in _PER_CHANGE) or (is_number(value) and value > 0),
                Text('give "strict", "BIC", or a number above 0'))  # fmt: skip


@dataclass(frozen=True, eq=False)
class ChangePoints(Result):
    """When levels changed.

    Attributes
    ----------
    table : DataFrame
        One row a change, by unit: period (the first of the new level), before, after, change (levels), gain (by how much the
        criterion would be worse without it).
    levels : DataFrame, shape (periods, units)
        The level of every period.
    criterion : DataFrame
        By unit: n log(SSE / n) + penalty k for k = 0, 1, ... changes; the smallest is taken.
    sd : Series, by unit
        Around the levels.
    penalty : float or str
        As chosen.
    min_length : int
        Values that a level needs.
    node : str
        What was looked at.

    See Also
    --------
    change_points
    """

    table: pd.DataFrame
    levels: pd.DataFrame
    criterion: pd.DataFrame
    sd: pd.Series
    penalty: float | str
    min_length: int
    node: str
    names: Mapping[str, Label] = field(default_factory=dict)
    procedure: Procedure = field(default_factory=Procedure)
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"table": "Changes of level", "levels": "Levels"}
    _kinds: ClassVar = {"levels": "number"}
    _left_out: ClassVar = ("names",)

    def _names(self) -> Mapping[Any, str]:
        return dict(self.names)

    def _finding(self) -> tuple[Text, ...]:
        """How many changed, and the clearest change."""
        units = self.levels.shape[1]
        if self.table.empty:
            return (Text("No change of level in {n:# unit|# units}.", n=units),)
        most = self.table.sort_values("gain", ascending=False, kind="stable").iloc[0]
        changed = self.table["unit"].nunique()
        return (
            Text("{changed} of {n:# unit|# units} changed their level. The clearest change: {unit}, {period}, from {before:.4g} "
                 "to {after:.4g}.", changed=changed, n=units, unit=str(most["unit"]), period=str(most["period"]),
                 before=most["before"], after=most["after"]),
        )  # fmt: skip


def change_points(
    data: Panel,
    node: str | None = None,
    penalty: float | Literal["strict", "BIC"] = "strict",
    min_length: int = 3,
    most: int = 5,
) -> ChangePoints:
    r"""Find when every unit's series changed its level.

    Among all segmentations into at most `most` + 1 levels the one with the least
    :math:`n \log(\mathrm{SSE}_k / n) + \lambda k`, found exactly by dynamic programming. Schwarz' criterion ("BIC") has
    :math:`\lambda = 2 \log n`, a change costing its place and its level (Yao 1988); with few values it cries wolf. "strict" has
    :math:`3 \log n`: a place among n costs more than a parameter (Zhang and Siegmund 2007, without their term of lengths). Of
    series of noise alone, "strict" finds a change in 9.5% (8 values), 5.7% (16) and 2.8% (40), "BIC" in 20, 21 and 13%; a step of
    two standard deviations in the middle it finds in 66, 85 and 99.9% (simulated).

    Values are taken as independent around constant levels: a trend looks like stairs, and slow swings like changes; take the
    season out first (`seasonal`).

    Parameters
    ----------
    data : Assessment, Scores, Dataset, DataFrame, Series or {period: Scores}
        Rows (period, unit); at most 2,000 periods. Missing values are skipped.
    node : str, optional
        Column; the first by default.
    penalty : "strict", "BIC" or float
        What a change costs.
    min_length : int
        Values that a level needs.
    most : int
        Changes of one unit.

    Returns
    -------
    ChangePoints
        Every change with the levels before and after.

    Raises
    ------
    FaultyInput
        No periods, rows twice, text, an unknown node.
    UnsuitableMethod
        More than 2,000 periods, or no unit with values for two levels.

    References
    ----------
    Yao, Y.-C. (1988). Estimating the number of change-points via Schwarz' criterion. Statistics and Probability Letters 6,
    181-189. Auger, I. E. and Lawrence, C. E. (1989). Algorithms for the optimal identification of segment neighborhoods. Bulletin
    of Mathematical Biology 51, 39-54. Zhang, N. R. and Siegmund, D. O. (2007). A modified Bayes information criterion with
    applications to the analysis of comparative genomic hybridization data. Biometrics 63, 22-32. None was at hand: the criteria
    are as later papers quote them.

    Examples
    --------
    >>> rows = pd.MultiIndex.from_product([range(2014, 2026), ["East"]], names=["period", "unit"])
    >>> found = change_points(pd.Series([4.0, 5, 4, 5, 4, 5, 9, 8, 9, 8, 9, 8], rows))
    >>> found.table[["unit", "period", "before", "after"]].to_dict("records")
    [{'unit': 'East', 'period': 2020, 'before': 4.5, 'after': 8.5}]
    """
    faults = wanted(
        penalty=(penalty, _PENALTY), min_length=(min_length, count(1, 1000)), most=(most, count(1, 20))
    )
    with faults:
        panel = panel_of(data)
        chosen = panel.nodes[0] if node is None else node
        asked(node=(chosen, among(panel.nodes)))
    faults.raise_all()
    y = panel.values[:, :, panel.nodes.index(chosen)]
    known = ~np.isnan(y)
    if len(y) > _LONGEST:
        raise UnsuitableMethod(
            "period",
            "there are {n:,}",
            "give at most {most:,}, such as weeks for days",
            n=len(y),
            most=_LONGEST,
        )
    short = known.sum(axis=0) < 2 * min_length
    if short.all():
        way_out = "give a unit at least {n} values"
        raise UnsuitableMethod("units", "none has values for two levels", way_out, n=2 * min_length)
    starts, criterion = _segmented(y, known, penalty, min_length, most)
    notes = [*spacing_notes(panel.labels), *panel.notes]
    if short.any():
        notes.append(
            Note("too short for two levels: {units:10}", units=[str(unit) for unit in panel.units[short]])
        )
    levels, rows, sd = np.full(y.shape, np.nan), [], np.full(y.shape[1], np.nan)
    for unit, label in enumerate(panel.units):
        values, there = y[:, unit], known[:, unit]
        edges = [0, *starts[unit], len(y)]
        means = [values[a:b][there[a:b]].mean() if there[a:b].any() else np.nan for a, b in pairwise(edges)]
        levels[:, unit] = np.repeat(means, np.diff(edges))
        rest = ((values - levels[:, unit])[there]) ** 2
        free = there.sum() - len(means)
        sd[unit] = np.sqrt(rest.sum() / free) if free > 0 else np.nan
        for k, start in enumerate(starts[unit]):
            gain = _gain(values, there, edges[k], start, edges[k + 2], rest.sum(), penalty)
            rows.append((label, panel.periods[start], means[k], means[k + 1], means[k + 1] - means[k], gain))
    cost = f"{_PER_CHANGE[penalty]} log n" if isinstance(penalty, str) else f"{float(penalty):.4g}"
    said = Procedure.of(
        "Changes of level were found by exact segmentation, their number by n log(SSE / n) + {penalty} a change (at least "
        "{least:# value|# values} a level).", "Yao1988", "AugerLawrence1989", "ZhangSiegmund2007", least=min_length, penalty=cost,
    )  # fmt: skip
    return ChangePoints(
        table=pd.DataFrame(rows, columns=["unit", "period", "before", "after", "change", "gain"]),
        levels=pd.DataFrame(levels, pd.Index(panel.periods, name="period"), panel.units),
        criterion=pd.DataFrame(criterion, panel.units, pd.RangeIndex(criterion.shape[1], name="changes")),
        sd=pd.Series(sd, panel.units, name="sd"), penalty=penalty if isinstance(penalty, str) else float(penalty),
        min_length=min_length, node=str(chosen), names=panel.names, procedure=said, notes=tuple(notes),
    )  # fmt: skip


def _cost_of_change(penalty: float | str, n: Array) -> Array:
    return (
        _PER_CHANGE[penalty] * np.log(np.maximum(n, 1))
        if isinstance(penalty, str)
        else np.full(np.shape(n), float(penalty))
    )


def _gain(values: Array, there: Bools, a: int, b: int, c: int, sse: float, penalty: float | str) -> float:
    """Return how much worse the criterion is without the change at b, between the places a and c."""
    left, right = values[a:b][there[a:b]], values[b:c][there[b:c]]
    more = (left.mean() - right.mean()) ** 2 * len(left) * len(right) / (len(left) + len(right))
    n = there.sum()
    floor = 1e-12 * values[there].var() * n
    worse = n * np.log(max(sse + more, floor) / max(sse, floor))
    return float(worse - _cost_of_change(penalty, np.array(n)))


def _segmented(
    y: Array, known: Bools, penalty: float | str, least: int, most: int
) -> tuple[list[list[int]], Array]:
    """Return where new levels begin, by unit, and the criterion by unit and number of changes."""
    at_once = max(1, _CELLS // (len(y) + 1) ** 2)
    parts = [
        _chunk(y[:, i : i + at_once], known[:, i : i + at_once], penalty, least, most)
        for i in range(0, y.shape[1], at_once)
    ]
    return [starts for part, _ in parts for starts in part], np.concatenate(
        [criterion for _, criterion in parts]
    )


def _chunk(
    y: Array, known: Bools, penalty: float | str, least: int, most: int
) -> tuple[list[list[int]], Array]:
    """Segment some units: the least SSE of k + 1 levels up to every place, from that of k levels (units last)."""
    n, units = known.sum(axis=0), y.shape[1]
    middle = np.where(known, y, 0).sum(axis=0) / np.maximum(n, 1)
    z = np.where(known, y - middle, 0)
    counts, sums, squares = (
        np.concatenate([np.zeros((1, units)), np.cumsum(x, axis=0)]) for x in (known, z, z**2)
    )
    size = counts[None] - counts[:, None]  # (from, to, unit)
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = np.maximum(squares[None] - squares[:, None] - (sums[None] - sums[:, None]) ** 2 / size, 0)
    cost[~(size >= least)] = np.inf
    best, back = [cost[0]], list[Ints]()
    for _ in range(most):
        through = best[-1][:, None] + cost
        back.append(through.argmin(axis=0))
        best.append(through.min(axis=0))
    total = squares[-1]
    sse = np.stack([one[-1] for one in best], axis=1)
    floor = 1e-12 * total[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        fit = n[:, None] * np.log(np.maximum(sse, floor) / np.maximum(n, 1)[:, None])
    criterion = fit + _cost_of_change(penalty, n)[:, None] * np.arange(most + 1)
    flat = total <= 1e-24 * np.maximum(np.abs(middle), 1e-300) ** 2 * np.maximum(n, 1)
    criterion[flat] = np.nan
    pick = np.where(
        flat | ~np.isfinite(criterion[:, 0]),
        0,
        np.argmin(np.where(np.isnan(criterion), np.inf, criterion), axis=1),
    )
    starts = []
    for unit, k in enumerate(pick):
        place, found = len(y), list[int]()
        for step in range(int(k) - 1, -1, -1):
            place = int(back[step][place, unit])
            found.append(place + int(np.argmax(known[place:, unit])))  # the first value of the new level
        starts.append(found[::-1])
    return starts, np.where(np.isinf(criterion), np.nan, criterion)
