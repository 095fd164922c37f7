"""One order of units, respondents and experts, whatever that of a file's rows: what is written has the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core import Dataset, Judgements, Survey
from govmetrics.core.survey import rows_of
from govmetrics.text import Coding


def units_in_order(data: Dataset) -> Dataset:
    """Return records ordered by period, and in each by the units' names, numbers in them as numbers.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a1"]})
    >>> units_in_order(Dataset(tree, pd.DataFrame({"a1": [1.0, 2, 3]}, ["No 10", "No 9", "East"]))).values["a1"].tolist()
    [3.0, 2.0, 1.0]
    """
    index = data.values.index
    periods = {period: place for place, period in enumerate(data.periods)}

    def key(place: int) -> tuple[Any, ...]:
        row = index[place]
        return (periods[row[0]], *_by_name(row[-1])) if index.nlevels > 1 else _by_name(row)

    order = sorted(range(len(index)), key=key)
    errors = data.standard_errors
    return replace(
        data, values=data.values.iloc[order], attributes=data.attributes.reindex(index).iloc[order],
        standard_errors=None if errors is None else errors.reindex(index).iloc[order],
    )  # fmt: skip


def _by_name(unit: Any) -> tuple[Any, ...]:
    """Return what a unit is ordered by: texts and numbers of its name in turn."""
    return tuple(int(part) if at % 2 else part for at, part in enumerate(re.split(r"(\d+)", str(unit))))


def respondents_in_order(survey: Survey) -> Survey:
    """Return a survey with its respondents ordered by what they answered and who they are; each keeps the label.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["t1"]})
    >>> survey = Survey(tree, pd.DataFrame({"t1": [5, 1, 3]}), by=pd.DataFrame({"unit": ["x", "y", "x"]}))
    >>> respondents_in_order(survey).answers["t1"].to_dict()
    {2: 3.0, 0: 5.0, 1: 1.0}
    """
    weight = survey.weight
    known = [survey.by.astype(str), survey.answers, *([] if weight is None else [weight.rename("weight")])]
    table = pd.concat(known, axis="columns")
    table.columns = pd.RangeIndex(table.shape[1])
    order = table.reset_index(drop=True).sort_values(list(table.columns), kind="stable").index
    return rows_of(survey, order.to_numpy())


def experts_in_order(judgements: Judgements) -> Judgements:
    """Return judgements with the experts ordered by name.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> tree = IndicatorTree.from_groups({"A": ["a1", "a2"]})
    >>> wu, li = {"A": [[1, 2], [1 / 2, 1]]}, {"A": [[1, 4], [1 / 4, 1]]}
    >>> found = experts_in_order(Judgements.from_matrices(tree, {"Wu": wu, "Li": li}))
    >>> found.experts, float(found.stacks["A"][0, 0, 1])
    (('Li', 'Wu'), 4.0)
    """
    order = sorted(range(len(judgements.experts)), key=lambda place: str(judgements.experts[place]))
    stacks = {code: stack[order] for code, stack in judgements.stacks.items()}
    found = Judgements(judgements.tree, tuple(judgements.experts[place] for place in order), stacks)
    object.__setattr__(found, "notes", judgements.notes)
    return found


def coding_in_order(coding: Coding) -> Coding:
    """Return a coding with documents and coders ordered by name, and passages by what they are of.

    Examples
    --------
    >>> from govmetrics.text import read_coding
    >>> told = read_coding([["trust"], ["money"]])
    >>> told = replace(told, marks=told.marks.iloc[::-1], passages=told.passages.iloc[::-1])
    >>> coding_in_order(told).documents, coding_in_order(told).passages["code"].tolist()
    (['1', '2'], ['trust', 'money'])
    """
    rows = coding.marks.index
    order = sorted(range(len(rows)), key=lambda at: [_by_name(label) for label in rows[at]])
    named = coding.passages[["document", "code", "coder", "quote"]].astype(str).to_numpy().tolist()
    said = sorted(range(len(named)), key=lambda at: [_by_name(cell) for cell in named[at]])
    known = coding.attributes.index
    about = sorted(range(len(known)), key=lambda at: _by_name(known[at]))
    return replace(
        coding, marks=coding.marks.iloc[order], passages=coding.passages.iloc[said].reset_index(drop=True),
        attributes=coding.attributes.iloc[about],
    )  # fmt: skip
