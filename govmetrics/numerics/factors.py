"""Extraction of factors from a correlation matrix: minimum residual, maximum likelihood, principal axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.optimize import minimize

from govmetrics.numerics.arrays import Array

_LEAST_UNIQUENESS = 0.005  # keeps a Heywood case inside the admissible region, as R's factanal does


def minimum_residual(r: Array, factors: int, polish: bool = True) -> Array:
    """Return loadings (k, factors) that minimise the squared off-diagonal residuals of `r` (k, k).

    In terms of the uniquenesses u the objective is half the sum of the squared k - m smallest eigenvalues of
    r - diag(u) (Harman and Jones 1966; Joreskog 1977). Without `polish` the search ends where published
    results usually do, a little before the minimum.
    """
    near = _customary(r, factors)
    return _residual_loadings(r, factors, _uniqueness(_residuals(r, factors), near) if polish else near)


def maximum_likelihood(r: Array, factors: int) -> Array:
    """Return loadings (k, factors) that minimise the likelihood discrepancy (Joreskog 1967)."""
    u = _uniqueness(_likelihood(r, factors), np.clip(1 - _start(r), 0.05, 0.95))
    return _likelihood_loadings(r, factors, u)


def from_several_starts(r: Array, factors: int, method: str, starts: Array) -> tuple[Array, float, float]:
    """Return loadings (k, factors) at the least minimum, the minimum from the customary start, and the least.

    Parameters
    ----------
    r : array (k, k)
    factors : int
    method : {"minres", "ml"}
    starts : array (s, k)
        Uniquenesses to search from, in shares of the bounds; the customary start comes first anyhow.

    Another minimum is kept where it is lower by more than a search is exact: by one in 10,000.
    """
    if method == "minres":
        objective, first, loadings = _residuals(r, factors), _customary(r, factors), _residual_loadings
    else:
        objective, first = _likelihood(r, factors), np.clip(1 - _start(r), 0.05, 0.95)
        loadings = _likelihood_loadings
    u = _uniqueness(objective, first)
    customary = least = objective(u)[0]
    for share in starts:
        other = _uniqueness(objective, _LEAST_UNIQUENESS + (1 - _LEAST_UNIQUENESS) * share)
        value = objective(other)[0]
        if value < least - 1e-4 * least - 1e-9:
            u, least = other, value
    return loadings(r, factors, u), customary, least


def principal_axis(r: Array, factors: int, least_change: float = 1e-3, most: int = 50) -> tuple[Array, int]:
    """Return loadings (k, factors) by iterated principal axes, and the number of iterations.

    Starts from squared multiple correlations and stops when the sum of communalities changes by less than
    `least_change`. Fully converged it is the minimum-residual solution.
    """
    reduced = r.copy()
    np.fill_diagonal(reduced, _start(r))
    before = np.trace(reduced)
    loadings = _top(reduced, factors)
    for iteration in range(1, most + 1):
        communalities = (loadings**2).sum(axis=1)
        np.fill_diagonal(reduced, communalities)
        now = communalities.sum()
        if abs(before - now) <= least_change:
            return loadings, iteration
        before = now
        loadings = _top(reduced, factors)
    return loadings, most


def principal_components(r: Array, factors: int) -> Array:
    """Return the loadings (k, factors) of the first principal components."""
    return _top(r, factors)


def discrepancy(r: Array, implied: Array) -> float:
    """Return the maximum-likelihood discrepancy between `r` and the implied correlations, both (k, k)."""
    ratio = np.linalg.solve(implied, r)
    return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(r))


def _residuals(r: Array, factors: int) -> Callable[[Array], tuple[float, Array]]:
    """Return the objective of minimum residuals, with its slope, as a function of the uniquenesses (k,)."""

    def objective(u: Array) -> tuple[float, Array]:
        values, vectors = np.linalg.eigh(r - np.diag(u))
        rest, directions = values[: len(u) - factors], vectors[:, : len(u) - factors]
        return float((rest**2).sum() / 2), -(directions**2) @ rest

    return objective


def _residual_loadings(r: Array, factors: int, u: Array) -> Array:
    return _top(r - np.diag(u), factors)


def _likelihood(r: Array, factors: int) -> Callable[[Array], tuple[float, Array]]:
    """Return the likelihood discrepancy, with its slope, as a function of the uniquenesses (k,)."""

    def objective(u: Array) -> tuple[float, Array]:
        scale = 1 / np.sqrt(u)
        values, vectors = np.linalg.eigh(r * np.outer(scale, scale))
        rest = values[: len(u) - factors]
        top, directions = values[len(u) - factors :], vectors[:, len(u) - factors :]
        loadings = directions * np.sqrt(np.maximum(top - 1, 0)) / scale[:, None]
        implied = (loadings**2).sum(axis=1) + u
        return float((rest - np.log(rest) - 1).sum()), (implied - np.diag(r)) / u**2

    return objective


def _likelihood_loadings(r: Array, factors: int, u: Array) -> Array:
    root = np.sqrt(u)
    values, vectors = np.linalg.eigh(r / np.outer(root, root))
    top = np.sqrt(np.maximum(values[::-1][:factors] - 1, 0))
    return np.asarray(vectors[:, ::-1][:, :factors] * top * root[:, None])


def _top(matrix: Array, factors: int) -> Array:
    values, vectors = np.linalg.eigh(matrix)
    largest = np.maximum(values[::-1][:factors], 0.0)
    return np.asarray(vectors[:, ::-1][:, :factors] * np.sqrt(largest))


def _start(r: Array) -> Array:
    """Return squared multiple correlations; the largest correlation of each item where `r` is singular."""
    if np.linalg.eigvalsh(r)[0] > 1e-8:
        return np.asarray(1 - 1 / np.diag(np.linalg.inv(r)))
    return np.asarray(np.abs(r - np.eye(len(r))).max(axis=0) ** 2)


def _customary(r: Array, factors: int) -> Array:
    """Return uniquenesses (k,) near the minimum of the off-diagonal residuals, on the usual path to it.

    With several minima, or factors that are not identified, the answer depends on the path: this one, from
    one less the squared multiple correlations in units of a hundredth, is that of published results.
    """

    def objective(hundredths: Array) -> tuple[float, Array]:
        u = hundredths / 100
        loadings = _top(r - np.diag(u), factors)
        rest = loadings @ loadings.T - r
        slope = np.diag(rest) + u  # of the residuals with the diagonal, which the minimum sets to zero
        return float((rest**2).sum() - (np.diag(rest) ** 2).sum()), slope / 100

    options: Any = {"maxcor": 5, "maxiter": 100, "ftol": 2.2e-9, "gtol": 0.0}
    bounds = [(100 * _LEAST_UNIQUENESS, 100.0)] * len(r)
    start = np.clip(1 - _start(r), _LEAST_UNIQUENESS, 1.0)
    return np.asarray(
        minimize(objective, 100 * start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x / 100
    )


def _uniqueness(objective: Callable[[Array], tuple[float, Array]], start: Array) -> Array:
    options: Any = {"maxiter": 2000, "maxfun": 5000, "ftol": 1e-15, "gtol": 1e-9}
    bounds = [(_LEAST_UNIQUENESS, 1.0)] * len(start)
    return np.asarray(
        minimize(objective, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options).x
    )
