"""Rows of a panel: the periods that there are, and those of one of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from govmetrics.core.options import among, asked
from govmetrics.core.periods import ordered
from govmetrics.core.words import Text

Noun = TypeVar("Noun")


def periods_of(index: pd.Index) -> list[Hashable]:
    """Return the periods in the order of time; empty where the rows are units alone."""
    return [] if index.nlevels == 1 else ordered(index.get_level_values("period"))


def rows_at(index: pd.Index, period: object) -> np.ndarray:
    """Return which rows are of a period; others than those there are are refused."""
    periods = periods_of(index)
    asked(period=(period, among(periods, None if periods else Text("the rows have no periods"))))
    return np.asarray(index.get_level_values("period") == period)


def at_period(noun: Noun, period: object, frames: tuple[str, ...]) -> Noun:
    """Return a noun with the rows of one period in each of its frames, indexed by unit."""
    rows_at(noun.values.index, period)  # type: ignore[attr-defined]  # refuses what is no period
    cut: dict[str, Any] = {}
    for name in frames:
        frame = getattr(noun, name)
        if frame is not None and frame.index.nlevels == 2:
            cut[name] = frame[frame.index.get_level_values("period") == period].droplevel("period")
    return replace(noun, **cut)  # type: ignore[type-var]
