"""What every DEA model shares: checking of inputs and outputs, and the `Efficiency` result."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.results import fields_dict, html

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Table = Any
"""A DataFrame, a Series, an array (units in rows), or nested lists."""
Orientation = Literal["input", "output"]
Returns = Literal["variable", "constant", "increasing", "decreasing"]
ORIENTATIONS = ("input", "output")
RETURNS = ("variable", "constant", "increasing", "decreasing")
OPTIMAL, INFEASIBLE = "optimal", "infeasible"
STRONG, WEAK, NO, UNKNOWN = "strong", "weak", "no", "unknown"
EFFICIENT_WITHIN = 1e-7
"""A score within this of 1, and slacks below this share of the unit's own amounts, count as efficient."""


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
    left, right = _frame(inputs, "input"), _frame(outputs, "output")
    if not isinstance(inputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        left = left.set_axis(right.index)
    elif not isinstance(outputs, pd.DataFrame | pd.Series) and len(left) == len(right):
        right = right.set_axis(left.index)
    faults = _label_faults(left, right)
    if faults:
        raise FaultyInput([Fault(what + f.place, f.problem, f.way_out) for f in faults])
    right = right.reindex(left.index)
    x, y = _numbers(left, faults), _numbers(right, faults)
    faults += _size_faults(left, x, "input", negative, evaluated)
    faults += _size_faults(right, y, "output", negative, evaluated)
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
        return table
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
    return pd.DataFrame(array, columns=[f"{kind}_{i + 1}" for i in range(array.shape[1])])


def _label_faults(left: pd.DataFrame, right: pd.DataFrame) -> list[Fault]:
    faults = []
    for frame, kind in ((left, "inputs"), (right, "outputs")):
        if frame.shape[1] == 0:
            faults.append(Fault(kind, f"there are no {kind}", "give at least one column"))
        if len(frame) == 0:
            faults.append(Fault(kind, "there are no units", "give at least one row"))
        twice = frame.index[frame.index.duplicated()].unique()
        faults += [
            Fault(str(u), f"occurs more than once in the {kind}", "name each unit once") for u in twice
        ]
        again = frame.columns[frame.columns.duplicated()].unique()
        faults += [
            Fault(str(c), f"is more than one column of the {kind}", "name each column once") for c in again
        ]
    faults += [
        Fault(str(c), "is both an input and an output", "rename one of them or leave it out")
        for c in left.columns.intersection(right.columns)
    ]
    for a, b, missing in ((left, right, "outputs"), (right, left, "inputs")):
        lost = a.index.difference(b.index, sort=False)
        faults += [Fault(str(u), f"has no {missing}", "give the same units in both tables") for u in lost]
    return faults


def _numbers(frame: pd.DataFrame, faults: list[Fault]) -> Floats:
    """Return the cells as floats; cells that are no finite numbers are added to `faults`."""
    columns = []
    for position, name in enumerate(frame.columns):
        cells = frame.iloc[:, position]
        if pd.api.types.is_numeric_dtype(cells) and not pd.api.types.is_complex_dtype(cells):
            numbers = cells.to_numpy(dtype=float, na_value=np.nan)
            odd = np.zeros(len(cells), dtype=bool)
        else:
            odd = np.array([not isinstance(v, int | float | np.number) and not _missing(v) for v in cells])
            numbers = np.array(
                [np.nan if o or _missing(v) else float(v) for v, o in zip(cells, odd, strict=True)]
            )
        for row in np.flatnonzero(~np.isfinite(numbers)).tolist():
            place = f"{frame.index[row]}, {name}"
            if odd[row]:
                faults.append(Fault(place, f"{cells.iloc[row]!r} is not a number", "give a number"))
            elif np.isnan(numbers[row]):
                faults.append(Fault(place, "is missing", "fill it in, or leave the unit or the column out"))
            else:
                faults.append(Fault(place, "is infinite", "give a finite number"))
        columns.append(numbers)
    return np.column_stack(columns)


def _missing(value: object) -> bool:
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and np.isnan(value))
    )


def _size_faults(frame: pd.DataFrame, a: Floats, kind: str, negative: bool, evaluated: bool) -> list[Fault]:
    if negative:
        return []
    way_out = (
        "use directional(..., direction='range') for negative data; adding a constant changes the scores"
    )
    faults = [
        Fault(f"{frame.index[i]}, {frame.columns[j]}", f"is negative ({a[i, j]:g})", way_out)
        for i, j in np.argwhere(a < 0).tolist()
    ]
    faults += [
        Fault(str(frame.index[i]), f"all {kind}s are zero", "leave the unit out: it cannot be compared")
        for i in np.flatnonzero((a == 0).all(axis=1)).tolist()
    ]
    if not evaluated:
        faults += [
            Fault(str(frame.columns[j]), f"this {kind} is zero for every unit", "leave the column out")
            for j in np.flatnonzero((a == 0).all(axis=0)).tolist()
        ]
    return faults


