"""Pairs in opposite orders: as counting every pair gives them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from govmetrics.numerics.agreement import turned_pairs


def counted(a: np.ndarray, b: np.ndarray) -> int:
    return int((np.sign(a[:, None] - a) * np.sign(b[:, None] - b) < 0).sum()) // 2


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=40))
def test_as_every_pair_counted(pairs):
    a, b = np.array(pairs, dtype=float).T
    assert turned_pairs(a, b) == counted(a, b) == turned_pairs(b, a)


def test_many_units_to_the_last_pair():
    rng = np.random.default_rng(0)
    a = np.arange(60_000.0)
    b = a.copy()
    for at in rng.choice(59_000, 3, replace=False):  # neighbours that change places
        b[[at, at + 1]] = b[[at + 1, at]]
    assert turned_pairs(a, b) == 3
    assert turned_pairs(a, -a) == 60_000 * 59_999 // 2
    half = rng.permutation(3_000).astype(float)
    assert turned_pairs(a[:3_000], half) == counted(a[:3_000], half)
