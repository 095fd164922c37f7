"""Weights of many leaves come from the units' numbers, not from a matrix of all pairs: equal to the plain formulas."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from govmetrics.core import UnsuitableMethod
from govmetrics.weighting import balanced, independence, scatter_degree
from tests.weighting.tables import flat

INDEPENDENCE, SCATTER, BALANCED = (
    importlib.import_module(f"govmetrics.weighting.{name}")
    for name in ("independence", "scatter_degree", "balanced")
)


def sample(n, k, seed=0, against=0):
    rng = np.random.default_rng(seed)
    sign = np.where(np.arange(k) < against, -1.0, 1.0)
    return (rng.normal(size=(n, 1)) * sign + rng.normal(size=(n, k))) * rng.uniform(0.1, 10, k) + 5


def table(weights):
    return weights.details["table"]


@pytest.mark.parametrize("block", [1, 3, 4, 100])
@pytest.mark.parametrize(("n", "k"), [(6, 11), (40, 7)])
def test_sums_of_correlations_block_by_block(n, k, block, monkeypatch):
    x = sample(n, k)
    monkeypatch.setattr(INDEPENDENCE, "BLOCK", block)
    plain = np.abs(np.corrcoef(x.T)).sum(axis=1)
    np.testing.assert_allclose(table(independence(flat(x)))["correlation"], plain, rtol=1e-12)


@pytest.mark.parametrize("twins", [False, True])
def test_multiple_correlations_of_one_inverse_are_those_of_a_regression_each(twins):
    x = sample(40, 6, seed=1)
    x[:, 5] = np.random.default_rng(2).normal(size=40)
    if twins:
        x[:, 1], x[:, 2] = 3 * x[:, 0], x[:, 3] - x[:, 4]
    found = table(independence(flat(x), how="multiple"))["correlation"].to_numpy()
    z = x - x.mean(axis=0)
    for j in range(6):
        rest = np.delete(z, j, axis=1)
        fitted = rest @ np.linalg.lstsq(rest, z[:, j])[0]
        assert found[j] == pytest.approx(np.sqrt(fitted @ fitted / (z[:, j] @ z[:, j])), abs=1e-11)
    assert (found > 1 - 1e-12).sum() == 5 * twins


def test_multiple_correlations_that_are_small_are_exact():
    """1 less the inverse's share would leave eight digits of them."""
    x = np.array([[1.0, 1], [-1, 1], [1, -1], [-1, -1]])
    with pytest.raises(UnsuitableMethod, match="correlate with none"):
        independence(flat(x), how="multiple")
    x = np.vstack([x, [2e-5, 1]])
    r = np.corrcoef(x.T)[0, 1]
    found = table(independence(flat(x), how="multiple"))["correlation"]
    np.testing.assert_allclose(found, abs(r), rtol=1e-10)


def test_balanced_by_the_units_is_balanced_by_the_correlations(monkeypatch):
    x = sample(12, 30, seed=3)
    by_units = table(balanced(flat(x)))
    monkeypatch.setattr(BALANCED, "directions", lambda x: None)
    by_pairs = table(balanced(flat(x)))
    np.testing.assert_allclose(by_units, by_pairs, atol=1e-11)


@pytest.mark.parametrize("against", [0, 9])
def test_scatter_of_more_leaves_than_units(against, monkeypatch):
    x = sample(12, 30, seed=4, against=against)
    found = table(scatter_degree(flat(x)))
    monkeypatch.setattr(SCATTER, "BLOCK", 7)
    np.testing.assert_allclose(table(scatter_degree(flat(x))), found, atol=1e-12)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    first = np.linalg.eigh(z.T @ z)[1][:, -1]
    np.testing.assert_allclose(found["free"], first * np.sign(first.sum()), atol=1e-12)
    assert (found["free"] < 0).any() == bool(against)
    # Where it is bounded, no leaf's weight can be raised to scatter more: the gradient is w's own where w > 0, less else.
    w = found["vector"].to_numpy()
    gradient = z.T @ (z @ w)
    scatter = w @ gradient
    np.testing.assert_allclose(gradient[w > 0], scatter * w[w > 0], rtol=1e-9)
    assert (gradient[w == 0] <= 1e-9 * scatter).all()


def test_differences_that_are_small_beside_the_mean():
    """The mean of 1e9 + 1e-6 is not exact; a second centring is."""
    steps = np.random.default_rng(5).integers(0, 9, (20, 3)) * 2.0**-20
    found = table(independence(flat(steps + 2.0**30)))["correlation"]
    np.testing.assert_allclose(found, np.abs(np.corrcoef(steps.T)).sum(axis=1), rtol=1e-12)
