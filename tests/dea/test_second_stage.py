"""Second-stage regressions: likelihoods against scipy's optimiser, coverage by simulation, and bad input."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import kstest, norm, truncnorm

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea._limited_regression import censored, draw_above, truncated
from govmetrics.dea.engine.radial_scores import radial_scores
from govmetrics.dea.second_stage import second_stage


def _simulated(n, seed):
    """Simar and Wilson (2007), section 5: one input, one output, one environmental variable."""
    rng = np.random.default_rng(seed)
    z = rng.normal(2, 2, n)
    distance = draw_above(0.5 + 0.5 * z, 1.0, 1.0, rng)
    x = rng.uniform(6, 16, n)
    return x, x ** (2 / 3) / distance, pd.DataFrame({"z": z})


def test_truncated_and_censored_maximise_their_likelihoods():
    rng = np.random.default_rng(1)
    Z = np.column_stack([np.ones(120), rng.normal(size=(120, 2))])
    mean = Z @ [1.0, 0.3, -0.2]
    seen = draw_above(mean, 0.5, 1.0, rng)
    cut = np.maximum(mean + 0.5 * rng.normal(size=120), 1.0)

    def minus_truncated(t):
        return -np.sum(norm.logpdf(seen, Z @ t[:3], np.exp(t[3])) - norm.logsf(1, Z @ t[:3], np.exp(t[3])))

    def minus_censored(t):
        free = norm.logpdf(cut, Z @ t[:3], np.exp(t[3]))
        return -np.sum(np.where(cut > 1, free, norm.logcdf(1, Z @ t[:3], np.exp(t[3]))))

    for fit, y, loss in ((truncated, seen, minus_truncated), (censored, cut, minus_censored)):
        got = fit(y[None], Z, 1.0)
        other = minimize(loss, [0.9, 0.2, -0.1, -0.5], method="BFGS", options={"gtol": 1e-7})
        assert got.converged.all()
        np.testing.assert_allclose(got.beta[0], other.x[:3], atol=1e-5)
        assert got.sigma[0] == pytest.approx(np.exp(other.x[3]), abs=1e-5)
        assert got.log_likelihood[0] == pytest.approx(-other.fun, abs=1e-7)


def test_samples_together_equal_samples_alone_and_no_maximum_is_seen():
    rng = np.random.default_rng(2)
    Z = np.column_stack([np.ones(60), rng.normal(size=60)])
    y = draw_above(np.broadcast_to(Z @ [1.5, 0.3], (30, 60)), 0.4, 1.0, rng)
    together = truncated(y, Z, 1.0)
    alone = np.vstack([truncated(row[None], Z, 1.0).beta for row in y])
    np.testing.assert_allclose(together.beta, alone, atol=1e-7)
    # Values that fall off from the limit faster than any truncated normal have no estimate.
    heavy = 1 + rng.exponential(size=60) ** 3
    assert not truncated(heavy[None], Z[:, :1], 1.0).converged.any()


def test_draws_follow_the_truncated_normal():
    drawn = draw_above(np.full(20_000, 0.3), 0.5, 1.0, np.random.default_rng(0))
    assert kstest(drawn, truncnorm(1.4, np.inf, loc=0.3, scale=0.5).cdf).pvalue > 0.01


def test_estimates_are_near_the_truth():
    x, y, z = _simulated(400, 3)
    found = second_stage(x, y, z, "output", draws=(30, 300)).coefficients
    assert found.loc["z", "lower"] < 0.5 < found.loc["z", "upper"]
    assert found.loc["sigma", "lower"] < 1.0 < found.loc["sigma", "upper"]
    assert found.loc["z", "significant"]


@pytest.mark.slow
def test_intervals_cover_the_truth():
    """About 95 of 100; the binomial's 99.9 % limits for 100 samples are 86 and 100."""
    hits = 0
    for seed in range(100):
        found = second_stage(*_simulated(100, seed), "output", draws=(50, 400), rng=seed).coefficients
        hits += found.loc["z", "lower"] <= 0.5 <= found.loc["z", "upper"]
    assert hits >= 86


