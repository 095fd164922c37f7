"""Slacks-based efficiency (松弛测度), its super-efficiency and its undesirable outputs.

References
----------
Tone, K. (2001). A slacks-based measure of efficiency in data envelopment analysis. European Journal of
Operational Research, 130, 498-509. Tone, K. (2002). A slacks-based measure of super-efficiency. European
Journal of Operational Research, 143, 32-41. Cooper, W. W., Seiford, L. M., & Tone, K. (2007). Data
envelopment analysis (2nd ed.), Springer (undesirable outputs).
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, UnsuitableMethod
from govmetrics.core.options import choice, wanted
from govmetrics.dea._efficiency import found_by
from govmetrics.dea._frontiers import Frontier, against, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import FREEDOM, RETURNS, Freedom, Returns, chose
from govmetrics.dea._reference import reference_for
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.envelope import envelope, keep_without, most_slack, slack_goal
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.frontier import spanning
from govmetrics.dea.engine.increasing import by_both
from govmetrics.dea.engine.solve_family import solve_family

ZeroOutputs = Literal["refuse", "leave_out", "tenth"]
ZEROS = choice("refuse", "leave_out", "tenth")


def slacks_based(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    undesirable: Amounts | None = None,
    reference: tuple[Amounts, ...] | None = None,
    zero_outputs: ZeroOutputs = "refuse",
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    r"""Return Tone's slacks-based measure: every excess and every shortfall lowers the score.

    .. math:: \rho = \min \frac{1 - \frac1m \sum_i s_i^- / x_{io}}
                                {1 + \frac1{s+k} (\sum_r s_r^+ / y_{ro} + \sum_t s_t^b / b_{to})}

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
        Non-negative.
    orientation : {"none", "input", "output"}
        "input" counts only the slacks of inputs, "output" only those of outputs and undesirable outputs.
    returns : {"variable", "constant", "increasing", "decreasing"}
    undesirable : DataFrame or array, optional
        Outputs of which less is better (complaints, emissions); strongly disposable.
    reference : tuple of tables, optional
        Inputs, outputs (and undesirable outputs) that span the frontier, if not the units themselves.
    zero_outputs : {"refuse", "leave_out", "tenth"}
        What to do with a unit's zero output, by which its slack would be divided: its slack does not
        count, or is divided by a tenth of the smallest positive amount of any unit (Tone, 2001).
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        Scores in (0, 1]; 1 exactly when there is no slack (non-oriented).

    Raises
    ------
    UnsuitableMethod
        A unit's output or undesirable output is zero and `zero_outputs` is "refuse".

    Notes
    -----
    In oriented models the slacks that do not count are the largest that leave the score as it is.
    A zero input has no slack and adds nothing (Tone, 2001).

    References
    ----------
    Tone, K. (2001). A slacks-based measure of efficiency in data envelopment analysis. European Journal of
    Operational Research 130, 498-509.

    Examples
    --------
    Tone (2001, table 1), units A and E:

    >>> x = pd.DataFrame([[4, 3], [6, 3], [8, 1], [8, 1], [2, 4]], index=list("ABCDE"), columns=["x1", "x2"])
    >>> y = pd.DataFrame([[2, 3], [2, 3], [6, 2], [6, 1], [1, 4]], index=list("ABCDE"), columns=["y1", "y2"])
    >>> import warnings; warnings.simplefilter("ignore")
    >>> slacks_based(x, y, returns="constant").scores.round(4).to_dict()
    {'A': 0.798, 'B': 0.5682, 'C': 1.0, 'D': 0.6667, 'E': 1.0}
    """
    faults = wanted(
        orientation=(orientation, FREEDOM), returns=(returns, RETURNS), zero_outputs=(zero_outputs, ZEROS)
    )
    idle = chose(orientation, "input") or chose(
        zero_outputs, "tenth"
    )  # else nothing, or inputs alone, would judge such a unit
    units = observed(
        faults, frontier, width, inputs, outputs, undesirable, evaluated=reference is not None, idle=idle
    )

    def model(part: Observed, other: Observed) -> NonRadial:
        return _measured(part, other, orientation, returns, zero_outputs)

    found = against(units, reference_for(units, reference), frontier, width, model)
    return found_by("slacks_based", found, reference=reference is not None)


def _measured(
    units: Observed, other: Observed, orientation: str, returns: str, zero_outputs: str
) -> NonRadial:
    base = _divisors(units, other, zero_outputs, orientation)
    start = np.arange(len(units.values)) if other is units else None
    scores, slacks, weights, error = _slacks_based(units, other.values, base, orientation, returns, start)
    targets = units.values - units.sign * slacks
    return label_slacks(
        units,
        other.units,
        scores=scores,
        slacks=slacks,
        targets=targets,
        weights=weights,
        error=error,
        inefficiency=1.0 - scores,
        orientation=orientation,
        returns=returns,
    )


def _divisors(units: Observed, other: Observed, zero_outputs: str, orientation: str) -> Floats:
    """Return (B, q): what each slack is divided by; infinite where it does not count."""
    base = np.abs(units.values)
    if zero_outputs == "refuse":
        if orientation != "input":
            way_out = "its slack is divided by it; choose zero_outputs='leave_out' or 'tenth'"
            _refuse_zeros(units, units.columns[units.m :], way_out)
    elif zero_outputs == "tenth":
        smallest = np.where(other.values > 0, other.values, np.inf).min(axis=0) / 10
        base[:, units.m :] = np.where(base > 0, base, smallest)[:, units.m :]
    return np.where(base > 0, base, np.inf)


def _refuse_zeros(units: Observed, columns: pd.Index, way_out: str) -> None:
    places = units.columns.get_indexer(columns)
    zeros = np.argwhere(units.values[:, places] == 0)
    if len(zeros):
        raise UnsuitableMethod(
            [Fault(place_of(units.units[i], columns[j]), "is zero", way_out) for i, j in zeros.tolist()]
        )


def _shares(units: Observed, orientation: str) -> tuple[Floats, Floats]:
    """Return (q,), (q,): the weights of relative slacks in the numerator and the denominator."""
    q = len(units.columns)
    above, below = np.zeros(q), np.zeros(q)
    if orientation != "output":
        above[: units.m] = 1.0 / units.m
    if orientation != "input":
        below[units.m :] = 1.0 / (q - units.m)
    return above, below


def _slacks_based(
    units: Observed, reference: Floats, base: Floats, orientation: str, returns: str, start: Ints | None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Return scores (B,), slacks (B, q), weights (B, n) and errors (B,)."""

    def solve(returns: str) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
        return _solved(units, reference, base, orientation, returns, start)

    found: tuple[Floats, Floats, sparse.csr_array, Floats] = by_both(solve, returns, units.values, reference)
    return found


