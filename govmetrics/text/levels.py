"""Levels of the policy modelling consistency index."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array

FIVE: tuple[tuple[float, Text], ...] = (
    (0.9, Text("excellent performance")), (0.7, Text("good performance")), (0.5, Text("acceptable performance")),
    (0.3, Text("non-satisfactory performance")), (0.0, Text("poor performance")),
)  # fmt: skip
"""Ruiz Estrada's five, from which share of the highest value on; he prints them with two decimals (1-.90, .89-.70, ...)."""
FOUR: tuple[tuple[float, Text], ...] = (
    (0.9, Text("perfect consistency")), (0.7, Text("good consistency")), (0.5, Text("acceptable consistency")),
    (0.0, Text("low consistency")),
)  # fmt: skip
"""The usual four: 9, 7 and 5 of ten main variables, here as shares of however many there are."""
TEN = 10
"""The four levels are printed for so many main variables."""


def level_of(shares: Array, levels: tuple[tuple[float, Text], ...]) -> pd.Series:
    """Return the name of the level of each share of the highest value.

    Examples
    --------
    >>> level_of(np.array([0.9, 0.6044, 0.29]), FIVE).tolist()
    ['excellent performance', 'acceptable performance', 'poor performance']
    """
    starts = np.array([start for start, _ in levels])
    place = np.argmax(np.round(shares, 9)[:, None] >= starts, axis=1)
    return pd.Series([levels[at][1] for at in place], dtype=object)
