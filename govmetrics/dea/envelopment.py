"""What the slack and distance models share: units as points, their programs, and the `NonRadial` result.

A unit is a point of inputs, outputs and undesirable outputs. With sign +1 for what should be small and -1 for
what should be large, each model says ``points' lambda + sign * slack + (its own columns) = the unit's point``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.dea.cells import lost_faults, nameless, repeated_faults
from govmetrics.dea.common import (
    Bools,
    Floats,
    Table,
    from_roles,
    observe,
)
from govmetrics.dea.common import _frame as frame_of
from govmetrics.numerics.linear_programs import Ints, Programs, Solutions, programs, solve

Freedom = Literal["none", "input", "output"]
FREEDOMS = ("none", "input", "output")


@dataclass(frozen=True, eq=False)
class Points:
    """Checked units as points; columns are inputs, outputs, undesirable outputs, in this order."""

    units: pd.Index
    columns: pd.Index
    values: Floats  # (n, q)
    m: int
    s: int

    @property
    def sign(self) -> Floats:
        """Return (q,): +1 where less is better, -1 for outputs."""
        sign = np.ones(len(self.columns))
        sign[self.m : self.m + self.s] = -1.0
        return sign

    @property
    def kinds(self) -> tuple[slice, slice, slice]:
        """Return the columns of inputs, outputs and undesirable outputs."""
        return slice(0, self.m), slice(self.m, self.m + self.s), slice(self.m + self.s, None)


def gather(
    inputs: Table,
    outputs: Table,
    undesirable: Table = None,
    *,
    negative: bool = False,
    evaluated: bool = False,
    what: str = "",
) -> Points:
    """Check the tables (or a `Dataset` with roles as `inputs` alone) and return the units as points."""
    if outputs is None:
        inputs, outputs = from_roles(inputs)
    if undesirable is None:
        seen = observe(inputs, outputs, negative=negative, evaluated=evaluated, what=what)
        return Points(
            seen.units,
            seen.inputs.append(seen.outputs),
            np.hstack([seen.x, seen.y]),
            seen.x.shape[1],
            seen.y.shape[1],
        )
    left = labelled(inputs, "input", frame_of(outputs, "output").index)
    bad = labelled(undesirable, "undesirable", left.index)
    unnamed = nameless(left, "inputs") + nameless(bad, "undesirable outputs")
    if unnamed:
        raise FaultyInput([Fault(what + f.place, f.problem, f.way_out) for f in unnamed])
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
    # Undesirable outputs pass the same checks as inputs: of both, less is better.
    seen = observe(left.join(bad), outputs, negative=negative, evaluated=evaluated, what=what)
    m = left.shape[1]
    columns = seen.inputs[:m].append(seen.outputs).append(seen.inputs[m:])
    return Points(seen.units, columns, np.hstack([seen.x[:, :m], seen.y, seen.x[:, m:]]), m, seen.y.shape[1])


def labelled(table: Table, kind: str, units: pd.Index) -> pd.DataFrame:
    """Return a table as a frame; arrays get the units' labels by position."""
    frame = frame_of(table, kind)
    by_position = not isinstance(table, pd.DataFrame | pd.Series) and len(frame) == len(units)
    return frame.set_axis(units) if by_position else frame


def gather_reference(units: Points, reference: tuple[Table, ...] | None, *, negative: bool = False) -> Points:
    """Return the reference as points with the units' columns; the units themselves if none is given."""
    if reference is None:
        return units
    if not isinstance(reference, tuple) or len(reference) not in (2, 3):
        problem = "is not a tuple of tables"
        raise FaultyInput(
            Fault("reference", problem, "give (inputs, outputs) or (inputs, outputs, undesirable)")
        )
    other = gather(*reference, negative=negative, what="reference: ")
    if (other.m, other.s) != (units.m, units.s) or list(other.columns) != list(units.columns):
        problem = f"has the columns {list(other.columns)}, the units have {list(units.columns)}"
        raise FaultyInput(Fault("reference", problem, "give the same columns in the same order"))
    return other


