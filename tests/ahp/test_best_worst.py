"""The best-worst method: optimality, ranges of optima, consistency, refusals. Papers: tests/reference."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from govmetrics.ahp.best_worst import best_worst
from govmetrics.core import FaultyInput

CAR = pd.Series({"quality": 2, "price": 1, "comfort": 4, "safety": 3, "style": 8})
CAR_WORST = pd.Series({"quality": 4, "price": 8, "comfort": 4, "safety": 2, "style": 1})


@st.composite
def answers(draw):
    """Answers with best at 0 and worst at the end; some say that another is still better, or worse."""
    n, a = draw(st.integers(2, 7)), draw(st.integers(2, 9))
    most = draw(st.sampled_from([a, 9]))
    middle = st.lists(st.integers(1, most), min_size=n - 2, max_size=n - 2)
    return np.array([1, *draw(middle), a], dtype=float), np.array([a, *draw(middle), 1], dtype=float)


def ratio_problem(to_others, to_worst, xi):
    """Inequalities ``rows @ w <= 0`` of the ratio model for a fixed xi; best 0, worst last."""
    n = len(to_others)
    eye = np.eye(n)
    rows = [
        sign * (eye[0] - to_others[j] * eye[j]) - xi * eye[j] for j in range(1, n) for sign in (1, -1)
    ] + [sign * (eye[j] - to_worst[j] * eye[-1]) - xi * eye[-1] for j in range(n - 1) for sign in (1, -1)]
    return np.array(rows), np.zeros(len(rows)), np.ones((1, n)), [1.0]


@settings(max_examples=15)
@given(answers())
def test_ratio_model_is_the_optimum_with_its_ranges(pair):
    n = len(pair[0])
    found = best_worst(*pair, model="ratio", best=0, worst=n - 1)
    above, below = found.xi + 1e-9, found.xi - 1e-4
    if found.xi > 1e-3:
        assert not linprog(np.zeros(n), *ratio_problem(*pair, below)).success  # infeasible: none does better
    for sign, end in ((1, found.lower), (-1, found.upper)):
        for j in range(n):
            solved = linprog(sign * np.eye(n)[j], *ratio_problem(*pair, above))
            assert solved.x[j] == pytest.approx(end.iloc[j], abs=2e-6)
    assert found.weights.sum() == pytest.approx(1)


@settings(max_examples=15)
@given(answers(), st.integers(0, 10))
def test_linear_model_is_the_unique_optimum(pair, seed):
    found = best_worst(*pair, best=0, worst=len(pair[0]) - 1)
    to_others, to_worst = pair

    def worst_gap(w):
        return max(np.abs(w[..., :1] - to_others * w).max(), np.abs(w - to_worst * w[..., -1:]).max())

    w = found.weights.to_numpy()
    assert worst_gap(w) == pytest.approx(found.xi, abs=1e-8)
    assert found.unique
    for other in np.random.default_rng(seed).dirichlet(np.ones(len(w)), 50):
        assert worst_gap(0.9 * w + 0.1 * other) >= found.xi - 1e-8


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0]), min_size=1, max_size=5), st.permutations(range(7)))
def test_consistent_answers_give_the_weights_back_in_any_order(middle, order):
    w = np.array([9.0, *[3.0 * m for m in middle], 1.0])
    w = w / w.sum()
    pair = pd.Series(w.max() / w), pd.Series(w / w.min())
    shuffled = [k for k in order if k < len(w)]
    for model in ("linear", "ratio"):
        found = best_worst(*pair, model=model)
        assert found.weights.to_numpy() == pytest.approx(w, abs=1e-8)
        assert found.xi == pytest.approx(0, abs=1e-8)
        assert found.input_consistency_ratio == pytest.approx(0, abs=1e-12)
        turned = best_worst(pair[0].iloc[shuffled], pair[1], model=model)  # labels decide, not positions
        assert turned.weights[pair[0].index].to_numpy() == pytest.approx(w, abs=1e-8)


def test_car_by_both_models():
    """Five criteria: the linear model has one optimum, the ratio model many; the answers say which to ask again."""
    ratio, linear = best_worst(CAR, CAR_WORST, model="ratio"), best_worst(CAR, CAR_WORST)
    # comfort: (4 - xi)(4 - xi) = 8 + xi, so xi = 1; 1 / 4.47
    assert ratio.xi == pytest.approx(1, abs=1e-12)
    assert ratio.consistency_ratio == pytest.approx(0.2237, abs=1e-4)
    assert not ratio.unique
    assert linear.unique
    # the solver's answer in rational numbers: xi = 4/65
    assert linear.weights.to_numpy() * 65 == pytest.approx([16, 28, 8, 10, 3], abs=1e-6)
    assert linear.consistency_ratio is None
    assert linear.input_consistency["comfort"] == pytest.approx((16 - 8) / (64 - 8))
    assert linear.input_consistency["safety"] == pytest.approx((8 - 6) / 56)
    assert linear.threshold == 0.2958
    assert linear.passed is True
    assert list(linear.to_frame().columns) == ["weight", "lower", "upper", "inconsistency"]
    assert linear.to_dict()["model"] == "linear"
    assert "最优最劣法权重" in linear.tables("zh")[0].to_html()
    assert linear.summary("zh").startswith(
        "各准则与 price（最优）和 style（最劣）相比较，线性模型得 ξ = 0.0615。"
    )


def test_thresholds_beyond_the_table():
    two = best_worst([1, 5], [5, 1])
    assert (two.threshold, two.passed) == (None, None)
    assert two.weights.tolist() == pytest.approx([5 / 6, 1 / 6])
    assert best_worst([1, 1.5, 2], [2, 1, 1]).threshold is None
    worst = best_worst([1, 9, 9], [9, 9, 1])
    assert worst.input_consistency_ratio == pytest.approx(1)
    assert worst.passed is False
    # nine criteria are in the table, ten are not
    for n, threshold in ((9, 0.2683), (10, None)):
        row = np.array([1.0, *[2.0] * (n - 2), 4.0])
        assert best_worst(row, row[::-1]).threshold == threshold


def test_the_least_answer_that_can_be_inconsistent():
    """Best over worst 2 and 2 over what lies between: |2 * 2 - 2| / (4 - 2) = 1."""
    for model in ("linear", "ratio"):
        assert best_worst([1, 2, 2], [2, 2, 1], model=model).input_consistency.tolist() == [0, 1, 0]


def test_equal_criteria_and_one_criterion():
    for model in ("linear", "ratio"):
        assert best_worst([1, 1, 1], [1, 1, 1], model=model).weights.tolist() == pytest.approx([1 / 3] * 3)
        assert best_worst([1], [1], model=model).weights.tolist() == [1]
    assert best_worst([1, 1, 1], [1, 1, 1], model="ratio").consistency_ratio == 0


def test_two_criteria_that_tie_as_best():
    found = best_worst([1, 1, 4], [4, 4, 1])
    assert found.weights.tolist() == pytest.approx([4 / 9, 4 / 9, 1 / 9])
    assert (found.best, found.worst) == (0, 2)
    assert best_worst([1, 1, 4], [4, 4, 1], best=1).best == 1
    with pytest.raises(FaultyInput, match="no best and no worst"):
        best_worst([1, 1, 4], [4, 4, 1], best=2)


def test_refusals():
    with pytest.raises(FaultyInput, match=r"best_to_others, 1: the answer is 0\.5") as raised:
        best_worst([1, 0.5, 3], [3, np.nan, 1])
    assert len(raised.value.faults) == 2
    with pytest.raises(FaultyInput, match="no best and no worst"):
        best_worst([1, 2, 3], [4, 2, 1])
    with pytest.raises(FaultyInput, match="same criteria"):
        best_worst([1, 2], [3, 2, 1])
    with pytest.raises(FaultyInput, match="same criteria"):
        best_worst(pd.Series([1, 2], ["a", "a"]), pd.Series([2, 1], ["a", "a"]))
    with pytest.raises(FaultyInput, match="best_to_others, 1: the answer is ∞"):
        best_worst([1, np.inf, 3], [3, 2, 1])
    with pytest.raises(FaultyInput, match="no row of numbers"):
        best_worst(["x", 1], [1, 2])
    with pytest.raises(FaultyInput, match="linear, ratio"):
        best_worst([1, 2], [2, 1], model="nonlinear")
