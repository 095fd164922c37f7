"""One comparison of two groups over two periods: the effect on the treated, and every unit's influence on it."""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array

ROUNDS = 50
"""Of Newton's method for the logit."""


class Separated(ArithmeticError):
    """The covariates tell the treated from the controls: no odds can be known."""


def by_means(dy: Array, d: Array) -> tuple[float, Array]:
    """Return the difference of mean changes, treated (d = 1) less controls (d = 0), and the units' influences.

    The influences have mean zero; the variance of the estimate is the mean of their squares over n.
    """
    p = d.mean()
    one, none = dy[d == 1].mean(), dy[d == 0].mean()
    return float(one - none), d / p * (dy - one) - (1 - d) / (1 - p) * (dy - none)


def by_regression(dy: Array, d: Array, x: Array) -> tuple[float, Array]:
    """Return the effect by outcome regression (Heckman, Ichimura and Todd 1997), with influences.

    The change of controls, given x (with a constant), says what the treated would have done.
    """
    p, n = d.mean(), len(d)
    fitted, ols = _of_controls(dy, d, x)
    theta = float((d * (dy - fitted)).sum() / d.sum())
    mean_x = (d[:, None] * x).sum(0) / (n * p)
    return theta, d / p * (dy - fitted - theta) - ols @ mean_x


def by_odds(dy: Array, d: Array, x: Array) -> tuple[float, Array]:
    """Return the effect by weights of the propensity score, which sum to one (Abadie 2005; Hajek), with influences."""
    score, logit = _propensity(d, x)
    p, w = d.mean(), score * (1 - d) / (1 - score)
    one, none = dy[d == 1].mean(), float((w * dy).sum() / w.sum())
    slope = (w[:, None] * (dy - none)[:, None] * x).mean(0)
    return float(one - none), d / p * (dy - one) - (w * (dy - none) + logit @ slope) / w.mean()


def doubly_robust(dy: Array, d: Array, x: Array) -> tuple[float, Array]:
    """Return the doubly robust effect of Sant'Anna and Zhao (2020), with influences.

    It is right if either the regression or the propensity score is; the regression is by least squares among controls,
    the score by maximum likelihood (their equation 2.5, weights that sum to one).
    """
    score, logit = _propensity(d, x)
    fitted, ols = _of_controls(dy, d, x)
    p, w, rest = d.mean(), score * (1 - d) / (1 - score), dy - fitted
    one, none = float((d * rest).sum() / d.sum()), float((w * rest).sum() / w.sum())
    slope = (w[:, None] * (rest - none)[:, None] * x).mean(0)
    treated = d * (rest - one) - ols @ (d[:, None] * x).mean(0)
    control = w * (rest - none) + logit @ slope - ols @ (w[:, None] * x).mean(0)
    return one - none, treated / p - control / w.mean()


def _of_controls(dy: Array, d: Array, x: Array) -> tuple[Array, Array]:
    """Return the least squares prediction from controls for all, and every unit's influence on the coefficients."""
    z = x * (1 - d)[:, None]
    inverse = np.linalg.inv(z.T @ x)
    b = inverse @ (z.T @ dy)
    return x @ b, (z * (dy - x @ b)[:, None]) @ inverse * len(d)


def _propensity(d: Array, x: Array) -> tuple[Array, Array]:
    """Return the logit's probabilities of treatment, and every unit's influence on its coefficients."""
    b = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        score = 1 / (1 + np.exp(-np.clip(x @ b, -500, 500)))
        hessian = (x * (score * (1 - score))[:, None]).T @ x
        if score[d == 0].max() > 1 - 1e-8 or np.linalg.cond(hessian) > 1e14:
            raise Separated
        step = np.linalg.solve(hessian, x.T @ (d - score))
        b = b + step
        if np.abs(x @ step).max() < 1e-10:
            break
    else:
        raise Separated
    score = 1 / (1 + np.exp(-(x @ b)))
    hessian = (x * (score * (1 - score))[:, None]).T @ x
    return score, (x * (d - score)[:, None]) @ np.linalg.inv(hessian) * len(d)
