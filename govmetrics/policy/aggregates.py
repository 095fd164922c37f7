"""Donors that contain the treated unit: a country among its regions, a total among its parts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault
from govmetrics.core.totals import is_total
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.simplex_fit import simplex_fit
from govmetrics.numerics.synthetic_control import contains, rmspe

_WAY_OUT = 'leave it out (leave_out=[...]), or say that it is a unit of its own: aggregates="allow"'


def aggregate_faults(table: Array, units: pd.Index, treated: Any) -> list[Fault]:
    """Return a fault for every unit that contains the treated one, by its name or by its numbers.

    Parameters
    ----------
    table : ndarray
        Periods x units, complete.
    """
    faults = []
    for j, name in enumerate(units):
        if name == treated:
            continue
        if is_total(name):
            faults.append(Fault(str(name), "is a row of totals or averages, not a donor", _WAY_OUT))
            continue
        others = np.delete(table, j, axis=1)
        found, weights = contains(table[:, j], others)
        share = float(weights[list(units.delete(j)).index(treated)])
        if share > 0.01 and (found == "sum" or (found == "mean" and _unusual(table, j))):
            problem = ("is nearly a mean or sum of other units, {treated} among them (weight {share:.2f}): it holds the "
                       "effect itself")  # fmt: skip
            faults.append(Fault(str(name), problem, _WAY_OUT, treated=str(treated), share=share))
    return faults


def _unusual(table: Array, j: int) -> bool:
    """Tell whether a unit is so much closer to a mean of the others than half of these are to one of theirs."""
    near = []
    for k in range(table.shape[1]):
        others = np.delete(table, k, axis=1)
        near.append(
            rmspe(table[:, k] - others @ simplex_fit(others, table[:, k])) / max(table[:, k].std(), 1e-300)
        )
    return bool(near[j] <= 0.25 * np.median(np.delete(near, j)))
