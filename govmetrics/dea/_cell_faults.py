"""Names and cells of inputs and outputs: what is wrong with them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import floats_of, place_of
from govmetrics.core.errors import Fault, each
from govmetrics.dea.engine.arrays import Floats

SIZES = (1e-100, 1e100)
"""Amounts outside these cannot be multiplied and divided in double numbers."""


def label_faults(left: pd.DataFrame, right: pd.DataFrame) -> list[Fault]:
    """Return what is wrong with the names of the inputs' and the outputs' rows and columns."""
    faults = _table_faults(left, "inputs") + _table_faults(right, "outputs")
    faults += [
        Fault(str(c), "is both an input and an output", "rename one of them or leave it out")
        for c in left.columns.intersection(right.columns)
    ]
    levels = left.index.nlevels, right.index.nlevels
    if levels[0] != levels[1]:
        problem = f"their rows have {levels[1]} label(s) each, those of the inputs {levels[0]}"
        return [*faults, Fault("outputs", problem, "index both tables alike: by unit, or by period and unit")]
    for a, b, lacking in ((left, right, "outputs"), (right, left, "inputs")):
        faults += lost_faults(a.index, b.index, lacking)
    return faults


def lost_faults(units: pd.Index, others: pd.Index, lacking: str, what: str = "") -> list[Fault]:
    """Return a fault for each of the units that is not among the others."""
    lost = units.difference(others, sort=False)
    return each(
        lost, lambda u: Fault(what + place_of(u), f"has no {lacking}", "give the same units in all tables")
    )


def repeated_faults(units: pd.Index, kind: str, what: str = "") -> list[Fault]:
    """Return a fault for each unit that occurs more than once."""
    twice = units[units.duplicated()].unique()
    return each(
        twice,
        lambda u: Fault(what + place_of(u), f"occurs more than once in the {kind}", "name each unit once"),
    )


def _table_faults(frame: pd.DataFrame, kind: str) -> list[Fault]:
    faults = nameless(frame, kind)
    if frame.shape[1] == 0:
        faults.append(Fault(kind, f"there are no {kind}", "give at least one column"))
    if len(frame) == 0:
        faults.append(Fault(kind, "there are no units", "give at least one row"))
    again = frame.columns[frame.columns.duplicated()].unique()
    faults += repeated_faults(frame.index, kind)
    return faults + [
        Fault(str(c), f"is more than one column of the {kind}", "name each column once") for c in again
    ]


def nameless(frame: pd.DataFrame, kind: str) -> list[Fault]:
    """Return a fault for each row or column whose name is missing."""
    rows = np.flatnonzero(frame.index.to_frame(index=False).isna().any(axis=1)).tolist()
    columns = np.flatnonzero(frame.columns.isna()).tolist()
    return each(rows, lambda i: Fault(f"{kind}, row {i + 1}", "the unit has no name", "name it")) + each(
        columns, lambda j: Fault(f"{kind}, column {j + 1}", "has no name", "name it")
    )


def numbers(frame: pd.DataFrame, faults: list[Fault]) -> Floats:
    """Return the cells as floats; cells that are not finite numbers are added to `faults`, column by column."""
    array, wrong = floats_of(frame)

    def fault(at: list[int]) -> Fault:
        column, row = at
        place = place_of(frame.index[row], frame.columns[column])
        if wrong[row, column]:
            return Fault(place, f"{frame.iloc[row, column]!r} is not a number", "give a number")
        if np.isinf(array[row, column]):
            return Fault(place, "is infinite", "give a finite number")
        return Fault(place, "is missing", "fill it in, or leave the unit or the column out")

    for cells in (wrong, ~np.isfinite(array) & ~wrong):
        faults += each(np.argwhere(cells.T).tolist(), fault)
    return array


def cell_faults(frame: pd.DataFrame, kind: str) -> list[Fault]:
    """Return what is wrong with the cells of one table."""
    faults: list[Fault] = []
    if frame.shape[1]:
        faults += size_faults(frame, numbers(frame, faults), kind, negative=False, evaluated=False)
    return faults


def size_faults(frame: pd.DataFrame, a: Floats, kind: str, negative: bool, evaluated: bool) -> list[Fault]:
    """Return what is wrong with the sizes of cells: extreme, negative or (rows, columns) all zero."""

    def place(cell: list[int]) -> str:
        return place_of(frame.index[cell[0]], frame.columns[cell[1]])

    with np.errstate(invalid="ignore"):
        size = np.abs(a)
        extreme = np.isfinite(a) & (a != 0) & ((size < SIZES[0]) | (size > SIZES[1]))
        below = np.argwhere(a < 0).tolist()
    faults = each(
        np.argwhere(extreme).tolist(),
        lambda c: Fault(place(c), f"{a[c[0], c[1]]:g} is no usable size", "record it in other units"),
    )
    if negative:
        return faults
    way_out = (
        "use directional(..., direction='range') for negative data; adding a constant changes the scores"
    )
    faults += each(below, lambda c: Fault(place(c), f"is negative ({a[c[0], c[1]]:g})", way_out))
    faults += each(
        np.flatnonzero((a == 0).all(axis=1)).tolist(),
        lambda i: Fault(
            place_of(frame.index[i]), f"all {kind}s are zero", "leave the unit out: it cannot be compared"
        ),
    )
    if not evaluated:
        faults += [
            Fault(str(frame.columns[j]), f"this {kind} is zero for every unit", "leave the column out")
            for j in np.flatnonzero((a == 0).all(axis=0)).tolist()
        ]
    return faults
