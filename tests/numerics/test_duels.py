"""Duels by sorting and in blocks are those of the definition, pair by pair."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.numerics import duels as of
from govmetrics.numerics.duels import duels, whole_weights

CELLS = st.one_of(st.sampled_from([0.0, 1.0, 2.0, np.nan]), st.floats(-1e6, 1e6))
WEIGHTS = {"equal": [0.25] * 4, "thirds": [1 / 3, 1 / 3, 1 / 6, 1 / 6], "apart": [0.41, 0.29, 0.17, 0.13],
           "draws of sums": [0.1, 0.2, 0.3, 0.4], "some without": [0.5, 0.0, 0.5, 0.0],
           "nearly a draw": [0.3, 0.3 + 1e-10, 0.1, 0.2], "rounding": [0.3, 0.3 + 1e-14, 0.1, 0.3]}  # fmt: skip


def by_pairs(x: np.ndarray, w: np.ndarray) -> list[int]:
    """Return the definition."""
    found = []
    for a in x:
        margins = [sum(one for one, i, j in zip(w, a, b, strict=True) if i > j)
                   - sum(one for one, i, j in zip(w, a, b, strict=True) if i < j) for b in x]  # fmt: skip
        found.append(sum(int(m > 1e-12) - int(m < -1e-12) for m in margins))
    return found


@pytest.mark.parametrize("name", WEIGHTS)
@given(data=st.data())
def test_duels_are_those_of_the_definition(name, data):
    w = np.array(WEIGHTS[name])
    k = data.draw(st.integers(1, 4))
    x = data.draw(arrays(float, st.tuples(st.integers(0, 9), st.just(k)), elements=CELLS))
    assert duels(x, w[:k]).tolist() == by_pairs(x, w[:k])


@pytest.mark.parametrize("columns", [2, 3, 5, 12, 80])
@pytest.mark.parametrize("kind", ["apart", "ties", "gaps"])
def test_blocks_meet_without_a_seam(monkeypatch, columns, kind):
    monkeypatch.setattr(of, "ROWS", 4)
    monkeypatch.setattr(of, "COLUMNS", 10)
    rng = np.random.default_rng(columns)
    x = rng.normal(size=(37, columns)) if kind == "apart" else rng.integers(0, 4, (37, columns)).astype(float)
    if kind == "gaps":
        x[rng.random(x.shape) < 0.2] = np.nan
    for w in (np.full(columns, 1 / columns), rng.random(columns)):
        assert duels(x, w).tolist() == by_pairs(x, w)


def test_whole_weights_end_every_duel_as_the_weights_do():
    assert whole_weights(np.array([0.1, 0.2, 0.3])).tolist() == [1, 2, 3]
    assert whole_weights(np.full(40, 0.025)).dtype == np.int8
    assert whole_weights(np.full(80, 0.0125)).dtype == np.int16
    near = np.array([0.3, 0.3 + 1e-10, 0.1, 0.2])  # the second outweighs the first
    assert whole_weights(near) is near
