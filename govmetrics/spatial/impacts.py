"""Impacts of a lag or Durbin model: what one more of a regressor does at home and by way of neighbours; arrays only."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Ints
from govmetrics.spatial.determinants import Determinants
from govmetrics.spatial.likelihood import Fitted, window

_ROUNDS = 50


def impacts(rho: Array, beta: Array, theta: Array, dets: Determinants, span: tuple[float, float]) -> Array:
    """Return direct, indirect and total impacts (3, ..., k) (LeSage and Pace 2009, 2.46 to 2.48).

    With S = (I - rho W)^-1 (I beta + W theta) the direct impact is the mean of its diagonal, the total that of its row sums. As
    (I - rho W)^-1 = I + rho (I - rho W)^-1 W, both follow from tr G and from the mean of (I - rho W)^-1 W 1.

    Parameters
    ----------
    rho : array (...)
    beta, theta : array (..., k)
        Of regressors, and of their lags (zeros in a lag model).
    span : tuple of float
        An interval that has all the rho.
    """
    home = (dets.traces(rho, *span)[0] / dets.n)[..., None]
    away = np.asarray(dets.mean_lags(rho, *span))[..., None]
    at = np.asarray(rho)[..., None]
    direct = beta * (1 + at * home) + theta * home
    total = beta * (1 + at * away) + theta * away
    return np.array([direct, total - direct, total])


def drawn(
    fitted: Fitted, places: Ints, lags: Ints, dets: Determinants, draws: int, rng: np.random.Generator
) -> Array:
    """Return impacts (3, draws, k) of coefficients drawn from their normal distribution, rho within its bounds.

    Parameters
    ----------
    places, lags : int array (k,)
        Where beta holds the regressors, and their lags (-1 where there are none).
    """
    low, high = dets.bounds
    mean = np.concatenate([[fitted.rho], fitted.beta])
    root = _root(fitted.covariance)
    found = np.empty((0, len(mean)))
    for _ in range(_ROUNDS):
        more = mean + rng.standard_normal((draws, len(mean))) @ root.T
        found = np.concatenate([found, more[(more[:, 0] > low) & (more[:, 0] < high)]])[:draws]
        if len(found) == draws:
            break
    rho, beta = found[:, 0], found[:, 1:]
    theta = np.where(lags >= 0, beta[:, np.maximum(lags, 0)], 0.0)
    span = float(min(rho.min(), fitted.rho)), float(max(rho.max(), fitted.rho))
    if span[1] - span[0] < 1e-9:
        span = window(fitted.rho, 1e-3, dets)
    return impacts(rho, beta[:, places], theta, dets, span)


def _root(covariance: Array) -> Array:
    """Return a root of a covariance matrix, whatever the units."""
    scale = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    return scale[:, None] * vectors * np.sqrt(np.maximum(values, 0))  # type: ignore[no-any-return]
