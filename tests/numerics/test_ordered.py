"""Quantiles, repeated and smallest values of columns, against the plain formula column by column."""

import numpy as np
import pytest
from scipy import stats

from govmetrics.numerics.agreement import rank_agreement, spearman
from govmetrics.numerics.ordered import quantiles, repeats
from govmetrics.numerics.ranks import smallest, smallest_of_each


def columns(seed: int, n: int) -> np.ndarray:
    """Columns of any kind: normal, with ties, constant, skewed, with a single value, without any."""
    rng = np.random.default_rng(seed)
    x = rng.normal(50, 10, (n, 40))
    x[:, 10:20] = np.round(x[:, 10:20] / 10) * 10
    x[:, 20] = 5.0
    x[:, 21] = np.exp(3 * x[:, 21] / 50)
    x[: n // 2, 22] = 0.0
    x[: n // 2, 23] = -0.0
    x[n // 2 :, 23] = 0.0
    x[:, 5:30][rng.random((n, 25)) < 0.3] = np.nan
    x[:, 30] = np.nan
    x[1:, 31] = np.nan
    return x


@pytest.mark.parametrize("n", [1, 2, 3, 7, 50, 201])
def test_quantiles_are_those_of_numpy_to_the_last_bit(n):
    x, shares = columns(n, n), [0.0, 0.05, 0.25, 0.5, 0.62, 0.75, 1.0]
    found = quantiles(x, shares)
    for j, column in enumerate(x.T):
        known = column[~np.isnan(column)]
        plain = np.quantile(known, shares) if len(known) else np.full(len(shares), np.nan)
        np.testing.assert_array_equal(found[:, j], plain)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 50, 201])
def test_repeated_values_are_counted_as_numpy_counts_them(n):
    x = columns(n, n)
    different, commonest = repeats(x)
    for j, column in enumerate(x.T):
        counts = np.unique(column[~np.isnan(column)], return_counts=True)[1]
        assert (different[j], commonest[j]) == (len(counts), counts.max(initial=0))


def test_no_rows_and_no_columns():
    assert np.isnan(quantiles(np.empty((0, 2)), [0.5])).all()
    assert [found.tolist() for found in repeats(np.empty((0, 2)))] == [[0, 0], [0, 0]]
    assert quantiles(np.empty((3, 0)), [0.5]).shape == (1, 0)


@pytest.mark.parametrize("n", [1, 2, 13, 14, 200])
@pytest.mark.parametrize("count", [1, 3])
def test_the_smallest_are_the_head_of_a_stable_sort(n, count):
    for column in columns(n, n).T:
        for values in (column, -column, np.round(column, -1)):
            expected = np.argsort(values, kind="stable")[:count]
            np.testing.assert_array_equal(smallest(values, count), expected)


def test_spearman_of_ties_and_constants_is_that_of_scipy():
    rng = np.random.default_rng(4)
    for _ in range(50):
        a, b = rng.integers(0, 6, (2, 12)).astype(float)
        assert spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-12)
        assert rank_agreement(a, b)[:2] == (stats.kendalltau(a, b).statistic, spearman(a, b))
    for short in (np.zeros(0), np.zeros(1), np.full(5, 3.0)):
        assert np.isnan(spearman(short, short))


@pytest.mark.parametrize("columns", [3, 700])
def test_the_smallest_of_each_row_are_the_head_of_a_stable_sort(columns):
    rows = np.random.default_rng(0).integers(0, 40, (6, columns)).astype(float)
    rows[1, ::2] = np.nan
    for count in (1, 5):
        expected = np.argsort(rows, axis=1, kind="stable")[:, :count]
        np.testing.assert_array_equal(smallest_of_each(rows, count), expected)
    assert smallest_of_each(rows[:0], 2).shape == (0, 2)
