"""The checking of inputs and outputs that every model shares: tables to arrays with labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.foot import frame_faults
from govmetrics.core.labels import alike_note, clean_index
from govmetrics.core.odd_values import odd_notes
from govmetrics.core.warn import warn
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.dea._cell_faults import (
    INPUT,
    OUTPUT,
    UNDESIRABLE,
    column_faults,
    label_faults,
    level_faults,
    lost_faults,
    nameless,
    numbers,
    repeated_faults,
    size_faults,
)
from govmetrics.dea.engine.arrays import Floats

Amounts = pd.DataFrame | pd.Series | npt.NDArray[Any] | Sequence[float] | Sequence[Sequence[float]]
"""Units in rows: a DataFrame, a Series, an array, or nested lists."""
BESIDE = ("undesirable", "good", "bad", "free", "fixed")
"""Tables that are called as what is in them."""


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
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    undesirable: Amounts | None = None,
    *,
    negative: bool = False,
    warn: bool = True,
    reference: bool = False,
    evaluated: bool = False,
    idle: bool | Text = False,
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
    reference : bool
        The tables are those of a reference; every fault's place says so.
    evaluated : bool
        The units are judged against a reference of their own: a column of zeros is then allowed.
    idle : bool or Text
        Whether units without any output are allowed; a text says what to do about them, and why they are not.

    Raises
    ------
    FaultyInput
        With every fault: missing, infinite, negative or non-numeric cells, mismatched or repeated units,
        no inputs or outputs, a unit whose inputs or outputs are all zero, a column of zeros.
    """
    found, of_dataset, given = Faults(), outputs is None, inputs
    with found:
        if outputs is None:
            inputs, outputs = from_roles(inputs)  # type: ignore[arg-type]  # it refuses all else
        m = None
        if undesirable is not None:
            # Undesirable outputs pass the same checks as inputs: of both, less is better.
            inputs, m = _joined(inputs, outputs, undesirable)
        left, right = _tables(inputs, outputs)
        x, y = numbers(left, found), numbers(right, found)
        both = pd.DataFrame(np.hstack([x, y]), left.index)
        found += [] if of_dataset else frame_faults(both, given, "inputs")
        found += size_faults(left, x, INPUT, negative, evaluated)
        found += size_faults(right, y, OUTPUT, negative, evaluated, idle)
    if found:
        raise FaultyInput([_in_reference(fault) for fault in found] if reference else list(found))
    if warn:
        warn_few(len(left), x.shape[1], y.shape[1])
    if not of_dataset:
        warn_odd(left.index, [*left.columns, *right.columns], np.hstack([x, y]))
    m = left.shape[1] if m is None else m
    columns = left.columns[:m].append(right.columns).append(left.columns[m:])
    return Observed(_units(left.index), columns, np.hstack([x[:, :m], y, x[:, m:]]), m, y.shape[1])


def _units(index: pd.Index) -> pd.Index:
    """Return the units' labels, called unit (and period) where nobody named them."""
    names = ("period", "unit")[-index.nlevels :] if index.nlevels <= 2 else index.names
    return index.set_names(
        [old if old is not None else new for old, new in zip(index.names, names, strict=True)]
    )


def _in_reference(fault: Fault) -> Fault:
    return fault.at(Text("reference: {place}", place=fault.place))


