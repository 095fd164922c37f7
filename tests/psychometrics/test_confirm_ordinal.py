"""Ordinal confirmatory factor analysis: recovery of the truth, sampling theory against simulation, nasty answers."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics import polychoric as kernel

LOADINGS = np.array([0.8, 0.7, 0.6, 0.75, 0.8, 0.65, 0.7, 0.5])
CUTS = [[-1, 0, 0.5, 1.2], [-0.5, 0.5, 1, 1.5], [-1.5, -0.3, 0.2, 1], [0, 0.8]] * 2
FACTORS = {"a": ["x0", "x1", "x2", "x3"], "b": ["x4", "x5", "x6", "x7"]}


def answers(n, rng, correlation=0.4):
    """Two factors behind four items each, cut into three or five answers."""
    traits = rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], size=n)
    z = np.repeat(traits, 4, axis=1) * LOADINGS + rng.normal(size=(n, 8)) * np.sqrt(1 - LOADINGS**2)
    return pd.DataFrame({f"x{i}": np.searchsorted(cuts, z[:, i]) + 1 for i, cuts in enumerate(CUTS)})


def test_truth_is_recovered():
    result = gm.psychometrics.confirm_ordinal(answers(20_000, np.random.default_rng(5)), FACTORS)
    standard = (result.loadings["standardized"].to_numpy() - LOADINGS) / result.loadings["se"].to_numpy()
    assert np.abs(standard).max() < 3
    assert result.factor_correlations.loc["a", "b"] == pytest.approx(0.4, abs=0.03)
    assert result.fit["df"] == 19
    assert result.fit["p"] > 0.001
    np.testing.assert_allclose(
        result.residuals, 1 - result.loadings["standardized"].to_numpy() ** 2, atol=1e-10
    )
    json.dumps(result.to_dict(), allow_nan=False)


def test_lavaan_itself(cases):
    """lavaan 0.6.14, WLSMV of semTools' datCat: 200 respondents, eight items of five answers, two factors."""
    case = json.loads((cases / "referee" / "12_wlsmv_datcat.json").read_text())
    items = pd.DataFrame(case["input"]["items"], columns=case["input"]["columns"])
    expected = pd.DataFrame(case["expected"]["loadings"]).set_index("item")
    result = gm.psychometrics.confirm_ordinal(items, case["input"]["factors"])
    assert result.fit["chi_square"] == pytest.approx(case["expected"]["chi_square"], rel=1e-6)
    assert result.fit["df"] == case["expected"]["df"]
    assert result.fit["cfi"] == pytest.approx(case["expected"]["cfi"], rel=1e-6)
    found = result.loadings.droplevel("factor")
    np.testing.assert_allclose(found["standardized"], expected["std"], rtol=1e-6)
    np.testing.assert_allclose(found["se"], expected["se"], rtol=1e-6)


def test_sampling_covariances_are_chosen_and_told():
    """With two answers an item every cell is fitted exactly, so both are the same; with more they are not."""
    data = answers(400, np.random.default_rng(3))
    scores, information = (
        gm.psychometrics.confirm_ordinal(data, FACTORS, acov=acov) for acov in ("scores", "information")
    )
    assert (scores.acov, information.acov) == ("scores", "information")
    assert abs(scores.fit["chi_square"] / information.fit["chi_square"] - 1) > 1e-3
    assert "estimated from the products of respondents' scores" in scores._method()[0].say("en")
    assert "抽样协方差由估计相关系数对应的期望信息估计" in information._method()[0].say("zh")
    two = (data > 2).astype(float)
    fits = [
        gm.psychometrics.confirm_ordinal(two, FACTORS, acov=acov).fit for acov in ("scores", "information")
    ]
    pd.testing.assert_series_equal(*fits, rtol=1e-6)


def test_wrong_model_is_rejected():
    data = answers(1000, np.random.default_rng(6))
    right = gm.psychometrics.confirm_ordinal(data, FACTORS).fit
    wrong = gm.psychometrics.confirm_ordinal(data, {"g": list(data)}).fit
    assert right["cfi"] > 0.99 > 0.9 > wrong["cfi"]
    assert right["rmsea"] < 0.04 < 0.08 < wrong["rmsea"]
    assert wrong["p"] < 1e-6


