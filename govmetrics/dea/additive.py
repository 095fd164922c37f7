"""Additive models (加性模型): the largest weighted sum of slacks, with the range-adjusted measure among them.

References
----------
Charnes, A., Cooper, W. W., Golany, B., Seiford, L., & Stutz, J. (1985). Foundations of data envelopment
analysis for Pareto-Koopmans efficient empirical production functions. Journal of Econometrics, 30, 91-107.
Cooper, W. W., Park, K. S., & Pastor, J. T. (1999). RAM: a range adjusted measure of inefficiency. Journal of
Productivity Analysis, 11, 5-42. Cooper, W. W., Pastor, J. T., Borras, F., Aparicio, J., & Pastor, D. (2011).
BAM: a bounded adjusted measure. Journal of Productivity Analysis, 35, 85-94. Lovell, C. A. K., & Pastor, J. T.
(1995). Units invariant and translation invariant DEA models. Operations Research Letters, 18, 147-151.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput, UnsuitableMethod, choose
from govmetrics.core.options import wanted
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import found_by
from govmetrics.dea._frontiers import Frontier, against, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import RETURNS, Returns
from govmetrics.dea._reference import reference_for
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.envelope import envelope, keep_without
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.frontier import spanning
from govmetrics.dea.engine.increasing import by_both
from govmetrics.dea.engine.solve_family import solve_family

Weighting = Literal["one", "own", "range", "bounded", "deviation"]
WEIGHTINGS = ("one", "own", "range", "bounded", "deviation")


def additive(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    weights: Weighting | pd.Series = "one",
    returns: Returns = "variable",
    undesirable: Amounts | None = None,
    reference: tuple[Amounts, ...] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    r"""Return the point of the frontier with the largest weighted sum of slacks, :math:`\max \sum_i w_i s_i`.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    weights : {"one", "own", "range", "bounded", "deviation"} or Series
        "one": the plain sum in the data's units, which changes with those units;
        "range": one over (number of columns times the column's range), the range-adjusted measure RAM;
        "own": one over the unit's own amount (the measure of inefficiency proportions, MIP);
        "bounded": one over (number of columns times the room left to the best value), BAM;
        "deviation": one over the column's standard deviation (the normalised weighted additive model);
        a Series of non-negative weights, one per column.
    returns : {"variable", "constant", "increasing", "decreasing"}
        "range" and "bounded" need variable returns: without them the measure can exceed 1.
    undesirable : DataFrame or array, optional
        Outputs of which less is better.
    reference : tuple of tables, optional
        What spans the frontier, if not the units themselves.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        `inefficiency` is the weighted sum of slacks. The scores of "range" and "bounded" are one minus it; the
        others have no score of their own and get the slacks-based ratio
        (1 - mean of s/x) / (1 + mean of s/y) at the slacks found.

    Raises
    ------
    UnsuitableMethod
        "range" or "bounded" without variable returns, or "own" with zeros.

    References
    ----------
    Charnes, A., Cooper, W. W., Golany, B., Seiford, L. M. and Stutz, J. (1985). Foundations of data
    envelopment analysis for Pareto-Koopmans efficient empirical production functions. Journal of
    Econometrics 30, 91-107. Cooper, W. W., Park, K. S. and Pastor, J. T. (1999). RAM: a range adjusted
    measure of inefficiency for use with additive models, and relations to other models and measures in DEA.
    Journal of Productivity Analysis 11, 5-42. Cooper, W. W., Pastor, J. T., Borras, F., Aparicio, J. and
    Pastor, D. (2011). BAM: a bounded adjusted measure of efficiency for use with bounded additive models.
    Journal of Productivity Analysis 35, 85-94. Lovell, C. A. K. and Pastor, J. T. (1995). Units invariant
    and translation invariant DEA models. Operations Research Letters 18, 147-151.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x, y = pd.Series({"A": 2.0, "B": 4.0}), pd.Series({"A": 3.0, "B": 3.0})
    >>> result = additive(x, y, weights="range")
    >>> result.inefficiency.to_dict(), result.scores.to_dict()
    ({'A': 0.0, 'B': 0.5}, {'A': 1.0, 'B': 0.5})
    """
    faults = wanted(returns=(returns, RETURNS))
    if isinstance(weights, str):
        with faults:
            choose(weights, WEIGHTINGS, "weights")
    units = observed(faults, frontier, width, inputs, outputs, undesirable, evaluated=reference is not None,
                     idle=True)  # fmt: skip
    other = reference_for(units, reference)
    found = against(units, other, frontier, width, lambda part, base: _summed(part, base, weights, returns))
    kind = weights if isinstance(weights, str) else "given"
    return found_by(f"additive {kind}", found, reference=reference is not None)


def _summed(units: Observed, other: Observed, weights: Weighting | pd.Series, returns: str) -> NonRadial:
    w = _weights(units, other, weights, returns)
    start = np.arange(len(units.values)) if other is units else None
    total, slacks, lam, error = _additive(units.values, other.values, units.sign, w, returns, start)
    bounded = isinstance(weights, str) and weights in ("range", "bounded")
    return label_slacks(
        units,
        other.units,
        scores=1.0 - total if bounded else _ratio(units, slacks),
        slacks=slacks,
        targets=units.values - units.sign * slacks,
        weights=lam,
        error=error,
        inefficiency=total,
        returns=returns,
        notes=_notes(units, weights, slacks),
    )


def _weights(units: Observed, other: Observed, weights: Weighting | pd.Series, returns: str) -> Floats:
    """Return (B, q) weights in the reciprocal of the data's units."""
    B, q = units.values.shape
    if not isinstance(weights, str):
        return np.broadcast_to(_given(units, weights), (B, q))
    if weights in ("range", "bounded") and returns != "variable":
        problem = "weights={weights!r} gives a share only under variable returns"
        way_out = "choose returns='variable', or weights='own' or 'one'"
        raise UnsuitableMethod("returns", problem, way_out, weights=weights)
    if weights == "own":
        zeros = np.argwhere(units.values == 0)
        if len(zeros):
            way_out = "choose weights='range', which divides by the column's range"
            places = [place_of(units.units[i], units.columns[j]) for i, j in zeros.tolist()]
            raise UnsuitableMethod([Fault(place, "is zero", way_out) for place in places])
        return 1.0 / np.abs(units.values)
    v = other.values
    if weights == "bounded":
        best = np.where(units.sign > 0, v.min(axis=0), v.max(axis=0))
        divisor = q * units.sign * (units.values - best)
    elif weights == "range":
        divisor = np.broadcast_to(q * (v.max(axis=0) - v.min(axis=0)), (B, q))
    else:
        spread = v.std(axis=0, ddof=1) if len(v) > 1 else np.zeros(q)
        divisor = np.broadcast_to(spread if weights == "deviation" else np.ones(q), (B, q))
    # A column without range or room has no slack under variable returns: it adds nothing.
    room = divisor > 1e-12 * np.abs(v).max(axis=0)
    return np.where(room, 1.0 / np.where(room, divisor, 1.0), 0.0)


def _given(units: Observed, weights: pd.Series) -> Floats:
    if not isinstance(weights, pd.Series) or set(weights.index) != set(units.columns):
        way_out = "give a Series with the index {names:50}"
        fault = Fault("weights", "do not name each column once", way_out, names=units.columns)
        raise FaultyInput(fault)
    w = pd.to_numeric(weights.reindex(units.columns), errors="coerce").to_numpy(dtype=float)
    if not (np.isfinite(w).all() and (w >= 0).all() and w.any()):
        raise FaultyInput("weights", "are not all finite and non-negative", "give positive weights")
    return w


def _additive(
    units: Floats, reference: Floats, sign: Floats, w: Floats, returns: str, start: Ints | None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Return the weighted sums (B,), slacks (B, q), weights (B, n) and errors (B,)."""

    def solve(returns: str) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
        return _solved(units, reference, sign, w, returns, start)

    found: tuple[Floats, Floats, sparse.csr_array, Floats] = by_both(solve, returns, units, reference)
    return found


def _solved(
    units: Floats, reference: Floats, sign: Floats, w: Floats, returns: str, start: Ints | None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    env = envelope(units, reference, sign, returns, start)
    if (units >= 0).all() and (reference >= 0).all():
        keep_without(env, (units == 0) & (sign > 0))
    q, e = units.shape[1], env.slack.shape[1]
    weight = np.zeros((len(units), e))
    weight[:, :q] = w / env.scale[:, :q]  # worth of a slack of one own unit
    # The cost of each program is scaled to one, so that tolerances stay relative.
    size = np.maximum(weight.max(axis=1, keepdims=True), np.finfo(float).tiny)
    found = solve_family(
        family_of(
            env.columns,
            env.scale,
            env.slack,
            -weight / size,
            env.point,
            start=env.start,
            drop=env.drop,
            begin=env.point,
        ),
        over=spanning(reference, sign, returns),
    )
    slacks = found.own[:, :q] / env.scale[:, :q]
    return -found.objective * size[:, 0] + 0.0, slacks, found.weights, found.error


def _ratio(units: Observed, slacks: Floats) -> Floats:
    """Return the slacks-based ratio at given slacks; a zero amount leaves its slack out."""
    inputs, _, _ = units.kinds
    share = np.divide(slacks, np.abs(units.values), out=np.zeros_like(slacks), where=units.values != 0)
    ratio: Floats = (1 - share[:, inputs].mean(axis=1)) / (1 + share[:, units.m :].mean(axis=1))
    return np.where(np.isfinite(slacks).all(axis=1), ratio, np.nan)


def _notes(units: Observed, weights: Weighting | pd.Series, slacks: Floats) -> tuple[str, ...]:
    notes = list[Note]()
    if isinstance(weights, str) and weights == "one":
        notes.append(Note("the plain sum of slacks changes with the columns' units of measurement"))
    if isinstance(weights, str) and weights in ("one", "deviation") and (units.values == 0).any():
        notes.append(Note("slacks of zero amounts do not count in the score"))
    if np.isnan(slacks).any():
        notes.append(Note("some units lie outside the reference"))
    return tuple(notes)
