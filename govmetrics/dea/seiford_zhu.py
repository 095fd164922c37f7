"""Undesirable outputs by translation (坏产出的平移处理), and what that does to the scores.

References
----------
Seiford, L. M., & Zhu, J. (2002). Modeling undesirable factors in efficiency evaluation. European Journal of
Operational Research, 142, 16-20. Ali, A. I., & Seiford, L. M. (1990). Translation invariance in data envelopment
analysis. Operations Research Letters, 9, 403-405.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod
from govmetrics.core.options import is_number, shown, wanted
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import Efficiency, found_by
from govmetrics.dea._frontiers import Frontier, observed
from govmetrics.dea._observe import Amounts
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns
from govmetrics.dea.radial import radial

DEPENDS = "shifted from {constants}: which units are efficient does not depend on the constant; the scores of the others do"
INVARIANT = (
    "shifted from {constants}: input-oriented scores under variable returns do not depend on the constant"
)


def seiford_zhu(
    inputs: Amounts,
    outputs: Amounts,
    undesirable: Amounts,
    constant: float | pd.Series | None = None,
    orientation: Orientation = "output",
    returns: Returns = "variable",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    """Score units with undesirable outputs b entered as outputs ``constant - b``.

    Only under variable returns does shifting data leave the frontier in place, so other returns are refused. In
    output orientation the scores of inefficient units still depend on the constant; `slacks_based` and
    `directional` with `undesirable=` need none.

    Parameters
    ----------
    inputs, outputs, undesirable : DataFrame or array (units, columns)
    constant : float or Series (one value per column), optional
        Above every undesirable amount; by default each column's maximum plus minimum.
    orientation : {"output", "input"}
    returns : {"variable"}
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Efficiency
        Targets and slacks of the undesirable columns are in their own amounts (target: amount to come down to).
        `notes` say what the constant changes.

    Raises
    ------
    UnsuitableMethod
        Other returns than variable, or a constant that leaves nothing positive.

    References
    ----------
    Seiford, L. M. and Zhu, J. (2002). Modeling undesirable factors in efficiency evaluation. European
    Journal of Operational Research 142, 16-20. Ali, A. I. and Seiford, L. M. (1990). Translation invariance
    in data envelopment analysis. Operations Research Letters 9, 403-405.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series([1.0, 1.0], name="x"), pd.Series([2.0, 2.0], name="y")
    >>> found = seiford_zhu(x, y, pd.Series([1.0, 3.0], name="smoke"), constant=5)
    >>> found.efficient.tolist(), found.targets["smoke"].tolist()
    (['strong', 'weak'], [1.0, 1.0])
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    # shifted undesirable outputs are above zero, so that no unit is without any output
    points = observed(faults, frontier, width, inputs, outputs, undesirable, idle=True)
    if returns != "variable":
        problem = "shifting data changes the frontier unless returns are variable"
        way_out = "choose returns='variable', or slacks_based or directional with undesirable="
        raise UnsuitableMethod("returns", problem, way_out)
    kinds = points.kinds
    x, y, bad = (
        pd.DataFrame(points.values[:, k], index=points.units, columns=points.columns[k]) for k in kinds
    )
    shift = _constant(bad, constant)
    found = radial(x, y.join(shift - bad), orientation, "variable", frontier=frontier, width=width)
    targets = found.targets.copy()
    targets[bad.columns] = shift - targets[bad.columns]
    note = INVARIANT if orientation == "input" else DEPENDS
    constants = [f"{name} {value:g}" for name, value in shift.items()]
    notes = (*found.notes, Note(note, constants=constants))
    found = replace(found, targets=targets, notes=notes)
    return found_by("seiford_zhu", found, undesirable=bad.columns)


def _constant(bad: pd.DataFrame, constant: float | pd.Series | None) -> pd.Series:
    if constant is None:
        return bad.max() + np.maximum(bad.min(), 1e-3 * bad.max())
    if not isinstance(constant, pd.Series) and not is_number(constant):
        way_out = "give a number, or a Series with one value for each column"
        raise FaultyInput("constant", "is {value}", way_out, value=shown(constant))
    given = constant if isinstance(constant, pd.Series) else pd.Series(float(constant), index=bad.columns)
    shift = pd.to_numeric(given[~given.index.duplicated()].reindex(bad.columns), errors="coerce").astype(
        float
    )
    problem, way_out = "the constant {constant:g} is not above {highest:g}", "give a larger constant"
    faults = [
        Fault(str(name), problem, way_out, constant=shift[name], highest=bad[name].max())
        for name in bad.columns
        if not shift[name] > bad[name].max()
    ]
    Faults(faults).raise_all(UnsuitableMethod)
    return shift