def test_sampling_covariance_of_polychoric_correlations():
    """Against 400 samples of 500 respondents: standard deviations within a tenth, correlations within .2."""
    rng = np.random.default_rng(1)
    drawn, expected = [], []
    for _ in range(400):
        codes = answers(500, rng)[["x0", "x1", "x4", "x7"]].to_numpy() - 1
        tables, shares = kernel.cross_tables(codes, [5, 5, 5, 3], None)
        r = kernel.correlations(tables, ndtri(kernel.below_thresholds(shares)))
        drawn.append(r[np.triu_indices(4, 1)])
        if len(drawn) <= 40:
            expected.append(kernel.sampling_covariance(codes, shares, r) / 500)
    found, theory = np.cov(np.array(drawn).T), np.mean(expected, axis=0)
    np.testing.assert_allclose(np.sqrt(np.diag(theory)), np.sqrt(np.diag(found)), rtol=0.1)
    spread = np.sqrt(np.diag(theory))
    np.testing.assert_allclose(theory / np.outer(spread, spread), np.corrcoef(np.array(drawn).T), atol=0.2)


def test_two_categories_have_the_tetrachoric_variance():
    """At the medians and correlation zero n times the variance is (pi / 2)^2 (Pearson 1901)."""
    codes = np.array([[0, 0], [0, 1], [1, 0], [1, 1]] * 25)
    tables, shares = kernel.cross_tables(codes, [2, 2], None)
    r = kernel.correlations(tables, ndtri(kernel.below_thresholds(shares)))
    assert r[0, 1] == pytest.approx(0, abs=1e-9)
    assert kernel.sampling_covariance(codes, shares, r)[0, 0] == pytest.approx((np.pi / 2) ** 2)


@pytest.mark.slow
@pytest.mark.parametrize("acov", ["scores", "information"])
def test_chi_square_and_errors_by_simulation(acov):
    """300 samples of 400: chi-square has its mean, rejects about one in twenty, errors are right within a tenth."""
    rng = np.random.default_rng(8)
    found = [gm.psychometrics.confirm_ordinal(answers(400, rng), FACTORS, acov=acov) for _ in range(300)]
    values = np.array([result.fit["chi_square"] for result in found])
    assert values.mean() == pytest.approx(19, abs=1.2)
    assert 0.02 < (values > 30.14).mean() < 0.09
    spread = np.std([result.loadings["standardized"] for result in found], axis=0)
    np.testing.assert_allclose(
        np.mean([result.loadings["se"] for result in found], axis=0), spread, rtol=0.15
    )


def test_labels_and_order_do_not_matter():
    data = answers(400, np.random.default_rng(9))
    one = gm.psychometrics.confirm_ordinal(data, FACTORS)
    two = gm.psychometrics.confirm_ordinal(
        data.sample(frac=1, random_state=1).replace({5: 77})[list(data)[::-1]], FACTORS
    )
    pd.testing.assert_frame_equal(one.loadings, two.loadings, atol=1e-6)
    turned = gm.psychometrics.confirm_ordinal(data.assign(x1=6 - data["x1"]), FACTORS).loadings[
        "standardized"
    ]
    assert turned.loc[("a", "x1")] == pytest.approx(-one.loadings.loc[("a", "x1"), "standardized"], abs=1e-6)


def test_nasty():
    data = answers(300, np.random.default_rng(2))
    with pytest.raises(UnsuitableMethod, match="x0: every answer is the same"):
        gm.psychometrics.confirm_ordinal(data.assign(x0=1), FACTORS)
    with pytest.raises(UnsuitableMethod, match="correlation of one"):
        gm.psychometrics.confirm_ordinal(data.assign(x1=data["x0"]), FACTORS)
    with pytest.raises(UnsuitableMethod, match="2 parameters for 1 correlations"):
        gm.psychometrics.confirm_ordinal(data, {"a": ["x0", "x1"]})
    with pytest.raises(FaultyInput, match="no such items: zz"):
        gm.psychometrics.confirm_ordinal(data, {"a": ["x0", "zz"]})
    data.loc[:9, "x3"] = np.nan
    result = gm.psychometrics.confirm_ordinal(data, FACTORS)
    assert result.n == 290
    assert "10 of 300 respondents have missing answers" in result.notes[0]