def _solved(
    units: Observed, reference: Floats, base: Floats, orientation: str, returns: str, start: Ints | None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Solve under these returns.

    Charnes-Cooper: with t > 0 and all else times t, minimise t - sum of a_i S_i / x_i subject to
    t + sum of c_r S_r / y_r = 1. Own columns: slacks in own units, returns slack, t.
    """
    above, below = _shares(units, orientation)
    env = envelope(units.values, reference, units.sign, returns, start)
    keep_without(env, (units.values == 0) & (units.sign > 0))
    (B, p), e, q = env.scale.shape, env.slack.shape[1], units.values.shape[1]
    relative = 1.0 / (env.scale[:, :q] * base)  # own units (the size of a row) over the divisor
    own = np.zeros((B, p + 1, e + 1))
    own[:, :p, :e] = env.slack
    own[:, :p, e] = -env.point
    own[:, p, :q], own[:, p, e] = below * relative, 1.0
    cost = np.zeros((B, e + 1))
    cost[:, :q], cost[:, e] = -above * relative, 1.0
    rhs = np.zeros((B, p + 1))
    rhs[:, p] = 1.0
    family = family_of(
        np.vstack([env.columns, np.zeros(len(reference))]),
        np.column_stack([env.scale, np.ones(B)]),
        own,
        cost,
        rhs,
        start=env.start,
        drop=env.drop,
        begin=np.column_stack([env.point, np.zeros(B)]),
    )
    every = slice(0, q)
    goal = None if orientation == "none" else slack_goal(e + 1, every)
    found = solve_family(family, goal=goal, over=spanning(reference, units.sign, returns))
    if orientation != "none":
        found = most_slack(family, found, every)
    t = found.own[:, e]
    slacks = found.own[:, :q] / t[:, None] / env.scale[:, :q]
    return (
        found.objective,
        slacks,
        sparse.csr_array(found.weights.multiply(1.0 / np.nan_to_num(t, nan=1.0)[:, None])),
        found.error,
    )
