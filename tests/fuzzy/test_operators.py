from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.fuzzy import OPERATORS, compose


@st.composite
def problems(draw):
    """Weights, and rows of degrees that sum to one."""
    m, g = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    number = st.floats(0.01, 1)
    w = np.array(draw(st.lists(number, min_size=m, max_size=m)))
    r = np.array(draw(st.lists(st.lists(number, min_size=g, max_size=g), min_size=m, max_size=m)))
    return w / w.sum(), r / r.sum(axis=1, keepdims=True)


@given(problems(), st.sampled_from(OPERATORS), st.booleans())
def test_memberships_stay_between_zero_and_one(problem, operator, normalise):
    result = compose(*problem, operator, normalise)
    assert ((result >= 0) & (result <= 1 + 1e-12)).all()
    if normalise:
        assert result.sum() == pytest.approx(1)


@given(problems())
def test_the_weighted_mean_of_rows_that_sum_to_one_sums_to_one(problem):
    assert compose(*problem, normalise=False).sum() == pytest.approx(1, abs=1e-12)


@given(problems(), st.sampled_from(OPERATORS), st.randoms(use_true_random=False))
def test_shuffling_factors_changes_nothing(problem, operator, random):
    w, r = problem
    order = list(range(len(w)))
    random.shuffle(order)
    np.testing.assert_allclose(compose(w[order], r[order], operator), compose(w, r, operator), atol=1e-12)


@given(problems(), st.sampled_from(OPERATORS), st.booleans())
def test_against_the_formulas_spelled_out(problem, operator, normalise):
    w, r = problem
    expected = []
    for j in range(r.shape[1]):
        pairs = [(w[i], r[i, j]) for i in range(len(w))]
        expected.append({
            "weighted_mean": sum(a * b for a, b in pairs),
            "max_min": max(min(a, b) for a, b in pairs),
            "max_product": max(a * b for a, b in pairs),
            "bounded_min": min(1, sum(min(a, b) for a, b in pairs)),
            "bounded_product": min(1, sum(a * b for a, b in pairs)),
        }[operator])  # fmt: skip
    total = sum(expected) if normalise else 1
    np.testing.assert_allclose(compose(w, r, operator, normalise), np.array(expected) / total, atol=1e-12)


def test_frames_match_labels_and_stay_frames():
    r = pd.DataFrame([[0.2, 0.8], [1.0, 0.0]], ["a", "b"], ["good", "poor"])
    turned = pd.Series({"b": 0.25, "a": 0.75})
    result = compose(turned, r)
    assert isinstance(result, pd.Series)
    assert result.to_dict() == pytest.approx({"good": 0.4, "poor": 0.6})
    assert compose({"b": 0.25, "a": 0.75}, r).equals(result)
    assert compose(turned.to_frame(), r).equals(result)
    assert compose(turned.to_frame().T, r).equals(result)
    many = pd.concat({"u": r, "v": r.iloc[::-1]})
    both = compose(turned, many)
    assert list(both.index) == ["u", "v"]
    np.testing.assert_allclose(both.to_numpy(), [[0.4, 0.6], [0.4, 0.6]])


def test_stacks_of_units():
    r = np.random.default_rng(1).dirichlet([1, 1, 1], size=(4, 2))
    w = [0.3, 0.7]
    for operator in OPERATORS:
        single = [compose(w, r[u], operator) for u in range(4)]
        np.testing.assert_allclose(compose(w, r, operator), single, atol=1e-15)


def test_nothing_given_is_changed():
    w, r = np.array([0.5, 0.5]), np.array([[0.2, 0.2], [0.4, 0.4]])
    compose(w, r, "bounded_min")
    assert w.tolist() == [0.5, 0.5]
    assert r.tolist() == [[0.2, 0.2], [0.4, 0.4]]


def test_every_fault_at_once():
    with pytest.raises(gm.FaultyInput) as error:
        compose([0.5, -0.1, 0.6], [[0.5, 1.5], [np.nan, 0.2], [0.1, 0.9]])
    assert len(error.value.faults) == 3
    for words in ("weights, 2", "membership, 1, grade 2", "membership, 2, grade 1"):
        assert words in str(error.value)


@pytest.mark.parametrize("w", [[0.5, 0.4], [0.5, 0.500002]])
def test_weights_that_do_not_sum_to_one(w):
    with pytest.raises(gm.FaultyInput, match="sum to"):
        compose(w, [[0.5, 0.5], [0.5, 0.5]])


def test_rounded_weights_are_accepted():
    assert compose([1 / 3, 0.6666667], [[1, 0], [0, 1]]).sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("w", "r"),
    [([0.5, 0.5], [[0.5, 0.5]]), ([1.0], []), ([1.0], [["a", "b"]]), ([[1.0]], [[1.0]]), ([1.0], [1.0])],
)
def test_shapes_that_do_not_fit(w, r):
    with pytest.raises(gm.FaultyInput):
        compose(w, r)


