"""The columns that regressions and paths name: which there are, and words as numbers."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Note, Survey, Text
from govmetrics.core.errors import Faults
from govmetrics.core.groups import factorised
from govmetrics.core.numbers import number
from govmetrics.core.tree import IndicatorTree
from govmetrics.evaluation.keys import Regression
from govmetrics.survey.scale_scores import items_of

MOST_CODES = 12
"""Codes of categories that a column may have: of more, most of them numbers, the others are mistyped."""


def factors(name: str, known: Iterable[str]) -> list[str]:
    """Return the columns that a predictor is the product of; a column of that very name is itself."""
    return [name] if name in known else [part.strip() for part in name.split(":")]


def of_words(column: pd.Series) -> bool:
    """Tell whether a column holds words."""
    known = column.dropna()
    return (
        bool(len(known)) and not pd.api.types.is_numeric_dtype(known) and bool(known.map(number).isna().any())
    )


def refuse_spoilt_numbers(frame: pd.DataFrame, declared: bool = True) -> None:
    """Refuse columns of words most of whose cells are numbers: as categories each number would be one of its own.

    Ordered categories are what they say, and a word beside a few codes ("1", "2", "3 or more") is a category, too. Where
    categories may be `declared`, that is a way out.
    """
    faults = Faults()
    for name, column in frame.items():
        known = column.dropna()
        if isinstance(column.dtype, pd.CategoricalDtype) or known.nunique() <= MOST_CODES:
            continue
        odd = known[known.map(number).isna()]
        if odd.empty or len(odd) * 2 >= len(known):
            continue
        value = str(odd.iloc[0])
        read = number(value, ",")
        way = Text("correct them in the file") if read is None else Text("write {read:.15g} there", read=read)
        if declared:
            way = Text(
                "{way}; or `categories: [{column}]` takes every value for a category",
                way=way,
                column=str(name),
            )
        problem = "most cells are numbers, and {count:# cell is|# cells are} not, such as {value!r}"
        faults.append(Fault(str(name), problem, way, count=len(odd), value=value[:40]))
    faults.raise_all()


def dummies(frame: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """Return covariates in words as columns of 0 and 1, one for each category but the first, with the frame that has them."""
    every: list[str] = []
    for name in names:
        if name not in frame or not of_words(frame[name]):
            every.append(name)
            continue
        column = frame[name]
        made = pd.get_dummies(column, dtype=float).mask(column.isna())
        made = made.loc[:, made.sum() > 0].iloc[:, 1:]
        made.columns = [f"{name} = {category}" for category in made.columns]
        frame, every = frame.join(made), [*every, *made.columns]
    return frame, every


def of_two(frame: pd.DataFrame, names: Iterable[str | None], notes: list[Note]) -> pd.DataFrame:
    """Return the frame with columns of two words as 0 and 1; which is 1 is told."""
    for name in names:
        if name is None or not of_words(frame[name]):
            continue
        codes, labels = factorised(frame[name])
        there = np.unique(codes[codes >= 0])
        if len(there) == 2:
            numbers = pd.Series(np.where(codes < 0, np.nan, codes == there[1]), frame.index)
            frame = frame.assign(**{name: numbers})
            notes.append(
                Note("{column}: {category} counts as 1", column=name, category=str(labels[there[1]]))
            )
    return frame


def used_by(one: Regression) -> dict[str, list[str]]:
    """Return the columns that a regression names, by the key that names them."""
    said: dict[str, list[str]] = {
        "outcome": [one.outcome], "predictors": list(one.predictors), "covariates": list(one.covariates),
        "blocks": [name for block in one.blocks for name in block], "mediators": list(one.mediators),
        "moderator": [one.moderator] if one.moderator else [], "cluster": [one.cluster] if one.cluster else [],
        "threshold": [one.threshold] if one.threshold else [],
    }  # fmt: skip
    return said


def columns_named(one: Regression, known: Iterable[str]) -> list[str]:
    """Return the columns that a regression names, each once."""
    every = [part for names in used_by(one).values() for name in names for part in factors(name, known)]
    return list(dict.fromkeys(every))


def known_to_respondents(survey: Survey) -> list[str]:
    """Return what a regression of respondents may name: nodes with items, items, group columns."""
    nodes = [code for code in survey.tree.node_codes if items_of(survey, code)]
    return list(dict.fromkeys([*nodes, *survey.items, *map(str, survey.by.columns)]))


def known_to_units(data: Dataset, scored: IndicatorTree) -> list[str]:
    """Return what a regression of units may name: indicators, attributes, nodes."""
    return list(dict.fromkeys([*data.values.columns, *map(str, data.attributes.columns), *scored.node_codes]))


def least_category(one: Regression, frame: pd.DataFrame) -> int | None:
    """Return how many rows of a regression its smallest category has, those of products too; None without categories.

    Columns of words, those that are said to be categories, those of two values, and the outcome of a logistic regression.
    """
    known = list(map(str, frame.columns))
    rows = frame[[name for name in columns_named(one, known) if name != one.cluster]].dropna()
    said = {*one.categories, *([one.outcome] if one.kind in ("logit", "ordered") else ())}
    grouped = {name for name in rows if name in said or of_words(frame[name]) or rows[name].nunique() == 2}
    terms = [factors(name, known) for names in used_by(one).values() for name in names if name != one.cluster]
    roles = [[name, one.moderator] for name in (*one.predictors, *one.mediators) if one.moderator]
    cells = [
        own for term in (*terms, *roles) if (own := [name for name in dict.fromkeys(term) if name in grouped])
    ]
    return min((int(rows.groupby(own, observed=True).size().min()) for own in cells), default=None)
