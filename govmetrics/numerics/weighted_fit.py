"""Fit of a factor model to correlations by diagonally weighted least squares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.factor_model import Layout, derivatives, matrices
from govmetrics.numerics.ordinal_groups import adjusted


@dataclass(frozen=True)
class Weighted:
    """Parameters (q,), the covariances (b, b) of the free ones, chi-square and its null, adjusted, converged."""

    parameters: Array
    spread: Array
    chi_square: float
    null: float
    converged: bool


def fit(
    layout: Layout, r: Array, sampling: Array, n: int, free: Array, start: Array, most: int = 200
) -> Weighted:
    """Return the weighted solution by Gauss-Newton steps with halving.

    Parameters
    ----------
    layout : Layout
        Residual variances and factors' variances are not free: the model is of correlations.
    r : array (p, p)
        Observed correlations.
    sampling : array (pairs, pairs)
        n times their sampling covariance, pairs in the order of the upper triangle; its diagonal weighs.
    n : int
        Respondents; the statistic and the covariances of the parameters count one less.
    free : array (q, b)
        Place of each free parameter.
    start : array (q,)
    most : int
        Iterations.
    """
    upper = np.triu_indices(layout.items, 1)
    observed, weight = r[upper], 1 / np.diag(sampling)
    places, t, settled = free.argmax(axis=0), start, False
    now = _value(layout, t, observed, weight)
    for _ in range(most):
        slope = derivatives(layout, t)[0][places][:, upper[0], upper[1]].T
        rest = observed - matrices(layout, t)[2][upper]
        curve, down = slope.T @ (weight[:, None] * slope), slope.T @ (weight * rest)
        step = np.linalg.lstsq(curve, down, rcond=1e-12)[0]
        settled = float(down @ step) < 1e-15
        length = 1.0
        while _value(layout, t + free @ (length * step), observed, weight) > now + 1e-14 and length > 1e-6:
            length /= 2
        t = t + free @ (length * step)
        now = _value(layout, t, observed, weight)
        if settled:
            break
    bread = np.linalg.inv(curve) @ (slope.T * weight)
    residual = np.diag(weight) - (weight[:, None] * slope) @ bread
    df = len(observed) - free.shape[1]
    return Weighted(
        parameters=t,
        spread=bread @ sampling @ bread.T / (n - 1),
        chi_square=adjusted((n - 1) * now, residual @ sampling, df),
        null=adjusted((n - 1) * float(weight @ observed**2), weight[:, None] * sampling, len(observed)),
        converged=settled,
    )


def _value(layout: Layout, t: Array, observed: Array, weight: Array) -> float:
    upper = np.triu_indices(layout.items, 1)
    return float(weight @ (observed - matrices(layout, t)[2][upper]) ** 2)
