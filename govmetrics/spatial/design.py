"""Outcome and regressors of a spatial regression, by period and unit in the order of the weights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.labels import clean_index, cleaned
from govmetrics.core.near import meant
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.spatial.places import refuse_twice
from govmetrics.spatial.spatial_weights import SpatialWeights
from govmetrics.spatial.values import columns_of

CONSTANT = "constant"


@dataclass(frozen=True, eq=False)
class Design:
    """What goes into a regression.

    Attributes
    ----------
    y : array (periods, units)
    x : array (periods, units, k)
        Without a constant.
    outcome : str
    regressors : list of str
    periods : list
        Empty without periods.
    """

    y: Array
    x: Array
    outcome: str
    regressors: list[str]
    periods: list[Any]


def terms_of(formula: str, regressors: Sequence[str] | None) -> tuple[str, list[str]]:
    """Return the outcome and the regressors: from "y ~ a + b", or from the outcome's name and a list.

    Examples
    --------
    >>> terms_of("CRIME ~ INC + HOVAL", None), terms_of("满意度", ["人均 收入"])
    (('CRIME', ['INC', 'HOVAL']), ('满意度', ['人均 收入']))
    """
    if regressors is not None:
        names = [str(one) for one in regressors]
        outcome = formula
    else:
        left, tilde, right = formula.partition("~")
        if not tilde or "~" in right:
            way = 'write "outcome ~ first + second", or give regressors=[...]'
            raise FaultyInput("formula", "{formula!r} is no formula", way, formula=formula)
        outcome, names = (
            left.strip(),
            [part.strip() for part in re.split(r"\+(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)", right)],
        )
        outcome, *names = (name.strip("`") for name in (outcome, *names))
    faults = Faults()
    if not outcome or not names or not all(names):
        faults.append(
            Fault("formula", "names no outcome, or no regressor", 'write "outcome ~ first + second"')
        )
    twice = sorted({name for name in (outcome, *names) if (outcome, *names).count(name) > 1 and name})
    if twice:
        faults.append(Fault("formula", "named twice: {names}", "name every column once", names=twice))
    faults.raise_all()
    return outcome, names


def design_of(
    frame: pd.DataFrame,
    formula: str,
    regressors: Sequence[str] | None,
    w: SpatialWeights,
    unit: str | None,
    period: str | None,
) -> Design:
    """Return outcome and regressors of the units of the weights, in their order.

    Raises
    ------
    FaultyInput
        Columns that are not there, hold words or lack values; other units; units that lack in some period.
    """
    refuse_twice(frame, "frame")
    outcome, names = terms_of(formula, regressors)
    known = {str(column): column for column in frame.columns}
    faults = Faults()
    way = Text(
        "columns are: {there:20}; products and the like are columns to be made first", there=list(known)
    )
    for name in (outcome, *names):
        if name not in known:
            faults.append(Fault("formula", "{name!r} is not a column", meant(name, known, way), name=name))
    rows = _rows(frame, unit, period, faults)
    faults.raise_all()
    table = (
        frame[[known[name] for name in (outcome, *names)]].set_axis([outcome, *names], axis=1).set_axis(rows)
    )
    found = columns_of(table, w, least=4)
    periods = list(dict.fromkeys(label[0] for label in found.labels)) if found.labels.nlevels > 1 else []
    cube = found.y.reshape(len(w.units), max(len(periods), 1), -1).transpose(1, 0, 2)
    return Design(cube[:, :, 0], cube[:, :, 1:], outcome, names, periods)


def _rows(frame: pd.DataFrame, unit: str | None, period: str | None, faults: Faults) -> pd.Index:
    """Return the rows' units, or periods and units: the index, or columns."""
    for place, name in (("unit", unit), ("period", period)):
        if name is not None and name not in frame.columns:
            way = Text("columns are: {there:20}", there=list(map(str, frame.columns)))
            faults.append(
                Fault(place, "{name!r} is not a column", meant(name, frame.columns, way), name=name)
            )
    if faults or (unit is None and period is None):
        found: pd.Index = clean_index(frame.index)
        return found
    if unit is None:
        if frame.index.nlevels > 1:
            faults.append(Fault("unit", "is missing", "name the column of units"))
            return pd.Index([])
        units = pd.Series(frame.index)
    else:
        units = frame[unit].reset_index(drop=True)
    names = cleaned(units)
    if period is None:
        alone: pd.Index = pd.Index(names.to_numpy(), name="unit")
        return alone
    return pd.MultiIndex.from_arrays([frame[period].to_numpy(), names.to_numpy()], names=["period", "unit"])


def refuse_unfit(y: Array, x: Array, outcome: str, names: Sequence[str], free: int) -> None:
    """Refuse what cannot be fitted: columns without variation, columns that follow from others, too few rows.

    Parameters
    ----------
    y, x : array (n,), (n, k)
        As fitted: the constant among the columns, means taken out.
    """
    faults = Faults()
    for name, column in zip((outcome, *names), (y, *x.T), strict=True):
        if name != CONSTANT and np.ptp(column) <= 1e-10 * np.abs(column).max():
            faults.append(
                Fault(place_of(name), "does not vary, or not within units and periods", "leave it out")
            )
    faults.raise_all(UnsuitableMethod)
    size = np.abs(x).max(axis=0)
    kept: list[int] = []
    for k in range(x.shape[1]):
        columns = x[:, [*kept, k]] / size[[*kept, k]]
        if np.linalg.matrix_rank(columns, tol=1e-9 * np.sqrt(len(y))) == len(kept) + 1:
            kept.append(k)
    scaled, y = x / size, y / np.abs(y).max()
    left = y - scaled @ np.linalg.lstsq(scaled, y, rcond=None)[0]
    if free > x.shape[1] + 2 and np.abs(left).max() <= 1e-12:
        problem = "follows from the regressors exactly: there is nothing to test"
        raise UnsuitableMethod(place_of(outcome), problem, "leave out the regressor that it is made of")
    follow = [names[k] for k in range(x.shape[1]) if k not in kept]
    if follow:
        problem = "follow from the other regressors: {names}"
        raise UnsuitableMethod("formula", problem, "leave them out", names=follow)
    if free <= x.shape[1] + 2:
        problem = "{count:# observation is|# observations are} too few for {terms} coefficients"
        raise UnsuitableMethod("formula", problem, "leave out regressors", count=free, terms=x.shape[1])
