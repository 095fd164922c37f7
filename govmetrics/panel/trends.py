"""Trends: is a unit getting better, by how much a year, and could it be chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import factorial
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import SHARE, asked, optional, several, wanted
from govmetrics.core.periods import times
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Text
from govmetrics.numerics.trend import EXACT, trend
from govmetrics.panel.common import Source, column_kind, cube, names_of, table_of


@dataclass(frozen=True, eq=False)
class Trends(Result):
    """The trend of every unit at every node.

    Attributes
    ----------
    table : DataFrame
        Rows (unit, node): n, slope (a year), lower, upper, s, tau, z, p, adjusted_p (false discovery rate among
        the units of a node), exact (whether p is), direction ("up", "down" or "none").
    years : Series
        The time of every period, as it was used.
    level : float
        Of the intervals; direction is by ``p < 1 - level``.
    names : mapping of code to name
        Of the nodes, where the source has a tree.

    See Also
    --------
    trends
    """

    table: pd.DataFrame
    years: pd.Series
    level: float
    names: Mapping[str, Label]

    _by_line = True
    _shown: ClassVar = {"table": "Trends, per year"}
    _left_out = ("names",)

    _cites: ClassVar = ("Sen1968", "Kendall1975", "BenjaminiHochberg1995")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Trends over {count:# period|# periods} ({first} to {last}) were tested by Mann and Kendall's test, exactly with "
            "up to {exact} values; slopes are Sen's, with {level:.3g}% intervals. p values were adjusted among the units "
            "of a node by Benjamini and Hochberg's false discovery rate."
        )
        periods = self.years.index
        return (
            Text(
                told,
                count=len(periods),
                first=str(periods[0]),
                last=str(periods[-1]),
                level=100 * self.level,
                exact=EXACT,
            ),
        )

    def _finding(self) -> tuple[Text, ...]:
        """How many units rise and fall at each node; of too few periods that none can be told from chance."""
        tested, needed = self.table["p"].notna(), _fewest(self.level)
        able = tested & (self.table["n"] >= needed)
        if tested.any() and not able.any():
            told = (
                "{count:# period is|# periods are} too few to tell a trend from chance at {level:.3g}%: a unit needs values at "
                "{needed} or more."
            )
            return (Text(told, count=len(self.years), level=100 * self.level, needed=needed),)
        found = []
        for node, rows in self.table.groupby(level="node", sort=False):
            up, down = (int((rows["direction"] == word).sum()) for word in ("up", "down"))
            known = int(rows["p"].notna().sum())
            found.append(
                Text("{node}: {up} of {count:# unit|# units} rise, {down} fall (about {chance:.1f} by chance).",
                     node=self.names.get(str(node), str(node)), up=up, down=down, count=known,
                     chance=(1 - self.level) * int(able[rows.index].sum()))
            )  # fmt: skip
        return tuple(found)

    def _names(self) -> Mapping[str, Label]:
        return self.names


def trends(source: Source, nodes: Sequence[str] | None = None, level: float = 0.95) -> Trends:
    r"""Estimate and test the trend of every unit at every node over the time between periods.

    The slope is the median of the slopes between all pairs of periods (Theil 1950, Sen 1968): a year that went
    wrong does not move it. The test counts the pairs that rise minus those that fall (Mann 1945, Kendall 1975), with
    ties; p is exact up to 10 values. Distances between periods count, not their places in the table.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows (period, unit) in any order; missing values and periods are left out.
    nodes : sequence of str, optional
        Columns; all by default.
    level : float
        Of the intervals.

    Returns
    -------
    Trends
        Units with one value have no trend (NaN). Where there are too few periods for the level, the interval has no
        end: with fewer than five values no trend can be told from chance at 95 %.

    Raises
    ------
    FaultyInput
        Rows without periods, unknown nodes.
    UnsuitableMethod
        Periods that are neither numbers nor dates.

    References
    ----------
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of the American
    Statistical Association 63, 1379-1389. Kendall, M. G. (1975). Rank Correlation Methods. Benjamini, Y. and
    Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57, 289-300.

    Examples
    --------
    The example of Sen (1968), its measurements taken as years:

    >>> t, y = [1, 2, 3, 4, 10, 12, 18], [9, 15, 19, 20, 45, 55, 78]
    >>> index = pd.MultiIndex.from_product([t, ["u"]], names=["period", "unit"])
    >>> found = trends(pd.Series(y, index, name="index"), level=0.93)
    >>> found.table[["slope", "lower", "upper"]].round(2).loc[("u", "index")].tolist()
    [4.0, 3.71, 4.38]
    """
    faults = wanted(level=(level, SHARE))
    with faults:
        values, _ = table_of(source, periods=True)
        asked(nodes=(nodes, optional(several(column_kind(values), least=1))))
    faults.raise_all()
    values = values if nodes is None else values[list(dict.fromkeys(nodes))]
    array, periods, units = cube(values)
    time_of = times(values.index.get_level_values("period"))
    t = np.array([time_of[period] for period in periods])
    found = trend(array.reshape(len(t), -1), t, level)
    index = pd.MultiIndex.from_product([units, values.columns], names=["unit", "node"])
    table = pd.DataFrame(found._asdict(), index=index)
    table["n"] = table["n"].astype(int)
    table["adjusted_p"] = table.groupby("node", sort=False)["p"].transform(_adjusted)
    table["exact"] = (table["n"] <= EXACT) & table["p"].notna()
    sure = (table["p"] < 1 - level).to_numpy()
    table["direction"] = np.where(
        sure & (table["s"] > 0), "up", np.where(sure & (table["s"] < 0), "down", "none")
    )
    return Trends(
        table, pd.Series(t, pd.Index(periods, name="period"), name="years"), level, names_of(source)
    )


def _fewest(level: float) -> int:
    """Return the number of values from which on a steady rise, one of all their orders, is no chance at a level."""
    return next(n for n in count(2) if 2 / factorial(n) < 1 - level)


def _adjusted(p: pd.Series) -> pd.Series:
    """Return p adjusted for the number of units."""
    from scipy.stats import false_discovery_control

    known = p.dropna()
    return pd.Series(false_discovery_control(known), known.index).reindex(p.index)
