"""How often every answer was given: weighted shares with errors and Wilson intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import SHARE, wanted
from govmetrics.core.respondent_weights import weights_of
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.shares import weighted_shares, wilson
from govmetrics.survey.design_weights import weighed
from govmetrics.survey.population import left_of
from govmetrics.survey.raked import Raked
from govmetrics.survey.replicated import replicate_weights, shares_of_replicates
from govmetrics.survey.unit_rows import Units, units_of

MOST_CODES = 20  # a scale with more whole codes is a measurement: score it


@dataclass(frozen=True, eq=False)
class Frequencies(Result):
    """Shares of respondents who gave every answer.

    Attributes
    ----------
    table : DataFrame
        Index (unit, item, answer), or (period, unit, item, answer): n (who chose it), share, standard_error, lower
        and upper ends of Wilson's interval with Kish's effective number of respondents, effective_n. Answers that
        nobody gave have the share 0.
    level : float
        Of the intervals.
    tree : IndicatorTree, optional
        Of the survey; items that are its indicators are printed by their names.

    See Also
    --------
    frequencies
    """

    table: pd.DataFrame
    level: float
    tree: IndicatorTree | None = None

    _cites: ClassVar = ("wilson1927",)
    _shown: ClassVar = {"table": "Shares of the answers"}

    def _method(self) -> tuple[Text, ...]:
        asked = self.table["n"].groupby(level=self.table.index.names[:-1]).transform("sum")
        if weighed(asked, self.table["effective_n"]):
            found = (
                "The shares of respondents who gave each answer were estimated with their weights, and their "
                "{level:.3g}% intervals by Wilson's method with the effective number of respondents."
            )
        else:
            found = (
                "The shares of respondents who gave each answer were counted, and their {level:.3g}% intervals found "
                "by Wilson's method."
            )
        return (Text(found, level=100 * self.level),)

    def _tables(self) -> list[Table]:
        shares = {key: f"share_{key}" for key in ("standard_error", "lower", "upper")}
        table = self.table.rename(columns=shares)
        caption, unit = Text(self._shown["table"]), str(table.index.names[0])
        return [Table.of(caption, table, "survey", self._names(), groups=unit)]

    def _finding(self) -> tuple[Text, ...]:
        items = self.table.index.get_level_values("item").nunique()
        rows = len(self.table.groupby(level=self.table.index.names[:-2]))
        told = "Answers to {items:# item|# items} in {units:# unit|# units}, with {percent:.3g}% intervals."
        return (Text(told, items=items, units=rows, percent=100 * self.level),)


def frequencies(
    survey: Survey,
    by: str | Sequence[str] | None = None,
    level: float = 0.95,
    *,
    weights: Raked | pd.Series | None = None,
) -> Frequencies:
    """Return the weighted share of every code of every item in every unit, as answered.

    Parameters
    ----------
    survey : Survey
        With scales of whole codes.
    by : str or (str, str), optional
        Units, as in `score`.
    level : float
        Of the intervals.
    weights : Raked or Series, optional
        As in `score`; raked weights count as fixed, which errs on the side of caution, unless the survey has replicate
        weights: these are raked anew.

    Returns
    -------
    Frequencies
        Whose `table` has a row per unit, item and answer.

    Raises
    ------
    FaultyInput
        Unknown group columns, unusable weights or level: all at once.
    UnsuitableMethod
        Answers between the whole codes, or scales of more than 20 codes; other weights beside replicate weights; a
        finite-population correction by strata.

    Notes
    -----
    With replicate weights, errors are those of the replicates; with a finite population, n of N respondents, variances
    count 1 - n / N times. Wilson's interval then takes the effective number of respondents p (1 - p) / error^2.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA, 22,
    209-212.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> table = frequencies(Survey(tree, pd.DataFrame({"t1": [5, 5, 4, 1]}))).table
    >>> table.loc[("all", "t1", 5), ["share", "lower", "upper"]].round(3).tolist()
    [0.5, 0.15, 0.85]
    """
    faults = refuse_no_survey(survey)
    faults += wanted(level=(level, SHARE))
    units, w = units_and_weights(survey, by, weights, faults)
    many = replicate_weights(survey, weights)
    z = float(scipy.stats.norm.ppf(0.5 + level / 2))
    tables = []
    for low, high in np.unique(survey.limits, axis=0):
        items = [i for i, ends in zip(survey.items, survey.limits, strict=True) if tuple(ends) == (low, high)]
        codes = whole_codes(survey.answers[items], low, high)
        values = range(round(low), round(high) + 1)
        size = len(units.index)
        shares, errors, kish = shares_with_errors(survey, codes, (w, many), units.place, size, len(values))
        effective = np.repeat(kish[:, :, None], len(values), axis=2)
        if many is not None or survey.fpc is not None:  # as many equally weighted answers as have this error
            effective = as_simple(shares, errors, effective)
        n = _counts(codes, units.place, size, len(values))
        tables.append(shares_table(survey, items, values, n, (shares, errors, effective), z))
    return of_tables(survey, units, tables, level)


def as_simple(shares: Array, errors: Array, effective: Array) -> Array:
    """Return as many equally weighted answers as have these errors; `effective` where shares or errors are zero."""
    spread = (shares * (1 - shares) > 0) & (errors > 0)
    return np.divide(shares * (1 - shares), errors**2, out=effective.copy(), where=spread)


def shares_table(
    survey: Survey, items: list[str], values: range, n: Ints, found: tuple[Array, Array, Array], z: float
) -> pd.DataFrame:
    """Return the rows of items on one scale: counts `n`, then shares, errors and effective respondents, (units, items, codes)."""
    shares, errors, effective = found
    lower, upper = wilson(shares, effective, z)
    columns = {
        "n": n, "share": shares, "standard_error": errors, "lower": lower, "upper": upper, "effective_n": effective,
    }  # fmt: skip
    places = [survey.items.index(item) for item in items]
    rows = pd.MultiIndex.from_product([range(len(shares)), places, values])
    return pd.DataFrame({name: array.ravel() for name, array in columns.items()}, index=rows)


def of_tables(survey: Survey, units: Units, tables: list[pd.DataFrame], level: float) -> Frequencies:
    """Return the frequencies of the tables of all scales."""
    table = pd.concat(tables).sort_index()
    labels = [
        (*(units.index[u] if units.index.nlevels > 1 else (units.index[u],)), survey.items[item], code)
        for u, item, code in table.index
    ]
    rows = pd.MultiIndex.from_tuples(labels, names=[*units.index.names, "item", "answer"])
    return Frequencies(table.set_axis(rows), level, survey.tree)


def shares_with_errors(
    survey: Survey,
    codes: Ints,
    weights: tuple[Array, Array | None],
    place: Ints,
    size: int,
    n_categories: int,
) -> tuple[Array, Array, Array]:
    """Return shares and errors, (units, items, categories), and Kish's effective respondents, (units, items).

    Errors are those of the replicates (the second of the weights) where there are some, else linearised, less what a finite
    population takes off.
    """
    w, many = weights
    shares, errors, kish = weighted_shares(codes, w, place, size, n_categories)
    if many is None:
        return shares, errors * np.sqrt(left_of_all(survey, survey.n)), kish
    assert survey.replicates is not None
    drawn = shares_of_replicates(codes, many, place, size, n_categories)
    return shares, np.sqrt(survey.replicates.variance(drawn, shares)), kish


def left_of_all(survey: Survey, n: int) -> float:
    """Return what a finite population leaves of the variance of `n` respondents; strata are refused."""
    if survey.fpc is None:
        return 1.0
    if (survey.fpc != survey.fpc.iloc[0]).any():
        problem = "differs from respondent to respondent, and shares know no strata"
        raise UnsuitableMethod(
            "fpc", problem, "use score(strata=...), give replicate weights, or read the survey without fpc"
        )
    left = left_of(survey, None, None, np.array([n]), np.zeros(survey.n, dtype=np.intp))
    assert left is not None
    return float(left[0])


def units_and_weights(
    survey: Survey, by: str | Sequence[str] | None, weights: Raked | pd.Series | None, faults: Faults
) -> tuple[Units, Array]:
    """Return units and weights; raise what is wrong with them together with the faults found so far."""
    with faults:
        units = units_of(survey, by)
    with faults:
        w = weights_of(survey, weights)
    faults.raise_all()
    return units, w


def whole_codes(answers: pd.DataFrame, low: float, high: float) -> Ints:
    """Return the answers as places 0, 1, ... on the scale, -1 missing."""
    x = answers.to_numpy()
    way = "shares need a scale of a few whole codes: score these items instead"
    if high - low + 1 > MOST_CODES or low != round(low) or high != round(high):
        place = Text("items {items:5}", items=list(map(str, answers.columns)))
        problem = "the scale {low:g} to {high:g} is not of few whole codes"
        raise UnsuitableMethod(place, problem, way, low=low, high=high)
    between = np.nan_to_num(x - np.floor(x)) != 0
    if between.any():
        raise UnsuitableMethod(
            Fault(str(item), "has answers between the codes", way)
            for item in answers.columns[between.any(axis=0)]
        )
    return np.where(np.isnan(x), -1, np.nan_to_num(x) - low).astype(np.intp)


def _counts(codes: Ints, place: Ints, size: int, n_categories: int) -> Ints:
    """Return how many respondents of every unit chose every category of every item."""
    counts = np.zeros((size, codes.shape[1], n_categories), dtype=np.intp)
    rows, items = np.nonzero((codes >= 0) & (place >= 0)[:, None])
    np.add.at(counts, (place[rows], items, codes[rows, items]), 1)
    return counts
