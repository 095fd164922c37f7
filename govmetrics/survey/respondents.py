"""Who answered: the sample as a thesis describes it first, by the categories of the group columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault
from govmetrics.core.groups import ROLES, factorised, in_time, unit_columns
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, asked, several
from govmetrics.core.respondent_weights import weights_of
from govmetrics.core.result import Result
from govmetrics.core.survey import Survey, refuse_no_survey
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.survey.raked import Raked

MOST = 20
"""A column of more categories is no description of a sample: ages in years, communities."""


@dataclass(frozen=True, eq=False)
class Respondents(Result):
    """Who answered (样本构成).

    Attributes
    ----------
    table : DataFrame
        One row per category of every group column: column, category, n, share of all respondents, valid_share (of those
        of whom the category is known) and, with weights, after (the weighted valid share).
    n : int
        Respondents.
    notes : tuple of Note
        How many have no category, and which columns are not shown.
    before : int or None
        Respondents before some were left out by screening; None where nobody was.

    See Also
    --------
    respondents
    """

    table: pd.DataFrame
    n: int
    notes: tuple[Note, ...] = ()
    before: int | None = None

    _shown: ClassVar = {"table": "Composition of the sample"}

    def _method(self) -> tuple[Text, ...]:
        found = "The sample is described by the numbers and shares of respondents in every category."
        return (Text(found),)

    def _finding(self) -> tuple[Text, ...]:
        return (*self._people(), *self._screened())

    def _screened(self) -> tuple[Text, ...]:
        """Say how many there were before some were left out."""
        if self.before is None:
            return ()
        told = (
            "Before screening there were {before:,}: {gone:,} who look careless are left out of this table and of all that "
            "follows."
        )
        return (Text(told, before=self.before, gone=self.before - self.n),)

    def _people(self) -> tuple[Text, ...]:
        """Say how many answered, and which categories are largest."""
        known = self.table[self.table["n"] > 0]
        if known.empty:
            return (Text("{n:,} people answered.", n=self.n),)
        largest = known[known["n"] == known.groupby("column", sort=False)["n"].transform("max")]
        most = [
            Text("{column} {category:3} ({share:.1%})", column=ROLES.get(str(column), str(column)),
                 category=rows["category"].tolist(), share=rows["valid_share"].iloc[0])
            for column, rows in largest.groupby("column", sort=False)
        ]  # fmt: skip
        return (Text("{n:,} people answered; most frequent are {most:12}.", n=self.n, most=most),)

    def _tables(self) -> list[Table]:
        return [Table.of(Text(self._shown["table"]), self.table, "survey", ROLES, groups="column")]


def respondents(
    survey: Survey, columns: Sequence[str] = (), *, weights: Raked | pd.Series | None = None
) -> Respondents:
    """Return how many respondents are in every category of the group columns, and their shares.

    Parameters
    ----------
    survey : Survey
    columns : sequence of str
        Group columns. By default those that are neither the period nor the unit and have at most 20 categories; unit and
        period where there are no others.
    weights : Raked or Series, optional
        As in `score`: weighted shares then stand beside those of the people asked.

    Returns
    -------
    Respondents
        Whose `table` has a row per category.

    Raises
    ------
    FaultyInput
        Unknown columns, unusable weights.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"trust": ["t1"]})
    >>> people = pd.DataFrame({"sex": ["f", "f", "m", None]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 5, 4, 3]}), by=people)
    >>> respondents(survey).table[["category", "n", "share", "valid_share"]].round(3).to_numpy().tolist()
    [['f', 2, 0.5, 0.667], ['m', 1, 0.25, 0.333]]
    """
    faults = refuse_no_survey(survey)
    asked(columns=(columns, several(LABEL)))
    w = np.ones(survey.n)
    there = Text("group columns are: {columns}", columns=list(survey.by.columns))
    faults += [
        Fault(f"columns, {name!r}", "is not a group column", meant(name, survey.by.columns, there))
        for name in columns
        if name not in survey.by.columns
    ]
    with faults:
        w = weights_of(survey, weights)
    faults.raise_all()
    weighed = bool(np.ptp(w))
    notes: list[Note] = []
    chosen = list(dict.fromkeys(columns)) or _described(survey, notes)
    rows = [row for name in chosen for row in _rows(survey, name, w, notes)]
    heads = ["column", "category", "n", "share", "valid_share", "after"]
    table = pd.DataFrame(rows, columns=heads).drop(columns=[] if weighed else ["after"])
    return Respondents(table, survey.n, tuple(notes))


def _described(survey: Survey, notes: list[Note]) -> list[str]:
    """Return the columns that describe people; the unit and the period only where there are no others."""
    columns, places = list(map(str, survey.by.columns)), unit_columns(survey.by)
    people = [name for name in columns if name not in places] or columns
    many = [name for name in people if survey.by[name].nunique() > MOST]
    if many:
        text = "not shown for their many categories, unless they are named: {columns}"
        notes.append(Note(text, columns=many))
    return [name for name in people if name not in many]


def _rows(survey: Survey, name: str, w: np.ndarray, notes: list[Note]) -> list[tuple[Any, ...]]:
    """Return the rows of one column, its categories in their order."""
    codes, labels = factorised(in_time(survey.by, name))
    known = codes >= 0
    if gone := int((~known).sum()):
        lost = "{column}: {count:# respondent has|# respondents have} no answer"
        notes.append(Note(lost, column=name, count=gone))
    n = np.bincount(codes[known], minlength=len(labels))
    mass = np.bincount(codes[known], w[known], minlength=len(labels))
    total = max(int(known.sum()), 1)
    return [
        (name, str(label), int(count), count / max(survey.n, 1), count / total, each / (mass.sum() or 1.0))
        for label, count, each in zip(labels, n, mass, strict=True)
    ]
