"""Radial efficiency (Charnes, Cooper and Rhodes; Banker, Charnes and Cooper)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.dea.common import (
    EFFICIENT_WITHIN,
    INFEASIBLE,
    OPTIMAL,
    ORIENTATIONS,
    RETURNS,
    Efficiency,
    Floats,
    Observed,
    Orientation,
    Returns,
    Table,
    classify,
    observe,
)
from govmetrics.dea.engine import SOLVERS, Distances, distances
from govmetrics.dea.highs import check_solver
from govmetrics.dea.options import check_flag, options
from govmetrics.dea.problem import Points, Technology, own_scale, points, technology


def radial(
    inputs: Table,
    outputs: Table = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    reference: tuple[Table, Table] | None = None,
    slacks: bool = True,
    solver: Any = None,
) -> Efficiency:
    r"""Return how far each unit's inputs can shrink, or its outputs grow, in proportion.

    Input orientation solves, for each unit :math:`o`, min :math:`\theta` subject to
    :math:`\sum_j \lambda_j x_j \le \theta x_o`, :math:`\sum_j \lambda_j y_j \ge y_o`, :math:`\lambda \ge 0`; output
    orientation max :math:`\phi` subject to :math:`\sum_j \lambda_j x_j \le x_o`,
    :math:`\sum_j \lambda_j y_j \ge \phi y_o`, with score :math:`1 / \phi`.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        Units in rows. Frames are matched by their units' labels. A `Dataset` whose tree has roles may be given
        as `inputs` alone.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
        Sum of lambda: 1, free, at least 1 (non-decreasing returns), at most 1 (non-increasing).
    reference : (inputs, outputs), optional
        Units that span the frontier instead of the evaluated units; scores may then exceed 1 and units may be
        infeasible.
    slacks : bool
        Whether to maximise the slacks in a second phase: the sum of slacks as shares of the unit's own amounts
        (of the reference's mean where the unit has none).
    solver : "highs" or a PuLP solver object, optional
        Solve unit by unit with a named solver, on frontier columns only, instead of with the engine.

    Returns
    -------
    Efficiency

    Raises
    ------
    FaultyInput
        With every fault of the tables and options at once.

    References
    ----------
    Charnes, A., Cooper, W. W. and Rhodes, E. (1978). Measuring the efficiency of decision making units. European
    Journal of Operational Research 2, 429-444.
    Banker, R. D., Charnes, A. and Cooper, W. W. (1984). Some models for estimating technical and scale
    inefficiencies in data envelopment analysis. Management Science 30, 1078-1092.

    Examples
    --------
    Five units, two inputs, one output (Andersen and Petersen, 1993): A wastes its second input.

    >>> import pandas as pd
    >>> x = pd.DataFrame({"x1": [2, 2, 5, 10, 10], "x2": [12, 8, 5, 4, 6]}, index=list("ABCDE"))
    >>> y = pd.DataFrame({"y": [1, 1, 1, 1, 1]}, index=x.index)
    >>> import warnings; warnings.simplefilter("ignore")
    >>> radial(x, y, returns="constant").to_frame().round(4)[["score", "efficient", "slack x2"]]
       score efficient  slack x2
    A   1.00      weak       4.0
    B   1.00    strong       0.0
    C   1.00    strong       0.0
    D   1.00    strong       0.0
    E   0.75        no       0.0
    """
    faults = options((orientation, ORIENTATIONS, "orientation"), (returns, RETURNS, "returns"))
    with faults:
        check_solver(solver)
    with faults:
        check_flag(slacks, "slacks")
    with faults:
        data = observe(inputs, outputs, evaluated=reference is not None, warn=reference is None)
    with faults:
        other = None if reference is None else observe_reference(reference)
    faults.raise_all()
    base = same_columns(other, data)
    tech = technology(base.x, base.y, returns)
    some = radial_points(tech, data, orientation, outside=reference is not None)
    found = distances(tech, some, slacks=slacks, solver=solver)
    return label(
        found, tech, some, data, peers=base.units, orientation=orientation, returns=returns, slacks=slacks
    )


def observe_reference(reference: tuple[Table, Table]) -> Observed:
    """Check a reference of (inputs, outputs)."""
    if not isinstance(reference, tuple | list) or len(reference) != 2:
        raise FaultyInput(Fault("reference", "is not a pair of tables", "give (inputs, outputs)"))
    return observe(*reference, what="reference: ")


def same_columns(base: Observed | None, data: Observed) -> Observed:
    """Return the reference if it has the evaluated units' columns; the units themselves if there is none."""
    if base is None:
        return data
    faults = []
    for kind in ("inputs", "outputs"):
        want, got = list(getattr(data, kind)), list(getattr(base, kind))
        if want != got:
            way_out = f"give the columns {', '.join(map(str, want))} in this order"
            faults.append(Fault(f"reference: {kind}", f"are {', '.join(map(str, got))}", way_out))
    if faults:
        raise FaultyInput(faults)
    return base


def radial_points(tech: Technology, data: Observed, orientation: str, outside: bool = False) -> Points:
    """Return the units as points that move along their own inputs or outputs."""
    member = np.full(data.n, -1) if outside else np.arange(data.n)
    zero_x, zero_y = np.zeros_like(data.x), np.zeros_like(data.y)
    if orientation == "input":
        return points(tech, data.x, data.y, -data.x, zero_y, sense=-1, start=1.0, member=member)
    return points(tech, data.x, data.y, zero_x, data.y, sense=1, start=1.0, member=member)


def label(
    found: Distances, tech: Technology, some: Points, data: Observed, *, peers: pd.Index,
    orientation: str, returns: str, slacks: bool, notes: tuple[str, ...] = (),
) -> Efficiency:  # fmt: skip
    """Give radial answers their labels and the data's units."""
    m, s = tech.m, tech.s
    # the reference may make nothing at all of what a unit makes: no finite score
    t = np.where((found.t <= 1e-12) & (orientation == "output"), np.nan, found.t)
    lost = np.isnan(t)
    scores = t if orientation == "input" else 1.0 / t
    scores = np.where(np.abs(scores - 1) < 1e-12, 1.0, scores)
    scores = scores if some.artificial else np.minimum(scores, 1.0)  # rounding only
    own = np.abs(some.values)
    raw = found.slacks / own_scale(tech, some.values)
    raw[:, lost] = np.nan
    reached = np.abs(some.base + t * some.move)[: m + s]
    target = reached + np.r_[-raw[:m], raw[m : m + s]] if slacks else reached
    target = np.where(np.abs(target) < 1e-12 * own[: m + s], 0.0, target)
    largest = found.slacks[: m + s].max(axis=0) if slacks else None
    q = np.where(lost, np.nan, found.multipliers)
    intercept = q[m + s] if len(q) > m + s else np.where(lost, np.nan, 0.0)
    status = np.where(lost, INFEASIBLE, OPTIMAL)

    def frame(a: Floats, columns: pd.Index) -> pd.DataFrame:
        return pd.DataFrame(np.ascontiguousarray(a.T), index=data.units, columns=columns)

    return Efficiency(
        scores=pd.Series(scores, data.units, name="score"),
        status=pd.Series(status, data.units, name="status", dtype=object),
        efficient=pd.Series(classify(scores, largest, EFFICIENT_WITHIN), data.units, name="efficient"),
        input_slacks=frame(raw[:m], data.inputs) if slacks else None,
        output_slacks=frame(raw[m : m + s], data.outputs) if slacks else None,
        targets=frame(target, data.inputs.append(data.outputs)),
        peers=peer_table(found, data.units, peers, lost),
        input_weights=frame(q[:m], data.inputs),
        output_weights=frame(q[m : m + s], data.outputs),
        intercept=pd.Series(intercept, data.units, name="intercept"),
        certificate=certificate_table(found, data.units),
        orientation=orientation,
        returns=returns,
        notes=notes,
    )


def peer_table(found: Distances, units: pd.Index, peers: pd.Index, lost: Any = None) -> pd.DataFrame:
    """Return the long table unit, peer, weight; never units x units."""
    position, weight = found.peers.T, found.weights.T
    used = (position >= 0) & (position < len(peers)) & (weight > 0)
    if lost is not None:
        used &= ~lost[:, None]
    row, _ = np.nonzero(used)
    table = {"unit": units.take(row), "peer": peers.take(position[used]), "weight": weight[used]}
    return pd.DataFrame({name: np.asarray(column) for name, column in table.items()})


def certificate_table(found: Distances, units: pd.Index) -> pd.DataFrame:
    """Return residual, dual violation, gap and solver per unit."""
    solver = np.array(SOLVERS, dtype=object)[found.solver]
    table = {"primal": found.residual, "dual": found.dual, "gap": found.gap, "solver": solver}
    return pd.DataFrame(table, index=units)
