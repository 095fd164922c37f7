"""The normal/half-normal stochastic cost frontier: y = Z beta + v + u, u >= 0, by maximum likelihood.

References
----------
Aigner, D., Lovell, C. A. K., & Schmidt, P. (1977). Formulation and estimation of stochastic frontier production
function models. Journal of Econometrics, 6, 21-37. Jondrow, J., Lovell, C. A. K., Materov, I., & Schmidt, P.
(1982). On the estimation of technical inefficiency in the stochastic frontier production function model. Journal
of Econometrics, 19, 233-238. Waldman, D. (1982). A stationary point for the stochastic frontier likelihood.
Journal of Econometrics, 18, 275-279.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr

from govmetrics.dea.engine.arrays import Floats

HALF_LOG_TWO_PI = 0.5 * np.log(2 * np.pi)


class Frontier(NamedTuple):
    """Estimates of one cost frontier."""

    beta: Floats  # (p,)
    sigma_u: float  # 0 where the residuals lean the wrong way: then it is least squares
    sigma_v: float
    log_likelihood: float
    log_likelihood_ols: float  # the same without u
    covariance: Floats  # (p, p) of beta
    noise: Floats  # (n,): the expected v given v + u

    @property
    def gamma(self) -> float:
        """Share of u in the variance, sigma_u^2 / (sigma_u^2 + sigma_v^2)."""
        return self.sigma_u**2 / (self.sigma_u**2 + self.sigma_v**2)


def cost_frontier(y: Floats, Z: Floats) -> Frontier:
    """Fit the frontier.

    Parameters
    ----------
    y : (n,) array
        Not constant.
    Z : (n, p) array
        With a column of ones.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> Z = np.column_stack([np.ones(3000), rng.normal(size=3000)])
    >>> y = Z @ [1.0, 0.5] + 0.3 * rng.normal(size=3000) + np.abs(rng.normal(size=3000))
    >>> found = cost_frontier(y, Z)
    >>> found.beta.round(1).tolist(), round(found.sigma_u, 1), round(found.sigma_v, 1)
    ([1.0, 0.5], 1.0, 0.3)
    """
    n = len(y)
    ols: Floats = np.asarray(np.linalg.lstsq(Z, y, rcond=None)[0], dtype=float)
    e = y - Z @ ols
    m2, m3 = float((e**2).mean()), float((e**3).mean())
    log_ols = -n / 2 * (1 + np.log(2 * np.pi * m2))
    if m3 <= 0:  # Waldman (1982): least squares is the maximum
        covariance: Floats = np.asarray(m2 * np.linalg.inv(Z.T @ Z), dtype=float)
        return Frontier(ols, 0.0, float(np.sqrt(m2)), log_ols, log_ols, covariance, e)
    theta = _maximise(y, Z, ols, m2, m3)
    p, eta, lam = Z.shape[1], theta[-2], theta[-1]
    beta, sigma = theta[:p] / eta, 1 / eta
    sigma_u = float(sigma * lam / np.sqrt(1 + lam**2))
    sigma_v = float(sigma / np.sqrt(1 + lam**2))
    value, _, bend = _likelihood(theta, y, Z)
    turn = np.zeros((p, p + 2))
    turn[:, :p], turn[:, p] = np.eye(p) / eta, -beta / eta
    covariance = turn @ np.linalg.pinv(-bend) @ turn.T
    rest = y - Z @ beta
    return Frontier(
        beta, sigma_u, sigma_v, value, log_ols, covariance, rest - _expected_u(rest, sigma_u, sigma_v)
    )


def _maximise(y: Floats, Z: Floats, ols: Floats, m2: float, m3: float) -> Floats:
    """Return (beta / sigma, 1 / sigma, sigma_u / sigma_v) from a start by moments and two others."""
    best, top = np.empty(0), -np.inf
    moment = (m3 / (np.sqrt(2 / np.pi) * (4 / np.pi - 1))) ** (1 / 3)
    for su in (moment, 0.5 * np.sqrt(m2), 1.5 * np.sqrt(m2)):
        sv = np.sqrt(max(m2 - (1 - 2 / np.pi) * su**2, 0.05 * m2))
        sigma = np.hypot(su, sv)
        beta = ols.copy()
        beta[0] -= np.sqrt(2 / np.pi) * su
        start = np.concatenate([beta / sigma, [1 / sigma, su / sv]])
        found: Any = minimize(  # type: ignore[call-overload]  # its stubs know no Hessian of lambdas
            lambda t: _minus(t, y, Z)[0],
            start,
            jac=lambda t: _minus(t, y, Z)[1],
            hess=lambda t: -_likelihood(t, y, Z)[2],
            method="trust-exact",
            options={"gtol": 1e-6 * len(y), "maxiter": 100},
        )
        if -found.fun > top:
            best, top = found.x, -found.fun
    for _ in range(5):  # Newton's last steps; none where the maximum lies at infinite sigma_u / sigma_v
        value, slope, bend = _likelihood(best, y, Z)
        if np.linalg.eigvalsh(bend).max() >= 0:
            break
        new = best - np.linalg.solve(bend, slope)
        if not _likelihood(new, y, Z)[0] >= value:
            break
        best = new
    return best


def _minus(theta: Floats, y: Floats, Z: Floats) -> tuple[float, Floats]:
    value, slope, _ = _likelihood(theta, y, Z)
    return -value, -slope


def _likelihood(theta: Floats, y: Floats, Z: Floats) -> tuple[float, Floats, Floats]:
    """Return value, gradient and Hessian in (beta / sigma, 1 / sigma, lambda); minus infinity at sigma <= 0."""
    n, p = Z.shape
    eta, lam = theta[p], theta[p + 1]
    if eta <= 0:
        return -np.inf, np.zeros(p + 2), -np.eye(p + 2)
    r = eta * y - Z @ theta[:p]
    log_cdf = log_ndtr(lam * r)
    value = n * (np.log(2) + np.log(eta) - HALF_LOG_TWO_PI) - 0.5 * (r @ r) + log_cdf.sum()
    m = np.exp(-0.5 * (lam * r) ** 2 - HALF_LOG_TWO_PI - log_cdf)
    dm = -m * (m + lam * r)
    g, dg, cross = -r + lam * m, -1 + lam**2 * dm, m + lam * r * dm
    D = np.column_stack([-Z, y])  # derivative of r
    slope = np.concatenate([D.T @ g, [r @ m]])
    slope[p] += n / eta
    bend = np.empty((p + 2, p + 2))
    bend[:-1, :-1] = (D * dg[:, None]).T @ D
    bend[p, p] -= n / eta**2
    bend[:-1, -1] = bend[-1, :-1] = D.T @ cross
    bend[-1, -1] = (r**2 * dm).sum()
    return float(value), slope, bend


def _expected_u(rest: Floats, sigma_u: float, sigma_v: float) -> Floats:
    """Return E[u | v + u] (Jondrow et al., 1982)."""
    total = sigma_u**2 + sigma_v**2
    mean, spread = rest * sigma_u**2 / total, sigma_u * sigma_v / np.sqrt(total)
    c = mean / spread
    u: Floats = mean + spread * np.exp(-0.5 * c**2 - HALF_LOG_TWO_PI - log_ndtr(c))
    return u