def _tables(inputs: Any, outputs: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both tables as frames with the same units in the same order."""
    found = Faults()
    with found:
        left = frame_of(inputs, "input")
    with found:
        right = frame_of(outputs, "output")
    found.raise_all()
    if not isinstance(inputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        left = left.set_axis(right.index)
    elif not isinstance(outputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        right = right.set_axis(left.index)
    Faults(label_faults(left, right)).raise_all()
    return left, right.reindex(left.index)


def _joined(inputs: Any, outputs: Any, undesirable: Any) -> tuple[pd.DataFrame, int]:
    """Return inputs and undesirable outputs in one frame, and how many are inputs."""
    left = labelled(inputs, "input", frame_of(outputs, "output").index)
    bad = labelled(undesirable, "undesirable", left.index)
    Faults(nameless(left, INPUT) + nameless(bad, UNDESIRABLE)).raise_all()
    faults = Faults(
        Fault(str(c), "is both an input and an undesirable output", "rename one of them or leave it out")
        for c in left.columns.intersection(bad.columns)
    )
    apart = level_faults(left, bad, UNDESIRABLE)
    faults += apart or [
        *lost_faults(left.index, bad.index, UNDESIRABLE), *lost_faults(bad.index, left.index, INPUT)
    ]  # fmt: skip
    faults += column_faults(left, INPUT) + column_faults(bad, UNDESIRABLE)
    faults += repeated_faults(bad.index, UNDESIRABLE)
    faults.raise_all()
    return left.join(bad), left.shape[1]


def from_roles(data: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the inputs and outputs of a `Dataset`, by the `role` of the tree's indicators.

    Parameters
    ----------
    data : Dataset
        Its tree names `role: input` and `role: output` leaves.

    Returns
    -------
    inputs, outputs : DataFrame
        Copies of the columns, units in rows.

    Raises
    ------
    FaultyInput
        Not a data, no such roles, or an output of which less is better.

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
    if not (hasattr(data, "tree") and hasattr(data, "values")):
        way_out = "give inputs and outputs as tables, or a Dataset with roles"
        raise FaultyInput("outputs", "outputs are missing", way_out)
    codes: dict[str, list[str]] = {"input": [], "output": []}
    faults = Faults()
    for leaf in data.tree.indicators:
        if leaf.role in codes:
            codes[leaf.role].append(leaf.code)
        if leaf.role == "output" and leaf.better == "less":
            problem = "is an output of which less is better"
            way_out = "use a model with undesirable outputs, or record what is achieved instead"
            faults.append(Fault(leaf.code, problem, way_out))
    faults += [
        Fault("tree", "no indicator has the role {role}", "give at least one leaf `role: {role}`", role=role)
        for role, found in codes.items()
        if not found
    ]
    faults.raise_all()
    inputs, outputs = data.values[codes["input"]].copy(), data.values[codes["output"]].copy()
    inputs.attrs["totals"] = outputs.attrs["totals"] = "keep"  # a dataset has units only
    return inputs, outputs


def warn_few(n: int, m: int, s: int) -> None:
    """Warn when n < max(m s, 3 (m + s)): a rule of thumb, not a law."""
    need = max(m * s, 3 * (m + s))
    if n < need:
        note = Note(
            "{n:# unit|# units} for {m:# input|# inputs} and {s:# output|# outputs}: many units will look efficient "
            "(rule of thumb: at least max(m s, 3 (m + s)) = {need})",
            n=n, m=m, s=s, need=need,
        )  # fmt: skip
        warn(note)


def warn_odd(units: pd.Index, columns: list[Any], values: Floats) -> None:
    """Warn of values that look like codes for "missing", of shares among percentages, and of units called nearly alike."""
    alike = alike_note(units.get_level_values(-1), "unit")
    for note in [*odd_notes(pd.DataFrame(values, units, columns), Text("leave the units out")), *alike]:
        warn(note)


def labelled(table: Any, kind: str, units: pd.Index) -> pd.DataFrame:
    """Return a table as a frame; arrays get the units' labels by position."""
    frame = frame_of(table, kind)
    by_position = not isinstance(table, pd.DataFrame | pd.Series) and len(frame) == len(units)
    return frame.set_axis(units) if by_position else frame


def frame_of(table: Any, kind: str) -> pd.DataFrame:
    """Return a table as a frame with units in rows, their names by the one rule."""
    refuse_within(kind if kind in BESIDE else f"{kind}s", table)
    frame = _as_frame(table, kind)
    return frame.set_axis(clean_index(frame.index))


def _as_frame(table: Any, kind: str) -> pd.DataFrame:
    if isinstance(table, pd.Series):
        return table.to_frame(kind if table.name is None else table.name)
    place = kind if kind in BESIDE else f"{kind}s"
    if isinstance(table, pd.DataFrame):
        if table.columns.nlevels > 1:
            problem = "the names of the columns have {levels} levels"
            raise FaultyInput(place, problem, "give each column one name", levels=table.columns.nlevels)
        if isinstance(table.columns, pd.RangeIndex):  # nobody named them: as an array's columns
            return table.set_axis(_unnamed(kind, table.shape[1]), axis="columns")
        return table
    if table is None:
        raise FaultyInput(place, "the table is missing", "give a table with the units in rows")
    try:
        array = np.asarray(table)
    except ValueError as error:
        fault = Fault(place, "the rows have different lengths", "give one value for each cell")
        raise FaultyInput(fault) from error
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2:
        problem = "has {dimensions:# dimension|# dimensions}"
        way_out = "give a table with the units in rows and a column for each variable"
        raise FaultyInput(place, problem, way_out, dimensions=array.ndim)
    return pd.DataFrame(array, columns=_unnamed(kind, array.shape[1]))


def _unnamed(kind: str, count: int) -> list[str]:
    return [f"{kind}_{i + 1}" for i in range(count)]
