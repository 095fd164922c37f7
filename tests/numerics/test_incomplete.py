"""The normal likelihood of rows with gaps, by itself and behind a factor model: against scipy, row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, multivariate_normal
from statsmodels.tools.numdiff import approx_fprime, approx_hess

from govmetrics.numerics import incomplete


def row_by_row(x, mean, covariance):
    """Return the log likelihood of rows with gaps: a missing value stands apart with variance one, and says nothing."""
    seen = ~np.isnan(x)
    wide = covariance * (seen[:, :, None] & seen[:, None, :]) + np.eye(x.shape[1]) * ~seen[:, None, :]
    apart = np.where(seen, x - mean, 0.0)
    ratio = (apart * np.linalg.solve(wide, apart[:, :, None])[:, :, 0]).sum()
    return -(seen.sum() * np.log(2 * np.pi) + np.linalg.slogdet(wide)[1].sum() + ratio) / 2


@pytest.fixture(scope="module")
def gaps():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 4)) @ rng.normal(size=(4, 4))
    x[rng.random(x.shape) < 0.25] = np.nan
    return x


def test_derivatives(gaps):
    """Slopes and curvature are the differences of scipy's likelihood, away from the maximum."""
    rng = np.random.default_rng(1)
    mean, root = rng.normal(size=4) * 0.3, rng.normal(size=(4, 4))
    covariance, own = root @ root.T + 4 * np.eye(4), incomplete.lower(4)
    parts = incomplete.batches(gaps)

    def likelihood(t):
        cells = own.T @ t
        return row_by_row(gaps, cells[:4], cells[4:].reshape(4, 4))

    at = np.concatenate([mean, covariance[np.tril_indices(4)]])
    each = [(row[~np.isnan(row)], np.flatnonzero(~np.isnan(row))) for row in gaps if not np.isnan(row).all()]
    by_scipy = sum(multivariate_normal(mean[i], covariance[np.ix_(i, i)]).logpdf(row) for row, i in each)
    assert likelihood(at) == pytest.approx(by_scipy, rel=1e-12)
    assert incomplete.log_likelihood(parts, mean, covariance) == pytest.approx(likelihood(at), rel=1e-12)
    slopes = np.concatenate([part.ravel() for part in incomplete.slopes(parts, mean, covariance)])
    np.testing.assert_allclose(own @ slopes, approx_fprime(at, likelihood, centered=True), atol=1e-5)
    bend = own @ incomplete.curvature(parts, mean, covariance, observed=True) @ own.T
    np.testing.assert_allclose(bend, -approx_hess(at, likelihood), atol=1e-3)
    # what is expected, of many rows drawn with these moments, is what they show
    drawn = rng.multivariate_normal(mean, covariance, size=40_000)
    drawn[:20_000, 0] = np.nan
    many = incomplete.batches(drawn)
    shown, expected = (incomplete.curvature(many, mean, covariance, observed=o) for o in (True, False))
    np.testing.assert_allclose(shown, expected, atol=0.02 * np.abs(expected).max())


def test_unrestricted(gaps):
    """At the maximum no direction leads up; complete rows give their own mean and covariances."""
    parts = incomplete.batches(gaps)
    found = incomplete.unrestricted(parts, np.nanmean(gaps, axis=0), np.diag(np.nanvar(gaps, axis=0)))
    assert found.converged
    assert found.log_likelihood == pytest.approx(row_by_row(gaps, found.mean, found.covariance), rel=1e-12)
    for slope in incomplete.slopes(parts, found.mean, found.covariance):
        assert np.abs(slope).max() < 1e-6
    whole = gaps[~np.isnan(gaps).any(axis=1)]
    found = incomplete.unrestricted(incomplete.batches(whole), np.zeros(4), np.eye(4))
    np.testing.assert_allclose(found.mean, whole.mean(axis=0), atol=1e-10)
    np.testing.assert_allclose(found.covariance, np.cov(whole.T, ddof=0), atol=1e-9)
    independent = multivariate_normal(whole.mean(axis=0), np.diag(whole.var(axis=0))).logpdf(whole).sum()
    assert incomplete.independent(incomplete.batches(whole), 4) == pytest.approx(independent, rel=1e-12)


def test_columns_that_say_the_same_are_not_taken_for_a_solution():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(40, 3))
    x[:, 2] = x[:, 0] + x[:, 1]
    x[rng.random(x.shape) < 0.1] = np.nan
    assert not incomplete.unrestricted(incomplete.batches(x), np.zeros(3), np.eye(3)).converged


def test_little(facts):
    """Little (1988), JASA 83, 1198-1202; naniar prints 35.10613, having ended its search at 1e-4."""
    x = pd.read_csv(facts / "survey" / "airquality.csv").to_numpy(dtype=float)
    parts = incomplete.batches(np.vstack([x, np.full(6, np.nan)]))  # a day without any value says nothing
    found = incomplete.unrestricted(parts, np.nanmean(x, axis=0), np.diag(np.nanvar(x, axis=0)))
    statistic, df = incomplete.little(parts, found)
    assert statistic == pytest.approx(35.1061288689702, abs=1e-4)
    assert (df, sum(len(part.n) for part in parts)) == (14, 4)
    assert chi2.sf(statistic, df) == pytest.approx(0.00141778113856683, abs=1e-7)
