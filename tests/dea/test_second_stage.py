"""Second-stage regressions: likelihoods against scipy's optimiser, coverage by simulation, and bad input."""

from __future__ import annotations

import importlib
import json

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import kstest, norm, truncnorm

from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.dea._limited_regression import Regression, draw_above, truncated
from govmetrics.dea.engine.radial_scores import radial_scores
from govmetrics.dea.second_stage import second_stage
from govmetrics.numerics.tobit import tobit

MODULE = importlib.import_module(
    "govmetrics.dea.second_stage"
)  # the package has the function under this name


def _simulated(n, seed):
    """Simar and Wilson (2007), section 5: one input, one output, one environmental variable."""
    rng = np.random.default_rng(seed)
    z = rng.normal(2, 2, n)
    distance = draw_above(0.5 + 0.5 * z, 1.0, 1.0, rng)
    x = rng.uniform(6, 16, n)
    return x, x ** (2 / 3) / distance, pd.DataFrame({"z": z})


def test_truncated_maximises_its_likelihood():
    rng = np.random.default_rng(1)
    Z = np.column_stack([np.ones(120), rng.normal(size=(120, 2))])
    mean = Z @ [1.0, 0.3, -0.2]
    seen = draw_above(mean, 0.5, 1.0, rng)

    def minus_truncated(t):
        return -np.sum(norm.logpdf(seen, Z @ t[:3], np.exp(t[3])) - norm.logsf(1, Z @ t[:3], np.exp(t[3])))

    got = truncated(seen[None], Z, 1.0)
    other = minimize(minus_truncated, [0.9, 0.2, -0.1, -0.5], method="BFGS", options={"gtol": 1e-7})
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
    assert two.draws == (20, 100)
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
    direct = tobit(np.maximum(d, 1), Z, 1.0, np.inf, np.ones(60))
    np.testing.assert_allclose(got.second_best["tobit"], direct.slopes, atol=1e-6)
    np.testing.assert_allclose(
        got.second_best["tobit_standard_error"], np.sqrt(np.diag(direct.covariance())[:2]), rtol=1e-5
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


@pytest.mark.parametrize("orientation", ["input", "output"])
def test_the_bias_is_that_of_units_at_drawn_distances(monkeypatch, orientation):
    """Step 3 of algorithm 2: each unit is put at its drawn distance from the frontier, and the real ones are measured."""
    rng = np.random.default_rng(8)
    x, y = rng.uniform(1, 5, (12, 2)), rng.uniform(1, 5, (12, 1))
    Z, drawn = np.column_stack([np.ones(12), rng.normal(size=12)]), rng.uniform(1, 2, (3, 12))
    asked = []
    monkeypatch.setattr(MODULE, "draw_above", lambda *given: asked.append(given) or drawn)
    first = Regression(*(np.array([v]) for v in ([1.2, 0.3], 0.7, 0.0, True, np.eye(3))))
    distance = 1 / radial_scores(x, y, orientation, "variable")
    got = MODULE._bias(x, y, distance, Z, first, orientation, "variable", 3, rng, np.arange(12))
    stars = []
    for row in drawn:
        moved = (row / distance)[:, None]
        pseudo = (x * moved, y) if orientation == "input" else (x, y / moved)
        stars.append(1 / radial_scores(x, y, orientation, "variable", pseudo))
    np.testing.assert_allclose(got, np.mean(stars, axis=0) - distance, atol=1e-9)
    mean, sigma, limit, _ = asked[0]
    np.testing.assert_allclose(mean, np.tile(Z @ [1.2, 0.3], (3, 1)))
    assert (sigma, limit) == (0.7, 1.0)


def test_intervals_mirror_the_draws_at_the_estimate():
    drawn = np.column_stack([np.arange(101.0), np.arange(101.0) / 100 - 1])
    table = MODULE._coefficients(["z", "sigma"], np.array([60.0, -0.2]), drawn, 0.9)
    assert table.loc["z"].tolist() == pytest.approx([60, drawn[:, 0].std(ddof=1), 120 - 95, 120 - 5, True])
    assert table.loc["sigma", ["lower", "upper"]].tolist() == pytest.approx([-0.4 + 0.05, -0.4 + 0.95])
    assert table["significant"].tolist() == [True, False]
    below = MODULE._coefficients(["z", "sigma"], np.array([-60.0, 0.2]), -drawn, 0.9)
    assert below["significant"].tolist() == [True, False]


@pytest.mark.parametrize(("lost", "enough"), [(5, True), (6, False)])
def test_draws_without_a_maximum_are_left_out_up_to_a_half(monkeypatch, lost, enough):
    def some(y, Z, limit):
        found = truncated(y, Z, limit)
        return found._replace(converged=np.arange(len(y)) >= lost)

    monkeypatch.setattr(MODULE, "truncated", some)
    rng = np.random.default_rng(2)
    Z = np.column_stack([np.ones(40), rng.normal(size=40)])
    final = truncated(draw_above(Z @ [1.5, 0.3], 0.4, 1.0, rng)[None], Z, 1.0)
    if not enough:
        with pytest.raises(UnsuitableMethod, match="6 of 10 draws have no maximum"):
            MODULE._samples(Z, final, 10, np.random.default_rng(0), np.arange(40))
        return
    kept, failed = MODULE._samples(Z, final, 10, np.random.default_rng(0), np.arange(40))
    assert (kept.shape, failed) == ((5, 3), 5)
    again = truncated(
        draw_above(np.tile(Z @ final.beta[0], (10, 1)), final.sigma[0], 1.0, np.random.default_rng(0)), Z, 1.0
    )
    np.testing.assert_allclose(kept, np.column_stack([again.beta, again.sigma])[5:], rtol=1e-8)


def test_one_unit_more_than_coefficients_must_be_inefficient():
    """Constant returns, one of each: the distance is x / y. Constant, slope and sigma need four beyond the frontier."""
    distance = np.array([1.0, 1.5, 1.6, 1.55, 1.65, 1.0])
    z = pd.DataFrame({"z": [0.0, 1, 2, 3, 5, 1]})
    found = second_stage(distance, np.ones(6), z, returns="constant", algorithm=1, draws=(2, 20))
    assert found.distances["distance"].tolist() == pytest.approx(distance)
    assert found.draws == (0, 20)
    distance[1] = 1.0
    with pytest.raises(UnsuitableMethod, match="only 3 units are inefficient"):
        second_stage(distance, np.ones(6), z, returns="constant", algorithm=1, draws=(2, 20))


def test_units_drawn_with_all_their_periods():
    """Times are rows repeated; a panel of the same year five times over has intervals of one year, not of five."""
    rng = np.random.default_rng(3)
    Z = np.column_stack([np.ones(60), rng.normal(size=60)])
    y = 1 + np.abs(Z @ [0.6, 0.3] + 0.3 * rng.normal(size=60))
    times = rng.integers(0, 3, 60)
    one = truncated(y[None], Z, 1.0, times=times[None].astype(float))
    two = truncated(np.repeat(y, times)[None], np.repeat(Z, times, axis=0), 1.0)
    np.testing.assert_allclose(one.beta, two.beta, rtol=1e-7)
    np.testing.assert_allclose(one.covariance, two.covariance, rtol=1e-6)
    units = [f"u{i}" for i in range(60)]
    x = rng.uniform(1, 5, 60)
    tables = [pd.DataFrame({"a": v}, units) for v in (x, x**0.5 / y, Z[:, 1])]
    panel = [pd.concat(dict.fromkeys(range(5), t), names=["period", "unit"]) for t in tables]
    options = {"orientation": "output", "algorithm": 1, "draws": (2, 300)}
    tables[0].columns, panel[0].columns = ["x"], ["x"]
    tables[2].columns, panel[2].columns = ["z"], ["z"]
    single = second_stage(*tables, **options).coefficients["standard_error"]
    alone = second_stage(*panel, **options)
    whole = second_stage(*panel, **options, clusters="unit")
    assert (alone.coefficients["standard_error"] < 0.6 * single).all()
    assert (whole.coefficients["standard_error"] > 0.6 * single).all()
    np.testing.assert_allclose(whole.coefficients["estimate"], alone.coefficients["estimate"])
    assert any("drawing" in str(note) for note in whole.notes)
    assert any("independent" in str(note) for note in alone.notes)
    mixed = rng.permutation(300)
    again = second_stage(*(t.iloc[mixed] for t in panel), **options, clusters="unit")
    np.testing.assert_allclose(again.coefficients["lower"], whole.coefficients["lower"], rtol=1e-6)
    with pytest.raises(FaultyInput, match="clusters"):
        second_stage(*tables, **options, clusters="unit")
