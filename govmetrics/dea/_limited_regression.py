"""Truncated regressions by Newton's method, many samples together; censored ones (Tobit) are in `numerics.tobit`.

The log-likelihood is concave in gamma = beta / sigma and eta = 1 / sigma (Orme 1989).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, ndtri_exp

from govmetrics.dea.engine.arrays import Floats

HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)


class Regression(NamedTuple):
    """Estimates of L samples."""

    beta: Floats  # (L, p)
    sigma: Floats  # (L,)
    log_likelihood: Floats  # (L,)
    converged: NDArray[np.bool_]  # (L,)
    covariance: Floats  # (L, p + 1, p + 1): of beta and sigma, from the Hessian


def truncated(
    y: Floats, Z: Floats, limit: float, steps: int = 100, times: Floats | None = None
) -> Regression:
    """Fit y = Z beta + e, e normal, where only y above `limit` is ever seen.

    Parameters
    ----------
    y : (L, n) array
        Above the limit.
    Z : (n, p) array
        With a column of ones if there is an intercept.
    limit : float
    steps : int
        Newton steps at most.
    times : (L, n) array, optional
        How often each row is in each sample; once by default.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> Z = np.column_stack([np.ones(4000), rng.normal(size=4000)])
    >>> y = Z @ [1.0, 0.5] + 0.4 * rng.normal(size=4000)
    >>> truncated(y[None, y > 1], Z[y > 1], 1.0).beta.round(1).tolist()
    [[1.0, 0.5]]
    """
    return _newton(y, Z, limit, steps, np.ones(y.shape) if times is None else times)


def draw_above(mean: Floats, sigma: Floats | float, limit: float, rng: np.random.Generator) -> Floats:
    """Draw normal values above `limit`, exact also far in the tail.

    Examples
    --------
    >>> drawn = draw_above(np.array([0.0, -40.0]), 1.0, 1.0, np.random.default_rng(0))
    >>> bool((drawn >= 1).all() and drawn[1] < 1.2)
    True
    """
    shape = np.broadcast_shapes(np.shape(mean), np.shape(sigma))
    left = (limit - mean) / sigma
    with np.errstate(divide="ignore"):
        tail = np.log(1.0 - rng.random(shape)) + log_ndtr(-left)  # 1 - random is never 0
    drawn: Floats = mean - sigma * ndtri_exp(tail)
    return np.maximum(drawn, limit)


def _newton(y: Floats, Z: Floats, limit: float, steps: int, times: Floats) -> Regression:
    L, p = len(y), Z.shape[1]
    beta = np.linalg.lstsq(Z, y.T, rcond=None)[0].T
    sigma = np.sqrt((times * (y - beta @ Z.T) ** 2).sum(axis=1) / times.sum(axis=1))
    theta = np.column_stack([beta / sigma[:, None], 1 / sigma])
    value, slope, bend = _likelihood(theta, y, Z, limit, times)
    converged = np.zeros(L, dtype=bool)
    for _ in range(steps):
        going = np.flatnonzero(~converged)
        if not len(going):
            break
        move = _ascent(bend[going], slope[going])
        gain = (move * slope[going]).sum(axis=1)
        step = np.ones(len(going))
        for _ in range(40):  # halve until the likelihood rises; it is concave, so this ends
            new = theta[going] + step[:, None] * move
            found = np.where(new[:, p] > 0, _value(new, y[going], Z, limit, times[going]), -np.inf)
            worse = ~(found >= value[going] + 1e-4 * step * gain - 1e-12 * np.abs(value[going]))
            if not worse.any():
                break
            step[worse] /= 2
        theta[going] = np.where(worse[:, None], theta[going], new)
        part = _likelihood(theta[going], y[going], Z, limit, times[going])
        value[going], slope[going], bend[going] = part
        converged[going] = (gain < 1e-12 * np.maximum(1.0, np.abs(value[going]))) | worse
    # A likelihood that rises for ever towards an exponential tail has no maximum: all means run below the limit.
    reach = (theta[:, :p] @ Z.T - limit * theta[:, p:]).max(axis=1)
    bounded = reach > -30
    sigma = 1 / theta[:, p]
    return Regression(
        theta[:, :p] * sigma[:, None], sigma, value, converged & bounded, _covariance(theta, bend)
    )


def _value(theta: Floats, y: Floats, Z: Floats, limit: float, times: Floats) -> Floats:
    eta, fit = theta[:, -1:], theta[:, :-1] @ Z.T
    with np.errstate(invalid="ignore", divide="ignore"):
        seen = np.log(eta) - 0.5 * (eta * y - fit) ** 2 - HALF_LOG_TWO_PI
    total: Floats = (times * (seen - log_ndtr(fit - limit * eta))).sum(axis=1)
    return total


def _likelihood(
    theta: Floats, y: Floats, Z: Floats, limit: float, times: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the value (L,), gradient (L, p + 1) and Hessian (L, p + 1, p + 1) of the log-likelihood."""
    eta, fit = theta[:, -1:], theta[:, :-1] @ Z.T
    rest = eta * y - fit
    c = fit - limit * eta
    d = np.exp(-0.5 * c**2 - HALF_LOG_TWO_PI - log_ndtr(c))  # of log Phi at c: first derivative,
    k = d * (d + c)  # and second, of the other sign
    to_eta = 1 / eta - rest * y + limit * d
    slope = np.column_stack([(times * (rest - d)) @ Z, (times * to_eta).sum(axis=1)])
    bend = np.empty((len(y), theta.shape[1], theta.shape[1]))
    bend[:, :-1, :-1] = np.einsum("ln,np,nq->lpq", times * (k - 1.0), Z, Z, optimize=True)
    bend[:, :-1, -1] = bend[:, -1, :-1] = (times * (y - limit * k)) @ Z
    bend[:, -1, -1] = (times * (-1 / eta**2 - y**2 + limit**2 * k)).sum(axis=1)
    return _value(theta, y, Z, limit, times), slope, bend


def _ascent(bend: Floats, slope: Floats) -> Floats:
    """Return Newton's direction; a Hessian that rounding made singular is shifted."""
    size = np.abs(np.einsum("lii->li", bend)).max(axis=1)
    shift = 1e-13 * size[:, None, None] * np.eye(bend.shape[1])
    move: Floats = np.linalg.solve(shift - bend, slope[:, :, None])[:, :, 0]
    return move


def _covariance(theta: Floats, bend: Floats) -> Floats:
    """Return the covariance of (beta, sigma) by the delta method."""
    L, q = theta.shape
    sigma = 1 / theta[:, -1]
    jacobian = np.zeros((L, q, q))
    jacobian[:, np.arange(q - 1), np.arange(q - 1)] = sigma[:, None]
    jacobian[:, :-1, -1] = -theta[:, :-1] * sigma[:, None] ** 2
    jacobian[:, -1, -1] = -(sigma**2)
    inner = np.linalg.pinv(-bend)
    covariance: Floats = jacobian @ inner @ jacobian.transpose(0, 2, 1)
    return covariance
