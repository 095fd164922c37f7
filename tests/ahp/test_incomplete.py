"""Judgements that were not asked: completion, Harker, least squares, and refusals."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

import govmetrics as gm
from govmetrics.ahp.matrices import missing_pairs
from govmetrics.numerics.eigenvectors import perron
from tests.ahp.matrices import consistent, judged, random_stack


def without(matrix, pairs):
    a = np.array(matrix, dtype=float)
    for i, j in pairs:
        a[i, j] = a[j, i] = np.nan
    return a


def chain(n):
    """All pairs but those of neighbours: what is left is a path."""
    return [(i, j) for i in range(n) for j in range(i + 2, n)]


@given(w=st.lists(st.floats(0.05, 1), min_size=3, max_size=9), data=st.data())
def test_consistent_judgements_are_recovered_from_any_spanning_path(w, data):
    order = data.draw(st.permutations(range(len(w))))
    a = without(consistent(w), [(order[i], order[j]) for i, j in chain(len(w))])
    expected = np.array(w) / sum(w)
    for found in (gm.ahp.eigenvector(a), gm.ahp.eigenvector(a, missing="harker"), gm.ahp.geometric_mean(a)):
        np.testing.assert_allclose(found.weights, expected, rtol=1e-8)
        assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    np.testing.assert_allclose(gm.ahp.complete(a), consistent(w), rtol=1e-8)
    np.testing.assert_allclose(gm.ahp.complete(a, "least_squares"), consistent(w), rtol=1e-8)


@given(matrix=judged)
def test_completion_has_no_downhill_direction(matrix):
    """At the optimum the left and right eigenvectors balance every filled pair."""
    n = len(matrix)
    a = without(matrix, [(0, 1)] if n == 3 else [(0, 1), (n - 2, n - 1)])
    filled = gm.ahp.complete(a)
    values, right = np.linalg.eig(filled)
    v = np.abs(right[:, values.real.argmax()].real)
    values, left = np.linalg.eig(filled.T)
    u = np.abs(left[:, values.real.argmax()].real)
    for i, j in np.argwhere(np.triu(np.isnan(a))):
        assert u[i] * filled[i, j] * v[j] == pytest.approx(u[j] * filled[j, i] * v[i], rel=1e-7)
    np.testing.assert_array_equal(filled[~np.isnan(a)], a[~np.isnan(a)])


def test_completion_is_sharp_for_many_matrices_at_once():
    """Every filled pair balances to rounding error, not only to the eigenvalue's."""
    stack = random_stack(300, 6, noise=1.0)
    rng = np.random.default_rng(1)
    i, j = np.triu_indices(6, 1)
    for k in range(300):
        out = rng.choice(15, rng.integers(1, 5), replace=False)
        stack[k, i[out], j[out]] = stack[k, j[out], i[out]] = np.nan
    filled = gm.ahp.complete(stack)
    _, v = perron(filled)
    _, u = perron(filled.transpose(0, 2, 1))
    balance = np.log(u[:, :, None] * filled * v[:, None, :])
    uneven = np.where(np.isnan(stack), balance - balance.transpose(0, 2, 1), 0.0)
    assert np.abs(uneven).max() < 1e-9


def test_newtons_steps_have_the_right_slope_and_curvature(monkeypatch):
    """With exact second derivatives the error is squared at every step, so few suffice; else it only shrinks."""
    matrix = without(random_stack(1, 7, rng=5, noise=1.2)[0], [(0, 1), (2, 5), (3, 4), (1, 6), (0, 6)])
    wanted = gm.ahp.complete(matrix)
    monkeypatch.setattr("govmetrics.ahp.incomplete._MAX_STEPS", 4)
    np.testing.assert_allclose(gm.ahp.complete(matrix), wanted, rtol=1e-11)


def test_completion_is_a_general_optimisers():
    matrix = without(random_stack(1, 7, rng=5, noise=0.9)[0], [(0, 1), (2, 5), (3, 4), (1, 6), (0, 6)])
    places = np.argwhere(np.triu(np.isnan(matrix)))

    def largest(x):
        a = matrix.copy()
        for (i, j), value in zip(places, x, strict=True):
            a[i, j], a[j, i] = np.exp(value), np.exp(-value)
        return np.linalg.eigvals(a).real.max()

    best = minimize(largest, np.zeros(len(places)), method="BFGS", options={"gtol": 1e-9})
    assert gm.ahp.eigenvector(matrix).lambda_max == pytest.approx(best.fun, abs=1e-9)
    found = np.log(gm.ahp.complete(matrix)[tuple(places.T)])
    np.testing.assert_allclose(found, best.x, atol=1e-4)


