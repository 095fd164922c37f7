"""Likelihoods of the second and third stage: values by scipy's densities, slopes and curvatures by differences."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, stats

from govmetrics.core.errors import FaultyInput
from govmetrics.dea import _environment
from govmetrics.dea import _limited_regression as limited
from govmetrics.dea import _stochastic_frontier as frontier


def slopes(f, t, step=1e-5):
    """Return the derivatives of f at t by central differences, parameters last."""
    return np.stack([(f(t + step * e) - f(t - step * e)) / (2 * step) for e in np.eye(len(t))], axis=-1)


RNG = np.random.default_rng(0)
Z = np.column_stack([np.ones(60), RNG.normal(size=60)])
COST = Z @ [1.0, 0.5] + 0.3 * RNG.normal(size=60) + np.abs(RNG.normal(size=60))


def test_a_cost_frontier_has_the_density_of_noise_plus_half_normal():
    beta, sigma, lam = np.array([0.8, 0.6]), 0.9, 1.7
    theta = np.array([*(beta / sigma), 1 / sigma, lam])
    rest = COST - Z @ beta
    density = 2 / sigma * stats.norm.pdf(rest / sigma) * stats.norm.cdf(lam * rest / sigma)
    value, slope, bend = frontier._likelihood(theta, COST, Z)
    assert value == pytest.approx(np.log(density).sum())
    np.testing.assert_allclose(slope, slopes(lambda t: frontier._likelihood(t, COST, Z)[0], theta), rtol=1e-6)
    np.testing.assert_allclose(
        bend, slopes(lambda t: frontier._likelihood(t, COST, Z)[1], theta), rtol=1e-6, atol=1e-6
    )
    outside = frontier._likelihood(np.array([0.8, 0.6, 0.0, 1.7]), COST, Z)
    assert outside[0] == -np.inf


def test_the_errors_of_a_cost_frontier_are_the_inverse_curvature_in_its_own_parameters():
    found = frontier.cost_frontier(COST, Z)
    sigma = np.hypot(found.sigma_u, found.sigma_v)
    own = np.array([*found.beta, sigma, found.sigma_u / found.sigma_v])

    def value(t):
        return frontier._likelihood(np.array([*(t[:2] / t[2]), 1 / t[2], t[3]]), COST, Z)[0]

    np.testing.assert_allclose(slopes(value, own), 0, atol=1e-4)
    bend = slopes(lambda t: slopes(value, t, 1e-4), own, 1e-4)
    np.testing.assert_allclose(found.covariance, np.linalg.inv(-bend)[:2, :2], rtol=1e-3)
    assert found.log_likelihood == pytest.approx(value(own))
    assert found.gamma == pytest.approx(found.sigma_u**2 / sigma**2)
    rest = COST - Z @ np.linalg.lstsq(Z, COST, rcond=None)[0]
    ols = stats.norm(0, np.sqrt(np.mean(rest**2))).logpdf(rest).sum()
    assert found.log_likelihood_ols == pytest.approx(ols)


def test_the_expected_inefficiency_is_an_integral():
    for rest in (-1.5, 0.2, 2.0):

        def joint(u, rest=rest):
            return stats.halfnorm.pdf(u, scale=0.8) * stats.norm.pdf(rest - u, scale=0.4)

        whole = integrate.quad(joint, 0, 10)[0]
        mean = integrate.quad(lambda u: u * joint(u), 0, 10)[0] / whole
        assert frontier._expected_u(np.array([rest]), 0.8, 0.4)[0] == pytest.approx(mean, rel=1e-6)


LIMIT = 0.7
LATENT = Z @ [1.0, 0.4] + 0.5 * RNG.normal(size=60)


SEEN = LATENT > LIMIT


def test_truncated_regression_has_the_density_of_scipy():
    y, z = LATENT[None, SEEN], Z[SEEN]
    beta, sigma = np.array([0.9, 0.5]), 0.6
    theta = np.array([*(beta / sigma), 1 / sigma])
    normal = stats.norm(z @ beta, sigma)

    def part(t, which):
        return limited._likelihood(t[None], y, z, LIMIT, np.ones(y.shape))[which][0]

    assert part(theta, 0) == pytest.approx((normal.logpdf(y[0]) - normal.logsf(LIMIT)).sum())
    np.testing.assert_allclose(part(theta, 1), slopes(lambda t: part(t, 0), theta), rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(part(theta, 2), slopes(lambda t: part(t, 1), theta), rtol=1e-6, atol=1e-6)


def test_errors_of_a_truncated_regression_are_the_inverse_curvature():
    y, z = LATENT[None, SEEN], Z[SEEN]
    found = limited.truncated(y, z, LIMIT)
    assert found.converged[0]
    own = np.array([*found.beta[0], found.sigma[0]])

    def value(t):
        return limited._value(np.array([[*(t[:2] / t[2]), 1 / t[2]]]), y, z, LIMIT, np.ones(y.shape))[0]

    np.testing.assert_allclose(slopes(value, own), 0, atol=1e-4)
    bend = slopes(lambda t: slopes(value, t, 1e-4), own, 1e-4)
    np.testing.assert_allclose(found.covariance[0], np.linalg.inv(-bend), rtol=1e-3)
    assert found.log_likelihood[0] == pytest.approx(value(own))


def test_draws_above_a_limit_have_scipys_distribution():
    drawn = limited.draw_above(np.full(20_000, 0.2), 0.5, LIMIT, np.random.default_rng(1))
    low = (LIMIT - 0.2) / 0.5
    assert stats.kstest(drawn, stats.truncnorm(low, np.inf, 0.2, 0.5).cdf).pvalue > 0.01


def test_an_environment_needs_three_units_more_than_variables():
    for n, enough in ((3, False), (4, True)):
        frame = pd.DataFrame({"z": np.arange(n) ** 2.0})
        if enough:
            names, design = _environment.design(frame, frame.index)
            assert (names[1:], design[:, 0].tolist()) == (["z"], [1] * n)
        else:
            with pytest.raises(FaultyInput, match="3 units for 1 variable"):
                _environment.design(frame, frame.index)


def test_coefficients_of_a_standardised_design_are_turned_back():
    z = np.column_stack([np.ones(30), RNG.normal(5, 3, 30), RNG.normal(-2, 0.1, 30)])
    design, mean, deviation = _environment.scaled(z)
    np.testing.assert_allclose(design[:, 1:].mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(design[:, 1:].std(axis=0), 1)
    beta = np.array([[1.0, 2, -3], [0.5, 0, 4]])
    raw = _environment.unscaled(beta, mean, deviation)
    np.testing.assert_allclose(raw @ z.T, beta @ design.T, atol=1e-10)
