"""The three ways to priorities: invariants, kinds of input, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from tests.ahp.matrices import consistent, judged, priorities, random_stack

METHODS = [gm.ahp.eigenvector, gm.ahp.geometric_mean, gm.ahp.column_mean]
each_method = pytest.mark.parametrize("method", METHODS)


@each_method
@given(w=priorities)
def test_consistent_judgements_give_back_their_weights(method, w):
    found = method(consistent(w))
    np.testing.assert_allclose(found.weights, w, rtol=1e-10)
    assert found.lambda_max == pytest.approx(len(w), rel=1e-12)
    assert found.consistency_ratio == 0
    assert found.geometric_consistency_index == pytest.approx(0, abs=1e-12)


@each_method
@given(matrix=judged, data=st.data())
def test_relabelling_permutes(method, matrix, data):
    order = np.array(data.draw(st.permutations(range(len(matrix)))))
    plain, moved = method(matrix), method(matrix[np.ix_(order, order)])
    np.testing.assert_allclose(moved.weights, plain.weights[order], rtol=1e-9)
    assert moved.consistency_ratio == pytest.approx(plain.consistency_ratio, abs=1e-9)


@given(matrix=judged)
def test_transposing_inverts_the_geometric_mean(matrix):
    w, back = gm.ahp.geometric_mean(matrix).weights, gm.ahp.geometric_mean(matrix.T).weights
    np.testing.assert_allclose(back, (1 / w) / (1 / w).sum(), rtol=1e-12)


@given(w=priorities)
def test_transposing_inverts_consistent_judgements(w):
    for method in METHODS:
        np.testing.assert_allclose(method(consistent(w).T).weights, (1 / w) / (1 / w).sum(), rtol=1e-9)


@given(matrix=judged)
def test_lambda_is_at_least_n_and_is_lapacks(matrix):
    found = gm.ahp.eigenvector(matrix)
    assert found.lambda_max >= len(matrix) - 1e-12
    assert found.lambda_max == pytest.approx(np.linalg.eigvals(matrix).real.max(), rel=1e-10)


@each_method
def test_a_stack_is_its_matrices_one_by_one(method):
    stack = random_stack(7, 5)
    stack[2, 0, 3] = stack[2, 3, 0] = np.nan
    found = method(stack)
    for k, matrix in enumerate(stack):
        one = method(matrix)
        np.testing.assert_allclose(found.weights[k], one.weights, rtol=1e-12)
        assert found.lambda_max[k] == pytest.approx(one.lambda_max, rel=1e-12)
        assert found.consistency_ratio[k] == pytest.approx(one.consistency_ratio, abs=1e-12)
        assert found.geometric_consistency_index[k] == pytest.approx(
            one.geometric_consistency_index, abs=1e-12
        )
    assert len(found.to_frame()) == 7


@each_method
@pytest.mark.parametrize("n", [1, 2, 50])
def test_any_size_works(method, n):
    found = method(random_stack(1, n, noise=0.1)[0])
    assert found.weights.shape == (n,)
    assert found.weights.sum() == pytest.approx(1)
    if n < 3:
        assert found.consistency_ratio == 0
    else:
        assert 0 < found.consistency_ratio < 0.1
        assert found.random_index_table == "simulated beyond Saaty 1980"


def test_labels_stay_and_nothing_is_changed():
    labels = pd.Index(["甲", "乙", "丙"])
    frame = pd.DataFrame(consistent([0.5, 0.3, 0.2]), labels, labels)
    before = frame.copy()
    found = gm.ahp.eigenvector(frame)
    assert found.weights.index.tolist() == ["甲", "乙", "丙"]
    pd.testing.assert_frame_equal(frame, before)
    assert found.to_dict()["weights"]["甲"] == pytest.approx(0.5)
    assert found.to_frame().columns.tolist() == ["weight"]
    assert "<table" in found._repr_html_()


def test_column_mean_says_which_lambda_it_prints():
    matrix = random_stack(1, 4)[0]
    found = gm.ahp.column_mean(matrix)
    w = found.weights
    assert found.lambda_kind == "mean_ratio"
    assert found.lambda_max == pytest.approx(((matrix @ w) / w).mean(), rel=1e-12)
    principal = gm.ahp.column_mean(matrix, eigenvalue="principal")
    assert principal.lambda_max == pytest.approx(gm.ahp.eigenvector(matrix).lambda_max, rel=1e-12)
    root = gm.ahp.geometric_mean(matrix, eigenvalue="mean_ratio")
    assert root.lambda_max == pytest.approx(((matrix @ root.weights) / root.weights).mean(), rel=1e-12)


def test_ratio_at_the_limit_passes_and_just_above_fails():
    matrix = random_stack(1, 5)[0]
    found = gm.ahp.eigenvector(matrix)
    assert found.passed(found.consistency_ratio)
    assert found.passed(found.consistency_ratio * (1 - 1e-12))
    assert not found.passed(found.consistency_ratio * (1 - 1e-6))


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2], [2, 1]], "matrix, 0 : 1: not reciprocal"),
        ([[1, 0], [0, 1]], "not positive"),
        ([[1, -2], [-0.5, 1]], "not positive"),
        ([[1, 1e200, 1e200], [1e-200, 1, np.inf], [1e-200, 0, 1]], "not positive"),
        ([[1, np.nan], [2, 1]], "half-filled"),
        ([[2, 2], [0.5, 1]], "diagonal"),
        ([[1, 2, 3]], "shape"),
        ([1, 2, 3], "shape"),
        ([[1, "x"], ["y", 1]], "not a number"),
        (np.empty((0, 0)), "shape"),
    ],
)
@each_method
def test_what_is_not_a_judgement_matrix_is_refused(method, matrix, words):
    with pytest.raises(gm.FaultyInput, match=words):
        method(matrix)


def test_a_fault_in_a_stack_names_its_matrix_and_labels_their_pair():
    stack = random_stack(4, 3)
    stack[2, 0, 1] = 50
    with pytest.raises(gm.FaultyInput, match="matrix 2, 0 : 1"):
        gm.ahp.eigenvector(stack)
    with pytest.raises(gm.FaultyInput, match="matrix, x : y"):
        gm.ahp.eigenvector(pd.DataFrame([[1, 2], [2, 1]], ["x", "y"], ["x", "y"]))
    with pytest.raises(gm.FaultyInput, match="same order"):
        gm.ahp.eigenvector(pd.DataFrame([[1, 2], [2, 1]], ["x", "y"], ["y", "x"]))


def test_options_are_listed():
    with pytest.raises(gm.FaultyInput, match="Alonso-Lamata 2006"):
        gm.ahp.eigenvector([[1]], random_index="Saaty")
    with pytest.raises(gm.FaultyInput, match="harker"):
        gm.ahp.eigenvector([[1]], missing="mean")
    with pytest.raises(gm.FaultyInput, match="mean_ratio"):
        gm.ahp.column_mean([[1]], eigenvalue="largest")
