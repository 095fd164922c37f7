"""Directional distance (方向距离函数): how far a unit can go along a direction of improvement.

References
----------
Chambers, R. G., Chung, Y., & Fare, R. (1998). Profit, directional distance functions, and Nerlovian
efficiency. Journal of Optimization Theory and Applications, 98, 351-364. Chung, Y. H., Fare, R., & Grosskopf,
S. (1997). Productivity and undesirable outputs: a directional distance function approach. Journal of
Environmental Management, 51, 229-240. Kuosmanen, T. (2005). Weak disposability in nonparametric production
analysis with undesirable outputs. American Journal of Agricultural Economics, 87, 1077-1082. Portela, M.,
Thanassoulis, E., & Simpson, G. (2004). Negative data in DEA: a directional distance approach. Journal of the
Operational Research Society, 55, 1111-1121.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, choose
from govmetrics.core.options import wanted
from govmetrics.core.words import Note, Text
from govmetrics.dea._efficiency import found_by
from govmetrics.dea._frontiers import Frontier, against, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import DISPOSABILITY, RETURNS, Returns, chose
from govmetrics.dea._reference import reference_for
from govmetrics.dea.engine.arrays import Bools, Floats
from govmetrics.dea.engine.moves import moved

Direction = Literal["own", "mean", "range", "inputs", "outputs"]
DIRECTIONS = {
    "own": Text("each unit's own amounts"),
    "mean": Text("the mean amounts of all units"),
    "range": Text("what each unit lacks of the best amounts"),
    "inputs": Text("each unit's own inputs"),
    "outputs": Text("each unit's own outputs"),
}
GIVEN_DIRECTION = Text("a given one")
Disposability = Literal["weak", "strong"]


def directional(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    direction: Direction | pd.Series | pd.DataFrame = "own",
    returns: Returns = "variable",
    undesirable: Amounts | None = None,
    disposability: Disposability = "weak",
    reference: tuple[Amounts, ...] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    r"""Return the largest :math:`\beta` with :math:`(x - \beta g_x, y + \beta g_y, b - \beta g_b)` feasible.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    direction : {"own", "mean", "range", "inputs", "outputs"}, Series or DataFrame
        "own": each unit's own amounts, so that beta is a share; "inputs" and "outputs": own amounts of the
        inputs only, or of outputs and undesirable outputs only; "mean": the columns' means, one direction for
        all; "range": what is left to the column's best value, which allows negative data (RDM); a Series
        (one direction for all) or DataFrame (one row per unit) of non-negative amounts with the columns of
        inputs, outputs and undesirable outputs: amounts to reduce inputs by and to raise outputs by.
    returns : {"variable", "constant", "increasing", "decreasing"}
        "range" needs variable returns.
    undesirable : DataFrame or array, optional
        Outputs of which less is better.
    disposability : {"weak", "strong"}
        Of the undesirable outputs. "weak": they fall only together with the outputs, by abatement (Chung et
        al., 1997; with Kuosmanen's (2005) factor of its own for each unit unless returns are constant);
        "strong": they can be given up like inputs.
    reference : tuple of tables, optional
        What spans the frontier, if not the units themselves; beta is then negative for units beyond it.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        `inefficiency` is beta; the slacks are those that remain after the move; the scores are
        (1 - mean of beta g/x) / (1 + mean of beta g/y) (for "own" (1 - beta) / (1 + beta)), in (0, 1] for
        units within the frontier; "range" has 1 - beta.

    Raises
    ------
    FaultyInput
        A direction that is negative, zero, or lacks columns or units.
    UnsuitableMethod
        "range" without variable returns; a direction along zeros of the data, such as "outputs" for a unit without any.

    References
    ----------
    Chambers, R. G., Chung, Y. and Färe, R. (1998). Profit, directional distance functions, and Nerlovian
    efficiency. Journal of Optimization Theory and Applications 98, 351-364. Chung, Y. H., Färe, R. and
    Grosskopf, S. (1997). Productivity and undesirable outputs: a directional distance function approach.
    Journal of Environmental Management 51, 229-240. Kuosmanen, T. (2005). Weak disposability in
    nonparametric production analysis with undesirable outputs. American Journal of Agricultural Economics
    87, 1077-1082. Portela, M. C. A. S., Thanassoulis, E. and Simpson, G. (2004). Negative data in DEA: a
    directional distance approach applied to bank branches. Journal of the Operational Research Society 55,
    1111-1121.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series({"A": 1.0, "B": 3.0}), pd.Series({"A": 1.0, "B": 1.0})
    >>> directional(x, y, returns="constant").inefficiency.to_dict()
    {'A': 0.0, 'B': 0.5}
    """
    faults = wanted(returns=(returns, RETURNS), disposability=(disposability, DISPOSABILITY))
    if isinstance(direction, str):
        with faults:
            choose(direction, DIRECTIONS, "direction")
    ranged = isinstance(direction, str) and direction == "range"
    units = observed(
        faults,
        frontier,
        width,
        inputs,
        outputs,
        undesirable,
        negative=ranged,
        evaluated=reference is not None,
        idle=not chose(direction, "outputs"),
    )
    other = reference_for(units, reference, negative=ranged)
    if ranged and returns != "variable":
        problem = "a range direction has a meaning only under variable returns"
        raise UnsuitableMethod("returns", problem, "choose returns='variable'")

    def model(part: Observed, base: Observed) -> NonRadial:
        return _along(part, base, direction, returns, disposability)

    found = against(units, other, frontier, width, model, zeros=ranged)
    way = DIRECTIONS[direction] if isinstance(direction, str) else GIVEN_DIRECTION
    falls = disposability if undesirable is not None else ""
    name = "directional range" if ranged else "directional"
    return found_by(name, found, direction=way, disposability=falls, reference=reference is not None)


def _along(
    units: Observed,
    other: Observed,
    direction: Direction | pd.Series | pd.DataFrame,
    returns: str,
    disposability: str,
) -> NonRadial:
    ranged = isinstance(direction, str) and direction == "range"
    g = _direction(units, other, direction)
    weak = _weak(units, disposability)
    start = np.arange(len(units.values)) if other is units else None
    found = moved(units.values, other.values, units.sign, g, returns, weak, start)
    beta, slacks = found.beta, found.slacks
    reached = units.values - units.sign * beta[:, None] * g
    return label_slacks(
        units,
        other.units,
        scores=1.0 - beta if ranged else _score(units, beta, g),
        slacks=slacks,
        targets=reached - units.sign * slacks,
        weights=found.weights,
        error=found.error,
        inefficiency=beta,
        returns=returns,
        notes=(Note("some units cannot reach the reference along their direction"),)
        if np.isnan(beta).any()
        else (),
    )


def _direction(units: Observed, other: Observed, direction: Direction | pd.Series | pd.DataFrame) -> Floats:
    """Return (B, q): non-negative amounts of improvement."""
    if not isinstance(direction, str):
        return _given(units, direction)
    g = np.abs(units.values)
    if direction == "inputs":
        g[:, units.m :] = 0.0
    elif direction == "outputs":
        g[:, : units.m] = 0.0
    elif direction == "mean":
        g = np.broadcast_to(np.abs(other.values.mean(axis=0)), units.values.shape)
    elif direction == "range":
        best = np.where(units.sign > 0, other.values.min(axis=0), other.values.max(axis=0))
        g = np.maximum(units.sign * (units.values - best), 0.0)
    return g


def _given(units: Observed, direction: pd.Series | pd.DataFrame) -> Floats:
    if isinstance(direction, pd.Series):
        direction = pd.DataFrame([direction] * len(units.units), index=units.units)
    if not isinstance(direction, pd.DataFrame):
        way_out = "give a Series, a DataFrame, or one of: {choices:50}"
        problem = "is neither a name nor a table"
        raise FaultyInput("direction", problem, way_out, choices=DIRECTIONS)
    way_out, faults = "give every unit and every column once", Faults()
    for name in units.columns.difference(direction.columns, sort=False):
        faults.append(Fault("direction", "has no column {name}", way_out, name=name))
    for unit in units.units.difference(direction.index, sort=False):
        faults.append(Fault("direction", "has no unit {unit}", way_out, unit=unit))
    faults.raise_all()
    if not (direction.columns.is_unique and direction.index.is_unique):
        raise FaultyInput("direction", "names a unit or a column more than once", way_out)
    given = direction.reindex(index=units.units, columns=units.columns)
    g: Floats = given.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=float)
    if not np.isfinite(g).all() or (g < 0).any():
        way_out = "give amounts of improvement, none below zero"
        raise FaultyInput("direction", "has missing or negative amounts", way_out)
    empty = np.flatnonzero(~g.any(axis=1)).tolist()
    if len(empty):
        way_out = "give one positive amount"
        places = [f"direction, {place_of(units.units[i])}" for i in empty]
        raise FaultyInput([Fault(place, "is zero everywhere", way_out) for place in places])
    return g


def _weak(units: Observed, disposability: str) -> Bools:
    """Return (q,): the undesirable columns, if they fall only together with the outputs."""
    weak = np.zeros(len(units.columns), dtype=bool)
    weak[units.kinds[2]] = disposability == "weak"
    return weak


def _score(units: Observed, beta: Floats, g: Floats) -> Floats:
    """Return (1 - mean relative reduction of inputs) / (1 + mean relative gain of the rest)."""
    share = np.divide(g, np.abs(units.values), out=np.zeros_like(g), where=units.values != 0) * beta[:, None]
    score: Floats = (1 - share[:, : units.m].mean(axis=1)) / (1 + share[:, units.m :].mean(axis=1))
    return score
