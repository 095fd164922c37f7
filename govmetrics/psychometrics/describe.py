"""Descriptive statistics of every column: centre, spread, shape, and how far from normal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.errors import FaultyInput
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import linearisation
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.linearisation import means_with_errors
from govmetrics.numerics.shape import skewness_kurtosis, spread
from govmetrics.psychometrics._frames import as_table, clusters_of, few_clusters, numbers_of
from govmetrics.psychometrics._item_frames import weights_of
from govmetrics.psychometrics.odd_items import left_over_codes, negative_codes

_MOST = 5_000  # beyond them the p value of Shapiro and Wilk's test is not known (Royston 1995)
_CITES = ("joanes1998", "shapirowilk1965", "royston1995", "jarquebera1980")
_FAR, _STRICT = (3, 10), (2, 7)
"""Skewness and excess kurtosis beyond which an item is far from normal: Kline's, and West, Finch and Curran's."""


@dataclass(frozen=True, eq=False)
class Descriptives(Result):
    """Descriptive statistics (描述统计) of columns.

    Attributes
    ----------
    table : DataFrame
        One row per column: n, missing, mean, sd (divisor n - 1), standard_error of the mean, min, median, max,
        skewness and kurtosis (adjusted G1 and G2, as SPSS prints them; kurtosis is excess: 0 for a normal
        distribution), and the normality test with its statistic and p. NaN where a number does not exist.
    n : int
        Rows given.
    effective_n : float
        Kish's effective number of them; equals `n` without weights.
    weighted, clustered : bool
        Whether design weights entered, and whether the standard errors allow for clusters.
    notes : tuple of str
        What looks wrong, what is far from normal and what to do then.

    See Also
    --------
    describe
    """

    table: pd.DataFrame
    n: int
    effective_n: float
    weighted: bool
    clustered: bool
    notes: tuple[Note, ...]

    _shown: ClassVar = {"table": "Descriptive statistics"}

    def _method(self) -> tuple[Text, ...]:
        said = [
            Text(
                "Skewness and kurtosis are the adjusted G1 and G2 (kurtosis is excess: 0 for a normal distribution); "
                "normality was tested by Shapiro and Wilk up to {most:,} answers and by Jarque and Bera beyond.",
                most=_MOST,
            )
        ]
        if self.weighted:
            told = (
                "Means, deviations, medians and shape are weighted by the design weights; the tests are not."
            )
            said.append(Text(told))
        if self.clustered:
            said.append(Text("Standard errors allow for clusters of respondents (linearised)."))
        return tuple(said)

    def _finding(self) -> tuple[Text, ...]:
        means, shape = self.table["mean"].dropna(), self.table[["skewness", "kurtosis"]].abs().max()
        if means.empty:
            return (Text("No column has answers."),)
        if len(means) == 1:
            one = "The mean of {name} is {mean:.2f}, n = {n:,}."
            name = str(means.index[0])
            return (Text(one, name=name, mean=means.iloc[0], n=int(self.table["n"].loc[name])),)
        told = "The means of {count:# column|# columns} run from {least:.2f} ({low:3}) to {most:.2f} ({high:3}), n = {n:,}."
        low, high = holders(means, most=False), holders(means)
        said = [
            Text(told, count=len(means), least=means.min(), low=low, most=means.max(), high=high, n=self.n)
        ]
        if np.isfinite(shape).all():
            told = "The largest skewness is {skewness:.2f} and the largest kurtosis {kurtosis:.2f} in size."
            said.append(Text(told, skewness=shape["skewness"], kurtosis=shape["kurtosis"]))
        return tuple(said)

    def _tables(self) -> list[Table]:
        table = self.table.rename(columns={"statistic": "normality"})
        return [
            Table.of(
                Text(self._shown["table"]), table, "psychometrics", stars=(0.05, 0.01, 0.001), cites=_CITES
            )
        ]


def describe(
    items: pd.DataFrame, *, weights: pd.Series | None = None, cluster: pd.Series | None = None
) -> Descriptives:
    """Return descriptive statistics of every column of `items`, with a test of normality.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, or any frame of numbers; NaN is a missing answer. Every column is described over its own
        answers.
    weights : Series, optional
        Design weights under the respondents' index.
    cluster : Series, optional
        What each respondent was drawn by (building, interviewer), under the respondents' index: standard errors of the
        means then allow for it. Tests of normality take respondents one by one.

    Returns
    -------
    Descriptives

    Raises
    ------
    FaultyInput
        Columns that are not numbers (all are named), columns named twice, bad weights or clusters, no column or row.
    UnsuitableMethod
        A single cluster.

    Notes
    -----
    A column that is all missing or constant is kept: it has no shape and no test, and a note says so. The standard
    error is sd / sqrt(n); with weights or clusters it is linearised.

    References
    ----------
    Joanes, D. N. and Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis. The Statistician, 47.
    Shapiro, S. S. and Wilk, M. B. (1965). An analysis of variance test for normality. Biometrika, 52, 591-611.
    Royston, P. (1995). Remark AS R94: a remark on algorithm AS 181. Applied Statistics, 44, 547-551.
    Jarque, C. M. and Bera, A. K. (1980). Efficient tests for normality, homoscedasticity and serial independence of
    regression residuals. Economics Letters, 6, 255-259.
    Kline, R. B. (2005). Principles and Practice of Structural Equation Modeling, 2nd ed. Guilford.
    Kim, H.-Y. (2013). Statistical notes for clinical researchers: assessing normal distribution (2) using skewness and
    kurtosis. Restorative Dentistry and Endodontics, 38, 52-54.

    Examples
    --------
    >>> answers = pd.DataFrame({"trust": [1, 2, 2, 3, 3, 3, 4, 5], "order": [1, 1, 1, 1, 2, 2, 3, None]})
    >>> describe(answers).table[["n", "mean", "sd", "skewness", "kurtosis"]].round(3).loc["order"].tolist()
    [7.0, 1.571, 0.787, 1.115, 0.273]
    """
    x, names = numbers_of(items)
    frame = as_table(items)
    if not x.size:
        raise FaultyInput("items", "has no columns or no rows", "give at least one column and one row")
    w = weights_of(weights, frame)
    place = clusters_of(cluster, frame.index)
    some = np.flatnonzero(~np.isnan(x).all(axis=0))
    codes = left_over_codes(x[:, some], [names[i] for i in some]) if len(some) else []
    table = pd.DataFrame(_described(x, w, place), index=pd.Index(names, name="item"))
    return Descriptives(
        table=table,
        n=len(x),
        effective_n=float(len(x)) if w is None else float(w.sum() ** 2 / (w**2).sum()),
        weighted=w is not None,
        clustered=place is not None,
        notes=(*negative_codes(x, names), *codes, *_notes(table, w is not None), *few_clusters(place)),
    )


def _described(x: Array, w: Array | None, cluster: Ints | None) -> dict[str, object]:
    n, mean, error = means_with_errors(x, w)
    if cluster is not None:
        error = _clustered(x, mean, np.ones(len(x)) if w is None else w, cluster)
    constant, sd = np.fmin.reduce(x) == np.fmax.reduce(x), spread(x, w)[2]
    skewness, kurtosis = skewness_kurtosis(x, w)
    shaped = np.where(constant, np.nan, 1.0)
    tests = [_normality(column[~np.isnan(column)]) for column in x.T]
    return {
        "n": n, "missing": len(x) - n, "mean": mean, "sd": sd,
        "standard_error": np.where(constant & (n > 1), 0.0, error),
        "min": np.fmin.reduce(x), "median": [_median(column, w) for column in x.T], "max": np.fmax.reduce(x),
        "skewness": skewness * shaped, "kurtosis": kurtosis * shaped,
        "test": [test for test, _, _ in tests], "statistic": [value for _, value, _ in tests], "p": [p for *_, p in tests],
    }  # fmt: skip


def _clustered(x: Array, mean: Array, w: Array, cluster: Ints) -> Array:
    """Return the standard errors of the means of columns, linearised over clusters."""
    own = ~np.isnan(x) * w[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        u = own * np.where(np.isnan(x), 0.0, x - mean) / own.sum(axis=0)
    plan = linearisation.design(None, cluster, len(x))
    return np.asarray(
        np.where(own.any(axis=0), np.sqrt(linearisation.variance(u, slice(None), plan)), np.nan)
    )


def _median(column: Array, w: Array | None) -> float:
    given = ~np.isnan(column)
    if not given.any():
        return float("nan")
    if w is None:
        return float(np.median(column[given]))
    order = np.argsort(column[given], kind="stable")
    values, below = column[given][order], np.cumsum(w[given][order])
    half = below[-1] / 2
    first = int(np.searchsorted(below, half * (1 - 1e-12)))
    exactly = abs(below[first] - half) <= 1e-12 * below[-1] and first + 1 < len(values)
    return float((values[first] + values[first + 1]) / 2 if exactly else values[first])


def _normality(y: Array) -> tuple[str, float, float]:
    """Return the test of normality, its statistic and p; nothing for fewer than three or equal answers."""
    if len(y) < 3 or not np.ptp(y) > 0:
        return "", float("nan"), float("nan")
    from scipy import stats

    y = (y - y.mean()) / np.ptp(y)
    test, name = (stats.shapiro, "Shapiro-Wilk") if len(y) <= _MOST else (stats.jarque_bera, "Jarque-Bera")
    found = test(y)
    return name, float(found.statistic), float(found.pvalue)


def _notes(table: pd.DataFrame, weighted: bool) -> list[Note]:
    notes = []
    empty = [str(name) for name in table.index[table["n"] == 0]]
    if empty:
        notes.append(Note("no answer at all: {items}", items=empty))
    constant = [str(name) for name in table.index[(table["n"] > 1) & (table["min"] == table["max"])]]
    if constant:
        notes.append(
            Note("every answer is the same, so there is no shape and no test: {items}", items=constant)
        )
    size = table[["skewness", "kurtosis"]].abs()
    far = (size["skewness"] > _FAR[0]) | (size["kurtosis"] > _FAR[1])
    strict = ((size["skewness"] > _STRICT[0]) | (size["kurtosis"] > _STRICT[1])) & ~far
    for beyond, (skewness, kurtosis), told in (
        (far, _FAR, "far from normal (skewness beyond {skewness} or kurtosis beyond {kurtosis} in size; Kline): {items}"),
        (strict, _STRICT, "not near normal by the stricter convention (skewness beyond {skewness} or kurtosis beyond "
                          "{kurtosis} in size; West, Finch and Curran): {items}"),
    ):  # fmt: skip
        if beyond.any():
            named = [str(name) for name in table.index[beyond]]
            notes.append(Note(told, skewness=skewness, kurtosis=kurtosis, items=named))
    if (far | strict).any():
        told = (
            "a referee will ask for methods that need no normal answers: Spearman or polychoric correlations, confirm with "
            "robust=True or confirm_ordinal, rank tests, bootstrap intervals"
        )
        notes.append(Note(told))
    rejected = table["p"] < 0.05
    if rejected.any() and not (far | strict).any():
        told = (
            "normality is rejected (p < 0.05) for {count:# column|# columns}, but skewness and kurtosis stay within usual "
            "bounds: answers in few steps are never normal, and with many respondents every departure is significant"
        )
        notes.append(Note(told, count=int(rejected.sum())))
    if weighted and table["p"].notna().any():
        notes.append(Note("the tests of normality know no weights: they are of the unweighted answers"))
    return notes
