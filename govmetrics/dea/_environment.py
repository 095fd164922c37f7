"""Environmental variables (环境变量): what is not the units' doing, checked for a regression."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults
from govmetrics.core.within import refuse_within
from govmetrics.dea._cell_faults import numbers
from govmetrics.dea._observe import Amounts, labelled, warn_odd
from govmetrics.dea.engine.arrays import Floats

CONSTANT = "constant"


def design(environment: Amounts, units: pd.Index) -> tuple[list[str], Floats]:
    """Return the names and the design matrix (n, p), a column of ones first.

    Raises
    ------
    FaultyInput
        Missing units, cells that are not finite numbers, constant or collinear columns, too few units.
    """
    refuse_within("environment", environment, numbers=True)
    frame = labelled(environment, "environment", units)
    faults = Faults(
        Fault(f"environment, {place_of(u)}", "is missing", "give the environment of every unit")
        for u in units.difference(frame.index, sort=False)
    )
    twice = frame.index[frame.index.duplicated()].unique()
    faults += [
        Fault(f"environment, {place_of(u)}", "occurs more than once", "name each unit once") for u in twice
    ]
    faults.raise_all()
    frame = frame.reindex(units)
    Z = numbers(frame, faults) if frame.shape[1] else np.empty((len(units), 0))
    if not faults:
        faults += [
            Fault(f"environment, {name}", "is the same for every unit", "leave the variable out")
            for name, column in zip(frame.columns, Z.T, strict=True)
            if np.ptp(column) <= 1e-12 * np.abs(column).max()
        ]
    if not frame.shape[1]:
        faults.append(Fault("environment", "has no columns", "give at least one variable"))
    if not faults:
        faults += _dependence(frame, Z)
    faults.raise_all()
    warn_odd(units, list(frame.columns), Z)
    return [CONSTANT, *map(str, frame.columns)], np.column_stack([np.ones(len(Z)), Z])


def _dependence(frame: pd.DataFrame, Z: Floats) -> list[Fault]:
    n, p = Z.shape
    if n < p + 3:
        problem = "{n:# unit|# units} for {p:# variable|# variables}"
        return [Fault("environment", problem, "leave variables out, or add units", n=n, p=p)]
    standard = (Z - Z.mean(axis=0)) / Z.std(axis=0)
    faults = []
    for j in range(1, p):
        rest = (
            standard[:, j] - standard[:, :j] @ np.linalg.lstsq(standard[:, :j], standard[:, j], rcond=None)[0]
        )
        if (rest**2).mean() < 1e-16:
            problem = "is a combination of the variables before it"
            faults.append(Fault(f"environment, {frame.columns[j]}", problem, "leave the variable out"))
    return faults


def scaled(Z: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the design with its variables standardised, and their means and standard deviations (p,).

    With coefficients b of the standardised design, those of the raw one are b / deviation, and the constant's
    is b_0 - sum of b mean / deviation.
    """
    mean, deviation = Z.mean(axis=0), Z.std(axis=0)
    mean[0], deviation[0] = 0.0, 1.0
    return (Z - mean) / deviation, mean, deviation


def unscaled(beta: Floats, mean: Floats, deviation: Floats) -> Floats:
    """Return coefficients (..., p) of the raw design from those of the standardised one."""
    raw = beta / deviation
    raw[..., 0] = raw[..., 0] - (raw[..., 1:] * mean[1:]).sum(axis=-1)
    return raw
