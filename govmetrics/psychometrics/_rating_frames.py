"""What the coefficients of agreement ask of their ratings: things that are rated x raters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod
from govmetrics.numerics.correlations import Array
from govmetrics.psychometrics._frames import as_table


def numeric_ratings(ratings: pd.DataFrame, what: str) -> tuple[Array, list[str]]:
    """Return complete ratings (things, raters) as numbers, and a note where rows were incomplete."""
    frame = as_table(ratings, "ratings")
    try:
        x = frame.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        way = "code the ratings as numbers, or use krippendorff(level='nominal')"
        raise FaultyInput(Fault("ratings", "not all are numbers", way)) from None
    if np.isinf(x).any():
        raise FaultyInput(Fault("ratings", "some are infinite", "declare them as missing"))
    complete = ~np.isnan(x).any(axis=1)
    notes = (
        []
        if complete.all()
        else [f"{int((~complete).sum())} of {len(x)} rows lack a rating and are not used"]
    )
    x = x[complete]
    enough_ratings(len(x), x.shape[1], what)
    return x, notes


def enough_ratings(things: int, raters: int, what: str) -> None:
    """Refuse fewer than two things or two raters."""
    if things < 2 or raters < 2:
        problem = f"{things} things rated completely by {raters} raters, at least 2 of each needed"
        raise UnsuitableMethod(Fault(what, problem, "rows are what is rated, columns the raters"))
