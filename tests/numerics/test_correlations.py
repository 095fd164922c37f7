"""Covariances with gaps and weights against pandas and numpy; squared multiple correlations against regression."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.numerics import correlations


def table(seed, n=40, k=4, gaps=0.0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k)) @ rng.normal(size=(k, k)) + 5
    x[rng.random((n, k)) < gaps] = np.nan
    return x


@given(st.integers(0, 10_000))
def test_pairwise_is_pandas(seed):
    x = table(seed, gaps=0.2)
    cov, n = correlations.pairwise_covariance(x)
    np.testing.assert_allclose(cov, pd.DataFrame(x).cov(), rtol=1e-9)
    np.testing.assert_array_equal(n, (~np.isnan(x)).T.astype(int) @ ~np.isnan(x))
    np.testing.assert_allclose(correlations.mean_of_answered(x), np.nanmean(x, axis=0))


@given(st.integers(0, 10_000))
def test_pairwise_correlations_are_pandas(seed):
    x = table(seed, gaps=0.3)
    r, n = correlations.pairwise_correlation(x)
    np.testing.assert_allclose(r, pd.DataFrame(x).corr(), rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(n, correlations.pairwise_covariance(x)[1])
    far = correlations.pairwise_correlation(x + 1e6)[0]
    np.testing.assert_allclose(far, r, atol=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_correlations_across_are_the_corner_of_those_of_all_columns(seed):
    rng = np.random.default_rng(seed)
    x = np.round(1e6 + rng.normal(size=(30, 7)) * [1, 2, 3, 1, 5, 1, 1])
    x[rng.random(x.shape) < 0.2] = np.nan
    x[:, 3], x[1:, 4] = 7.0, np.nan
    r, n = correlations.cross_correlation(x, x[:, 2:6])
    whole, counts = correlations.pairwise_correlation(x)
    np.testing.assert_allclose(r, whole[:, 2:6], atol=1e-12)
    np.testing.assert_array_equal(n, counts[:, 2:6])


def test_weighted_pairwise_correlations_count_respondents_as_often():
    """Whole weights are respondents repeated; weights in other units change nothing."""
    x = table(5, gaps=0.3)
    weights = np.random.default_rng(5).integers(1, 4, size=40).astype(float)
    r, n = correlations.pairwise_correlation(x, weights)
    repeated = pd.DataFrame(x).loc[np.repeat(np.arange(40), weights.astype(int))]
    np.testing.assert_allclose(r, repeated.corr(), rtol=1e-9)
    np.testing.assert_allclose(correlations.pairwise_correlation(x, weights / 7)[0], r, rtol=1e-9)
    np.testing.assert_array_equal(n, correlations.pairwise_covariance(x)[1])


def test_pairwise_correlations_stay_between_minus_one_and_one():
    """A pair on one line over its own rows, the rest of whose answers hardly vary."""
    x = np.full((40, 2), 3.0)
    x[:4] = [[1, 1], [5, 5], [1, 1], [5, 5]]
    x[4:22, 1], x[22:, 0] = np.nan, np.nan
    assert correlations.pairwise_correlation(x)[0][0, 1] == 1.0
    assert correlations.to_correlation(correlations.pairwise_covariance(x)[0])[0, 1] > 5
    x[:4, 0] = 2.0  # now the first does not vary where both are answered, though it does elsewhere
    r = correlations.pairwise_correlation(x)[0]
    assert np.isnan(r[0, 1])
    assert r[0, 0] == r[1, 1] == 1.0
    x[:, 0] = 2.0
    assert np.isnan(correlations.pairwise_correlation(x)[0][0]).all()


@given(st.integers(0, 10_000))
def test_mean_of_answered_is_pandas(seed):
    frame = pd.DataFrame(table(seed, gaps=0.2)).dropna(how="all")
    expected = [frame[i].corr(frame.mean(axis=1)) for i in frame]
    np.testing.assert_allclose(correlations.with_mean_of_answered(frame.to_numpy()), expected, atol=1e-10)


@given(st.integers(0, 10_000))
def test_weights_are_numpys(seed):
    x, weights = table(seed), np.random.default_rng(seed).uniform(0.2, 3, size=40)
    expected = np.cov(x.T, aweights=weights, ddof=0) * 40 / 39
    np.testing.assert_allclose(correlations.covariance(x, weights), expected)
    np.testing.assert_allclose(correlations.pairwise_covariance(x, weights)[0], expected)
    np.testing.assert_allclose(correlations.mean(x, weights), np.average(x, axis=0, weights=weights))


def test_blocks_do_not_matter():
    x = table(1, n=70_000)
    np.testing.assert_allclose(correlations.covariance(x), np.cov(x.T), rtol=1e-10)
    np.testing.assert_allclose(correlations.pairwise_covariance(x)[0], np.cov(x.T), rtol=1e-10)


def test_a_far_origin_costs_no_accuracy():
    x = table(2)
    np.testing.assert_allclose(correlations.covariance(x + 1e9), np.cov(x.T), rtol=1e-5)
    np.testing.assert_allclose(correlations.pairwise_covariance(x + 1e9)[0], np.cov(x.T), rtol=1e-5)


def test_constant_and_never_together():
    x = table(3)
    x[:, 1] = 2.0
    r = correlations.to_correlation(correlations.covariance(x))
    assert np.isnan(r[1]).all()
    assert r[0, 0] == 1
    x[:20, 2], x[20:, 3] = np.nan, np.nan
    cov, n = correlations.pairwise_covariance(x)
    assert np.isnan(cov[2, 3])
    assert n[2, 3] == 0


@given(st.integers(0, 10_000))
def test_squared_multiple_is_regression(seed):
    x = table(seed)
    x = x - x.mean(axis=0)
    r = correlations.to_correlation(correlations.covariance(x))
    fitted = x[:, 1:] @ np.linalg.lstsq(x[:, 1:], x[:, 0], rcond=None)[0]
    expected = (fitted**2).sum() / (x[:, 0] ** 2).sum()
    assert correlations.squared_multiple(r)[0] == pytest.approx(expected, abs=1e-6)
    stack = correlations.squared_multiple(np.stack([r, r]))
    np.testing.assert_allclose(stack[1], correlations.squared_multiple(r))


def test_correlations_of_a_stack_are_those_of_each():
    """numpy's own, of tables in an array of any shape."""
    tables = [[table(10 * i + j) for j in range(3)] for i in range(2)]
    stack = np.array([[np.cov(x.T) for x in row] for row in tables])
    found = correlations.to_correlation(stack)
    np.testing.assert_allclose(found, [[np.corrcoef(x.T) for x in row] for row in tables], rtol=1e-12)


