"""Shares of respondents in every grade: the membership that fuzzy evaluation starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.survey.design_weights import weighed
from govmetrics.survey.frequencies import shares_with_errors, units_and_weights, whole_codes
from govmetrics.survey.raked import Raked
from govmetrics.survey.replicated import replicate_weights
from govmetrics.survey.unit_rows import Units


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

    def _method(self) -> tuple[Text, ...]:
        if weighed(self.n, self.effective_n):
            found = (
                "The membership of an indicator in each of {grades} grades is the weighted share of respondents who "
                "chose it, the mean over the items of the indicator."
            )
        else:
            found = (
                "The membership of an indicator in each of {grades} grades is the share of respondents who chose it, "
                "the mean over the items of the indicator."
            )
        return (Text(found, grades=self.shares.shape[1]),)

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
        As in `frequencies`.

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
    units, w = units_and_weights(survey, by, weights, refuse_no_survey(survey))
    low, high = one_scale(survey)
    codes = whole_codes(survey.favourable(), low, high)
    grades = list(range(round(low), round(high) + 1))
    both = (w, replicate_weights(survey, weights))
    shares, errors, effective = shares_with_errors(
        survey, codes, both, units.place, len(units.index), len(grades)
    )
    return of_items(survey, units, grades, (shares, errors, effective), _answered(codes, units))


def _answered(codes: Ints, units: Units) -> Ints:
    """Return how many respondents of every unit answered each item."""
    counts = np.zeros((len(units.index), codes.shape[1]), dtype=np.intp)
    inside = units.place >= 0
    np.add.at(counts, units.place[inside], (codes[inside] >= 0).astype(np.intp))
    return counts


def one_scale(survey: Survey) -> tuple[float, float]:
    """Return the ends of the scale of all items."""
    ends = np.unique(survey.limits, axis=0)
    if len(ends) > 1:
        scales = [f"{low:g}-{high:g}" for low, high in ends]
        problem, way = "items have several scales: {scales}", "take one scale at a time"
        raise UnsuitableMethod("scale", problem, way, scales=scales)
    return float(ends[0][0]), float(ends[0][1])


def of_items(
    survey: Survey, units: Units, grades: list[int], found: tuple[Array, Array, Array], counts: Ints
) -> GradeFrequencies:
    """Return the grades of leaves from those of items: shares and errors (units, items, grades), effective n and counts."""
    shares, errors, effective = found
    place = {item: at for at, item in enumerate(survey.items)}
    rows, parts = [], []
    for u, unit in enumerate(units.index):
        for leaf, items in survey.leaves.items():
            at = [place[item] for item in items]
            asked = [a for a in at if effective[u, a] > 0] or at
            parts.append(
                (
                    shares[u, asked].mean(axis=0),
                    errors[u, asked].mean(axis=0),
                    counts[u, asked].min(),
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
