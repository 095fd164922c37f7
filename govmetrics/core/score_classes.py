"""Classes of score: where they end, and which periods are one step apart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.periods import times
from govmetrics.numerics.arrays import Array, Bools, Ints


def steps(labels: pd.Index, periods: list[Any]) -> tuple[Bools, float, tuple[str, ...]]:
    """Return which periods are one step before the next, how long it is, and the pairs that are not."""
    if len(periods) < 2:
        raise UnsuitableMethod("period", "there is only one", "transitions need two")
    time_of = times(labels)
    gaps = np.diff([time_of[period] for period in periods])
    alike = np.abs(gaps[:, None] / gaps - 1) < 0.1  # months and quarters as dates differ by days
    most = alike.sum(axis=1)
    step = gaps[most == most.max()].min()
    follows = np.abs(gaps / step - 1) < 0.1
    pairs = [f"{before}–{after}" for before, after in pairwise(map(str, periods))]
    return follows, float(step), tuple(pair for pair, one in zip(pairs, follows, strict=True) if not one)


def means(y: Array, periods: list[Any]) -> Array:
    """Return the mean of every period, which is to be positive."""
    known = ~np.isnan(y)
    count = known.sum(axis=1)
    found = np.where(known, y, 0).sum(axis=1) / np.maximum(count, 1)
    bad = [(periods[k], found[k]) for k in np.flatnonzero((count > 0) & (found <= 0))]
    problem, way_out = "the mean is {mean:.6g}, and values are to be shares of it", "use relative=False"
    Faults(Fault(str(period), problem, way_out, mean=mean) for period, mean in bad).raise_all(
        UnsuitableMethod
    )
    return np.where(found > 0, found, 1.0)


def ends(y: Array, classes: int, cuts: Any, periods: list[Any]) -> Array:
    """Return the upper ends (periods, classes - 1) of all classes but the last."""
    if not isinstance(cuts, str):
        return np.tile(np.array(list(cuts), dtype=float), (len(y), 1))
    shares = np.arange(1, classes) / classes
    if cuts == "pooled":
        known = y[~np.isnan(y)]
        ends = np.tile(
            np.quantile(known, shares) if known.size else np.full(classes - 1, np.nan), (len(y), 1)
        )
    else:
        ends = np.full((len(y), classes - 1), np.nan)
        there = ~np.isnan(y).all(axis=1)
        ends[there] = np.nanquantile(y[there], shares, axis=1).T
    _refuse_alike(y, ends, cuts, periods)
    return ends


def _refuse_alike(y: Array, ends: Array, cuts: str, periods: list[Any]) -> None:
    """Refuse quantiles that coincide, or that leave the last class empty."""
    known = ~np.isnan(y).all(axis=1)
    top = np.full(len(y), np.nan)
    top[known] = np.nanmax(y[known], axis=1)
    if cuts == "pooled" and known.any():
        top[:] = np.nanmax(top)
    alike = np.any(np.diff(np.column_stack([ends, top]), axis=1) <= 0, axis=1)
    places = [str(period) for period, bad in zip(periods, alike.tolist(), strict=True) if bad]
    places = ["values"] * bool(places) if cuts == "pooled" else places
    problem = "so many values are alike that {classes} classes by quantiles cannot be told apart"
    way_out = "ask for fewer classes, or give the cuts"
    Faults(Fault(place, problem, way_out, classes=ends.shape[1] + 1) for place in places).raise_all(
        UnsuitableMethod
    )


def classed(y: Array, ends: Array, closed: str) -> Ints:
    """Return the class of every value from 0, -1 where there is none; a rounding error apart from a cut is on it."""
    near = 1e-12 * np.abs(ends)
    above = (
        y[:, :, None] > (ends + near)[:, None]
        if closed == "right"
        else y[:, :, None] >= (ends - near)[:, None]
    )
    return np.where(np.isnan(y), -1, above.sum(axis=2))
