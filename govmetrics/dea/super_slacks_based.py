"""Slacks-based super-efficiency (超效率松弛测度).

References
----------
Tone, K. (2002). A slacks-based measure of super-efficiency in data envelopment analysis. European Journal of
Operational Research, 143, 32-41.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.options import wanted
from govmetrics.dea._efficiency import EFFICIENT_WITHIN, UNSOLVED, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import FREEDOM, RETURNS, Freedom, Returns
from govmetrics.dea.engine.arrays import Bools, Floats, Ints
from govmetrics.dea.engine.envelope import envelope
from govmetrics.dea.engine.family import family_of
from govmetrics.dea.engine.frontier import spanning
from govmetrics.dea.engine.increasing import by_both
from govmetrics.dea.engine.solve_family import solve_family
from govmetrics.dea.slacks_based import _refuse_zeros, _shares, _slacks_based
from govmetrics.dea.super_efficiency import beyond_note


def super_slacks_based(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Freedom = "none",
    returns: Returns = "variable",
    undesirable: Amounts | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    """Return the slacks-based scores, with those of efficient units above 1 (超效率) so that they rank.

    An efficient unit is measured by how far it must worsen to reach the frontier of the others; in the
    result its slacks are negative.

    Parameters
    ----------
    inputs, outputs, orientation, returns, undesirable
        As in `slacks_based`; positive, because each of them is a divisor.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        Scores; NaN with status "infeasible" where the others' frontier cannot be reached (oriented models), and with status
        "unsolved" where it can, but only at outputs (inputs) some 1e10 times smaller (larger) than the unit's own: such a
        score is the reciprocal of what a solver takes for zero.

    Raises
    ------
    UnsuitableMethod
        Zeros, or fewer than two units.

    References
    ----------
    Tone, K. (2002). A slacks-based measure of super-efficiency in data envelopment analysis. European
    Journal of Operational Research 143, 32-41.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"staff": [2.0, 4.0, 4.0]}, index=list("ABC"))
    >>> y = pd.DataFrame({"cases": [2.0, 2.0, 3.0]}, index=list("ABC"))
    >>> super_slacks_based(x, y, returns="constant").scores.round(3).to_dict()
    {'A': 1.333, 'B': 0.5, 'C': 0.75}
    """
    faults = wanted(orientation=(orientation, FREEDOM), returns=(returns, RETURNS))
    units = observed(faults, frontier, width, inputs, outputs, undesirable)
    _refuse_zeros(units, units.columns, "super-efficiency divides by every amount")
    found = by_frontier(units, frontier, width, lambda part: _ranked(part, orientation, returns))
    return found_by("super_slacks_based", found)


def _ranked(units: Observed, orientation: str, returns: str) -> NonRadial:
    if len(units.units) < 2:
        raise UnsuitableMethod(
            "units", "super-efficiency compares a unit with the others", "give two or more"
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
    result = label_slacks(
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
    status = result.status.mask(result.scores.isna() & _reached(units, orientation, returns), UNSOLVED)
    strong = pd.Series(np.where(np.isin(np.arange(len(scores)), top), "strong", "no"), index=units.units)
    lost = beyond_note(result.scores[status != UNSOLVED])
    return replace(result, efficient=strong.rename("efficient"), status=status, notes=lost)


def _reached(units: Observed, orientation: str, returns: str) -> Bools:
    """Return (n,) whether another unit, counted as often as returns allow, is seen to be no worse in what must not worsen."""
    above, below = _shares(units, orientation)
    held = above + below == 0
    falls = bool((units.sign[held] > 0).all()) and returns in ("constant", "decreasing")
    grows = bool((units.sign[held] < 0).all()) and returns in ("constant", "increasing")
    if falls or grows:
        return np.ones(len(units.values), dtype=bool)
    points = (units.sign * units.values)[:, held]
    return np.array([(points <= own).all(axis=1).sum() > 1 for own in points])


def _super(
    units: Observed, who: Ints, orientation: str, returns: str, others: Floats | None = None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Return scores, excesses (k, q), weights and errors of the units `who` against all others (Tone, 2002).

    The others are the units but the one itself, or the rows of `others` (n, q).
    """

    def solve(returns: str) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
        return _solved(units, who, orientation, returns, others)

    reference = units.values if others is None else others
    found: tuple[Floats, Floats, sparse.csr_array, Floats] = by_both(
        solve, returns, units.values[who], reference
    )
    return found


def _solved(
    units: Observed, who: Ints, orientation: str, returns: str, others: Floats | None
) -> tuple[Floats, Floats, sparse.csr_array, Floats]:
    """Solve under these returns.

    Minimise t + sum of a_i E_i / x_i subject to t - sum of c_r E_r / y_r = 1, where E is how much worse
    than the unit a point of the others' technology is.
    """
    above, below = _shares(units, orientation)
    reference = units.values if others is None else others
    env = envelope(units.values[who], reference, units.sign, returns)
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
    family = family_of(
        np.vstack([env.columns, np.zeros(len(reference))]),
        np.column_stack([env.scale, np.ones(k)]),
        own,
        cost,
        rhs,
        banned=who if others is None else None,
        drop=np.column_stack([env.drop, np.tile(e + np.arange(c), (k, 1))]),
        begin=np.column_stack([env.point, np.zeros(k)]),
    )
    found = solve_family(family, over=spanning(reference, units.sign, returns))
    t = found.own[:, -1]
    excess = np.zeros((k, len(units.columns)))
    excess[:, counted] = found.own[:, e : e + c] / t[:, None]
    excess /= env.scale[:, : excess.shape[1]]
    excess[np.isnan(t)] = np.nan
    weights = sparse.csr_array(found.weights.multiply(1.0 / np.nan_to_num(t, nan=1.0)[:, None]))
    return found.objective, excess, weights, found.error