@given(st.integers(0, 10_000), st.booleans())
def test_one_row_in_common_is_no_covariance(seed, weighted):
    x, weights = table(seed, n=12), np.random.default_rng(seed).uniform(0.2, 3, 12)
    x[:6, 1], x[7:, 2] = np.nan, np.nan  # both only in row 6
    cov, n = correlations.pairwise_covariance(x, weights if weighted else None)
    assert n[1, 2] == 1
    assert np.isnan(cov[1, 2])
    assert np.isfinite(np.delete(np.delete(cov, 1, 0), 1, 1)).all()


@pytest.mark.parametrize("kind", ["weighted", "fractions", "answers"])
def test_resampled_totals_are_those_of_the_rows_drawn(kind, monkeypatch):
    """Every draw by numpy's own, however many are made at a time; whole answers in short floats, exactly."""
    n, draws, made, drawn = 40_000, 120, [], correlations.resampled_counts
    x, weights = table(8, n, k=3), np.random.default_rng(8).uniform(0.2, 3, n)
    if kind == "answers":
        x = np.clip(np.round(x), -2, 2)

    def counts(n, size, rng, out):
        made.append(drawn(n, size, rng, out).copy())
        return out

    monkeypatch.setattr(correlations, "resampled_counts", counts)
    monkeypatch.setattr(correlations, "_COUNTS", 100 * n)
    own = weights if kind == "weighted" else None
    assert correlations._centre_of_products(x, own)[1] == (np.float32 if kind == "answers" else np.float64)
    variance, with_total = correlations.resampled_totals(x, draws, np.random.default_rng(0), own)
    assert [len(block) for block in made] == [100, 20]
    for draw, many in ((0, made[0][0]), (99, made[0][99]), (100, made[1][0]), (119, made[1][19])):
        mass = many * (1.0 if own is None else own)
        cov = np.cov(x.T, aweights=mass, ddof=0) * n / (n - 1)
        np.testing.assert_allclose(variance[draw], np.diagonal(cov), rtol=1e-12)
        np.testing.assert_allclose(with_total[draw], cov.sum(axis=0), rtol=1e-11)


def test_fractions_and_wide_scales_are_not_held_in_short_floats():
    answers = np.random.default_rng(0).integers(1, 6, (300, 4)).astype(float)
    for x in (answers / 2, answers * 1000, answers + np.array([0, 0, 0, 0.5])):
        assert correlations._centre_of_products(x, None)[1] is np.float64


@pytest.mark.parametrize("n", [1, 2, 3, 40, 5_000])
def test_answers_without_gaps_have_the_moments_of_the_same_with_a_row_of_gaps(n):
    x = table(n, n, 8)
    x[:, 2], x[:, 3], x[:, 4] = 7.1, np.round(x[:, 3]), 2 * x[:, 5] + 1e6
    with_gaps = np.vstack([x, np.full((1, 8), np.nan)])
    for function in (
        correlations.pairwise_correlation,
        correlations.pairwise_covariance,
        correlations.pairwise_moments,
    ):
        found, expected = function(x), function(with_gaps)
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_allclose(
                one, other, rtol=1e-10, atol=1e-13 * np.nanmax(np.abs(other), initial=1.0)
            )
        assert found[-1].shape == (8, 8)
        found[-1][0, 1] += 1  # a table of its own
        assert found[-1][1, 0] == n