def test_least_squares_is_the_regression_of_the_logarithms():
    matrix = without(random_stack(1, 6, rng=2)[0], [(0, 1), (2, 5), (3, 4)])
    i, j = np.triu_indices(6, 1)
    asked = ~np.isnan(matrix[i, j])
    design = np.zeros((asked.sum(), 6))
    design[range(asked.sum()), i[asked]] = 1
    design[range(asked.sum()), j[asked]] = -1
    y = np.linalg.lstsq(design, np.log(matrix[i, j][asked]), rcond=None)[0]
    found = gm.ahp.geometric_mean(matrix)
    np.testing.assert_allclose(found.weights, np.exp(y) / np.exp(y).sum(), rtol=1e-12)
    # the geometric consistency index is its residual variance
    residual = np.log(matrix[i, j][asked]) - design @ y
    assert found.geometric_consistency_index == pytest.approx(
        (residual**2).sum() / (asked.sum() - 5), rel=1e-12
    )


def test_a_complete_matrix_is_left_alone():
    matrix = random_stack(1, 5)[0]
    np.testing.assert_array_equal(gm.ahp.complete(matrix), matrix)
    assert gm.ahp.eigenvector(matrix, missing="harker").method == "eigenvector"


def test_separate_parts_are_refused_and_named():
    labels = ["trust", "order", "cost", "speed"]
    a = pd.DataFrame(without(np.ones((4, 4)), [(0, 2), (0, 3), (1, 2), (1, 3)]), labels, labels)
    for call in (
        gm.ahp.eigenvector,
        gm.ahp.geometric_mean,
        gm.ahp.column_mean,
        gm.ahp.complete,
        gm.ahp.revisions,
    ):
        with pytest.raises(gm.FaultyInput, match=r"trust, order \| cost, speed"):
            call(a)
    stack = np.array([np.ones((4, 4)), a.to_numpy(), without(np.ones((4, 4)), [(0, 1), (0, 2), (0, 3)])])
    with pytest.raises(gm.FaultyInput, match=r"matrix 1: .*0, 1 \| 2, 3[^|]*\nmatrix 2: .*0 \| 1, 2, 3"):
        gm.ahp.eigenvector(stack)
    with pytest.raises(gm.FaultyInput, match=r"0 \| 1"):
        gm.ahp.eigenvector([[1, np.nan], [np.nan, 1]])


def test_pairs_that_were_not_asked_are_counted_whole():
    stack = np.array([np.ones((4, 4)), without(np.ones((4, 4)), [(0, 1), (2, 3)])])
    counted = missing_pairs(stack)
    assert counted.tolist() == [0, 2]
    assert counted.dtype == missing_pairs(stack[:1]).dtype == np.int64


def test_the_input_is_not_filled():
    a = without(np.ones((4, 4)), [(0, 1)])
    gm.ahp.complete(a)
    gm.ahp.eigenvector(a)
    assert np.isnan(a).sum() == 2


def test_missing_judgements_lower_the_random_index_and_say_so():
    a = random_stack(1, 5, noise=0.5)[0]
    whole, partly = gm.ahp.eigenvector(a), gm.ahp.eigenvector(without(a, [(0, 1), (2, 3)]))
    assert partly.random_index == gm.ahp.random_index(5, missing=2) < whole.random_index
    assert partly.random_index_table == "simulated for missing judgements"
    assert partly.method == "eigenvector (completion of missing judgements)"
    mixed = gm.ahp.eigenvector(np.array([a, without(a, [(0, 1)])]))
    assert mixed.random_index_table == "Saaty 1980; simulated for missing judgements"
    assert mixed.random_index.tolist() == [1.12, gm.ahp.random_index(5, missing=1)]


def test_large_and_sparse():
    w = np.random.default_rng(0).dirichlet(np.ones(50))
    a = without(consistent(w), chain(50))
    np.testing.assert_allclose(gm.ahp.eigenvector(a).weights, w, rtol=1e-8)
