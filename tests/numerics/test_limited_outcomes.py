"""Likelihoods of limited and ordered outcomes against scipy: values, slopes, curvature."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import approx_fprime

from govmetrics.numerics import proportional_odds as odds
from govmetrics.numerics import tobit as limited

RNG = np.random.default_rng(9)
X = np.column_stack([np.ones(80), RNG.normal(size=(80, 2))])
LATENT = X @ [0.3, 0.8, -0.5] + 0.6 * RNG.normal(size=80)
W = RNG.uniform(0.5, 2, 80)
LOW, HIGH = -0.3, 1.2


def test_tobit_has_the_density_of_scipy_its_slope_and_its_curvature():
    y = np.clip(LATENT, LOW, HIGH)
    sign = np.where(y <= LOW, -1.0, np.where(y >= HIGH, 1.0, 0.0))
    b, sigma = np.array([0.2, 0.7, -0.4]), 0.5
    theta = np.append(b / sigma, 1 / sigma)
    normal = stats.norm(X @ b, sigma)
    each = np.where(sign < 0, normal.logcdf(LOW), np.where(sign > 0, normal.logsf(HIGH), normal.logpdf(y)))

    def value(t):
        return limited._value(t, y, X, sign, W)

    slope, bend, scores = limited._turn(theta, y, X, sign, W)
    assert value(theta) == pytest.approx(W @ each)
    np.testing.assert_allclose(slope, approx_fprime(theta, value, 1e-7), rtol=1e-4, atol=1e-4)
    turned = approx_fprime(theta, lambda t: limited._turn(t, y, X, sign, W)[0], 1e-7)
    np.testing.assert_allclose(-bend, turned, rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(scores.sum(axis=0), slope)
    found = limited.tobit(y, X, LOW, HIGH, W)
    assert found.converged
    np.testing.assert_allclose(found.scores.sum(axis=0), 0, atol=1e-6)

    def of_own(t):
        return value(np.append(t[:3] / t[3], 1 / t[3]))

    own = np.append(found.slopes, found.sigma)
    bent = np.array(
        [approx_fprime(own, lambda t, j=j: approx_fprime(t, of_own, 1e-5)[j], 1e-4) for j in range(4)]
    )
    np.testing.assert_allclose(found.covariance(), np.linalg.inv(-bent), rtol=0.01, atol=1e-4)


def test_proportional_odds_has_the_probabilities_of_scipy_their_slope_and_their_curvature():
    x, place = X[:, 1:], np.digitize(LATENT, [-0.2, 0.3, 0.9])
    theta = np.array([0.6, -0.2, -0.5, 0.4, 1.1])
    counts = np.bincount(place, weights=W)
    share = stats.logistic.cdf(theta[2:] - (x @ theta[:2])[:, None])
    probability = np.diff(share, prepend=0, append=1)[np.arange(80), place]

    def value(t):
        return odds._value(t, x, place, counts, W)

    slope, bend = odds._turn(theta, x, place, counts, W)
    assert value(theta) == pytest.approx(W @ np.log(probability))
    np.testing.assert_allclose(slope, approx_fprime(theta, value, 1e-7), rtol=1e-4, atol=1e-4)
    turned = approx_fprime(theta, lambda t: odds._turn(t, x, place, counts, W)[0], 1e-7)
    np.testing.assert_allclose(-bend, turned, rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(odds._scores(theta, x, place, counts, W).sum(axis=0), slope)
