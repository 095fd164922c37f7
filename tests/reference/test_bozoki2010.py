"""Bozóki, Fülöp and Rónyai (2010), Mathematical and Computer Modelling 52, 318-333: incomplete matrices.

The four by four and its printed numbers are those in the tests of AHPy, which cite the paper; its random index of
complete matrices is Donegan and Dodd's (1991).
"""

import json

import numpy as np
import pytest

import govmetrics as gm

X = np.nan
MATRIX = [[1, 1, 5, 2], [1, 1, 3, 4], [1 / 5, 1 / 3, 1, X], [1 / 2, 1 / 4, X, 1]]


def test_four_by_four_with_one_missing():
    """One missing pair: the optimum is the geometric mean of the two indirect ways, sqrt(8/15)."""
    assert gm.ahp.complete(MATRIX)[2, 3] == pytest.approx(np.sqrt(8 / 15), abs=1e-12)
    found = gm.ahp.eigenvector(MATRIX)
    np.testing.assert_allclose(found.weights, [0.3738, 0.3920, 0.0985, 0.1357], atol=6e-5)  # as printed
    # Donegan and Dodd's index of complete matrices, which AHPy takes, is too lenient
    assert found.consistency_index / 0.8286 == pytest.approx(0.0372, abs=6e-5)
    assert found.consistency_ratio > 0.0372


def test_all_three_methods_to_every_digit(facts):
    case = json.loads((facts / "ahp/ahp08_bozoki_4x4.json").read_text())
    expected = case["expected"]["computed"]
    matrix = np.array(case["input"]["matrix"], dtype=float)
    assert gm.ahp.complete(matrix)[2, 3] == pytest.approx(expected["missing"]["3,4"], abs=1e-9)
    found, harker = gm.ahp.eigenvector(matrix), gm.ahp.eigenvector(matrix, missing="harker")
    np.testing.assert_allclose(found.weights, expected["weights_completion"], atol=1e-9)
    assert found.lambda_max == pytest.approx(expected["lambda_max"], abs=1e-9)
    np.testing.assert_allclose(harker.weights, expected["weights_harker"], atol=1e-9)
    assert harker.lambda_max == pytest.approx(expected["lambda_harker"], abs=1e-9)
    np.testing.assert_allclose(gm.ahp.geometric_mean(matrix).weights, expected["weights_llsm"], atol=1e-9)


def test_the_optimum_is_unique_whatever_the_order():
    """Theorem 2: judgements that connect everything have one optimal completion."""
    rng = np.random.default_rng(5)
    a = np.exp(rng.normal(0, 1, (8, 8)))
    a = np.triu(a, 1)
    a = a + np.tril(1 / np.where(a.T == 0, 1, a.T), -1) + np.eye(8)
    for i, j in ((0, 3), (1, 5), (2, 6), (4, 7), (0, 7)):
        a[i, j] = a[j, i] = X
    order = rng.permutation(8)
    found = gm.ahp.complete(a)
    moved = gm.ahp.complete(a[np.ix_(order, order)])
    np.testing.assert_allclose(moved, found[np.ix_(order, order)], rtol=1e-8)
    least = np.linalg.eigvals(found).real.max()
    for i, j in ((0, 3), (1, 5), (2, 6), (4, 7), (0, 7)):
        for factor in (0.9, 1.1):
            other = found.copy()
            other[i, j], other[j, i] = factor * other[i, j], other[j, i] / factor
            assert np.linalg.eigvals(other).real.max() > least
