"""Perron vectors against LAPACK, in easy and hard places."""

import numpy as np
import pytest

from govmetrics.numerics.eigenvectors import perron


@pytest.mark.parametrize("n", [1, 2, 3, 5, 8, 9, 15, 50])
def test_values_and_vectors_are_lapacks(n):
    rng = np.random.default_rng(n)
    stack = np.exp(rng.normal(0, 1, (40, n, n)))
    stack[:, range(n), range(n)] = 1
    values, vectors = perron(stack)
    found, left = np.linalg.eig(stack)
    at = found.real.argmax(axis=1)
    expected = np.abs(left[np.arange(40), :, at].real)
    np.testing.assert_allclose(values, found.real.max(axis=1), rtol=1e-12)
    np.testing.assert_allclose(vectors, expected / expected.sum(axis=1, keepdims=True), rtol=1e-9)
    np.testing.assert_allclose(vectors.sum(axis=1), 1, rtol=1e-14)


@pytest.mark.parametrize("x", [9.0, 1e3, 1e5, 1e9])
def test_cyclic_judgements_have_equal_weights(x):
    """Second eigenvalue almost as large as the first: power iteration alone would crawl."""
    values, vectors = perron(np.array([[[1, x, 1 / x], [1 / x, 1, x], [x, 1 / x, 1]]]))
    assert values[0] == pytest.approx(1 + x + 1 / x, rel=1e-9)
    np.testing.assert_allclose(vectors, 1 / 3, rtol=1e-6)


def test_very_unequal_weights_keep_their_digits():
    w = np.array([1.0, 1e-6, 1e-12, 1e-40])
    _, vectors = perron(w[None, :, None] / w[None, None, :])
    np.testing.assert_allclose(vectors[0], w / w.sum(), rtol=1e-12)


def test_chunks_do_not_show():
    stack = np.exp(np.random.default_rng(3).normal(size=(7000, 3, 3)))
    values, vectors = perron(stack)
    again, once = perron(stack[6990:])
    np.testing.assert_allclose(values[6990:], again, rtol=1e-14)
    np.testing.assert_allclose(vectors[6990:], once, rtol=1e-13)
