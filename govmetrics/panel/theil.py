"""Inequality between and within groups: Theil's indices, which split without a remainder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd
from scipy.special import xlogy

from govmetrics.core.options import choice, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.panel.common import (
    Source,
    by_groups,
    column_of,
    labelled,
    labels_and_weights,
    period_name,
    refuse_at_most,
)


@dataclass(frozen=True, eq=False)
class Inequality(Result):
    """Inequality between and within groups.

    Attributes
    ----------
    totals : DataFrame
        One row per period (one row without periods): total, within, between, between_share, n, missing (units left
        out for want of a value).
    groups : DataFrame
        Rows (period, group): n, mean, weight_share, value_share, index (inequality within the group), within and
        between (its part in the totals).
    index : str
        "theil" or "mean_log_deviation".

    See Also
    --------
    theil
    """

    totals: pd.DataFrame
    groups: pd.DataFrame
    index: str

    _by_line = True
    _shown: ClassVar = {"parts": "Inequality between and within groups", "groups": "Groups"}

    _cites: ClassVar = ("Theil1967", "Shorrocks1980")

    @property
    def parts(self) -> pd.DataFrame:
        """The totals, with the shares of both parts."""
        within = 1 - self.totals["between_share"]
        table = self.totals.drop(columns=["between_share", "n", "missing"])
        return table.assign(within_share=within, **self.totals[["between_share", "n", "missing"]])

    def _method(self) -> tuple[Text, ...]:
        index = Text("Theil's index") if self.index == "theil" else Text("mean log deviation")
        told = "Inequality was measured by the {index} and split without a remainder into what lies within and between groups."
        return (Text(told, index=index),)

    def _finding(self) -> tuple[Text, ...]:
        """The total of every period, and how much of it lies between the groups."""
        index = Text("Theil's index") if self.index == "theil" else Text("mean log deviation")
        return tuple(
            Text("{period}: {index} {total:.4f}, of which {share:.1%} lies between groups.", index=index,
                 period=period_name(period), total=row["total"], share=row["between_share"])
            for period, row in self.totals.iterrows()
            if row["total"] > 1e-15
        )  # fmt: skip


def theil(
    source: Source,
    by: str | pd.Series,
    node: str | None = None,
    weights: str | pd.Series | None = None,
    index: Literal["theil", "mean_log_deviation"] = "theil",
) -> Inequality:
    r"""Split inequality into what lies between groups and what lies within them, period by period.

    With weight shares :math:`p_i`, value shares :math:`s_i = p_i y_i / \mu`, and groups g,
    :math:`T = \sum_i s_i \ln (y_i / \mu) = \sum_g s_g T_g + \sum_g s_g \ln (\mu_g / \mu)`; the mean log deviation
    :math:`L = \sum_i p_i \ln (\mu / y_i)` splits in the same way with :math:`p_g` for :math:`s_g`.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit). Units without a value are left out and counted.
    by : str or Series
        The groups: an attribute's name, or a label per unit or a row.
    node : str, optional
        Column; the first by default.
    weights : str or Series, optional
        For example population; each unit counts one by default.
    index : {"theil", "mean_log_deviation"}
        Theil's T is moved most by the top, and takes zeros (0 ln 0 = 0); the mean log deviation (Theil's L) is
        moved most by the bottom, and is infinite with a zero.

    Returns
    -------
    Inequality
        `totals` has a row per period: total, within, between.

    Raises
    ------
    FaultyInput
        Unknown node or attribute, rows without group, weights that are not positive.
    UnsuitableMethod
        Negative values, and zeros in the mean log deviation; each is named. Periods in which all values are zero.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. Shorrocks, A. F. (1980). The class of additively decomposable
    inequality measures. Econometrica 48, 613-625.

    Examples
    --------
    >>> values = pd.Series([1.0, 1, 3, 3], list("uvwx"), name="score")
    >>> found = theil(values, by=pd.Series(["a", "a", "b", "b"], list("uvwx")))
    >>> found.totals[["total", "within", "between"]].round(4).iloc[0].tolist()
    [0.1308, 0.0, 0.1308]
    """
    faults = wanted(index=(index, choice("theil", "mean_log_deviation")))
    with faults:
        values, attributes = column_of(source, node)
        groups, w = labels_and_weights(values, attributes, by, weights)
    faults.raise_all()
    _refuse(values, index)
    totals, parts = {}, {}
    for period, y, own, codes, names, counts in by_groups(values, groups, w):
        total, table = _theil(y, own, codes, index)
        totals[period] = {**total, **counts}
        parts[period] = pd.DataFrame(table, names)
    return Inequality(*labelled(totals, parts), index)


def _refuse(values: pd.Series, index: str) -> None:
    """Refuse negative values; and zeros where the index takes their logarithms alone."""
    if index == "theil":  # s ln s is 0 at 0
        why, way_out = Text("Theil's T takes shares of a total"), Text("use another scale")
        refuse_at_most(values, why, way_out, strict=False)
    else:
        why, way_out = (
            Text("the mean log deviation takes logarithms"),
            Text('use index="theil" or dagum for zeros, or another scale'),
        )
        refuse_at_most(values, why, way_out)


def _theil(y: Array, w: Array, g: Ints, index: str) -> tuple[dict[str, float], dict[str, Array]]:
    """Return totals and one array per column of groups, coded 0, 1, ..."""
    if not len(y):
        return dict.fromkeys(("total", "within", "between", "between_share"), np.nan), {}
    p = w / w.sum()
    mean = p @ y
    share = np.bincount(g, p)
    means = np.bincount(g, p * y) / share
    value_share = share * means / mean
    relative = y / np.where(means > 0, means, 1.0)[g]  # in a group of zeros all are alike
    if index == "theil":
        own = np.bincount(g, p * xlogy(relative, relative)) / share
        weight, distance = value_share, np.log(np.where(means > 0, means / mean, 1.0))
    else:
        own = np.bincount(g, -p * np.log(relative)) / share
        weight, distance = share, np.log(mean / means)
    within, between = weight * own, weight * distance
    total = float(within.sum() + between.sum())
    sums = {"total": total, "within": float(within.sum()), "between": float(between.sum())}
    # Rounding may leave 1e-17 where all units are alike: no share is told of it.
    part = sums["between"] / total if total > 1e-15 else np.nan
    table = {
        "n": np.bincount(g), "mean": means, "weight_share": share, "value_share": value_share,
        "index": own, "within": within, "between": between,
    }  # fmt: skip
    return {**sums, "between_share": part}, table
