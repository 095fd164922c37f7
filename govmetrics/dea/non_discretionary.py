"""Radial efficiency when some inputs or outputs are given and cannot be changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import FLAG, wanted
from govmetrics.core.words import Text
from govmetrics.dea._efficiency import Efficiency, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._idle import measured
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns, above_zero, is_among, listed
from govmetrics.dea.engine.arrays import Bools
from govmetrics.dea.engine.projection import radial_points, technology

PEERS = {
    "exact": Text("peers have exactly these amounts"),
    "input": Text("peers have at most these amounts"),
    "output": Text("peers have at least these amounts"),
}
"""Of what cannot be changed."""


def non_discretionary(
    inputs: Amounts,
    outputs: Amounts,
    fixed: Iterable[str],
    orientation: Orientation = "input",
    returns: Returns = "variable",
    *,
    exact: bool = False,
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    """Return radial efficiency when some inputs (or outputs) are given and cannot be changed.

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    fixed : names of columns
        Inputs under input orientation, outputs under output orientation.
    orientation, returns
        As in `radial`.
    exact : bool
        Whether peers must have exactly (True, non-controllable) or at most (False, non-discretionary) the unit's
        fixed inputs; for outputs exactly or at least.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Efficiency

    References
    ----------
    Banker, R. D. and Morey, R. C. (1986). Efficiency analysis for exogenously fixed inputs and outputs. Operations
    Research 34, 513-521.
    Cooper, W. W., Seiford, L. M. and Tone, K. (2007). Data envelopment analysis, 2nd ed., Springer, chapter 7.

    Examples
    --------
    >>> import pandas as pd, warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"staff": [2.0, 6.0, 5.0], "people": [10.0, 20.0, 10.0]})
    >>> y = pd.DataFrame({"cases": [1.0, 2.0, 1.0]})
    >>> non_discretionary(x, y, fixed=["people"]).scores.tolist()
    [1.0, 1.0, 0.4]
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS), exact=(exact, FLAG))
    data = observed(faults, frontier, width, inputs, outputs, idle=above_zero(orientation, returns))
    m = len(data.inputs)
    names = data.inputs if orientation == "input" else data.outputs
    still = np.zeros(m + len(data.outputs), dtype=bool)
    still[[i + (0 if orientation == "input" else m) for i in _positions(fixed, names, "fixed")]] = True
    free = (data.x if orientation == "input" else data.y)[
        :, ~(still[:m] if orientation == "input" else still[m:])
    ]
    if free.shape[1] == 0:
        problem = "names every input" if orientation == "input" else "names every output"
        raise FaultyInput("fixed", problem, "leave at least one that can change")
    nothing = Text(
        "all inputs that may change are zero"
        if orientation == "input"
        else "all outputs that may change are zero"
    )
    Faults(
        Fault(place_of(data.units[u]), nothing, "leave the unit out")
        for u in np.flatnonzero((free == 0).all(axis=1)).tolist()
    ).raise_all()
    found = by_frontier(
        data, frontier, width, lambda part: _with_fixed(part, still, orientation, returns, exact)
    )
    peers = PEERS["exact" if exact else orientation]
    return found_by("non_discretionary", found, fixed=data.columns[: len(still)][still], peers=peers)


def _with_fixed(data: Observed, still: Bools, orientation: str, returns: str, exact: bool) -> Efficiency:
    tech = technology(data.x, data.y, returns)
    if exact:
        slack = tech.slack.copy()
        slack[: len(still)][still] = 0.0
        tech = replace(tech, slack=slack)
    some = radial_points(tech, data.x, data.y, orientation)
    move = some.move.copy()
    move[: len(still)][still] = 0.0
    some = replace(some, move=move, base=some.values - some.start * move)
    return measured(tech, some, data, orientation, returns)


def _positions(names: Iterable[str], columns: pd.Index, what: str) -> list[int]:
    asked = listed(names, what)
    unknown = [name for name in asked if not is_among(name, columns)]
    if not asked:
        raise FaultyInput(what, "names no column", "choose from: {columns:50}", columns=columns)
    Faults(
        Fault(what, "{name!r} is no such column", "choose from: {columns:50}", name=name, columns=columns)
        for name in unknown
    ).raise_all()
    return [int(columns.get_loc(name)) for name in asked]  # type: ignore[arg-type]
