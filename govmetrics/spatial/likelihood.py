"""Maximum likelihood of spatial lag and error models; arrays only.

Observations are by period, then by unit; where means of units were taken out, a period less counts (Lee and Yu 2010), and where
means of periods were, too, a unit less: ln|I - rho W| then loses the factor 1 - rho.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from govmetrics.numerics.arrays import Array
from govmetrics.spatial.determinants import Determinants

SMALL = 1000
"""Up to so many units the errors are those of the information matrix, which takes the inverse of I - rho W."""


@dataclass(frozen=True)
class Sizes:
    """How much the data count: periods, units, both after means were taken out."""

    periods: int
    units: int
    inner: bool

    @property
    def n(self) -> int:
        """Observations that are free."""
        return self.periods * self.units


@dataclass(frozen=True, eq=False)
class Fitted:
    """A model: rho (or lambda), beta (k,), their covariance (k + 1, k + 1) with rho first, sigma², log-likelihood, residuals.

    `exact` says that the covariance is that of the information matrix.
    """

    rho: float
    beta: Array
    covariance: Array
    sigma2: float
    log_likelihood: float
    residuals: Array
    exact: bool


def squares(y: Array, x: Array) -> tuple[Array, Array]:
    """Return coefficients and residuals of least squares."""
    beta: Array = np.asarray(np.linalg.lstsq(x, y, rcond=None)[0], dtype=float)
    return beta, y - x @ beta


def _logs(dets: Determinants, sizes: Sizes) -> Callable[[Array], Array]:
    def logs(rho: Array) -> Array:
        found = dets.logs(rho)
        return sizes.periods * (found - np.log(1 - rho) if sizes.inner else found)

    return logs


def maximum(value: Callable[[float], float], dets: Determinants) -> float:
    """Return where a concentrated log-likelihood is highest."""
    from scipy.optimize import minimize_scalar

    low, high = dets.bounds
    slack = 1e-6 * (high - low)
    grid = np.linspace(low + slack, high - slack, 13)  # there may be two peaks
    best = int(np.argmax([value(one) for one in grid]))
    ends = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    found = minimize_scalar(lambda rho: -value(rho), bounds=ends, method="bounded", options={"xatol": 1e-9})
    return float(found.x)


def likelihood_of(residual: Array, sizes: Sizes, logs: float) -> float:
    """Return the log-likelihood with sigma² at its maximum."""
    n = sizes.n
    return float(-n / 2 * (np.log(2 * np.pi * (residual @ residual) / n) + 1) + logs)


def lag_value(y: Array, wy: Array, x: Array, dets: Determinants, sizes: Sizes) -> Callable[[float], float]:
    """Return the concentrated log-likelihood of a lag model."""
    logs, e0, el = _logs(dets, sizes), squares(y, x)[1], squares(wy, x)[1]
    return lambda rho: likelihood_of(e0 - rho * el, sizes, float(logs(np.array(rho))))


def error_value(
    y: Array, wy: Array, x: Array, wx: Array, dets: Determinants, sizes: Sizes
) -> Callable[[float], float]:
    """Return the concentrated log-likelihood of an error model."""
    logs = _logs(dets, sizes)

    def value(rho: float) -> float:
        return likelihood_of(squares(y - rho * wy, x - rho * wx)[1], sizes, float(logs(np.array(rho))))

    return value


def lag_model(y: Array, wy: Array, x: Array, dets: Determinants, sizes: Sizes) -> Fitted:
    """Fit y = rho W y + X beta + e (Ord 1975; Anselin 1988, 12.1)."""
    (b0, e0), (bl, el) = squares(y, x), squares(wy, x)
    value = lag_value(y, wy, x, dets, sizes)
    rho = maximum(value, dets)
    beta, e = b0 - rho * bl, e0 - rho * el
    sigma2 = float(e @ e) / sizes.n
    exact = dets.n <= SMALL and not sizes.inner
    inverse: Array = np.asarray(np.linalg.inv(x.T @ x), dtype=float)
    if exact:
        covariance = _lag_information(x, x @ beta, rho, sigma2, dets, sizes)
    else:  # var rho is the curvature of the concentrated likelihood, and beta goes with rho as b0 - rho bl
        curve = _curvature(rho, dets, sizes) - _quadratic(e0, el, rho, sizes.n)
        covariance = _with_rho(sigma2 * inverse, -bl, 1 / curve)
    return Fitted(rho, beta, covariance, sigma2, value(rho), e, exact)


def _quadratic(e0: Array, el: Array, rho: float, n: int) -> float:
    """Return the second derivative of -n/2 ln(e'e) in rho, e = e0 - rho el."""
    e = e0 - rho * el
    s, first, second = e @ e, -2 * (e @ el), 2 * (el @ el)
    return float(-n / 2 * (second / s - (first / s) ** 2))


def _curvature(rho: float, dets: Determinants, sizes: Sizes) -> float:
    """Return minus the second derivative of the log-determinant's part in rho."""
    low, high = window(rho, 0.05, dets)
    square = float(dets.traces(np.array(rho), low, high, 12)[1])
    return sizes.periods * (square - 1 / (1 - rho) ** 2 if sizes.inner else square)


def window(rho: float, half: float, dets: Determinants) -> tuple[float, float]:
    """Return an interval around rho that stays within the bounds."""
    low, high = dets.bounds
    return max(rho - half, low + 0.02 * (rho - low)), min(rho + half, high - 0.02 * (high - rho))


def _with_rho(of_beta: Array, slope: Array, variance: float) -> Array:
    """Return the covariance of rho and beta, beta moving with rho by a slope."""
    k = len(slope)
    found = np.empty((k + 1, k + 1))
    found[0, 0] = variance
    found[0, 1:] = found[1:, 0] = slope * variance
    found[1:, 1:] = of_beta + np.outer(slope, slope) * variance
    return found


def _lag_information(
    x: Array, xb: Array, rho: float, sigma2: float, dets: Determinants, sizes: Sizes
) -> Array:
    """Return the covariance of rho and beta from the information matrix (Anselin 1988, 6.2)."""
    by_period = xb.reshape(-1, dets.n).T
    gxb = np.asarray(dets.w @ dets.factor(rho).solve(np.ascontiguousarray(by_period))).T.ravel()
    first, second = (float(one) for one in dets.traces(np.array(rho), *window(rho, 0.05, dets)))
    t, k = sizes.periods, x.shape[1]
    information = np.zeros((k + 2, k + 2))  # rho, beta, sigma²
    information[0, 0] = t * (second + dets.square_trace(rho)) + gxb @ gxb / sigma2
    information[0, 1:-1] = information[1:-1, 0] = x.T @ gxb / sigma2
    information[1:-1, 1:-1] = x.T @ x / sigma2
    information[0, -1] = information[-1, 0] = t * first / sigma2
    information[-1, -1] = sizes.n / (2 * sigma2**2)
    return _inverse(information)[:-1, :-1]


def _inverse(information: Array) -> Array:
    """Return the inverse of a matrix whose rows may be of very different size."""
    scale = 1 / np.sqrt(np.diag(information))
    return np.linalg.inv(information * np.outer(scale, scale)) * np.outer(scale, scale)


def error_model(y: Array, wy: Array, x: Array, wx: Array, dets: Determinants, sizes: Sizes) -> Fitted:
    """Fit y = X beta + u with u = lambda W u + e (Anselin 1988, 8.3)."""
    value = error_value(y, wy, x, wx, dets, sizes)
    rho = maximum(value, dets)
    filtered = x - rho * wx
    beta, e = squares(y - rho * wy, filtered)
    sigma2 = float(e @ e) / sizes.n
    exact = dets.n <= SMALL and not sizes.inner
    if exact:
        first, second = (float(one) for one in dets.traces(np.array(rho), *window(rho, 0.05, dets)))
        t = sizes.periods
        information = np.array([[t * (second + dets.square_trace(rho)), t * first / sigma2],
                                [t * first / sigma2, sizes.n / (2 * sigma2**2)]])  # fmt: skip
        variance = _inverse(information)[0, 0]
    else:
        step = 1e-4
        near = [squares(y - one * wy, x - one * wx)[1] for one in (rho - step, rho, rho + step)]
        low, middle, high = (-sizes.n / 2 * np.log(one @ one) for one in near)
        variance = 1 / (_curvature(rho, dets, sizes) - (low - 2 * middle + high) / step**2)
    covariance = _with_rho(
        sigma2 * np.asarray(np.linalg.inv(filtered.T @ filtered), dtype=float), np.zeros(x.shape[1]), variance
    )
    return Fitted(rho, beta, covariance, sigma2, value(rho), e, exact)