@dataclass(frozen=True, eq=False)
class Envelope:
    """The rows all models of one technology share, for B units of q columns and n reference units."""

    columns: Floats  # (p, n): points and, unless returns are constant, a row of ones
    scale: Floats  # (B, p): one over the unit's own amount
    point: Floats  # (B, p): the unit in its own units: 1, or 0 where it has none
    slack: Floats  # (p, e): own columns of the slacks, and of the returns row if it is an inequality
    start: Ints  # (B,): the unit's own place in the reference or -1
    drop: Ints  # (B,): the slack that is not in the basis at the unit itself, -1 if all are


def envelope(
    units: Floats,
    reference: Floats,
    sign: Floats,
    returns: str,
    start: Ints | None = None,
    exact: Bools | None = None,
) -> Envelope:
    """Return the shared rows; rows marked `exact` (weak disposability) get no slack.

    Parameters
    ----------
    units : (B, q) array
    reference : (n, q) array
    sign : (q,) array
    returns : str
        "variable", "constant", "increasing" or "decreasing".
    start : (B,) array, optional
        Where each unit is in the reference.
    exact : (q,) array of bool, optional
        Rows that hold with equality.
    """
    B, q = units.shape
    typical = np.maximum(np.abs(reference).max(axis=0), np.finfo(float).tiny)
    size = np.where(units != 0, np.abs(units), typical)
    columns, scale, point = reference.T, 1.0 / size, units / size
    slack = np.diag(sign)[:, np.full(q, True) if exact is None else ~exact]
    if returns != "constant":
        columns = np.vstack([columns, np.ones(len(reference))])
        scale, point = np.column_stack([scale, np.ones(B)]), np.column_stack([point, np.ones(B)])
        slack = np.vstack([slack, np.zeros(slack.shape[1])])
        if returns != "variable":
            slack = np.column_stack([slack, np.zeros(q + 1)])
            slack[-1, -1] = -1.0 if returns == "increasing" else 1.0
    last = -1 if returns == "variable" else slack.shape[1] - 1
    drop = point.argmax(axis=1) if returns == "constant" else np.full(B, last)
    return Envelope(columns, scale, point, slack, np.full(B, -1) if start is None else start, drop)


def most_slack(family: Programs, first: Solutions, slacks: slice) -> Solutions:
    """Among a family's optimal solutions, find those with the largest sum of own-unit slacks.

    Programs that were solved with this goal (`slack_goal`) have theirs already.
    """
    B, _, e = family.own.shape
    known = first.feasible if first.finished is None else first.feasible & ~first.finished
    if not known.any():
        return first
    rhs = np.column_stack([family.rhs, first.objective])[known]
    own = np.concatenate([family.own, family.cost[:, None, :]], axis=1)[known]
    second = solve(
        programs(
            np.vstack([family.columns, np.zeros(family.columns.shape[1])]),
            np.column_stack([family.scale, np.ones(B)])[known],
            own,
            slack_goal(e, slacks),
            rhs,
            family.free,
            family.start[known],
            family.banned[known],
        ),
        pool=np.unique(first.weights.indices).astype(np.intp),
    )
    # A tie that rounding makes infeasible keeps its first solution.
    rows = np.flatnonzero(known)[second.feasible]
    own_values = first.own.copy()
    own_values[rows] = second.own[second.feasible]
    keep = np.ones(B)
    keep[rows] = 0.0
    spread = sparse.csr_array(
        (np.ones(len(rows)), (rows, np.flatnonzero(second.feasible))), shape=(B, len(rhs))
    )
    weights = sparse.csr_array(sparse.diags_array(keep) @ first.weights + spread @ second.weights)
    return replace(first, own=own_values, weights=weights)


def slack_goal(own: int, slacks: slice) -> Floats:
    """Return the costs (own,) of a second phase that looks for the largest sum of own-unit slacks."""
    cost = np.zeros(own)
    cost[slacks] = -1.0
    return cost