@dataclass(frozen=True, eq=False)
class Efficiency:
    """How efficient each unit is, and why.

    Attributes
    ----------
    scores : Series
        In (0, 1]; above 1 only against a given reference or in super-efficiency. NaN where infeasible.
    status : Series
        "optimal" or "infeasible".
    efficient : Series
        "strong" (score 1, no slack), "weak" (score 1, some slack), "no"; "unknown" at score 1 when slacks were
        not asked for.
    input_slacks, output_slacks : DataFrame or None
        Excess of inputs and shortfall of outputs that remain after the radial change, in the data's units.
    targets : DataFrame
        Inputs, then outputs, that would make the unit efficient (slacks included).
    peers : DataFrame
        Long table: unit, peer, weight (lambda).
    input_weights, output_weights : DataFrame or None
        Multipliers v and u, in the reciprocal of the data's units. For every unit j of the reference
        u y_j - v x_j + intercept <= 0.
    intercept : Series or None
        The multiplier of the convexity row; 0 under constant returns.
    certificate : DataFrame or None
        For each unit the largest primal residual, the largest violation of the dual over all units, the gap
        between both objectives (all relative to the unit's own size), and which solver found it.
    orientation, returns : str
        As asked for.
    notes : tuple of str
        What a reader must know.
    """

    scores: pd.Series
    status: pd.Series
    efficient: pd.Series
    input_slacks: pd.DataFrame | None
    output_slacks: pd.DataFrame | None
    targets: pd.DataFrame
    peers: pd.DataFrame
    input_weights: pd.DataFrame | None = None
    output_weights: pd.DataFrame | None = None
    intercept: pd.Series | None = None
    certificate: pd.DataFrame | None = None
    orientation: str = "input"
    returns: str = "variable"
    notes: tuple[str, ...] = ()

    @property
    def farrell(self) -> pd.Series:
        """Farrell's measure: the output expansion (1 / score) for output orientation, else the score."""
        return 1.0 / self.scores if self.orientation == "output" else self.scores.copy()

    def to_frame(self) -> pd.DataFrame:
        """Return score, efficient and status, with the slacks where they were asked for."""
        frame = pd.DataFrame({"score": self.scores, "efficient": self.efficient, "status": self.status})
        for slacks in (self.input_slacks, self.output_slacks):
            if slacks is not None:
                frame = frame.join(slacks.add_prefix("slack "))
        return frame

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the verdict in a few sentences, in English or Chinese."""
        count, n = self.efficient.value_counts(), len(self.scores)
        strong, weak = int(count.get(STRONG, 0)), int(count.get(WEAK, 0))
        failed = int((self.status != OPTIMAL).sum())
        low = "" if self.scores.isna().all() else str(self.scores.idxmin())
        if language == "zh":
            text = f"{n}个单元中{strong}个强有效、{weak}个弱有效；平均效率{self.scores.mean():.4f}，"
            text += f"最低{self.scores.min():.4f}（{low}）。"
            text += f"{failed}个单元无可行解。" if failed else ""
            return text + "".join(f"{note}。" for note in self.notes)
        text = f"{strong} of {n} units are strongly efficient, {weak} weakly; "
        text += f"mean score {self.scores.mean():.4f}, lowest {self.scores.min():.4f} ({low})."
        text += f" {failed} are infeasible." if failed else ""
        return text + "".join(f" {note}." for note in self.notes)

    def _repr_html_(self) -> str:
        return html(
            self.to_frame(), f"DEA efficiency, {self.orientation} orientation, {self.returns} returns"
        )


def classify(
    scores: Floats, largest_slack: Floats | None, within: float = EFFICIENT_WITHIN
) -> npt.NDArray[np.object_]:
    """Return "strong", "weak" or "no" per unit ("unknown" at the frontier without slacks).

    Parameters
    ----------
    scores : (n,) array
    largest_slack : (n,) array or None
        Each unit's largest slack as a share of its own amount.
    """
    on = np.nan_to_num(scores, nan=0.0) >= 1 - within
    if largest_slack is None:
        return np.where(on, UNKNOWN, NO).astype(object)
    return np.where(on, np.where(largest_slack <= within, STRONG, WEAK), NO).astype(object)
