"""Dagum's decomposition of the Gini coefficient: within groups, between them, and how far they overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

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

_PARTS = ("within", "net_between", "overlap")


@dataclass(frozen=True, eq=False)
class GiniDecomposition(Result):
    """A Gini coefficient and its parts.

    Attributes
    ----------
    totals : DataFrame
        One row per period: total = within + net_between + overlap; n, missing.
    groups : DataFrame
        Rows (period, group): n, mean, weight_share, value_share, gini, within (its part).
    pairs : DataFrame
        Rows (period, first, second), the first with the higher mean: gini (between the two), affluence (Dagum's
        relative economic affluence D: 1 when they do not overlap, 0 when their means agree), net_between, overlap.

    See Also
    --------
    dagum
    """

    totals: pd.DataFrame
    groups: pd.DataFrame
    pairs: pd.DataFrame

    _by_line = True
    _cites: ClassVar = ("Dagum1997",)
    _shown: ClassVar = {
        "parts": "Gini coefficient and its parts",
        "groups": "Groups",
        "pairs": "Pairs of groups",
    }

    @property
    def parts(self) -> pd.DataFrame:
        """The totals, with the share of each part."""
        shares = {f"{part}_share": self.totals[part] / self.totals["total"] for part in _PARTS}
        return self.totals[["total", *_PARTS]].assign(**shares, **self.totals[["n", "missing"]])

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Inequality was measured by the Gini coefficient and decomposed after Dagum into what lies within groups, the net "
            "difference between groups, and what their overlap adds (intensity of transvariation)."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        """The parts of every period."""
        return tuple(
            Text("{period}: Gini coefficient {total:.4f}; {within:.1%} within groups, {between:.1%} between them, "
                 "{overlap:.1%} overlap.", period=period_name(period), total=row["total"],
                 within=row["within"] / row["total"], between=row["net_between"] / row["total"],
                 overlap=row["overlap"] / row["total"])
            for period, row in self.totals.iterrows()
            if row["total"] > 0
        )  # fmt: skip


def dagum(
    source: Source,
    by: str | pd.Series,
    node: str | None = None,
    weights: str | pd.Series | None = None,
) -> GiniDecomposition:
    r"""Decompose the Gini coefficient by groups, period by period.

    With group shares :math:`p` of weight and :math:`s` of value, and :math:`G_{jh}` the mean distance between units
    of j and h over the sum of their means, :math:`G_w = \sum_j G_{jj} p_j s_j`,
    :math:`G_{nb} = \sum_{j>h} G_{jh} D_{jh} (p_j s_h + p_h s_j)`, and the overlap (intensity of transvariation)
    :math:`G_t = \sum_{j>h} G_{jh} (1 - D_{jh}) (p_j s_h + p_h s_j)`; the three sum to G.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Rows are units, or (period, unit); zeros are allowed.
    by : str or Series
        The groups: an attribute's name, or a label per unit or row.
    node : str, optional
        Column; the first by default.
    weights : str or Series, optional
        For example population; each unit counts one by default.

    Returns
    -------
    GiniDecomposition
        `totals` has a row per period: total, within, net_between, overlap.

    Raises
    ------
    FaultyInput
        Unknown node or attribute, rows without group, weights that are not positive.
    UnsuitableMethod
        Negative values; each is named. A period whose values are all zero.

    References
    ----------
    Dagum, C. (1997). A new approach to the decomposition of the Gini income inequality ratio. Empirical Economics 22,
    515-531.

    Examples
    --------
    >>> values = pd.Series([1.0, 2, 3, 4], list("uvwx"), name="score")
    >>> found = dagum(values, by=pd.Series(["a", "a", "b", "b"], list("uvwx")))
    >>> found.totals[["total", "within", "net_between", "overlap"]].round(4).iloc[0].tolist()
    [0.25, 0.05, 0.2, 0.0]
    """
    values, attributes = column_of(source, node)
    groups, w = labels_and_weights(values, attributes, by, weights)
    refuse_at_most(
        values,
        Text("the Gini coefficient needs values that are not negative"),
        Text("use a scale that begins at zero"),
        strict=False,
    )
    totals, parts, pairs = {}, {}, {}
    for period, y, own, codes, names, counts in by_groups(values, groups, w):
        total, table, between = _dagum(y, own, codes)
        totals[period] = {**total, **counts}
        parts[period] = pd.DataFrame(table, names)
        first, second = (np.asarray(names)[between.pop(key).astype(int)] for key in ("first", "second"))
        index = pd.MultiIndex.from_arrays([first, second], names=["first", "second"])
        pairs[period] = pd.DataFrame(between, index)
    frame, by_group = labelled(totals, parts)
    return GiniDecomposition(frame, by_group, labelled(totals, pairs)[1])


def _dagum(y: Array, w: Array, g: Ints) -> tuple[dict[str, float], dict[str, Array], dict[str, Array]]:
    """Return totals, columns of the groups (coded 0, 1, ...) and columns of their pairs."""
    if not len(y):
        empty = np.empty(0)
        nothing = dict.fromkeys(("total", "within", "net_between", "overlap"), np.nan)
        return (
            nothing,
            {},
            dict.fromkeys(("first", "second", "gini", "affluence", "net_between", "overlap"), empty),
        )
    p = w / w.sum()
    share = np.bincount(g, p)
    means = np.bincount(g, p * y) / share
    value_share = share * means / (p @ y)
    over = _positive_gaps(y, p / share[g], g)  # mean of (y_i - y_r)+ over i in j, r in h
    j, h = np.triu_indices(len(share), 1)
    j, h = np.where(means[j] >= means[h], j, h), np.where(means[j] >= means[h], h, j)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = over[j, h] + over[h, j]
        gini = np.where(apart > 0, apart / (means[j] + means[h]), 0.0)
        affluence = np.where(apart > 0, (over[j, h] - over[h, j]) / apart, 0.0)
        own = np.where(means > 0, np.diag(over) / means, 0.0)
    both = gini * (share[j] * value_share[h] + share[h] * value_share[j])
    within, net, overlap = own * share * value_share, both * affluence, both * (1 - affluence)
    sums = {"within": float(within.sum()), "net_between": float(net.sum()), "overlap": float(overlap.sum())}
    table = {"n": np.bincount(g), "mean": means, "weight_share": share, "value_share": value_share,
             "gini": own, "within": within}  # fmt: skip
    pairs = {"first": j.astype(float), "second": h.astype(float), "gini": gini, "affluence": affluence,
             "net_between": net, "overlap": overlap}  # fmt: skip
    return {"total": sum(sums.values()), **sums}, table, pairs


def _positive_gaps(y: Array, f: Array, g: Ints) -> Array:
    """Return the mean of (y_i - y_r)+ for i in group j and r in group h, shape (groups, groups)."""
    order = np.argsort(y)
    y = (y - y.min())[order]  # from the least, so that large values lose no digits
    member = np.zeros((len(y), int(g.max()) + 1))
    member[np.arange(len(y)), g[order]] = f[order]
    # What lies at or below each unit, by group: how much, and of what value.
    below, value = np.cumsum(member, axis=0), np.cumsum(member * y[:, None], axis=0)
    return np.asarray(member.T @ np.maximum(y[:, None] * below - value, 0.0))
