"""Rows of a panel: the periods that there are, and those of one of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from govmetrics.core.options import among, asked
from govmetrics.core.periods import known_as, ordered
from govmetrics.core.words import Text

Noun = TypeVar("Noun")


def periods_of(index: pd.Index) -> list[Hashable]:
    """Return the periods in the order of time; empty where the rows are units alone."""
    return [] if index.nlevels == 1 else ordered(index.get_level_values("period"))


def period_among(index: pd.Index, period: object) -> Hashable:
    """Return a period as the rows call it ("2024年" is 2024); others than those there are are refused."""
    periods = periods_of(index)
    named = known_as(period, periods)
    if named is None:
        asked(period=(period, among(periods, None if periods else Text("the rows have no periods"))))
    return named  # type: ignore[no-any-return]


def rows_at(index: pd.Index, period: object) -> np.ndarray:
    """Return which rows are of a period; others than those there are are refused."""
    return np.asarray(index.get_level_values("period") == period_among(index, period))


def at_period(noun: Noun, period: object, frames: tuple[str, ...]) -> Noun:
    """Return a noun with the rows of one period in each of its frames, indexed by unit."""
    period = period_among(noun.values.index, period)  # type: ignore[attr-defined]
    cut: dict[str, Any] = {}
    for name in frames:
        frame = getattr(noun, name)
        if frame is not None and frame.index.nlevels == 2:
            cut[name] = frame[frame.index.get_level_values("period") == period].droplevel("period")
    return replace(noun, **cut)  # type: ignore[type-var]
