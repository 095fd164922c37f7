"""Tables beside the inputs and outputs: links between stages, and what is carried over to the next period."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import is_number
from govmetrics.dea._cell_faults import (
    INPUT,
    Sort,
    level_faults,
    lost_faults,
    numbers,
    size_faults,
    table_faults,
)
from govmetrics.dea._observe import labelled


def beside(table: Any, sort: Sort, units: pd.Index) -> pd.DataFrame:
    """Return a checked table with the units' rows in their order; every fault is raised at once."""
    frame = labelled(table, sort.argument.removesuffix("s"), units)
    faults = Faults(table_faults(frame, sort))
    apart = level_faults(pd.DataFrame(index=units), frame, sort)
    faults += apart or [*lost_faults(units, frame.index, sort), *lost_faults(frame.index, units, INPUT)]
    faults.raise_all()
    frame = frame.reindex(units)
    values = numbers(frame, faults)
    faults += size_faults(frame, values, sort, negative=False, evaluated=False, idle=True)
    faults.raise_all()
    return pd.DataFrame(values, units, frame.columns)


def shares_of(weights: Any, names: list[Any]) -> dict[Any, float]:
    """Return the weight of each of the names, which sum to 1; all alike where none are given."""
    if weights is None:
        return dict.fromkeys(names, 1.0 / len(names))
    try:
        given = dict(weights.items())
    except (AttributeError, TypeError, ValueError):
        raise FaultyInput(
            "weights", "are not given by name", "give a mapping of each to its weight"
        ) from None
    faults = Faults()
    for name in names:
        if name not in given:
            faults.append(Fault("weights", "there is none of {name}", "give a weight of each", name=name))
        elif not is_number(given[name]) or not 0 <= given[name] < float("inf"):
            faults.append(
                Fault("weights", "of {name} is no number from 0", "give a weight from 0", name=name)
            )
    for name in given:
        if name not in names:
            faults.append(
                Fault(
                    "weights", "{name} is not among them", "leave it out, or spell it as they are", name=name
                )
            )
    faults.raise_all()
    total = sum(float(given[name]) for name in names)
    if total <= 0:
        raise FaultyInput("weights", "are all zero", "give at least one weight above zero")
    return {name: float(given[name]) / total for name in names}
