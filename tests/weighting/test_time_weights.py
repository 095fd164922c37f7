"""Time weights of largest entropy: the polynomial of Fullér and Majlender (2001), scipy's own optimum, and bounds.

The papers' tables could not be read; the equation (their (5) and (6), as widely quoted) is written out here instead.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from govmetrics.core import FaultyInput
from govmetrics.weighting import time_weights


def degree(w):
    return float(np.linspace(1, 0, len(w)) @ w)


@given(n=st.integers(3, 12), orness=st.floats(0.02, 0.98))
def test_they_solve_fuller_and_majlenders_equation_and_mirror(n, orness):
    w = time_weights(range(n), orness).weights.to_numpy()
    assert w.sum() == pytest.approx(1)
    assert degree(w) == pytest.approx(orness, abs=1e-9)
    first, last, a = w[0], w[-1], (n - 1) * orness
    assert first * (a + 1 - n * first) ** n == pytest.approx(
        a ** (n - 1) * ((a - n) * first + 1), rel=1e-5, abs=1e-9
    )
    assert (
        last == pytest.approx(((a - n) * first + 1) / (a + 1 - n * first), rel=1e-4, abs=1e-9)
        or abs(orness - 0.5) < 1e-3
    )
    np.testing.assert_allclose(time_weights(range(n), 1 - orness).weights, w[::-1], atol=1e-9)


def test_no_other_weights_of_the_degree_have_more_entropy():
    found = time_weights([2021, 2022, 2023, 2024], 0.3)
    bound = [{"type": "eq", "fun": lambda w: w.sum() - 1}, {"type": "eq", "fun": lambda w: degree(w) - 0.3}]
    start = np.array([0.1, 0.1, 0.4, 0.4])
    other = minimize(
        lambda w: float((w * np.log(w)).sum()), start, bounds=[(1e-9, 1)] * 4, constraints=bound, tol=1e-14
    )
    np.testing.assert_allclose(found.weights, other.x, atol=1e-4)
    assert found.entropy == pytest.approx(-other.fun, abs=1e-7)


def test_ends_and_single_periods():
    assert time_weights(["a", "b", "c"], 0).weights.to_list() == [0, 0, 1]
    assert time_weights(["a", "b", "c"], 1).weights.to_list() == [1, 0, 0]
    assert time_weights(["a", "b", "c"], 0.5).weights.to_list() == pytest.approx([1 / 3] * 3, abs=1e-15)
    assert time_weights([2024], 0.1).weights.to_list() == [1]
    assert time_weights([1, 2], 0.25).weights.to_list() == pytest.approx([0.25, 0.75])
    tiny = time_weights(range(5), 1e-9).weights
    assert degree(tiny) == pytest.approx(1e-9, rel=1e-3)


def test_periods_are_combined_by_name_whatever_their_order():
    weights = time_weights([2022, 2023, 2024], 0.3)
    scores = pd.DataFrame({2024: [90.0, 50], 2022: [60.0, 50], 2023: [70.0, 50]}, ["East", "West"])
    wanted = scores[[2022, 2023, 2024]].to_numpy() @ weights.weights.to_numpy()
    np.testing.assert_allclose(weights.combine(scores), wanted)
    assert weights.combine(scores)["West"] == pytest.approx(50)
    bad = scores.drop(columns=2023).assign(x=1.0)
    with pytest.raises(
        FaultyInput, match=r"(?s)2023: the period has no column.*x: is not one of the periods"
    ):
        weights.combine(bad)
    with pytest.raises(FaultyInput, match="East, 2022"):
        weights.combine(scores.mask(scores == 60))


def test_wrong_periods_and_degrees_are_told():
    with pytest.raises(FaultyInput, match="there are none"):
        time_weights([])
    with pytest.raises(FaultyInput, match=r"(?s)2023: occurs more than once.*order of time"):
        time_weights([2024, 2023, 2023])
    with pytest.raises(FaultyInput, match="orness"):
        time_weights([1, 2], 1.5)


def test_what_it_says():
    found = time_weights([2023, 2024], 0.3)
    assert str(found).startswith(
        "<TimeWeights>\nWith a time degree of 0.3 later periods count more: 2023 0.300, 2024 0.700."
    )
    assert "近期数据权重较大" in found.summary("zh")
    assert "earlier periods" in str(time_weights([2023, 2024], 0.7))
    assert "all periods count alike" in str(time_weights([2023, 2024], 0.5))
