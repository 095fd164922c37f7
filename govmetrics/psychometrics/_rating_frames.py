"""What the coefficients of agreement ask of their ratings: things that are rated x raters."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.core.labels import categories
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.psychometrics._frames import numbers_of


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
