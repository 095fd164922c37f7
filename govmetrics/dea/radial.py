"""Radial efficiency (Charnes, Cooper and Rhodes; Banker, Charnes and Cooper)."""

from __future__ import annotations

from typing import Any

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import FLAG, wanted
from govmetrics.dea._efficiency import Efficiency, found_by
from govmetrics.dea._frontiers import Frontier, against, frontier_faults
from govmetrics.dea._idle import measured
from govmetrics.dea._observe import Amounts, Observed, observe
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns
from govmetrics.dea._reference import observe_reference, same_columns
from govmetrics.dea.engine.projection import (
    radial_points,
    technology,
)
from govmetrics.dea.engine.single import check_solver


def radial(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    reference: tuple[Amounts, Amounts] | None = None,
    slacks: bool = True,
    solver: Any = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    r"""Return how far each unit's inputs can shrink, or its outputs grow, in proportion.

    Input orientation solves, for each unit :math:`o`, min :math:`\theta` subject to
    :math:`\sum_j \lambda_j x_j \le \theta x_o`, :math:`\sum_j \lambda_j y_j \ge y_o`, :math:`\lambda \ge 0`; output
    orientation max :math:`\phi` subject to :math:`\sum_j \lambda_j x_j \le x_o`,
    :math:`\sum_j \lambda_j y_j \ge \phi y_o`, with score :math:`1 / \phi`.

    A unit without any output has the score 0 where nothing needs no input (input orientation, constant or decreasing
    returns), and where its outputs could grow without bound (output orientation, which has no targets for it). Against
    a reference that needs more inputs than it has it is infeasible, like any unit.

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
    frontier : {"period", "pooled", "sequential", "window"}
        What spans the frontier where the tables are indexed (period, unit): each period its own, all periods one
        for all, each period and those before it, or each period and the `width` - 1 before it (fewer for the first
        ones). `notes` say which.
    width : int
        Periods in a window.

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
    >>> found = radial(x, y, returns="constant")
    >>> found.scores.to_dict()
    {'A': 1.0, 'B': 1.0, 'C': 1.0, 'D': 1.0, 'E': 0.75}
    >>> found.efficient.tolist(), found.input_slacks["x2"].round(9).tolist()
    (['weak', 'strong', 'strong', 'strong', 'no'], [4.0, 0.0, 0.0, 0.0, 0.0])
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    with faults:
        check_solver(solver)
    faults += wanted(slacks=(slacks, FLAG))
    faults += frontier_faults(frontier, width)
    with faults:
        data = observe(inputs, outputs, evaluated=reference is not None, warn=False, idle=True)
    with faults:
        other = None if reference is None else observe_reference(reference)
    faults.raise_all()

    def model(part: Observed, base: Observed) -> Efficiency:
        return radial_of(part, base, orientation, returns, slacks, solver)

    found = against(data, same_columns(other, data), frontier, width, model)
    return found_by("radial", found, reference=reference is not None)


def radial_of(
    data: Observed, base: Observed, orientation: str, returns: str, slacks: bool = True, solver: Any = None
) -> Efficiency:
    """Return how efficient units are against those that span the frontier: the same, or others."""
    tech = technology(base.x, base.y, returns)
    some = radial_points(tech, data.x, data.y, orientation, outside=base is not data)
    return measured(tech, some, data, orientation, returns, slacks, peers=base.units, solver=solver)
