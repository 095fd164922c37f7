"""Prices of inputs and outputs: what they may be, and as an array."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean_index
from govmetrics.core.within import refuse_within
from govmetrics.dea._cell_faults import SIZES, numbers
from govmetrics.dea._observe import Observed
from govmetrics.dea.engine.arrays import Floats

Prices = pd.Series | pd.DataFrame | npt.NDArray[Any] | list[Any]
"""A Series or a row (the same for all), or a frame or array with a row for each unit."""
ONCE = "give every unit and every column once"


def prices_of(prices: Prices, data: Observed, outputs: bool, argument: str = "prices") -> Floats:
    """Return (n, k) prices of the inputs, or of the outputs; every fault is raised at once.

    Parameters
    ----------
    prices : Series, DataFrame or array
        A Series by column: the same for all units. A frame: own prices, units in rows. Arrays go by position.
    data : Observed
    outputs : bool
        Whether they are those of outputs.
    argument : str
        What the faults call them.
    """
    columns = data.outputs if outputs else data.inputs
    frame = _as_frame(prices, data.units, columns, argument)
    common = isinstance(prices, pd.Series) or np.ndim(prices) == 1
    _label_faults(frame, data.units, columns, argument, common).raise_all()
    frame = frame[columns] if common else frame.reindex(data.units)[columns]
    places = [
        (argument,) if common else (argument, *(u if isinstance(u, tuple) else (u,))) for u in frame.index
    ]
    placed = frame.set_axis(pd.Index(places, tupleize_cols=False))
    faults = Faults()
    values = numbers(placed, faults)
    with np.errstate(invalid="ignore"):
        low = values <= 0
        odd = np.isfinite(values) & ~low & ((values < SIZES[0]) | (values > SIZES[1]))

    def fault(at: list[int], problem: str, way_out: str) -> Fault:
        return Fault(place_of(places[at[0]], columns[at[1]]), problem, way_out, value=values[at[0], at[1]])

    way_out = "give what one unit of it costs or earns, or leave the column out"
    faults += each(np.argwhere(low).tolist(), lambda c: fault(c, "is {value:g}, which is no price", way_out))
    extreme = "{value:g} is too large or too small"
    faults += each(np.argwhere(odd).tolist(), lambda c: fault(c, extreme, "record it in other units"))
    faults.raise_all()
    return np.asarray(np.broadcast_to(values, (data.n, len(columns))), dtype=float)


def differ(prices: pd.DataFrame) -> bool:
    """Return whether units have prices of their own."""
    return bool((prices != prices.iloc[0]).to_numpy().any())


def _as_frame(prices: Any, units: pd.Index, columns: pd.Index, argument: str) -> pd.DataFrame:
    refuse_within(argument, prices)
    if isinstance(prices, pd.Series):
        return prices.to_frame().T
    if isinstance(prices, pd.DataFrame):
        return prices.set_axis(clean_index(prices.index))
    try:
        array = np.atleast_2d(np.asarray(prices, dtype=object))
    except ValueError:
        array = np.empty((0, 0, 0))
    if array.ndim == 2 and array.shape in ((1, len(columns)), (len(units), len(columns))):
        common = np.ndim(prices) == 1 or len(array) != len(units)
        return pd.DataFrame(array, index=[argument] if common else units, columns=columns)
    way_out = "give a Series with a price for each column, or a DataFrame with a row for each unit"
    raise FaultyInput(argument, "is neither a Series nor a table of these units and columns", way_out)


def _label_faults(
    frame: pd.DataFrame, units: pd.Index, columns: pd.Index, argument: str, common: bool
) -> Faults:
    """Return a fault for each unit and column that is missing, there twice, or not among those measured."""
    faults = Faults()
    if not frame.columns.is_unique or not (common or frame.index.is_unique):
        faults.append(Fault(argument, "names a unit or a column more than once", ONCE))
        return faults
    lacking, beyond = (
        columns.difference(frame.columns, sort=False),
        frame.columns.difference(columns, sort=False),
    )
    faults += each(lacking, lambda c: Fault(argument, "has no column {name}", ONCE, name=c))
    faults += each(
        beyond, lambda c: Fault(argument, "has a column that is not measured: {name}", "leave it out", name=c)
    )
    if not common:
        lacking, beyond = units.difference(frame.index, sort=False), frame.index.difference(units, sort=False)
        faults += each(lacking, lambda u: Fault(argument, "has no unit {unit}", ONCE, unit=place_of(u)))
        faults += each(
            beyond,
            lambda u: Fault(
                argument, "has a unit that is not measured: {unit}", "leave it out", unit=place_of(u)
            ),
        )
    return faults
