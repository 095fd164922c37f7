"""Rank sets without all pairs are those of the step-down procedure written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.numerics import rank_sets as of


def step_down(x, s, noise, level, pairs):
    """Return (units, units) of rejections, row over column, for a family of directed pairs."""
    width = np.sqrt(s[:, None] ** 2 + s**2)
    statistic = (x[:, None] - x) / width
    simulated = (noise[:, :, None] - noise[:, None]) / width
    left = pairs.copy()
    while True:
        cut = max(0.0, np.quantile(simulated[:, left].max(axis=1), level, method="higher"))
        new = left & (statistic > cut)
        if not new.any():
            return pairs & ~left
        left &= ~new


SHAPE = st.tuples(st.integers(1, 9), st.integers(1, 60))


@pytest.mark.parametrize("errors", ["alike", "apart", "of many sizes"])
@given(data=st.data(), shape=SHAPE, level=st.sampled_from([0.5, 0.8, 0.9, 0.95]), seed=st.integers(0, 99))
def test_sets_are_those_of_all_pairs(errors, data, shape, level, seed):
    n, draws = shape
    rng = np.random.default_rng(seed)
    x = data.draw(arrays(float, n, elements=st.one_of(st.sampled_from([0.0, 5.0]), st.floats(-30, 30))))
    s = {"alike": np.ones(n), "apart": rng.uniform(0.5, 3, n), "of many sizes": rng.lognormal(0, 2, n)}[
        errors
    ]
    noise = rng.standard_normal((draws, n)) * s
    everyone = np.ones((n, n), bool)
    over = step_down(x, s, noise, level, everyone)
    better, worse = of.jointly(x, s, noise, level)
    assert (better.tolist(), worse.tolist()) == (over.sum(axis=0).tolist(), over.sum(axis=1).tolist())
    better, worse = each_of_all(x, s, noise, level)
    for j in range(n):
        family = np.zeros((n, n), bool)
        family[j], family[:, j] = True, True
        over = step_down(x, s, noise, level, family)
        assert (better[j], worse[j]) == (over[:, j].sum(), over[j].sum())


def each_of_all(x, s, noise, level):
    return of.each_unit(x, s, noise, level, (of.front(noise, s), of.front(-noise, s)), range(len(x)))


@pytest.mark.parametrize("test", [each_of_all, of.jointly])
def test_blocks_change_nothing(monkeypatch, test):
    rng = np.random.default_rng(0)
    x, s = rng.normal(0, 5, 60), rng.uniform(0.5, 2, 60)
    noise = rng.standard_normal((200, 60)) * s
    whole = test(x, s, noise, 0.9)
    monkeypatch.setattr(of, "CELLS", 70)
    monkeypatch.setattr(of, "SOME", 3)
    assert np.array_equal(whole, test(x, s, noise, 0.9))
    assert whole[0].any()
