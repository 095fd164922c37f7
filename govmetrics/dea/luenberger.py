"""Productivity change by directional distances: Luenberger (卢恩伯格指数) and Malmquist-Luenberger.

References
----------
Chambers, R. G., Fare, R., & Grosskopf, S. (1996). Productivity growth in APEC countries. Pacific Economic
Review, 1, 181-190. Chung, Y. H., Fare, R., & Grosskopf, S. (1997). Productivity and undesirable outputs: a
directional distance function approach. Journal of Environmental Management, 51, 229-240. Oh, D. (2010). A
global Malmquist-Luenberger productivity index. Journal of Productivity Analysis, 34, 183-197.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import INFEASIBLE, OPTIMAL
from govmetrics.dea._frontiers import Frontier, extents, frontier_faults, spanned
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import DISPOSABILITY, RETURNS, Returns, chose
from govmetrics.dea._panel import absent, by_interval, intervals, split_periods
from govmetrics.dea._words import DISPOSABLE, told
from govmetrics.dea._words import RETURNS as RETURN_NAMES
from govmetrics.dea.directional import DIRECTIONS, Disposability, _direction, _weak
from govmetrics.dea.engine.arrays import Floats
from govmetrics.dea.engine.moves import moved
from govmetrics.dea.malmquist import FRONTIER_NOTES

PanelDirection = Literal["own", "inputs", "outputs"]
ALL = "all"
INDICES = ("luenberger", "malmquist_luenberger")
METHODS = {
    "luenberger": "Productivity change was measured by the Luenberger indicator of directional distances ({returns}; the "
    "direction is {direction}): the sum of efficiency change and technical change.",
    "malmquist_luenberger": "Productivity change was measured by the Malmquist-Luenberger index of directional distances "
    "({returns}; the direction is {direction}): the product of efficiency change and technical change.",
}
CITES = {
    "luenberger": ("chambers1996",), "malmquist_luenberger": ("chung1997",), "pooled": ("oh2010",),
    "sequential": ("tulkens1995",), "window": ("tulkens1995",),
}  # fmt: skip
_NOISE = 1e-9
"""A mean change smaller than this is none."""


@dataclass(frozen=True, eq=False)
class ProductivityChange(Result):
    """Change of productivity from each period to the next.

    Attributes
    ----------
    changes : DataFrame
        One row per pair of periods and unit: period (the later one), unit, the index (its name is in `index`),
        efficiency_change, technical_change, status. Luenberger: differences, above 0 is progress and the two
        components add up. Malmquist-Luenberger: ratios, above 1 is progress and they multiply.
    means : DataFrame
        Per period over its feasible units, and over all ("all"): arithmetic for Luenberger, geometric for
        Malmquist-Luenberger.
    index : str
        "luenberger" or "malmquist_luenberger".
    direction, returns, disposability, frontier : str
        As asked for; no disposability without undesirable outputs.
    periods : tuple
        In the order of time.
    notes : tuple of str
        What a reader must know: absent units, infeasible programs.

    See Also
    --------
    luenberger
    malmquist_luenberger
    """

    changes: pd.DataFrame
    means: pd.DataFrame
    index: str
    notes: tuple[str, ...]
    direction: str = "own"
    returns: str = "variable"
    disposability: str = ""
    frontier: str = "period"
    periods: tuple[Hashable, ...] = ()

    _shown: ClassVar = {"changes": "Productivity change", "means": "Means by period"}

    def _method(self) -> tuple[Text, ...]:
        values = {"returns": RETURN_NAMES[self.returns], "direction": DIRECTIONS[self.direction]}
        told = [Text(METHODS[self.index], **values)]
        if self.disposability:
            told.append(DISPOSABLE[self.disposability])
        return (*told, *spanned(self.notes, FRONTIER_NOTES.values()))

    def _finding(self) -> tuple[Text, ...]:
        total, catch_up, shift = self.means.to_numpy()[-1].tolist()
        gain = total - (0.0 if self.index == "luenberger" else 1.0)
        told = Text("Productivity rose on average.") if gain > 0 else Text("Productivity fell on average.")
        if abs(gain) < _NOISE:
            told = Text("Productivity did not change on average.")
        parts = (
            "Mean index {total:.4f}: efficiency change {efficiency:.4f}, technical change {technical:.4f}."
        )
        return (
            told,
            Text(parts, total=total, efficiency=catch_up, technical=shift),
        )

    def _tables(self) -> list[Table]:
        spans: dict[Hashable, str] = intervals(self.periods)
        changes = by_interval(self.changes, spans)
        if (self.changes["status"] == OPTIMAL).all():
            changes = changes.drop(columns="status")
        means = by_interval(
            self.means.rename_axis("period").reset_index(), spans | {ALL: Text("all intervals")}
        )
        ratio = self.index == "malmquist_luenberger"
        captions = {
            "changes": "Productivity change",
            "means": "Geometric means by period" if ratio else "Means by period",
        }
        cites = (
            CITES[self.index]
            + CITES.get(self.frontier, ())
            + (("kuosmanen2005",) if self._own_factors else ())
        )
        return [
            Table.of(
                Text(captions[key]),
                told(frame[_order(frame)]),
                "dea",
                cites=cites if key == "changes" else (),
            )
            for key, frame in {"changes": changes, "means": means}.items()
        ]

    @property
    def _own_factors(self) -> bool:
        """Whether each unit has an abatement factor of its own."""
        return self.disposability == "weak" and self.returns != "constant"


def luenberger(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    direction: PanelDirection = "own",
    returns: Returns = "variable",
    undesirable: Amounts | None = None,
    disposability: Disposability = "weak",
    frontier: Frontier = "period",
    width: int = 3,
) -> ProductivityChange:
    r"""Return the Luenberger indicator, a difference of directional distances :math:`D`.

    :math:`L = \tfrac12 [D^t(t) - D^t(t+1) + D^{t+1}(t) - D^{t+1}(t+1)]`, efficiency change
    :math:`D^t(t) - D^{t+1}(t+1)`, the rest is technical change. With the pooled (global) frontier
    :math:`L = D^G(t) - D^G(t+1)`.

    Parameters
    ----------
    inputs, outputs : DataFrame
        Indexed (period, unit).
    direction : {"own", "inputs", "outputs"}
        As in `directional`.
    returns : {"variable", "constant", "increasing", "decreasing"}
    undesirable : DataFrame, optional
        Outputs of which less is better.
    disposability : {"weak", "strong"}
        Of the undesirable outputs.
    frontier : {"period", "pooled", "sequential", "window"}
        Of each period its own units, or all units up to it, or those of the last `width` periods. "pooled": one
        frontier of all periods, so that there are no infeasible pairs and changes chain over time.
    width : int
        Periods in a window.

    Returns
    -------
    ProductivityChange

    Raises
    ------
    FaultyInput
        Tables not indexed (period, unit), fewer than two periods, faults of cells.

    References
    ----------
    Chambers, R. G., Färe, R. and Grosskopf, S. (1996). Productivity growth in APEC countries. Pacific
    Economic Review 1, 181-190. Kuosmanen, T. (2005). Weak disposability in nonparametric production
    analysis with undesirable outputs. American Journal of Agricultural Economics 87, 1077-1082.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> index = pd.MultiIndex.from_product([[2020, 2021], ["A", "B"]], names=["period", "unit"])
    >>> x = pd.Series([2.0, 4.0, 2.0, 2.0], index=index, name="staff")
    >>> y = pd.Series([2.0, 2.0, 2.0, 2.0], index=index, name="cases")
    >>> luenberger(x, y, direction="inputs", returns="constant").to_frame()["luenberger"].tolist()
    [0.0, 0.5]
    """
    options = direction, returns, disposability, frontier, width
    return _change(inputs, outputs, undesirable, options, "luenberger")


def malmquist_luenberger(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    direction: PanelDirection = "outputs",
    returns: Returns = "constant",
    undesirable: Amounts | None = None,
    disposability: Disposability = "weak",
    frontier: Frontier = "period",
    width: int = 3,
) -> ProductivityChange:
    r"""Return the Malmquist-Luenberger index, a ratio of directional distances :math:`D`.

    :math:`ML = \left[\frac{1 + D^t(t)}{1 + D^t(t+1)} \cdot \frac{1 + D^{t+1}(t)}{1 + D^{t+1}(t+1)}\right]^{1/2}`,
    efficiency change :math:`(1 + D^t(t)) / (1 + D^{t+1}(t+1))`, the rest is technical change. With the pooled
    (global) frontier :math:`ML = (1 + D^G(t)) / (1 + D^G(t+1))`.

    Parameters
    ----------
    inputs, outputs, direction, returns, undesirable, disposability, frontier, width
        As in `luenberger`; the direction is usually "outputs": more of the good, less of the bad.

    Returns
    -------
    ProductivityChange

    References
    ----------
    Chung, Y. H., Färe, R. and Grosskopf, S. (1997). Productivity and undesirable outputs: a directional
    distance function approach. Journal of Environmental Management 51, 229-240. Oh, D.-h. (2010). A global
    Malmquist-Luenberger productivity index. Journal of Productivity Analysis 34, 183-197.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> index = pd.MultiIndex.from_product([[2020, 2021], ["A", "B"]], names=["period", "unit"])
    >>> x = pd.Series([2.0, 2.0, 2.0, 2.0], index=index, name="staff")
    >>> y = pd.Series([4.0, 2.0, 4.0, 4.0], index=index, name="solved")
    >>> bad = pd.Series([1.0, 1.0, 1.0, 1.0], index=index, name="complaints")
    >>> malmquist_luenberger(x, y, undesirable=bad).to_frame()["malmquist_luenberger"].round(3).tolist()
    [1.0, 1.333]
    """
    options = direction, returns, disposability, frontier, width
    return _change(inputs, outputs, undesirable, options, "malmquist_luenberger")


def _change(
    inputs: Amounts | Dataset,
    outputs: Amounts | None,
    undesirable: Amounts | None,
    options: tuple[PanelDirection, Returns, Disposability, Frontier, int],
    index: str,
) -> ProductivityChange:
    direction, returns, disposability, frontier, width = options
    faults = frontier_faults(frontier, width)
    faults += wanted(
        returns=(returns, RETURNS),
        direction=(direction, choice("own", "inputs", "outputs")),
        disposability=(disposability, DISPOSABILITY),
    )
    with faults:
        panel = split_periods(inputs, outputs, undesirable, idle=not chose(direction, "outputs"))
    faults.raise_all()
    pools = [
        np.vstack([points.values for _, points in panel[first : last + 1]])
        for first, last in extents(frontier if frontier != "pooled" else "period", width, len(panel))
    ]
    everything = np.vstack([points.values for _, points in panel])

    def distance(units: Observed, rows: pd.Index, reference: Floats) -> Floats:
        some = units.take(units.units.get_indexer(rows), rows)
        g = _direction(some, some, direction)
        weak = _weak(some, disposability)
        return moved(some.values, reference, some.sign, g, returns, weak, None, slacks=False).beta

    tables = []
    for ((_, before), early), ((period, after), late) in pairwise(zip(panel, pools, strict=True)):
        both = before.units[before.units.isin(after.units)]
        if not len(both):
            raise UnsuitableMethod(
                str(period), "shares no unit with the period before", "leave this period out"
            )
        own = distance(before, both, early), distance(after, both, late)
        if frontier == "pooled":
            pairs = [(distance(before, both, everything), distance(after, both, everything))]
        else:
            pairs = [
                (own[0], distance(after, both, early)),
                (distance(before, both, late), own[1]),
            ]
        tables.append(_table(period, both, own, pairs, index))
    changes = pd.concat(tables, ignore_index=True)
    infeasible = int((changes["status"] != OPTIMAL).sum())
    notes: tuple[str, ...] = (Note(FRONTIER_NOTES[frontier], width=width), *absent(panel))
    if infeasible:
        note = (
            "{count} of {all:# change has|# changes have} no feasible solution and are left out of the means; "
            "frontier='pooled' has none of these"
        )
        notes += (Note(note, count=infeasible, all=len(changes)),)
    falls = disposability if undesirable is not None else ""
    periods = tuple(period for period, _ in panel)
    return ProductivityChange(
        changes, _means(changes, index), index, notes, direction, returns, falls, frontier, periods
    )


def _order(frame: pd.DataFrame) -> list[str]:
    """Return the columns as papers print them: the index behind its parts."""
    last = ["efficiency_change", "technical_change", *INDICES, "status"]
    return [*frame.columns.difference(last, sort=False), *(key for key in last if key in frame)]


def _table(
    period: Hashable,
    units: pd.Index,
    own: tuple[Floats, Floats],
    pairs: list[tuple[Floats, Floats]],
    index: str,
) -> pd.DataFrame:
    if index == "luenberger":
        total = np.mean([start - end for start, end in pairs], axis=0)
        catch_up = own[0] - own[1]
        shift = total - catch_up
    else:
        # A distance of -1 or less takes outputs to zero: the ratio has no meaning there.
        gains = [tuple(np.where(d > -1, 1 + d, np.nan) for d in pair) for pair in pairs]
        ratios = [start / end for start, end in gains]
        total = np.prod(ratios, axis=0) ** (1 / len(ratios))
        catch_up = (1 + own[0]) / (1 + own[1])
        shift = total / catch_up
    status = np.where(np.isfinite(total), OPTIMAL, INFEASIBLE)
    columns = {index: total, "efficiency_change": catch_up, "technical_change": shift, "status": status}
    return pd.DataFrame({"period": [period] * len(units), "unit": units, **columns})


def _means(changes: pd.DataFrame, index: str) -> pd.DataFrame:
    columns = [index, "efficiency_change", "technical_change"]
    known = changes[changes["status"] == OPTIMAL]
    values = known[columns] if index == "luenberger" else known[columns].transform("log")
    means = values.groupby(known["period"]).mean()
    means.loc[ALL] = values.mean()
    return means if index == "luenberger" else means.transform("exp")
