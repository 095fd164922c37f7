"""Maximum-likelihood fit of a factor model to rows with gaps (full information)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics import incomplete
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout, derivatives, matrices
from govmetrics.numerics.incomplete import Batch
from govmetrics.numerics.restrictions import Restriction
from govmetrics.numerics.scoring import descend


@dataclass(frozen=True)
class Incomplete:
    """Free parameters (b,), their observed information (b, b), the log likelihood and what it does at the solution.

    Its `slope` is by the implied covariances (p, p), its `curvature` what is expected by them (p p, p p).
    """

    free: Array
    information: Array
    log_likelihood: float
    slope: Array
    curvature: Array
    converged: bool


def fit(parts: list[Batch], layout: Layout, restriction: Restriction, start: Array) -> Incomplete:
    """Return the solution by Fisher's scoring, and its observed information: minus the likelihood's second derivatives.

    Parameters
    ----------
    parts : list of Batch
    layout : Layout
        With means.
    restriction : Restriction
    start : array (b,)
    """
    n = sum(float(part.n.sum()) for part in parts)

    def value(free: Array) -> float:
        _, _, sigma, mean = matrices(layout, restriction.at(free)[0])
        return -2 * incomplete.log_likelihood(parts, mean, sigma) / n

    def local(free: Array) -> tuple[Array, Array]:
        _, _, sigma, mean = matrices(layout, restriction.at(free)[0])
        own = _moves(layout, restriction, free)
        bend = incomplete.curvature(parts, mean, sigma, observed=False)
        return own @ _joined(parts, mean, sigma) / n, own @ bend @ own.T / n

    found = descend(value, local, start, least=1e-13)
    _, _, sigma, mean = matrices(layout, restriction.at(found.at)[0])
    slope, own, p = _joined(parts, mean, sigma), _moves(layout, restriction, found.at), layout.items
    bend = own @ incomplete.curvature(parts, mean, sigma, observed=True) @ own.T
    expected = incomplete.curvature(parts, mean, sigma, observed=False)[p:, p:]
    return Incomplete(
        free=found.at,
        information=bend - _bent(layout, restriction, found.at, slope, bend),
        log_likelihood=incomplete.log_likelihood(parts, mean, sigma),
        slope=slope[p:].reshape(p, p),
        curvature=expected,
        converged=found.settled,
    )


def _moves(layout: Layout, restriction: Restriction, free: Array) -> Array:
    """Return how the free parameters move means and covariances, (b, p + p p)."""
    t, slope = restriction.at(free)
    by_sigma, by_mean = derivatives(layout, t)
    return np.asarray(slope.T @ np.hstack([by_mean, by_sigma.reshape(layout.size, -1)]))


def _joined(parts: list[Batch], mean: Array, sigma: Array) -> Array:
    by_mean, by_covariance = incomplete.slopes(parts, mean, sigma)
    return np.concatenate([by_mean, by_covariance.ravel()])


def _bent(layout: Layout, restriction: Restriction, free: Array, slope: Array, bend: Array) -> Array:
    """Return what the bends of means and covariances themselves add, (b, b), by differences of their moves."""
    size = 1e-4 / np.sqrt(np.maximum(np.diag(bend), 1e-300))
    columns = []
    for b, h in enumerate(size):
        step = np.zeros(len(free))
        step[b] = h
        ahead, behind = (_moves(layout, restriction, free + sign * step) @ slope for sign in (1, -1))
        columns.append((ahead - behind) / (2 * h))
    found = np.column_stack(columns)
    return np.asarray((found + found.T) / 2)
