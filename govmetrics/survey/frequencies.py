"""How often every answer was given: weighted shares with errors and Wilson intervals; grades for fuzzy evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import SHARE, wanted
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text
from govmetrics.numerics.calibration import Array, Ints
from govmetrics.numerics.shares import weighted_shares, wilson
from govmetrics.survey.design_weights import weights_of
from govmetrics.survey.raked import Raked
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

    See Also
    --------
    frequencies
    """

    table: pd.DataFrame
    level: float

    _shown: ClassVar = {"table": "Shares of the answers"}

    def _finding(self) -> tuple[Text, ...]:
        items = self.table.index.get_level_values("item").nunique()
        rows = len(self.table.groupby(level=self.table.index.names[:-2]))
        told = "Answers to {items:# item|# items} in {units:# unit|# units}, with {percent:.3g}% intervals."
        return (Text(told, items=items, units=rows, percent=100 * self.level),)


@dataclass(frozen=True, eq=False)
class GradeFrequencies(Result):
    """Shares of respondents in every grade: the membership of fuzzy comprehensive evaluation.

    Attributes
    ----------
    shares, standard_errors : DataFrame
        Index (unit, code) of the leaves, or (period, unit, code); one column per code of the scale, from
        worst to best; rows sum to one, NaN where nobody answered.
    n, effective_n : Series
        Respondents behind a row, and Kish's number of them (of a leaf with several items: the least).
    labels : mapping of code to str
        What the leaves are called.

    See Also
    --------
    grade_frequencies
    """

    shares: pd.DataFrame
    standard_errors: pd.DataFrame
    n: pd.Series
    effective_n: pd.Series
    labels: Mapping[str, Label]

    _shown: ClassVar = {"shares": "Share of respondents in every grade"}
    _left_out: ClassVar = ("labels",)

    def _names(self) -> Mapping[str, Label]:
        return self.labels

    def _finding(self) -> tuple[Text, ...]:
        leaves = self.shares.index.get_level_values("code").nunique()
        told = "{leaves:# indicator|# indicators} in {rows:# unit|# units}, on {grades} grades."
        return (Text(told, leaves=leaves, rows=len(self.shares) // leaves, grades=self.shares.shape[1]),)

    def _tables(self) -> list[Table]:
        (table,) = super()._tables()
        levels = self.shares.index.nlevels
        grades = tuple(replace(column, kind="share") for column in table.columns[levels:])
        return [replace(table, columns=(*table.columns[:levels], *grades))]


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
        As in `score`; raked weights count as fixed, which errs on the side of caution.

    Returns
    -------
    Frequencies
        Whose `table` has a row per unit, item and answer.

    Raises
    ------
    FaultyInput
        Unknown group columns, unusable weights or level: all at once.
    UnsuitableMethod
        Answers between the whole codes, or scales of more than 20 codes.

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
    units, w = _units_and_weights(survey, by, weights, faults)
    z = float(stats.norm.ppf(0.5 + level / 2))
    tables = []
    for low, high in np.unique(survey.limits, axis=0):
        items = [i for i, ends in zip(survey.items, survey.limits, strict=True) if tuple(ends) == (low, high)]
        codes = _whole_codes(survey.answers[items], low, high)
        values = range(round(low), round(high) + 1)
        size = len(units.index)
        shares, errors, effective = weighted_shares(codes, w, units.place, size, len(values))
        lower, upper = wilson(shares, effective[:, :, None], z)
        columns = {
            "n": _counts(codes, units.place, size, len(values)),
            "share": shares,
            "standard_error": errors,
            "lower": lower,
            "upper": upper,
            "effective_n": np.broadcast_to(effective[:, :, None], shares.shape),
        }
        places = [survey.items.index(item) for item in items]
        rows = pd.MultiIndex.from_product([range(size), places, values])
        tables.append(pd.DataFrame({name: array.ravel() for name, array in columns.items()}, index=rows))
    table = pd.concat(tables).sort_index()
    labels = [
        (*(units.index[u] if units.index.nlevels > 1 else (units.index[u],)), survey.items[item], code)
        for u, item, code in table.index
    ]
    rows = pd.MultiIndex.from_tuples(labels, names=[*units.index.names, "item", "answer"])
    return Frequencies(table.set_axis(rows), level)


def _units_and_weights(
    survey: Survey, by: str | Sequence[str] | None, weights: Raked | pd.Series | None, faults: Faults
) -> tuple[Units, Array]:
    """Return units and weights; raise what is wrong with them together with the faults found so far."""
    with faults:
        units = units_of(survey, by)
    with faults:
        w = weights_of(survey, weights)
    faults.raise_all()
    return units, w


def grade_frequencies(
    survey: Survey,
    by: str | Sequence[str] | None = None,
    *,
    weights: Raked | pd.Series | None = None,
) -> GradeFrequencies:
    """Return the weighted share of respondents in every grade of every leaf, reversed items turned.

    A leaf with several items has the mean of their shares (the error is the mean of the items' errors,
    as if their answers went hand in hand: an upper bound).

    Parameters
    ----------
    survey : Survey
        One scale of whole codes for all items.
    by : str or (str, str), optional
        Units, as in `score`.
    weights : Raked or Series, optional
        As in `score`.

    Returns
    -------
    GradeFrequencies
        `shares`: a row per unit and leaf, a column per grade.

    Raises
    ------
    UnsuitableMethod
        Items with several scales, answers between the whole codes, more than 20 codes.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> grades = grade_frequencies(Survey(tree, pd.DataFrame({"t1": [5, 5, 4, 1]})))
    >>> grades.shares.loc[("all", "t1")].tolist()
    [0.25, 0.0, 0.0, 0.25, 0.5]
    """
    units, w = _units_and_weights(survey, by, weights, refuse_no_survey(survey))
    ends = np.unique(survey.limits, axis=0)
    if len(ends) > 1:
        scales = [f"{low:g}-{high:g}" for low, high in ends]
        problem, way = "items have several scales: {scales}", "take one scale at a time"
        raise UnsuitableMethod(Fault("scale", problem, way, scales=scales))
    low, high = ends[0]
    codes = _whole_codes(survey.directed(), low, high)
    grades = list(range(round(low), round(high) + 1))
    shares, errors, effective = weighted_shares(codes, w, units.place, len(units.index), len(grades))
    place = {item: at for at, item in enumerate(survey.items)}
    rows, parts = [], []
    for u, unit in enumerate(units.index):
        for leaf, items in survey.leaves.items():
            at = [place[item] for item in items]
            asked = [a for a in at if effective[u, a] > 0] or at
            answered = (codes[units.place == u][:, asked] >= 0).sum(axis=0)
            parts.append(
                (
                    shares[u, asked].mean(axis=0),
                    errors[u, asked].mean(axis=0),
                    answered.min(),
                    effective[u, asked].min(),
                )
            )
            rows.append((*(unit if isinstance(unit, tuple) else (unit,)), leaf))
    index = pd.MultiIndex.from_tuples(rows, names=[*units.index.names, "code"])
    share, error, n, effective_n = zip(*parts, strict=True)
    return GradeFrequencies(
        pd.DataFrame(np.array(share), index=index, columns=grades),
        pd.DataFrame(np.array(error), index=index, columns=grades),
        pd.Series(n, index=index, name="n"),
        pd.Series(effective_n, index=index, name="effective_n"),
        survey.tree.names(),
    )


def _whole_codes(answers: pd.DataFrame, low: float, high: float) -> Ints:
    """Return the answers as places 0, 1, ... on the scale, -1 missing."""
    x = answers.to_numpy()
    way = "shares need a scale of a few whole codes: score these items instead"
    if high - low + 1 > MOST_CODES or low != round(low) or high != round(high):
        place = Text("items {items:5}", items=list(map(str, answers.columns)))
        problem = "the scale {low:g} to {high:g} is not of few whole codes"
        raise UnsuitableMethod(Fault(place, problem, way, low=low, high=high))
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
