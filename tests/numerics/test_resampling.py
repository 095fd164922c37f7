"""Samples with replacement: as numpy draws them, one by one."""

import numpy as np
import pytest
from scipy.stats import binom, chisquare

from govmetrics.numerics import resampling
from govmetrics.numerics.resampling import resampled_counts


@pytest.mark.parametrize("n", [1, 2, 7, 150, 2000])
def test_every_sample_is_whole(n):
    counts = resampled_counts(n, 50, np.random.default_rng(0))
    assert counts.shape == (50, n)
    assert (counts.sum(axis=1, dtype=int) == n).all()


@pytest.mark.parametrize("n", [3, 60, 400])
def test_counts_are_binomial_and_two_of_them_are_as_of_one_sample(n):
    """Multinomial: each is Binomial(n, 1/n), and the sum of two of them Binomial(n, 2/n)."""
    counts = resampled_counts(n, 240_000 // n, np.random.default_rng(1))
    pairs = counts[:, : n // 2 * 2].reshape(len(counts), -1, 2).sum(axis=2, dtype=int)
    for of, share in ((counts, 1 / n), (pairs, 2 / n)):
        seen = np.bincount(of.ravel().astype(int), minlength=n + 1)
        asked = binom.pmf(np.arange(n + 1), n, share) * of.size
        often = asked > 20
        seen, asked = (np.append(part[often], part[~often].sum() + 1e-9) for part in (seen, asked))
        assert chisquare(seen, asked * seen.sum() / asked.sum()).pvalue > 1e-3


def test_large_samples_are_drawn_one_by_one_and_alike(monkeypatch):
    monkeypatch.setattr(resampling, "_AT_ONCE", 100)
    counts = resampled_counts(500, 400, np.random.default_rng(2))
    assert (counts.sum(axis=1, dtype=int) == 500).all()
    assert counts.var() == pytest.approx(1 - 1 / 500, abs=0.02)


def test_samples_above_n_are_drawn_again(monkeypatch):
    """Without a margin half of them are."""
    monkeypatch.setattr(resampling, "_MARGIN", 0)
    counts = resampled_counts(300, 2000, np.random.default_rng(3))
    assert (counts.sum(axis=1, dtype=int) == 300).all()
    assert counts.var() == pytest.approx(1 - 1 / 300, abs=0.01)


@pytest.mark.parametrize("at_once", [100, 10_000])
def test_counts_are_written_where_they_are_wanted(at_once, monkeypatch):
    monkeypatch.setattr(resampling, "_AT_ONCE", at_once)
    room = np.full((9, 500), 77, dtype=np.uint8)
    counts = resampled_counts(500, 7, np.random.default_rng(4), room[:7])
    assert np.shares_memory(counts, room)
    np.testing.assert_array_equal(room[:7], resampled_counts(500, 7, np.random.default_rng(4)))
    assert (room[7:] == 77).all()
