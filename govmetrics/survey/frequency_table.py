"""SPSS' frequencies of an item or a group column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.options import shown
from govmetrics.core.respondent_weights import weights_of
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Text
from govmetrics.survey.raked import Raked

MISSING, TOTAL = Text("Missing"), Text("Total")


@dataclass(frozen=True, eq=False)
class FrequencyTable(Result):
    """Frequencies (频数分析) of an item or a group column.

    Attributes
    ----------
    table : DataFrame
        One row per category, then missing answers and the total: n, share of all, share of the valid answers
        (valid_share), and their running sum (cumulated_share).
    column : str
        What was counted.
    tree : IndicatorTree, optional
        Of the survey: an item that is its indicator is printed by its name.

    See Also
    --------
    frequency_table
    """

    table: pd.DataFrame
    column: str
    tree: IndicatorTree | None = None

    _shown: ClassVar = {"table": "Frequencies"}

    def _method(self) -> tuple[Text, ...]:
        if (self.table["n"] % 1 > 0).any():
            found = (
                "Answers to {column} were counted with the respondents' weights, as shares of all respondents and of "
                "those who answered."
            )
        else:
            found = (
                "Answers to {column} were counted, as shares of all respondents and of those who answered."
            )
        return (Text(found, column=self._called),)

    @property
    def _called(self) -> str:
        return self._names().get(self.column, self.column)

    def _tables(self) -> list[Table]:
        caption = Text("Frequencies: {column}", column=self._called)
        return [Table.of(caption, self.table, "survey")]

    def _finding(self) -> tuple[Text, ...]:
        missing, total = self.table["n"].iloc[-2:]
        answered = self.table.iloc[:-2].sort_values("share", ascending=False, kind="stable")
        told = Text("{column}: {answered:,.0f} of {total:,.0f} gave an answer.", column=self._called,
                    answered=total - missing, total=total)  # fmt: skip
        if not len(answered):
            return (told,)
        first = answered.iloc[0]
        most = Text(
            "Most often it is {category} ({share:.1%}).",
            category=first["category"],
            share=first["valid_share"],
        )
        return told, most


def frequency_table(
    survey: Survey, column: str, *, weights: Raked | pd.Series | None = None
) -> FrequencyTable:
    """Return SPSS' frequencies of an item or a group column: percent, valid percent, cumulative percent.

    Parameters
    ----------
    survey : Survey
        Answers.
    column : str
        An item (its codes as answered) or a group column.
    weights : Raked or Series, optional
        As in `score`; frequencies are then sums of weights scaled to the number of respondents.

    Returns
    -------
    FrequencyTable
        Whose `table` has one row per code, then missing answers and the total.

    Raises
    ------
    FaultyInput
        An unknown column, unusable weights.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 5, 4, None]}))
    >>> frequency_table(survey, "t1").table["valid_share"].round(3).tolist()
    [0.0, 0.0, 0.0, 0.333, 0.667, nan, 1.0]
    """
    refuse_no_survey(survey)
    faults, w = Faults(), np.ones(survey.n)
    values = pd.Series(np.nan, index=survey.answers.index)
    with faults:
        values = _column(survey, column)
    with faults:
        w = weights_of(survey, weights)
    faults.raise_all()
    mass = pd.Series(w * survey.n / w.sum(), index=values.index)
    counts = _with_every_code(survey, column, mass.groupby(values, observed=False).sum())
    missing, total = float(mass[values.isna()].sum()), float(len(mass))
    valid = counts / counts.sum()
    rows = [
        (str(label), n, n / total, share, running)
        for label, n, share, running in zip(counts.index, counts, valid, valid.cumsum(), strict=True)
    ]
    rows.append((MISSING, missing, missing / total, np.nan, np.nan))
    rows.append((TOTAL, total, 1.0, 1.0 if len(counts) else np.nan, np.nan))
    heads = ["category", "n", "share", "valid_share", "cumulated_share"]
    table = pd.DataFrame(rows, columns=heads)
    labels = pd.Series([row[0] for row in rows], dtype=object)  # else pandas makes plain text of the words
    return FrequencyTable(table.assign(category=labels), column, survey.tree)


def _with_every_code(survey: Survey, column: str, counts: pd.Series) -> pd.Series:
    """Return the counts of an item with the codes that nobody chose, where the scale has few."""
    if column not in survey.items:
        return counts
    low, high = survey.limits[survey.items.index(column)]
    if low == round(low) and high == round(high) and high - low <= 20:
        counts = counts.reindex(np.union1d(np.arange(low, high + 1), counts.index), fill_value=0.0)
        counts.index = pd.Index([f"{code:g}" for code in counts.index])
    return counts


def _column(survey: Survey, column: str) -> pd.Series:
    if isinstance(column, str) and column in survey.items:
        return survey.answers[column]
    if isinstance(column, str) and column in survey.by:
        return survey.by[column]
    known = [*survey.by.columns, *survey.items]
    problem, way = "{value} is neither an item nor a group column", "there are: {labels}"
    raise FaultyInput("column", problem, way, value=shown(column), labels=known)
