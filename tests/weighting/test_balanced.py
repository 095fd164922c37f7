"""Correlation-balanced and independence weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from govmetrics.core import UnsuitableMethod
from govmetrics.weighting import balanced, independence
from govmetrics.weighting.objective import correlations
from tests.weighting.tables import flat


def sample(seed=0, n=60, k=4):
    rng = np.random.default_rng(seed)
    return (rng.normal(size=(n, 1)) + rng.normal(size=(n, k))) * rng.uniform(0.1, 10, k)


@given(st.integers(0, 10_000), st.integers(2, 6))
def test_correlations_are_equal_where_there_is_weight_and_higher_where_there_is_none(seed, k):
    x = sample(seed, k=k)
    weights = balanced(flat(x))
    w = weights.of("G").to_numpy()
    assert (w >= 0).all()
    assert not np.allclose(w, 1 / k)  # it moved from equal weights: deviations differ by far
    r = np.array([np.corrcoef(x[:, j], x @ w)[0, 1] for j in range(k)])
    np.testing.assert_allclose(weights.details["table"]["correlation"], r, atol=1e-7)
    level = r[w > 1e-12]
    np.testing.assert_allclose(level, level[0], atol=1e-6)
    assert (r >= level[0] - 1e-6).all()


def test_no_other_weights_do_better():
    x = sample(5)
    k = x.shape[1]

    def least(w):
        w = np.abs(w)
        return -min(np.corrcoef(x[:, j], x @ w)[0, 1] for j in range(k))

    w = balanced(flat(x)).of("G").to_numpy()
    rng = np.random.default_rng(0)
    others = [minimize(least, rng.uniform(size=k), method="Nelder-Mead").fun for _ in range(5)]
    assert least(w) <= min(others) + 1e-6


def test_leaves_that_contradict_each_other_are_refused_not_faked():
    x = np.arange(6.0)
    with pytest.raises(UnsuitableMethod, match="cannot all correlate positively"):
        balanced(flat(np.column_stack([x, -x])))


def test_twins_with_the_same_gaps_contradict_nothing():
    x = sample(2)
    twins = np.column_stack([x, x[:, 0]])
    twins[:3, [0, 4]] = np.nan
    assert balanced(flat(twins)).of("G").sum() == pytest.approx(1)


def test_twins_are_no_trouble():
    x = sample(1)
    twins = np.column_stack([x, x[:, 0]])
    weights = balanced(flat(twins)).of("G").to_numpy()
    merged = np.append(weights[:4], 0)
    merged[0] += weights[4]
    alone = balanced(flat(x)).of("G").to_numpy()
    np.testing.assert_allclose(merged[:4], alone, atol=1e-6)


def test_independence_pairwise_is_the_inverse_sum():
    x = sample(2)
    r = np.abs(np.corrcoef(x.T)).sum(axis=1)
    np.testing.assert_allclose(independence(flat(x)).of("G"), (1 / r) / (1 / r).sum())


def test_independence_multiple_agrees_with_regressions():
    import statsmodels.api as sm

    x = sample(3)
    multiple = []
    for j in range(4):
        others = sm.add_constant(np.delete(x, j, axis=1))
        multiple.append(np.sqrt(sm.OLS(x[:, j], others).fit().rsquared))
    weights = independence(flat(x), how="multiple")
    np.testing.assert_allclose(weights.details["table"]["correlation"], multiple, atol=1e-10)
    inverse = 1 / np.array(multiple)
    np.testing.assert_allclose(weights.of("G"), inverse / inverse.sum())


def test_independence_multiple_refuses_infinite_weights():
    x = np.array([[1.0, 1], [1, -1], [-1, 1], [-1, -1]])
    with pytest.raises(UnsuitableMethod, match="the weight is infinite; use how='pairwise'"):
        independence(flat(x), how="multiple")
    assert independence(flat(x)).of("G").tolist() == [0.5, 0.5]
    with pytest.raises(UnsuitableMethod, match="no more than 3 units"):
        independence(flat(sample(0, n=3, k=3)), how="multiple")


def test_gaps_count_in_each_leaf_s_own_deviation():
    """Weights times sample deviations make pairwise correlations with the mean equal where there is weight."""
    x = sample(4)
    x[:6, 0], x[50:, 2] = np.nan, np.nan
    w = balanced(flat(x)).of("G").to_numpy()
    reached = correlations(x) @ (w * np.nanstd(x, axis=0, ddof=1))
    np.testing.assert_allclose(reached[w > 1e-9], reached[w > 1e-9][0], rtol=1e-6)
