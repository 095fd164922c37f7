"""Inequality between and within groups: Theil's indices, which split without a remainder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from govmetrics.core.errors import choose
from govmetrics.core.results import fields_dict, html
from govmetrics.panel.common import Source, by_period, column_of, labels_and_weights, refuse_at_most

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Inequality:
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

    def to_frame(self) -> pd.DataFrame:
        """Return the totals as a copy."""
        return self.totals.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return the named fields, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.totals, f"Inequality 不平等分解 ({self.index})")


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
        Theil's T is moved most by the top, the mean log deviation (Theil's L) by the bottom.

    Returns
    -------
    Inequality
        `totals` has a row per period: total, within, between.

    Raises
    ------
    FaultyInput
        Unknown node or attribute, rows without group, weights that are not positive.
    UnsuitableMethod
        Zero or negative values; each is named.

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
    choose(index, ("theil", "mean_log_deviation"), "index")
    values, attributes = column_of(source, node)
    groups, w = labels_and_weights(values, attributes, by, weights)
    refuse_at_most(values, 0.0, "Theil's indices take logarithms", "use dagum for zeros, or another scale")
    totals, parts = {}, {}
    for period, rows in by_period(values):
        known = rows[values.iloc[rows].notna().to_numpy()]
        codes, names = pd.factorize(groups.iloc[known], sort=True)
        total, table = _theil(values.iloc[known].to_numpy(), w.iloc[known].to_numpy(), codes, index)
        totals[period] = {**total, "n": len(known), "missing": len(rows) - len(known)}
        parts[period] = pd.DataFrame(table, pd.Index(names, name="group"))
    return Inequality(*labelled(totals, parts), index)


def _theil(y: Array, w: Array, g: NDArray[np.intp], index: str) -> tuple[dict[str, float], dict[str, Array]]:
    """Return totals and one array per column of groups, coded 0, 1, ..."""
    if not len(y):
        return dict.fromkeys(("total", "within", "between", "between_share"), np.nan), {}
    p = w / w.sum()
    mean = p @ y
    share = np.bincount(g, p)
    means = np.bincount(g, p * y) / share
    value_share = share * means / mean
    relative = y / means[g]
    if index == "theil":
        own = np.bincount(g, p * relative * np.log(relative)) / share
        weight, distance = value_share, np.log(means / mean)
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


def labelled(
    totals: dict[object, dict[str, float]], parts: dict[object, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the totals by period and a table by period and group, or by group alone without periods."""
    table = pd.DataFrame(list(totals.values()), index=pd.Index(list(totals), name="period"))
    if list(totals) == [None]:
        return table.set_axis(pd.Index(["all"])), parts[None]
    return table, pd.concat(parts, names=["period"])
