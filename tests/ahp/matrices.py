"""Judgement matrices for the tests: consistent, random on Saaty's scale, and strategies for both."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

SCALE = np.concatenate([1 / np.arange(9, 1, -1), np.arange(1, 10)])


def consistent(weights) -> np.ndarray:
    w = np.asarray(weights, dtype=float)
    return w[..., :, None] / w[..., None, :]


def upper(values, n: int) -> np.ndarray:
    """The reciprocal matrix with these judgements above the diagonal, row by row."""
    a = np.ones((n, n))
    i, j = np.triu_indices(n, 1)
    a[i, j] = values
    a[j, i] = 1 / a[i, j]
    return a


def random_stack(k: int, n: int, rng: int = 0, noise: float = 0.4) -> np.ndarray:
    """Judgements around common weights with lognormal errors."""
    generator = np.random.default_rng(rng)
    w = generator.dirichlet(np.full(n, 3.0))
    i, j = np.triu_indices(n, 1)
    values = np.exp(np.log(w[i] / w[j]) + generator.normal(0, noise, (k, i.size)))
    return np.array([upper(row, n) for row in values])


priorities = st.integers(1, 9).flatmap(
    lambda n: arrays(float, n, elements=st.floats(0.01, 1)).map(lambda w: w / w.sum())
)
judged = st.integers(3, 8).flatmap(
    lambda n: st.lists(
        st.sampled_from(SCALE.tolist()), min_size=n * (n - 1) // 2, max_size=n * (n - 1) // 2
    ).map(lambda values: upper(values, n))
)
