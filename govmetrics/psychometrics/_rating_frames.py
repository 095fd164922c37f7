"""What the coefficients of agreement ask of their ratings: things that are rated x raters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.labels import categories
from govmetrics.core.options import choice
from govmetrics.core.within import HUGE
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.psychometrics._frames import as_table, numbers_of, repeated

Disagreement = Literal["nominal", "linear", "quadratic"]
DISAGREEMENT = choice("nominal", "linear", "quadratic")
DISAGREEMENTS = {
    "nominal": Text("all alike"), "linear": Text("by their distance"), "quadratic": Text("by their squared distance")
}  # fmt: skip
"""How much two different ratings disagree."""


def numeric_ratings(ratings: pd.DataFrame, what: Text) -> tuple[Array, tuple[Note, ...]]:
    """Return complete ratings (things, raters) as numbers, and a note where rows were incomplete."""
    x, _ = numbers_of(ratings, "ratings")
    complete = ~np.isnan(x).any(axis=1)
    lacking, every = int((~complete).sum()), len(x)
    note = Note("{lacking:,} of {every:,} rows lack a rating and are not used", lacking=lacking, every=every)
    x = x[complete]
    enough_ratings(len(x), x.shape[1], what)
    return x, (note,) if lacking else ()


def enough_ratings(things: int, raters: int, what: Text) -> None:
    """Refuse fewer than two things or two raters."""
    if things < 2 or raters < 2:
        problem = "{things:# subject|# subjects} rated completely by {raters:# rater|# raters}, at least 2 of each are needed"
        way = "rows are what is rated, columns the raters"
        raise UnsuitableMethod(what, problem, way, things=things, raters=raters)


def categories_in(ratings: pd.DataFrame) -> tuple[Ints, Any]:
    """Return the cells, row by row, as places in the values found (-1: missing, or empty text), and those values."""
    try:
        return pd.factorize(ratings.apply(categories).to_numpy(dtype=object).ravel(), sort=False)
    except TypeError:  # lists and the like
        problem, way = "some are neither text nor numbers", "code the ratings as numbers"
        raise FaultyInput("ratings", problem, way) from None


def category_numbers(values: Any, kind: Text | None) -> Array | None:
    """Return categories as numbers; where they are text None, or a fault if they must be numbers of a `kind`."""
    try:
        numbers = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        if kind is None:
            return None
        problem, way = "text cannot be {measurement}", "code the ratings as numbers"
        raise FaultyInput("ratings", problem, way, measurement=kind) from None
    if not (np.abs(numbers) < HUGE).all():
        problem = "has answers that are infinite or beyond 1e100"
        raise FaultyInput("ratings", problem, "declare them as missing")
    return numbers


def sorted_cells(
    ratings: pd.DataFrame, disagreement: Disagreement, known: Iterable[Any] | None = None
) -> tuple[Ints, list[Any], Array]:
    """Return the cells (things, raters) as places in the categories (-1: missing), these in order, and the agreement.

    `known` are all categories that could be chosen. The agreement (q, q) of two categories is 1 less their distance over
    the largest, of numbers by value.
    """
    frame = as_table(ratings, "ratings")
    cells, found = categories_in(frame)
    labels = list(found)
    twice = repeated([str(label) for label in labels])
    if twice:
        problem, way = (
            "holds the same names as numbers and as text: {names:5}",
            "write each rating in one way",
        )
        raise FaultyInput("ratings", problem, way, names=twice)
    if known is not None:
        own = list(dict.fromkeys(categories(pd.Series(list(known), dtype=object)).dropna()))
        odd = [str(label) for label in labels if label not in set(own)]
        if odd:
            way = "name every category that could be chosen"
            raise FaultyInput("categories", "lack ratings that were given: {odd:5}", way, odd=odd)
        place = np.array([*(own.index(label) for label in labels), -1], dtype=np.intp)
        cells, labels = place[cells], own
    numbers = category_numbers(labels, None if disagreement == "nominal" else Text("ordered"))
    order = np.argsort(np.asarray(labels).astype(str) if numbers is None else numbers, kind="stable")
    new = np.empty(len(labels) + 1, dtype=np.intp)
    new[order], new[-1] = np.arange(len(labels)), -1
    values = None if numbers is None else numbers[order]
    return (
        new[cells].reshape(frame.shape),
        [labels[i] for i in order],
        _agreement(len(labels), values, disagreement),
    )


def _agreement(count: int, values: Array | None, disagreement: Disagreement) -> Array:
    if disagreement == "nominal" or values is None or count < 2:
        return np.eye(count)
    distance = np.abs(values[:, None] - values) / np.ptp(values)
    return np.asarray(1 - (distance if disagreement == "linear" else distance**2))


def counts_of(cells: Ints, categories_: int) -> Array:
    """Return how often each thing got each category, (things, categories); -1 marks a missing rating."""
    counts = np.zeros((len(cells), categories_))
    rows = np.repeat(np.arange(len(cells)), cells.shape[1])
    given = cells.ravel() >= 0
    np.add.at(counts, (rows[given], cells.ravel()[given]), 1.0)
    return counts
