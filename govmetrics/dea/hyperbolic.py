"""Hyperbolic efficiency (双曲线效率): inputs shrink by the factor by which outputs grow.

References
----------
Fare, R., Grosskopf, S., & Lovell, C. A. K. (1985). The measurement of efficiency of production. Kluwer.
Fare, R., Grosskopf, S., Lovell, C. A. K., & Pasurka, C. (1989). Multilateral productivity comparisons when
some outputs are undesirable. Review of Economics and Statistics, 71, 90-98.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import wanted
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import found_by
from govmetrics.dea._frontiers import Frontier, against, observed
from govmetrics.dea._non_radial import NonRadial, label_slacks
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import RETURNS, Returns, above_zero
from govmetrics.dea._reference import reference_for
from govmetrics.dea.engine.arrays import Floats, Ints
from govmetrics.dea.engine.moves import Moved, moved

STEPS = 60  # facets passed at most; three to six are usual


def hyperbolic(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    returns: Returns = "variable",
    undesirable: Amounts | None = None,
    reference: tuple[Amounts, ...] | None = None,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> NonRadial:
    r"""Return the smallest :math:`\gamma` with :math:`(\gamma x, y / \gamma, \gamma b)` feasible.

    Parameters
    ----------
    inputs, outputs : DataFrame or array (units, columns)
    returns : {"variable", "constant", "increasing", "decreasing"}
        Under constant returns gamma is the square root of the radial score.
    undesirable : DataFrame or array, optional
        Outputs of which less is better; they shrink with the inputs and are strongly disposable.
    reference : tuple of tables, optional
        What spans the frontier, if not the units themselves.
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    NonRadial
        Scores gamma in (0, 1]; the slacks are those that remain after the move.

    Notes
    -----
    Exact, not by bisection: a facet of the frontier gives a quadratic equation for gamma and a lower bound;
    the bound's point is projected again until it lies on the frontier.

    References
    ----------
    Färe, R., Grosskopf, S. and Lovell, C. A. K. (1985). The Measurement of Efficiency of Production.
    Kluwer-Nijhoff.

    Examples
    --------
    >>> import warnings; import pandas as pd; warnings.simplefilter("ignore")
    >>> x, y = pd.Series({"A": 1.0, "B": 4.0}), pd.Series({"A": 1.0, "B": 1.0})
    >>> hyperbolic(x, y, returns="constant").scores.to_dict()
    {'A': 1.0, 'B': 0.5}
    """
    faults = wanted(returns=(returns, RETURNS))
    units = observed(faults, frontier, width, inputs, outputs, undesirable, evaluated=reference is not None,
                     idle=above_zero("input", returns))  # fmt: skip
    other = reference_for(units, reference)
    found = against(units, other, frontier, width, lambda part, base: _on_curves(part, base, returns))
    return found_by("hyperbolic", found, reference=reference is not None)


def _on_curves(units: Observed, other: Observed, returns: str) -> NonRadial:
    start = np.arange(len(units.values)) if other is units else None
    gamma, point, slacks, weights, error = _hyperbolic(units.values, other.values, units.sign, returns, start)
    return label_slacks(
        units,
        other.units,
        scores=gamma,
        slacks=slacks,
        targets=point - units.sign * slacks,
        weights=weights,
        error=error,
        inefficiency=1.0 - gamma,
        returns=returns,
        notes=(Note("some units cannot reach the reference on their curve"),)
        if np.isnan(gamma).any()
        else (),
    )


def _hyperbolic(
    units: Floats, reference: Floats, sign: Floats, returns: str, start: Ints | None
) -> tuple[Floats, Floats, Floats, sparse.csr_array, Floats]:
    """Return gamma (B,), the points reached and their slacks (B, q), weights (B, n) and errors (B,)."""
    gamma = np.ones(len(units))
    weak = np.zeros(units.shape[1], dtype=bool)
    moving = np.arange(len(units))
    for _ in range(STEPS):
        found, point = _towards(units[moving], gamma[moving], reference, sign, returns, start, moving)
        # The facet: a for what shrinks, c for what grows, w for the row of ones; c / t - a t + w = 0 at t.
        worth = found.prices * point
        a, c, w = worth[:, sign > 0].sum(axis=1), worth[:, sign < 0].sum(axis=1), found.level
        step = _root(a, c, w)
        gamma[moving] *= step
        moving = moving[np.abs(step - 1) > 1e-13]  # infeasible ones (NaN) stop too
        if not len(moving):
            break
    point = units * gamma[:, None] ** sign
    lost = np.isnan(gamma)
    if start is not None:
        everyone = np.arange(len(units))
        found, _ = _towards(units, gamma, reference, sign, returns, start, everyone, slacks=True)
    else:
        place = np.where(lost[:, None], units, point)
        found = moved(place, reference, sign, place, returns, weak, None)
    slacks = np.where(lost[:, None], np.nan, found.slacks)
    return gamma, point, slacks, found.weights, np.where(lost, np.nan, found.error)


def _towards(
    units: Floats,
    gamma: Floats,
    reference: Floats,
    sign: Floats,
    returns: str,
    start: Ints | None,
    who: Ints,
    slacks: bool = False,
) -> tuple[Moved, Floats]:
    """Find the facet between each unit and its point at gamma, and return the points.

    Units of the reference go straight from where they are to the point: the facet they meet first cuts it off,
    unless the point is on the frontier. Others are pulled to the frontier from the point.
    """
    point = units * gamma[:, None] ** sign
    weak = np.zeros(units.shape[1], dtype=bool)
    if start is None:
        return moved(point, reference, sign, point, returns, weak, None, slacks), point
    chord = np.where(np.abs(gamma - 1)[:, None] > 1e-12, np.abs(units - point), units)
    return moved(units, reference, sign, chord, returns, weak, start[who], slacks), point


def _root(a: Floats, c: Floats, w: Floats) -> Floats:
    """Return the positive t with c / t - a t + w = 0, written so that nothing cancels."""
    root = np.sqrt(w**2 + 4 * a * c)
    with np.errstate(divide="ignore", invalid="ignore"):
        t: Floats = np.where(w > 0, (w + root) / (2 * a), 2 * c / (root - w))
    return t
