"""Atkinson's index of inequality, which says what equality would be worth, within and between groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.options import POSITIVE, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.panel.common import (
    ALL,
    Source,
    by_groups,
    column_of,
    labelled,
    labels_and_weights,
    period_name,
    refuse_at_most,
)

TOLD = 4
"""Of so many periods each has its sentence."""


@dataclass(frozen=True, eq=False)
class AtkinsonIndex(Result):
    """Inequality as the share of the mean that equality would save.

    Attributes
    ----------
    totals : DataFrame
        One row per period (one row without periods): mean, equivalent (the value that, if all had it, would be as
        good as what they have), total (the index), and with groups within, between, interaction
        (- within x between, so that the three sum to the total) and between_share (of the logarithms, which sum
        without it); n, missing (units left out for want of a value).
    groups : DataFrame or None
        Rows (period, group): n, mean, weight_share, equivalent, index (inequality within the group).
    epsilon : float
        Aversion to inequality.
    zeros : int
        How many values are zero.

    See Also
    --------
    atkinson
    """

    totals: pd.DataFrame
    groups: pd.DataFrame | None
    epsilon: float
    zeros: int = 0

    _by_line = True
    _shown: ClassVar = {"totals": "Atkinson index", "groups": "Groups"}
    _cites: ClassVar = ("Atkinson1970", "BlackorbyDonaldsonAuersperg1981")

    def _method(self) -> tuple[Text, ...]:
        told = Text(
            "Inequality was measured by Atkinson's index with an aversion to inequality of {epsilon:g}.",
            epsilon=self.epsilon,
        )
        if self.groups is None:
            return (told,)
        split = Text(
            "It was decomposed after Blackorby, Donaldson and Auersperg: one less the index is the product of one less "
            "inequality within groups and one less inequality between them."
        )
        return told, split

    @property
    def notes(self) -> tuple[Note, ...]:
        """What zeros do, and that the choice of epsilon is one."""
        advice = Note("the index depends on epsilon: show it for several, such as 0.5, 1 and 2")
        if self.zeros and self.epsilon >= 1:
            text = "{count:# value is|# values are} zero: with epsilon from 1 on the index is then 1, whatever the others are"
            return Note(text, count=self.zeros), advice
        return (advice,)

    def _finding(self) -> tuple[Text, ...]:
        """What equality would save, and what lies between the groups; of many periods the first and the last."""
        told = (
            "{period}: Atkinson index {total:.4f}; equally distributed, {equivalent:.4g} each would be as good as the mean of "
            "{mean:.4g}."
        )
        split = (
            "{period}: Atkinson index {total:.4f} ({within:.4f} within and {between:.4f} between groups); equally distributed, "
            "{equivalent:.4g} each would be as good as the mean of {mean:.4g}."
        )
        parts = ("total", "equivalent", "mean", "within", "between")
        rows = self.totals if len(self.totals) <= TOLD else self.totals.iloc[[0, -1]]
        return tuple(
            Text(told if self.groups is None or np.isnan(row["between"]) else split, period=period_name(period),
                 **{name: row[name] for name in parts if name in row})
            for period, row in rows.iterrows()
            if not np.isnan(row["total"])
        )  # fmt: skip


def atkinson(
    source: Source,
    by: str | pd.Series | None = None,
    node: str | None = None,
    weights: str | pd.Series | None = None,
    epsilon: float = 1.0,
) -> AtkinsonIndex:
    r"""Measure inequality by Atkinson's index, period by period, and split it between and within groups.

    With weight shares :math:`p_i` the equally distributed equivalent is
    :math:`e = (\sum_i p_i y_i^{1-\varepsilon})^{1/(1-\varepsilon)}`, the geometric mean for :math:`\varepsilon = 1`, and
    :math:`A = 1 - e / \mu`. With the groups' equivalents :math:`e_g` and their mean :math:`\bar e = \sum_g p_g e_g`,
    :math:`1 - A = (1 - A_W)(1 - A_B)` where :math:`A_W = 1 - \bar e / \mu` and :math:`A_B = 1 - e / \bar e`.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit). Units without a value are left out and counted.
    by : str or Series, optional
        The groups: an attribute's name, or a label per unit or a row.
    node : str, optional
        Column; the first by default.
    weights : str or Series, optional
        For example population; each unit counts one by default.
    epsilon : float
        Aversion to inequality, above 0: how much more a gain counts at the bottom than at the top.

    Returns
    -------
    AtkinsonIndex
        `totals` has a row per period.

    Raises
    ------
    FaultyInput
        Unknown node or attribute, rows without group, weights that are not positive, epsilon not above 0.
    UnsuitableMethod
        Negative values; periods in which all values are zero.

    Notes
    -----
    A zero is taken by epsilon below 1; from 1 on it makes the index 1 (nothing equal would be worth as little), which
    a note says.

    References
    ----------
    Atkinson, A. B. (1970). On the measurement of inequality. Journal of Economic Theory 2, 244-263. Blackorby, C.,
    Donaldson, D. and Auersperg, M. (1981). A new procedure for the measurement of inequality within and among population
    subgroups. Canadian Journal of Economics 14, 665-685.

    Examples
    --------
    >>> values = pd.Series([1.0, 1, 4, 4], list("uvwx"), name="score")
    >>> found = atkinson(values, by=pd.Series(["a", "a", "b", "b"], list("uvwx")))
    >>> found.totals[["mean", "equivalent", "total", "within", "between"]].iloc[0].round(4).tolist()
    [2.5, 2.0, 0.2, 0.0, 0.2]
    """
    faults = wanted(epsilon=(epsilon, POSITIVE))
    with faults:
        values, attributes = column_of(source, node)
        one = pd.Series(str(ALL), values.index) if by is None else by
        groups, w = labels_and_weights(values, attributes, one, weights)
    faults.raise_all()
    refuse_at_most(
        values, Text("Atkinson's index takes shares of a total"), Text("use another scale"), strict=False
    )
    totals, parts = {}, {}
    for period, y, own, codes, names, counts in by_groups(values, groups, w):
        total, table = _atkinson(y, own, codes, float(epsilon))
        totals[period] = {**total, **counts}
        parts[period] = pd.DataFrame(table, names)
    whole, table_of = labelled(totals, parts)
    if by is None:
        whole = whole.drop(columns=["within", "between", "interaction", "between_share"])
    return AtkinsonIndex(whole, None if by is None else table_of, float(epsilon), int((values == 0).sum()))


def _equivalent(y: Array, p: Array, epsilon: float) -> float:
    """Return the equally distributed equivalent of y (n,) with shares p (n,)."""
    from scipy.special import logsumexp

    with np.errstate(divide="ignore"):
        logs = np.log(y)
    if not y.all() and epsilon >= 1:
        return 0.0
    if abs(1 - epsilon) < 1e-8:
        return float(np.exp(p @ logs))
    return float(np.exp(logsumexp((1 - epsilon) * logs, b=p) / (1 - epsilon)))


def _atkinson(y: Array, w: Array, g: Ints, epsilon: float) -> tuple[dict[str, float], dict[str, Array]]:
    """Return totals and one array per column of groups, coded 0, 1, ..."""
    keys = ("mean", "equivalent", "total", "within", "between", "interaction", "between_share")
    if not len(y):
        return dict.fromkeys(keys, np.nan), {}
    p = w / w.sum()
    unit = y.max()  # squares of large values are none
    y = y / unit
    mean, share = float(p @ y), np.bincount(g, p)
    means = np.bincount(g, p * y) / share
    own = np.array([_equivalent(y[g == k], p[g == k] / share[k], epsilon) for k in range(len(share))])
    whole, middle = _equivalent(y, p, epsilon), float(share @ own)
    total, within = max(1 - whole / mean, 0.0), max(1 - middle / mean, 0.0)
    between = max(1 - whole / middle, 0.0) if middle > 0 else np.nan
    # Rounding may leave 1e-17 where all units are alike: no share is told of it.
    part = float(np.log1p(-between) / np.log1p(-total)) if 1e-15 < total < 1 else np.nan
    numbers = (mean * unit, whole * unit, total, within, between, -within * between, part)
    index = np.where(means > 0, 1 - own / np.where(means > 0, means, 1.0), 0.0)
    table = {"n": np.bincount(g), "mean": means * unit, "weight_share": share, "equivalent": own * unit,
             "index": np.maximum(index, 0.0)}  # fmt: skip
    return dict(zip(keys, numbers, strict=True)), table