def test_labels_that_do_not_fit():
    r = pd.DataFrame([[1.0, 0.0]], ["a"], ["good", "poor"])
    with pytest.raises(gm.FaultyInput, match="b: has a weight but no memberships"):
        compose({"a": 0.5, "b": 0.5}, r)
    with pytest.raises(gm.FaultyInput, match="a: has no weight"):
        compose({"b": 1.0}, r)
    with pytest.raises(gm.FaultyInput, match="two or more"):
        compose([0.5, 0.5], pd.concat([r, r]))


def test_zeros_cannot_be_normalised():
    assert compose([1.0], [[0.0, 0.0]], normalise=False).tolist() == [0, 0]
    with pytest.raises(gm.UnsuitableMethod):
        compose([1.0], [[0.0, 0.0]])


def test_unknown_operator_lists_the_choices():
    with pytest.raises(gm.FaultyInput, match="max_min"):
        compose([1.0], [[1.0, 0.0]], "sum")


def test_foreign_weights_and_degrees_out_of_range_come_in_one_error():
    frame = pd.DataFrame([[0.5, 1.5], [0.2, 0.8]], ["a", "b"], ["good", "poor"])
    with pytest.raises(gm.FaultyInput) as error:
        gm.fuzzy.compose(pd.Series({"a": 0.5, "x": 0.5}), frame)
    assert [f.place for f in error.value.faults] == ["b", "x", "membership, a, grade 2"]


def test_operator_rows_weights_and_cells_at_once():
    frame = pd.DataFrame([[0.5, "x"], [0.2, 2.0], [np.nan, 0.1]], ["a", "b", "b"], ["good", "poor"])
    with pytest.raises(gm.FaultyInput) as error:
        gm.fuzzy.compose({"a": -1.0, "b": 0.5, "z": 0.5}, frame, "sum")
    assert [f.place for f in error.value.faults] == [
        "operator", "membership", "a, poor", "z", "weights, a", "membership, b, grade 2", "membership, b, grade 1",
    ]  # fmt: skip
    with pytest.raises(gm.FaultyInput) as error:
        gm.fuzzy.compose(["x", 1], [[0.5, 3.0]], "sum")
    assert [f.place for f in error.value.faults] == ["operator", "weights", "membership, 1, grade 2"]


def test_a_factor_may_weigh_nothing():
    assert compose([0.0, 1.0], [[1.0, 0.0], [0.25, 0.75]]).tolist() == [0.25, 0.75]
    for bad in (-0.1, np.inf, np.nan):
        with pytest.raises(gm.FaultyInput, match="weights are zero or positive"):
            compose([bad, 1.0], [[1.0, 0.0], [0.25, 0.75]])


def test_cells_of_many_units_are_counted_from_one():
    degrees = np.full((3, 2, 2), 0.5)
    degrees[0, 1, 0], degrees[2, 0, 1] = 1.5, -1
    with pytest.raises(gm.FaultyInput) as error:
        compose([0.5, 0.5], degrees)
    assert [fault.place for fault in error.value.faults] == [
        "membership, unit 1, 2, grade 1",
        "membership, unit 3, 1, grade 2",
    ]


def test_weights_may_be_a_table_of_one_row_or_one_column():
    r = pd.DataFrame([[1.0, 0], [0.5, 0.5], [0, 1]], list("abc"), ["good", "poor"])
    w = pd.Series([0.2, 0.3, 0.5], list("abc"))
    wanted = compose(w, r)
    for table in (w.to_frame("weight"), w.to_frame("weight").T):
        pd.testing.assert_series_equal(compose(table, r), wanted, check_names=False)


def test_weights_without_labels_go_by_position_and_are_as_many():
    r = pd.DataFrame([[1.0, 0], [0.5, 0.5], [0, 1]], list("abc"), ["good", "poor"])
    wanted = compose(pd.Series([0.2, 0.3, 0.5], list("abc")), r)
    pd.testing.assert_series_equal(compose(np.array([0.2, 0.3, 0.5]), r), wanted)
    for wrong in ([0.5, 0.5], [[0.2, 0.3, 0.5]]):
        with pytest.raises(gm.FaultyInput, match="do not fit 3 factors; give one weight for each factor"):
            compose(np.array(wrong), r)


def test_weights_that_sum_to_a_little_more_by_rounding_give_no_more_than_one():
    w, degrees = [0.5, 0.5 + 5e-7], [[1.0, 0.0], [1.0, 0.5]]
    assert compose(w, degrees, "bounded_product", normalise=False).tolist() == [1.0, pytest.approx(0.25)]
    assert compose(w, degrees, normalise=False)[0] == 1 + 5e-7  # the mean is as it is


def test_a_single_factor_is_found_by_the_row_of_its_weight():
    membership = pd.DataFrame([[0.25, 0.75]], ["cost"], ["good", "poor"])
    assert compose(pd.DataFrame({"weight": [1.0]}, ["cost"]), membership).tolist() == [0.25, 0.75]


def test_weights_that_are_no_numbers_are_not_counted_too():
    with pytest.raises(gm.FaultyInput) as caught:
        compose(["a", "b"], [[0.5, 0.5], [0.5, 0.5]])
    assert not [
        fault for fault in caught.value.faults if "do not fit" in str(fault) or "sum to" in str(fault)
    ]
