"""The checking of inputs and outputs that every model shares: tables to arrays with labels."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.dea._cell_faults import (
    label_faults,
    lost_faults,
    nameless,
    numbers,
    repeated_faults,
    size_faults,
)
from govmetrics.dea.engine.arrays import Floats

Table = Any
"""A DataFrame, a Series, an array (units in rows), or nested lists."""


@dataclass(frozen=True, eq=False)
class Observed:
    """Checked units; columns are inputs, outputs, undesirable outputs, in this order.

    Attributes
    ----------
    units, columns : Index
    values : (n, q)
    m, s : int
        Number of inputs and of outputs.
    """

    units: pd.Index
    columns: pd.Index
    values: Floats
    m: int
    s: int

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.units)

    @property
    def kinds(self) -> tuple[slice, slice, slice]:
        """The columns of inputs, outputs and undesirable outputs."""
        return slice(0, self.m), slice(self.m, self.m + self.s), slice(self.m + self.s, None)

    @property
    def inputs(self) -> pd.Index:
        """Names of the inputs."""
        return self.columns[self.kinds[0]]

    @property
    def outputs(self) -> pd.Index:
        """Names of the outputs."""
        return self.columns[self.kinds[1]]

    @property
    def x(self) -> Floats:
        """The inputs, (n, m)."""
        return self.values[:, self.kinds[0]]

    @property
    def y(self) -> Floats:
        """The outputs, (n, s)."""
        return self.values[:, self.kinds[1]]

    @property
    def sign(self) -> Floats:
        """(q,): +1 where less is better, -1 for outputs."""
        sign = np.ones(len(self.columns))
        sign[self.kinds[1]] = -1.0
        return sign

    def take(self, rows: Any, units: pd.Index | None = None) -> Observed:
        """Return the units in some rows, under these names if they get new ones."""
        names = self.units[rows] if units is None else units
        return Observed(names, self.columns, self.values[rows], self.m, self.s)


def observe(
    inputs: Table,
    outputs: Table = None,
    undesirable: Table = None,
    *,
    negative: bool = False,
    warn: bool = True,
    what: str = "",
    evaluated: bool = False,
) -> Observed:
    """Check the tables and return them as one array with labels; every fault is raised at once.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series, array (units, columns), or a `Dataset` as `inputs` alone
        Frames are matched by their units' labels, never by position; arrays by position.
    undesirable : DataFrame, Series or array, optional
        Undesirable outputs.
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
    if undesirable is None:
        left, right = _tables(inputs, outputs, what)
        m = left.shape[1]
    else:
        # Undesirable outputs pass the same checks as inputs: of both, less is better.
        inputs, m = _joined(inputs, outputs, undesirable, what)
        left, right = _tables(inputs, outputs, what)
    faults = list[Fault]()
    x, y = numbers(left, faults), numbers(right, faults)
    faults += size_faults(left, x, "input", negative, evaluated)
    faults += size_faults(right, y, "output", negative, evaluated)
    _raise(faults, what)
    if warn:
        warn_few(len(left), x.shape[1], y.shape[1])
    columns = left.columns[:m].append(right.columns).append(left.columns[m:])
    return Observed(left.index, columns, np.hstack([x[:, :m], y, x[:, m:]]), m, y.shape[1])


def _tables(inputs: Table, outputs: Table, what: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both tables as frames with the same units in the same order."""
    found = Faults()
    with found:
        left = frame_of(inputs, "input")
    with found:
        right = frame_of(outputs, "output")
    _raise(found, what)
    if not isinstance(inputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        left = left.set_axis(right.index)
    elif not isinstance(outputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        right = right.set_axis(left.index)
    _raise(label_faults(left, right), what)
    return left, right.reindex(left.index)


def _joined(inputs: Table, outputs: Table, undesirable: Table, what: str) -> tuple[pd.DataFrame, int]:
    """Return inputs and undesirable outputs in one frame, and how many are inputs."""
    left = labelled(inputs, "input", frame_of(outputs, "output").index)
    bad = labelled(undesirable, "undesirable", left.index)
    _raise(nameless(left, "inputs") + nameless(bad, "undesirable outputs"), what)
    faults = [
        Fault(
            f"{what}{c}", "is both an input and an undesirable output", "rename one of them or leave it out"
        )
        for c in left.columns.intersection(bad.columns)
    ]
    if left.index.nlevels == bad.index.nlevels:
        faults += lost_faults(left.index, bad.index, "undesirable outputs", what)
        faults += lost_faults(bad.index, left.index, "inputs", what)
    else:
        problem = (
            f"their rows have {bad.index.nlevels} label(s) each, those of the inputs {left.index.nlevels}"
        )
        faults.append(Fault(f"{what}undesirable outputs", problem, "index all tables alike"))
    faults += [
        Fault(f"{what}{kind}", f"there are no {kind}", "give at least one column")
        for frame, kind in ((left, "inputs"), (bad, "undesirable outputs"))
        if frame.shape[1] == 0
    ]
    faults += repeated_faults(bad.index, "undesirable outputs", what)
    if faults:
        raise FaultyInput(faults)
    return left.join(bad), left.shape[1]


def _raise(faults: list[Fault] | Faults, what: str) -> None:
    """Raise the faults, if there are any, with `what` before their places."""
    if faults:
        raise FaultyInput([Fault(what + f.place, f.problem, f.way_out) for f in faults])


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

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> staff, cases = gm.Indicator("staff", role="input"), gm.Indicator("cases", role="output")
    >>> tree = gm.IndicatorTree(gm.Group("service", "", (staff, cases)))
    >>> table = pd.DataFrame({"staff": [2.0, 4.0], "cases": [10.0, 12.0]}, index=["East", "West"])
    >>> inputs, outputs = gm.dea.from_roles(gm.read_records(table, tree))
    >>> list(inputs), list(outputs)
    (['staff'], ['cases'])
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


def labelled(table: Table, kind: str, units: pd.Index) -> pd.DataFrame:
    """Return a table as a frame; arrays get the units' labels by position."""
    frame = frame_of(table, kind)
    by_position = not isinstance(table, pd.DataFrame | pd.Series) and len(frame) == len(units)
    return frame.set_axis(units) if by_position else frame


def frame_of(table: Table, kind: str) -> pd.DataFrame:
    """Return a table as a frame with units in rows."""
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