def test_algorithms_seeds_and_scales():
    x, y, z = _simulated(80, 4)
    one = second_stage(x, y, z, "output", algorithm=1, draws=(2, 100))
    distance = 1 / radial_scores(x[:, None], y[:, None], "output", "variable")
    np.testing.assert_allclose(one.distances["distance"], distance, atol=1e-9)
    np.testing.assert_allclose(one.distances["corrected"], distance, atol=1e-9)
    above = distance > 1 + 1e-7
    Z = np.column_stack([np.ones(80), z["z"]])
    direct = truncated(distance[None, above], Z[above], 1.0)
    np.testing.assert_allclose(one.coefficients["estimate"].iloc[:2], direct.beta[0], atol=1e-6)
    two = second_stage(x, y, z, draws=(20, 100), rng=7)
    again = second_stage(x, y, z, draws=(20, 100), rng=np.random.default_rng(7))
    np.testing.assert_allclose(two.coefficients["lower"], again.coefficients["lower"], atol=1e-12)
    assert (two.seed, again.seed) == (7, None)
    assert (two.distances["corrected"] >= two.distances["distance"] - 1e-9).all()
    big = second_stage(x, y, z * 1e8 + 5e8, draws=(20, 100), rng=7)
    assert big.coefficients.loc["z", "estimate"] * 1e8 == pytest.approx(
        two.coefficients.loc["z", "estimate"], rel=1e-6
    )
    assert big.second_best.loc["z", "tobit"] * 1e8 == pytest.approx(
        two.second_best.loc["z", "tobit"], rel=1e-6
    )
    json.dumps(two.to_dict())
    assert "较低的效率" in two.summary("zh")
    assert "second best" in two.notes[0]


def test_tobit_and_ols_by_hand():
    x, y, z = _simulated(60, 5)
    got = second_stage(x, y, z, algorithm=1, draws=(2, 50))
    d = got.distances["distance"].to_numpy()
    Z = np.column_stack([np.ones(60), z["z"]])
    beta = np.linalg.lstsq(Z, d, rcond=None)[0]
    np.testing.assert_allclose(got.second_best["ols"], beta, atol=1e-9)
    rest = d - Z @ beta
    error = np.sqrt(np.diag(np.linalg.inv(Z.T @ Z)) * (rest @ rest) / 58)
    np.testing.assert_allclose(got.second_best["ols_standard_error"], error, atol=1e-9)
    direct = censored(np.maximum(d, 1)[None], Z, 1.0)
    np.testing.assert_allclose(got.second_best["tobit"], direct.beta[0], atol=1e-6)
    np.testing.assert_allclose(
        got.second_best["tobit_standard_error"], np.sqrt(np.diag(direct.covariance[0])[:2]), rtol=1e-5
    )


def test_bad_environments_are_refused():
    x, y, z = _simulated(40, 6)
    with pytest.raises(FaultyInput, match="same: is the same for every unit"):
        second_stage(x, y, z.assign(same=3.0))
    with pytest.raises(FaultyInput, match="twice: is a combination"):
        second_stage(x, y, z.assign(twice=2 * z["z"] + 1))
    with pytest.raises(FaultyInput, match="environment, 39: is missing"):
        second_stage(x, y, z.iloc[:39])
    with pytest.raises(FaultyInput, match="3, z: is missing"):
        second_stage(x, y, z.where(z.index.to_numpy()[:, None] != 3))
    with pytest.raises(FaultyInput, match=r"(?s)algorithm.*draws.*level"):
        second_stage(x, y, z, algorithm=3, draws=(1, 1), level=2)
    with pytest.raises(UnsuitableMethod, match="units are inefficient"):
        second_stage(x[:6], np.sqrt(x[:6]), z.iloc[:6])
