"""Three-stage DEA: the frontier regression against scipy's optimiser, the adjustment by hand, bad input."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize
from scipy.stats import chi2, norm

from govmetrics.core.errors import FaultyInput
from govmetrics.dea._stochastic_frontier import cost_frontier
from govmetrics.dea.radial import radial
from govmetrics.dea.three_stage import _boundary, three_stage

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


def _data(seed=0, n=60):
    rng = np.random.default_rng(seed)
    z = pd.DataFrame({"density": rng.normal(size=n), "age": rng.uniform(20, 60, n)})
    y = rng.uniform(1, 5, n)
    x = y[:, None] * (1.5 + 0.3 * z[["density"]].to_numpy().clip(-2) + np.abs(rng.normal(size=(n, 2))))
    return pd.DataFrame(x, columns=["staff", "budget"]), pd.Series(y, name="cases"), z


def test_the_frontier_maximises_the_likelihood():
    rng = np.random.default_rng(1)
    Z = np.column_stack([np.ones(300), rng.normal(size=300)])
    y = Z @ [1.0, 0.5] + 0.4 * rng.normal(size=300) + np.abs(rng.normal(size=300))

    def loss(t):
        e, su, sv = y - Z @ t[:2], np.exp(t[2]), np.exp(t[3])
        s = np.hypot(su, sv)
        return -np.sum(np.log(2 / s) + norm.logpdf(e / s) + norm.logcdf(e * su / (sv * s)))

    got = cost_frontier(y, Z)
    other = minimize(loss, [1.0, 0.5, 0.0, -1.0], method="BFGS", options={"gtol": 1e-6})
    np.testing.assert_allclose(got.beta, other.x[:2], atol=1e-5)
    np.testing.assert_allclose([got.sigma_u, got.sigma_v], np.exp(other.x[2:]), atol=1e-5)
    assert got.log_likelihood == pytest.approx(-other.fun, abs=1e-7)
    step = 1e-4 * np.eye(4)
    bend = [
        [
            (loss(other.x + a + b) - loss(other.x + a - b) - loss(other.x - a + b) + loss(other.x - a - b))
            / 4e-8
            for a in step
        ]
        for b in step
    ]
    errors = np.sqrt(np.diag(np.linalg.inv(bend)))[:2]
    np.testing.assert_allclose(np.sqrt(np.diag(got.covariance)), errors, rtol=1e-3)


def test_the_expected_noise_is_the_conditional_mean():
    rng = np.random.default_rng(2)
    Z = np.ones((200, 1))
    y = 0.5 * rng.normal(size=200) + np.abs(rng.normal(size=200))
    got = cost_frontier(y, Z)
    for i in (0, 50, 199):
        e = y[i] - got.beta[0]

        def weight(u, e=e):
            return norm.pdf(e - u, scale=got.sigma_v) * 2 * norm.pdf(u, scale=got.sigma_u)

        mean = quad(lambda u, w=weight: u * w(u), 0, 20)[0] / quad(weight, 0, 20)[0]
        assert got.noise[i] == pytest.approx(e - mean, abs=1e-6)


def test_wrong_skewness_is_least_squares():
    rng = np.random.default_rng(3)
    Z = np.column_stack([np.ones(100), rng.normal(size=100)])
    y = Z @ [1.0, 0.5] - np.abs(rng.normal(size=100))
    got = cost_frontier(y, Z)
    np.testing.assert_allclose(got.beta, np.linalg.lstsq(Z, y, rcond=None)[0], atol=1e-12)
    assert (got.sigma_u, got.gamma) == (0.0, 0.0)


def test_stages_by_hand():
    x, y, z = _data()
    got = three_stage(x, y, z)
    first = radial(x, y)
    np.testing.assert_allclose(got.first.scores, first.scores, atol=1e-12)
    slack = x - first.targets[["staff", "budget"]]
    for name in x:
        table = got.regressions.loc[name]
        fit = table.loc["constant", "estimate"] + z @ table.loc[["density", "age"], "estimate"]
        rest = slack[name] - fit
        s2, gamma = got.frontiers.loc[name, ["sigma_squared", "gamma"]]
        su2, sv2 = s2 * gamma, s2 * (1 - gamma)
        mean, spread = rest * su2 / s2, np.sqrt(su2 * sv2 / s2)
        noise = rest - (mean + spread * norm.pdf(mean / spread) / norm.cdf(mean / spread))
        expected = x[name] + (fit.max() - fit) + (noise.max() - noise)
        np.testing.assert_allclose(got.adjusted[name], expected, rtol=1e-6)
    np.testing.assert_allclose(got.third.scores, radial(got.adjusted, y).scores, atol=1e-12)
    assert (got.adjusted >= x - 1e-9).all().all()
    assert got.regressions.loc[("staff", "density"), "p_value"] < 0.05


def test_ends_of_gamma_say_that_z_means_nothing():
    """Slacks with a long lower tail have no inefficiency, those of nothing but inefficiency no luck (gamma 0 and 1)."""
    rng = np.random.default_rng(3)
    Z = np.column_stack([np.ones(100), rng.normal(size=100)])
    line, u, v = Z @ [1.0, 0.5], np.abs(rng.normal(size=100)), rng.normal(size=100)
    nil = "z and p values of this regression mean nothing"
    least, most = (_boundary(cost_frontier(y / y.std(), Z), "staff") for y in (line - u, line + u))
    assert [note.split(":")[0] for note in least] == ["staff", "staff"]
    assert "no inefficiency shows in the slacks (gamma 0," in least[1]
    assert nil in least[1]
    assert "没有意义" in least[1].say("zh")
    assert "no luck shows in the slacks (gamma 1," in most[0]
    assert nil in most[0]
    assert _boundary(cost_frontier(line + u + 0.4 * v, Z), "staff") == []
    # hardly any skewness: the likelihood is flat, and the constant's error many times that of the mean, .1
    near = cost_frontier(np.random.default_rng(38).normal(size=100), np.ones((100, 1)))
    assert 0 < near.gamma < 0.05
    assert near.covariance[0, 0] ** 0.5 > 3
    assert "(gamma 0.00817, at the lower end of its range)" in _boundary(near, "staff")[0]
    got = three_stage(*_data())
    assert got.frontiers["gamma"].tolist() == pytest.approx([1, 0.997], abs=1e-3)
    assert [note[:40] for note in got.notes] == ["staff: no luck shows in the slacks (gamm"]


def test_scales_labels_and_language():
    x, y, z = _data(4)
    one = three_stage(x, y, z)
    two = three_stage(x * [1e6, 1e-6], y * 1e3, (z * [1e5, 1e-4] + 7).iloc[::-1])
    np.testing.assert_allclose(one.third.scores, two.third.scores, atol=1e-6)
    np.testing.assert_allclose(one.frontiers["gamma"], two.frontiers["gamma"], atol=1e-5)
    json.dumps(one.to_dict())
    assert "剔除环境因素" in one.summary("zh")
    assert one.to_frame()["third_rank"].min() == 1


def test_without_slack_nothing_is_adjusted_and_faults_are_named():
    x, y, z = _data(5, n=20)
    got = three_stage(y.to_frame("staff") * 2, y, z, returns="constant")
    assert "no slack" in got.notes[0]
    assert (got.third.scores == 1).all()
    z.loc[3, "age"] = np.nan
    with pytest.raises(FaultyInput, match="3, age: is missing"):
        three_stage(x, y, z)


def test_the_tables_of_the_regression_are_those_of_the_slacks_themselves():
    """In the slacks' own unit, with the raw variables: sigma squared, likelihoods, their ratio and its mixed test."""
    x, y, z = _data(2)
    got = three_stage(x, y, z)
    slack = (x - radial(x, y).targets[["staff", "budget"]]).clip(lower=0)
    Z = np.column_stack([np.ones(60), z])
    for name in x:
        own = cost_frontier(slack[name].to_numpy(), Z)
        table, told = got.frontiers.loc[name], got.regressions.loc[name]
        ratio = 2 * (own.log_likelihood - own.log_likelihood_ols)
        want = [own.sigma_u**2 + own.sigma_v**2, own.gamma, own.log_likelihood, ratio, chi2.sf(ratio, 1) / 2]
        names = ["sigma_squared", "gamma", "log_likelihood", "likelihood_ratio", "p_value"]
        assert table[names].tolist() == pytest.approx(want, rel=1e-4, abs=1e-12)
        error = np.sqrt(np.diag(own.covariance))
        assert told["estimate"].tolist() == pytest.approx(own.beta.tolist(), rel=1e-4)
        assert told["standard_error"].tolist() == pytest.approx(error.tolist(), rel=1e-3)
        np.testing.assert_allclose(told["z"], told["estimate"] / told["standard_error"])
        np.testing.assert_allclose(told["p_value"], 2 * norm.sf(np.abs(told["z"])), rtol=1e-9)
    change = got.third.scores - got.first.scores
    up, down = (change > 1e-6).sum(), (change < -1e-6).sum()
    assert f"; {up} units rise, {down} fall" in got.summary()
    assert f"; {down} units rise, {up} fall" in replace(got, first=got.third, third=got.first).summary()
