"""Regression of an outcome recorded between limits (Tobin 1958), by Newton's method on a concave likelihood.

In gamma = b / sigma and eta = 1 / sigma the logarithm of the likelihood is concave (Olsen 1978).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import log_ndtr

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.newton import climbed

HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)


class Tobit(NamedTuple):
    """Estimates of slopes (p,) and sigma; scores (n, p + 1) and information of gamma and eta; the way to b and sigma."""

    slopes: Array
    sigma: float
    log_likelihood: float
    scores: Array  # of gamma and eta, weighted
    information: Array  # (p + 1, p + 1), of gamma and eta
    jacobian: Array  # (p + 1, p + 1): of b and sigma by gamma and eta
    converged: bool

    def covariance(self) -> Array:
        """Return that of b and sigma, from the Hessian."""
        inner: Array = self.jacobian @ np.linalg.pinv(self.information) @ self.jacobian.T
        return inner


def tobit(y: Array, x: Array, lower: float, upper: float, w: Array, steps: int = 100) -> Tobit:
    """Fit y = x'b + e, e normal, recorded as `lower` or `upper` where it is beyond.

    Parameters
    ----------
    y : (n,) array
        From `lower` to `upper`; some between them.
    x : (n, p) array
        With a column of ones; columns of like size.
    lower, upper : float
        Infinite where there is no limit.
    w : (n,) array
        Weights.
    steps : int
        Newton steps at most.
    """
    p, sign = x.shape[1], np.where(y <= lower, -1.0, np.where(y >= upper, 1.0, 0.0))
    root = np.sqrt(w)
    start = np.linalg.lstsq(x * root[:, None], y * root, rcond=None)[0]
    sigma = np.sqrt(max(float(w @ (y - x @ start) ** 2) / w.sum(), 1e-300))
    theta, value, converged = climbed(
        np.append(start / sigma, 1 / sigma),
        lambda theta: _value(theta, y, x, sign, w),
        lambda theta: _turn(theta, y, x, sign, w)[:2],
        steps,
    )
    _, bend, scores = _turn(theta, y, x, sign, w)
    sigma = 1 / theta[p]
    jacobian = np.zeros((p + 1, p + 1))
    jacobian[:p, :p] = sigma * np.eye(p)
    jacobian[:p, p] = -theta[:p] * sigma**2
    jacobian[p, p] = -(sigma**2)
    return Tobit(theta[:p] * sigma, float(sigma), value, scores, bend, jacobian, converged)


def _value(theta: Array, y: Array, x: Array, sign: Array, w: Array) -> float:
    eta = theta[-1]
    if eta <= 0:
        return -np.inf
    rest = eta * y - x @ theta[:-1]
    seen = np.log(eta) - 0.5 * rest**2 - HALF_LOG_TWO_PI
    return float(w @ np.where(sign == 0, seen, log_ndtr(-sign * rest)))


def _turn(theta: Array, y: Array, x: Array, sign: Array, w: Array) -> tuple[Array, Array, Array]:
    """Return the gradient, the negative Hessian, and each row's part of the gradient."""
    eta, seen = theta[-1], sign == 0
    rest = eta * y - x @ theta[:-1]
    z = -sign * rest  # below: limit eta - fit; above: fit - limit eta
    mills = np.exp(-0.5 * z**2 - HALF_LOG_TWO_PI - log_ndtr(z))
    to_fit = w * np.where(seen, rest, sign * mills)
    turn = w * np.where(seen, 1.0, mills * (mills + z))
    scores = np.column_stack([x * to_fit[:, None], w * seen / eta - y * to_fit])
    p = x.shape[1]
    bend = np.empty((p + 1, p + 1))
    bend[:p, :p] = x.T @ (x * turn[:, None])
    bend[:p, p] = bend[p, :p] = -(x.T @ (turn * y))
    bend[p, p] = float((w * seen).sum() / eta**2 + turn @ y**2)
    return scores.sum(axis=0), bend, scores
