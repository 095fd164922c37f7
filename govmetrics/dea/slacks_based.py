"""Slacks-based efficiency (松弛测度), its super-efficiency and its undesirable outputs.

References
----------
Tone, K. (2001). A slacks-based measure of efficiency in data envelopment analysis. European Journal of
Operational Research, 130, 498-509. Tone, K. (2002). A slacks-based measure of super-efficiency. European
Journal of Operational Research, 143, 32-41. Cooper, W. W., Seiford, L. M., & Tone, K. (2007). Data
envelopment analysis (2nd ed.), Springer, section 13.5 (undesirable outputs).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.errors import Fault, UnsuitableMethod, choose
from govmetrics.dea.common import EFFICIENT_WITHIN, Floats, Returns, Table
from govmetrics.dea.envelopment import (
    FREEDOMS,
    Freedom,
    NonRadial,
    Points,
    check_returns,
    envelope,
    gather,
    gather_reference,
    label,
    most_slack,
)
from govmetrics.numerics.linear_programs import Ints, programs, solve

ZeroOutputs = Literal["refuse", "leave_out", "tenth"]


def slacks_based(
    inputs: Table,
    outputs: Table = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    undesirable: Table = None,
    reference: tuple[Table, ...] | None = None,
    zero_outputs: ZeroOutputs = "refuse",
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
        What a unit's zero output counts, for the slack is divided by it: its slack does not count, or is
        divided by a tenth of the smallest positive amount of any unit (Tone, 2001).

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

    Examples
    --------
    Tone (2001, table 1), units A and E:

    >>> x = pd.DataFrame([[4, 3], [6, 3], [8, 1], [8, 1], [2, 4]], index=list("ABCDE"), columns=["x1", "x2"])
    >>> y = pd.DataFrame([[2, 3], [2, 3], [6, 2], [6, 1], [1, 4]], index=list("ABCDE"), columns=["y1", "y2"])
    >>> import warnings; warnings.simplefilter("ignore")
    >>> slacks_based(x, y, returns="constant").scores.round(4).to_dict()
    {'A': 0.798, 'B': 0.5682, 'C': 1.0, 'D': 0.6667, 'E': 1.0}
    """
    choose(orientation, FREEDOMS, "orientation")
    check_returns(returns)
    units = gather(inputs, outputs, undesirable, evaluated=reference is not None)
    other = gather_reference(units, reference)
    base = _divisors(units, other, zero_outputs, orientation)
    start = np.arange(len(units.values)) if reference is None else None
    scores, slacks, weights, error = _slacks_based(units, other.values, base, orientation, returns, start)
    targets = units.values - units.sign * slacks
    return label(
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


def super_slacks_based(
    inputs: Table,
    outputs: Table = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    undesirable: Table = None,
) -> NonRadial:
    """Return the slacks-based scores, with those of efficient units above 1 (超效率) so that they rank.

    An efficient unit is measured by how far it must worsen to reach the frontier of the others; in the
    result its slacks are negative.

    Parameters
    ----------
    inputs, outputs, orientation, returns, undesirable
        As in `slacks_based`; positive, because each is divided by.

    Returns
    -------
    NonRadial
        Scores; NaN with status "infeasible" where the others' frontier cannot be reached (oriented models).

    Raises
    ------
    UnsuitableMethod
        Zeros, or fewer than two units.
    """
    choose(orientation, FREEDOMS, "orientation")
    check_returns(returns)
    units = gather(inputs, outputs, undesirable)
    _refuse_zeros(units, units.columns, "super-efficiency divides by every amount")
    if len(units.units) < 2:
        raise UnsuitableMethod(
            Fault("units", "super-efficiency compares a unit with the others", "give two or more")
        )
    start = np.arange(len(units.values))
    base = np.abs(units.values)
    scores, slacks, weights, error = _slacks_based(units, units.values, base, orientation, returns, start)
    top = np.flatnonzero(scores >= 1 - EFFICIENT_WITHIN)
    above, excess, peers, wrong = _super(units, top, orientation, returns)
    scores[top], slacks[top], error[top] = above, -excess, wrong
    keep = np.ones(len(scores))
    keep[top] = 0.0
    place = sparse.csr_array((np.ones(len(top)), (top, np.arange(len(top)))), shape=(len(scores), len(top)))
    result = label(
        units,
        units.units,
        scores=scores,
        slacks=slacks,
        targets=units.values - units.sign * slacks,
        weights=sparse.csr_array(sparse.diags_array(keep) @ weights + place @ peers),
        error=error,
        inefficiency=1.0 - scores,
        orientation=orientation,
        returns=returns,
    )
    lost = result.scores.isna()
    strong = pd.Series(np.where(np.isin(np.arange(len(scores)), top), "strong", "no"), index=units.units)
    notes = (
        (f"{int(lost.sum())} efficient units cannot reach the frontier of the others",) if lost.any() else ()
    )
    return replace(result, efficient=strong.rename("efficient"), notes=notes)


def russell(
    inputs: Table,
    outputs: Table = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    reference: tuple[Table, ...] | None = None,
) -> NonRadial:
    """Return Russell's measure: every input (output) has a factor of its own; the score is their mean.

    With "none" it is the enhanced Russell graph measure of Pastor, Ruiz and Sirvent (1999), the mean input
    factor over the mean output factor. All three equal the slacks-based measure of the same orientation with
    factors 1 - s/x and 1 + s/y, and are computed so; the factors are targets over amounts.

    Parameters
    ----------
    inputs, outputs, orientation, returns, reference
        As in `slacks_based`; output scores are one over the mean output factor, in (0, 1].

    Returns
    -------
    NonRadial

    References
    ----------
    Fare, R., & Lovell, C. A. K. (1978). Measuring the technical efficiency of production. Journal of Economic
    Theory, 19, 150-162. Pastor, J. T., Ruiz, J. L., & Sirvent, I. (1999). An enhanced DEA Russell graph
    efficiency measure. European Journal of Operational Research, 115, 596-607.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame([[2.0, 2.0], [4.0, 2.0]], index=["A", "B"])
    >>> russell(x, pd.Series([1.0, 1.0], index=["A", "B"], name="y"), orientation="input").scores.to_dict()
    {'A': 1.0, 'B': 0.75}
    """
    return slacks_based(inputs, outputs, orientation=orientation, returns=returns, reference=reference)


def _divisors(units: Points, other: Points, zero_outputs: str, orientation: str) -> Floats:
    """Return (B, q): what each slack is divided by; infinite where it does not count."""
    choose(zero_outputs, ("refuse", "leave_out", "tenth"), "zero_outputs")
    base = np.abs(units.values)
    if zero_outputs == "refuse":
        if orientation != "input":
            way_out = "the slack is divided by it; choose zero_outputs='leave_out' or 'tenth'"
            _refuse_zeros(units, units.columns[units.m :], way_out)
    elif zero_outputs == "tenth":
        smallest = np.where(other.values > 0, other.values, np.inf).min(axis=0) / 10
        base[:, units.m :] = np.where(base > 0, base, smallest)[:, units.m :]
    return np.where(base > 0, base, np.inf)


def _refuse_zeros(units: Points, columns: pd.Index, way_out: str) -> None:
    places = units.columns.get_indexer(columns)
    zeros = np.argwhere(units.values[:, places] == 0)
    if len(zeros):
        raise UnsuitableMethod(
            [Fault(f"{units.units[i]}, {columns[j]}", "is zero", way_out) for i, j in zeros.tolist()]
        )


def _shares(units: Points, orientation: str) -> tuple[Floats, Floats]:
    """Return (q,), (q,): the weights of relative slacks in the numerator and the denominator."""
    q = len(units.columns)
    above, below = np.zeros(q), np.zeros(q)
    if orientation != "output":
        above[: units.m] = 1.0 / units.m
    if orientation != "input":
        below[units.m :] = 1.0 / (q - units.m)
    return above, below


def _slacks_based(
    units: Points, reference: Floats, base: Floats, orientation: str, returns: str, start: Ints | None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Return scores (B,), slacks (B, q), weights (B, n) and errors (B,).

    Charnes-Cooper: with t > 0 and all else times t, minimise t - sum of a_i S_i / x_i subject to
    t + sum of c_r S_r / y_r = 1. Own columns: slacks in own units, returns slack, t.
    """
    above, below = _shares(units, orientation)
    env = envelope(units.values, reference, units.sign, returns, start)
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
    family = programs(
        np.vstack([env.columns, np.zeros(len(reference))]),
        np.column_stack([env.scale, np.ones(B)]),
        own,
        cost,
        rhs,
        start=env.start,
    )
    found = solve(family)
    if orientation != "none":
        found = most_slack(family, found, slice(0, q))
    t = found.own[:, e]
    slacks = found.own[:, :q] / t[:, None] / env.scale[:, :q]
    return (
        found.objective,
        slacks,
        sparse.csr_array(found.weights.multiply(1.0 / np.nan_to_num(t, nan=1.0)[:, None])),
        found.error,
    )


def _super(
    units: Points, who: Ints, orientation: str, returns: str
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Return scores, excesses (k, q), weights and errors of the units `who` against all others (Tone, 2002).

    Minimise t + sum of a_i E_i / x_i subject to t - sum of c_r E_r / y_r = 1, where E is how much worse
    than the unit a point of the others' technology is.
    """
    above, below = _shares(units, orientation)
    env = envelope(units.values[who], units.values, units.sign, returns)
    (k, p), e = env.scale.shape, env.slack.shape[1]
    counted = np.flatnonzero(above + below)
    c = len(counted)
    own = np.zeros((k, p + 1, e + c + 1))
    own[:, :p, :e] = env.slack
    own[:, counted, e + np.arange(c)] = -units.sign[counted]
    own[:, :p, -1] = -env.point
    own[:, p, e : e + c], own[:, p, -1] = -below[counted], 1.0
    cost = np.concatenate([np.zeros(e), above[counted], [1.0]])
    rhs = np.zeros((k, p + 1))
    rhs[:, p] = 1.0
    family = programs(
        np.vstack([env.columns, np.zeros(len(units.values))]),
        np.column_stack([env.scale, np.ones(k)]),
        own,
        cost,
        rhs,
        banned=who,
    )
    found = solve(family)
    t = found.own[:, -1]
    excess = np.zeros((k, len(units.columns)))
    excess[:, counted] = found.own[:, e : e + c] / t[:, None]
    excess /= env.scale[:, : excess.shape[1]]
    weights = sparse.csr_array(found.weights.multiply(1.0 / np.nan_to_num(t, nan=1.0)[:, None]))
    return found.objective, excess, weights, found.error
