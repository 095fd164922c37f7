"""What every DEA model shares: names and types, and the checking of inputs and outputs."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.dea.cells import label_faults, numbers, size_faults
from govmetrics.dea.efficiency import (
    EFFICIENT_WITHIN,
    INFEASIBLE,
    NO,
    OPTIMAL,
    STRONG,
    UNKNOWN,
    WEAK,
    Efficiency,
    Floats,
    classify,
)

__all__ = [
    "EFFICIENT_WITHIN", "INFEASIBLE", "NO", "OPTIMAL", "ORIENTATIONS", "RETURNS", "STRONG", "UNKNOWN", "WEAK",
    "Bools", "Efficiency", "Floats", "Ints", "Observed", "Orientation", "Returns", "Table",
    "classify", "from_roles", "observe", "warn_few",
]  # fmt: skip

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Table = Any
"""A DataFrame, a Series, an array (units in rows), or nested lists."""
Orientation = Literal["input", "output"]
Returns = Literal["variable", "constant", "increasing", "decreasing"]
ORIENTATIONS = ("input", "output")
RETURNS = ("variable", "constant", "increasing", "decreasing")


@dataclass(frozen=True, eq=False)
class Observed:
    """Checked inputs and outputs: labels, and arrays with the units in rows."""

    units: pd.Index
    inputs: pd.Index
    outputs: pd.Index
    x: Floats
    y: Floats

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.units)


def observe(
    inputs: Table,
    outputs: Table = None,
    *,
    negative: bool = False,
    warn: bool = True,
    what: str = "",
    evaluated: bool = False,
) -> Observed:
    """Check inputs and outputs and return them as arrays with labels; every fault is raised at once.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series, array (units, columns), or a `Dataset` as `inputs` alone
        Frames are matched by their units' labels, never by position; arrays by position.
    negative : bool
        Whether negative cells (and zero totals) are allowed, as in range-directional models.
    warn : bool
        Whether to warn when there are few units for the number of inputs and outputs.
    what : str
        Put before each fault's place, for example "reference: ".
    evaluated : bool
        The units are judged against a reference of their own: a column of zeros is then allowed.

    Raises
    ------
    FaultyInput
        With every fault: missing, infinite, negative or non-numeric cells, mismatched or repeated units,
        no inputs or outputs, a unit whose inputs or outputs are all zero, a column of zeros.
    """
    if outputs is None:
        inputs, outputs = from_roles(inputs)
    found = Faults()
    with found:
        left = _frame(inputs, "input")
    with found:
        right = _frame(outputs, "output")
    if found:
        raise FaultyInput([Fault(what + f.place, f.problem, f.way_out) for f in found])
    if not isinstance(inputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        left = left.set_axis(right.index)
    elif not isinstance(outputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        right = right.set_axis(left.index)
    faults = label_faults(left, right)
    if faults:
        raise FaultyInput([Fault(what + f.place, f.problem, f.way_out) for f in faults])
    right = right.reindex(left.index)
    x, y = numbers(left, faults), numbers(right, faults)
    faults += size_faults(left, x, "input", negative, evaluated)
    faults += size_faults(right, y, "output", negative, evaluated)
    if faults:
        raise FaultyInput([Fault(what + f.place, f.problem, f.way_out) for f in faults])
    if warn:
        warn_few(len(left), x.shape[1], y.shape[1])
    return Observed(left.index, left.columns, right.columns, x, y)


def from_roles(dataset: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the inputs and outputs of a `Dataset`, by the `role` of the tree's indicators.

    Parameters
    ----------
    dataset : Dataset
        Its tree names `role: input` and `role: output` leaves.

    Returns
    -------
    inputs, outputs : DataFrame
        Copies of the columns, units in rows.

    Raises
    ------
    FaultyInput
        Not a dataset, no such roles, or an output of which less is better.
    """
    if not (hasattr(dataset, "tree") and hasattr(dataset, "values")):
        problem = "outputs are missing"
        raise FaultyInput(
            Fault("outputs", problem, "give inputs and outputs as tables, or a Dataset with roles")
        )
    codes: dict[str, list[str]] = {"input": [], "output": []}
    faults = []
    for leaf in dataset.tree.indicators:
        if leaf.role in codes:
            codes[leaf.role].append(leaf.code)
        if leaf.role == "output" and leaf.better == "less":
            way_out = "use a model with undesirable outputs, or record what is achieved instead"
            faults.append(Fault(leaf.code, "an output of which less is better", way_out))
    faults += [
        Fault("tree", f"no indicator has role {role}", f"give at least one leaf `role: {role}`")
        for role, found in codes.items()
        if not found
    ]
    if faults:
        raise FaultyInput(faults)
    return dataset.values[codes["input"]].copy(), dataset.values[codes["output"]].copy()


def warn_few(n: int, m: int, s: int) -> None:
    """Warn when n < max(m s, 3 (m + s)): a rule of thumb, not a law."""
    need = max(m * s, 3 * (m + s))
    if n < need:
        warnings.warn(
            f"{n} units for {m} inputs and {s} outputs: many units will look efficient "
            f"(rule of thumb: at least max(m s, 3 (m + s)) = {need})",
            UserWarning,
            stacklevel=4,
        )


def _frame(table: Table, kind: str) -> pd.DataFrame:
    if isinstance(table, pd.Series):
        return table.to_frame(kind if table.name is None else table.name)
    if isinstance(table, pd.DataFrame):
        if table.columns.nlevels > 1:
            problem = f"the columns' names have {table.columns.nlevels} levels"
            raise FaultyInput(Fault(f"{kind}s", problem, "give each column one name"))
        if isinstance(table.columns, pd.RangeIndex):  # nobody named them: as an array's columns
            return table.set_axis(_unnamed(kind, table.shape[1]), axis="columns")
        return table
    if table is None:
        raise FaultyInput(Fault(f"{kind}s", "are missing", "give a table with the units in rows"))
    try:
        array = np.asarray(table)
    except ValueError as error:
        raise FaultyInput(
            Fault(f"{kind}s", "the rows have different lengths", "give one value a cell")
        ) from error
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2:
        problem = f"has {array.ndim} dimensions"
        raise FaultyInput(Fault(f"{kind}s", problem, "give units in rows and one column each"))
    return pd.DataFrame(array, columns=_unnamed(kind, array.shape[1]))


def _unnamed(kind: str, count: int) -> list[str]:
    return [f"{kind}_{i + 1}" for i in range(count)]
