"""Item analysis: how high and low scorers of the scale answer each item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.special import stdtr

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import number, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._item_frames import covariance_of, read_answers
from govmetrics.psychometrics._item_statistics import item_statistics


@dataclass(frozen=True, eq=False)
class ItemAnalysis(Result):
    """Item analysis (项目分析) by high and low scorers.

    Attributes
    ----------
    items : DataFrame
        mean_high, sd_high, mean_low, sd_low, critical_ratio (决断值: Student's t), df, p, welch_t, welch_p,
        discrimination (difference of means over the range of answers in use), item_total and item_rest
        (correlations with the total, and with the total of the other items).
    cut_high, cut_low : float
        Totals from which and up to which a respondent counts as high or low; ties are all in.
    n_high, n_low : int
        Respondents in the two groups.

    See Also
    --------
    item_analysis
    """

    items: pd.DataFrame
    cut_high: float
    cut_low: float
    n_high: int
    n_low: int
    share: float
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("kelley1939",)
    _shown: ClassVar = {"items": "Item analysis: high and low scorers compared"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "By their total scores the highest {share:.0%} of respondents (at least {high:g}) and the lowest (at "
            "most {low:g}) were compared on every item by Student's t, the critical ratio."
        )
        return (Text(found, share=self.share, high=self.cut_high, low=self.cut_low),)

    def _finding(self) -> tuple[Text, ...]:
        unfit = self.items.index[~(self.items["p"] < 0.05)]
        groups = {"high": self.n_high, "low": self.n_low}
        if len(unfit):
            found = "{high:,} high and {low:,} low scorers do not differ at p < 0.05 on: {items}."
            return (Text(found, items=unfit, **groups),)
        return (Text("{high:,} high and {low:,} low scorers differ at p < 0.05 on every item.", **groups),)

    def _tables(self) -> list[Table]:
        """Return the table of items, with SPSSAU's columns first."""
        first = [
            "mean_low",
            "sd_low",
            "mean_high",
            "sd_high",
            "critical_ratio",
            "p",
            "item_total",
            "item_rest",
        ]
        columns = [*first, *(column for column in self.items.columns if column not in first)]
        return [Table.of(Text(self._shown["items"]), self.items, "psychometrics", columns=columns)]


def item_analysis(items: pd.DataFrame, share: float = 0.27) -> ItemAnalysis:
    """Compare the answers of the high and the low scorers of the scale, item by item.

    Parameters
    ----------
    items : DataFrame
        Respondents x items of one scale, reversed items already flipped; incomplete respondents are left
        out and counted.
    share : float
        Share of respondents in each group, by convention 0.27.

    Returns
    -------
    ItemAnalysis

    Raises
    ------
    FaultyInput
        A share outside (0, 0.5]; bad answers.
    UnsuitableMethod
        Totals so much alike that the groups overlap.

    References
    ----------
    Kelley, T. L. (1939). The selection of upper and lower groups for the validation of test items. Journal
    of Educational Psychology, 30.

    Examples
    --------
    >>> answers = pd.DataFrame({"a": [1, 1, 2, 3, 4, 5, 5, 4], "b": [1, 2, 2, 3, 3, 5, 4, 5]})
    >>> item_analysis(answers).items["mean_high"].tolist()
    [4.666666666666667, 4.666666666666667]
    """
    faults = wanted(share=(share, number(0, 0.5, open_low=True)))
    with faults:
        answers = read_answers(items)
    faults.raise_all()
    x = answers.values
    total = x.sum(axis=1)
    low, high = np.quantile(total, [share, 1 - share])
    is_high, is_low = total >= high, total <= low
    if high <= low or min(is_high.sum(), is_low.sum()) < 2:
        way = "collect more answers, or items whose totals differ"
        raise UnsuitableMethod("items", "high and low scorers cannot be told apart", way)
    table = pd.DataFrame(
        _compare(x[is_high], x[is_low], np.ptp(x, axis=0)), index=pd.Index(answers.names, name="item")
    )
    related = item_statistics(covariance_of(answers))
    table = table.assign(item_total=related["item_total"], item_rest=related["item_rest"])
    counts = int(is_high.sum()), int(is_low.sum())
    return ItemAnalysis(table, float(high), float(low), *counts, share, answers.n, tuple(answers.notes))


def _compare(high: Array, low: Array, spread: Array) -> dict[str, Array]:
    """Return the columns of the table; `high` (n1, k), `low` (n2, k), `spread` (k,)."""
    n1, n2 = len(high), len(low)
    difference = high.mean(axis=0) - low.mean(axis=0)
    v1, v2 = high.var(axis=0, ddof=1), low.var(axis=0, ddof=1)
    pooled = ((n1 - 1) * v1 + (n2 - 1) * v2) / (n1 + n2 - 2) * (1 / n1 + 1 / n2)
    own = v1 / n1 + v2 / n2
    with np.errstate(divide="ignore", invalid="ignore"):
        t, welch = difference / np.sqrt(pooled), difference / np.sqrt(own)
        df_welch = own**2 / ((v1 / n1) ** 2 / (n1 - 1) + (v2 / n2) ** 2 / (n2 - 1))
        return {
            "mean_high": high.mean(axis=0),
            "sd_high": np.sqrt(v1),
            "mean_low": low.mean(axis=0),
            "sd_low": np.sqrt(v2),
            "critical_ratio": t,
            "df": np.full(len(t), float(n1 + n2 - 2)),
            "p": 2 * stdtr(n1 + n2 - 2, -np.abs(t)),
            "welch_t": welch,
            "welch_p": 2 * stdtr(df_welch, -np.abs(welch)),
            "discrimination": difference / np.where(spread > 0, spread, np.nan),
        }
