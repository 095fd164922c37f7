"""Indices of fit and item statistics against their definitions, where other programs' tables do not reach."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal

import govmetrics as gm
from govmetrics.core.errors import FaultyInput
from govmetrics.numerics.factor_model import Moments
from govmetrics.psychometrics._fit_words import CRITERIA
from govmetrics.psychometrics._item_statistics import standardized_alpha
from govmetrics.psychometrics._model_fit import _gfi, _likelihood, _residuals


def groups_with_means(p=3):
    """Two groups: implied covariances, what was seen, and how far the means are apart."""
    rng = np.random.default_rng(0)
    made = []
    for n in (80, 120):
        sigma, seen = (np.cov(rng.normal(size=(p, 40))) + np.eye(p) for _ in range(2))
        made.append((sigma, Moments(seen, rng.normal(size=p), n), rng.normal(size=p) / 3))
    return made


def test_goodness_of_fit_is_a_ratio_of_quadratic_forms():
    """1 - e'We / s'Ws with the weights of maximum likelihood: S^-1 of means, half its Kronecker square of covariances."""
    groups = groups_with_means()
    rest = whole = 0.0
    for sigma, group, apart in groups:
        inverse = np.linalg.inv(sigma)
        weight = np.kron(inverse, inverse) / 2
        off = (group.covariance - sigma).ravel()
        rest += group.n * (off @ weight @ off + apart @ inverse @ apart)
        whole += group.n * group.covariance.ravel() @ weight @ group.covariance.ravel()
    found = _gfi(groups, df=5, moments=18)
    assert found["gfi"] == pytest.approx(1 - rest / whole, abs=1e-12)
    assert found["agfi"] == pytest.approx(1 - rest / whole * 18 / 5, abs=1e-12)


def test_residuals_are_averaged_over_groups_by_size():
    groups = groups_with_means()
    standard, raw = [], []
    for sigma, group, apart in groups:
        sd = np.sqrt(np.diag(group.covariance))
        gaps = [group.covariance[i, j] - sigma[i, j] for i in range(3) for j in range(i + 1)]
        sizes = [sd[i] * sd[j] for i in range(3) for j in range(i + 1)]
        raw.append(np.sqrt(np.mean(np.square([*gaps, *apart]))))
        standard.append(np.sqrt(np.mean(np.square([*np.divide(gaps, sizes), *(apart / sd)]))))
    found = _residuals(groups, means=True)
    assert found["srmr"] == pytest.approx(0.4 * standard[0] + 0.6 * standard[1], abs=1e-12)
    assert found["rmr"] == pytest.approx(0.4 * raw[0] + 0.6 * raw[1], abs=1e-12)


def test_the_likelihood_is_that_of_a_sample_with_these_moments():
    sigma, group, apart = groups_with_means()[0]
    x = np.random.default_rng(1).normal(size=(80, 3))
    x = (x - x.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(x.T, ddof=0))).T
    x = x @ np.linalg.cholesky(group.covariance).T + apart
    assert _likelihood(sigma, group, apart, 80) == pytest.approx(
        multivariate_normal(np.zeros(3), sigma).logpdf(x).sum(), abs=1e-9
    )


def test_a_model_without_degrees_of_freedom_has_no_room_for_misfit():
    x = np.random.default_rng(0).normal(size=(200, 1)) + np.random.default_rng(1).normal(size=(200, 3))
    found = gm.psychometrics.confirm(
        pd.DataFrame(x, columns=list("abc")), {"f": list("abc")}, robust=True
    ).fit
    for name in ("rmsea", "rmsea_lower", "rmsea_upper", "rmsea_scaled", "rmsea_robust", "rmsea_robust_lower",
                 "rmsea_robust_upper"):  # fmt: skip
        assert found[name] == 0, name
    for name in ("p", "chi_square_by_df", "rmsea_close", "agfi", "scaling_factor", "p_scaled", "cfi_robust"):
        assert np.isnan(found[name]), name


def test_of_some_indices_nothing_is_asked():
    asked = {key for key, one in CRITERIA.items() if one.asked}
    assert set(CRITERIA) - asked == {"chi_square", "df", "aic", "bic"}
    assert CRITERIA["df"].met(3) is None
    assert (CRITERIA["cfi"].met(0.91), CRITERIA["cfi"].met(0.9), CRITERIA["cfi"].met(np.nan)) == (
        True,
        False,
        None,
    )
    assert (CRITERIA["rmsea"].met(0.07), CRITERIA["rmsea"].met(0.08)) == (True, False)


def test_correlations_that_contradict_each_other_have_no_standardised_alpha():
    """Of three items none can correlate below -1/2 on average; pairs seen on different respondents can."""
    for average, alpha in ((0.5, 3 * 0.5 / 2), (-0.4, 3 * -0.4 / 0.2), (-0.6, np.nan)):
        r = np.full((3, 3), average) + (1 - average) * np.eye(3)
        assert standardized_alpha(r) == pytest.approx((alpha, average), nan_ok=True)


def test_two_correlations_are_no_answers_either():
    with pytest.raises(FaultyInput, match="look like a correlation matrix"):
        gm.psychometrics.alpha(pd.DataFrame([[1, 0.5], [0.5, 1]]))


def test_principal_axes_that_do_not_settle_say_so():
    noise = np.corrcoef(np.random.default_rng(0).normal(size=(40, 5)).T)
    loadings = np.array([0.8, 0.7, 0.6])
    clear = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    for r, factors, late in ((noise, 2, True), (clear, 1, False)):
        found = gm.psychometrics.explore(pd.DataFrame(r), factors, "principal_axis", "none", n=40)
        assert any("did not settle in 50 iterations" in note for note in found.notes) == late
