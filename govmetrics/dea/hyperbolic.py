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

from govmetrics.dea.common import Floats, Returns, Table
from govmetrics.dea.directional import _directional, _distances
from govmetrics.dea.envelopment import NonRadial, check_returns, gather, gather_reference, label
from govmetrics.numerics.linear_programs import Ints

STEPS = 60  # facets passed at most; three to six are usual


def hyperbolic(
    inputs: Table,
    outputs: Table = None,
    returns: Returns = "variable",
    undesirable: Table = None,
    reference: tuple[Table, ...] | None = None,
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

    Returns
    -------
    NonRadial
        Scores gamma in (0, 1]; the slacks are those that remain after the move.

    Notes
    -----
    Exact, not by bisection: a facet of the frontier gives a quadratic equation for gamma and a lower bound;
    the bound's point is projected again until it lies on the frontier.

    Examples
    --------
    >>> import warnings; import pandas as pd; warnings.simplefilter("ignore")
    >>> x, y = pd.Series({"A": 1.0, "B": 4.0}), pd.Series({"A": 1.0, "B": 1.0})
    >>> hyperbolic(x, y, returns="constant").scores.to_dict()
    {'A': 1.0, 'B': 0.5}
    """
    check_returns(returns)
    units = gather(inputs, outputs, undesirable, evaluated=reference is not None)
    other = gather_reference(units, reference)
    start = np.arange(len(units.values)) if reference is None else None
    gamma, point, slacks, weights, error = _hyperbolic(units.values, other.values, units.sign, returns, start)
    return label(
        units,
        other.units,
        scores=gamma,
        slacks=slacks,
        targets=point - units.sign * slacks,
        weights=weights,
        error=error,
        inefficiency=1.0 - gamma,
        returns=returns,
        notes=("some units cannot reach the reference on their curve",) if np.isnan(gamma).any() else (),
    )


def _hyperbolic(
    units: Floats, reference: Floats, sign: Floats, returns: str, start: Ints | None
) -> tuple[Floats, Floats, Floats, sparse.csr_array, Floats]:
    """Return gamma (B,), the points reached and their slacks (B, q), weights (B, n) and errors (B,)."""
    gamma = np.ones(len(units))
    weak = np.zeros(units.shape[1], dtype=bool)
    moving = np.arange(len(units))
    for _ in range(STEPS):
        point = units[moving] * gamma[moving, None] ** sign
        first = None if start is None else start[moving]
        env, _, found = _distances(point, reference, sign, point, returns, weak, first)
        # The facet: a for what shrinks, c for what grows, w for the row of ones; c / t - a t + w = 0 at t.
        prices = found.duals * env.scale
        worth = prices[:, : units.shape[1]] * point
        a, c = -worth[:, sign > 0].sum(axis=1), worth[:, sign < 0].sum(axis=1)
        w = prices[:, units.shape[1] :].sum(axis=1)
        gamma[moving] *= _root(a, c, w)
        settled = np.abs(found.own[:, -1]) <= 1e-13
        moving = moving[~settled & found.feasible]
        if not len(moving):
            break
    point = units * gamma[:, None] ** sign
    lost = np.isnan(gamma)
    beta, slacks, weights, error = _directional(
        np.where(lost[:, None], units, point),
        reference,
        sign,
        np.abs(np.where(lost[:, None], units, point)),
        returns,
        weak,
        start,
    )
    slacks[lost] = np.nan
    return gamma, point, slacks, weights, np.maximum(error, np.abs(np.where(lost, np.nan, beta)))


def _root(a: Floats, c: Floats, w: Floats) -> Floats:
    """Return the positive t with c / t - a t + w = 0, written so that nothing cancels."""
    root = np.sqrt(w**2 + 4 * a * c)
    with np.errstate(divide="ignore", invalid="ignore"):
        t: Floats = np.where(w > 0, (w + root) / (2 * a), 2 * c / (root - w))
    return t
